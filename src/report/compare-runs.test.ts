// What is told of two runs: of the service provider, and of whatever else differs.

import { expect, test } from 'vitest'
import { compareRuns } from './compare-runs.ts'
import { aCheck, aFinding, aResult } from './sample.test-data.ts'

const pass = aCheck({ id: 'a/b' })
const fail = aCheck({ id: 'a/b', verdict: 'fail', findings: [aFinding({ subject: 'User' })] })
const two = aCheck({
  id: 'a/b',
  verdict: 'fail',
  findings: [aFinding({ subject: 'User' }), aFinding({ subject: 'Group' })],
})
const known = aCheck({
  id: 'a/b',
  verdict: 'known',
  known: ['w'],
  findings: [aFinding({ subject: 'User', known: 'w' })],
})
const blocked = aCheck({ id: 'a/b', verdict: 'blocked', reason: 'no' })
const skipped = aCheck({ id: 'a/b', verdict: 'skipped', reason: 'no' })
const unsupported = aCheck({ id: 'a/b', verdict: 'unsupported', reason: 'no' })

test.each([
  ['broken', pass, fail, [1, 0, 0, 0]],
  ['mended', fail, pass, [0, 1, 0, 0]],
  ['broken in one more place', fail, two, [1, 0, 0, 0]],
  ['accepted meanwhile', fail, known, [0, 0, 0, 0]],
  ['not accepted any more', known, fail, [0, 0, 0, 0]],
  ['blocked', pass, blocked, [1, 0, 0, 0]],
  ['failed, and blocked then', fail, blocked, [0, 0, 0, 1]],
  ['left out', fail, skipped, [0, 0, 0, 1]],
  ['taken in', skipped, pass, [0, 0, 1, 0]],
  ['taken in, and broken', skipped, fail, [1, 0, 0, 0]],
  ['offered, and broken', unsupported, fail, [1, 0, 0, 0]],
  ['offered', unsupported, pass, [0, 0, 1, 0]],
  ['not offered any more', fail, unsupported, [0, 0, 0, 1]],
  ['the same', two, two, [0, 0, 0, 0]],
] as const)('%s', (_, before, after, counts) => {
  const { worse, better, new: added, gone } = compareRuns(aResult([before]), aResult([after]))
  expect([worse, better, added, gone].map(({ length }) => length)).toEqual(counts)
})

test('a check of a later version is new, and the version is told', () => {
  const before = aResult([pass])
  const after = { ...aResult([pass, { ...fail, id: 'a/c' }]), seed: 99, tool: { ...before.tool, catalogue: '9.0.0' } }
  const comparison = compareRuns(before, after)
  expect([comparison.worse.length, comparison.new.length, comparison.same]).toEqual([0, 1, 1])
  expect(comparison.differences.map(({ what }) => what)).toEqual(['catalogue', 'seed'])
})
