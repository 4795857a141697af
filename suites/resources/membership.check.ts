// The groups of a User, which follow the members of the Groups (RFC 7643 §4.1.2).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isObject, member, sameName } from '../../src/scim/json.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { ensureUsualCreate, isSuccess, lastSegment, readBack, readCreated, replacementOf } from '../support/answers.ts'
import { groupOf, isWord, readWithGroups, referencesTo, requireGroups } from '../support/groups.ts'

export const membership = suite('The groups of a User', [
  check(
    'membership/follows-members',
    {
      title: 'groups of a User lists a Group while the User is its member',
      verifies: ['7643-4.1.2-19', '7643-4.1.2-22', '7643-4.1.2-23', '7643-4.1.2-20', '7643-4.1.2-21'],
      fix: 'Derive groups of a User from the members of the Groups when the User is read.',
    },
    async context => {
      const { resources, scim } = context
      requireGroups(context)
      const user = await resources.create('User')
      const group = await groupOf(context, [user])
      const joined = await readWithGroups(context, user)
      const [element] = referencesTo(joined.json, 'groups', group.id)
      if (element === undefined) {
        const found = member(joined.json, 'groups')
        return expectThat(false, {
          requirement: isUnassigned(found) ? '7643-4.1.2-19' : '7643-4.1.2-22',
          expected: 'groups with the id of the Group as value',
          got: `groups ${show(found)}`,
          response: joined.response,
        })
      }
      const [uri, type] = [member(element, '$ref'), member(element, 'type')]
      expectAll(
        () =>
          expectThat(isUnassigned(uri) || lastSegment(uri) === group.id, {
            requirement: '7643-4.1.2-23',
            expected: `$ref that ends in ${group.id}`,
            got: `$ref ${show(uri)}`,
            response: joined.response,
          }),
        () =>
          expectThat(isUnassigned(type) || isWord(type, 'direct'), {
            requirement: '7643-4.1.2-20',
            expected: 'type "direct", or none',
            got: `type ${show(type)}`,
            response: joined.response,
          }),
      )
      const response = await scim.replace('Group', group.id, replacementOf(group, { members: [] }))
      expectThat(isSuccess(response), {
        requirement: '7643-4.1.2-21',
        expected: '200 OK for a Group without members',
        got: describeResponse(response),
        response,
      })
      const left = await readWithGroups(context, user)
      expectThat(referencesTo(left.json, 'groups', group.id).length === 0, {
        requirement: '7643-4.1.2-19',
        expected: 'groups without the Group',
        got: 'groups with the Group the User has left',
        response: left.response,
      })
    },
  ),

  check(
    'membership/indirect',
    {
      title: 'a Group that the User is in through another Group is shown as indirect, if at all',
      verifies: '7643-4.1.2-20',
      fix: 'Give type "direct" to the Groups that list the User and "indirect" to those around them.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      requireGroups(context)
      const user = await resources.create('User')
      const inner = await groupOf(context, [user])
      const made = await scim.create('Group', await resources.build('Group', { members: [{ value: inner.id }] }))
      const outer = isObject(made.json) ? member(made.json, 'id') : undefined
      if (!isSuccess(made) || typeof outer !== 'string') {
        return unsupported(`a Group as member is refused: ${describeResponse(made)}`)
      }
      const { json, response } = await readWithGroups(context, user)
      const [element] = referencesTo(json, 'groups', outer)
      if (element === undefined) return unsupported('groups lists direct Groups alone')
      const type = member(element, 'type')
      expectThat(isUnassigned(type) || isWord(type, 'indirect'), {
        expected: 'type "indirect", or none',
        got: `type ${show(type)}`,
        response,
      })
    },
  ),

  check(
    'membership/read-only',
    {
      title: 'groups in a POST or PUT of a User is ignored and makes nobody a member',
      verifies: ['7643-4.1.2-24', '7644-3.3-03', '7644-3.5.1-10'],
      fix: 'Drop groups from the body of a User in POST and PUT; members change through the Group.',
    },
    async context => {
      const { resources, scim, subject } = context
      const definition = findDefinition(context.type('User').schemas.base.attributes, 'groups')
      if (definition === undefined) context.unsupported('no groups in the User schema')
      const group = await resources.create('Group')
      const known = (name: string): boolean => definition?.subAttributes.some(sub => sameName(sub.name, name)) === true
      const groups = [
        {
          value: group.id,
          ...(known('display') ? { display: 'scimc' } : {}),
          ...(known('type') ? { type: 'direct' } : {}),
        },
      ]
      const noMember = async (id: string): Promise<void> => {
        const { json, response } = await readBack(context, group)
        expectThat(referencesTo(json, 'members', id).length === 0, {
          requirement: '7643-4.1.2-24',
          expected: 'a Group without the User',
          got: 'a Group with the User as member',
          response,
        })
      }
      await subject('POST', async () => {
        const response = await scim.create('User', await resources.build('User', { groups }))
        await ensureUsualCreate(context, 'User', response)
        expectThat(isSuccess(response), {
          requirement: '7644-3.3-03',
          expected: '201 Created, groups ignored',
          got: describeResponse(response),
          response,
        })
        const stored = await readCreated(context, context.type('User'), response)
        expectThat(referencesTo(stored.json, 'groups', group.id).length === 0, {
          requirement: '7644-3.3-03',
          expected: 'a User without groups',
          got: `groups ${show(member(stored.json, 'groups'))}`,
          response: stored.response,
        })
        await noMember(stored.id)
      })
      await subject('PUT', async () => {
        const user = await resources.create('User')
        const response = await scim.replace('User', user.id, replacementOf(user, { groups }))
        expectThat(isSuccess(response), {
          requirement: '7644-3.5.1-10',
          expected: '200 OK, groups ignored',
          got: describeResponse(response),
          response,
        })
        const { json, response: read } = await readBack(context, user)
        expectThat(referencesTo(json, 'groups', group.id).length === 0, {
          requirement: '7644-3.5.1-10',
          expected: 'a User without groups',
          got: `groups ${show(member(json, 'groups'))}`,
          response: read,
        })
        await noMember(user.id)
      })
    },
  ),
])
