// Reading attribute values out of a resource, and what counts as having none (RFC 7643 §2.5).

import type { AttributeDefinition } from './attribute.ts'
import type { AttributePath } from './attribute-path.ts'
import type { JsonObject } from './json.ts'
import { deepestLevel, isArray, isObject, member } from './json.ts'
import type { FoundAttribute, ResourceSchemas } from './resource-schemas.ts'
import { findAttribute } from './resource-schemas.ts'

/**
 * Whether a value is no value: absent, null or an empty array (RFC 7643 §2.5), and so an object or array in which
 * nothing has a value.
 */
export function isUnassigned(value: unknown, level = 0): boolean {
  if (value === undefined || value === null) return true
  if (level > deepestLevel) return false
  if (isArray(value)) return value.every(element => isUnassigned(element, level + 1))
  return isObject(value) && Object.values(value).every(part => isUnassigned(part, level + 1))
}

/** The object that holds an attribute: the resource itself, or the container of the extension (RFC 7643 §3.3). */
export function containerOf(resource: JsonObject, extension: string | undefined): JsonObject | undefined {
  if (extension === undefined) return resource
  const container = member(resource, extension)
  return isObject(container) ? container : undefined
}

/** The value of an attribute as it stands in the resource, sub-attribute or not; undefined where there is none. */
export function valueAt(resource: JsonObject, { extension, attribute }: FoundAttribute): unknown {
  const container = containerOf(resource, extension)
  return container === undefined ? undefined : member(container, attribute.name)
}

/**
 * All values that a path reaches: the elements of a multi-valued attribute, or the values its sub-attribute has in
 * them. Unassigned ones are left out; a missing array around a value is overlooked.
 */
export function valuesAt(resource: JsonObject, found: FoundAttribute): readonly unknown[] {
  const elements = elementsOf(valueAt(resource, found))
  const { subAttribute } = found
  if (subAttribute === undefined) return elements
  return elements.flatMap(element => (isObject(element) ? elementsOf(member(element, subAttribute.name)) : []))
}

/** valuesAt for a path in standard notation (RFC 7644 §3.10); empty where the schemas have no such attribute. */
export function readValues(
  resource: JsonObject,
  path: string | AttributePath,
  resourceSchemas: ResourceSchemas,
): readonly unknown[] {
  const found = findAttribute(resourceSchemas, path)
  return found === undefined ? [] : valuesAt(resource, found)
}

/** The assigned elements of a value: those of an array, or the value alone. */
export function elementsOf(value: unknown): readonly unknown[] {
  return (isArray(value) ? value : [value]).filter(element => !isUnassigned(element))
}

/** Whether clients never get to see the attribute (RFC 7643 §7: returned "never", or writeOnly). */
export function isNeverReturned({ returned, mutability }: AttributeDefinition): boolean {
  return returned === 'never' || mutability === 'writeOnly'
}
