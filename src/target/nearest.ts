// The known name that someone most likely meant.

import { distance } from 'fastest-levenshtein'

/**
 * The closest of `known`, or undefined when none is close enough to be meant. Case counts for nothing, a swap of two
 * letters for one. Where no name as a whole is close, one that begins with the wanted one or with a word like it is.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase()
  const whole = closest(wanted, known, candidate => candidate)
  if (whole !== undefined || wanted.length < 3) return whole
  const begins = known.find(candidate => candidate.toLowerCase().startsWith(wanted))
  return begins ?? closest(wanted, known, candidate => candidate.replace(/[-/.].*$/, ''))
}

function closest(wanted: string, known: readonly string[], part: (candidate: string) => string): string | undefined {
  let best: { readonly name: string; readonly score: number; readonly length: number } | undefined
  for (const name of known) {
    const candidate = part(name).toLowerCase()
    const score = apart(wanted, candidate)
    if (best === undefined || score < best.score) best = { name, score, length: candidate.length }
  }
  if (best === undefined) return undefined
  const limit = Math.max(1, Math.floor(Math.max(wanted.length, best.length) / 3))
  return best.score <= limit ? best.name : undefined
}

/** Letters to change from one name to the other, where two neighbours that changed places are one change. */
function apart(wanted: string, candidate: string): number {
  let least = distance(wanted, candidate)
  for (let at = 1; at < wanted.length && least > 1; at += 1) {
    if (wanted[at - 1] !== candidate[at] || wanted[at] !== candidate[at - 1]) continue
    const swapped = wanted.slice(0, at - 1) + wanted[at] + wanted[at - 1] + wanted.slice(at + 1)
    least = Math.min(least, distance(swapped, candidate) + 1)
  }
  return least
}

/** `; did you mean "token"?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  return meant === undefined || meant === name ? '' : `; did you mean "${meant}"?`
}
