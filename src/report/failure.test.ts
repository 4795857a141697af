import { expect, test } from 'vitest'
import { checksOf, evidenceOf, failuresOf } from './failure.ts'
import { aCheck, aFinding, anExchange, aSampleResult, baseUrl } from './sample.test-data.ts'

test('one finding says what, why, where and how to repeat it', () => {
  const exchanges = [anExchange({ id: 1 }), anExchange({ id: 2, method: 'POST', body: {} }), anExchange({ id: 3 })]
  const check = aCheck({
    id: 'create/x',
    verdict: 'fail',
    fix: 'Do it.',
    findings: [aFinding({ exchanges: [1, 2] })],
    exchanges,
  })
  const [failure, ...others] = failuresOf([check], { baseUrl })
  expect(others).toEqual([])
  expect(failure).toMatchObject({
    outcome: 'fail',
    level: 'MUST',
    section: { label: 'RFC 7644 §3.3', url: 'https://www.rfc-editor.org/rfc/rfc7644#section-3.3' },
    why: 'A create that collides with an existing resource gives 409 with scimType uniqueness.',
    fixes: ['Do it.'],
  })
  expect(failure?.curl).toMatch(/^curl -i -X POST/)
  expect(failure?.places[0].exchanges.map(({ id }) => id)).toEqual([1, 2])
  expect(failure).not.toHaveProperty('reading')
})

test('findings with one cause are folded over checks and subjects, and others are not', () => {
  const failures = failuresOf(
    [
      aCheck({ id: 'a/1', verdict: 'fail', fix: 'F1', findings: ['x', 'y'].map(subject => aFinding({ subject })) }),
      aCheck({ id: 'a/2', verdict: 'fail', fix: 'F2', findings: [aFinding(), aFinding({ got: 'something else' })] }),
      aCheck({ id: 'a/3', verdict: 'warn', findings: [aFinding({ outcome: 'warn', interpretation: 2 })] }),
    ],
    { baseUrl },
  )
  expect(failures.map(failure => [failure.outcome, failure.got, checksOf(failure)])).toEqual([
    [
      'fail',
      '201 Created, a new User',
      [
        { checkId: 'a/1', subjects: ['x', 'y'] },
        { checkId: 'a/2', subjects: [] },
      ],
    ],
    ['warn', '201 Created, a new User', [{ checkId: 'a/3', subjects: [] }]],
  ])
  expect(failures[0]?.fixes).toEqual(['F1', 'F2'])
  expect(failures[0]?.ways.map(({ got, places }) => [got, places.length])).toEqual([
    ['201 Created, a new User', 3],
    ['something else', 1],
  ])
  expect(failures[1]?.reading).toContain('interpretation 2')
})

test('what differs only in names that a run makes up is one way', () => {
  const pairs = [
    ['userName "scimc-0dff7d94-a-1@example.com"', 'W/"4db191f756c16a68" before and after'],
    ['userName "scimc-0dff7d94-b-2@example.com"', 'W/"7e94f09dc6642c16" before and after'],
    ['userName "else"', 'W/"7e94f09dc6642c16" before and after'],
  ]
  const findings = pairs.map(([expected = '', got = '']) => aFinding({ expected, got }))
  const [failure] = failuresOf([aCheck({ verdict: 'fail', findings })], { baseUrl })
  expect(failure?.ways.map(({ places }) => places.length)).toEqual([2, 1])
})

test('what does most harm comes first, and says to whom', () => {
  const ids = ['7643-2.4-06', '7644-3.3-06', '7644-3.5.2.2-06', '7643-4.1.1-17']
  const checks = ids.map(requirement =>
    aCheck({ id: requirement, verdict: 'fail', findings: [aFinding({ requirement })] }),
  )
  const failures = failuresOf(checks, { baseUrl })
  expect(failures.map(({ requirement }) => requirement)).toEqual(ids.toReversed())
  expect(failures[1]?.impacts[0]).toMatchObject({ who: 'Okta', harm: 'data' })
  expect(failures[3]?.impacts).toEqual([])
})

test('failures come before warnings', () => {
  const outcomes = failuresOf(aSampleResult().checks, { baseUrl }).map(({ outcome }) => outcome)
  expect(outcomes).toEqual(['fail', 'fail', 'fail', 'fail', 'warn', 'warn'])
})

test('a requirement of another version is named, not linked', () => {
  const check = aCheck({ verdict: 'fail', findings: [aFinding({ requirement: '9999-1-01' })] })
  const [failure] = failuresOf([check], { baseUrl })
  expect(failure?.section).toBeUndefined()
  expect(failure?.why).toBe('Requirement 9999-1-01 is not in the catalogue of this version.')
})

test('a finding without exchanges rests on those of its check, one that names missing ones on none', () => {
  const exchanges = [anExchange({ id: 1 })]
  const of = (ids: readonly number[]) =>
    failuresOf([aCheck({ verdict: 'fail', findings: [aFinding({ exchanges: ids })], exchanges })], { baseUrl })[0]
  expect(of([])?.curl).toBeDefined()
  expect(of([9])?.curl).toBeUndefined()
})

test('a failed check without findings still shows', () => {
  const [failure] = failuresOf([aCheck({ verdict: 'fail', expected: '201', got: '200' })], { baseUrl })
  expect(failure).toMatchObject({ requirement: '7644-3.3-06', expected: '201', got: '200' })
})

test('evidence is counted once', () => {
  const exchanges = [anExchange({ id: 1 })]
  const findings = ['x', 'y'].map(subject => aFinding({ subject, exchanges: [1] }))
  const [failure] = failuresOf([aCheck({ verdict: 'fail', findings, exchanges })], { baseUrl })
  expect(failure && evidenceOf(failure)).toHaveLength(1)
})

test('what a check says besides its findings is told once', () => {
  const reason = '12 further findings are not listed'
  const findings = ['x', 'y'].map(subject => aFinding({ subject }))
  const [failure] = failuresOf([aCheck({ verdict: 'fail', reason, findings })], { baseUrl })
  expect(failure?.notes).toEqual([reason])
})
