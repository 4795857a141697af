// What Okta sends to push groups.

import { check, suite } from '../../src/check/check.ts'
import type { JsonObject } from '../../src/scim/json.ts'
import { makeUsers, memberPath } from '../support/group-members.ts'
import {
  aGroup,
  ask,
  create,
  expectDone,
  expectFound,
  expectMembers,
  expectStored,
  patched,
  quoted,
} from './dialect.ts'

/** Members as Okta names them. */
function members(...ids: readonly string[]): readonly JsonObject[] {
  return ids.map(value => ({ value, display: 'mira.voss@example.com' }))
}

export const oktaGroups = suite('Okta: groups', [
  check(
    'okta-groups/match',
    {
      title: 'a search by displayName with startIndex and count finds that group and no other',
      verifies: 'okta-13',
      fix: 'Apply the filter at /Groups, together with startIndex and count.',
    },
    async context => {
      const displayName = context.resources.unique()
      const query = `filter=${encodeURIComponent(`displayName eq ${quoted(displayName)}`)}&startIndex=1&count=100`
      expectFound(await ask(context, 'Group', query), [])
      const { id } = await create(context, 'Group', { displayName })
      expectFound(await ask(context, 'Group', query), [id])
    },
  ),

  check(
    'okta-groups/create',
    {
      title: 'a create with an empty list of members is done',
      verifies: 'okta-14',
      fix: 'Take an empty list of members as none.',
    },
    async context => {
      const displayName = context.resources.unique()
      const group = await create(context, 'Group', { displayName, members: [] })
      await expectStored(context, group, { displayName })
    },
  ),

  check(
    'okta-groups/rename',
    {
      title: 'a replace without a path that holds id and displayName renames the group, and the members stay',
      verifies: 'okta-15',
      fix: 'Pass over an id in the value that is the id of the group, and leave members alone.',
    },
    async context => {
      const ids = await makeUsers(context, 2)
      const group = await aGroup(context, ids)
      const displayName = context.resources.unique()
      const operation = { op: 'replace', value: { id: group.id, displayName } }
      for (const _ of ['renamed', 'the same name again']) await patched(context, group, [operation])
      await expectStored(context, group, { displayName })
      await expectMembers(context, group, ids)
    },
  ),

  check(
    'okta-groups/change-members',
    {
      title: 'one member is removed and another added in the same request',
      verifies: 'okta-16',
      fix: 'Apply both operations; members come with value and display alone, without a type.',
    },
    async context => {
      const [a = '', b = '', c = ''] = await makeUsers(context, 3)
      const group = await aGroup(context, [a, b])
      await patched(context, group, [
        { op: 'remove', path: memberPath(b) },
        { op: 'add', path: 'members', value: members(c) },
      ])
      await expectMembers(context, group, [a, c])
    },
  ),

  check(
    'okta-groups/push',
    {
      title: 'a replace of members makes the list exactly the one that is pushed, be it empty',
      verifies: 'okta-17',
      fix: 'On replace at members, drop the old list and store the new one.',
    },
    async context => {
      const [a = '', b = '', c = ''] = await makeUsers(context, 3)
      const group = await aGroup(context, [a, b])
      await patched(context, group, [{ op: 'replace', path: 'members', value: members(b, c) }])
      await expectMembers(context, group, [b, c])
      await patched(context, group, [{ op: 'replace', path: 'members', value: [] }])
      await expectMembers(context, group, [])
    },
  ),

  check(
    'okta-groups/put',
    {
      title: 'a PUT of a group without an id in its body is done',
      verifies: 'okta-18',
      fix: 'Take the id of a PUT from its path; the body need not have one.',
    },
    async context => {
      const [a = '', b = ''] = await makeUsers(context, 2)
      const group = await aGroup(context, [a])
      const displayName = context.resources.unique()
      const body = await context.resources.build('Group', { displayName, members: members(b) })
      expectDone(await context.scim.replace('Group', group.id, body), [200])
      await expectStored(context, group, { displayName })
      await expectMembers(context, group, [b])
    },
  ),
])
