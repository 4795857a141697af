// A generated filter as plain data that names values by where they stand, so that the same case can be tried on the data of
// another run: the resources get new ids and a new mark each time.

import fc from 'fast-check'
import type { AttributePath } from '../scim/attribute-path.ts'
import { parseAttributePath } from '../scim/attribute-path.ts'
import { isDateTime, parseDateTime } from '../scim/data-type.ts'
import { type CompareValue, compareOperators, type Filter } from '../scim/filter/filter.ts'
import { isObject } from '../scim/json.ts'
import { bracketPoolOf, type FuzzData, type FuzzOperator, poolOf, type Shape, type Shapes } from './fuzz-data.ts'

const twists = ['as it is', 'other case', 'more', 'less'] as const
type Twist = (typeof twists)[number]

/** A comparison, or a test of presence; `pick` chooses among the values the data has there. */
export interface Leaf extends Shape {
  readonly pick: number
  readonly twist: Twist
  /** Which part of a text, in hundredths of its length: from, and to. */
  readonly part: readonly [number, number]
}

/** A leaf or a group of factors, negated or not; with `list`, the leaves are those inside its brackets. */
export interface Factor {
  readonly not: boolean
  readonly list?: string
  readonly of: Leaf | Terms
}

/** Factors joined by "and", and those joined by "or". */
export type Terms = readonly (readonly Factor[])[]

/** Makes filters over the shapes of a type; many of them are a single comparison. */
export function filterCases({ plain, inBrackets }: Shapes): fc.Arbitrary<Terms> {
  const leaves = leavesOf(plain)
  const lists = [...inBrackets].map(([list, shapes]) =>
    fc.record({ not: negations, list: fc.constant(list), of: termsOf(factorsOf(leavesOf(shapes)), 2) }),
  )
  const factors = fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: factorsOf(leaves) },
    ...(lists.length === 0 ? [] : [{ weight: 1, arbitrary: fc.oneof(...lists) }]),
  )
  const one = fc.record({ not: fc.constant(false), of: leaves })
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: termsOf(one, 1) },
    { weight: 5, arbitrary: termsOf(factors, 3) },
  )
}

/** Whether a value read from a file is a case of filterCases. */
export function isTerms(value: unknown, depth = 0): value is Terms {
  if (depth > 4 || !Array.isArray(value) || value.length === 0) return false
  return value.every(
    (factors: unknown) =>
      Array.isArray(factors) && factors.length > 0 && factors.every((one: unknown) => isFactor(one, depth)),
  )
}

/** The filter a case stands for, with values from the data; undefined where the data has none for it. */
export function filterOf(terms: Terms, data: FuzzData, list?: string): Filter | undefined {
  const operands = terms.map(factors =>
    joined(
      'and',
      factors.map(factor => filterOfFactor(factor, data, list)),
    ),
  )
  return joined('or', operands)
}

const negations = fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.boolean() })

function leavesOf(shapes: readonly Shape[]): fc.Arbitrary<Leaf> {
  // Attributes first, so that one with few operators is not drowned by those with many.
  const byPath = Map.groupBy(shapes, ({ path }) => path)
  // Now and then kinds of attributes first: numbers and Booleans are few among many texts.
  const kindOf = (path: string): string => (byPath.get(path) ?? []).map(({ operator }) => operator).join(' ')
  const kinds = [...Map.groupBy(byPath.keys(), kindOf).values()].map(paths => fc.constantFrom(...paths))
  const paths = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...byPath.keys()) },
    { weight: 1, arbitrary: fc.oneof(...kinds) },
  )
  const anyShape = fc.tuple(paths, fc.nat(compareOperators.length)).map(([path, index]): Shape => {
    const own = byPath.get(path) ?? []
    return own[index % Math.max(1, own.length)] ?? { path, operator: 'pr' }
  })
  const twist = fc.oneof(
    { weight: 4, arbitrary: fc.constant('as it is' as const) },
    { weight: 3, arbitrary: fc.constantFrom(...twists) },
  )
  return fc
    .tuple(anyShape, fc.nat(15), twist, fc.nat(60), fc.nat(60))
    .map(([shape, pick, chosen, from, off]): Leaf => ({ ...shape, pick, twist: chosen, part: [from, 100 - off] }))
}

/** Leaves, and now and then a group of them. */
function factorsOf(leaves: fc.Arbitrary<Leaf>): fc.Arbitrary<Factor> {
  const simple = fc.record({ not: negations, of: leaves })
  const group = fc.record({ not: fc.boolean(), of: termsOf(simple, 2) })
  return fc.oneof({ withCrossShrink: true }, { weight: 4, arbitrary: simple }, { weight: 1, arbitrary: group })
}

function termsOf(factors: fc.Arbitrary<Factor>, most: number): fc.Arbitrary<Terms> {
  return fc.array(fc.array(factors, { minLength: 1, maxLength: most }), { minLength: 1, maxLength: most })
}

function isFactor(value: unknown, depth: number): value is Factor {
  if (!isObject(value) || typeof value.not !== 'boolean') return false
  if (value.list !== undefined && typeof value.list !== 'string') return false
  return isLeaf(value.of) || isTerms(value.of, depth + 1)
}

/** Whether a value read from a file is a leaf. */
export function isLeaf(value: unknown): value is Leaf {
  if (!isObject(value) || typeof value.path !== 'string' || typeof value.pick !== 'number') return false
  const { operator, twist, part } = value
  const known: readonly FuzzOperator[] = [...compareOperators, 'pr']
  return (
    known.some(one => one === operator) &&
    twists.some(one => one === twist) &&
    Array.isArray(part) &&
    part.length === 2 &&
    part.every(number => typeof number === 'number')
  )
}

function joined(kind: 'and' | 'or', operands: readonly (Filter | undefined)[]): Filter | undefined {
  const known = operands.filter(operand => operand !== undefined)
  const [only] = known
  return known.length > 1 ? { kind, operands: known } : only
}

function filterOfFactor({ not, list, of }: Factor, data: FuzzData, inside?: string): Filter | undefined {
  const inner = isLeaf(of) ? filterOfLeaf(of, data, inside) : filterOf(of, data, list ?? inside)
  if (inner === undefined) return undefined
  const path = list === undefined ? undefined : parseAttributePath(list)
  const filter: Filter = path === undefined ? inner : { kind: 'value path', path, filter: inner }
  return not ? { kind: 'not', filter } : filter
}

function filterOfLeaf(leaf: Leaf, data: FuzzData, list?: string): Filter | undefined {
  const path: AttributePath | undefined = parseAttributePath(leaf.path)
  if (path === undefined) return undefined
  if (leaf.operator === 'pr') return { kind: 'present', path }
  const pool = list === undefined ? poolOf(data, leaf.path) : bracketPoolOf(data, list, leaf.path)
  const value = pool[leaf.pick % Math.max(1, pool.length)]
  if (value === undefined) return undefined
  return { kind: 'comparison', path, operator: leaf.operator, value: twisted(partOf(value, leaf), leaf) }
}

/** The part of a text that an operator looks for. */
function partOf(value: CompareValue, { operator, part: [from, to] }: Leaf): CompareValue {
  if (typeof value !== 'string') return value
  const letters = [...value]
  const start = Math.floor((letters.length * from) / 100)
  const end = Math.ceil((letters.length * to) / 100)
  switch (operator) {
    case 'co':
      return letters.slice(start, Math.max(start + 1, end)).join('')
    case 'sw':
      return letters.slice(0, Math.max(1, end)).join('')
    case 'ew':
      return letters.slice(Math.min(letters.length - 1, start)).join('')
    default:
      return value
  }
}

function twisted(value: CompareValue, { twist }: Leaf): CompareValue {
  if (twist === 'as it is' || value === null) return value
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return twist === 'more' ? value + 1 : twist === 'less' ? value - 1 : -value
  if (isDateTime(value)) return otherTime(value, twist)
  if (twist === 'other case') return swapCase(value)
  const letters = [...value]
  return twist === 'more' || letters.length < 2 ? `${value}z` : letters.slice(0, -1).join('')
}

/** The same instant in another time zone, or a second later or earlier. */
function otherTime(text: string, twist: Twist): string {
  const instant = parseDateTime(text)
  if (instant === undefined || !instant.zoned) return text
  const fraction = instant.fraction === '' ? '' : `.${instant.fraction}`
  const write = (seconds: number, zone: string): string =>
    `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}${zone}`
  if (twist === 'other case') return write(instant.seconds + 5 * 3600, '+05:00')
  return write(instant.seconds + (twist === 'more' ? 1 : -1), 'Z')
}

/** The text with the case of its ASCII letters turned over. */
export function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, letter => {
    const lower = letter.toLowerCase()
    return letter === lower ? letter.toUpperCase() : lower
  })
}
