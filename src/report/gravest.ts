// Which findings to begin with: what does most harm, and each harm once.

import type { Failure } from './failure.ts'

/** A finding to begin with, what breaks in practice because of it, and the other findings that break the same. */
export interface Harm {
  readonly failure: Failure
  readonly impact: Failure['impacts'][number] | undefined
  readonly others: readonly Failure[]
}

/** The first few harms of findings in the order of `failuresOf`, and how many findings are in none of them. Known ones are left out. */
export function byHarm(
  failures: readonly Failure[],
  most = 5,
): { readonly harms: readonly Harm[]; readonly left: number } {
  const open = failures.filter(({ known }) => known === undefined)
  const groups = Map.groupBy(open, failure => failure.impacts[0]?.what ?? failure)
  const harms = [...groups.values()].slice(0, most).flatMap(([failure, ...others]) => {
    return failure === undefined ? [] : [{ failure, impact: failure.impacts[0], others }]
  })
  return { harms, left: open.length - harms.reduce((sum, { others }) => sum + 1 + others.length, 0) }
}
