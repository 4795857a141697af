// Generated filters over the attributes of a resource type, most of which make sense and many of which match.

import fc from 'fast-check'
import { type AttributeDefinition, attributeDefinition, findDefinition } from '../../src/scim/attribute.ts'
import type { AttributePath } from '../../src/scim/attribute-path.ts'
import { type CompareValue, compareOperators, type Filter } from '../../src/scim/filter/filter.ts'
import { type ResourceSchemas, topLevelAttributes } from '../../src/scim/resource-schemas.ts'
import { simpleValue } from './generated-values.ts'

/** Something a filter can name: the path as written, and the definition of what is compared. */
interface Named {
  readonly path: AttributePath
  readonly definition: AttributeDefinition
}

const strange: fc.Arbitrary<CompareValue> = fc.constantFrom(null, true, '', 'a', 0, 1.5, '2020-01-01T00:00:00Z')

function swapCase(text: string): string {
  return text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase()
}

/** Every attribute and sub-attribute by its path: with and without the URI of the base schema, in more than one case. */
function namesIn(schemas: ResourceSchemas): readonly Named[] {
  const { base, extensions } = schemas
  const named = (definition: AttributeDefinition, schema?: string): readonly Named[] => {
    const prefix = schema === undefined ? {} : { schema }
    const whole = { path: { ...prefix, attribute: definition.name }, definition }
    const parts = definition.subAttributes.map(part => ({
      path: { ...prefix, attribute: definition.name, subAttribute: part.name },
      definition: part,
    }))
    return [whole, ...parts]
  }
  const own = topLevelAttributes(schemas).flatMap(definition => [...named(definition), ...named(definition, base.id)])
  const extended = extensions.flatMap(({ schema }) => schema.attributes.flatMap(one => named(one, schema.id)))
  const loose = extensions.flatMap(({ schema }) => schema.attributes.slice(0, 1).flatMap(one => named(one)))
  const unknown = ['shoeSize', 'emails.shoeSize'].map(text => {
    const [attribute = '', subAttribute] = text.split('.')
    const path = { attribute, ...(subAttribute === undefined ? {} : { subAttribute }) }
    return { path, definition: attributeDefinition(text) }
  })
  const all = [...own, ...extended, ...loose, ...unknown]
  return [...all, ...all.slice(0, 20).map(one => ({ ...one, path: respelt(one.path) }))]
}

function respelt({ schema, attribute, subAttribute }: AttributePath): AttributePath {
  return {
    ...(schema === undefined ? {} : { schema: swapCase(schema) }),
    attribute: swapCase(attribute),
    ...(subAttribute === undefined ? {} : { subAttribute: swapCase(subAttribute) }),
  }
}

function compared(definition: AttributeDefinition): AttributeDefinition {
  return definition.type === 'complex' ? (findDefinition(definition.subAttributes, 'value') ?? definition) : definition
}

/** A part of the value too, for co, sw and ew. */
function literalFor(definition: AttributeDefinition): fc.Arbitrary<CompareValue> {
  const value = simpleValue(compared(definition))
  const part = fc
    .tuple(value, fc.nat(3))
    .map(([whole, start]) => (typeof whole === 'string' ? whole.slice(start, start + 3) : whole))
  return fc.oneof({ weight: 12, arbitrary: value }, { weight: 3, arbitrary: part }, { weight: 1, arbitrary: strange })
}

function leafOver(names: readonly Named[]): fc.Arbitrary<Filter> {
  return fc.constantFrom(...names).chain(({ path, definition }) =>
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('comparison' as const),
          path: fc.constant(path),
          operator: fc.constantFrom(...compareOperators),
          value: literalFor(definition),
        }),
      },
      { weight: 1, arbitrary: fc.constant({ kind: 'present' as const, path }) },
    ),
  )
}

function logic(leaf: fc.Arbitrary<Filter>, depth: number): fc.Arbitrary<Filter> {
  if (depth === 0) return leaf
  const below = logic(leaf, depth - 1)
  const operands = fc.array(below, { minLength: 2, maxLength: 3 })
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), operands }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), filter: below }) },
  )
}

/** Filters for the brackets after an attribute, over its sub-attributes or the one of them that is named. */
export function bracketFilter(attribute: AttributeDefinition, only?: string): fc.Arbitrary<Filter> {
  const names = attribute.subAttributes
    .filter(({ name }) => only === undefined || name === only)
    .map(part => ({ path: { attribute: part.name }, definition: part }))
  const simple = { path: { attribute: 'value' }, definition: { ...attribute, multiValued: false } }
  return logic(leafOver(names.length === 0 ? [simple] : names), 2)
}

/** Filters on one resource type. */
export function filterFor(schemas: ResourceSchemas): fc.Arbitrary<Filter> {
  const lists = topLevelAttributes(schemas).filter(({ type, multiValued }) => type === 'complex' || multiValued)
  const valuePath = fc.constantFrom(...lists).chain(attribute =>
    fc.record({
      kind: fc.constant('value path' as const),
      path: fc.constant({ attribute: attribute.name }),
      filter: bracketFilter(attribute),
    }),
  )
  const leaf = fc.oneof({ weight: 5, arbitrary: leafOver(namesIn(schemas)) }, { weight: 2, arbitrary: valuePath })
  return logic(leaf, 2)
}
