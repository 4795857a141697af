// How long someone is kept waiting for a service provider that does not answer.

import { expect, test } from 'vitest'
import { createPatience } from './probe-look.ts'

test('where time has run out twice nobody waits at length any more, until there is an answer', () => {
  const patience = createPatience()
  expect([patience.forNext(30_000), patience.forNext(5000)]).toEqual([15_000, 5000])
  patience.answered('timeout')
  expect(patience.forNext(30_000)).toBe(15_000)
  patience.answered('timeout')
  expect([patience.forNext(30_000), patience.forNext(1000)]).toEqual([2000, 1000])
  patience.answered(undefined)
  expect(patience.forNext(30_000)).toBe(15_000)
})
