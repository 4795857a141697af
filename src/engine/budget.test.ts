// A run of few requests: which checks may begin, and that what is needed to clean up is kept.

import { expect, test } from 'vitest'
import { createBudget, createMeter, OutOfRequests } from './budget.ts'

test('checks begin in their order, for as long as their requests are left', async () => {
  let sent = 4
  const costs = new Map([
    ['a', 5],
    ['b', 5],
    ['c', 4],
  ])
  const budget = createBudget({ requests: 15, costs }, () => sent)
  expect(await Promise.all([budget.begin('a'), budget.begin('free')])).toEqual([true, true])
  const [second, third] = [budget.begin('b'), budget.begin('c')]
  // What the first has sent counts twice until it has ended: the second fits, the third has to wait for it.
  expect(await second).toBe(true)
  sent += 10
  budget.end('a')
  budget.end('b')
  expect(await third).toBe(false)
})

test('a check that needs fewer requests than it may frees the rest', async () => {
  let sent = 0
  const budget = createBudget(
    {
      requests: 6,
      costs: new Map([
        ['a', 5],
        ['b', 4],
      ]),
    },
    () => sent,
  )
  expect(await budget.begin('a')).toBe(true)
  const next = budget.begin('b')
  sent = 2
  budget.end('a')
  expect(await next).toBe(true)
})

test('no request is sent that it would take to delete what was made', async () => {
  let sent = 0
  let toDelete = 0
  const meter = createMeter(
    8,
    () => sent,
    () => toDelete,
  )
  const send = (creates: boolean) =>
    meter.spend(
      async () => {
        sent++
        if (creates) toDelete += 2
      },
      { requests: 1, creates },
    )
  await send(true)
  await send(true)
  // Two sent, four to delete the two: two are left for reads, and none for a further create.
  await expect(send(true)).rejects.toThrow(OutOfRequests)
  await send(false)
  await send(false)
  await expect(send(false)).rejects.toThrow(OutOfRequests)
  expect(sent + toDelete).toBe(8)
})
