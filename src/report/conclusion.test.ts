import { describe, expect, test } from 'vitest'
import { conclude, countsLine, notExamined, tally } from './conclusion.ts'
import { aCheck, aFinding, aResult, aSampleResult } from './sample.test-data.ts'

const pass = aCheck()
const fail = aCheck({ verdict: 'fail', findings: [aFinding()] })
const warn = aCheck({ verdict: 'warn', findings: [aFinding({ level: 'SHOULD', outcome: 'warn' })] })
const known = aCheck({ verdict: 'known', known: ['K-1'], findings: [aFinding({ known: 'K-1' })] })
const skipped = aCheck({ verdict: 'skipped' })
const blocked = aCheck({ verdict: 'blocked', reason: 'no User could be created' })
const broke = aCheck({ verdict: 'error' })
const unsupported = aCheck({ verdict: 'unsupported' })
const stopped = { code: 'E_INTERRUPTED', message: 'The run was interrupted.' }

describe('what a run comes to', () => {
  test.each([
    ['all pass', aResult([pass]), 'good', 'Conforms.'],
    ['unsupported besides', aResult([pass, unsupported]), 'good', 'Conforms.'],
    ['warnings', aResult([pass, warn]), 'good', 'Conforms, with warnings.'],
    ['a known deviation', aResult([pass, known]), 'open', 'Conforms but for known deviations.'],
    ['a known one and a new one', aResult([known, fail]), 'bad', 'Does not conform: 1 MUST broken, in 1 check.'],
    [
      'a known one in a partial run',
      aResult([known, skipped]),
      'open',
      'What was examined conforms but for known deviations; the run is partial.',
    ],
    ['a failure', aResult([pass, fail]), 'bad', 'Does not conform: 1 MUST broken, in 1 check.'],
    ['one requirement in two checks', aResult([fail, fail]), 'bad', 'Does not conform: 1 MUST broken, in 2 checks.'],
    ['left out', aResult([pass, skipped]), 'open', 'What was examined conforms; the run is partial.'],
    ['blocked', aResult([pass, blocked]), 'bad', 'No conclusion: 1 check blocked.'],
    ['our fault', aResult([pass, broke, blocked]), 'bad', 'No conclusion: the harness broke.'],
    ['nothing', aResult([unsupported]), 'open', 'Nothing was examined.'],
    ['no check at all', aResult([]), 'open', 'Nothing was examined.'],
    ['cut short', aResult([pass], { finished: false, stopped }), 'bad', 'Not finished: no conclusion.'],
    ['stopped yet finished', aResult([pass], { stopped }), 'open', 'No conclusion: the run was stopped.'],
    [
      'cut short after a failure',
      aResult([fail], { finished: false }),
      'bad',
      'Does not conform: 1 MUST broken, in 1 check.',
    ],
  ])('%s', (_, result, tone, headline) => {
    expect(conclude(result)).toMatchObject({ tone, headline })
  })
})

describe('what clients need', () => {
  const client = aCheck({
    level: 'CLIENT',
    verdict: 'warn',
    findings: [aFinding({ level: 'CLIENT', outcome: 'warn' })],
  })
  const clients = [
    { name: 'Okta', checks: 12, passed: 11 },
    { name: 'OneLogin', checks: 1, passed: 1 },
  ]

  test('is said beside the conclusion and changes nothing in it', () => {
    expect(conclude(aResult([pass, client], { clients }))).toEqual({
      tone: 'good',
      headline: 'Conforms.',
      remarks: ['Okta: 11 of 12 dialect checks pass.', 'OneLogin: 1 of 1 dialect check passes.'],
    })
  })

  test('says nothing of conformance on its own', () => {
    expect(conclude(aResult([client], { clients }))).toMatchObject({
      tone: 'open',
      headline: 'Only what clients send was examined, which says nothing of conformance.',
    })
  })
})

test('remarks tell what qualifies the conclusion', () => {
  expect(conclude(aSampleResult()).remarks).toEqual([
    'The harness broke in 1 check, which says nothing of the service provider.',
    '2 checks could not be tried: the setup failed.',
    'Warnings: 1 SHOULD not followed, 1 MUST met only in a tolerant reading.',
    'Partial run: 1 check left out by the operator.',
  ])
  expect(conclude(aResult([fail], { finished: false, stopped })).remarks).toEqual([
    'The run is not finished: more may be found.',
    'The run was interrupted.',
  ])
})

test('what is known is told, with what could not be tried because of it', () => {
  const one = { id: 'K-1', title: 't', from: 'preset acme', sources: [], checks: 2 }
  const untried = aCheck({ verdict: 'known', known: ['K-1'], reason: '404' })
  const result = aResult([known, untried], { known: [one, { ...one, id: 'K-2', checks: 0 }] })
  expect(conclude(result).remarks).toEqual([
    'Known deviations that showed: K-1 (preset acme).',
    'Because of them 1 check could not be tried.',
  ])
  expect(notExamined(result)).toEqual([{ verdict: 'known', reason: '404', checkIds: ['create/status'] }])
})

test('what was not examined is grouped by verdict and reason', () => {
  expect(notExamined(aResult([pass, blocked, { ...blocked, id: 'b' }, { ...skipped, id: 'c' }]))).toEqual([
    { verdict: 'blocked', reason: 'no User could be created', checkIds: ['create/status', 'b'] },
    { verdict: 'skipped', reason: 'no reason recorded', checkIds: ['c'] },
  ])
})

test('counts by group and in a line', () => {
  const [group] = tally([pass, fail, fail], check => check.topic)
  expect(group).toMatchObject({ name: 'resources', total: 3, counts: { pass: 1, fail: 2, warn: 0 } })
  expect(countsLine(aResult([pass, skipped]).counts)).toBe('1 pass · 0 fail · 1 skipped')
})
