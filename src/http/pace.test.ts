import { expect, test } from 'vitest'
import { createLimiter } from './limiter.ts'
import { createPace } from './pace.ts'

const now = (): number => performance.now()

test('no answer halves what is sent at once, down to one, and once for all that were sent together', async () => {
  const limiter = createLimiter(32)
  const pace = createPace(limiter)
  const together = now()
  pace.ended(together, 1000, false)
  expect(limiter.atOnce).toBe(16)
  pace.ended(together - 1, 1000, false)
  expect(limiter.atOnce).toBe(16)
  for (let round = 0; round < 6; round++) pace.ended(now() + 1, 1000, false)
  expect(limiter.atOnce).toBe(1)
})

test('late answers narrow it, but not below a few', () => {
  const limiter = createLimiter(32)
  const pace = createPace(limiter)
  // A time limit of nothing makes any answer late.
  for (let round = 0; round < 12; round++) pace.ended(now() + 1 - 1, -1, true)
  expect(limiter.atOnce).toBe(4)
})

test('it widens again while answers come soon, and no further than it was', () => {
  const limiter = createLimiter(4)
  const pace = createPace(limiter)
  pace.ended(now(), 60_000, false)
  expect(limiter.atOnce).toBe(2)
  for (let answer = 0; answer < 200; answer++) pace.ended(now(), 60_000, true)
  expect(limiter.atOnce).toBe(4)
})

test('large answers narrow it to as many as memory has room for', () => {
  const limiter = createLimiter(32)
  const pace = createPace(limiter)
  pace.received(100_000)
  expect(limiter.atOnce).toBe(32)
  pace.received(2_000_000)
  expect(limiter.atOnce).toBe(4)
  pace.received(50_000_000)
  expect(limiter.atOnce).toBe(1)
})
