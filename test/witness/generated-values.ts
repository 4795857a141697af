// Generated attribute values and resources, from the schemas alone: few words, so that values often meet.

import fc from 'fast-check'
import type { JsonObject, JsonValue } from '../../fixtures/provider/json.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import { attributeDefinition } from '../../src/scim/attribute.ts'
import { knownUsers, type Witnessed } from './in-process.ts'

const words = ['a', 'b', 'A', 'ab', 'Anna', 'anna', 'b c', 'é', 'É', 'x"y\\z', '[_]', 'z^']
const uris = ['https://example.com/a', 'https://example.com/A', 'urn:example:b']
const times = [
  '2020-01-01T00:00:00Z',
  '2020-01-01T01:00:00+01:00',
  '2020-01-01T00:00:00.5Z',
  '2020-01-01T00:00:00.500Z',
  '2020-01-01T00:00:00.0001Z',
  '2019-12-31T23:59:59Z',
  '2021-06-01T12:00:00',
]
const binaries = ['AQID', 'aqid', 'AQI=', 'AQI', '-_-_', '+/+/']

/** Texts whose form the RFC prescribes. */
const formed: Readonly<Record<string, readonly string[]>> = {
  locale: ['en-US', 'de'],
  preferredLanguage: ['en', 'en-us, de;q=0.5'],
  country: ['DE', 'de', 'US'],
}

/** One simple value that fits the definition. */
export function simpleValue(definition: AttributeDefinition): fc.Arbitrary<string | number | boolean> {
  switch (definition.type) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.constantFrom(-1, 0, 1, 2, 1500)
    case 'decimal':
      return fc.constantFrom(-0.5, 0, 1, 1.5, 100)
    case 'dateTime':
      return fc.constantFrom(...times)
    case 'binary':
      return fc.constantFrom(...binaries)
    case 'reference':
      return fc.constantFrom(...uris)
    default: {
      const { canonicalValues, name } = definition
      const spelt = canonicalValues.flatMap(value => [value, value.toUpperCase()])
      return fc.constantFrom(...(formed[name] ?? (spelt.length > 0 ? [...spelt, 'other'] : words)))
    }
  }
}

/** Whether the values of an attribute refer to resources of the provider. */
export function isReference({ subAttributes }: AttributeDefinition): boolean {
  return subAttributes.some(({ name }) => name === '$ref')
}

/** One element of a multi-valued attribute, or the value of a single-valued one; readOnly parts are left out. */
export function elementValue(definition: AttributeDefinition): fc.Arbitrary<JsonValue> {
  if (definition.type !== 'complex') return simpleValue(definition)
  if (isReference(definition)) return fc.record({ value: fc.constantFrom(...knownUsers) })
  const parts = definition.subAttributes.filter(({ mutability }) => mutability !== 'readOnly')
  const required = parts.filter(part => part.required).map(({ name }) => name)
  return fc.record(Object.fromEntries(parts.map(part => [part.name, simpleValue(part)])), { requiredKeys: required })
}

/** A whole value of an attribute: a list with at most one primary element, or one value. */
export function attributeValue(definition: AttributeDefinition): fc.Arbitrary<JsonValue> {
  if (!definition.multiValued) return elementValue(definition)
  return fc.array(elementValue(definition), { minLength: 1, maxLength: 3 }).map(withOnePrimary)
}

function withOnePrimary(elements: JsonValue[]): JsonValue[] {
  const isPrimary = (element: JsonValue) =>
    typeof element === 'object' && element !== null && !Array.isArray(element) && element.primary === true
  const first = elements.find(isPrimary)
  return elements.filter(element => element === first || !isPrimary(element))
}

/** The attributes a client may write, externalId among them. */
export function writable(definitions: readonly AttributeDefinition[]): readonly AttributeDefinition[] {
  return definitions.filter(({ mutability }) => mutability !== 'readOnly')
}

const externalId = attributeDefinition('externalId', { caseExact: true })

function valuesOf(definitions: readonly AttributeDefinition[]): fc.Arbitrary<Record<string, JsonValue>> {
  const values = Object.fromEntries(definitions.map(definition => [definition.name, attributeValue(definition)]))
  const required = definitions.filter(definition => definition.required).map(({ name }) => name)
  return fc.record(values, { requiredKeys: required })
}

/** The body of a POST that creates a resource of the type, each optional attribute there or not. */
export function resourceBody({ schemas }: Witnessed): fc.Arbitrary<JsonObject> {
  const { base, extensions } = schemas
  const own = valuesOf([externalId, ...writable(base.attributes)])
  const containers = fc.record(
    Object.fromEntries(extensions.map(({ schema }) => [schema.id, valuesOf(writable(schema.attributes))])),
    { requiredKeys: [] },
  )
  return fc.tuple(own, containers).map(([attributes, extended]) => ({ schemas: [base.id], ...attributes, ...extended }))
}
