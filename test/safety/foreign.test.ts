// All checks on a tenant with users and groups of others: none of them is changed, not even its version. More of them by
// `node test/safety/foreign-many.ts 5000`.

import { expect, test } from 'vitest'
import { runAmongOthers } from './foreign.ts'

test('a whole run changes nothing of others and leaves nothing', { timeout: 600_000 }, async () => {
  const { changed, aimed, left, result } = await runAmongOthers(300)
  expect([changed, aimed, left]).toEqual([false, [], 0])
  expect(result.finished).toBe(true)
  expect(result.checks.filter(({ verdict }) => ['fail', 'blocked', 'error'].includes(verdict))).toEqual([])
})
