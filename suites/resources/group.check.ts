// Groups and their members (RFC 7643 §4.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { elementsOf, isUnassigned } from '../../src/scim/value.ts'
import { createdId, isSuccess, lastSegment, readBack, replacementOf } from '../support/answers.ts'
import { wholeMembers } from '../support/group-members.ts'
import { groupOf, isWord, referencesTo } from '../support/groups.ts'

export const groups = suite('Groups and their members', [
  check(
    'group/members',
    {
      title: 'a member given by its id alone is shown with that id, and with its own $ref and type if any',
      verifies: ['7643-4.2-05', '7643-2.3.7-01'],
      needs: ['user-resource'],
      fix: 'Store members by id, and derive $ref and type from the resource they refer to.',
    },
    async context => {
      const user = await context.resources.create('User')
      const other = await context.resources.create('User')
      const group = await groupOf(context, [user, other])
      const { json, response } = await readBack(context, group)
      for (const { id } of [user, other]) {
        const [element] = referencesTo(json, 'members', id)
        if (element === undefined) {
          return expectThat(false, {
            expected: 'members with the ids of both Users',
            got: `members ${show(member(json, 'members'))}`,
            response,
          })
        }
        const uri = member(element, '$ref')
        const type = member(element, 'type')
        expectAll(
          () =>
            expectThat(isUnassigned(uri) || lastSegment(uri) === id, {
              expected: `$ref that ends in ${id}`,
              got: `$ref ${show(uri)}`,
              response,
            }),
          () =>
            expectThat(isUnassigned(type) || isWord(type, 'User'), {
              expected: 'type "User", or none',
              got: `type ${show(type)}`,
              response,
            }),
        )
      }
    },
  ),

  check(
    'group/member-reference',
    {
      title: 'the $ref of a member leads to the User, and to 404 once the User is deleted',
      verifies: '7643-2.3.7-06',
      needs: ['user-resource'],
      fix: 'Build $ref from the same location as meta.location of the member.',
    },
    async context => {
      const { resources, scim, unsupported, blocked } = context
      const user = await resources.create('User')
      const group = await groupOf(context, [user])
      const { json } = await readBack(context, group)
      const [element] = referencesTo(json, 'members', user.id)
      const uri = element === undefined ? undefined : member(element, '$ref')
      if (typeof uri !== 'string') return unsupported('members have no $ref')
      const path = pathBelowBase(context, uri)
      if (path === undefined) return unsupported('$ref does not stand below the base URL')
      const read = await scim.request({ method: 'GET', path })
      expectThat(read.status === 200 && isObject(read.json) && member(read.json, 'id') === user.id, {
        expected: '200 OK with the User',
        got: describeResponse(read),
        response: read,
      })
      const removed = await scim.remove('User', user.id)
      if (!isSuccess(removed)) blocked(`A User could not be deleted: ${describeResponse(removed)}.`)
      const gone = await scim.request({ method: 'GET', path })
      expectThat(gone.status === 404, {
        expected: '404 Not Found once the User is deleted',
        got: describeResponse(gone),
        response: gone,
      })
    },
  ),

  check(
    'group/canonical-reference',
    {
      title: '$ref is a URI in canonical form',
      verifies: '7643-2.4-09',
      needs: ['user-resource'],
      fix: 'Write scheme and host of $ref in lower case, and leave "." and ".." out of its path.',
    },
    async context => {
      const user = await context.resources.create('User')
      const group = await groupOf(context, [user])
      const { json, response } = await readBack(context, group)
      const [element] = referencesTo(json, 'members', user.id)
      const uri = element === undefined ? undefined : member(element, '$ref')
      if (typeof uri !== 'string') return context.unsupported('members have no $ref')
      const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(uri)?.[0] ?? ''
      const isCanonical =
        origin === origin.toLowerCase() && !/\/\.{1,2}(\/|$)/.test(uri) && !/%[0-9A-F]?[a-f]/.test(uri)
      expectThat(isCanonical, { expected: '$ref in canonical form', got: `$ref ${show(uri)}`, response })
    },
  ),

  check(
    'group/replaced-members',
    {
      title: 'a PUT replaces the members of a Group as a whole',
      verifies: '7644-3.5.1-04',
      needs: ['group-resource', 'user-resource'],
      fix: 'Take the members of a PUT as the new list; that their sub-attributes are immutable binds single elements only.',
    },
    async context => {
      const { resources, scim, blocked } = context
      const [first, second] = [await resources.create('User'), await resources.create('User')]
      const group = await groupOf(context, [first])
      if (referencesTo((await readBack(context, group)).json, 'members', first.id).length === 0) {
        blocked('The Group does not show the member it was created with.')
      }
      const members = wholeMembers(context, [second.id])
      const response = await scim.replace('Group', group.id, replacementOf(group, { members }))
      expectThat(isSuccess(response), { expected: '200 OK', got: describeResponse(response), response })
      const { json, response: read } = await readBack(context, group)
      const isRight =
        referencesTo(json, 'members', first.id).length === 0 && referencesTo(json, 'members', second.id).length === 1
      expectThat(isRight, {
        expected: `the member ${second.id} of the PUT alone`,
        got: `members ${show(elementsOf(member(json, 'members')).map(one => (isObject(one) ? member(one, 'value') : one)))}`,
        response: read,
      })
    },
  ),

  check(
    'group/emptied',
    {
      title: 'a PUT with an empty list of members takes all members away',
      verifies: '7643-2.5-02',
      needs: ['group-resource', 'user-resource'],
      fix: 'Clear the members where the body of a PUT gives them as [] or null, as you clear any attribute.',
    },
    async context => {
      const { resources, scim, blocked, subject, type, unsupported } = context
      if (findDefinition(type('Group').schemas.base.attributes, 'members')?.required === true) {
        unsupported('a Group has to have members')
      }
      const user = await resources.create('User')
      for (const members of [[], null]) {
        await subject(`members ${show(members)}`, async () => {
          const group = await groupOf(context, [user])
          if (referencesTo((await readBack(context, group)).json, 'members', user.id).length === 0) {
            blocked('The Group does not show the member it was created with.')
          }
          const response = await scim.replace('Group', group.id, replacementOf(group, { members }))
          expectThat(isSuccess(response), { expected: '200 OK', got: describeResponse(response), response })
          const { json, response: read } = await readBack(context, group)
          expectThat(isUnassigned(member(json, 'members')), {
            expected: 'no members any more',
            got: `members ${show(elementsOf(member(json, 'members')).map(one => (isObject(one) ? member(one, 'value') : one)))}`,
            response: read,
          })
        })
      }
    },
  ),

  check(
    'group/group-as-member',
    {
      title: 'a Group can be a member of a Group, or is refused as one',
      verifies: ['7643-4.2-06', '7643-2.3.7-06'],
      fix: 'Store Groups as members with type "Group" and a $ref below /Groups, or refuse them with 400.',
    },
    async context => {
      const { resources, scim } = context
      const inner = await groupOf(context, [])
      const body = await resources.build('Group', { members: [{ value: inner.id, type: 'Group' }] })
      const response = await scim.create('Group', body)
      if (response.status === 400) return
      expectThat(isSuccess(response), {
        expected: '201 Created, or 400 Bad Request',
        got: describeResponse(response),
        response,
      })
      const id = createdId(response)
      if (id === undefined) return context.blocked('The answer to a create has no id.')
      const { json, response: read } = await readBack(context, { type: context.type('Group'), id })
      const [element] = referencesTo(json, 'members', inner.id)
      const type = element === undefined ? undefined : member(element, 'type')
      const uri = element === undefined ? undefined : member(element, '$ref')
      expectThat(element !== undefined && (isUnassigned(type) || isWord(type, 'Group')), {
        expected: 'a member with the id of the Group, and type "Group" if any',
        got: `members ${show(member(json, 'members'))}`,
        response: read,
      })
      expectThat(isUnassigned(uri) || lastSegment(uri) === inner.id, {
        expected: '$ref of the Group, if any',
        got: `$ref ${show(uri)}`,
        response: read,
      })
      const path = pathBelowBase(context, uri)
      if (path === undefined) return
      const led = await scim.request({ method: 'GET', path })
      expectThat(led.status === 200 && isObject(led.json) && member(led.json, 'id') === inner.id, {
        requirement: '7643-2.3.7-06',
        expected: '200 OK with the Group, at its $ref',
        got: `${describeResponse(led)}, at ${path}`,
        response: led,
      })
    },
  ),
])

/**
 * The path of a reference below the base URL, to which relative ones are relative (RFC 7643 §2.3.7), though an example of §8.3
 * begins with "../". What stands on another host is not followed: the credentials are for this one.
 */
function pathBelowBase({ scim }: Pick<CheckContext, 'scim'>, uri: unknown): string | undefined {
  if (typeof uri !== 'string') return undefined
  const base = scim.urlOf('').split('?')[0]?.replace(/\/$/, '') ?? ''
  const path = uri.startsWith(`${base}/`)
    ? uri.slice(base.length)
    : uri.startsWith('/')
      ? undefined
      : `/${uri.replace(/^(\.\.?\/)+/, '')}`
  return path?.includes('://') === true ? undefined : path
}
