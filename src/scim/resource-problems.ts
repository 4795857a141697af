// Holds one resource against its schemas: every place where it is not what they say (RFC 7643 §2, §3).

import type { AttributeDefinition } from './attribute.ts'
import { findDefinition } from './attribute.ts'
import { describeType, isOfType, parseDateTime } from './data-type.ts'
import type { JsonObject } from './json.ts'
import { isArray, isObject, member, membersByName, sameName } from './json.ts'
import type { ResourceSchemas } from './resource-schemas.ts'
import { topLevelAttributes } from './resource-schemas.ts'
import { schemasProblems } from './schemas-problems.ts'
import { isNeverReturned, isUnassigned } from './value.ts'

/**
 * Soft kinds, which the RFCs leave to the provider or ask for only softly, are `not canonical`, `no time zone` and
 * `repeated element`; `unknown attribute` is its own kind, since providers may have attributes of their own.
 */
export type ResourceProblemKind =
  | 'not an object'
  | 'unknown attribute'
  | 'wrong type'
  | 'not an array'
  | 'an array'
  | 'required missing'
  | 'several primary'
  | 'never returned'
  | 'repeated name'
  | 'schemas missing'
  | 'schemas repeated'
  | 'schemas undeclared'
  | 'schemas without base'
  | 'schemas without extension'
  | 'not canonical'
  | 'no time zone'
  | 'repeated element'

/** One deviation of a resource from its schemas. */
export interface ResourceProblem {
  /** The attribute path, with the element's index where it is one, such as `emails[1].type`. */
  readonly path: string
  readonly kind: ResourceProblemKind
  readonly expected: string
  readonly got: unknown
}

export interface ResourceProblemOptions {
  /** A partial representation (RFC 7644 §3.9) lacks attributes on purpose: nothing but id is then missed. */
  readonly partial?: boolean
  /** Looking for problems ends when about so many are found: a hostile resource may have any number. */
  readonly most?: number
}

/** Lists where a resource that a service provider returned does not follow its schemas. Never throws. */
export function resourceProblems(
  resource: unknown,
  resourceSchemas: ResourceSchemas,
  options: ResourceProblemOptions = {},
): readonly ResourceProblem[] {
  if (!isObject(resource)) {
    return [{ path: '', kind: 'not an object', expected: 'a resource (object)', got: resource }]
  }
  const problems: ResourceProblem[] = [...schemasProblems(resource, resourceSchemas, options)]
  const { extensions } = resourceSchemas
  // The schemas attribute has rules of its own.
  const definitions = topLevelAttributes(resourceSchemas).filter(({ name }) => name !== 'schemas')
  const isKnown = (name: string) => name === 'schemas' || extensions.some(({ schema }) => sameName(schema.id, name))
  checkMembers(resource, definitions, '', options, problems, isKnown)
  for (const { schema, required } of extensions) {
    const container = member(resource, schema.id)
    if (isUnassigned(container)) {
      if (required && options.partial !== true) {
        problems.push({ path: schema.id, kind: 'required missing', expected: 'the required extension', got: container })
      }
    } else if (isObject(container)) {
      checkMembers(container, schema.attributes, `${schema.id}:`, options, problems)
    } else {
      problems.push({ path: schema.id, kind: 'wrong type', expected: 'an object', got: container })
    }
  }
  return problems
}

function checkMembers(
  object: JsonObject,
  definitions: readonly AttributeDefinition[],
  prefix: string,
  options: ResourceProblemOptions,
  problems: ResourceProblem[],
  isKnown: (lowerCaseName: string) => boolean = () => false,
): void {
  const names = new Set<string>()
  const defined = new Set(definitions.map(({ name }) => name.toLowerCase()))
  for (const [name, value] of Object.entries(object)) {
    if (problems.length >= (options.most ?? Number.POSITIVE_INFINITY)) return
    const key = name.toLowerCase()
    const path = `${prefix}${name}`
    if (names.has(key)) problems.push({ path, kind: 'repeated name', expected: 'each attribute once', got: value })
    names.add(key)
    if (!defined.has(key) && !isKnown(key)) {
      problems.push({ path, kind: 'unknown attribute', expected: 'an attribute of the schemas', got: value })
    }
  }
  const members = membersByName(object)
  for (const definition of definitions) {
    checkAttribute(members.get(definition.name.toLowerCase()), definition, prefix, options, problems)
  }
}

function checkAttribute(
  value: unknown,
  definition: AttributeDefinition,
  prefix: string,
  options: ResourceProblemOptions,
  problems: ResourceProblem[],
): void {
  const path = `${prefix}${definition.name}`
  if (isUnassigned(value) || (definition.required && value === '')) {
    if (isExpected(definition, options)) {
      problems.push({ path, kind: 'required missing', expected: 'a value', got: value })
    }
    return
  }
  if (isNeverReturned(definition)) {
    // The value is a secret that should not have come, so it is not repeated.
    problems.push({ path, kind: 'never returned', expected: 'no value', got: 'a value' })
  } else if (!definition.multiValued && isArray(value)) {
    problems.push({ path, kind: 'an array', expected: `one value: ${describeType(definition.type)}`, got: value })
  } else if (definition.multiValued && !isArray(value)) {
    problems.push({ path, kind: 'not an array', expected: 'an array', got: value })
  } else if (isArray(value)) {
    for (const [index, element] of value.entries()) {
      if (problems.length >= (options.most ?? Number.POSITIVE_INFINITY)) return
      checkValue(element, definition, `${path}[${index}]`, options, problems)
    }
    checkElements(value, definition, path, problems)
  } else {
    checkValue(value, definition, path, options, problems)
  }
}

/** A required attribute that the provider has to return, whatever the client asked for or at least by default. */
function isExpected(definition: AttributeDefinition, { partial = false }: ResourceProblemOptions): boolean {
  if (!definition.required || isNeverReturned(definition)) return false
  return definition.returned === 'always' || (definition.returned === 'default' && !partial)
}

function checkValue(
  value: unknown,
  definition: AttributeDefinition,
  path: string,
  options: ResourceProblemOptions,
  problems: ResourceProblem[],
): void {
  const { type, canonicalValues, caseExact, subAttributes } = definition
  if (!isOfType(value, type)) {
    problems.push({ path, kind: 'wrong type', expected: describeType(type), got: value })
  } else if (isObject(value)) {
    if (subAttributes.length > 0) checkMembers(value, subAttributes, `${path}.`, options, problems)
  } else if (typeof value === 'string') {
    if (type === 'dateTime' && parseDateTime(value)?.zoned === false) {
      problems.push({ path, kind: 'no time zone', expected: 'a dateTime with its zone', got: value })
    }
    const isCanonical = canonicalValues.some(known => (caseExact ? known === value : sameName(known, value)))
    if (canonicalValues.length > 0 && !isCanonical) {
      problems.push({ path, kind: 'not canonical', expected: canonicalValues.join(', '), got: value })
    }
  }
}

/** At most one primary element, and each (type, value) once (RFC 7643 §2.4). */
function checkElements(
  elements: readonly unknown[],
  { type, subAttributes }: AttributeDefinition,
  path: string,
  problems: ResourceProblem[],
): void {
  if (type !== 'complex') return
  const objects = elements.filter(isObject)
  const primary = objects.filter(element => member(element, 'primary') === true)
  const mayBePrimary = subAttributes.length === 0 || findDefinition(subAttributes, 'primary') !== undefined
  if (mayBePrimary && primary.length > 1) {
    problems.push({ path, kind: 'several primary', expected: 'at most one primary value', got: primary })
  }
  const seen = new Set<string>()
  for (const element of objects) {
    const value = member(element, 'value')
    if (typeof value !== 'string') continue
    const key = JSON.stringify([member(element, 'type') ?? null, value]).toLowerCase()
    if (seen.has(key))
      problems.push({ path, kind: 'repeated element', expected: 'each (type, value) once', got: element })
    seen.add(key)
  }
}
