// The embedded provider's PATCH beside the oracle's, on generated resources and operations of every resource type.
// docs/witnesses.md tells what they disagreed about.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { operationFor } from './generated-operations.ts'
import { resourceBody } from './generated-values.ts'
import { device, group, provider, user } from './in-process.ts'
import { comparePatch } from './patch-outcome.ts'
import { runs, tell, timeLimitMs } from './runs.ts'

describe.each([
  ['User', user, 2500],
  ['Group', group, 1500],
  ['Device', device, 2500],
] as const)('PATCH of a %s', (name, witnessed, usual) => {
  test('the provider does what the oracle allows', { timeout: timeLimitMs }, () => {
    const counts: Record<string, number> = {}
    const operations = fc.array(operationFor(witnessed), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(resourceBody(witnessed), operations, (body, sent) => {
        const inProcess = provider()
        inProcess.create(witnessed.type, body, 'subject')
        const { ending, words } = comparePatch(inProcess, witnessed, 'subject', sent)
        counts[ending] = (counts[ending] ?? 0) + 1
        if (ending === 'disagrees') throw new Error(words)
      }),
      runs(usual, 31),
    )
    tell(`PATCH of a ${name}`, counts)
    expect(counts['same resource']).toBeGreaterThan(usual / 5)
    expect(counts['same error']).toBeGreaterThan(usual / 10)
  })
})
