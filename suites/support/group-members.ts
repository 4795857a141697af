// Groups with members of their own, for checks of membership.

import type { CheckContext } from '../../src/check/context.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import type { FoundAttribute } from '../../src/scim/resource-schemas.ts'
import { elementsOf, valueAt } from '../../src/scim/value.ts'
import { attributesOf } from './attributes.ts'
import { type Prepared, prepare } from './patch-and-compare.ts'

/** The members attribute of Group; not applicable where the schema has none that a client can write. */
export function membersOf({ type, unsupported }: Pick<CheckContext, 'type' | 'unsupported'>): {
  readonly group: ProviderType
  readonly members: FoundAttribute
} {
  const group = type('Group')
  const members = attributesOf(group).find(
    ({ attribute, extension }) => extension === undefined && sameName(attribute.name, 'members'),
  )
  if (members === undefined || members.attribute.mutability !== 'readWrite')
    return unsupported('Group has no members that a client can write')
  return { group, members }
}

/** Creates Users at the same time, and gives their ids. */
export async function makeUsers(
  { resources, type }: Pick<CheckContext, 'resources' | 'type'>,
  count: number,
): Promise<readonly string[]> {
  const user = type('User')
  const created = await Promise.all(Array.from({ length: count }, () => resources.create(user)))
  return created.map(({ id }) => id)
}

/** Members as a client names them: by id alone. */
export function asMembers(ids: readonly string[]): readonly JsonObject[] {
  return ids.map(value => ({ value }))
}

/** Users as members: by id, and with the $ref that the schema may require besides. */
export function wholeMembers(
  { scim, type }: Pick<CheckContext, 'scim' | 'type'>,
  ids: readonly string[],
): readonly JsonObject[] {
  const members = findDefinition(type('Group').schemas.base.attributes, 'members')
  const reference = members?.subAttributes.find(sub => sub.required && sameName(sub.name, '$ref'))
  if (reference === undefined) return asMembers(ids)
  return ids.map(value => ({ value, [reference.name]: scim.urlOf(scim.pathOf(type('User'), value)) }))
}

/** A Group with these members. */
export function groupWith(context: CheckContext, ids: readonly string[]): Promise<Prepared> {
  const { group, members } = membersOf(context)
  return prepare(context, group, ids.length === 0 ? [] : [[members, wholeMembers(context, ids)]])
}

/** The ids in a multi-valued attribute of references. */
export function idsIn(resource: JsonObject, found: FoundAttribute): readonly string[] {
  return elementsOf(valueAt(resource, found)).flatMap(element => {
    const value = isObject(element) ? member(element, 'value') : undefined
    return typeof value === 'string' ? [value] : []
  })
}

/** The path of one member: `members[value eq "2819c223"]`. */
export function memberPath(id: string): string {
  return `members[value eq ${JSON.stringify(id)}]`
}
