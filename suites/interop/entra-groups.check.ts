// What Microsoft Entra ID sends to provision groups, in the dialect it speaks unless it is told otherwise.

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { isArray, type JsonObject, member } from '../../src/scim/json.ts'
import { makeUsers, membersOf } from '../support/group-members.ts'
import {
  aGroup,
  ask,
  create,
  expectDone,
  expectFound,
  expectGone,
  expectMembers,
  expectStored,
  patched,
  quoted,
  spaced,
} from './dialect.ts'

const microsoftUrn = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'

/** Members as Entra ID names them. */
function members(...ids: readonly string[]): readonly JsonObject[] {
  return ids.map(value => ({ $ref: null, value }))
}

export const entraGroups = suite('Microsoft Entra ID: groups', [
  check(
    'entra-groups/match',
    {
      title: 'a search by displayName without members finds that group and no other',
      verifies: 'entra-17',
      fix: 'Apply the filter at /Groups, and leave members out for excludedAttributes=members.',
    },
    async context => {
      membersOf(context)
      const displayName = context.resources.unique()
      const query = `excludedAttributes=members&filter=${spaced(`displayName eq ${quoted(displayName)}`)}`
      expectFound(await ask(context, 'Group', query), [])
      const [value] = await makeUsers(context, 1)
      const { id } = await create(context, 'Group', { displayName, members: [{ value }] })
      const response = await ask(context, 'Group', query)
      const [group] = expectFound(response, [id])
      const shown = member(group ?? {}, 'members')
      expectThat(!isArray(shown) || shown.length === 0, { response, expected: 'no members', got: 'members are shown' })
    },
  ),

  check(
    'entra-groups/create',
    {
      title: "a create that names a schema of Microsoft's besides that of Group is done",
      verifies: 'entra-18',
      fix: 'Pass over URNs in schemas that the resource type does not know.',
    },
    async context => {
      const displayName = context.resources.unique()
      const { schemas } = context.type('Group')
      const group = await create(context, 'Group', {
        schemas: [schemas.base.id, microsoftUrn],
        externalId: context.resources.unique(),
        displayName,
        meta: { resourceType: 'Group' },
      })
      await expectStored(context, group, { displayName })
    },
  ),

  check(
    'entra-groups/rename',
    {
      title: 'a Replace at displayName renames the group, and the members stay',
      verifies: 'entra-19',
      fix: 'Compare op without regard to case, and leave members alone in a PATCH that does not name them.',
    },
    async context => {
      const ids = await makeUsers(context, 2)
      const group = await aGroup(context, ids)
      const displayName = context.resources.unique()
      await patched(context, group, [{ op: 'Replace', path: 'displayName', value: displayName }])
      await expectStored(context, group, { displayName })
      await expectMembers(context, group, ids)
    },
  ),

  check(
    'entra-groups/members-added',
    {
      title: 'an Add of members with "$ref": null is done, and a second time does no harm',
      verifies: 'entra-20',
      fix: 'Take null for $ref as unassigned, and pass over members that are there already.',
    },
    async context => {
      const [a = '', b = ''] = await makeUsers(context, 2)
      const group = await aGroup(context, [a])
      const operation = { op: 'Add', path: 'members', value: members(b) }
      await patched(context, group, [operation])
      await expectMembers(context, group, [a, b])
      await patched(context, group, [operation])
      await expectMembers(context, group, [a, b])
    },
  ),

  check(
    'entra-groups/member-removed-by-value',
    {
      title: 'a Remove at members with a list as value removes these members and no others',
      verifies: 'entra-21',
      fix: 'On remove at a multi-valued attribute with a value, take out the elements in it; never empty the group.',
    },
    async context => {
      const [a = '', b = '', c = ''] = await makeUsers(context, 3)
      const group = await aGroup(context, [a, b, c])
      await patched(context, group, [{ op: 'Remove', path: 'members', value: members(b) }])
      await expectMembers(context, group, [a, c])
      await patched(context, group, [{ op: 'Remove', path: 'members', value: members(a, c) }])
      await expectMembers(context, group, [])
    },
  ),

  check(
    'entra-groups/delete',
    {
      title: 'a group is deleted',
      verifies: 'entra-22',
      fix: 'Answer DELETE of a group 204, whatever members it has.',
    },
    async context => {
      const group = await aGroup(context, await makeUsers(context, 1))
      expectDone(await context.scim.remove('Group', group.id), [200, 204])
      await expectGone(context, group)
    },
  ),
])
