// Reads filters by the grammar of RFC 7644 §3.4.2.2, figure 1.

import type { AttributePath } from '../attribute-path.ts'
import { parseAttributePath } from '../attribute-path.ts'
import type { CompareValue, Filter } from './filter.ts'
import { compareOperators, FilterSyntaxError } from './filter.ts'

/** Limits against hostile input: characters in a filter, and brackets or parentheses open at once. */
export const longestFilter = 65_536
export const deepestFilter = 64

/**
 * Reads a SCIM filter into a tree (RFC 7644 §3.4.2.2). Throws FilterSyntaxError where reading stopped.
 *
 * The grammar is taken strictly: one space between the parts, lower-case literals, JSON strings. Beyond its letter, "not"
 * may have a space before its parenthesis (erratum 7319), parentheses may stand inside brackets (erratum 7322), a value
 * path may not (erratum 4690), and "$" may stand in names (RFC 7643 §2.1).
 */
export function parseFilter(text: string): Filter {
  if (text.length > longestFilter) throw new FilterSyntaxError('The filter is too long', longestFilter)
  const { filter, end } = parseFilterAt(text, 0, false)
  if (end < text.length) throw new FilterSyntaxError('Unexpected text after the filter', end)
  return filter
}

/** Reads the filter that starts at an offset and ends where the text, its parenthesis or its bracket does. */
export function parseFilterAt(
  text: string,
  start: number,
  inBrackets: boolean,
): { readonly filter: Filter; readonly end: number } {
  const reader = { text, offset: start, depth: 0 }
  const filter = readLogical(reader, 'or', inBrackets)
  return { filter, end: reader.offset }
}

interface Reader {
  readonly text: string
  offset: number
  depth: number
}

/** FILTER SP ("and" / "or") SP FILTER, where "and" binds closer than "or". */
function readLogical(reader: Reader, operator: 'and' | 'or', inBrackets: boolean): Filter {
  const readOperand = () =>
    operator === 'or' ? readLogical(reader, 'and', inBrackets) : readOperandOfAnd(reader, inBrackets)
  const operands = [readOperand()]
  while (take(reader, operator === 'or' ? / or /iy : / and /iy) !== undefined) operands.push(readOperand())
  const [only] = operands
  return operands.length === 1 && only !== undefined ? only : { kind: operator, operands }
}

function readOperandOfAnd(reader: Reader, inBrackets: boolean): Filter {
  const opening = take(reader, /(?:not ?)?\(/iy)
  if (opening !== undefined) {
    const filter = readNested(reader, ')', inBrackets)
    return opening === '(' ? filter : { kind: 'not', filter }
  }
  const path = readPath(reader)
  const bracket = reader.offset
  if (take(reader, /\[/y) !== undefined) {
    if (inBrackets) throw new FilterSyntaxError('A value path cannot stand inside another', bracket)
    return { kind: 'value path', path, filter: readNested(reader, ']', true) }
  }
  return readExpression(reader, path)
}

function readNested(reader: Reader, closing: ')' | ']', inBrackets: boolean): Filter {
  reader.depth += 1
  if (reader.depth > deepestFilter) throw new FilterSyntaxError('The filter is nested too deeply', reader.offset)
  const filter = readLogical(reader, 'or', inBrackets)
  if (reader.text[reader.offset] !== closing) throw new FilterSyntaxError(`Expected "${closing}"`, reader.offset)
  reader.offset += 1
  reader.depth -= 1
  return filter
}

function readPath(reader: Reader): AttributePath {
  const start = reader.offset
  const text = take(reader, /[^\s()[\]"]+/y)
  const path = text === undefined ? undefined : parseAttributePath(text)
  if (path === undefined) throw new FilterSyntaxError('Expected an attribute path', start)
  return path
}

/** SP "pr", or SP compareOp SP compValue. */
function readExpression(reader: Reader, path: AttributePath): Filter {
  const start = reader.offset
  const word = take(reader, / [A-Za-z]+(?=[ )\]]|$)/y)
    ?.slice(1)
    .toLowerCase()
  if (word === 'pr') return { kind: 'present', path }
  const operator = compareOperators.find(known => known === word)
  if (operator === undefined) throw new FilterSyntaxError('Expected one space and an operator', start)
  return { kind: 'comparison', path, operator, value: readCompareValue(reader) }
}

function readCompareValue(reader: Reader): CompareValue {
  const start = reader.offset
  const literal = take(
    reader,
    / (?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")(?=[ )\]]|$)/uy,
  )
  const value: unknown = literal === undefined ? undefined : JSON.parse(literal)
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value
  throw new FilterSyntaxError('Expected one space and a comparison value as JSON writes it', start)
}

/** What a sticky pattern matches at the reader's place, which then moves on. */
function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.offset
  const match = pattern.exec(reader.text)?.[0]
  if (match !== undefined) reader.offset += match.length
  return match
}
