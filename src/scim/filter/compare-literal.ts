// Compares one attribute value with the literal of a filter, by the attribute's data type (RFC 7644 §3.4.2.2, table 3).

import type { AttributeDefinition } from '../attribute.ts'
import { compareInstants, isOfType, parseDateTime } from '../data-type.ts'
import { lowerAscii } from '../json.ts'
import type { CompareOperator, CompareValue } from './filter.ts'
import { isLiteralOf, isUsual } from './judge-filter.ts'

/** The answer of a comparison; where the RFCs leave it open, a reason. */
export type Answer = boolean | { readonly open: string }

/**
 * Compares one value (not an array) with a literal. Open are: null (interpretation 17), a literal or value of another
 * type, operators that table 3 does not describe for the type, times without zone, case and order of letters beyond
 * ASCII, and the case of references and binaries (interpretation 24).
 */
export function compareLiteral(
  operator: CompareOperator,
  actual: unknown,
  literal: CompareValue,
  definition: AttributeDefinition,
): Answer {
  if (literal === null) return { open: 'what null compares to is not said (interpretation 17)' }
  if (!isLiteralOf(literal, definition)) return { open: `the literal is not of type ${definition.type}` }
  if (!isUsual(operator, definition)) return { open: `"${operator}" is not described for type ${definition.type}` }
  if (!isOfType(actual, definition.type)) return { open: `the value is not of type ${definition.type}` }
  if (typeof actual === 'string' && typeof literal === 'string') {
    if (definition.type === 'dateTime') return compareTimes(operator, actual, literal)
    return compareTexts(operator, actual, literal, definition)
  }
  if (typeof actual === 'number' && typeof literal === 'number') return holds(operator, actual - literal)
  if (operator === 'eq') return actual === literal
  return operator === 'ne' ? actual !== literal : { open: `"${operator}" is not described for this value` }
}

function compareTimes(operator: CompareOperator, actual: string, literal: string): Answer {
  const [one, other] = [parseDateTime(actual), parseDateTime(literal)]
  if (one === undefined || other === undefined || !one.zoned || !other.zoned) return { open: 'a time without its zone' }
  return holds(operator, compareInstants(one, other))
}

function compareTexts(
  operator: CompareOperator,
  actual: string,
  literal: string,
  { type, caseExact }: AttributeDefinition,
): Answer {
  const answers = spellings(caseExact).map(spell => compareSpelt(operator, spell(actual), spell(literal)))
  const caseIsOpen = type === 'reference' || type === 'binary'
  if (caseIsOpen)
    answers.push(...spellings(!caseExact).map(spell => compareSpelt(operator, spell(actual), spell(literal))))
  const [first = false] = answers
  if (answers.every(answer => answer === first)) {
    const ordering = operator === 'gt' || operator === 'ge' || operator === 'lt' || operator === 'le'
    if (!ordering || actual === literal || isAscii(actual + literal)) return first
    return { open: 'the order of letters beyond ASCII is not said' }
  }
  if (caseIsOpen) return { open: `whether type ${type} is case exact is disputed (interpretation 24)` }
  return { open: 'depends on how letter case is folded' }
}

/** The ways to take letter case: as it is; or folded to lower or upper case, for all letters or those of ASCII alone. */
function spellings(caseExact: boolean): readonly ((text: string) => string)[] {
  if (caseExact) return [text => text]
  return [text => text.toLowerCase(), text => text.toUpperCase(), lowerAscii]
}

function compareSpelt(operator: CompareOperator, actual: string, literal: string): boolean {
  switch (operator) {
    case 'co':
      return actual.includes(literal)
    case 'sw':
      return actual.startsWith(literal)
    case 'ew':
      return actual.endsWith(literal)
    default:
      return holds(operator, actual < literal ? -1 : actual > literal ? 1 : 0)
  }
}

/** Whether an operator accepts an order: negative where the value comes before the literal. */
function holds(operator: CompareOperator, order: number): boolean {
  switch (operator) {
    case 'eq':
      return order === 0
    case 'ne':
      return order !== 0
    case 'gt':
      return order > 0
    case 'ge':
      return order >= 0
    case 'lt':
      return order < 0
    case 'le':
      return order <= 0
    default:
      return false
  }
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text)
}
