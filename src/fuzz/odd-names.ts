// Names as people give them to groups and users, and as no one should: with words of the filter language, with every sign
// that means something in filters, JSON or URLs, and with letters from everywhere.

import fc from 'fast-check'
import { isObject } from '../scim/json.ts'

/** Parts of names; failures are shrunk towards the first. */
const tokens = [
  'a',
  ' ',
  'or',
  'and',
  'not',
  ' or ',
  ' and ',
  ' OR ',
  ' AND ',
  'Supervisor',
  'SAND',
  'CORE',
  'eq',
  'ne',
  'co',
  'sw',
  'ew',
  'pr',
  ' eq ',
  ' pr',
  'true',
  'null',
  '"',
  '\\',
  "'",
  '[',
  ']',
  '(',
  ')',
  '.',
  ':',
  ',',
  ';',
  '+',
  '%',
  '%20',
  '%22',
  '&',
  '#',
  '?',
  '/',
  '=',
  '*',
  '_',
  '<',
  '{',
  '}',
  '|',
  '$',
  '@',
  '😀',
  'e\u0301',
  'é',
  'ß',
  'שלום',
  '日本',
  '–',
  '\u00a0',
  '\u200d',
  'x'.repeat(120),
] as const

/** A name before and after the text that makes it unique. */
export interface OddName {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

export const oddNames: fc.Arbitrary<OddName> = fc.record({
  before: fc.array(fc.constantFrom(...tokens), { maxLength: 2 }),
  after: fc.array(fc.constantFrom(...tokens), { maxLength: 5 }),
})

/** Whether a value read from a file is a name. */
export function isOddName(value: unknown): value is OddName {
  return isObject(value) && isTexts(value.before) && isTexts(value.after)
}

/** Names that come first: words that end in, or hold, "or" and "and", and each kind of sign once. */
export const firstNames: readonly OddName[] = [
  { before: [], after: [' or ', 'a'] },
  { before: [], after: [' ', 'Supervisor'] },
  { before: ['"', '\\'], after: ['"', '\\'] },
  { before: ['a'], after: [' and ', 'CORE'] },
  { before: ['('], after: [')', '[', ']', '.', ':'] },
  { before: [], after: ['+', '%', '&', '#', '?'] },
  { before: ['😀'], after: ['e\u0301', 'שלום'] },
  { before: ['not', ' '], after: [' eq ', 'a', ' pr'] },
]

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(text => typeof text === 'string')
}
