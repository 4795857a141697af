// Choices that the seed decides: the same seed gives the same run.

export interface Random {
  /** The seed of the run. */
  readonly seed: number
  /** A number from 0 up to, not including, 1. */
  next(): number
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number
  pick<T>(choices: readonly [T, ...T[]]): T
  /** Letters and digits, in lower case. */
  word(length: number): string
}

/** A generator of its own for each name, so that checks do not disturb each other's choices. */
export function createRandom(seed: number, name: string): Random {
  let state = hash(`${seed}:${name}`)
  const next = (): number => {
    // mulberry32: small, quick and good enough for test data.
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  return {
    seed,
    next,
    below,
    pick: choices => choices[below(choices.length)] ?? choices[0],
    word: length => Array.from({ length }, () => letters[below(letters.length)]).join(''),
  }
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value >>> 0
}
