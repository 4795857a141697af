// Whether a filter makes sense for a resource type: what a provider has to refuse, and what it may (RFC 7644 §3.4.2.2).

import type { AttributeDefinition } from '../attribute.ts'
import { findDefinition } from '../attribute.ts'
import type { AttributePath } from '../attribute-path.ts'
import { printAttributePath } from '../attribute-path.ts'
import { isDateTime } from '../data-type.ts'
import type { FoundAttribute, ResourceSchemas } from '../resource-schemas.ts'
import { findAttribute, findInExtensions } from '../resource-schemas.ts'
import { isNeverReturned } from '../value.ts'
import type { CompareOperator, CompareValue, Filter } from './filter.ts'

export type FilterConcernKind =
  | 'unknown attribute'
  | 'extension attribute without its URI'
  | 'unknown sub-attribute in brackets'
  | 'order of booleans or binaries'
  | 'complex attribute compared'
  | 'multi-valued attribute without sub-attribute'
  | 'brackets after a simple attribute'
  | 'brackets after a singular attribute'
  | 'operator unusual for the data type'
  | 'value of another data type'
  | 'null'
  | 'attribute never returned'

/** One reason why a provider has to ("refuse") or may ("either") answer 400 invalidFilter. */
export interface FilterConcern {
  readonly kind: FilterConcernKind
  readonly path: string
  readonly answer: 'refuse' | 'either'
}

/**
 * Lists what a provider may take exception to in a filter on one resource type. An empty list means: no reason to refuse
 * but that it does not offer filters, an operator or brackets at all.
 */
export function judgeFilter(filter: Filter, resourceSchemas: ResourceSchemas): readonly FilterConcern[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(operand => judgeFilter(operand, resourceSchemas))
    case 'not':
      return judgeFilter(filter.filter, resourceSchemas)
    case 'value path':
      return judgeValuePath(filter.path, filter.filter, resourceSchemas)
    case 'present':
    case 'comparison': {
      const path = printAttributePath(filter.path)
      const found = findAttribute(resourceSchemas, filter.path)
      if (found === undefined) {
        const loose = findInExtensions(resourceSchemas, filter.path)
        const kind = loose === undefined ? 'unknown attribute' : 'extension attribute without its URI'
        return [{ kind, path, answer: 'either' }]
      }
      const { attribute, subAttribute } = found
      const secret = isNeverReturned(attribute) || (subAttribute !== undefined && isNeverReturned(subAttribute))
      const hidden: readonly FilterConcern[] = secret
        ? [{ kind: 'attribute never returned', path, answer: 'either' }]
        : []
      if (filter.kind === 'present') return hidden
      return [...hidden, ...judgeComparison(found, filter.operator, filter.value, path)]
    }
  }
}

/** Whether brackets can stand after an attribute: it has sub-attributes, and is named without one (RFC 7644 table 5). */
function judgeValuePath(
  path: AttributePath,
  filter: Filter,
  resourceSchemas: ResourceSchemas,
): readonly FilterConcern[] {
  const text = printAttributePath(path)
  const found = findAttribute(resourceSchemas, path)
  if (found === undefined) return [{ kind: 'unknown attribute', path: text, answer: 'either' }]
  const { attribute, subAttribute } = found
  if (attribute.type !== 'complex' || subAttribute !== undefined) {
    // The elements of a simple list may be taken to have "value", of the sub-attributes that RFC 7643 §2.4 gives to lists.
    const isList = attribute.multiValued && subAttribute === undefined
    return [{ kind: 'brackets after a simple attribute', path: text, answer: isList ? 'either' : 'refuse' }]
  }
  const singular: readonly FilterConcern[] = attribute.multiValued
    ? []
    : [{ kind: 'brackets after a singular attribute', path: text, answer: 'either' }]
  return [...singular, ...judgeInBrackets(filter, attribute, text)]
}

/** Judges the filter of a value path, whose names are sub-attributes of one attribute (RFC 7644 table 5). */
export function judgeInBrackets(
  filter: Filter,
  attribute: AttributeDefinition,
  prefix = attribute.name,
): readonly FilterConcern[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(operand => judgeInBrackets(operand, attribute, prefix))
    case 'not':
      return judgeInBrackets(filter.filter, attribute, prefix)
    case 'value path':
      return [{ kind: 'brackets after a simple attribute', path: prefix, answer: 'refuse' }]
    case 'present':
    case 'comparison': {
      const path = `${prefix}.${printAttributePath(filter.path)}`
      const subAttribute = findSubAttribute(attribute, filter.path)
      if (subAttribute === undefined) return [{ kind: 'unknown sub-attribute in brackets', path, answer: 'refuse' }]
      if (filter.kind === 'present') return []
      return judgeComparison({ attribute: subAttribute }, filter.operator, filter.value, path)
    }
  }
}

/** The sub-attribute that a name inside brackets stands for; undefined for URIs, dots and unknown names. */
export function findSubAttribute(attribute: AttributeDefinition, path: AttributePath): AttributeDefinition | undefined {
  if (path.schema !== undefined || path.subAttribute !== undefined) return undefined
  return findDefinition(attribute.subAttributes, path.attribute)
}

/** What a comparison looks at: "emails" stands for emails.value (interpretation 14); undefined where there is nothing. */
export function comparedAttribute({ attribute, subAttribute }: FoundAttribute): AttributeDefinition | undefined {
  const target = subAttribute ?? attribute
  if (target.type !== 'complex') return target
  const value = findDefinition(target.subAttributes, 'value')
  return target.multiValued && value !== undefined && value.type !== 'complex' ? value : undefined
}

function judgeComparison(
  found: FoundAttribute,
  operator: CompareOperator,
  value: CompareValue,
  path: string,
): readonly FilterConcern[] {
  const target = found.subAttribute ?? found.attribute
  const compared = comparedAttribute(found)
  if (compared === undefined) return [{ kind: 'complex attribute compared', path, answer: 'refuse' }]
  const concerns: FilterConcern[] = []
  if (compared !== target) {
    concerns.push({ kind: 'multi-valued attribute without sub-attribute', path, answer: 'either' })
  }
  const ordering = operator === 'gt' || operator === 'ge' || operator === 'lt' || operator === 'le'
  if (ordering && (compared.type === 'boolean' || compared.type === 'binary')) {
    concerns.push({ kind: 'order of booleans or binaries', path, answer: 'refuse' })
  } else if (value === null) {
    concerns.push({ kind: 'null', path, answer: 'either' })
  } else if (!isLiteralOf(value, compared)) {
    concerns.push({ kind: 'value of another data type', path, answer: 'either' })
  } else if (!isUsual(operator, compared)) {
    concerns.push({ kind: 'operator unusual for the data type', path, answer: 'either' })
  }
  return concerns
}

/** Whether a literal can be compared with values of an attribute's type. */
export function isLiteralOf(value: CompareValue, { type }: AttributeDefinition): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
    case 'decimal':
      return typeof value === 'number'
    case 'dateTime':
      return typeof value === 'string' && isDateTime(value)
    default:
      return typeof value === 'string'
  }
}

/** Whether table 3 says what an operator does with a type: parts of texts, order of strings, numbers and times. */
export function isUsual(operator: CompareOperator, { type }: AttributeDefinition): boolean {
  switch (operator) {
    case 'eq':
    case 'ne':
      return true
    case 'co':
    case 'sw':
    case 'ew':
      return type === 'string' || type === 'reference'
    default:
      return type === 'string' || type === 'dateTime' || type === 'integer' || type === 'decimal'
  }
}
