// Attribute definitions: name, data type and characteristics (RFC 7643 §2.2, §2.3, §7), read from what a provider sends.

import type { DefinitionProblem } from './definition-problem.ts'
import { MemberReader } from './definition-problem.ts'
import { isArray, isObject, sameName } from './json.ts'

/** The data types (RFC 7643 §2.3; "binary" by errata 5606 and 8435). */
export const attributeTypes = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
  'complex',
] as const
export type AttributeType = (typeof attributeTypes)[number]

export const mutabilities = ['readOnly', 'readWrite', 'immutable', 'writeOnly'] as const
export type Mutability = (typeof mutabilities)[number]

export const returnedKeywords = ['always', 'never', 'default', 'request'] as const
export type Returned = (typeof returnedKeywords)[number]

export const uniquenessKeywords = ['none', 'server', 'global'] as const
export type Uniqueness = (typeof uniquenessKeywords)[number]

/** One attribute or sub-attribute as a schema defines it, with the defaults of RFC 7643 §2.2 filled in. */
export interface AttributeDefinition {
  readonly name: string
  readonly type: AttributeType
  readonly multiValued: boolean
  readonly description?: string
  readonly required: boolean
  /** Suggested values; empty where the definition has none. */
  readonly canonicalValues: readonly string[]
  readonly caseExact: boolean
  readonly mutability: Mutability
  readonly returned: Returned
  readonly uniqueness: Uniqueness
  /** Resource type names, "external" or "uri"; empty for all types but reference. */
  readonly referenceTypes: readonly string[]
  /** Empty for all types but complex. A complex attribute without any says nothing about its sub-attributes. */
  readonly subAttributes: readonly AttributeDefinition[]
}

/** Builds a definition from a name and what differs from the defaults of RFC 7643 §2.2. */
export function attributeDefinition(
  name: string,
  characteristics: Partial<Omit<AttributeDefinition, 'name'>> = {},
): AttributeDefinition {
  return {
    name,
    type: 'string',
    multiValued: false,
    required: false,
    canonicalValues: [],
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    referenceTypes: [],
    subAttributes: [],
    ...characteristics,
  }
}

/** The sub-attributes a multi-valued complex attribute has when its definition lists none (RFC 7643 §2.4). */
export const defaultSubAttributes: readonly AttributeDefinition[] = [
  attributeDefinition('type'),
  attributeDefinition('primary', { type: 'boolean' }),
  attributeDefinition('display', { mutability: 'immutable' }),
  attributeDefinition('value'),
  attributeDefinition('$ref', { type: 'reference', caseExact: true, referenceTypes: ['uri'] }),
]

/** The sub-attributes that its definition lists: none where those of RFC 7643 §2.4 stand in for them. */
export function listedSubAttributes({ subAttributes }: AttributeDefinition): readonly AttributeDefinition[] {
  return subAttributes === defaultSubAttributes ? [] : subAttributes
}

/** Whether a name follows ATTRNAME (RFC 7643 §2.1); "$ref" is let through although the rule forbids it (erratum 8924). */
export function isAttributeName(name: string): boolean {
  return /^(?:[A-Za-z][$\-_0-9A-Za-z]*|\$ref)$/i.test(name)
}

/** The definition of a name in a list, letter case aside (RFC 7643 §2.1). */
export function findDefinition(definitions: readonly AttributeDefinition[], name: string) {
  return definitions.find(definition => sameName(definition.name, name))
}

/** How many levels of sub-attributes are read: the Schema schema has two, everything else one (RFC 7643 §2.3.8, §7). */
const deepestSubAttributes = 3

/**
 * Reads a list of attribute definitions as a Schema resource holds it (RFC 7643 §7). What cannot be read (not an object,
 * no name) is left out and told as a problem; everything else gets the defaults of §2.2.
 */
export function readAttributes(
  list: readonly unknown[],
  path: string,
  problems: DefinitionProblem[],
  level = 0,
): readonly AttributeDefinition[] {
  const definitions = new Map<string, AttributeDefinition>()
  for (const [index, json] of list.entries()) {
    const definition = readAttribute(json, `${path}[${index}]`, problems, level)
    if (definition === undefined) continue
    const key = definition.name.toLowerCase()
    if (definitions.has(key)) {
      problems.push({ path: `${path}[${index}]`, kind: 'duplicate', expected: 'each name once', got: definition.name })
    } else {
      definitions.set(key, definition)
    }
  }
  return [...definitions.values()]
}

function readAttribute(
  json: unknown,
  path: string,
  problems: DefinitionProblem[],
  level: number,
): AttributeDefinition | undefined {
  if (!isObject(json)) {
    problems.push({ path, kind: 'wrong type', expected: 'an attribute definition (object)', got: json })
    return undefined
  }
  const read = new MemberReader(json, path, problems)
  const name = read.text('name', { required: true })
  if (name === undefined) return undefined
  if (!isAttributeName(name)) {
    read.problem('name', 'invalid name', 'a letter, then letters, digits, "$", "-" or "_"', name)
  }
  const type = read.keyword('type', attributeTypes, { required: true }) ?? 'string'
  const description = read.text('description')
  const definition: AttributeDefinition = {
    name,
    type,
    multiValued: read.flag('multiValued', { required: true }) ?? false,
    ...(description === undefined ? {} : { description }),
    required: read.flag('required') ?? false,
    canonicalValues: read.texts('canonicalValues') ?? [],
    caseExact: read.flag('caseExact') ?? false,
    mutability: read.keyword('mutability', mutabilities) ?? 'readWrite',
    returned: read.keyword('returned', returnedKeywords) ?? 'default',
    uniqueness: read.keyword('uniqueness', uniquenessKeywords) ?? 'none',
    referenceTypes: read.texts('referenceTypes') ?? [],
    subAttributes: [],
  }
  checkWhatApplies(definition, read)
  return { ...definition, subAttributes: readSubAttributes(definition, read, level) }
}

/** Characteristics that a data type cannot have (RFC 7643 §2.3.2 to §2.3.8; erratum 6004). */
function checkWhatApplies(definition: AttributeDefinition, read: MemberReader): void {
  const { type } = definition
  const hasCase = type === 'string' || type === 'reference' || type === 'binary'
  if (definition.caseExact && !hasCase) {
    read.problem('caseExact', 'does not apply', `no case sensitivity for type ${type}`, true)
  }
  const neverUnique = type === 'boolean' || type === 'dateTime' || type === 'binary' || type === 'complex'
  if (definition.uniqueness !== 'none' && neverUnique) {
    read.problem('uniqueness', 'does not apply', `no uniqueness for type ${type}`, definition.uniqueness)
  }
  if (type === 'reference' && definition.referenceTypes.length === 0) {
    read.problem('referenceTypes', 'missing', 'what the reference may point to', undefined)
  }
  if (type !== 'reference' && definition.referenceTypes.length > 0) {
    read.problem(
      'referenceTypes',
      'does not apply',
      'referenceTypes only for type reference',
      definition.referenceTypes,
    )
  }
}

function readSubAttributes(
  definition: AttributeDefinition,
  read: MemberReader,
  level: number,
): readonly AttributeDefinition[] {
  const list = read.value('subAttributes')
  const given = isArray(list) ? list : []
  if (list !== undefined && list !== null && !isArray(list)) {
    read.problem('subAttributes', 'wrong type', 'an array', list)
  }
  if (definition.type !== 'complex') {
    if (given.length > 0) {
      read.problem('subAttributes', 'does not apply', 'sub-attributes only for type complex', definition.type)
    }
    return []
  }
  if (given.length === 0) {
    read.problem('subAttributes', 'no sub-attributes', 'the sub-attributes of a complex attribute', list)
    return definition.multiValued ? defaultSubAttributes : []
  }
  if (level >= deepestSubAttributes) {
    read.problem('subAttributes', 'nested too deeply', 'sub-attributes on one level', given.length)
    return []
  }
  return readAttributes(given, `${read.path}.subAttributes`, read.problems, level + 1)
}
