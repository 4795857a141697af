// The known name that someone most likely meant.

import { distance } from 'fastest-levenshtein'

/** The closest of `known`, or undefined when none is close enough to be meant. Case counts for little. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase()
  let best: { readonly name: string; readonly score: number } | undefined
  for (const candidate of known) {
    const score = distance(wanted, candidate.toLowerCase())
    if (best === undefined || score < best.score) best = { name: candidate, score }
  }
  if (best === undefined) return undefined
  const limit = Math.max(1, Math.floor(Math.max(wanted.length, best.name.length) / 3))
  const startsAlike = wanted.length > 2 && best.name.toLowerCase().startsWith(wanted)
  return best.score <= limit || startsAlike ? best.name : undefined
}

/** `; did you mean "token"?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  return meant === undefined || meant === name ? '' : `; did you mean "${meant}"?`
}
