// The exit code of a run, by what its checks came to and by what is to count.

import { expect, test } from 'vitest'
import { aCheck, aFinding, aResult } from '../report/sample.test-data.ts'
import type { GateRecord } from '../result/run-result.ts'
import { exitCodeOf } from './exit-code.ts'

const pass = aCheck()
const fail = aCheck({ verdict: 'fail', findings: [aFinding()] })
const should = aCheck({ verdict: 'warn', level: 'SHOULD', findings: [aFinding({ level: 'SHOULD', outcome: 'warn' })] })
const client = aCheck({ verdict: 'warn', level: 'CLIENT', findings: [aFinding({ level: 'CLIENT', outcome: 'warn' })] })
const blocked = aCheck({ verdict: 'blocked' })
const broke = aCheck({ verdict: 'error' })

test.each([
  ['all pass', [pass], 0, 0, 0],
  ['a failure', [pass, fail], 1, 1, 1],
  ['a SHOULD that is not followed', [pass, should], 0, 1, 1],
  ['a client that would not get on', [pass, client], 0, 0, 1],
  ['blocked', [pass, blocked], 1, 1, 1],
  ['our fault', [fail, broke], 3, 3, 3],
  ['nothing', [], 2, 2, 2],
])('%s', (_, checks, must, withShould, withClient) => {
  const result = aResult(checks)
  expect([exitCodeOf(result, 'must'), exitCodeOf(result, 'should'), exitCodeOf(result, 'client')]).toEqual([
    must,
    withShould,
    withClient,
  ])
})

const step = { id: 's', title: 't', part: 'p', checks: ['a/a'] }
test.each<[string, GateRecord['steps'], boolean, number]>([
  ['a step that decides is blocked', [{ ...step, verdict: 'not-examined' }], false, 1],
  ['an optional step is blocked', [{ ...step, verdict: 'not-examined', optional: true }], true, 0],
])('of a gate: %s', (_, steps, passed, code) => {
  const gates = [{ id: 'g', name: 'Gate', version: '1', sources: [], passed, steps }]
  for (const checks of [
    [pass, blocked],
    [pass, fail],
  ])
    expect(exitCodeOf(aResult(checks, { gates }), 'must')).toBe(code)
  expect(exitCodeOf(aResult([pass, broke], { gates }), 'must')).toBe(3)
})
