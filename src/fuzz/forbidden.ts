// Filters that the grammar allows and the schema forbids: an order of Booleans, a complex attribute compared, brackets where
// there is nothing to select from (RFC 7644 §3.4.2.2).

import type { AttributeDefinition } from '../scim/attribute.ts'
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
    '()',
  ]
}

function forbiddenFor(
  { type, multiValued, subAttributes, returned }: AttributeDefinition,
  path: string,
): readonly string[] {
  if (returned === 'never') return []
  switch (type) {
    case 'boolean':
      return orders.map(operator => `${path} ${operator} true`)
    case 'binary':
      return orders.map(operator => `${path} ${operator} "AAAA"`)
    case 'complex': {
      const below = subAttributes.flatMap(sub =>
        sub.type === 'complex' ? [] : forbiddenFor(sub, `${path}.${sub.name}`),
      )
      if (!multiValued) return [...below, ...everyOperator.map(operator => `${path} ${operator} "x"`)]
      return [...below, `${path}[scimcNothing eq "x"]`, `${path}[]`]
    }
    default:
      return []
  }
}
