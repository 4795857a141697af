// Runs generated sequences on the embedded provider as it is, with a defect, or as a legal variant.

import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { topic } from '../../src/check/check.ts'
import { examine } from '../../src/engine/examine.ts'
import type { FuzzFinding } from '../../src/fuzz/lane.ts'
import type { CorpusCase, FuzzSettings } from '../../src/fuzz/search.ts'
import type { RunResult } from '../../src/result/run-result.ts'
import type { Target } from '../../src/target/target.ts'
import { sequencing } from '../../suites/fuzz/sequences.ts'
import { localTarget } from '../proof/examine-provider.ts'

export interface Sequenced {
  readonly result: RunResult
  readonly findings: readonly FuzzFinding[]
}

export interface SequenceRequest {
  /** For each of the three checks. */
  readonly requests: number
  readonly shrinkRequests?: number
  readonly seconds?: number
  readonly seed?: number
  readonly path?: string
  readonly firstOnly?: boolean
  readonly corpus?: readonly CorpusCase[]
  readonly only?: readonly string[]
  readonly target?: Partial<Target>
}

/** Starts a provider with these options, tries sequences on it and closes it. */
export async function trySequences(options: ProviderOptions, wanted: SequenceRequest): Promise<Sequenced> {
  const token = 'fuzz-token'
  const provider = await startProvider({ ...options, token })
  const findings: FuzzFinding[] = []
  const settings: FuzzSettings = {
    requests: wanted.requests,
    shrinkRequests: wanted.shrinkRequests ?? 300,
    seconds: wanted.seconds ?? 60,
    firstOnly: wanted.firstOnly ?? false,
    ...(wanted.path === undefined ? {} : { path: wanted.path }),
    ...(wanted.corpus === undefined ? {} : { corpus: wanted.corpus }),
    onFinding: finding => void findings.push(finding),
  }
  try {
    const result = await examine(localTarget(provider.baseUrl, token, { checkTimeoutMs: 600_000, ...wanted.target }), {
      topics: [topic('fuzz', [sequencing({ plain: settings, patch: settings, versions: settings })])],
      only: wanted.only ?? [],
      seed: wanted.seed ?? 1,
    })
    return { result, findings }
  } finally {
    await provider.close()
  }
}
