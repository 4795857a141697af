// Operations in a bulk job do what the same requests do when they are sent singly (RFC 7644 §3.7).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { patchOpUrn } from '../../src/check/scim.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { isSuccess, readBack, readCreated, replacementOf } from '../support/answers.ts'
import { idOf, isDone, needRoomFor, resultOf, resultWords, sendBulk } from '../support/bulk.ts'
import { deletesShow } from '../support/deletion.ts'
import { departures, departureWords } from '../support/departures.ts'
import { exampleOf, replaceableTextOf } from '../support/patch-choice.ts'
import { plainChangeOf } from '../support/plain-change.ts'
import { eachCreatableType } from '../support/types.ts'

/** The resource with one text in place of another wherever it stands. */
function withText(resource: JsonObject, from: string, to: string): JsonObject {
  const changed: unknown = JSON.parse(JSON.stringify(resource).replaceAll(from, to))
  return isObject(changed) ? changed : {}
}

export const bulkOperations = suite('Bulk operations compared with single requests', [
  check(
    'bulk-operation/create',
    {
      title: 'a POST in a bulk job makes the same resource as the single request, of every resource type',
      verifies: ['7644-3.7.3-03', '7644-3.7-11', '7644-3.7-12'],
      fix: 'Send operations of a bulk job through the code that serves single requests, for every resource type.',
    },
    async context => {
      const { resources, scim } = context
      needRoomFor(context, 1)
      await eachCreatableType(context, async type => {
        const mark = 'scimcmark'
        const data = await resources.build(type)
        const [unique] = /scimc-[\w-]+/.exec(JSON.stringify(data)) ?? []
        if (unique === undefined) return context.blocked('a built resource carries no mark')
        // Both start with the same attributes; only what has to be unique differs.
        const [one, other] = [resources.unique(), resources.unique()]
        const single = await scim.create(type, withText(data, unique, one))
        if (single.status !== 201) context.blocked(`A single create of a ${type.name} is answered ${single.status}`)
        const singleRead = await readCreated(context, type, single)
        const answer = await sendBulk(context, [
          { method: 'POST', bulkId: 'scimc-1', path: type.endpoint, data: withText(data, unique, other) },
        ])
        const result = resultOf(answer, 0)
        expectThat(result?.status === 201, {
          response: answer.response,
          expected: 'status "201", as for the single request',
          got: resultWords(result, answer.response),
        })
        const bulkRead = await readBack(context, { type, id: idOf(result) ?? '' })
        const found = departures({
          expected: withText(singleRead.json, one, mark),
          after: withText(bulkRead.json, other, mark),
          before: {},
          type,
          operations: 'everything',
        })
        const words = departureWords(found, type)
        expectThat(found.length === 0, {
          response: bulkRead.response,
          expected: `${words.expected}, as made by the single request`,
          got: words.got,
        })
      })
    },
  ),

  check(
    'bulk-operation/change',
    {
      title: 'PUT and DELETE in a bulk job work on every resource type',
      verifies: ['7644-3.7.3-03', '7644-3.7-24'],
      fix: 'Send operations of a bulk job through the code that serves single requests, for every resource type.',
    },
    async context => {
      const { resources, scim } = context
      needRoomFor(context, 2)
      await eachCreatableType(context, async type => {
        const example = await exampleOf(context, type)
        const text = example === undefined ? undefined : replaceableTextOf(example)
        if (text === undefined) return context.unsupported(`${type.name} has no text to change`)
        const [changed, deleted] = [await resources.create(type), await resources.create(type)]
        const value = `${resources.unique()} changed`
        const answer = await sendBulk(context, [
          {
            method: 'PUT',
            path: scim.pathOf(type, changed.id),
            data: { ...changed.sent, id: changed.id, [text.attribute.name]: value },
          },
          { method: 'DELETE', path: scim.pathOf(type, deleted.id) },
        ])
        const { response } = answer
        for (const [index, status] of [200, 204].entries()) {
          const result = resultOf(answer, index)
          expectThat(result?.status === status, {
            response,
            expected: `status "${status}" for ${answer.operations[index]?.method}`,
            got: resultWords(result, response),
          })
        }
        const { json, response: read } = await readBack(context, changed)
        if (member(json, text.attribute.name) === member(changed.resource, text.attribute.name)) {
          await scim.replace(type, changed.id, { ...changed.sent, id: changed.id, [text.attribute.name]: value })
          const single = await readBack(context, changed)
          if (member(single.json, text.attribute.name) !== value)
            context.blocked(
              `a single PUT does not change ${text.attribute.name} of a ${type.name} either, see replace/new-values`,
            )
        }
        expectThat(member(json, text.attribute.name) === value, {
          response: read,
          expected: `${text.attribute.name} ${show(value)}`,
          got: `${text.attribute.name} ${show(member(json, text.attribute.name))}`,
        })
        if (await deletesShow(context)) expectResponse(await scim.read(type, deleted.id)).toHaveStatus(404)
      })
    },
  ),

  check(
    'bulk-operation/patch',
    {
      title: 'a PATCH in a bulk job leaves the same resource behind as the single request',
      verifies: ['7644-3.7.3-03', '7644-3.7-13'],
      needs: ['patch.supported'],
      fix: 'Send a PATCH of a bulk job through the code that serves the single one, with all of its operations.',
    },
    async context => {
      const { resources, scim } = context
      needRoomFor(context, 1)
      await eachCreatableType(context, async type => {
        const change = plainChangeOf(type)
        if (change === undefined) return context.unsupported(`${type.name} has no text to change`)
        const mark = 'scimcmark'
        const data = await resources.build(type)
        const [unique] = /scimc-[\w-]+/.exec(JSON.stringify(data)) ?? []
        if (unique === undefined) return context.blocked('a built resource carries no mark')
        const [one, other] = [resources.unique(), resources.unique()]
        const single = await resources.create(type, withText(data, unique, one))
        const inBulk = await resources.create(type, withText(data, unique, other))
        const externalId = `${unique}-external`
        const patchOf = (text: string): JsonObject => ({
          schemas: [patchOpUrn],
          Operations: [
            { op: 'replace', path: 'externalId', value: externalId.replace(unique, text) },
            { op: 'replace', path: change.attribute, value: change.valueWith(`${text} changed`) },
          ],
        })
        const body = patchOf(one)
        const alone = await scim.request({ method: 'PATCH', path: scim.pathOf(type, single.id), body })
        if (!isSuccess(alone)) return context.unsupported(`the single PATCH is answered ${describeResponse(alone)}`)
        const path = scim.pathOf(type, inBulk.id)
        const answer = await sendBulk(context, [{ method: 'PATCH', path, data: patchOf(other) }])
        const result = resultOf(answer, 0)
        expectThat(isDone(result), {
          response: answer.response,
          expected: 'status "200" or "204", as for the single request',
          got: resultWords(result, answer.response),
        })
        const [singleRead, bulkRead] = [await readBack(context, single), await readBack(context, inBulk)]
        const found = departures({
          expected: withText(singleRead.json, one, mark),
          after: withText(bulkRead.json, other, mark),
          before: {},
          type,
          operations: 'everything',
        })
        const words = departureWords(found, type)
        expectThat(found.length === 0, {
          response: bulkRead.response,
          expected: `${words.expected}, as left by the single request`,
          got: words.got,
        })
      })
    },
  ),

  check(
    'bulk-operation/patch-all-or-nothing',
    {
      title: 'a PATCH in a bulk job that fails leaves the resource as it was, as the single request does',
      verifies: ['7644-3.5.2-24', '7644-3.7.3-03'],
      needs: ['patch.supported', 'user-resource'],
      fix: 'Carry a PATCH of a bulk job out on a copy of the resource, and store the copy only where all its operations succeed.',
    },
    async context => {
      const { resources, scim, type, unsupported } = context
      needRoomFor(context, 1)
      const user = type('User')
      const change = plainChangeOf(user)
      if (change === undefined) return unsupported('Users have no text that can be changed')
      // A remove without a path always fails (RFC 7644 §3.5.2.2).
      const body: JsonObject = {
        schemas: [patchOpUrn],
        Operations: [
          { op: 'replace', path: change.attribute, value: change.valueWith(resources.unique()) },
          { op: 'remove' },
        ],
      }
      const [single, inBulk] = [await resources.create(user), await resources.create(user)]
      const alone = await scim.request({ method: 'PATCH', path: scim.pathOf(user, single.id), body })
      if (isSuccess(alone)) return unsupported(`the single PATCH is answered ${describeResponse(alone)}`)
      const before = (await readBack(context, inBulk)).json
      const path = scim.pathOf(user, inBulk.id)
      const answer = await sendBulk(context, [{ method: 'PATCH', path, data: body }])
      const after = await readBack(context, inBulk)
      const [old, now] = [member(before, change.attribute), member(after.json, change.attribute)]
      expectThat(show(old) === show(now), {
        response: after.response,
        expected: `${change.attribute} ${show(old)} as before`,
        got: `${change.attribute} ${show(now)}`,
      })
      const result = resultOf(answer, 0)
      expectThat(result !== undefined && !isDone(result), {
        requirement: '7644-3.7.3-03',
        response: answer.response,
        expected: `status "${alone.status}", as for the single request`,
        got: resultWords(result, answer.response),
      })
    },
  ),

  check(
    'bulk-operation/change-then-delete',
    {
      title: 'a change and then the deletion of one resource are both carried out',
      verifies: '7644-3.7-24',
      needs: ['user-resource'],
      fix: 'Keep the order of operations on the same resource: a deletion must not overtake what comes before it.',
    },
    async context => {
      const { resources, scim, type, unsupported } = context
      needRoomFor(context, 2)
      const user = type('User')
      const created = await resources.create(user)
      const single = await scim.replace(user, created.id, replacementOf(created))
      if (!isSuccess(single)) return unsupported(`the single PUT is answered ${describeResponse(single)}`)
      const path = scim.pathOf(user, created.id)
      const answer = await sendBulk(context, [
        { method: 'PUT', path, data: replacementOf(created) },
        { method: 'DELETE', path },
      ])
      for (const [index, words] of ['the PUT done', 'the DELETE done'].entries()) {
        const result = resultOf(answer, index)
        expectThat(isDone(result), {
          response: answer.response,
          expected: words,
          got: resultWords(result, answer.response),
        })
      }
    },
  ),

  check(
    'bulk-operation/order',
    {
      title: 'of several operations on one resource the last one counts',
      verifies: '7644-3.7-24',
      needs: ['patch.supported', 'user-resource'],
      fix: 'Keep the order of operations on the same resource, whatever else is reordered.',
    },
    async context => {
      const { resources, scim, type } = context
      needRoomFor(context, 4)
      const user = type('User')
      const example = await exampleOf(context, user)
      const text = example === undefined ? undefined : replaceableTextOf(example)
      if (text === undefined) return context.unsupported('User has no text to change')
      const created = await resources.create(user)
      const unique = resources.unique()
      const values = ['4', '1', '3', '2'].map(number => `${unique} ${number}`)
      const answer = await sendBulk(
        context,
        values.map(value => ({
          method: 'PATCH',
          path: scim.pathOf(user, created.id),
          data: { schemas: [patchOpUrn], Operations: [{ op: 'replace', path: pathOf(text), value }] },
        })),
      )
      const { json, response } = await readBack(context, created)
      const stored = member(json, text.attribute.name)
      if (answer.response.status === 200 && stored === member(created.resource, text.attribute.name)) {
        const results = answer.operations.map((_, index) => resultWords(resultOf(answer, index), answer.response))
        context.blocked(
          `the operations change no ${pathOf(text)} and are answered ${[...new Set(results)].join(', ')}, see bulk-operation/patch`,
        )
      }
      expectThat(stored === values.at(-1), {
        response: answer.response.status === 200 ? response : answer.response,
        expected: `${text.attribute.name} ${show(values.at(-1))}, the value of the last operation`,
        got: `${text.attribute.name} ${show(stored)}`,
      })
    },
  ),

  check(
    'bulk-operation/stale-version',
    {
      title: 'a version that is not current makes an operation fail as If-Match makes the single request fail',
      verifies: '7644-3.7.3-03',
      needs: ['etag.supported', 'user-resource'],
      fix: 'Treat version of an operation like the If-Match header of the single request.',
    },
    async context => {
      const { resources, scim, type } = context
      needRoomFor(context, 2)
      const user = type('User')
      const plain = plainChangeOf(user)
      if (plain === undefined) return context.unsupported('Users have no text that can be changed')
      const created = await resources.create(user)
      const first = (await readBack(context, created)).response.headers.etag
      const change = async () => {
        const changed = { [plain.attribute]: plain.valueWith(resources.unique()) }
        const { status } = await scim.replace(user, created.id, { ...created.sent, ...changed })
        return { status, etag: (await readBack(context, created)).response.headers.etag }
      }
      let { status, etag: second } = await change()
      if (first === second) {
        // Versions may be made from the time in whole seconds.
        await new Promise(resolve => setTimeout(resolve, 1100))
        const again = await change()
        status = again.status
        second = again.etag
      }
      if (first === undefined || second === undefined || first === second)
        return context.blocked(`the ETag does not change with a PUT, answered ${status}`)
      const headers = { 'if-match': first }
      const single = await scim.replace(user, created.id, created.sent, { headers })
      // 409 for a version that is not current stands in Table 8, too (RFC 7644 §3.12); that 412 is wanted, if-match/stale-put tells.
      if (single.status !== 412 && single.status !== 409)
        return context.blocked(`a PUT with an old If-Match is answered ${single.status}`)
      const path = scim.pathOf(user, created.id)
      const answer = await sendBulk(context, [{ method: 'PUT', path, version: first, data: created.sent }])
      const result = resultOf(answer, 0)
      expectThat(result?.status === single.status, {
        response: answer.response,
        expected: `status "${single.status}", as for the single request`,
        got: resultWords(result, answer.response),
      })
      const after = (await readBack(context, created)).response
      expectThat(after.headers.etag === second, {
        response: after,
        expected: `ETag ${show(second)} as before`,
        got: `ETag ${show(after.headers.etag)}`,
      })
    },
  ),
])
