// The groups of a User follow the members of groups (RFC 7643 §4.1.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isObject, member, sameName } from '../../src/scim/json.ts'
import type { FoundAttribute } from '../../src/scim/resource-schemas.ts'
import { elementsOf, isUnassigned, valueAt } from '../../src/scim/value.ts'
import { isSuccess, readBack } from '../support/answers.ts'
import { attributesOf } from '../support/attributes.ts'
import { groupWith, idsIn, makeUsers, memberPath, membersOf, wholeMembers } from '../support/group-members.ts'
import { leadsTo } from '../support/own-uri.ts'

/** The groups attribute of User; not applicable where the schema has none. */
function groupsAttribute({ type, unsupported }: CheckContext): FoundAttribute {
  const groups = attributesOf(type('User')).find(
    ({ attribute, extension }) => extension === undefined && sameName(attribute.name, 'groups'),
  )
  return groups ?? unsupported('the schema of User has no groups')
}

export const groupsOfUsers = suite('The groups of a User', [
  check(
    'patch-membership/groups-follow',
    {
      title: 'groups of a User names a group by its id after the User was added to it, and no more after the removal',
      verifies: ['7643-4.1.2-19', '7643-4.1.2-22', '7643-4.1.2-21'],
      needs: ['patch.supported'],
      fix: 'Derive groups of a User from the members of all groups whenever the User is read.',
    },
    async context => {
      const { scim, type, blocked } = context
      const groups = groupsAttribute(context)
      const [id = ''] = await makeUsers(context, 1)
      const group = await groupWith(context, [])
      const user = { type: type('User'), id }
      const change = async (operation: { op: string; path: string; value?: unknown }) => {
        const response = await scim.patch(group.type, group.id, [operation])
        if (!isSuccess(response)) blocked(`A PATCH of a Group is answered ${describeResponse(response)}`)
        const { json } = await readBack(context, group)
        return json
      }
      const joined = await change({ op: 'add', path: 'members', value: wholeMembers(context, [id]) })
      if (!idsIn(joined, membersOf(context).members).includes(id))
        blocked('The Group does not show the member it was given')
      const during = await readBack(context, user)
      expectThat(idsIn(during.json, groups).includes(group.id), {
        // The User is in no other group: an element with another value is this one under a wrong name.
        requirement: idsIn(during.json, groups).length > 0 ? '7643-4.1.2-22' : '7643-4.1.2-19',
        response: during.response,
        expected: `groups with ${show(group.id)}`,
        got: `groups ${show(idsIn(during.json, groups))}`,
      })
      await change({ op: 'remove', path: memberPath(id) })
      const after = await readBack(context, user)
      expectThat(!idsIn(after.json, groups).includes(group.id), {
        response: after.response,
        expected: `groups without ${show(group.id)}`,
        got: `groups ${show(idsIn(after.json, groups))}`,
      })
    },
  ),

  check(
    'patch-membership/type',
    {
      title: 'an element of groups says that a membership is direct, and its $ref ends in the id of the group',
      verifies: ['7643-4.1.2-20', '7643-4.1.2-23'],
      needs: ['patch.supported'],
      fix: 'Give elements of groups the type "direct" or "indirect" and the URI of the group as $ref.',
    },
    async context => {
      const groups = groupsAttribute(context)
      const [id = ''] = await makeUsers(context, 1)
      const group = await groupWith(context, [])
      const operation = { op: 'add', path: 'members', value: wholeMembers(context, [id]) }
      const response = await context.scim.patch(group.type, group.id, [operation])
      if (!isSuccess(response)) context.blocked(`A PATCH of a Group is answered ${describeResponse(response)}`)
      const read = await readBack(context, { type: context.type('User'), id })
      const element = elementsOf(valueAt(read.json, groups))
        .filter(isObject)
        .find(one => member(one, 'value') === group.id)
      if (element === undefined) return context.blocked('groups of the User does not name the group')
      const [type, uri] = [member(element, 'type'), member(element, '$ref')]
      const isOfGroup =
        isUnassigned(uri) ||
        String(uri).endsWith(`/${encodeURIComponent(group.id.toWellFormed())}`) ||
        (await leadsTo(context, uri, group.id))
      expectAll(
        () =>
          expectThat(type === undefined || type === null || sameName(String(type), 'direct'), {
            response: read.response,
            expected: 'type "direct", or none',
            got: `type ${show(type)}`,
          }),
        () =>
          expectThat(isOfGroup, {
            requirement: '7643-4.1.2-23',
            response: read.response,
            expected: `$ref that ends in the id ${show(group.id)}, or none`,
            got: `$ref ${show(uri)}`,
          }),
      )
    },
  ),
])
