// How many cases the witnesses are asked: a fixed number with a fixed seed; WITNESS_RUNS and WITNESS_SEED ask for others.

/** Settings for fc.assert: `usual` cases, or WITNESS_RUNS of them where that is more. */
export function runs(usual: number, seed: number): { readonly numRuns: number; readonly seed: number } {
  const wanted = Number(process.env.WITNESS_RUNS ?? 0)
  return { numRuns: Math.max(usual, wanted), seed: seed + Number(process.env.WITNESS_SEED ?? 0) }
}

/** The time limit of one test in milliseconds: more cases may take longer. */
export const timeLimitMs = process.env.WITNESS_RUNS === undefined ? 30_000 : 3_600_000

/** Prints how often each thing was seen, where WITNESS_COUNTS asks for it: the numbers of docs/witnesses.md. */
export function tell(what: string, counts: Readonly<Record<string, number>>): void {
  if (process.env.WITNESS_COUNTS !== undefined) console.log(what, JSON.stringify(counts))
}
