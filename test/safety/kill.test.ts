// Runs that are killed at random moments and then swept: nothing is left, nothing of others is changed. More of them by
// `node test/safety/kill-many.ts 500`.

import { expect, test } from 'vitest'
import { killAndSweep, openTenant } from './kill.ts'

const side = async (seeds: readonly number[]) => {
  const tenant = await openTenant(30, 5)
  try {
    const cycles = []
    for (const seed of seeds) cycles.push(await killAndSweep(tenant, seed))
    return cycles
  } finally {
    tenant.stop()
  }
}

test('25 runs that are killed, interrupted, cut off or signed out at random moments', {
  timeout: 600_000,
}, async () => {
  const seeds = Array.from({ length: 25 }, (_, index) => index + 1)
  const halves = await Promise.all([side(seeds.slice(0, 13)), side(seeds.slice(13))])
  const cycles = halves.flat()
  expect(cycles.filter(({ left, journals, unchanged, aimed }) => left + journals + aimed > 0 || !unchanged)).toEqual([])
  // The test would say nothing if the runs left nothing.
  expect(cycles.filter(({ orphans }) => orphans > 0).length).toBeGreaterThan(10)
})
