// The attributes of a resource type as checks choose them: by characteristics, never by name.

import type { ProviderType } from '../../src/check/vocabulary.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { commonAttributes } from '../../src/scim/common-attributes.ts'
import { isObject, type JsonObject, member, withMember } from '../../src/scim/json.ts'
import type { FoundAttribute } from '../../src/scim/resource-schemas.ts'

/** Every attribute of the base schema and the extensions; the common attributes are left out. */
export function attributesOf({ schemas }: ProviderType): readonly FoundAttribute[] {
  const base = schemas.base.attributes
    .filter(({ name }) => findDefinition(commonAttributes, name) === undefined)
    .map(attribute => ({ attribute }))
  const extensions = schemas.extensions.flatMap(({ schema }) =>
    schema.attributes.map(attribute => ({ extension: schema.id, attribute })),
  )
  return [...base, ...extensions]
}

/**
 * Whether a resource can get one attribute of an extension by itself: the extension requires no attribute, or every resource
 * has the extension already.
 */
export function standsAlone({ schemas }: ProviderType, urn: string): boolean {
  return schemas.extensions.some(
    ({ schema, required }) => schema.id === urn && (required || !schema.attributes.some(one => one.required)),
  )
}

/** Whether clients can set the attribute at some time and see it again. */
export function isPlain({ mutability, returned }: AttributeDefinition): boolean {
  return mutability === 'readWrite' && (returned === 'default' || returned === 'always')
}

/** Single-valued text that takes any value. */
export function isFreeText(definition: AttributeDefinition): boolean {
  const { type, multiValued, canonicalValues, name } = definition
  const hasForm = /^(locale|timezone|preferredLanguage|userName)$/i.test(name)
  return isPlain(definition) && type === 'string' && !multiValued && canonicalValues.length === 0 && !hasForm
}

/** The text attribute of the type that checks write to: not required, not unique, free in form; the base schema first. */
export function freeTextOf(type: ProviderType): FoundAttribute | undefined {
  const texts = attributesOf(type).filter(({ attribute }) => isFreeText(attribute) && attribute.uniqueness === 'none')
  return texts.find(({ attribute }) => !attribute.required) ?? texts[0]
}

/** A copy of the resource in which the attribute has this value, in its extension where it has one; undefined takes it away. */
export function withAttribute(resource: JsonObject, found: FoundAttribute, value: unknown): JsonObject {
  const { extension, attribute } = found
  if (extension === undefined) return withMember(resource, attribute.name, value)
  const container = member(resource, extension)
  const changed = withMember(isObject(container) ? container : {}, attribute.name, value)
  const isEmpty = Object.keys(changed).length === 0
  const schemas = member(resource, 'schemas')
  const urns: unknown[] = Array.isArray(schemas) ? schemas.filter(urn => urn !== extension) : []
  return withMember(
    withMember(resource, 'schemas', isEmpty ? urns : [...urns, extension]),
    extension,
    isEmpty ? undefined : changed,
  )
}

/** A valid value of the attribute that is not this one; undefined where none can be made up. */
export function anotherValue(definition: AttributeDefinition, value: unknown, unique: string): unknown {
  if (definition.multiValued) {
    const [first] = Array.isArray(value) ? value : []
    const other = first === undefined ? undefined : anotherValue({ ...definition, multiValued: false }, first, unique)
    return other === undefined ? undefined : [other]
  }
  switch (definition.type) {
    case 'boolean':
      return value !== true
    case 'integer':
      return typeof value === 'number' ? value + 1 : 11
    case 'decimal':
      return typeof value === 'number' ? value + 1.25 : 11.25
    case 'dateTime':
      return value === '2027-03-04T05:06:07Z' ? '2028-03-04T05:06:07Z' : '2027-03-04T05:06:07Z'
    case 'binary':
      return Buffer.from(`other ${unique}`).toString('base64')
    case 'reference':
      return typeof value === 'string' && value.startsWith('https://') && definition.referenceTypes.includes('external')
        ? `${value}-other`
        : undefined
    case 'complex':
      return anotherComplexValue(definition, value, unique)
    case 'string':
      return anotherText(definition, value, unique)
  }
}

function anotherComplexValue(definition: AttributeDefinition, value: unknown, unique: string): JsonObject | undefined {
  if (!isObject(value)) return undefined
  for (const sub of definition.subAttributes) {
    const old = member(value, sub.name)
    if (old === undefined || sub.type !== 'string' || sub.mutability === 'readOnly') continue
    const other = anotherValue(sub, old, unique)
    if (other !== undefined) return withMember(value, sub.name, other)
  }
  return undefined
}

/** Values of attributes whose text has a form (RFC 7643 §4.1), two of each. */
const forms: Readonly<Record<string, readonly [string, string]>> = {
  locale: ['en-US', 'de-DE'],
  preferredlanguage: ['en-US', 'de-DE'],
  timezone: ['Europe/Berlin', 'America/New_York'],
  country: ['DE', 'US'],
}

function anotherText({ name, canonicalValues }: AttributeDefinition, value: unknown, unique: string): unknown {
  const old = typeof value === 'string' ? value : ''
  const key = name.toLowerCase()
  const form = Object.hasOwn(forms, key) ? forms[key] : undefined
  if (form !== undefined) return form.find(text => text !== old)
  if (canonicalValues.length > 0) return canonicalValues.find(text => text.toLowerCase() !== old.toLowerCase())
  const at = old.lastIndexOf('@')
  return at > 0 ? `${unique}${old.slice(at)}` : unique
}

/** The text with the case of every letter changed; the same text where it has none. */
export function swapCase(text: string): string {
  return [...text].map(c => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join('')
}
