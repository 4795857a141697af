// Fuzzes the provider with a defect, as `scim-conformance fuzz` would, and tells how many requests the first finding took.

import type { Defect } from '../../fixtures/defects/defect.ts'
import { optionsOf } from '../proof/examine-provider.ts'
import { fuzzProvider } from './fuzz-provider.ts'

/** Requests sent when something was first seen, discovery and data included; undefined where nothing was. */
export async function findDefect(
  defect: Pick<Defect, 'options' | 'change'>,
  requests: number,
  seed = 1,
): Promise<number | undefined> {
  const { findings } = await fuzzProvider(optionsOf(defect), {
    requests,
    shared: true,
    shrinkRequests: 0,
    firstOnly: true,
    seed,
  })
  const [first] = findings.map(({ firstExchange }) => firstExchange).sort((a, b) => a - b)
  return first !== undefined && first <= requests ? first : undefined
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
