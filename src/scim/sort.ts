// The order that sortBy and sortOrder ask for (RFC 7644 §3.4.2.3).

import type { AttributeDefinition } from './attribute.ts'
import { findDefinition } from './attribute.ts'
import type { Instant } from './data-type.ts'
import { compareInstants, isOfType, parseDateTime } from './data-type.ts'
import type { JsonObject } from './json.ts'
import { isObject, lowerAscii, member } from './json.ts'
import type { FoundAttribute, ResourceSchemas } from './resource-schemas.ts'
import { findAttribute } from './resource-schemas.ts'
import { elementsOf, isUnassigned, valueAt } from './value.ts'

export type SortOrder = 'ascending' | 'descending'

/** Two resources that stand in the wrong order; indexes are 0-based. */
export interface Misplaced {
  readonly earlier: number
  readonly later: number
  readonly earlierValue: unknown
  readonly laterValue: unknown
}

/**
 * Sorts resources. Each inner list holds resources whose order among themselves is free: ties, and those without value,
 * which come last if ascending and first if descending. Undefined where sortBy names nothing to sort by: an unknown
 * attribute, or a complex one without sub-attribute ("emails" is read as emails.value).
 */
export function sorted(
  resources: readonly JsonObject[],
  sortBy: string,
  sortOrder: SortOrder | undefined,
  resourceSchemas: ResourceSchemas,
): readonly (readonly JsonObject[])[] | undefined {
  const keyOf = sortKeys(sortBy, resourceSchemas)
  if (keyOf === undefined) return undefined
  const direction = sortOrder === 'descending' ? -1 : 1
  const keyed = resources.map(resource => ({ resource, key: keyOf(resource) }))
  keyed.sort((one, other) => direction * compareKeys(one.key, other.key))
  const tiers: { readonly key: SortKey; readonly members: JsonObject[] }[] = []
  for (const { resource, key } of keyed) {
    const last = tiers.at(-1)
    if (last !== undefined && compareKeys(last.key, key) === 0) last.members.push(resource)
    else tiers.push({ key, members: [resource] })
  }
  return tiers.map(({ members }) => members)
}

/**
 * The first pair of a list that cannot stand as it does; undefined where the order is right, or sortBy names nothing to
 * sort by. Where letter case folds one way or another, or letters are beyond ASCII, any order is right.
 */
export function firstMisplaced(
  resources: readonly JsonObject[],
  sortBy: string,
  sortOrder: SortOrder | undefined,
  resourceSchemas: ResourceSchemas,
): Misplaced | undefined {
  const keyOf = sortKeys(sortBy, resourceSchemas)
  if (keyOf === undefined) return undefined
  const direction = sortOrder === 'descending' ? -1 : 1
  const keys = resources.map(keyOf)
  for (const [later, key] of keys.entries()) {
    const earlier = keys.findIndex((other, index) => index < later && isSurelyAfter(other, key, direction))
    if (earlier >= 0) {
      return { earlier, later, earlierValue: keys[earlier]?.value, laterValue: key.value }
    }
  }
  return undefined
}

interface SortKey {
  /** The value as it stands in the resource; undefined where there is none or it is not of its type. */
  readonly value: unknown
  readonly order: string | number | boolean | Instant | undefined
  readonly caseExact: boolean
}

function sortKeys(sortBy: string, resourceSchemas: ResourceSchemas): ((resource: JsonObject) => SortKey) | undefined {
  const found = findAttribute(resourceSchemas, sortBy)
  const definition = found && sortedAttribute(found)
  if (found === undefined || definition === undefined) return undefined
  const isPart = found.attribute.type === 'complex'
  return resource => {
    const elements = elementsOf(valueAt(resource, found))
    // Of several values the primary one counts, or else the first.
    const element = elements.find(one => isObject(one) && member(one, 'primary') === true) ?? elements[0]
    const value = isPart ? (isObject(element) ? member(element, definition.name) : undefined) : element
    const isUsable = !isUnassigned(value) && isOfType(value, definition.type)
    return { value, order: isUsable ? orderOf(value, definition) : undefined, caseExact: definition.caseExact }
  }
}

function sortedAttribute({ attribute, subAttribute }: FoundAttribute): AttributeDefinition | undefined {
  if (subAttribute !== undefined) return subAttribute
  if (attribute.type !== 'complex') return attribute
  return attribute.multiValued ? findDefinition(attribute.subAttributes, 'value') : undefined
}

function orderOf(value: unknown, { type, caseExact }: AttributeDefinition): SortKey['order'] {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  if (type === 'dateTime') return parseDateTime(value)
  return caseExact ? value : value.toLowerCase()
}

function compareKeys({ order: one }: SortKey, { order: other }: SortKey): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined)
  if (typeof one === 'object' && typeof other === 'object') return compareInstants(one, other)
  return one < other ? -1 : one > other ? 1 : 0
}

function isSurelyAfter(one: SortKey, other: SortKey, direction: 1 | -1): boolean {
  if (direction * compareKeys(one, other) <= 0) return false
  const [first, second] = [one.value, other.value]
  if (typeof first !== 'string' || typeof second !== 'string') return true
  if (typeof one.order !== 'string' || typeof other.order !== 'string') return true
  if (!/^[ -~]*$/.test(first + second)) return false
  if (one.caseExact) return true
  // Between the cases of ASCII stand [ \ ] ^ _ and `, which sort before or after letters by how case is folded.
  const [upper, lower] = [(text: string) => text.toUpperCase(), lowerAscii].map(fold =>
    Math.sign(compareTexts(fold(first), fold(second))),
  )
  return upper === lower
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
