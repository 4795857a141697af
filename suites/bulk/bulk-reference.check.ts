// References between the operations of a bulk job by bulkId (RFC 7644 §3.7.1, §3.7.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { ensureUsualCreate, readBack } from '../support/answers.ts'
import {
  type BulkOperation,
  hasBulkIdLeft,
  idOf,
  isDone,
  needRoomFor,
  resultOf,
  resultWords,
  sendBulk,
} from '../support/bulk.ts'
import { groupWith, idsIn, membersOf } from '../support/group-members.ts'
import { ifPossible } from '../support/patch-choice.ts'

const needs = ['group-resource', 'user-resource'] as const
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

async function postOf(
  { resources, type }: CheckContext,
  name: 'User' | 'Group',
  bulkId: string,
  attributes: JsonObject = {},
): Promise<BulkOperation> {
  const data = await resources.build(name, attributes)
  return { method: 'POST', bulkId, path: type(name).endpoint, data }
}

const referTo = (...bulkIds: string[]): JsonObject[] => bulkIds.map(bulkId => ({ value: `bulkId:${bulkId}` }))

/** The members of Groups; not applicable where they need a $ref, which nobody knows before the member is there. */
function linkable(context: CheckContext): ReturnType<typeof membersOf> {
  const found = membersOf(context)
  if (findDefinition(found.members.attribute.subAttributes, '$ref')?.required)
    return context.unsupported('members need a $ref, which nobody knows before the member is there')
  return found
}

/** A job of a User and a Group that names it as member; both have to be there afterwards, and linked. */
async function linkUserAndGroup(context: CheckContext, groupFirst: boolean): Promise<void> {
  needRoomFor(context, 2)
  const { members } = linkable(context)
  const user = await postOf(context, 'User', 'scimc-user')
  const group = await postOf(context, 'Group', 'scimc-group', { members: referTo('scimc-user') })
  const answer = await sendBulk(context, groupFirst ? [group, user] : [user, group])
  const [userResult, groupResult] = groupFirst
    ? [resultOf(answer, 1), resultOf(answer, 0)]
    : [resultOf(answer, 0), resultOf(answer, 1)]
  const { response } = answer
  await ensureUsualCreate(context, 'User', { status: userResult?.status ?? 0 })
  await ensureUsualCreate(context, 'Group', { status: groupResult?.status ?? 0 })
  for (const [words, result] of [
    ['the User', userResult],
    ['the Group', groupResult],
  ] as const) {
    expectThat(result?.status === 201, {
      response,
      expected: `status "201" for ${words}`,
      got: resultWords(result, response),
    })
  }
  const id = idOf(userResult) ?? ''
  const read = await readBack(context, { type: context.type('Group'), id: idOf(groupResult) ?? '' })
  const ids = idsIn(read.json, members)
  expectThat(ids.length === 1 && ids[0] === id && !hasBulkIdLeft(read.json), {
    response: read.response,
    expected: `members with the id of the User, ${show(id)}`,
    got: `members ${show(ids)}`,
  })
}

export const bulkReferences = suite('References between bulk operations', [
  check(
    'bulk-reference/backward',
    {
      title: 'a bulkId reference to an earlier operation becomes the id of the resource it made',
      verifies: ['7644-3.7.2-02', '7644-3.7.2-01'],
      needs,
      fix: 'Replace "bulkId:…" in the data of an operation by the id of the resource made under that bulkId.',
    },
    context => linkUserAndGroup(context, false),
  ),

  check(
    'bulk-reference/forward',
    {
      title: 'a bulkId reference to a later operation becomes the id of the resource it makes',
      verifies: ['7644-3.7.2-02', '7644-3.7-24'],
      needs,
      fix: 'Work out the order of operations from their bulkId references, and make what is referred to first.',
    },
    context => linkUserAndGroup(context, true),
  ),

  check(
    'bulk-reference/circular',
    {
      title: 'operations that refer to each other are all carried out and linked, or fail with 409',
      verifies: ['7644-3.7.1-01', '7644-3.7.2-02'],
      needs: ['group-resource'],
      fix: 'Make the resources of a circle without the references and add these afterwards, or answer 409 for them.',
    },
    async context => {
      needRoomFor(context, 2)
      const { group, members } = linkable(context)
      const inner = await groupWith(context, [])
      // Not every service provider lets groups be members; the setup shows it.
      const outer = await ifPossible(() => groupWith(context, [inner.id]))
      if (outer === undefined) context.unsupported('groups cannot be members of groups')
      const answer = await sendBulk(context, [
        await postOf(context, 'Group', 'scimc-one', { members: referTo('scimc-two') }),
        await postOf(context, 'Group', 'scimc-two', { members: referTo('scimc-one') }),
      ])
      const { response } = answer
      const results = [resultOf(answer, 0), resultOf(answer, 1)]
      // The one that is refused for what it refers to may take the other one, which refers to it, along with another status.
      const isRefused = results.every(result => Number(result?.status) >= 400)
      if (response.status === 409 || (isRefused && results.some(result => result?.status === 409))) return
      for (const result of results) {
        expectThat(result?.status === 201, {
          response,
          expected: 'status "201" for both Groups, or "409" and neither',
          got: resultWords(result, response),
        })
      }
      const [one = '', two = ''] = results.map(idOf)
      for (const [id, other] of [
        [one, two],
        [two, one],
      ] as const) {
        const read = await readBack(context, { type: group, id })
        expectThat(idsIn(read.json, members).includes(other), {
          response: read.response,
          expected: `members with ${show(other)}`,
          got: `members ${show(idsIn(read.json, members))}`,
        })
      }
    },
  ),

  check(
    'bulk-reference/extension',
    {
      title: 'a bulkId reference inside an extension becomes the id too',
      verifies: '7644-3.7.2-03',
      fix: 'Look for "bulkId:…" in all of the data, the objects of extensions included.',
    },
    async context => {
      needRoomFor(context, 2)
      const user = context.type('User')
      const extension = user.schemas.extensions.find(({ schema }) => sameName(schema.id, enterprise))?.schema
      const manager = extension?.attributes.find(({ name }) => sameName(name, 'manager'))
      if (manager === undefined || manager.mutability === 'readOnly')
        return context.unsupported('the Enterprise User extension has no manager that a client can write')
      if (findDefinition(manager.subAttributes, '$ref')?.required)
        return context.unsupported('a manager needs a $ref, which nobody knows before the other User is there')
      const answer = await sendBulk(context, [
        await postOf(context, 'User', 'scimc-boss'),
        await postOf(context, 'User', 'scimc-report', {
          schemas: [user.schemas.base.id, enterprise],
          [enterprise]: { manager: { value: 'bulkId:scimc-boss' } },
        }),
      ])
      const { response } = answer
      const results = [resultOf(answer, 0), resultOf(answer, 1)]
      await ensureUsualCreate(context, 'User', { status: results[0]?.status ?? 0 })
      for (const result of results) {
        expectThat(result?.status === 201, {
          response,
          expected: 'status "201" for both Users',
          got: resultWords(result, response),
        })
      }
      const [boss = '', report = ''] = results.map(idOf)
      const read = await readBack(context, { type: user, id: report })
      const container = member(read.json, enterprise)
      const stored = isObject(container) ? member(container, 'manager') : undefined
      const value = isObject(stored) ? member(stored, 'value') : stored
      expectThat(value === boss, {
        response: read.response,
        expected: `manager.value ${show(boss)}`,
        got: `manager.value ${show(value)}`,
      })
    },
  ),

  check(
    'bulk-reference/in-patch',
    {
      title: 'a bulkId reference in the data of a PATCH becomes the id',
      verifies: '7644-3.7.2-02',
      needs: [...needs, 'patch.supported'],
      fix: 'Look for "bulkId:…" in the values of PATCH operations too.',
    },
    async context => {
      needRoomFor(context, 2)
      const { group: type, members } = linkable(context)
      const group = await groupWith(context, [])
      const answer = await sendBulk(context, [
        await postOf(context, 'User', 'scimc-user'),
        {
          method: 'PATCH',
          path: context.scim.pathOf(type, group.id),
          data: {
            schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
            Operations: [{ op: 'add', path: 'members', value: referTo('scimc-user') }],
          },
        },
      ])
      const { response } = answer
      const id = idOf(resultOf(answer, 0)) ?? ''
      await ensureUsualCreate(context, 'User', { status: resultOf(answer, 0)?.status ?? 0 })
      expectThat(isDone(resultOf(answer, 1)), {
        response,
        expected: 'status "200" or "204" for the PATCH',
        got: resultWords(resultOf(answer, 1), response),
      })
      const read = await readBack(context, group)
      expectThat(idsIn(read.json, members).includes(id), {
        response: read.response,
        expected: `members with the id of the User, ${show(id)}`,
        got: `members ${show(idsIn(read.json, members))}`,
      })
    },
  ),

  check(
    'bulk-reference/unresolved',
    {
      title: 'a bulkId reference to an operation that failed, or to none, is never stored as it stands',
      verifies: '7644-3.7.2-02',
      needs,
      fix: 'Fail an operation whose reference cannot be replaced by an id; do not store the text "bulkId:…".',
    },
    async context => {
      needRoomFor(context, 3)
      const group = context.type('Group')
      const answer = await sendBulk(context, [
        {
          ...(await postOf(context, 'User', 'scimc-bad')),
          data: { schemas: ['urn:scimc:no-schema'], x: context.resources.unique() },
        },
        await postOf(context, 'Group', 'scimc-of-bad', { members: referTo('scimc-bad') }),
        await postOf(context, 'Group', 'scimc-of-none', { members: referTo('scimc-none') }),
      ])
      const { response } = answer
      expectThat(response.status > 0 && response.status < 500, {
        response,
        expected: '200 OK with a result for each operation, or an error of 4xx',
        got: describeResponse(response),
      })
      const made = [1, 2].map(index => resultOf(answer, index)).filter(isDone)
      const reads = await Promise.all(made.map(result => context.scim.read(group, idOf(result) ?? '')))
      expectAll(
        ...reads.map(
          read => () =>
            expectThat(!hasBulkIdLeft(read.json), {
              response: read,
              expected: 'an error for the Group, or a Group without that member',
              got: 'a Group whose member is the text "bulkId:…"',
            }),
        ),
      )
    },
  ),
])
