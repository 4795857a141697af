// Where two resources differ, by the rules of SCIM rather than as JSON (RFC 7643 §2.1 to §2.5).

import type { AttributeDefinition } from './attribute.ts'
import { findDefinition } from './attribute.ts'
import type { JsonObject } from './json.ts'
import { isArray, isObject, member, membersByName, sameName } from './json.ts'
import type { ResourceSchemas } from './resource-schemas.ts'
import { topLevelAttributes } from './resource-schemas.ts'
import { elementsOf, isUnassigned } from './value.ts'
import type { ComparisonOptions } from './value-key.ts'
import { elementKey, isIgnored, isNotPrimary, isPassedOver, jsonKey, valueKey } from './value-key.ts'

/** One place where two resources differ; undefined stands for unassigned. */
export interface Difference {
  /** The attribute path; elements of a multi-valued attribute are named by the attribute alone, having no order. */
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}

/**
 * Lists where `actual` is not what `expected` says, by the rules of SCIM: unassigned, null and [] are one (§2.5); the
 * order of attributes and of elements says nothing (§2.3.8, §2.4); strings follow caseExact; a dateTime is an instant;
 * binaries are bytes; primary false is the same as none (§2.4). Attributes that are never returned are passed over, and
 * so are those returned on request where `actual` lacks them.
 */
export function differences(
  expected: JsonObject,
  actual: JsonObject,
  resourceSchemas: ResourceSchemas,
  options: ComparisonOptions = {},
): readonly Difference[] {
  const { extensions } = resourceSchemas
  const found: Difference[] = []
  compareMembers(expected, actual, topLevelAttributes(resourceSchemas), '', options, found, name =>
    extensions.some(({ schema }) => sameName(schema.id, name)),
  )
  for (const { schema } of extensions) {
    const [one, other] = [member(expected, schema.id), member(actual, schema.id)]
    if (isIgnored(schema.id, options)) continue
    compareMembers(asObject(one), asObject(other), schema.attributes, `${schema.id}:`, options, found)
  }
  return found
}

/** Whether two values of one attribute are the same (an array for a multi-valued one). */
export function sameValue(
  one: unknown,
  other: unknown,
  definition: AttributeDefinition,
  options: ComparisonOptions = {},
): boolean {
  const path = definition.name
  return valueKey(one, definition, path, options) === valueKey(other, definition, path, options)
}

/**
 * Whether an element holds all that another one says: the same value, or all its assigned sub-attributes
 * (unless passed over as readOnly).
 */
export function includesElement(
  whole: unknown,
  part: unknown,
  definition: AttributeDefinition,
  options: ComparisonOptions = {},
  path = definition.name,
): boolean {
  if (!isObject(whole) || !isObject(part)) {
    return elementKey(whole, definition, path, options) === elementKey(part, definition, path, options)
  }
  return Object.entries(part).every(([name, value]) => {
    if (isUnassigned(value)) return true
    const subAttribute = findDefinition(definition.subAttributes, name)
    if (subAttribute !== undefined && isPassedOver(subAttribute, `${path}.${name}`, options)) return true
    const others = member(whole, name)
    if (subAttribute === undefined) return jsonKey(value) === jsonKey(others)
    if (isUnassigned(others) && (subAttribute.returned === 'request' || isNotPrimary(name, value))) return true
    const subPath = `${path}.${name}`
    return valueKey(value, subAttribute, subPath, options) === valueKey(others, subAttribute, subPath, options)
  })
}

function compareMembers(
  expected: JsonObject,
  actual: JsonObject,
  definitions: readonly AttributeDefinition[],
  prefix: string,
  options: ComparisonOptions,
  found: Difference[],
  isContainer: (name: string) => boolean = () => false,
): void {
  const [ones, others] = [membersByName(expected), membersByName(actual)]
  const defined = new Set(definitions.map(({ name }) => name.toLowerCase()))
  for (const definition of definitions) {
    const path = `${prefix}${definition.name}`
    if (isPassedOver(definition, path, options)) continue
    const name = definition.name.toLowerCase()
    const other = others.get(name)
    if (isUnassigned(other) && definition.returned === 'request') continue
    compareAttribute(ones.get(name), other, definition, path, options, found)
  }
  let spellings: ReadonlyMap<string, string> | undefined
  const spellingOf = (name: string): string => {
    // The expected spelling goes first; once for all, since a hostile resource may have any number of members.
    spellings ??= new Map(
      [actual, expected].flatMap(each =>
        Object.keys(each)
          .reverse()
          .map(key => [key.toLowerCase(), key]),
      ),
    )
    return spellings.get(name) ?? name
  }
  // Attributes that no schema names, such as those of a complex attribute that lists none, are compared as plain JSON.
  for (const name of new Set([...ones.keys(), ...others.keys()])) {
    if (defined.has(name) || isContainer(name) || isIgnored(`${prefix}${name}`, options)) continue
    const [one, other] = [ones.get(name), others.get(name)]
    if (jsonKey(one) === jsonKey(other) || (options.extra && isUnassigned(one))) continue
    found.push({ path: `${prefix}${spellingOf(name)}`, expected: assigned(one), actual: assigned(other) })
  }
}

function compareAttribute(
  expected: unknown,
  actual: unknown,
  definition: AttributeDefinition,
  path: string,
  options: ComparisonOptions,
  found: Difference[],
): void {
  if (options.extra && isUnassigned(expected)) return
  if (definition.multiValued) {
    if (isArray(actual) || isUnassigned(actual)) compareElements(expected, actual, definition, path, options, found)
    else found.push({ path, expected: assigned(expected), actual })
  } else if (definition.type === 'complex' && isObjectOrNone(expected) && isObjectOrNone(actual)) {
    compareMembers(asObject(expected), asObject(actual), definition.subAttributes, `${path}.`, options, found)
  } else if (valueKey(expected, definition, path, options) !== valueKey(actual, definition, path, options)) {
    found.push({ path, expected: assigned(expected), actual: assigned(actual) })
  }
}

/** Pairs the elements off, same ones first; then, where extras are let pass, those that include the expected one. */
function compareElements(
  expected: unknown,
  actual: unknown,
  definition: AttributeDefinition,
  path: string,
  options: ComparisonOptions,
  found: Difference[],
): void {
  const buckets = new Map<string, unknown[]>()
  for (const element of elementsOf(actual)) {
    const key = elementKey(element, definition, path, options)
    const bucket = buckets.get(key)
    if (bucket === undefined) buckets.set(key, [element])
    else bucket.push(element)
  }
  const missing = elementsOf(expected).filter(
    element => buckets.get(elementKey(element, definition, path, options))?.pop() === undefined,
  )
  const left = [...buckets.values()].flat()
  const unmatched = options.extra ? withoutIncluded(missing, left, definition, path, options) : missing
  for (const element of unmatched) found.push({ path, expected: element, actual: undefined })
  if (options.extra) return
  for (const element of left) found.push({ path, expected: undefined, actual: element })
}

/** Pairs of a part and an element that are compared where no "value" tells them apart. */
const mostPairs = 1_000_000
/** Elements with the same "value" that one part is held against. */
const mostAlike = 1000

/** The parts that no element includes; each element is used once. Elements are looked up by their "value" (§2.4) first. */
function withoutIncluded(
  parts: readonly unknown[],
  elements: readonly unknown[],
  definition: AttributeDefinition,
  path: string,
  options: ComparisonOptions,
): readonly unknown[] {
  const significant = findDefinition(definition.subAttributes, 'value')
  const keyOf = (element: unknown) =>
    significant !== undefined && isObject(element)
      ? valueKey(member(element, 'value'), significant, path, options)
      : 'none'
  const byKey = Map.groupBy(elements, keyOf)
  // Each part is held against each element where nothing tells them apart: not where that would never end.
  const mayTryAll = parts.length * elements.length < mostPairs
  const used = new Set<unknown>()
  return parts.filter(part => {
    const key = keyOf(part)
    const alike = key === 'none' && !mayTryAll ? [] : (byKey.get(key) ?? [])
    const candidates = key === 'none' && mayTryAll ? elements : alike.slice(0, mostAlike)
    const match = candidates.find(
      element => !used.has(element) && includesElement(element, part, definition, options, path),
    )
    if (match !== undefined) used.add(match)
    return match === undefined
  })
}

function isObjectOrNone(value: unknown): boolean {
  return isObject(value) || isUnassigned(value)
}

function assigned(value: unknown): unknown {
  return isUnassigned(value) ? undefined : value
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}
