// Where right answers differ although the oracle gives one: values made up for the answer, the order of texts, how exact a time
// is kept, a primary that is not said, and what not makes of a comparison with no value. A service provider is right either way.

import type { AttributePath } from '../scim/attribute-path.ts'
import { parseDateTime } from '../scim/data-type.ts'
import { evaluateFilter } from '../scim/filter/evaluate-filter.ts'
import type { Filter } from '../scim/filter/filter.ts'
import { isObject, type JsonObject, member, sameName } from '../scim/json.ts'
import { findAttribute, type ResourceSchemas } from '../scim/resource-schemas.ts'
import { elementsOf, isUnassigned, readValues, valueAt } from '../scim/value.ts'
import { leavesOf } from './leaves.ts'

type Comparison = Filter & { readonly kind: 'comparison' }

const collators = [
  new Intl.Collator('en'),
  new Intl.Collator('en', { sensitivity: 'base' }),
  new Intl.Collator('en', { ignorePunctuation: true }),
]

/** Whether what a filter gives for these resources depends on what service providers are free to do differently. */
export function isDisputed(filter: Filter, resources: readonly JsonObject[], schemas: ResourceSchemas): boolean {
  return leavesOf(filter).some(leaf => {
    if (isMadeUp(leaf.path, schemas)) return true
    if (leaf.kind === 'present') return false
    if (leaf.kind === 'comparison') {
      return (
        hasDisputedOrder(leaf, resources, schemas) ||
        hasDisputedTime(leaf, resources, schemas) ||
        hasAssumedPrimary(leaf, resources, schemas)
      )
    }
    const inside = insideOf(leaf.path, schemas)
    if (inside === undefined) return true
    return isDisputed(leaf.filter, resources.flatMap(inside.elements), inside.schemas)
  })
}

/**
 * Whether service providers make the value up when they answer, from other values or from the request: there may be nothing that
 * a filter could look at. What the RFC's own examples look for is not among it.
 */
function isMadeUp(path: AttributePath, schemas: ResourceSchemas): boolean {
  const found = findAttribute(schemas, path)
  if (found === undefined) return false
  const { attribute, subAttribute } = found
  const isOneOf = (name: string, ...names: readonly string[]): boolean => names.some(one => sameName(one, name))
  if (isOneOf((subAttribute ?? attribute).name, 'display', 'formatted', '$ref')) return true
  if (isOneOf(attribute.name, 'meta')) {
    return subAttribute !== undefined && isOneOf(subAttribute.name, 'location', 'version')
  }
  const isReadOnly = attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly'
  return isReadOnly && !isOneOf(attribute.name, 'id')
}

/** The elements of a list, and their sub-attributes as if they were attributes. */
function insideOf(path: AttributePath, schemas: ResourceSchemas) {
  const found = findAttribute(schemas, path)
  if (found === undefined) return undefined
  return {
    schemas: { base: { ...schemas.base, attributes: found.attribute.subAttributes }, extensions: [] },
    elements: (resource: JsonObject): readonly JsonObject[] =>
      elementsOf(valueAt(resource, found)).map(one => (isObject(one) ? one : {})),
  }
}

/**
 * Whether texts are ordered where ways to sort letters differ: the RFC says "lexicographical" and no more, so hyphens and
 * dots may count or not.
 */
function hasDisputedOrder(
  { operator, value, path }: Comparison,
  resources: readonly JsonObject[],
  schemas: ResourceSchemas,
): boolean {
  if (typeof value !== 'string' || !['gt', 'ge', 'lt', 'le'].includes(operator)) return false
  const found = findAttribute(schemas, path)
  const definition = found?.subAttribute ?? found?.attribute
  if (definition?.type === 'dateTime') return false
  const fold = (text: string): string => (definition?.caseExact === true ? text : text.toLowerCase())
  return resources.some(resource =>
    readValues(resource, path, schemas).some(actual => {
      if (typeof actual !== 'string') return true
      const [a, b] = [fold(actual), fold(value)]
      const order = a < b ? -1 : a > b ? 1 : 0
      return collators.some(collator => Math.sign(collator.compare(a, b)) !== order)
    }),
  )
}

/**
 * Whether a time that the service provider took itself may differ from the one in a filter by less than it shows: clocks and
 * databases keep microseconds where representations have seconds.
 */
function hasDisputedTime(
  { value, path }: Comparison,
  resources: readonly JsonObject[],
  schemas: ResourceSchemas,
): boolean {
  const wanted = typeof value === 'string' ? parseDateTime(value) : undefined
  if (wanted === undefined || !sameName(path.attribute, 'meta')) return false
  return resources.some(resource =>
    readValues(resource, path, schemas).some(actual => {
      const shown = typeof actual === 'string' ? parseDateTime(actual) : undefined
      if (typeof actual !== 'string' || shown === undefined) return false
      const digits = /\.(\d+)/.exec(actual)?.[1]?.length ?? 0
      const fractions = Number(`0.${shown.fraction}0`) - Number(`0.${wanted.fraction}0`)
      const difference = Math.abs(shown.seconds - wanted.seconds + fractions)
      return difference < 10 ** -digits * 0.999
    }),
  )
}

/**
 * Whether "primary" is compared where an element does not say whether it is: it counts as false, and a service provider that
 * does not find it so is only warned, by a check of its own (interpretation 41).
 */
function hasAssumedPrimary({ path }: Comparison, resources: readonly JsonObject[], schemas: ResourceSchemas): boolean {
  const found = findAttribute(schemas, path)
  const compared = found?.subAttribute ?? found?.attribute
  if (found === undefined || compared?.type !== 'boolean' || !sameName(compared.name, 'primary')) return false
  return resources.some(resource => {
    const elements = found.subAttribute === undefined ? [resource] : elementsOf(valueAt(resource, found))
    return elements.some(element => isObject(element) && isUnassigned(member(element, compared.name)))
  })
}

/**
 * Whether a resource matches where a comparison of what has no value is neither true nor false, and its negation neither, as
 * in SQL: the RFC says what not makes of true and of false, and no more (interpretation 17). undefined: neither.
 */
export function matchesInThreeValues(
  filter: Filter,
  resource: JsonObject,
  schemas: ResourceSchemas,
): boolean | undefined {
  switch (filter.kind) {
    case 'and': {
      const answers = filter.operands.map(operand => matchesInThreeValues(operand, resource, schemas))
      return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true
    }
    case 'or': {
      const answers = filter.operands.map(operand => matchesInThreeValues(operand, resource, schemas))
      return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
    }
    case 'not': {
      const answer = matchesInThreeValues(filter.filter, resource, schemas)
      return answer === undefined ? undefined : !answer
    }
    case 'value path': {
      const inside = insideOf(filter.path, schemas)
      return inside?.elements(resource).some(one => matchesInThreeValues(filter.filter, one, inside.schemas) === true)
    }
    case 'comparison':
      if (readValues(resource, filter.path, schemas).length === 0) return undefined
      break
    case 'present':
  }
  const { matches } = evaluateFilter(filter, resource, schemas)
  return matches === 'undefined by the RFC' ? undefined : matches
}

/** Whether a filter has a negation. */
export function hasNot(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.some(hasNot)
    case 'not':
      return true
    case 'value path':
      return hasNot(filter.filter)
    default:
      return false
  }
}
