// Spoils a filter: by whole tokens, by single characters, by cutting it off.

import fc from 'fast-check'
import { isObject } from '../scim/json.ts'

const tokenWays = ['leave out', 'double', 'swap with next', 'put in', 'replace', 'unbalance', 'say otherwise'] as const
const characterWays = ['leave out', 'double', 'put in', 'replace', 'cut off'] as const

/** Words that change what a filter is; the unknown operators are no one's extension. */
const strangeTokens = [
  'zz',
  'qe',
  'and',
  'or',
  'not',
  'eq',
  'pr',
  'gt',
  'le',
  'co',
  '(',
  ')',
  '[',
  ']',
  '"',
  '""',
  'true',
  '12',
  'null',
  'scimcNothing',
  '==',
  '&&',
  ',',
  ';',
  '.',
  'a.b.c',
] as const

/** What other query languages say for a word of this one. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  and: ['&&', '&', ',', ';'],
  or: ['||', '|', 'xor'],
  not: ['!', 'no', 'nor'],
  eq: ['==', '=', ':', 'is'],
  ne: ['!=', '<>', '=='],
  co: ['contains', 'like', 'in', '~'],
  sw: ['startsWith', '^=', 'like', 'starts'],
  ew: ['endsWith', '$=', 'like', 'ends'],
  gt: ['>', 'after', '>>', 'g'],
  ge: ['>=', 'gte', '=>', 'since'],
  lt: ['<', 'before', '<<', 'l'],
  le: ['<=', 'lte', '=<', 'until'],
  pr: ['exists', 'present', '!= null', 'ispr'],
}

const strangeCharacters = [
  '"',
  '(',
  ')',
  '[',
  ']',
  '\\',
  ' ',
  '.',
  ':',
  "'",
  '*',
  '%',
  '&',
  '=',
  ';',
  '\u0000',
  '\u0007',
  '\n',
  '\u007f',
  'é',
  '😀',
  '1',
  '-',
] as const

interface Edit {
  /** Where, in thousandths of the length. */
  readonly at: number
  readonly with: string
}

export interface TokenEdit extends Edit {
  readonly way: (typeof tokenWays)[number]
}

export interface CharacterEdit extends Edit {
  readonly way: (typeof characterWays)[number]
}

export const tokenEdits: fc.Arbitrary<TokenEdit> = fc.record({
  way: fc.constantFrom(...tokenWays),
  at: fc.nat(999),
  with: fc.constantFrom(...strangeTokens),
})

export const characterEdits: fc.Arbitrary<CharacterEdit> = fc.record({
  way: fc.constantFrom(...characterWays),
  at: fc.nat(999),
  with: fc.constantFrom(...strangeCharacters),
})

/** Whether a value read from a file is an edit of tokens. */
export function isTokenEdit(value: unknown): value is TokenEdit {
  return isEdit(value) && tokenWays.some(one => one === value.way)
}

/** Whether a value read from a file is an edit of characters. */
export function isCharacterEdit(value: unknown): value is CharacterEdit {
  return isEdit(value) && characterWays.some(one => one === value.way)
}

/** The filter with one of its tokens changed. */
export function editTokens(text: string, { way, at, with: word }: TokenEdit): string {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[()[\]]|[^\s()[\]"]+|\s+/g) ?? []
  const places = tokens.flatMap((token, index) => (/\S/.test(token) ? [index] : []))
  const chosen = Math.floor((at * places.length) / 1000)
  const place = places[chosen]
  const token = place === undefined ? undefined : tokens[place]
  if (place === undefined || token === undefined) return text
  const next = places[chosen + 1]
  switch (way) {
    case 'leave out':
      tokens[place] = ''
      break
    case 'double':
      tokens[place] = `${token} ${token}`
      break
    case 'put in':
      tokens[place] = `${word} ${token}`
      break
    case 'replace':
      tokens[place] = word
      break
    case 'unbalance':
      return unbalanced(tokens, at)
    case 'say otherwise':
      return saidOtherwise(tokens, at)
    case 'swap with next': {
      tokens[place] = next === undefined ? token : (tokens[next] ?? '')
      if (next !== undefined) tokens[next] = token
      break
    }
  }
  return tokens.join('')
}

/** Without one of its parentheses or brackets; where there is none, with one that nothing closes. */
function unbalanced(tokens: readonly string[], at: number): string {
  const places = tokens.flatMap((token, index) => (/^[()[\]]$/.test(token) ? [index] : []))
  const place = places[Math.floor((at * places.length) / 1000)]
  return place === undefined ? `(${tokens.join('')}` : tokens.filter((_, index) => index !== place).join('')
}

/** With one of its words as another language has it. */
function saidOtherwise(tokens: readonly string[], at: number): string {
  const places = tokens.flatMap((token, index) => (elsewhere[token] === undefined ? [] : [index]))
  const place = places[Math.floor((at * places.length) / 1000)]
  const others = place === undefined ? undefined : elsewhere[tokens[place] ?? '']
  return tokens.map((token, index) => (index === place ? (others?.[at % others.length] ?? token) : token)).join('')
}

/** The filter with one of its characters changed, or without its end. */
export function editCharacters(text: string, { way, at, with: character }: CharacterEdit): string {
  const characters = [...text]
  const place = Math.floor((at * characters.length) / 1000)
  const [before, here, after] = [characters.slice(0, place), characters[place] ?? '', characters.slice(place + 1)]
  const put = (...middle: readonly string[]): string => [...before, ...middle, ...after].join('')
  switch (way) {
    case 'leave out':
      return put()
    case 'double':
      return put(here, here)
    case 'put in':
      return put(character, here)
    case 'replace':
      return put(character)
    case 'cut off':
      return before.join('')
  }
}

function isEdit(value: unknown): value is Edit & { readonly way: unknown } {
  return isObject(value) && typeof value.at === 'number' && typeof value.with === 'string'
}
