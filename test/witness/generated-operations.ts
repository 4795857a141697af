// Generated PATCH operations on the attributes of a resource type: sensible ones first, and strange values among them.

import fc from 'fast-check'
import type { JsonObject, JsonValue } from '../../fixtures/provider/json.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import { printFilter } from '../../src/scim/filter/print-filter.ts'
import { topLevelAttributes } from '../../src/scim/resource-schemas.ts'
import { bracketFilter } from './generated-filters.ts'
import { attributeValue, elementValue, isReference, simpleValue, writable } from './generated-values.ts'
import { knownUsers, type Witnessed } from './in-process.ts'

const op = fc.constantFrom('add', 'replace', 'remove')
const strange: fc.Arbitrary<JsonValue> = fc.constantFrom<JsonValue>(
  ...[null, [], {}, '', 'aa', 5, true, [null], ['aa'], { value: 'aa' }, { nope: 1 }, [{ display: 'aa' }]],
)

/** An attribute and the text that stands before its name in a path. */
interface Placed {
  readonly prefix: string
  readonly attribute: AttributeDefinition
}

/** What the provider derives from "value", so that a client's word on it says nothing of PATCH. */
export const derived = ['$ref', 'type']

function partValue(attribute: AttributeDefinition, part: AttributeDefinition): fc.Arbitrary<JsonValue> {
  const value: fc.Arbitrary<JsonValue> = isReference(attribute) ? fc.constantFrom(...knownUsers) : simpleValue(part)
  return fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: strange })
}

function wholeValue(attribute: AttributeDefinition): fc.Arbitrary<JsonValue> {
  return fc.oneof(
    { weight: 6, arbitrary: attributeValue(attribute) },
    { weight: 1, arbitrary: elementValue(attribute) },
    { weight: 1, arbitrary: strange },
  )
}

/** The members of an operation; remove seldom has a value, the others nearly always. */
function operation(path: fc.Arbitrary<string>, value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(op, path, value, fc.nat(19))
    .map(([kind, text, given, die]) =>
      (kind === 'remove') === die > 0 ? { op: kind, path: text } : { op: kind, path: text, value: given },
    )
}

function partsOf(attribute: AttributeDefinition): readonly AttributeDefinition[] {
  const parts = attribute.subAttributes
  return isReference(attribute) ? parts.filter(({ name }) => !derived.includes(name)) : parts
}

function onAttribute({ prefix, attribute }: Placed): fc.Arbitrary<JsonObject> {
  const name = fc.constantFrom(attribute.name, attribute.name, attribute.name.toUpperCase()).map(text => prefix + text)
  const choices = [{ weight: 4, arbitrary: operation(name, wholeValue(attribute)) }]
  const parts = partsOf(attribute)
  if (parts.length > 0) {
    const onPart = fc.constantFrom(...parts).chain(part => {
      const path = name.map(text => `${text}.${part.name}`)
      return operation(path, partValue(attribute, part))
    })
    choices.push({ weight: attribute.multiValued ? 1 : 4, arbitrary: onPart })
  }
  if (attribute.multiValued) {
    // What the provider derives within a request the oracle does not see, so nothing asks for it.
    const only = isReference(attribute) ? 'value' : undefined
    const selection = fc
      .tuple(name, bracketFilter(attribute, only))
      .map(([text, condition]) => `${text}[${printFilter(condition)}]`)
    choices.push({ weight: 3, arbitrary: operation(selection, elementValue(attribute)) })
    if (parts.length > 0) {
      const onPart = fc.constantFrom(...parts).chain(part => {
        const path = selection.map(text => `${text}.${part.name}`)
        return operation(path, partValue(attribute, part))
      })
      choices.push({ weight: 4, arbitrary: onPart })
    }
  }
  return fc.oneof(...choices)
}

/** Some attributes at once, as the value of an operation without path. */
function members(definitions: readonly AttributeDefinition[], most: number): fc.Arbitrary<JsonObject> {
  const one = fc
    .constantFrom(...definitions)
    .chain(attribute => wholeValue(attribute).map(value => [attribute.name, value] as const))
  return fc
    .uniqueArray(one, { minLength: 1, maxLength: most, selector: ([name]) => name })
    .map(entries => Object.fromEntries(entries))
}

function withoutPath({ schemas }: Witnessed): fc.Arbitrary<JsonObject> {
  const { base, extensions } = schemas
  const own = members(base.attributes, 3)
  const extended = extensions.map(({ schema }) =>
    members(schema.attributes, 2).map(values => ({ [schema.id]: values })),
  )
  const value = fc.oneof({ weight: 4, arbitrary: own }, ...extended.map(arbitrary => ({ weight: 2, arbitrary })), {
    weight: 1,
    arbitrary: strange,
  })
  return fc.record({ op: fc.constantFrom('add', 'replace'), value })
}

/** Operations on the schemas attribute. */
function onSchemas({ schemas }: Witnessed): fc.Arbitrary<JsonObject> {
  const uris = [schemas.base.id, ...schemas.extensions.map(({ schema }) => schema.id)]
  const value = fc.oneof(fc.subarray(uris), fc.constantFrom<JsonValue>(['urn:example:none'], null, schemas.base.id))
  return operation(fc.constant('schemas'), value)
}

/** Operations on resources of one type. */
export function operationFor(witnessed: Witnessed): fc.Arbitrary<JsonObject> {
  const { schemas } = witnessed
  const own = topLevelAttributes(schemas).filter(({ name }) => name !== 'schemas')
  const placed: Placed[] = own.map(attribute => ({ prefix: '', attribute }))
  placed.push(...writable(schemas.base.attributes).map(attribute => ({ prefix: `${schemas.base.id}:`, attribute })))
  for (const { schema } of schemas.extensions) {
    placed.push(...schema.attributes.map(attribute => ({ prefix: `${schema.id}:`, attribute })))
  }
  const wrong = operation(fc.constantFrom('nope', 'name.nope', 'a b', 'emails[', 'emails[type eq', ''), strange)
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...placed).chain(onAttribute) },
    { weight: 3, arbitrary: withoutPath(witnessed) },
    { weight: 1, arbitrary: onSchemas(witnessed) },
    { weight: 1, arbitrary: wrong },
  )
}
