// What Microsoft Entra ID sends with the flag aadOptscim062020: closer to the RFC, but for dotted keys without a path.

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { show } from '../../src/check/words.ts'
import { member } from '../../src/scim/json.ts'
import { makeUsers, memberPath } from '../support/group-members.ts'
import {
  aGroup,
  ask,
  aUser,
  enterpriseUrn,
  expectFound,
  expectMembers,
  expectStored,
  inEnterprise,
  needAttributes,
  patched,
  quoted,
  readAgain,
  spaced,
  userNameOf,
  valueOfType,
} from './dialect.ts'

const flag = { aadOptscim062020: '' }

export const entraFlag = suite('Microsoft Entra ID with aadOptscim062020', [
  check(
    'entra-flag/query',
    {
      title: 'the flag in the query of every request does no harm',
      verifies: 'entraflag-01',
      fix: 'Pass over query parameters that you do not know.',
    },
    async context => {
      const user = await aUser(context)
      const filter = spaced(`userName eq ${quoted(userNameOf(user))}`)
      expectFound(await ask(context, 'User', `aadOptscim062020&filter=${filter}`), [user.id])
    },
  ),

  check(
    'entra-flag/disable',
    {
      title: 'a replace at active with false disables, and with true restores',
      verifies: 'entraflag-02',
      fix: 'Keep a user whose active is false, and let it be set to true again.',
    },
    async context => {
      needAttributes(context, 'User', ['active'])
      const user = await aUser(context, { active: true })
      for (const value of [false, true]) {
        await patched(context, user, [{ op: 'replace', path: 'active', value }], { query: flag })
        await expectStored(context, user, { active: value })
      }
    },
  ),

  check(
    'entra-flag/dotted-keys',
    {
      title: 'a replace without a path sets sub-attributes that its keys name with a dot',
      verifies: 'entraflag-03',
      fix: 'Read each key of a value without path as an attribute path: name.givenName is givenName in name.',
    },
    async context => {
      needAttributes(context, 'User', ['displayName', 'name.givenName', 'name.familyName'])
      const user = await aUser(context)
      const [displayName, givenName, familyName] = [1, 2, 3].map(() => context.resources.unique())
      const value = { displayName, 'name.givenName': givenName, 'name.familyName': familyName }
      await patched(context, user, [{ op: 'replace', value }], { query: flag })
      const stored = await expectStored(context, user, {
        displayName,
        'name.givenName': givenName,
        'name.familyName': familyName,
      })
      expectThat(!Object.hasOwn(stored, 'name.givenName'), {
        expected: 'givenName in name',
        got: 'an attribute called "name.givenName"',
      })
    },
  ),

  check(
    'entra-flag/extension-keys',
    {
      title: 'a replace without a path sets enterprise attributes that its keys name by URN',
      verifies: 'entraflag-04',
      fix: 'Read each key of a value without path as an attribute path, the URN of an extension included.',
    },
    async context => {
      needAttributes(context, 'User', [`${enterpriseUrn}:department`])
      const user = await aUser(context)
      const department = context.resources.unique()
      const operation = { op: 'replace', value: { [`${enterpriseUrn}:department`]: department } }
      await patched(context, user, [operation], { query: flag })
      await expectStored(context, user, { [inEnterprise('department')]: department })
    },
  ),

  check(
    'entra-flag/filter-and-keys',
    {
      title: 'a replace through a filter and one without a path in the same request are both done',
      verifies: 'entraflag-05',
      fix: 'Apply the operations of a PATCH in their order, each with its own path or none.',
    },
    async context => {
      needAttributes(context, 'User', ['emails.type', 'displayName'])
      const [old, value] = [1, 2].map(() => `${context.resources.unique()}@example.com`)
      const user = await aUser(context, { emails: [{ type: 'work', primary: true, value: old }] })
      const { json: before } = await readAgain(context, user)
      if (valueOfType(before, 'emails', 'work') !== old) context.unsupported('a work e-mail address is not kept')
      const displayName = context.resources.unique()
      const operations = [
        { op: 'replace', path: 'emails[type eq "work"].value', value },
        { op: 'replace', value: { displayName } },
      ]
      await patched(context, user, operations, { query: flag })
      const stored = await expectStored(context, user, { displayName })
      const found = valueOfType(stored, 'emails', 'work')
      expectThat(found === value, {
        expected: `the work e-mail address ${show(value)}`,
        got: `the work e-mail address ${show(found)}`,
      })
    },
  ),

  check(
    'entra-flag/emptied',
    {
      title: 'a replace with an empty text or with null empties an attribute',
      verifies: 'entraflag-06',
      fix: 'On replace with "" or null, clear an optional attribute; do not keep the old value.',
    },
    async context => {
      needAttributes(context, 'User', ['title'])
      for (const value of ['', null]) {
        await context.subject(show(value), async () => {
          const title = context.resources.unique()
          const user = await aUser(context, { title })
          await patched(context, user, [{ op: 'replace', path: 'title', value }], { query: flag })
          const { json, response } = await readAgain(context, user)
          const found = member(json, 'title')
          const isEmpty = found === undefined || found === null || found === ''
          expectThat(isEmpty, { response, expected: 'title empty or absent', got: `title ${show(found)}` })
        })
      }
    },
  ),

  check(
    'entra-flag/member-removed-by-filter',
    {
      title: 'a remove through a filter on the id of a member removes that member and no other',
      verifies: 'entraflag-07',
      fix: 'On remove at members[value eq "…"], take out the member with that id alone.',
    },
    async context => {
      const [a = '', b = '', c = ''] = await makeUsers(context, 3)
      const group = await aGroup(context, [a, b, c])
      await patched(context, group, [{ op: 'remove', path: memberPath(b) }], { query: flag })
      await expectMembers(context, group, [a, c])
    },
  ),
])
