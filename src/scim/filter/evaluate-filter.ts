// Whether a resource matches a filter, by its schemas (RFC 7644 §3.4.2.2): the oracle for every filter check.

import type { AttributeDefinition } from '../attribute.ts'
import type { AttributePath } from '../attribute-path.ts'
import { printAttributePath } from '../attribute-path.ts'
import type { JsonObject } from '../json.ts'
import { isArray, isObject, member, sameName } from '../json.ts'
import type { FoundAttribute, ResourceSchemas } from '../resource-schemas.ts'
import { findAttribute, findExtension, findInExtensions } from '../resource-schemas.ts'
import { elementsOf, isNeverReturned, valueAt, valuesAt } from '../value.ts'
import type { Answer } from './compare-literal.ts'
import { compareLiteral } from './compare-literal.ts'
import type { CompareOperator, CompareValue, Filter } from './filter.ts'
import { comparedAttribute, findSubAttribute } from './judge-filter.ts'

/** Whether a resource matches: true, false, or undefined by the RFCs, and then why. */
export type FilterMatch =
  | { readonly matches: true | false }
  | { readonly matches: 'undefined by the RFC'; readonly reason: string }

/**
 * Says whether a resource matches a filter, provided that the service provider answers it at all (see judgeFilter).
 *
 * Operators follow type and caseExact of the attribute; a multi-valued attribute matches if any value does, and "emails"
 * means emails.value (interpretation 14); a value path matches within one element. An attribute that no schema has
 * matches nothing (interpretation 13), and what its negation matches is undefined; so are "ne" on absent and on
 * multi-valued attributes unless all readings agree, and null (interpretation 17).
 */
export function evaluateFilter(filter: Filter, resource: JsonObject, resourceSchemas: ResourceSchemas): FilterMatch {
  return matchOf(evaluate(filter, resourceScope(resource, resourceSchemas), false))
}

/** evaluateFilter for many filters on one resource, which must not change meanwhile: each attribute is looked up once. */
export function filterEvaluator(
  resource: JsonObject,
  resourceSchemas: ResourceSchemas,
): (filter: Filter) => FilterMatch {
  const scope = remembering(resourceScope(resource, resourceSchemas))
  return filter => matchOf(evaluate(filter, scope, false))
}

/** evaluateFilter for the filter inside the brackets of a value path, on one element of the attribute. */
export function evaluateInBrackets(filter: Filter, element: unknown, attribute: AttributeDefinition): FilterMatch {
  return matchOf(evaluate(filter, elementScope(element, attribute), false))
}

function matchOf(answer: Answer): FilterMatch {
  return typeof answer === 'boolean' ? { matches: answer } : { matches: 'undefined by the RFC', reason: answer.open }
}

/** What a path means where a filter is evaluated: in a resource, or inside brackets in one element. */
interface Scope {
  /** The attribute with its values, a reason why that is open, or undefined where no schema has it. */
  lookUp(path: AttributePath): Operand | { readonly open: string } | undefined
}

interface Operand {
  readonly found: FoundAttribute
  /** Whether the path can reach several values. */
  readonly several: boolean
  readonly values: readonly unknown[]
  /** The values as far as comparisons go, where a missing "primary" counts as false (RFC 7643 §2.4). */
  readonly compared: readonly unknown[]
  readonly elements: readonly unknown[]
}

function evaluate(filter: Filter, scope: Scope, negated: boolean): Answer {
  switch (filter.kind) {
    case 'and':
      return all(filter.operands, operand => evaluate(operand, scope, negated))
    case 'or':
      return any(filter.operands, operand => evaluate(operand, scope, negated))
    case 'not':
      return opposite(evaluate(filter.filter, scope, !negated))
    case 'value path':
    case 'present':
    case 'comparison': {
      const operand = scope.lookUp(filter.path)
      if (operand === undefined) return noSuchAttribute(filter, negated)
      if ('open' in operand) return operand
      if (filter.kind === 'comparison') return compare(operand, filter.operator, filter.value)
      if (filter.kind === 'present') return isPresent(operand)
      return matchesInBrackets(operand, filter.filter, negated)
    }
  }
}

/** Presence and comparison with an unknown attribute are false (RFC 7644 §3.4.2.1); more is not said (interpretation 13). */
function noSuchAttribute(filter: Filter & { readonly path: AttributePath }, negated: boolean): Answer {
  const positive = filter.kind !== 'comparison' || filter.operator !== 'ne'
  if (positive && !negated) return false
  return { open: `no schema has ${printAttributePath(filter.path)} (interpretation 13)` }
}

function compare(operand: Operand, operator: CompareOperator, literal: CompareValue): Answer {
  const definition = comparedAttribute(operand.found)
  if (definition === undefined) return { open: 'a complex attribute has to be compared through a sub-attribute' }
  const isValue = definition !== (operand.found.subAttribute ?? operand.found.attribute)
  const values = isValue ? operand.elements.flatMap(element => valuesIn(element, definition)) : operand.compared
  if (literal === null) return { open: 'what null compares to is not said (interpretation 17)' }
  if (operator !== 'ne') {
    return any(values, value => compareLiteral(operator, value, literal, definition))
  }
  if (values.length === 0) return { open: '"ne" on an attribute without value (interpretation 17)' }
  const answers = values.map(value => compareLiteral('ne', value, literal, definition))
  if (!operand.several || answers.every(answer => answer === answers[0])) return any(answers, answer => answer)
  return { open: '"ne" on an attribute with several values (interpretation 17)' }
}

/** pr: a value that is neither null nor empty, or a complex value with such a part (RFC 7644 table 3). */
function isPresent({ values, compared }: Operand): Answer {
  if (values.some(value => !isEmpty(value))) return true
  return compared.length > 0 && compared !== values ? { open: 'whether a primary that is assumed is present' } : false
}

function isEmpty(value: unknown): boolean {
  if (value === '' || value === null || value === undefined) return true
  if (isArray(value)) return value.every(isEmpty)
  return isObject(value) && Object.values(value).every(isEmpty)
}

function matchesInBrackets({ found, elements }: Operand, filter: Filter, negated: boolean): Answer {
  const { attribute, subAttribute } = found
  if (attribute.type !== 'complex' || subAttribute !== undefined) {
    return { open: 'brackets stand after complex attributes only' }
  }
  return any(elements, element => evaluate(filter, elementScope(element, attribute), negated))
}

function resourceScope(resource: JsonObject, resourceSchemas: ResourceSchemas): Scope {
  return {
    lookUp(path) {
      const found = findAttribute(resourceSchemas, path)
      if (found === undefined) {
        if (findExtension(resourceSchemas, printAttributePath(path)) !== undefined) {
          return { open: 'the URI of an extension, not an attribute' }
        }
        const loose = findInExtensions(resourceSchemas, path)
        return loose && { open: 'an extension attribute without its URI' }
      }
      const { attribute, subAttribute } = found
      if (isNeverReturned(attribute) || (subAttribute !== undefined && isNeverReturned(subAttribute))) {
        return { open: 'an attribute that is never returned' }
      }
      const elements = elementsOf(valueAt(resource, found))
      const values = valuesAt(resource, found)
      const several = attribute.multiValued || subAttribute?.multiValued === true
      return { found, several, values, compared: withPrimary(found, elements, values), elements }
    },
  }
}

/** The same scope, in which a path is looked up once. */
function remembering(scope: Scope): Scope {
  const known = new Map<string, ReturnType<Scope['lookUp']>>()
  return {
    lookUp(path) {
      const name = printAttributePath(path)
      if (!known.has(name)) known.set(name, scope.lookUp(path))
      return known.get(name)
    },
  }
}

function elementScope(element: unknown, attribute: AttributeDefinition): Scope {
  return {
    lookUp(path) {
      const subAttribute = findSubAttribute(attribute, path)
      if (subAttribute === undefined) return undefined
      const values = valuesIn(element, subAttribute)
      const compared = withPrimary({ attribute, subAttribute }, [element], values)
      return {
        found: { attribute: subAttribute },
        several: subAttribute.multiValued,
        values,
        compared,
        elements: values,
      }
    },
  }
}

function valuesIn(element: unknown, { name }: AttributeDefinition): readonly unknown[] {
  return isObject(element) ? elementsOf(member(element, name)) : []
}

/** An element that does not say whether it is primary is not (RFC 7643 §2.4). */
function withPrimary(
  { attribute, subAttribute }: FoundAttribute,
  elements: readonly unknown[],
  values: readonly unknown[],
): readonly unknown[] {
  if (!attribute.multiValued || subAttribute?.type !== 'boolean' || !sameName(subAttribute.name, 'primary'))
    return values
  if (values.length === elements.length) return values
  return elements.map(element => valuesIn(element, subAttribute)[0] ?? false)
}

/** True as soon as one answer is; else open where one is open. */
function any<T>(operands: readonly T[], answerOf: (operand: T) => Answer): Answer {
  let result: Answer = false
  for (const operand of operands) {
    const answer = answerOf(operand)
    if (answer === true) return true
    if (result === false) result = answer
  }
  return result
}

/** False as soon as one answer is; else open where one is open. */
function all<T>(operands: readonly T[], answerOf: (operand: T) => Answer): Answer {
  let result: Answer = true
  for (const operand of operands) {
    const answer = answerOf(operand)
    if (answer === false) return false
    if (result === true) result = answer
  }
  return result
}

function opposite(answer: Answer): Answer {
  return typeof answer === 'boolean' ? !answer : answer
}
