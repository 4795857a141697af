// Answers with bytes changed at random: no verdict `error`, nothing breaks. `node test/hostile/all-mutants.ts` tries thousands.

import { expect, test } from 'vitest'
import { attack, sample } from './attack.ts'
import { startMutants } from './mutants.ts'

test('two hundred answers that were changed break nothing', async () => {
  let changed = 0
  for (let seed = 1; changed < 200; seed++) {
    const running = await startMutants(seed)
    const { wrongs, exitCode } = await attack(running, sample, { request: 3, check: 20 })
    await running.close()
    expect({ seed, wrongs }).toEqual({ seed, wrongs: [] })
    expect([0, 1, 2]).toContain(exitCode)
    changed += Math.max(1, running.count())
  }
}, 180_000)
