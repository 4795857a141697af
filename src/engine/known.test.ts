import { describe, expect, test } from 'vitest'
import { type Condition, conditions } from '../requirements/requirement.ts'
import type { KnownDeviation, KnownMatch } from '../result/known.ts'
import type { CapabilityRecord, CheckRecord, Finding } from '../result/run-result.ts'
import { besideDocumented, countKnown, documentedOtherwise, isInForce, settleKnown, waiverNotes } from './known.ts'

function aFinding(changes: Partial<Finding> = {}): Finding {
  const { outcome = 'fail' } = changes
  return {
    requirement: '7644-3.12-04',
    level: outcome === 'fail' ? 'MUST' : 'SHOULD',
    outcome,
    expected: 'status, the string "404"',
    got: 'the number 404',
    exchanges: [],
    ...changes,
  }
}

function aRecord(verdict: CheckRecord['verdict'], findings: readonly Finding[], reason?: string): CheckRecord {
  const [first] = findings
  return {
    id: 'error-body/status',
    title: 'status is a string',
    topic: 'errors',
    verdict,
    level: 'MUST',
    requirements: ['7644-3.12-04'],
    durationMs: 1,
    ...(reason === undefined ? {} : { reason }),
    ...(first === undefined ? {} : { expected: first.expected, got: first.got }),
    findings,
    exchanges: [],
  }
}

function aDeviation(...matches: readonly KnownMatch[]): KnownDeviation {
  return { id: 'K-1', title: 'status is a number', from: 'preset acme', sources: [], matches }
}

describe('a match', () => {
  test.each<[string, KnownMatch, boolean]>([
    ['of the check', { checks: ['error-body/status'] }, true],
    ['of a prefix', { checks: ['error-body/'] }, true],
    ['of half a prefix', { checks: ['error-body'] }, false],
    ['of another check', { checks: ['error-body/detail'] }, false],
    ['of the requirement', { requirements: ['7644-3.12-04'] }, true],
    ['of another requirement', { requirements: ['7644-3.12-05'] }, false],
    ['of the requirement in another check', { requirements: ['7644-3.12-04'], checks: ['etag/'] }, false],
    ['of the text', { checks: ['error-body/'], got: '^the number \\d+$' }, true],
    ['of another text', { checks: ['error-body/'], got: 'a boolean' }, false],
    ['of what was expected', { checks: ['error-body/'], expected: 'string' }, true],
    ['of the subject', { checks: ['error-body/'], subject: '^GET ' }, true],
    ['of another subject', { checks: ['error-body/'], subject: '^POST ' }, false],
    ['of blocked checks', { checks: ['error-body/'], blocked: '' }, false],
    ['of nothing', {}, false],
  ])('%s', (_, match, isKnown) => {
    const record = aRecord('fail', [aFinding({ subject: 'GET /Users' })])
    expect(settleKnown(record, [aDeviation(match)]).verdict).toBe(isKnown ? 'known' : 'fail')
  })
})

test('how often something was seen is not part of what it is', () => {
  const seenTwice = aRecord('fail', [aFinding({ subject: 'GET /Users (2 times)' })])
  expect(settleKnown(seenTwice, [aDeviation({ checks: ['error-body/'], subject: '^GET /Users$' })]).verdict).toBe(
    'known',
  )
})

describe('what is left decides', () => {
  const known = aFinding()
  const other = aFinding({ got: 'nothing at all' })
  const warning = aFinding({ got: 'in other words', outcome: 'warn' })
  const deviations = [aDeviation({ checks: ['error-body/'], got: 'the number' })]
  test.each<[string, CheckRecord, string]>([
    ['all known', aRecord('fail', [known, known]), 'known'],
    ['a known warning', aRecord('warn', [{ ...known, outcome: 'warn' }]), 'known'],
    ['a failure besides', aRecord('fail', [known, other]), 'fail'],
    ['a warning besides', aRecord('fail', [known, warning]), 'warn'],
    ['blocked for a reason that nobody knows', aRecord('blocked', [known], 'no User could be made'), 'blocked'],
    ['a subject that was not tried', { ...aRecord('fail', [known], 'Group: none made'), incomplete: true }, 'blocked'],
    [
      'a failure and a subject that was not tried',
      { ...aRecord('fail', [known, other], 'Group: none made'), incomplete: true },
      'fail',
    ],
    ['findings that are not listed', aRecord('warn', [known], '7 further findings are not listed'), 'known'],
    ['our own fault', aRecord('error', [known]), 'error'],
    ['a pass', aRecord('pass', []), 'pass'],
  ])('%s', (_, record, verdict) => {
    expect(settleKnown(record, deviations).verdict).toBe(verdict)
  })

  test('expected and got are those of what is left', () => {
    const settled = settleKnown(aRecord('fail', [known, other]), deviations)
    expect(settled).toMatchObject({ got: 'nothing at all', known: ['K-1'] })
    expect(settled.findings.map(finding => finding.known)).toEqual(['K-1', undefined])
  })

  test('blocked for a reason that is known', () => {
    const record = aRecord('blocked', [], 'PATCH was answered 501')
    expect(settleKnown(record, [aDeviation({ checks: ['error-body/'], blocked: '501' })])).toMatchObject({
      verdict: 'known',
      known: ['K-1'],
    })
  })
})

test('a deviation says in how many checks it showed', () => {
  const deviations = [aDeviation({ checks: ['error-body/'] }), { ...aDeviation(), id: 'K-2' }]
  const checks = [settleKnown(aRecord('fail', [aFinding()]), deviations), aRecord('pass', [])]
  expect(countKnown(deviations, checks, '2026-11-22')).toMatchObject([
    { id: 'K-1', checks: 1 },
    { id: 'K-2', checks: 0 },
  ])
})

describe('a waiver', () => {
  const waiver = (expires: string): KnownDeviation => ({
    ...aDeviation({ checks: ['error-body/status'] }),
    waiver: { owner: 'identity team', expires },
  })
  const failed = aRecord('fail', [aFinding()])

  test('holds until its last day is over', () => {
    expect(isInForce(waiver('2026-11-22'), '2026-11-22')).toBe(true)
    expect(isInForce(waiver('2026-11-21'), '2026-11-22')).toBe(false)
    expect(isInForce(aDeviation(), '2026-11-22')).toBe(true)
  })

  test('that is over is told, with what it would explain', () => {
    const over = waiver('2026-11-21')
    const records = countKnown([over], [failed], '2026-11-22')
    expect(records).toMatchObject([{ state: 'expired', checks: 1, owner: 'identity team' }])
    expect(waiverNotes(records)[0]).toContain('ended on 2026-11-21; what it explained counts again')
    expect(waiverNotes(countKnown([over], [aRecord('pass', [])], '2026-11-22'))[0]).toContain('delete it')
  })

  test('that explains nothing any more is told, where its check was tried', () => {
    const stale = countKnown([waiver('2027-01-01')], [aRecord('pass', [])], '2026-11-22')
    expect(waiverNotes(stale)).toEqual([expect.stringContaining('is not needed any more')])
    for (const verdict of ['skipped', 'blocked', 'error'] as const) {
      expect(waiverNotes(countKnown([waiver('2027-01-01')], [aRecord(verdict, [])], '2026-11-22'))).toEqual([])
    }
  })

  test('that explains something is not told', () => {
    const inForce = waiver('2027-01-01')
    const records = countKnown([inForce], [settleKnown(failed, [inForce])], '2026-11-22')
    expect([records[0]?.checks, waiverNotes(records)]).toEqual([1, []])
  })
})

test('what is documented stands beside what was found, and a difference is told', () => {
  const none: CapabilityRecord = { met: false, source: 'advertised', detail: 'sort.supported is false' }
  const found = Object.fromEntries(
    Object.keys(conditions).map(name => [name, name === 'patch.supported' ? { ...none, met: true } : none]),
  )
  if (!isComplete(found)) throw new Error('every condition has a record')
  const documented = { capabilities: { 'sort.supported': true, 'patch.supported': true } }
  const beside = besideDocumented(found, { documented })
  expect([beside['sort.supported'], beside['patch.supported'], beside['bulk.supported']]).toMatchObject([
    { met: false, documented: true },
    { met: true, documented: true },
    none,
  ])
  expect(beside['bulk.supported']).not.toHaveProperty('documented')
  expect(documentedOtherwise(beside, { preset: 'acme' })).toEqual([
    'sort.supported is documented as offered (preset acme), and found not offered: sort.supported is false.',
  ])
})

function isComplete(
  found: Readonly<Record<string, CapabilityRecord>>,
): found is Readonly<Record<Condition, CapabilityRecord>> {
  return Object.keys(conditions).every(name => name in found)
}

test('waivers of one baseline that are over or not needed share a sentence', () => {
  const waiver = (id: string, more: object = {}) => ({
    ...{ id, title: 't', from: 'baseline b.yaml', sources: [], owner: 'us', expires: '2026-01-01', checks: 0 },
    ...more,
  })
  const unneeded = Array.from({ length: 10 }, (_, index) => waiver(`u/${index}`, { state: 'unneeded' as const }))
  const expired = ['a/b', 'a/c'].map(id => waiver(id, { state: 'expired' as const, checks: 2 }))
  expect(waiverNotes([...unneeded, waiver('x/y'), ...expired, waiver('z/z', { state: 'expired' as const })])).toEqual([
    '10 waivers (baseline b.yaml, us) are not needed any more: delete them (u/0, u/1, u/2, u/3, u/4, u/5, u/6, u/7 and 2 more).',
    '2 waivers (baseline b.yaml, us) ended on 2026-01-01; what they explained counts again: a/b, a/c.',
    'The waiver z/z (baseline b.yaml, us) ended on 2026-01-01; nothing needs it any more: delete it.',
  ])
})
