import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { failuresOf } from './failure.ts'
import { aCheck, aFinding, anExchange, aResult, aSampleResult, baseUrl } from './sample.test-data.ts'
import { renderFailure, renderSummary, wrap } from './terminal.ts'

const plain = { colour: false, width: 100, report: true }

test('a failure reads as the style guide shows it', () => {
  const exchange = anExchange({
    id: 1,
    checkId: 'create/duplicate-user-name',
    method: 'POST',
    body: { userName: 'scimc-7f3a-1' },
  })
  const check = aCheck({
    id: 'create/duplicate-user-name',
    title: 'a second User with the same userName is refused',
    verdict: 'fail',
    fix: 'Look the userName up without regard to case before inserting (RFC 7643 §4.1.1).',
    findings: [aFinding({ exchanges: [1] })],
    exchanges: [exchange],
  })
  const [failure] = failuresOf([check], { baseUrl })
  expect(failure && renderFailure(failure, plain)).toBe(
    `
✗ create/duplicate-user-name                                                    MUST · RFC 7644 §3.3
  a second User with the same userName is refused

  Expected  409 Conflict, scimType "uniqueness"
  Got       201 Created, a new User
  Why       A create that collides with an existing resource gives 409 with scimType uniqueness.
            https://www.rfc-editor.org/rfc/rfc7644#section-3.3
  Impact    Okta: expects 409 for a user that is there already; without it people get a second
            account
  Fix       Look the userName up without regard to case before inserting (RFC 7643 §4.1.1).
  Try       curl -i -X POST "$SCIM_BASE_URL/Users" -H "Authorization: Bearer $SCIM_TOKEN" \\
              -H "Accept: application/scim+json" \\
              -H "Content-Type: application/scim+json" \\
              -d '{"userName":"scimc-7f3a-1"}'
  Evidence  1 exchange in the report`.slice(1),
  )
})

test('the summary folds causes, groups what was not examined, and ends with the conclusion', () => {
  const text = renderSummary(aSampleResult(), plain)
  expect(text.match(/no Location header/g)).toHaveLength(1)
  expect(text).toContain('✗ create/location-user, and 3 other checks')
  expect(text).toContain('Also      create/location-group, create/location-device, create/location-application')
  expect(text).toContain('Where     emails, emails.value, phoneNumbers')
  expect(text).toContain('A tolerant reading applies: interpretation 12, see docs/interpretations.md.')
  expect(text.match(/a Group could not be created/g)).toHaveLength(1)
  expect(text).toContain(
    '■ 2 checks blocked\n  a Group could not be created: 500 Internal Server Error\n  group/create, group/rename',
  )
  expect(text).toContain('○ 1 check skipped; the report says why\n– 3 checks unsupported; the report says why')
  expect(text).toContain('Note      It did not finish within 30 seconds.')
  expect(text).toContain('TLS certificates were not verified')
  expect(text).toContain('24 checks: 8 pass · 7 fail · 2 warn · 3 unsupported · 1 skipped · 2 blocked · 1 error')
  expect(text).toMatch(/\nDoes not conform: 4 MUST broken, in 7 checks\.\n$/)
})

test('a clean run is short', () => {
  expect(renderSummary(aResult(), plain)).toBe(
    `
Acme staging  https://acme.example/scim/v2
scim-conformance 0.1.0 · run 7f3a · seed 42 · 0 requests in 4.2 s

✓ resources  1 pass · 0 fail

1 check: 1 pass · 0 fail
Conforms.
`.slice(1),
  )
})

test('findings come by cause, those that do most harm first, with what breaks and how many ways there are', () => {
  const findings = [aFinding({ requirement: '7644-3.3-06' }), aFinding(), aFinding({ got: 'another' })]
  const text = renderSummary(aResult([aCheck({ verdict: 'fail', findings })]), plain)
  expect(text.match(/^✗ create\/status.*$/gm)).toHaveLength(2)
  expect(text.indexOf('Impact    Okta: expects 409')).toBeLessThan(text.indexOf('Impact    Okta: its test'))
  expect(text).toContain('More      1 further way of it in the report')
})

test('colour changes nothing but colour, and only where asked', () => {
  const coloured = renderSummary(aSampleResult(), { ...plain, colour: true })
  expect(coloured).toContain('\u001b[31m')
  expect(stripVTControlCharacters(coloured)).toBe(renderSummary(aSampleResult(), plain))
  expect(renderSummary(aSampleResult(), plain)).not.toContain('\u001b')
})

test.each([40, 50, 80])('a terminal of %i columns wraps everything but addresses, commands and long words', width => {
  const known = [{ id: 'K1', title: 'lists are not sorted', from: 'preset k2-procinst', sources: [], checks: 2 }]
  const lines = renderSummary({ ...aSampleResult(), known }, { ...plain, width }).split('\n')
  const long = lines.filter(line => line.length > width && !/https:|curl|Try|-H|-d/.test(line))
  expect(long).toEqual([])
})

test('nothing a service provider says reaches the terminal as a control', () => {
  const nasty = '\u001b]0;owned\u0007\u001b[2J\u009b31m\r\u202eevil'
  const check = aCheck({
    id: `a/${nasty}`,
    title: nasty,
    topic: nasty,
    verdict: 'fail',
    fix: nasty,
    findings: [
      aFinding({ subject: nasty, expected: nasty, got: `${nasty}\nsecond line`, requirement: nasty, exchanges: [1] }),
    ],
    exchanges: [anExchange({ id: 1, path: `/${nasty}`, headers: { 'x-a': nasty }, body: nasty, method: nasty })],
  })
  const blocked = aCheck({ id: nasty, verdict: 'blocked', reason: nasty })
  const text = renderSummary(
    aResult([check, { ...check, id: 'b/2' }, blocked], {
      notes: [nasty],
      runId: nasty,
      target: { name: nasty, baseUrl: nasty },
      tool: { name: nasty, version: nasty, catalogue: nasty },
      stopped: { code: 'E', message: nasty, hint: nasty },
    }),
    plain,
  )
  const step = { id: nasty, title: nasty, part: nasty, reason: nasty, checks: [nasty] }
  const steps = [
    { ...step, verdict: 'fail' as const },
    { ...step, verdict: 'pass' as const },
  ]
  const gate = { id: nasty, name: nasty, version: nasty, sources: [nasty], passed: false, steps }
  const known = { id: nasty, title: nasty, from: nasty, sources: [nasty], owner: nasty, expires: nasty, checks: 1 }
  const ofGate = renderSummary(aResult([check], { gates: [gate], known: [known] }), plain)
  expect(ofGate).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
  expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
})

test('long values and long lists are cut and say so', () => {
  const got = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n')
  const findings = Array.from({ length: 30 }, (_, index) =>
    aFinding({ subject: `attribute${index}`, got, exchanges: [1] }),
  )
  const exchanges = [anExchange({ id: 1, method: 'POST', body: 'x'.repeat(5000) })]
  const text = renderSummary(aResult([aCheck({ verdict: 'fail', findings, exchanges })]), plain)
  expect(text).toContain('… 28 more lines in the report')
  expect(text).toContain('and 18 more in the report')
  expect(text).toContain('the command is in the HTML report')
  expect(text).not.toContain('xxxxx')
})

test('wrap breaks between words and never loses one', () => {
  expect(wrap('one two three', 20)).toEqual(['one two three'])
  expect(wrap('one two three four five six', 20)).toEqual(['one two three four', 'five six'])
  expect(wrap('', 20)).toEqual([''])
})

test('without a report nobody is sent to one', () => {
  const text = renderSummary(aSampleResult(), { ...plain, report: false })
  expect(text).toContain('give --out to have a report with it')
  expect(text.replaceAll('give --out to have a report with it', '')).not.toMatch(/\breport\b/)
})

test('the last screen says what to mend first, where the findings are further up', () => {
  const text = renderSummary(aSampleResult(), plain)
  const end = text.slice(text.indexOf('Mend first'))
  expect(text.indexOf('Mend first')).toBeGreaterThan(0)
  expect(end.split('\n').length).toBeLessThan(24)
  expect(end).toMatch(/✗ create\/duplicate-user-name\n {2}Okta: expects 409/)
  expect(end.trimEnd().split('\n').at(-1)).toContain('Does not conform')
  expect(renderSummary(aResult([aCheck({ verdict: 'fail', findings: [aFinding()] })]), plain)).not.toContain(
    'Mend first',
  )
})

test('findings after the first twelve have a line each, and what follows those is counted', () => {
  const checks = Array.from({ length: 60 }, (_, index) =>
    aCheck({
      id: `check/${index}`,
      title: `title ${index}`,
      verdict: 'fail',
      findings: [aFinding({ requirement: `x-${index}` })],
    }),
  )
  const text = renderSummary(aResult(checks), plain)
  expect(text.match(/^ {2}Expected/gm)).toHaveLength(12)
  expect(text).toContain('48 further findings, in full in the report\n✗ check/12 · MUST  title 12\n')
  expect(text).toContain('… and 8 more')
})

test('an area in which nothing failed is not shown as failed', () => {
  const of = (verdict: 'blocked' | 'error') =>
    renderSummary(aResult([aCheck({ verdict, topic: 'sort', reason: 'x' })]), plain)
  expect(of('blocked')).toContain('■ sort')
  expect(of('error')).toContain('? sort')
})
