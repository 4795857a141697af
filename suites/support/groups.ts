// Groups with members, as several checks need them.

import type { CheckContext } from '../../src/check/context.ts'
import type { Created } from '../../src/check/resources.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isArray, isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { readBack } from './answers.ts'
import { describesSchemas } from './types.ts'

/** A Group with these members; ends the check as unsupported where clients cannot write members. */
export async function groupOf(context: CheckContext, members: readonly Created[]): Promise<Created> {
  const definition = findDefinition(context.type('Group').schemas.base.attributes, 'members')
  if (definition?.mutability !== 'readWrite') context.unsupported('clients cannot write members of a Group')
  const reference = definition.subAttributes.find(sub => sub.required && sameName(sub.name, '$ref'))
  const memberOf = ({ id, type }: Created): JsonObject =>
    reference === undefined
      ? { value: id }
      : { value: id, [reference.name]: context.scim.urlOf(context.scim.pathOf(type, id)) }
  return context.resources.create('Group', { members: members.map(memberOf) })
}

/** Whether a value is this word, letter case aside: the types of members and of groups are not case exact. */
export function isWord(value: unknown, word: string): boolean {
  return typeof value === 'string' && sameName(value, word)
}

/** The elements of a multi-valued attribute that refer to a resource. */
export function referencesTo(resource: JsonObject, attribute: string, id: string): readonly JsonObject[] {
  const found = member(resource, attribute)
  const elements = isArray(found) ? found.filter(isObject) : []
  return elements.filter(element => member(element, 'value') === id)
}

/** The definition of groups of a User; ends the check as unsupported where the schema does not have it. */
export function requireGroups(context: CheckContext) {
  const definition = findDefinition(context.type('User').schemas.base.attributes, 'groups')
  if (definition === undefined || !describesSchemas(context)) {
    return context.unsupported('no groups in the User schema')
  }
  return definition
}

/** The User as stored, with its groups; ends the check as unsupported where the schema has no groups. */
export async function readWithGroups(context: CheckContext, user: Created) {
  const definition = requireGroups(context)
  if (definition.returned !== 'request') return readBack(context, user)
  const response = await context.scim.read('User', user.id, { query: { attributes: 'groups' } })
  return isObject(response.json) ? { response, json: response.json } : context.blocked('A User could not be read.')
}
