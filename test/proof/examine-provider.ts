// Runs checks against the embedded provider as it is, with a defect, or as a legal variant.

import type { Defect } from '../../fixtures/defects/defect.ts'
import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { startProvider } from '../../fixtures/provider/provider.ts'
import type { Variant } from '../../fixtures/variants/variant.ts'
import type { Topic } from '../../src/check/check.ts'
import { examine } from '../../src/engine/examine.ts'
import type { RunResult } from '../../src/result/run-result.ts'
import type { Target } from '../../src/target/target.ts'
import { allTopics } from '../../suites/all.ts'

/** A target that points at a provider on this machine and signs in with a bearer token. */
export function localTarget(baseUrl: string, token: string, extra: Partial<Target> = {}): Target {
  return {
    name: 'the embedded provider',
    baseUrl,
    baseQuery: {},
    paths: {},
    headers: {},
    auth: { type: 'bearer', token, from: 'the test' },
    requestTimeoutMs: 30_000,
    checkTimeoutMs: 120_000,
    concurrency: 32,
    maxResponseBytes: 10_000_000,
    http2: false,
    tls: { insecure: false },
    leaveOut: [],
    templates: {},
    emailDomain: 'example.com',
    safety: 'own-data',
    secrets: [token],
    warnings: [],
    ...extra,
  }
}

/** The topics, with what is examined for gates alone among the rest. */
export function withGates(topics: readonly Topic[]): readonly Topic[] {
  return topics.map(({ name, suites, optional = false }) => ({ name, suites, ...(optional ? { optional } : {}) }))
}

/** Starts a provider with these options, runs the checks with these prefixes (all when empty) and closes it. */
export async function examineProvider(
  options: ProviderOptions,
  only: readonly string[] = [],
  extra: Partial<Target> = {},
  topics: readonly Topic[] = allTopics,
): Promise<RunResult> {
  const token = 'proof-token'
  const provider = await startProvider({ ...options, token })
  try {
    return await examine(localTarget(provider.baseUrl, token, extra), {
      topics: withGates(topics),
      only,
      interop: true,
    })
  } finally {
    await provider.close()
  }
}

/** The provider options that switch a defect or a variant on. */
export function optionsOf({ options, change }: Pick<Defect | Variant, 'options' | 'change'>): ProviderOptions {
  return { ...options, ...(change === undefined ? {} : { parts: change }) }
}

const passive = new Set(
  allTopics
    .flatMap(topic => topic.suites.flatMap(suite => suite.checks))
    .flatMap(({ kind, id }) => (kind === 'passive' ? [id] : [])),
)

/** The checks to run for a defect: those that must notice, and for passive ones a check that shows them every attribute. */
export function checksFor({ caughtBy }: Pick<Defect, 'caughtBy'>): readonly string[] {
  return caughtBy.some(id => passive.has(id)) ? [...caughtBy, 'returned-values/every-attribute'] : caughtBy
}
