// What JumpCloud sends: the probe of an activation, and changes by PATCH. Its bodies are not published; these were seen.

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { show } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { makeUsers, membersOf } from '../support/group-members.ts'
import {
  aGroup,
  aUser,
  create,
  expectDone,
  expectGone,
  expectMembers,
  expectStored,
  needAttributes,
  patched,
  readAgain,
} from './dialect.ts'

export const jumpCloud = suite('JumpCloud', [
  check(
    'jumpcloud/activation',
    {
      title: 'a user and a group are created, linked and deleted',
      verifies: 'jumpcloud-01',
      fix: 'Take a group with an empty list of members, an add of a member by its id alone, and DELETE of both.',
    },
    async context => {
      membersOf(context)
      const user = await create(context, 'User', {})
      const group = await create(context, 'Group', { displayName: context.resources.unique(), members: [] })
      await patched(context, group, [{ op: 'add', path: 'members', value: [{ value: user.id }] }])
      await expectMembers(context, group, [user.id])
      expectDone(await context.scim.remove('Group', group.id), [200, 204])
      await expectGone(context, group)
      expectDone(await context.scim.remove('User', user.id), [200, 204])
      await expectGone(context, user)
    },
  ),

  check(
    'jumpcloud/activation-again',
    {
      title: 'a user that was deleted can be created again',
      verifies: 'jumpcloud-02',
      fix: 'Free the userName of a user that is deleted.',
    },
    async context => {
      const user = await aUser(context)
      const removed = await context.scim.remove('User', user.id)
      if (removed.status === 405 || removed.status === 501) context.unsupported('users are not deleted here')
      expectDone(removed, [200, 204])
      expectDone(await context.scim.create('User', user.sent), [201])
    },
  ),

  check(
    'jumpcloud/ids-are-strings',
    {
      title: 'ids are strings, in the answer to a create as in that to a read',
      verifies: 'jumpcloud-03',
      fix: 'Write id as a JSON string, also where it is a number in your database.',
    },
    async context => {
      for (const { name } of context.provider.types) {
        if (name !== 'User' && name !== 'Group') continue
        await context.subject(name, async () => {
          const created = await context.resources.create(name)
          const read = await readAgain(context, created)
          for (const [response, json] of [
            [created.response, created.response.json],
            [read.response, read.json],
          ] as const) {
            const id = isObject(json) ? member(json, 'id') : undefined
            if (id === undefined) continue
            expectThat(typeof id === 'string', { response, expected: 'id, a string', got: `id ${show(id)}` })
          }
        })
      }
    },
  ),

  check(
    'jumpcloud/change',
    {
      title: 'replace operations with a path for each attribute are done',
      verifies: 'jumpcloud-04',
      fix: 'Take paths such as name.givenName, and keep the other sub-attributes.',
    },
    async context => {
      needAttributes(context, 'User', ['name.givenName', 'name.familyName'])
      const user = await aUser(context)
      const [givenName, familyName] = [1, 2].map(() => context.resources.unique())
      await patched(context, user, [
        { op: 'replace', path: 'name.givenName', value: givenName },
        { op: 'replace', path: 'name.familyName', value: familyName },
      ])
      await expectStored(context, user, { 'name.givenName': givenName, 'name.familyName': familyName })
    },
  ),

  check(
    'jumpcloud/suspend',
    {
      title: 'a replace at active with false suspends a user',
      verifies: 'jumpcloud-05',
      fix: 'Keep a user whose active is false.',
    },
    async context => {
      needAttributes(context, 'User', ['active'])
      const user = await aUser(context, { active: true })
      await patched(context, user, [{ op: 'replace', path: 'active', value: false }])
      await expectStored(context, user, { active: false })
    },
  ),

  check(
    'jumpcloud/member-removed-by-value',
    {
      title: 'a remove at members with a list as value removes these members and no others',
      verifies: 'jumpcloud-06',
      fix: 'On remove at a multi-valued attribute with a value, take out the elements in it; never empty the group.',
    },
    async context => {
      const [a = '', b = '', c = ''] = await makeUsers(context, 3)
      const group = await aGroup(context, [a, b, c])
      await patched(context, group, [{ op: 'remove', path: 'members', value: [{ value: b }] }])
      await expectMembers(context, group, [a, c])
    },
  ),
])
