// When two values are the same: by schema, not by text (RFC 7643 §2.1 to §2.5). Each value has a key; same key, same value.

import type { AttributeDefinition } from './attribute.ts'
import { attributeDefinition, findDefinition } from './attribute.ts'
import { parseDateTime, plainBase64 } from './data-type.ts'
import type { JsonObject } from './json.ts'
import { deepestLevel, isArray, isObject, sameName } from './json.ts'
import type { ResourceSchemas } from './resource-schemas.ts'
import { topLevelAttributes } from './resource-schemas.ts'
import { elementsOf, isNeverReturned, isUnassigned } from './value.ts'

export interface ComparisonOptions {
  /** Compares readOnly attributes too. By default they are passed over: they are the service provider's. */
  readonly readOnly?: boolean
  /** Lets `actual` have attributes, sub-attributes and elements that `expected` has none of. By default they differ. */
  readonly extra?: boolean
  /** Attribute paths passed over, such as `meta` or `name.formatted`; letter case aside. */
  readonly ignore?: readonly string[]
}

/** A text that is the same for the same value: the rules of comparison, written once. The path is that of the attribute. */
export function valueKey(
  value: unknown,
  definition: AttributeDefinition,
  path: string,
  options: ComparisonOptions,
): string {
  if (isUnassigned(value)) return 'none'
  if (!definition.multiValued) return elementKey(value, definition, path, options)
  if (!isArray(value)) return `not an array ${elementKey(value, definition, path, options)}`
  return JSON.stringify(
    elementsOf(value)
      .map(element => elementKey(element, definition, path, options))
      .sort(),
  )
}

/** valueKey for one value or one element of a multi-valued attribute. */
export function elementKey(
  value: unknown,
  definition: AttributeDefinition,
  path: string,
  options: ComparisonOptions,
): string {
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
export function jsonKey(value: unknown, level = 0): string {
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
export function isNotPrimary(name: string, value: unknown): boolean {
  return value === false && sameName(name, 'primary')
}

/** Whether a comparison does not look at an attribute: never returned, ignored, or the service provider's own. */
export function isPassedOver(definition: AttributeDefinition, path: string, options: ComparisonOptions): boolean {
  if (isNeverReturned(definition) || isIgnored(path, options)) return true
  return definition.mutability === 'readOnly' && options.readOnly !== true
}

export function isIgnored(path: string, { ignore = [] }: ComparisonOptions): boolean {
  return ignore.some(ignored => sameName(ignored, path))
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
