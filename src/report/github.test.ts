import { expect, test } from 'vitest'
import { renderAnnotations } from './github.ts'
import { aCheck, aFinding, aLargeResult, aResult, aSampleResult } from './sample.test-data.ts'

test('a line a finding, errors first', () => {
  const lines = renderAnnotations(aSampleResult()).trimEnd().split('\n')
  expect(lines.map(line => line.split(' ')[0])).toEqual([
    '::error',
    '::error',
    '::error',
    '::error',
    '::warning',
    '::warning',
  ])
  expect(lines[0]).toMatch(
    /^::error title=create\/duplicate-user-name · MUST RFC 7644 §3\.3::a second User .*%0AExpected: 409 Conflict/,
  )
})

test('nothing in a finding ends its line, its title, or begins another command', () => {
  const finding = aFinding({ expected: '100% of\r\n::set-output name=x::y', got: '::stop-commands::z' })
  const id = 'a,b:c\n::error::d'
  const text = renderAnnotations(
    aResult([aCheck({ id, verdict: 'fail', title: 'x\n::debug::y', findings: [finding] })]),
  )
  expect(text.trimEnd().split('\n')).toHaveLength(1)
  expect(text).toContain('title=a%2Cb%3Ac %3A%3Aerror%3A%3Ad · MUST')
  expect(text).toContain('%0AExpected: 100%25 of ::set-output name=x::y%0AGot: ')
})

test('no more than GitHub shows, and how many more there are', () => {
  const lines = renderAnnotations(aLargeResult()).trimEnd().split('\n')
  expect(lines).toHaveLength(10)
  expect(lines.at(-1)).toBe('::error title=scim-conformance::141 further findings: see the report.')
})

test('a run that cannot be trusted is an error though it has no finding; a good one says nothing', () => {
  expect(renderAnnotations(aResult())).toBe('')
  const blocked = aResult([aCheck({ verdict: 'blocked', reason: 'no' })])
  expect(renderAnnotations(blocked)).toBe(
    '::error title=scim-conformance::No conclusion: 1 check blocked. 1 check could not be tried: the setup failed.\n',
  )
  const stopped = { code: 'E_AUTH', message: 'The token has expired', hint: 'Take a new one' }
  expect(renderAnnotations(aResult([aCheck()], { finished: false, stopped }))).toContain('The token has expired.')
})

test('what was known is not told again', () => {
  const known = aCheck({ verdict: 'known', known: ['K1'], findings: [aFinding({ known: 'K1' })] })
  expect(renderAnnotations(aResult([aCheck(), known]))).toBe('')
})
