// The methods that the endpoints of resources take (RFC 7644 §3.2, Table 2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { HttpResponse, ProviderType, RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { differences } from '../../src/scim/compare.ts'
import { isObject } from '../../src/scim/json.ts'
import { replacementOf } from '../support/answers.ts'
import { eachCreatableType } from '../support/types.ts'

/** Statuses that say: this method is not taken here. */
const refusals = new Set([404, 405, 501])

function expectTaken(response: HttpResponse, requirement: RequirementId): void {
  expectThat(!refusals.has(response.status), {
    requirement,
    expected: 'an answer of this method',
    got: describeResponse(response),
    response,
  })
}

/** Tries each method of the endpoint and of a resource below it, the last being DELETE. */
async function tryMethods(context: CheckContext, type: ProviderType, requirement: RequirementId): Promise<void> {
  const { provider, resources, scim, subject } = context
  const created = await resources.create(type)
  const { id } = created
  const at = type.endpoint
  await subject(`GET ${at}`, async () => expectTaken(await scim.list(type, { count: 1 }), requirement))
  await subject(`GET ${at}/{id}`, async () => expectTaken(await scim.read(type, id), requirement))
  await subject(`PUT ${at}/{id}`, async () =>
    expectTaken(await scim.replace(type, id, replacementOf(created)), requirement),
  )
  if (provider.capabilities['patch.supported'].met) {
    await subject(`PATCH ${at}/{id}`, async () => expectTaken(await scim.patch(type, id, []), requirement))
  }
  await subject(`DELETE ${at}/{id}`, async () => expectTaken(await scim.remove(type, id), requirement))
}

export const endpointMethods = suite('Methods of the endpoints', [
  check(
    'endpoint-methods/users',
    {
      title: 'Users can be listed, read, replaced, patched and deleted',
      verifies: ['7644-3.2-07', '7644-3.2-03', '7644-3.2-06'],
      fix: 'Offer GET and POST at /Users, and GET, PUT, DELETE (and PATCH, where it is supported) at /Users/{id}.',
    },
    context => tryMethods(context, context.type('User'), '7644-3.2-07'),
  ),

  check(
    'endpoint-methods/groups',
    {
      title: 'Groups can be listed, read, replaced, patched and deleted',
      verifies: '7644-3.2-08',
      fix: 'Offer the same methods at /Groups as at /Users.',
    },
    context => tryMethods(context, context.type('Group'), '7644-3.2-08'),
  ),

  check(
    'endpoint-methods/repeated-replace',
    {
      title: 'the same PUT twice leaves the same resource',
      verifies: '9110-9.2.2-01',
      fix: 'Let a PUT of what is there already succeed and change nothing.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim, unsupported } = context
        const created = await resources.create(type)
        const first = await scim.replace(type, created.id, replacementOf(created))
        if (first.status !== 200 || !isObject(first.json)) return unsupported(`PUT is answered ${first.status}`)
        const second = await scim.replace(type, created.id, replacementOf(created))
        const changed =
          second.status === 200 && isObject(second.json)
            ? differences(first.json, second.json, type.schemas, { ignore: ['meta'] }).map(({ path }) => path)
            : []
        expectThat(second.status === 200 && changed.length === 0, {
          expected: '200 OK with the same resource again',
          got: changed.length > 0 ? `${changed.join(', ')} changed` : describeResponse(second),
          response: second,
        })
      }),
  ),
])
