// The preview tests that are known of Microsoft's SCIM validator; PATCH in both dialects.

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { show } from '../../src/check/words.ts'
import { member } from '../../src/scim/json.ts'
import {
  aGroup,
  aUser,
  create,
  expectDone,
  expectMembers,
  expectStored,
  expectValues,
  needAttributes,
  patched,
  readAgain,
} from '../interop/dialect.ts'
import { asMembers, makeUsers, memberPath } from '../support/group-members.ts'
import { inEachDialect } from './dialects.ts'

async function expectUnknown({ scim, resources }: CheckContext, type: 'User' | 'Group'): Promise<void> {
  expectResponse(await scim.remove(type, resources.unknownId(), { aim: 'nothing' })).toHaveStatus(404)
}

async function expectDeletedOnce({ scim }: CheckContext, type: 'User' | 'Group', id: string): Promise<void> {
  expectDone(await scim.remove(type, id), [200, 204])
  expectResponse(await scim.remove(type, id, { aim: 'nothing' })).toHaveStatus(404)
}

export const validatorPreview = suite("Microsoft's SCIM validator: preview tests", [
  check(
    'validator-preview/different-attributes',
    {
      title: 'one PATCH removes an attribute, adds a second and replaces a third',
      verifies: 'entratest-17',
      fix: 'Apply the operations of a PATCH one after the other.',
    },
    context =>
      inEachDialect(context, async dialect => {
        needAttributes(context, 'User', ['title', 'nickName', 'displayName'])
        const user = await aUser(context, { title: 'Engineer', displayName: 'Lena Ortiz' })
        const [nickName, displayName] = [1, 2].map(() => context.resources.unique())
        const operations = [
          { op: 'remove', path: 'title' },
          { op: 'add', path: 'nickName', value: nickName },
          { op: 'replace', path: 'displayName', value: displayName },
        ]
        await patched(context, user, dialect.spell(operations))
        const { json, response } = await readAgain(context, user)
        expectValues(json, response, { nickName, displayName })
        const title = member(json, 'title')
        const isGone = title === undefined || title === null || title === ''
        expectThat(isGone, { response, expected: 'no title', got: `title ${show(title)}` })
      }),
  ),

  check(
    'validator-preview/same-attribute',
    {
      title: 'one PATCH removes, adds and replaces the same attribute, and the last one stays',
      verifies: 'entratest-18',
      fix: 'Apply the operations of a PATCH in their order.',
    },
    context =>
      inEachDialect(context, async dialect => {
        needAttributes(context, 'User', ['displayName'])
        const user = await aUser(context, { displayName: 'Lena Ortiz' })
        const [first, last] = [1, 2].map(() => context.resources.unique())
        const operations = [
          { op: 'remove', path: 'displayName' },
          { op: 'add', path: 'displayName', value: first },
          { op: 'replace', path: 'displayName', value: last },
        ]
        await patched(context, user, dialect.spell(operations))
        await expectStored(context, user, { displayName: last })
      }),
  ),

  check(
    'validator-preview/unknown-user',
    {
      title: 'a DELETE of a user that is not there is answered 404',
      verifies: 'entratest-19',
      fix: 'Answer DELETE of an unknown id 404.',
    },
    context => expectUnknown(context, 'User'),
  ),

  check(
    'validator-preview/user-twice',
    {
      title: 'a second DELETE of a user is answered 404',
      verifies: 'entratest-20',
      fix: 'Answer DELETE of what was deleted 404.',
    },
    async context => expectDeletedOnce(context, 'User', (await aUser(context)).id),
  ),

  check(
    'validator-preview/members-changed',
    {
      title: 'one PATCH adds a member to a group and removes another',
      verifies: 'entratest-21',
      fix: 'Apply both operations to the same list of members.',
    },
    context =>
      inEachDialect(context, async dialect => {
        const [a = '', b = '', c = ''] = await makeUsers(context, 3)
        const group = await aGroup(context, [a, b])
        const operations = [
          { op: 'add', path: 'members', value: asMembers([c]) },
          { op: 'remove', path: memberPath(b) },
        ]
        await patched(context, group, dialect.spell(operations))
        await expectMembers(context, group, [a, c])
      }),
  ),

  check(
    'validator-preview/unknown-group',
    {
      title: 'a DELETE of a group that is not there is answered 404',
      verifies: 'entratest-22',
      fix: 'Answer DELETE of an unknown id 404.',
    },
    context => expectUnknown(context, 'Group'),
  ),

  check(
    'validator-preview/group-twice',
    {
      title: 'a second DELETE of a group is answered 404',
      verifies: 'entratest-23',
      fix: 'Answer DELETE of what was deleted 404.',
    },
    async context => {
      const { id } = await create(context, 'Group', { displayName: context.resources.unique() })
      await expectDeletedOnce(context, 'Group', id)
    },
  ),
])
