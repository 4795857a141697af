import { expect, test } from 'vitest'
import { compareRuns } from '../report/compare-runs.ts'
import { aCheck, aFinding, aResult } from '../report/sample.test-data.ts'
import type { CheckRecord, Finding } from '../result/run-result.ts'
import { renderComparison } from './diff.ts'

const at = (subject: string, changes: Partial<Finding> = {}): Finding =>
  aFinding({ subject, expected: '204 No Content', got: '200 OK', ...changes })
const failing = (...findings: readonly Finding[]): CheckRecord => aCheck({ id: 'a/b', verdict: 'fail', findings })
const { requirement } = aFinding()

test('many checks that the later run left out for one reason are a line', () => {
  const ids = Array.from({ length: 30 }, (_, index) => `a/${index}`)
  const before = aResult(ids.map(id => aCheck({ id })))
  const left = (reason: string) =>
    ids.map((id, index) => aCheck({ id, verdict: 'skipped', reason: index < 2 ? 'by hand' : reason }))
  const text = renderComparison(compareRuns(before, aResult(left('not among --only b/'))), 100)
  expect(text).toBe(
    [
      'Gone: not examined any more (30)',
      '  ○ a/0: pass → skipped',
      '  ○ a/1: pass → skipped',
      '  ○ 28 checks were left out: not among --only b/',
      '',
      '0 worse, 0 better, 0 new, 30 gone, 0 the same.',
      '',
    ].join('\n'),
  )
})

test.each([
  [
    'a place that is mended while another is not',
    [failing(at('User'), at('Group')), failing(at('Group'))],
    ['Better (1)', '  ✗ a/b (User): fail → pass here; the check is still fail', 'before: 200 OK; now: as expected'],
  ],
  [
    'a place that is mended in part',
    [failing(at('User'), at('Group')), failing(at('User'), at('Group', { outcome: 'warn', got: '204 with a body' }))],
    [
      'Better (1)',
      '  ✗ a/b (Group): fail → warn here; the check is still fail',
      'before: 200 OK; now: 204 with a body',
    ],
  ],
  [
    'all mended',
    [failing(at('User')), aCheck({ id: 'a/b' })],
    ['Better (1)', '  ✓ a/b (User): fail → pass', 'before: 200 OK; now: as expected'],
  ],
  [
    'broken',
    [aCheck({ id: 'a/b' }), failing(at('User'))],
    ['Worse (1)', '  ✗ a/b (User): pass → fail', 'before: as expected; now: 200 OK'],
  ],
] as const)('%s: from what to what', (_, [before, after], [title, head, seen]) => {
  const lines = renderComparison(compareRuns(aResult([before]), aResult([after])), 200).split('\n')
  expect(lines.slice(0, 3)).toEqual([title, head, `      ${requirement}: expected 204 No Content; ${seen}`])
})
