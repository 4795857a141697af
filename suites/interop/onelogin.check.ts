// What OneLogin sends: bodies from a template that an administrator writes, and users updated by PUT.

import { check, suite } from '../../src/check/check.ts'
import { expectResponse } from '../../src/check/expect.ts'
import { makeUsers, membersOf } from '../support/group-members.ts'
import {
  ask,
  aUser,
  create,
  expectDone,
  expectFound,
  expectGone,
  expectMembers,
  expectStored,
  needAttributes,
  patched,
  quoted,
  spaced,
  userNameOf,
} from './dialect.ts'

export const oneLogin = suite('OneLogin', [
  check(
    'onelogin/match',
    {
      title: 'a search whose query ends in an ampersand finds that user and no other, or nobody',
      verifies: 'onelogin-01',
      fix: 'Pass over empty parameters in the query.',
    },
    async context => {
      const search = (userName: string) => ask(context, 'User', `filter=${spaced(`userName eq ${quoted(userName)}`)}&`)
      const nobody = await search(context.resources.unknownId())
      if (nobody.status !== 404) expectFound(nobody, [])
      const user = await aUser(context)
      expectFound(await search(userNameOf(user)), [user.id])
    },
  ),

  check(
    'onelogin/create-id-null',
    {
      title: 'a create with "id": null is done',
      verifies: 'onelogin-02',
      fix: 'Pass over id in a create.',
    },
    async context => {
      const user = await create(context, 'User', { id: null })
      await expectStored(context, user, { userName: userNameOf(user) })
    },
  ),

  check(
    'onelogin/active-as-text',
    {
      title: 'a create with active "true" is done, and what is stored is the boolean',
      verifies: 'onelogin-03',
      fix: 'Read "true" and "false" as booleans where the schema has one.',
    },
    async context => {
      needAttributes(context, 'User', ['active'])
      const user = await create(context, 'User', { active: 'true' })
      await expectStored(context, user, { active: true })
    },
  ),

  check(
    'onelogin/put',
    {
      title: 'a PUT without id and meta updates a user, and with active false suspends it',
      verifies: 'onelogin-04',
      fix: 'Take the id of a PUT from its path; the body need not have one.',
    },
    async context => {
      needAttributes(context, 'User', ['name.givenName', 'active'])
      const user = await aUser(context)
      const name = { givenName: context.resources.unique(), familyName: 'Ortiz' }
      expectDone(await context.scim.replace('User', user.id, { ...user.sent, name }), [200])
      await expectStored(context, user, { 'name.givenName': name.givenName })
      expectDone(await context.scim.replace('User', user.id, { ...user.sent, name, active: false }), [200])
      await expectStored(context, user, { active: false })
    },
  ),

  check(
    'onelogin/delete',
    {
      title: 'a user is deleted',
      verifies: 'onelogin-05',
      fix: 'Answer DELETE 204, and every later request for the user 404.',
    },
    async context => {
      const user = await aUser(context)
      expectDone(await context.scim.remove('User', user.id), [200, 204])
      await expectGone(context, user)
    },
  ),

  check(
    'onelogin/group',
    {
      title: 'a group created by its name is listed and takes a member',
      verifies: 'onelogin-06',
      fix: 'Take a group without members, and add at members.',
    },
    async context => {
      membersOf(context)
      const group = await create(context, 'Group', { displayName: context.resources.unique() })
      expectResponse(await context.scim.list('Group')).toBeListResponse()
      const [member = ''] = await makeUsers(context, 1)
      await patched(context, group, [{ op: 'add', path: 'members', value: [{ value: member }] }])
      await expectMembers(context, group, [member])
    },
  ),
])
