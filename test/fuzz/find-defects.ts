// Fuzzes each of some defects and tells how many requests the first finding took.

import type { Defect } from '../../fixtures/defects/defect.ts'
import type { FuzzFinding } from '../../src/fuzz/lane.ts'
import { optionsOf } from '../proof/examine-provider.ts'
import { fuzzProvider } from './fuzz-provider.ts'

export interface Found {
  readonly defect: string
  /** Requests the run had sent when something was first seen, discovery and data included; undefined where nothing was. */
  readonly requests: number | undefined
  readonly findings: readonly FuzzFinding[]
  readonly requirements: readonly string[]
}

/** Fuzzes the provider with a defect, `requests` in all, until each check has a finding. */
export async function findDefect(defect: Defect, requests: number, seed = 1): Promise<Found> {
  const each = Math.floor(requests / 3)
  const { result, findings } = await fuzzProvider(optionsOf(defect), {
    requests: each,
    shrinkRequests: 40,
    firstOnly: true,
    seed,
  })
  const first = findings.map(finding => finding.firstExchange).sort((a, b) => a - b)[0]
  const requirements = result.checks.flatMap(check => check.findings.map(({ requirement }) => requirement))
  return { defect: defect.name, requests: first, findings, requirements: [...new Set(requirements)] }
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
