// Every defect that examples miss is found by the fuzzer within 2,000 requests, discovery and data included.

import { describe, expect, test } from 'vitest'
import { filterFuzzDefects } from '../../fixtures/defects/filter-fuzz.ts'
import { catalogue, isRequirementId } from '../../src/requirements/catalogue.ts'
import { optionsOf } from '../proof/examine-provider.ts'
import { fuzzProvider } from './fuzz-provider.ts'

describe('a defect is found', () => {
  test.each(filterFuzzDefects)('$name', { timeout: 120_000 }, async defect => {
    expect(isRequirementId(defect.breaks) && catalogue[defect.breaks]).toBeTruthy()
    const { findings } = await fuzzProvider(optionsOf(defect), {
      requests: 1800,
      shrinkRequests: 0,
      firstOnly: true,
      only: [...defect.caughtBy],
      seconds: 100,
    })
    const first = findings.map(({ firstExchange }) => firstExchange).sort((a, b) => a - b)[0]
    expect(first).toBeDefined()
    expect(first).toBeLessThanOrEqual(2000)
  })
})
