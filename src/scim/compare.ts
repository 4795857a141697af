// When two resources or values are the same: by schema, not by text (RFC 7643 §2.1 to §2.5).

import type { AttributeDefinition } from './attribute.ts'
import { attributeDefinition, findDefinition } from './attribute.ts'
import { parseDateTime, plainBase64 } from './data-type.ts'
import type { JsonObject } from './json.ts'
import { deepestLevel, isArray, isObject, member, memberName, membersByName, sameName } from './json.ts'
import type { ResourceSchemas } from './resource-schemas.ts'
import { topLevelAttributes } from './resource-schemas.ts'
import { elementsOf, isNeverReturned, isUnassigned } from './value.ts'

/** One place where two resources differ; undefined stands for unassigned. */
export interface Difference {
  /** The attribute path; elements of a multi-valued attribute are named by the attribute alone, having no order. */
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}

export interface ComparisonOptions {
  /** Compares readOnly attributes too. By default they are passed over: they are the service provider's. */
  readonly readOnly?: boolean
  /** Lets `actual` have attributes, sub-attributes and elements that `expected` has none of. By default they differ. */
  readonly extra?: boolean
  /** Attribute paths passed over, such as `meta` or `name.formatted`; letter case aside. */
  readonly ignore?: readonly string[]
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
 * A text that is the same for two resources exactly if differences() finds none between them, except that what is never
 * returned counts too.
 */
export function resourceKey(resource: JsonObject, resourceSchemas: ResourceSchemas): string {
  const definitions = [
    ...topLevelAttributes(resourceSchemas),
    ...resourceSchemas.extensions.map(({ schema }) => ({
      ...attributeDefinition(schema.id, { type: 'complex' }),
      subAttributes: schema.attributes,
    })),
  ].map(visible)
  return elementKey(resource, attributeDefinition('', { type: 'complex', subAttributes: definitions }), '', {
    readOnly: true,
  })
}

/** The definition with everything below it as if it were returned. */
function visible(definition: AttributeDefinition): AttributeDefinition {
  const mutability = definition.mutability === 'writeOnly' ? 'readWrite' : definition.mutability
  return { ...definition, mutability, returned: 'default', subAttributes: definition.subAttributes.map(visible) }
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
  // Attributes that no schema names, such as those of a complex attribute that lists none, are compared as plain JSON.
  for (const name of new Set([...ones.keys(), ...others.keys()])) {
    if (defined.has(name) || isContainer(name) || isIgnored(`${prefix}${name}`, options)) continue
    const [one, other] = [ones.get(name), others.get(name)]
    if (jsonKey(one) === jsonKey(other) || (options.extra && isUnassigned(one))) continue
    const spelling = memberName(expected, name) ?? memberName(actual, name) ?? name
    found.push({ path: `${prefix}${spelling}`, expected: assigned(one), actual: assigned(other) })
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
  const used = new Set<unknown>()
  return parts.filter(part => {
    const key = keyOf(part)
    const candidates = key === 'none' ? elements : (byKey.get(key) ?? [])
    const match = candidates.find(
      element => !used.has(element) && includesElement(element, part, definition, options, path),
    )
    if (match !== undefined) used.add(match)
    return match === undefined
  })
}

/** A text that is the same for the same value: the rules of comparison, written once. */
function valueKey(value: unknown, definition: AttributeDefinition, path: string, options: ComparisonOptions): string {
  if (isUnassigned(value)) return 'none'
  if (!definition.multiValued) return elementKey(value, definition, path, options)
  if (!isArray(value)) return `not an array ${elementKey(value, definition, path, options)}`
  return JSON.stringify(
    elementsOf(value)
      .map(element => elementKey(element, definition, path, options))
      .sort(),
  )
}

function elementKey(value: unknown, definition: AttributeDefinition, path: string, options: ComparisonOptions): string {
  if (isUnassigned(value)) return 'none'
  if (typeof value === 'string') return textKey(value, definition)
  if (definition.type !== 'complex' || !isObject(value)) return jsonKey(value)
  const parts: string[] = []
  for (const [name, part] of Object.entries(value)) {
    const subAttribute = findDefinition(definition.subAttributes, name)
    if (isUnassigned(part) || (subAttribute !== undefined && isPassedOver(subAttribute, `${path}.${name}`, options)))
      continue
    if (definition.multiValued && isNotPrimary(name, part)) continue
    const key = subAttribute === undefined ? jsonKey(part) : valueKey(part, subAttribute, `${path}.${name}`, options)
    parts.push(`${JSON.stringify(name.toLowerCase())}:${key}`)
  }
  return parts.length === 0 ? 'none' : `{${parts.sort().join()}}`
}

function textKey(text: string, { type, caseExact }: AttributeDefinition): string {
  if (type === 'dateTime') {
    const instant = parseDateTime(text)
    if (instant !== undefined) return `at ${instant.seconds}.${instant.fraction}`
  }
  if (type === 'binary') return `bytes ${plainBase64(text)}`
  return JSON.stringify(caseExact ? text : text.toLowerCase())
}

/** The key of a value no schema describes: members in any order, elements in theirs, strings as they are. */
function jsonKey(value: unknown, level = 0): string {
  if (isUnassigned(value, level)) return 'none'
  if (level > deepestLevel) return 'too deep'
  if (isArray(value)) return `[${value.map(element => jsonKey(element, level + 1)).join()}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'none'
  const members = Object.entries(value).filter(([, part]) => !isUnassigned(part, level + 1))
  return `{${members
    .map(([name, part]) => `${JSON.stringify(name.toLowerCase())}:${jsonKey(part, level + 1)}`)
    .sort()
    .join()}}`
}

/** An element that is not primary may say so or say nothing (RFC 7643 §2.4). */
function isNotPrimary(name: string, value: unknown): boolean {
  return value === false && sameName(name, 'primary')
}

function isPassedOver(definition: AttributeDefinition, path: string, options: ComparisonOptions): boolean {
  if (isNeverReturned(definition) || isIgnored(path, options)) return true
  return definition.mutability === 'readOnly' && options.readOnly !== true
}

function isIgnored(path: string, { ignore = [] }: ComparisonOptions): boolean {
  return ignore.some(ignored => sameName(ignored, path))
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
