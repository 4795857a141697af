// The many ways to write one filter down: letter case, parentheses that change nothing, not with and without a space, names
// with their schema URI, JSON escapes (RFC 7644 §3.4.2.2, §3.10).

import fc from 'fast-check'
import { type AttributePath, printAttributePath } from '../scim/attribute-path.ts'
import type { CompareValue, Filter } from '../scim/filter/filter.ts'
import { isObject } from '../scim/json.ts'
import { findAttribute, type ResourceSchemas } from '../scim/resource-schemas.ts'

const letterCases = ['as it is', 'upper', 'mixed', 'lower'] as const
const escapes = ['needed', 'letters'] as const

export interface Spelling {
  /** Of operators and names. */
  readonly letters: (typeof letterCases)[number]
  /** Redundant ones: 1 around the whole, 2 around every part as well. */
  readonly parentheses: 0 | 1 | 2
  /** The URI of the base schema before its attributes. */
  readonly uri: boolean
  /** Whether letters of texts are written as \u0061. */
  readonly escapes: (typeof escapes)[number]
  /** Whether "not" stands right before its parenthesis, as the grammar has it, or apart, as the examples; apart when absent. */
  readonly joinedNot?: boolean
}

export const plainSpelling: Spelling = { letters: 'as it is', parentheses: 0, uri: false, escapes: 'needed' }

/** Mostly plain, and odd in one way more often than in several. */
export const spellings: fc.Arbitrary<Spelling> = fc.record({
  letters: mostly('as it is', ...letterCases),
  parentheses: mostly(0, 0, 1, 2),
  uri: mostly(false, false, true),
  escapes: mostly('needed', ...escapes),
  joinedNot: mostly(false, false, true),
})

function mostly<const T>(usual: T, ...all: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...all) })
}

/** Whether a value read from a file is a spelling. */
export function isSpelling(value: unknown): value is Spelling {
  if (!isObject(value) || typeof value.uri !== 'boolean') return false
  return (
    letterCases.some(one => one === value.letters) &&
    [0, 1, 2].some(one => one === value.parentheses) &&
    escapes.some(one => one === value.escapes) &&
    (value.joinedNot === undefined || typeof value.joinedNot === 'boolean')
  )
}

/** Whether the spelling is the one every example of the RFC has. */
export function isPlain({ letters, parentheses, uri, escapes: escaping, joinedNot }: Spelling): boolean {
  return letters === 'as it is' && parentheses === 0 && !uri && escaping === 'needed' && joinedNot !== true
}

/** Writes a filter in one of its spellings; all mean the same. */
export function spell(filter: Filter, spelling: Spelling, schemas: ResourceSchemas): string {
  const text = write(filter, spelling, schemas, false)
  return spelling.parentheses > 0 ? `(${text})` : text
}

function write(filter: Filter, spelling: Spelling, schemas: ResourceSchemas, inBrackets: boolean): string {
  const word = (text: string): string => recased(text, spelling.letters)
  const below = (operand: Filter): string => write(operand, spelling, schemas, inBrackets)
  switch (filter.kind) {
    case 'comparison':
      return `${name(filter.path, spelling, schemas, inBrackets)} ${word(filter.operator)} ${literal(filter.value, spelling)}`
    case 'present':
      return `${name(filter.path, spelling, schemas, inBrackets)} ${word('pr')}`
    case 'and':
    case 'or':
      return filter.operands
        .map(operand => {
          const needed = operand.kind === 'or' || operand.kind === filter.kind
          return needed || spelling.parentheses === 2 ? `(${below(operand)})` : below(operand)
        })
        .join(` ${word(filter.kind)} `)
    case 'not':
      return `${word('not')}${spelling.joinedNot === true ? '' : ' '}(${below(filter.filter)})`
    case 'value path':
      return `${name(filter.path, spelling, schemas, false)}[${write(filter.filter, spelling, schemas, true)}]`
  }
}

function name(path: AttributePath, spelling: Spelling, schemas: ResourceSchemas, inBrackets: boolean): string {
  const isCommon = ['id', 'externalid', 'meta', 'schemas'].includes(path.attribute.toLowerCase())
  const takesUri = spelling.uri && !inBrackets && path.schema === undefined && !isCommon
  const isBase = takesUri && findAttribute(schemas, path)?.extension === undefined
  const whole = isBase ? { ...path, schema: schemas.base.id } : path
  return recased(printAttributePath(whole), spelling.letters)
}

function recased(text: string, letters: Spelling['letters']): string {
  if (letters === 'as it is') return text
  if (letters === 'upper') return text.toUpperCase()
  if (letters === 'lower') return text.toLowerCase()
  return [...text].map((letter, index) => (index % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase())).join('')
}

function literal(value: CompareValue, { escapes: escaping }: Spelling): string {
  const text = JSON.stringify(value)
  if (typeof value !== 'string' || escaping === 'needed') return text
  // The first letter or digit alone: one escape shows whether escapes are read.
  return text.replace(
    /^("[^"\\a-z0-9]*)([a-z0-9])/i,
    (_, before: string, letter: string) => `${before}\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
