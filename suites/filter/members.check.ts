// Finding the groups of somebody by a filter on members, as clients do before they change a membership (RFC 7644 §3.4.2.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext, SharedContext } from '../../src/check/context.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { expectMatches } from '../support/filter-answer.ts'
import { type FilterData, type FilterMember, shownValues } from '../support/filter-data.ts'
import { wholeMembers } from '../support/group-members.ts'

interface Membership {
  readonly data: FilterData
  /** The id of a User who is the second member of one of the two Groups. */
  readonly userId: string
}

export const memberFilters = suite('Filters on the members of groups', [
  check(
    'filter/members',
    {
      title: 'a filter on members.value finds the Groups of which the User is a member, and no others',
      verifies: ['7644-3.4.2.2-44', '7644-3.4.2.2-42'],
      needs: ['user-resource', 'group-resource', 'filter.supported'],
      fix: 'Compare members.value with every member of a Group.',
    },
    async context => {
      const { data, userId } = await membershipOf(context)
      const filter = `members.value eq ${JSON.stringify(userId)}`
      await expectMatches(context, data, filter, { what: 'eq on members.value', by: data.label })
    },
  ),

  check(
    'filter/members-value-path',
    {
      title: 'a value path on members finds the Groups of which the User is a member, and no others',
      verifies: '7644-3.4.2.2-33',
      needs: ['user-resource', 'group-resource'],
      fix: 'Try the filter in brackets on every member of a Group.',
    },
    async context => {
      const { data, userId } = await membershipOf(context)
      const filter = `members[value eq ${JSON.stringify(userId)}]`
      await expectMatches(context, data, filter, { what: 'value paths on members', by: data.label })
    },
  ),
])

async function membershipOf(context: CheckContext): Promise<Membership> {
  const made = await context.shared('filter-membership', makeMembership)
  const [one, other] = made.data.members.map(each => shownValues(made.data, each, 'members.value'))
  if (one?.includes(made.userId) !== true || one.length < 2 || other?.length !== 1) {
    context.unsupported('Groups do not show their members')
  }
  return made
}

async function makeMembership(context: SharedContext): Promise<Membership> {
  const { resources, scim, type } = context
  const [first, second] = [await resources.create('User'), await resources.create('User')]
  const groupWith = async (ids: readonly string[]): Promise<FilterMember> => {
    const { id, resource } = await resources.create('Group', { members: wholeMembers(context, ids) })
    const { json } = await scim.read('Group', id)
    return { id, resource: isObject(json) && member(json, 'id') !== undefined ? json : resource }
  }
  const members = [await groupWith([first.id, second.id]), await groupWith([first.id])]
  const data: FilterData = {
    type: type('Group'),
    members,
    label: 'displayName',
    mark: '',
    prefix: '',
    narrow: undefined,
  }
  return { data, userId: second.id }
}
