// Fuzzes the embedded provider as it is, with a defect, or as a legal variant.

import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { topic } from '../../src/check/check.ts'
import { examine } from '../../src/engine/examine.ts'
import type { FuzzFinding } from '../../src/fuzz/lane.ts'
import type { CorpusCase } from '../../src/fuzz/search.ts'
import type { RunResult } from '../../src/result/run-result.ts'
import type { Target } from '../../src/target/target.ts'
import { fuzzing, fuzzShares } from '../../suites/fuzz/fuzz.ts'
import { localTarget } from '../proof/examine-provider.ts'

export interface Fuzzed {
  readonly result: RunResult
  readonly findings: readonly FuzzFinding[]
}

export interface FuzzRequest {
  /** For each of the three checks, or divided among them. */
  readonly requests: number
  /** Divides the requests among the checks as `fuzz` does. */
  readonly shared?: boolean
  readonly shrinkRequests?: number
  readonly seconds?: number
  readonly seed?: number
  readonly path?: string
  /** Ends the run with the first finding. */
  readonly firstOnly?: boolean
  readonly corpus?: readonly CorpusCase[]
  readonly only?: readonly string[]
  readonly target?: Partial<Target>
}

/** Starts a provider with these options, fuzzes it and closes it. */
export async function fuzzProvider(options: ProviderOptions, wanted: FuzzRequest): Promise<Fuzzed> {
  const token = 'fuzz-token'
  const provider = await startProvider({ ...options, token })
  const findings: FuzzFinding[] = []
  const enough = new AbortController()
  const settingsFor = (kind: keyof typeof fuzzShares) => ({
    requests: Math.ceil(wanted.requests * (wanted.shared === true ? fuzzShares[kind] : 1)),
    shrinkRequests: wanted.shrinkRequests ?? 300,
    seconds: wanted.seconds ?? 60,
    firstOnly: wanted.firstOnly ?? false,
    ...(wanted.path === undefined ? {} : { path: wanted.path }),
    ...(wanted.corpus === undefined ? {} : { corpus: wanted.corpus }),
    onFinding: (finding: FuzzFinding) => {
      findings.push(finding)
      if (wanted.firstOnly === true) enough.abort()
    },
  })
  try {
    const result = await examine(localTarget(provider.baseUrl, token, { checkTimeoutMs: 600_000, ...wanted.target }), {
      topics: [
        topic('fuzz', [
          fuzzing({ valid: settingsFor('valid'), quoted: settingsFor('quoted'), invalid: settingsFor('invalid') }),
        ]),
      ],
      only: wanted.only ?? [],
      seed: wanted.seed ?? 1,
      signal: enough.signal,
    })
    return { result, findings }
  } finally {
    await provider.close()
  }
}
