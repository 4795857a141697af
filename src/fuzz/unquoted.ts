// Names without the quotes they need: a parser that looks for "or" and "and" before it looks for values trips over them.

import fc from 'fast-check'
import { isObject } from '../scim/json.ts'
import type { FuzzData } from './fuzz-data.ts'

const operators = ['eq', 'sw', 'co', 'ne'] as const
const words = [
  'Sales',
  'Supervisor',
  'or',
  'and',
  'CORE',
  'SAND',
  'in',
  '-',
  'Purchase',
  'not',
  'eq',
  'Partner ',
] as const

export interface Unquoted {
  readonly operator: (typeof operators)[number]
  /** Letter case of the attribute's name: as the schema spells it, or with a capital. */
  readonly capital: boolean
  readonly words: readonly string[]
}

export const unquoted: fc.Arbitrary<Unquoted> = fc.record({
  operator: fc.constantFrom(...operators),
  capital: fc.boolean(),
  words: fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 5 }),
})

/** Names that a real product has tripped over. */
export const firstUnquoted: readonly Unquoted[] = [
  ['CL_Sell', 'in', '-', 'Purchase', 'Supervisor'],
  ['Sales', 'Supervisor'],
  ['Ops', 'and', 'Field'],
  ['Vendor', 'or', 'Partner '],
  ['Team', 'SAND'],
].map(name => ({ operator: 'eq', capital: true, words: name }))

/** Whether a value read from a file is such a case. */
export function isUnquoted(value: unknown): value is Unquoted {
  return (
    isObject(value) &&
    operators.some(one => one === value.operator) &&
    typeof value.capital === 'boolean' &&
    Array.isArray(value.words) &&
    value.words.every(word => typeof word === 'string')
  )
}

/** `DisplayName eq CL_Sell in - Purchase Supervisor`. */
export function unquotedFilter({ operator, capital, words: name }: Unquoted, { label }: FuzzData): string {
  const attribute = capital ? `${label.slice(0, 1).toUpperCase()}${label.slice(1)}` : label
  return `${attribute} ${operator} ${name.join(' ')}`
}
