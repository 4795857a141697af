// Members of groups under PATCH (RFC 7644 §3.5.2, RFC 7643 §4.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { sameName } from '../../src/scim/json.ts'
import { isSuccess, readBack } from '../support/answers.ts'
import { attributesOf } from '../support/attributes.ts'
import { groupWith, idsIn, makeUsers, memberPath, membersOf, wholeMembers } from '../support/group-members.ts'
import { type Judgement, metaOf, patchAndCompare } from '../support/patch-and-compare.ts'
import { aCrowd, changeCrowd, expectCrowd, inParts, memberIds, membersAtOnce } from './large-group.ts'

const needs = ['patch.supported', 'group-resource', 'user-resource'] as const

/** Requests sent at the same time. */
const togetherCount = 5

/** Adding what is there should succeed and change nothing (RFC 7644 §3.5.2.1); losing what is there is worse. */
const again: Judgement = {
  requirement: '7644-3.5.2.1-06',
  refused: '7644-3.5.2.1-10',
  discouraged: '7644-3.5.2.1-10',
}

/** Adds, adds again, removes one, replaces and removes all, looking at the whole membership after each. */
async function examineCrowd(context: CheckContext, ids: readonly string[]): Promise<void> {
  const group = await groupWith(context, [])
  const add = (part: readonly string[]) =>
    changeCrowd(
      context,
      group,
      { op: 'add', path: 'members', value: wholeMembers(context, part) },
      `an add of ${part.length} members`,
    )
  const [first = '', ...rest] = ids
  let response = await add([first])
  if (!(await memberIds(context, group)).includes(first))
    return context.unsupported('the Group does not show the member it was given; patch-members/add looks at that')
  const user = { type: context.type('User'), id: first }
  // Where groups do not follow at all, patch-membership/groups-follow says so.
  const follows = await showsGroup(context, user, group.id)
  for (const part of inParts(rest, membersAtOnce)) response = await add(part)
  await expectCrowd(context, group, ids, { requirement: '7644-3.5.2.1-06', after: 'they were added', response })
  if (follows) await expectGroups(context, user, group.id, true)

  response = await add(ids.slice(0, membersAtOnce))
  const again = `${membersAtOnce} of them were added again`
  await expectCrowd(context, group, ids, { requirement: '7644-3.5.2.1-10', after: again, response })

  // Filters in paths may be declined; what is answered as done has to be done.
  response = await context.scim.patch(group.type, group.id, [{ op: 'remove', path: memberPath(first) }])
  if (isSuccess(response)) {
    await expectCrowd(context, group, rest, { requirement: '7644-3.5.2.2-06', after: 'one was removed', response })
    if (follows) await expectGroups(context, user, group.id, false)
  }
  const few = ids.slice(-membersAtOnce)
  const replacing = { op: 'replace', path: 'members', value: wholeMembers(context, few) }
  response = await changeCrowd(context, group, replacing, `a replace by ${few.length} members`)
  await expectCrowd(context, group, few, { requirement: '7644-3.5.2.3-03', after: 'they were replaced', response })
  response = await changeCrowd(context, group, { op: 'remove', path: 'members' }, 'the removal of all members')
  await expectCrowd(context, group, [], { requirement: '7644-3.5.2.2-04', after: 'all were removed', response })
}

interface OneUser {
  readonly type: ProviderType
  readonly id: string
}

/** The ids in groups of the User; undefined where the schema has no groups that are shown. */
async function groupsOf(context: CheckContext, user: OneUser) {
  const groups = attributesOf(user.type).find(({ attribute }) => sameName(attribute.name, 'groups'))
  const returned = groups?.attribute.returned
  if (groups === undefined || (returned !== 'default' && returned !== 'always')) return undefined
  const { json, response } = await readBack(context, user)
  return { response, ids: idsIn(json, groups) }
}

async function showsGroup(context: CheckContext, user: OneUser, groupId: string): Promise<boolean> {
  const found = await groupsOf(context, user)
  return found?.ids.includes(groupId) === true
}

/** groups of the User names the group, or does not. */
async function expectGroups(context: CheckContext, user: OneUser, groupId: string, isMember: boolean): Promise<void> {
  const found = await groupsOf(context, user)
  expectThat(found?.ids.includes(groupId) === isMember, {
    requirement: '7643-4.1.2-19',
    ...(found === undefined ? {} : { response: found.response }),
    expected: `groups of a ${isMember ? '' : 'former '}member ${isMember ? 'with' : 'without'} ${show(groupId)}`,
    got: `groups ${show(found?.ids)}`,
  })
}

export const patchingMembers = suite('Members of groups under PATCH', [
  check(
    'patch-members/add',
    {
      title: 'add appends members to a group, the first as well as further ones',
      verifies: ['7644-3.5.2.1-06', '7644-3.5.2.1-04'],
      needs,
      fix: 'On add at members, append every element of the array and keep those that are there.',
    },
    async context => {
      const [a = '', ...others] = await makeUsers(context, 3)
      const group = await groupWith(context, [])
      const one = await patchAndCompare(context, group, [
        { op: 'add', path: 'members', value: wholeMembers(context, [a]) },
      ])
      await patchAndCompare(context, one, [{ op: 'add', path: 'members', value: wholeMembers(context, others) }])
    },
  ),

  check(
    'patch-members/add-without-path',
    {
      title: 'add without a path appends members',
      verifies: '7644-3.5.2.1-03',
      needs,
      fix: 'Treat members in the value of an add without path as an add at members.',
    },
    async context => {
      const [a = '', b = ''] = await makeUsers(context, 2)
      const group = await groupWith(context, [a])
      await patchAndCompare(context, group, [{ op: 'add', value: { members: wholeMembers(context, [b]) } }])
    },
  ),

  check(
    'patch-members/added-at-the-same-time',
    {
      title: 'members added by several requests at the same time are all there afterwards',
      verifies: '7644-3.5.2.1-06',
      needs,
      fix: 'Read, change and store a group in one transaction, or answer 409 to the request that came too late.',
    },
    async context => {
      const { scim } = context
      const users = await makeUsers(context, togetherCount)
      const group = await groupWith(context, [])
      const answers = await Promise.all(
        users.map(async id => {
          const operation = { op: 'add', path: 'members', value: wholeMembers(context, [id]) }
          return { id, response: await scim.patch('Group', group.id, [operation]) }
        }),
      )
      const done = answers.filter(({ response }) => isSuccess(response))
      if (done.length < 2)
        context.unsupported(`of ${togetherCount} requests at the same time ${done.length} are carried out`)
      const found = idsIn((await readBack(context, group)).json, membersOf(context).members)
      const lost = done.filter(({ id }) => !found.includes(id))
      expectThat(lost.length === 0, {
        arguable: 43,
        expected: `the ${done.length} members whose adding was answered with success`,
        got: `${found.length} of them`,
        exchanges: done.map(({ response }) => response.exchange.id),
      })
    },
  ),

  check(
    'patch-members/add-again',
    {
      title: 'adding a member that is there already neither repeats it nor moves meta.lastModified',
      verifies: ['7644-3.5.2.1-10', '7644-3.5.2.1-11', '7644-3.5.2.1-06'],
      needs,
      fix: 'Skip members that the group has already, and leave meta alone when none is left.',
    },
    async context => {
      const [a = '', b = ''] = await makeUsers(context, 2)
      const group = await groupWith(context, [a, b])
      const operation = { op: 'add', path: 'members', value: wholeMembers(context, [a]) }
      const patched = await patchAndCompare(context, group, [operation], again)
      const [before, after] = [metaOf(group.stored, 'lastModified'), metaOf(patched.stored, 'lastModified')]
      expectThat(before === after, {
        requirement: '7644-3.5.2.1-11',
        response: patched.response,
        expected: `meta.lastModified ${show(before)} as before`,
        got: `meta.lastModified ${show(after)}`,
      })
    },
  ),

  check(
    'patch-members/add-some-again',
    {
      title: 'of added members some of whom are there already the others are added',
      verifies: ['7644-3.5.2.1-06', '7644-3.5.2.1-10'],
      needs,
      fix: 'Look at each member of an add by itself: skip the one that the group has already, and append the next.',
    },
    async context => {
      const [a = '', b = '', c = ''] = await makeUsers(context, 3)
      const group = await groupWith(context, [a])
      await patchAndCompare(
        context,
        group,
        [{ op: 'add', path: 'members', value: wholeMembers(context, [a, b, c]) }],
        again,
      )
    },
  ),

  check(
    'patch-members/remove-by-filter',
    {
      title: 'remove with a filter on value takes away that member alone, and the last one leaves none',
      verifies: ['7644-3.5.2.2-06', '7644-3.5.2.2-05'],
      needs,
      fix: 'On remove at members[value eq "…"], take out the member with that id and keep the others.',
    },
    async context => {
      const [a = '', b = '', c = ''] = await makeUsers(context, 3)
      let group = await groupWith(context, [a, b, c])
      for (const id of [b, a, c]) {
        group = await patchAndCompare(context, group, [{ op: 'remove', path: memberPath(id) }])
      }
    },
  ),

  check(
    'patch-members/remove-several',
    {
      title: 'several removals by filter in one request take away these members and no others',
      verifies: ['7644-3.5.2-20', '7644-3.5.2.2-06'],
      needs: [...needs, 'complex-filter.supported'],
      fix: 'Select members by the filter when each operation runs; positions move as members go.',
    },
    async context => {
      const ids = await makeUsers(context, 5)
      const [a = '', b = '', , d = ''] = ids
      const group = await groupWith(context, ids)
      await patchAndCompare(
        context,
        group,
        [a, d, b].map(id => ({ op: 'remove', path: memberPath(id) })),
      )
    },
  ),

  check(
    'patch-members/remove-all',
    {
      title: 'remove at members without a filter takes away all of them',
      verifies: '7644-3.5.2.2-04',
      needs,
      fix: 'On remove at members without a filter, empty the group.',
    },
    async context => {
      const group = await groupWith(context, await makeUsers(context, 2))
      await patchAndCompare(context, group, [{ op: 'remove', path: 'members' }])
    },
  ),

  check(
    'patch-members/remove-stranger',
    {
      title: 'removing someone who is no member changes nothing, or is refused with noTarget',
      verifies: ['7644-3.5.2.2-10', '7644-3.5.2.2-06'],
      needs,
      fix: 'When no member matches, answer success or 400 "noTarget", and remove nobody.',
    },
    async context => {
      const [a = '', b = '', stranger = ''] = await makeUsers(context, 3)
      const group = await groupWith(context, [a, b])
      const operation = { op: 'remove', path: memberPath(stranger) }
      await patchAndCompare(context, group, [operation], { requirement: '7644-3.5.2.2-06' })
    },
  ),

  check(
    'patch-members/replace',
    {
      title: 'replace of members replaces the whole list, also by one that shares members with it or by none',
      verifies: '7644-3.5.2.3-03',
      needs,
      fix: 'On replace at members, make the list exactly the one in the value.',
    },
    async context => {
      const [a = '', b = '', c = ''] = await makeUsers(context, 3)
      const group = await groupWith(context, [a, b])
      const replaced = await patchAndCompare(context, group, [
        { op: 'replace', path: 'members', value: wholeMembers(context, [b, c]) },
      ])
      await patchAndCompare(context, replaced, [{ op: 'replace', path: 'members', value: [] }])
    },
  ),

  check(
    'patch-members/rename',
    {
      title: 'a group that gets another displayName keeps its members, with and without a path',
      verifies: '7644-3.5.2.3-11',
      needs,
      fix: 'Leave members alone in a PATCH that does not name them.',
    },
    async context => {
      const group = await groupWith(context, await makeUsers(context, 2))
      const value = context.resources.unique()
      const renamed = await patchAndCompare(context, group, [{ op: 'replace', path: 'displayName', value }])
      const displayName = context.resources.unique()
      await patchAndCompare(context, renamed, [{ op: 'replace', value: { displayName } }])
    },
  ),

  check(
    'patch-members/value-immutable',
    {
      title: 'the id in a member cannot be changed',
      verifies: '7643-4.2-04',
      needs: ['user-resource', 'complex-filter.supported'],
      fix: 'Refuse a PATCH of the value of a member with 400 and scimType "mutability".',
    },
    async context => {
      const { members } = membersOf(context)
      const [a = '', b = '', c = ''] = await makeUsers(context, 3)
      const group = await groupWith(context, [a, b])
      const operation = { op: 'replace', path: `${memberPath(a)}.value`, value: c }
      const response = await context.scim.patch(group.type, group.id, [operation])
      const { json: after } = await readBack(context, group)
      expectAll(
        () =>
          expectResponse(response).toBeScimError({
            status: 400,
            scimType: ['mutability', 'invalidPath', 'invalidValue', 'invalidFilter', 'noTarget', undefined],
          }),
        () =>
          expectThat(!idsIn(after, members).includes(c) && idsIn(after, members).includes(a), {
            response,
            expected: 'the members as before',
            got: 'another member',
          }),
      )
    },
  ),

  check(
    'patch-members/unknown',
    {
      title: 'adding a member that does not exist is refused or taken, and never ends in an internal error',
      verifies: ['7644-3.12-15', '7644-3.5.2-24'],
      needs,
      fix: 'Look the members up before the group is stored, and answer 400 with scimType "invalidValue" for unknown ones.',
    },
    async context => {
      const group = await groupWith(context, await makeUsers(context, 1))
      const operation = { op: 'add', path: 'members', value: wholeMembers(context, [context.resources.unknownId()]) }
      const response = await context.scim.patch(group.type, group.id, [operation])
      expectThat(response.status > 0 && response.status < 500, {
        response,
        expected: '200 OK, 204 No Content or an error of 4xx',
        got: describeResponse(response),
      })
    },
  ),

  check(
    'patch-members/all-or-nothing',
    {
      title: 'a PATCH that adds members and then fails adds none',
      verifies: ['7644-3.5.2-23', '7644-3.5.2-24'],
      needs,
      fix: 'Change membership in the same transaction as the rest of a PATCH.',
    },
    async context => {
      const [a = '', b = ''] = await makeUsers(context, 2)
      const group = await groupWith(context, [a])
      await patchAndCompare(context, group, [
        { op: 'add', path: 'members', value: wholeMembers(context, [b]) },
        { op: 'replace', path: 'id', value: context.resources.unknownId() },
      ])
    },
  ),

  check(
    'patch-members/hundred',
    {
      title: 'a group takes a hundred members in one PATCH, and keeps them when one is added or removed',
      verifies: '7644-3.5.2.1-06',
      needs,
      fix: 'Read, change and store the whole membership; no page size may apply to it.',
    },
    async context => {
      const ids = await context.shared('hundred-users', ({ resources, type }) => makeUsers({ resources, type }, 101))
      const [first = '', second = '', ...others] = ids
      let group = await groupWith(context, [])
      const hundred = wholeMembers(context, [second, ...others])
      group = await patchAndCompare(context, group, [{ op: 'add', path: 'members', value: hundred }])
      group = await patchAndCompare(context, group, [
        { op: 'add', path: 'members', value: wholeMembers(context, [first]) },
      ])
      if (!context.provider.capabilities['complex-filter.supported'].met) return
      await patchAndCompare(context, group, [{ op: 'remove', path: memberPath(second) }], {
        requirement: '7644-3.5.2.2-06',
      })
    },
  ),

  check(
    'patch-members/thousand',
    {
      title:
        'a group of a thousand members keeps all of them through adds, a removal, a replace and the removal of all',
      verifies: ['7644-3.5.2.1-06', '7644-3.5.2.1-10', '7644-3.5.2.2-04', '7644-3.5.2.3-03', '7643-4.1.2-19'],
      needs,
      fix: 'Read, change and store the whole membership; no page size may apply to it.',
      // Lists of Users would be long while it runs.
      alone: true,
    },
    async context => {
      const crowd = await aCrowd(context)
      try {
        await examineCrowd(context, crowd.ids)
      } finally {
        await crowd.disperse()
      }
    },
  ),

  check(
    'patch-members/last-modified',
    {
      title: 'meta.lastModified of a group moves forward when its members change',
      verifies: '7643-3.1-25',
      needs,
      fix: 'Count a change of members as a change of the group, and set its lastModified.',
    },
    async context => {
      const [a = '', b = ''] = await makeUsers(context, 2)
      const group = await groupWith(context, [a])
      const before = metaOf(group.stored, 'lastModified')
      const send = (op: string) =>
        context.scim.patch(group.type, group.id, [
          op === 'add' ? { op, path: 'members', value: wholeMembers(context, [b]) } : { op, path: memberPath(b) },
        ])
      let response = await send('add')
      if (!isSuccess(response)) context.blocked(`A PATCH of a Group is answered ${describeResponse(response)}`)
      let after = metaOf((await readBack(context, group)).json, 'lastModified')
      if (after === before) {
        // The clock of the service provider may tick in whole seconds.
        await new Promise(resolve => setTimeout(resolve, 1100))
        response = await send('remove')
        after = metaOf((await readBack(context, group)).json, 'lastModified')
      }
      expectThat(Date.parse(after ?? '') > Date.parse(before ?? ''), {
        response,
        expected: `lastModified later than ${show(before)}`,
        got: `lastModified ${show(after)} after a change of members`,
      })
    },
  ),
])
