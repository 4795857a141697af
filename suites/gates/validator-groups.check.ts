// The tests of groups that are known of Microsoft's SCIM validator, as far as no check of what Entra ID sends looks at the same;
// PATCH in both dialects.

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import { isArray, member } from '../../src/scim/json.ts'
import {
  aGroup,
  ask,
  create,
  expectFound,
  expectMembers,
  expectStored,
  needAttributes,
  patched,
  quoted,
  spaced,
} from '../interop/dialect.ts'
import { asMembers, makeUsers, memberPath, membersOf } from '../support/group-members.ts'
import { inEachDialect, replaceOf } from './dialects.ts'

function search(context: CheckContext, displayName: string) {
  return ask(context, 'Group', `filter=${spaced(`displayName eq ${quoted(displayName)}`)}`)
}

function named(context: CheckContext, displayName: string): Promise<Created> {
  return create(context, 'Group', { displayName })
}

export const validatorGroups = suite("Microsoft's SCIM validator: groups", [
  check(
    'validator-groups/read',
    {
      title: 'a group is read without its members for excludedAttributes=members',
      verifies: 'entratest-09',
      fix: 'Leave members out of GET /Groups/{id}?excludedAttributes=members.',
    },
    async context => {
      const group = await aGroup(context, await makeUsers(context, 1))
      const response = await context.scim.read('Group', group.id, { query: { excludedAttributes: 'members' } })
      const shown = member(expectResponse(response).toBeJsonObject(200), 'members')
      const isLeftOut = !isArray(shown) || shown.length === 0
      expectThat(isLeftOut, { response, expected: 'no members', got: 'members are shown' })
    },
  ),

  check(
    'validator-groups/find',
    {
      title: 'a group is found by its displayName, and nothing where there is none',
      verifies: 'entratest-10',
      fix: 'Apply the filter at /Groups, and answer 200 with totalResults 0 where it matches nothing.',
    },
    async context => {
      const displayName = context.resources.unique()
      expectFound(await search(context, displayName), [])
      const { id } = await named(context, displayName)
      expectFound(await search(context, displayName), [id])
    },
  ),

  check(
    'validator-groups/letter-case',
    {
      title: 'a group is found by its displayName in another letter case',
      verifies: 'entratest-11',
      fix: 'Compare displayName without regard to case.',
    },
    async context => {
      const displayName = `Field Team ${context.resources.unique()}`
      const { id } = await named(context, displayName)
      expectFound(await search(context, displayName.toUpperCase()), [id])
    },
  ),

  check(
    'validator-groups/duplicate',
    {
      title: 'a second group of the same name is answered 409',
      verifies: 'entratest-12',
      fix: 'If you want this test to pass, refuse a displayName that another group has.',
    },
    async context => {
      const { sent } = await named(context, context.resources.unique())
      expectResponse(await context.scim.create('Group', sent)).toHaveStatus(409)
    },
  ),

  check(
    'validator-groups/external-id',
    {
      title: 'a PATCH changes the externalId of a group',
      verifies: 'entratest-13',
      fix: 'Store externalId of groups, and let it be replaced, with a path and without one.',
    },
    context =>
      inEachDialect(context, async dialect => {
        const [displayName, externalId] = [1, 2].map(() => context.resources.unique())
        const group = await create(context, 'Group', { displayName, externalId: context.resources.unique() })
        await patched(context, group, replaceOf(dialect, { externalId }))
        await expectStored(context, group, { externalId, displayName })
      }),
  ),

  check(
    'validator-groups/rename',
    {
      title: 'a PATCH changes the displayName of a group',
      verifies: 'entratest-14',
      fix: 'Let displayName of a group be replaced.',
    },
    context =>
      inEachDialect(context, async dialect => {
        needAttributes(context, 'Group', ['displayName'])
        const group = await named(context, context.resources.unique())
        const displayName = context.resources.unique()
        await patched(context, group, dialect.spell([{ op: 'replace', path: 'displayName', value: displayName }]))
        await expectStored(context, group, { displayName })
      }),
  ),

  check(
    'validator-groups/member-added',
    {
      title: 'a replace of members makes a user a member of a group',
      verifies: 'entratest-15',
      fix: 'On replace at members, store those that are sent.',
    },
    context =>
      inEachDialect(context, async dialect => {
        membersOf(context)
        const [id = ''] = await makeUsers(context, 1)
        const group = await named(context, context.resources.unique())
        await patched(context, group, dialect.spell([{ op: 'replace', path: 'members', value: asMembers([id]) }]))
        await expectMembers(context, group, [id])
      }),
  ),

  check(
    'validator-groups/member-removed',
    {
      title: 'a remove through a filter takes one member out of a group',
      verifies: 'entratest-16',
      fix: 'On remove at members[value eq "…"], take out the member with that id alone.',
    },
    context =>
      inEachDialect(context, async dialect => {
        const [a = '', b = ''] = await makeUsers(context, 2)
        const group = await aGroup(context, [a, b])
        await patched(context, group, dialect.spell([{ op: 'remove', path: memberPath(a) }]))
        await expectMembers(context, group, [b])
      }),
  ),
])
