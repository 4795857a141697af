// Writes filters, and brings them to one form (RFC 7644 §3.4.2.2).

import type { AttributePath } from '../attribute-path.ts'
import { printAttributePath } from '../attribute-path.ts'
import type { CompareValue, Filter } from './filter.ts'

/** Writes a filter so that parseFilter reads the same tree again, with parentheses only where the tree needs them. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'comparison':
      return `${printAttributePath(filter.path)} ${filter.operator} ${printValue(filter.value)}`
    case 'present':
      return `${printAttributePath(filter.path)} pr`
    case 'and':
      return filter.operands
        .map(operand => (operand.kind === 'and' || operand.kind === 'or' ? grouped(operand) : printFilter(operand)))
        .join(' and ')
    case 'or':
      return filter.operands
        .map(operand => (operand.kind === 'or' ? grouped(operand) : printFilter(operand)))
        .join(' or ')
    case 'not':
      return `not ${grouped(filter.filter)}`
    case 'value path':
      return `${printAttributePath(filter.path)}[${printFilter(filter.filter)}]`
  }
}

function grouped(filter: Filter): string {
  return `(${printFilter(filter)})`
}

function printValue(value: CompareValue): string {
  if (Object.is(value, -0)) return '-0'
  // JSON can write numbers that overflow; they are read as infinite.
  if (value === Number.POSITIVE_INFINITY) return '1e999'
  if (value === Number.NEGATIVE_INFINITY) return '-1e999'
  return JSON.stringify(value)
}

/**
 * The same filter in one form: names and URIs in lower case, "and" in "and" and "or" in "or" flattened, "not" in "not"
 * dropped. The order of operands stays.
 */
export function normaliseFilter(filter: Filter): Filter {
  switch (filter.kind) {
    case 'comparison':
    case 'present':
      return { ...filter, path: lowerCased(filter.path) }
    case 'value path':
      return { ...filter, path: lowerCased(filter.path), filter: normaliseFilter(filter.filter) }
    case 'not': {
      const inner = normaliseFilter(filter.filter)
      return inner.kind === 'not' ? inner.filter : { kind: 'not', filter: inner }
    }
    case 'and':
    case 'or': {
      const operands = filter.operands
        .map(normaliseFilter)
        .flatMap(operand => (operand.kind === filter.kind ? operand.operands : [operand]))
      return { kind: filter.kind, operands }
    }
  }
}

function lowerCased({ schema, attribute, subAttribute }: AttributePath): AttributePath {
  return {
    ...(schema === undefined ? {} : { schema: schema.toLowerCase() }),
    attribute: attribute.toLowerCase(),
    ...(subAttribute === undefined ? {} : { subAttribute: subAttribute.toLowerCase() }),
  }
}
