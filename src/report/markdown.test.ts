import { expect, test } from 'vitest'
import { renderMarkdown } from './markdown.ts'
import { aCheck, aFinding, aLargeResult, aResult, aSampleResult } from './sample.test-data.ts'

const text = renderMarkdown(aSampleResult())

test('the conclusion comes first, then areas, findings by harm, and what was not examined', () => {
  expect(text).toMatch(/^## ❌ Acme staging: Does not conform: 4 MUST broken, in 7 checks\.\n/)
  const order = [
    '| Area |',
    '| resources | 7 | 6 |',
    '### Findings',
    'a second User with the same userName is refused',
    'a created User says where it is and 3 other checks',
    '### Not examined',
    '### Notes',
  ].map(part => text.indexOf(part))
  expect(order).not.toContain(-1)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(text).toContain('- **Got** `201 Created, a new User`')
  expect(text).toContain('[RFC 7644 §3.3](https://www.rfc-editor.org/rfc/rfc7644#section-3.3)')
  expect(text).toContain('```sh\ncurl -i -X POST')
})

test('a good run is short', () => {
  const good = renderMarkdown(aResult())
  expect(good).toMatch(/^## ✅ Acme staging: Conforms\./)
  expect(good).not.toContain('###')
})

test.each([
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)\\>'],
  ['[click](https://evil.example)', '\\[click\\](https\u200b://evil.example)'],
  ['| a | b |', '\\| a \\| b \\|'],
  ['# heading\n# another', '\\# heading # another'],
  ['1. one', '1\\. one'],
  ['@octocat `x` *b* _i_', '@\u200boctocat \\`x\\` \\*b\\* \\_i\\_'],
  ['\u001b[31mred\u202e', 'red'],
])('%j means nothing', (attack, written) => {
  const blocked = aCheck({ verdict: 'blocked', reason: attack, topic: attack })
  expect(renderMarkdown(aResult([blocked]))).toContain(`- blocked: ${written} (1 check)`)
})

test('what came is in code that it cannot leave', () => {
  const finding = aFinding({ got: 'a ``` b ` c', expected: '`', requirement: '`' })
  const written = renderMarkdown(aResult([aCheck({ verdict: 'fail', title: '</details><b>', findings: [finding] })]))
  expect(written).toContain('**Got** ````a ``` b ` c````')
  expect(written).toContain('**Expected** `` ` ``')
  expect(written).toContain('&lt;/details&gt;&lt;b&gt;')
})

test('a large run fits a step of GitHub Actions, and says what is left out', () => {
  const large = renderMarkdown(aLargeResult())
  expect(Buffer.byteLength(large)).toBeLessThan(1024 * 1024)
  expect(large).toContain('… and 110 further findings: see the report.')
})

test('a gate is a table of its steps, ready to be attached', () => {
  const steps = [
    { id: 'spec-01', title: 'a list | of one user', part: 'SPEC', verdict: 'pass', checks: ['a/b'] },
    {
      id: 'spec-02',
      title: 'nobody is found',
      part: 'SPEC',
      verdict: 'fail',
      reason: 'a/c: got <b>404</b>.',
      checks: ['a/c'],
    },
  ] as const
  const gate = { id: 'gate-x', name: 'X gate', version: '1', sources: ['https://x.example/'], passed: false, steps }
  const shown = renderMarkdown(aResult([aCheck()], { gates: [gate] }))
  expect(shown).toContain('### X gate\n\nX gate: 1 of 2 steps pass. The gate is not passed. `gate-x`, version 1')
  expect(shown).toContain('| `spec-01` | a list \\| of one user | pass |  |')
  expect(shown).toContain('| `spec-02` | nobody is found | fail | a/c: got &lt;b\\>404&lt;/b\\>. |')
})
