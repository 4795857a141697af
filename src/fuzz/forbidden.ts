// Filters that the grammar allows and the schema forbids: an order of Booleans, a complex attribute compared, brackets where
// there is nothing to select from; and filters of names, operators and groups that there are not (RFC 7644 §3.4.2.2).

import { type AttributeDefinition, listedSubAttributes } from '../scim/attribute.ts'
import type { ResourceSchemas } from '../scim/resource-schemas.ts'

const orders = ['gt', 'ge', 'lt', 'le']
const everyOperator = ['eq', 'co', 'sw', 'ew', ...orders]

/** Every kind of forbidden filter, for each attribute it can be made of. */
export function forbiddenFilters({ base, extensions }: ResourceSchemas): readonly string[] {
  const all = [
    ...base.attributes.flatMap(attribute => forbiddenFor(attribute, attribute.name)),
    ...extensions.flatMap(({ schema }) =>
      schema.attributes.flatMap(attribute => forbiddenFor(attribute, `${schema.id}:${attribute.name}`)),
    ),
  ]
  const [simple] = base.attributes.filter(({ type, multiValued }) => type === 'string' && !multiValued)
  if (simple === undefined) return all
  return [
    ...all,
    `${simple.name}[value eq "x"]`,
    ...['zz', 'scimcop'].map(operator => `${simple.name} ${operator} "x"`),
    `${simple.name} pr "x"`,
    `${simple.name} eq`,
    `${simple.name} eq "x" and`,
    `and ${simple.name} pr`,
  ]
}

/** What no attribute, no operator or no group is, in the shape of a filter: a language of its own or of others. */
export function strangeFilters({ base, extensions }: ResourceSchemas, label: string): readonly string[] {
  const [list] = base.attributes.filter(({ type, multiValued }) => type === 'complex' && multiValued)
  const operators = ['zz', '==', 'scimcop', '=', '!=', 'like', 'contains', 'in', 'eqq', 'e']
  const unknown = ['scimcNothing', `${label}.scimcNothing`, `${base.id}:scimcNothing`, 'urn:scimc:nothing:userName']
  return [
    ...unknown.map((name, index) => `${name} ${['eq', 'co', 'gt', 'sw'][index % 4]} "x"`),
    '()',
    label,
    ...operators.map(operator => `${label} ${operator} "x"`),
    ...['&&', '||', '&', ',', 'xor'].map(word => `${label} pr ${word} id pr`),
    ...['!', 'no ', 'not not '].map(word => `${word}(${label} pr)`),
    'not ()',
    `${label} pr ()`,
    `() and ${label} pr`,
    'true',
    '*',
    `"x" eq ${label}`,
    `"${label}" eq "x"`,
    ...unknown.map(name => `${name} pr`),
    ...extensions.map(({ schema }) => `${schema.id}:scimcNothing eq "x"`),
    ...(list === undefined ? [] : [`${list.name}.scimcNothing eq "x"`, `${list.name}[scimcNothing pr]`]),
    ...unbalanced(list, label),
    '(())',
    '""',
    `${label} eq ${label}`,
  ]
}

/** Brackets and parentheses without their other half. */
function unbalanced(list: AttributeDefinition | undefined, label: string): readonly string[] {
  const groups = [`(${label} eq "x"`, `${label} eq "x")`, `((${label} eq "x")`]
  const [sub] = list?.subAttributes.filter(({ type }) => type === 'string') ?? []
  if (list === undefined || sub === undefined) return groups
  const inside = `${sub.name} eq "x"`
  return [`${list.name}[${inside}`, `${list.name}[${inside}]]`, `${list.name} ${inside}]`, ...groups]
}

function forbiddenFor(attribute: AttributeDefinition, path: string): readonly string[] {
  const { type, multiValued, returned } = attribute
  if (returned === 'never') return []
  switch (type) {
    case 'boolean':
      return orders.map(operator => `${path} ${operator} true`)
    case 'binary':
      return orders.map(operator => `${path} ${operator} "AAAA"`)
    case 'complex': {
      // What no definition lists may be unknown, and a filter on it match nothing.
      const below = listedSubAttributes(attribute).flatMap(sub =>
        sub.type === 'complex' ? [] : forbiddenFor(sub, `${path}.${sub.name}`),
      )
      if (!multiValued) return [...below, ...everyOperator.map(operator => `${path} ${operator} "x"`)]
      return [...below, `${path}[scimcNothing eq "x"]`, `${path}[]`]
    }
    default:
      return []
  }
}
