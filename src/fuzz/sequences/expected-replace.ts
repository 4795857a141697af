// What a PUT may leave behind (RFC 7644 §3.5.1), as far as it is settled: what was given is there, what was left out is
// the service provider's to keep, to clear or to give a default.

import type { AttributeDefinition } from '../../scim/attribute.ts'
import { isObject, type JsonObject, member, withMember, withMembers } from '../../scim/json.ts'
import type { ResourceSchemas } from '../../scim/resource-schemas.ts'
import { topLevelAttributes } from '../../scim/resource-schemas.ts'

/**
 * The resource that should be found after a PUT of `given`, where `after` is found: the same in all that the PUT leaves
 * open, with the values of the PUT in what it names. Comparing the two shows what is not as it should be.
 */
export function expectedAfterReplace(
  given: JsonObject,
  before: JsonObject,
  after: JsonObject,
  schemas: ResourceSchemas,
): JsonObject {
  let expected = place(after, given, before, topLevelAttributes(schemas))
  for (const { schema } of schemas.extensions) {
    const container = member(given, schema.id)
    if (!isObject(container)) continue
    const [was, is] = [before, after].map(resource => objectAt(resource, schema.id))
    expected = withMember(expected, schema.id, place(is ?? {}, container, was ?? {}, schema.attributes))
  }
  return expected
}

function place(
  after: JsonObject,
  given: JsonObject,
  before: JsonObject,
  definitions: readonly AttributeDefinition[],
): JsonObject {
  return definitions.reduce((expected, definition) => {
    const value = member(given, definition.name)
    if (value === undefined || definition.name === 'schemas') return expected
    const old = member(before, definition.name)
    switch (definition.mutability) {
      case 'readOnly':
        return expected
      case 'immutable':
        return withMember(expected, definition.name, old ?? value)
      default:
        return withMember(expected, definition.name, placed(value, member(after, definition.name), definition))
    }
  }, after)
}

/** Of a singular complex attribute the parts that were given; those that were not are left open like attributes. */
function placed(given: unknown, after: unknown, { type, multiValued }: AttributeDefinition): unknown {
  if (type !== 'complex' || multiValued || !isObject(given) || !isObject(after)) return given
  return withMembers(after, given)
}

function objectAt(resource: JsonObject, name: string): JsonObject {
  const value = member(resource, name)
  return isObject(value) ? value : {}
}
