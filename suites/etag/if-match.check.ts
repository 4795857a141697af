// Changing a resource only if no one else has (RFC 7644 §3.14, RFC 9110 §13.1.1, §13.2.1).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, statusText } from '../../src/check/words.ts'
import { isSuccess } from '../support/answers.ts'
import { eachCreatableType } from '../support/types.ts'
import { changeOf, createTagged, expectUnchanged, isWeak, moveTag, noOnesTag, readTag } from './tags.ts'

/** Sends one write to a resource with a version as its condition. */
type Write = (
  context: CheckContext,
  created: Created,
  headers: Readonly<Record<string, string>>,
) => Promise<HttpResponse>

const put: Write = (context, created, headers) =>
  context.scim.replace(created.type, created.id, changeOf(context, created).replacement, { headers })
const patch: Write = (context, created, headers) =>
  context.scim.patch(created.type, created.id, changeOf(context, created).operations, { headers })
const remove: Write = ({ scim }, created, headers) => scim.remove(created.type, created.id, { headers })

/** A write with a condition that does not hold is answered 412 and changes nothing. */
async function expectRefused(context: CheckContext, created: Created, write: Write, tag: string): Promise<void> {
  const before = await context.scim.read(created.type, created.id)
  const json = typeof before.json === 'object' && before.json !== null ? { ...before.json } : {}
  const response = await write(context, created, { 'if-match': tag })
  expectThat(!isSuccess(response), {
    requirement: '9110-13.1.1-02',
    expected: statusText(412),
    got: describeResponse(response),
    response,
  })
  await expectUnchanged(context, created, json)
  expectThat(response.status === 412, {
    requirement: '7644-3.12-13',
    expected: statusText(412),
    got: describeResponse(response),
    response,
  })
}

function stale(name: 'PUT' | 'PATCH' | 'DELETE', write: Write) {
  return check(
    `if-match/stale-${name.toLowerCase()}`,
    {
      title: `${name} with a version that is no longer current is refused and changes nothing`,
      verifies: ['9110-13.1.1-02', '9110-13.1.1-04', '7644-3.12-13'],
      ...(name === 'PATCH' ? { needs: ['patch.supported'] as const } : {}),
      fix: `Compare If-Match with the version of the resource before carrying out ${name}, and answer 412 where it differs.`,
    },
    context =>
      eachCreatableType(context, async type => {
        const { created, tag } = await createTagged(context, type)
        await moveTag(context, { created, tag })
        await expectRefused(context, created, write, tag)
      }),
  )
}

function current(name: 'PUT' | 'PATCH' | 'DELETE', write: Write) {
  return check(
    `if-match/current-${name.toLowerCase()}`,
    {
      title: `${name} with the current version succeeds`,
      verifies: '9110-13.1.1-01',
      ...(name === 'PATCH' ? { needs: ['patch.supported'] as const } : {}),
      fix: 'Let If-Match hold where it has the version that the last answer gave as ETag, weak or not.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { created, tag } = await createTagged(context, type)
        const response = await write(context, created, { 'if-match': tag })
        expectThat(isSuccess(response), {
          expected: `success with If-Match: ${tag}`,
          got: describeResponse(response),
          response,
          ...(isWeak(tag) && response.status === 412 ? { arguable: 1 } : {}),
        })
      }),
  )
}

export const changingIfCurrent = suite('Changing only the version one knows', [
  current('PUT', put),
  current('PATCH', patch),
  current('DELETE', remove),
  stale('PUT', put),
  stale('PATCH', patch),
  stale('DELETE', remove),

  check(
    'if-match/unknown-version',
    {
      title: 'a write with a version that never was is refused and changes nothing',
      verifies: ['9110-13.1.1-02', '9110-13.1.1-04', '7644-3.12-13'],
      fix: 'Compare If-Match with the version of the resource before changing anything.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { created, tag } = await createTagged(context, type)
        await expectRefused(context, created, put, noOnesTag(tag))
      }),
  ),

  check(
    'if-match/any',
    {
      title: 'If-Match: * holds for a resource that exists',
      verifies: '9110-13.1.1-03',
      fix: 'Read If-Match: * as any version.',
    },
    context =>
      eachCreatableType(context, async type => {
        const created = await context.resources.create(type)
        const response = await put(context, created, { 'if-match': '*' })
        expectThat(isSuccess(response), { expected: 'success', got: describeResponse(response), response })
      }),
  ),

  check(
    'if-match/list',
    {
      title: 'If-Match with several versions holds where the current one is among them',
      verifies: '9110-13.1.1-01',
      fix: 'Read If-Match as a list of entity tags, and let it hold where any of them is the current one.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { created, tag } = await createTagged(context, type)
        const alone = await put(context, created, { 'if-match': tag })
        const { tag: current } = await readTag(context, created)
        if (!isSuccess(alone)) return context.unsupported('If-Match with the current version does not hold')
        const response = await put(context, created, { 'if-match': `${noOnesTag(current)}, ${current}` })
        expectThat(isSuccess(response), {
          expected: `success with If-Match: ${noOnesTag(current)}, ${current}`,
          got: describeResponse(response),
          response,
          ...(isWeak(current) && response.status === 412 ? { arguable: 1 } : {}),
        })
      }),
  ),

  check(
    'if-match/unknown-resource',
    {
      title: 'a precondition counts only where the request would succeed without it',
      verifies: '9110-13.2.1-01',
      fix: 'Look the resource up, and check the credentials, before evaluating If-Match.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim } = context
        const headers = { 'if-match': 'W/"scimc-no-such-version"' }
        const body = await resources.build(type)
        const unknown = await scim.replace(type, resources.unknownId(), body, { headers, aim: 'nothing' })
        const removed = await scim.remove(type, resources.unknownId(), { headers, aim: 'nothing' })
        expectAll(
          ...[unknown, removed].map(
            response => () =>
              expectThat(response.status !== 412 && !isSuccess(response), {
                expected: '404 Not Found',
                got: describeResponse(response),
                response,
              }),
          ),
        )
      }),
  ),
])
