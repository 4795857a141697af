// Requests to what is not there (RFC 7644 §3.12, Table 8).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { isObject } from '../../src/scim/json.ts'
import { freeTextOf } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'

function expectNotFound(response: HttpResponse, requirement: '7644-3.12-11' | '7644-3.4.1-01' | '7644-3.2-05'): void {
  const isDone = response.status >= 200 && response.status < 300
  expectThat(response.status === 404, {
    // That a GET or a PUT finds something under an unknown id breaks more than the advice on statuses.
    requirement: isDone ? requirement : '7644-3.12-11',
    expected: '404 Not Found',
    got: describeResponse(response),
    response,
  })
}

export const unknownTargets = suite('Requests to what is not there', [
  check(
    'unknown-target/endpoint',
    {
      title: 'an endpoint that does not exist is answered 404',
      verifies: '7644-3.12-11',
      fix: 'Answer 404 with a SCIM error below the base URL, where the router finds no endpoint.',
    },
    async ({ resources, scim }) => {
      expectNotFound(await scim.request({ method: 'GET', path: `/${resources.unknownId()}` }), '7644-3.12-11')
      expectNotFound(await scim.request({ method: 'GET', path: `/${resources.unknownId()}/1` }), '7644-3.12-11')
    },
  ),

  check(
    'unknown-target/resource',
    {
      title: 'GET of an id that no resource has is answered 404',
      verifies: ['7644-3.4.1-01', '7644-3.12-11'],
      fix: 'Answer 404 with a SCIM error where no resource of this type has the id.',
    },
    async ({ provider, resources, scim, subject, unsupported }) => {
      if (provider.types.length === 0) unsupported('no resource type is known')
      for (const type of provider.types) {
        await subject(type.name, async () => {
          expectNotFound(await scim.read(type, resources.unknownId()), '7644-3.4.1-01')
        })
      }
    },
  ),

  check(
    'unknown-target/other-type',
    {
      title: 'a resource is not found at the endpoint of another type',
      verifies: ['7644-3.4.1-01', '7644-3.12-11', '7643-3.1-07'],
      fix: 'Look the id up among the resources of the type whose endpoint is asked.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { provider, resources, scim, unsupported } = context
        const other = provider.types.find(({ endpoint }) => endpoint !== type.endpoint)
        if (other === undefined) return unsupported('there is only one resource type')
        const { id, sent } = await resources.create(type)
        const response = await scim.read(other, id)
        const found = isObject(response.json) ? response.json : {}
        const texts = Object.values(sent).filter(value => typeof value === 'string')
        const isAnother = response.status === 200 && texts.every(value => !Object.values(found).includes(value))
        expectThat(!isAnother, {
          requirement: '7643-3.1-07',
          expected: `no ${other.name} with the id of a ${type.name}`,
          got: `a ${other.name} with the same id`,
          response,
        })
        expectNotFound(response, '7644-3.4.1-01')
      }),
  ),

  check(
    'unknown-target/replace',
    {
      title: 'PUT to an id that no resource has is answered 404 and creates nothing',
      verifies: ['7644-3.2-05', '7644-3.12-11'],
      fix: 'Look the resource up before replacing it, and answer 404 where there is none.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim } = context
        const id = resources.unknownId()
        expectNotFound(await scim.replace(type, id, await resources.build(type), { aim: 'nothing' }), '7644-3.2-05')
        expectNotFound(await scim.read(type, id), '7644-3.2-05')
      }),
  ),

  check(
    'unknown-target/patch',
    {
      title: 'PATCH of an id that no resource has is answered 404',
      verifies: '7644-3.12-11',
      needs: ['patch.supported'],
      fix: 'Look the resource up before patching it, and answer 404 where there is none.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim, unsupported } = context
        const text = freeTextOf(type)
        if (text === undefined) return unsupported('no free text attribute to write to')
        const path = text.extension === undefined ? text.attribute.name : `${text.extension}:${text.attribute.name}`
        const operations = [{ op: 'replace', path, value: resources.unique() }]
        const response = await scim.patch(type, resources.unknownId(), operations, { aim: 'nothing' })
        expectNotFound(response, '7644-3.12-11')
      }),
  ),

  check(
    'unknown-target/delete',
    {
      title: 'DELETE of an id that no resource has is answered 404',
      verifies: '7644-3.12-11',
      fix: 'Answer 404 where there is nothing to delete.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim } = context
        expectNotFound(await scim.remove(type, resources.unknownId(), { aim: 'nothing' }), '7644-3.12-11')
      }),
  ),
])
