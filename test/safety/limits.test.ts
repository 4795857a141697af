// The limits of a run: of requests and seconds it stops at the first one, deletes what it made, and says which it was; of
// resources it has no more at once, and leaves out what needs more.

import { expect, test } from 'vitest'
import { exitCodeOf } from '../../src/cli/exit-code.ts'
import { examine } from '../../src/engine/examine.ts'
import type { RunLimits } from '../../src/target/target.ts'
import { allTopics } from '../../suites/all.ts'
import { localTarget } from '../proof/examine-provider.ts'
import { startTenant } from './tenant.ts'

const only = ['create/', 'replace/', 'delete/', 'patch-replace/', 'bulk-operation/']

test.each<[string, RunLimits, string]>([
  ['requests', { requests: 60 }, '60 requests were sent'],
  ['seconds', { seconds: 0.3 }, '0.3 seconds have passed'],
])('a run stops at its limit of %s and leaves nothing', { timeout: 60_000 }, async (_, limits, words) => {
  const tenant = await startTenant(5, {}, { token: 't0ken' }, 5)
  const result = await examine(localTarget(tenant.baseUrl, 't0ken', { limits }), { topics: allTopics, only })
  const left = tenant.own()
  await tenant.close()
  expect(result.stopped).toMatchObject({ code: 'E_LIMIT', message: expect.stringContaining(words) })
  expect([result.finished, exitCodeOf(result, 'must'), left]).toEqual([false, 3, 0])
  expect(result.checks.some(({ verdict, reason }) => verdict === 'blocked' && reason?.includes('was stopped'))).toBe(
    true,
  )
  expect(result.counts.error + result.counts.fail).toBe(0)
})

test('a limit that discovery alone passes is told before anything is created', async () => {
  const tenant = await startTenant(5, {}, { token: 't0ken' })
  const run = examine(localTarget(tenant.baseUrl, 't0ken', { limits: { requests: 2 } }), { topics: allTopics, only })
  await expect(run).rejects.toThrow('2 requests were sent, which is the limit set for this run.')
  expect(tenant.writes).toEqual([])
  await tenant.close()
})

test.each([
  [12, []],
  [5, ['create/id-of-another', 'pages/complete', 'patch-add/extension', 'patch-add/extension-without-path']],
])(
  'a run with room for %i resources never has more at once, and leaves out no more than it must',
  {
    timeout: 60_000,
  },
  async (resources, tooLarge) => {
    let most = 0
    const tenant = await startTenant(
      5,
      {
        after: (_, answer, { own }) => {
          most = Math.max(most, own())
          return answer
        },
      },
      { token: 't0ken' },
    )
    const result = await examine(localTarget(tenant.baseUrl, 't0ken', { limits: { resources } }), {
      topics: allTopics,
      only: tooLarge.length === 0 ? [...only, 'patch-list/'] : ['create/', 'delete/', ...tooLarge],
    })
    const left = tenant.own()
    await tenant.close()
    const without = result.checks.filter(({ reason }) => reason?.includes('more resources at once') === true)
    expect([result.finished, result.counts.fail + result.counts.blocked + result.counts.error, left]).toEqual([
      true,
      0,
      0,
    ])
    expect(most).toBeLessThanOrEqual(resources)
    expect(result.notes.filter(note => note.includes('left out: they need more than the'))).toHaveLength(
      Math.min(1, tooLarge.length),
    )
    expect(without.map(({ id, verdict }) => [id, verdict]).sort()).toEqual(tooLarge.map(id => [id, 'skipped']).sort())
  },
)
