// A legal service provider is healthy: every variant of the embedded provider, with a few resources of each type in it.

import { expect, test } from 'vitest'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { allVariants } from '../../fixtures/variants/all.ts'
import type { Variant } from '../../fixtures/variants/variant.ts'
import { lookAtHealth } from '../../src/health/look-at-health.ts'
import { localTarget, optionsOf } from '../proof/examine-provider.ts'
import { fill } from './fill.ts'

/** What is not healthy about it, in words; undefined where all is well. */
async function complaint(variant: Variant): Promise<string | undefined> {
  const provider = await startProvider({ ...optionsOf(variant), token: 'variant-token' })
  try {
    const target = localTarget(provider.baseUrl, 'variant-token', variant.target)
    await fill(target)
    // Whether this machine is busy is not the question.
    const { verdict, reason } = await lookAtHealth(target, { seconds: 120, thresholds: { latencyMs: 60_000 } })
    return verdict === 'healthy' ? undefined : `${variant.name}: ${verdict}, ${reason}`
  } finally {
    await provider.close()
  }
}

test('all legal variants are healthy', { timeout: 600_000 }, async () => {
  expect(allVariants.length).toBeGreaterThan(150)
  const complaints: string[] = []
  const left = [...allVariants]
  const worker = async (): Promise<void> => {
    for (let variant = left.shift(); variant !== undefined; variant = left.shift()) {
      const words = await complaint(variant)
      if (words !== undefined) complaints.push(words)
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  expect(complaints).toEqual([])
})
