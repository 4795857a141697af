// A requirement of the user's own in every report: its words and where it stands, a link only where it is one.

import { expect, test } from 'vitest'
import { conclude } from './conclusion.ts'
import { failuresOf } from './failure.ts'
import { renderAnnotations } from './github.ts'
import { renderHtml } from './html.ts'
import { renderJUnit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'
import { aCheck, aFinding, aResult, baseUrl } from './sample.test-data.ts'
import { renderSummary } from './terminal.ts'

const own = {
  id: 'acme-4',
  level: 'MUST',
  says: 'Every user carries an employee number.',
  source: 'Acme guide part 4',
} as const
const url = 'https://acme.example/guide#4'

const aBroken = (changes: { readonly url?: string } = {}) =>
  aCheck({
    id: 'acme/employee-number',
    topic: 'acme',
    verdict: 'fail',
    requirements: ['acme-4'],
    ownRequirements: [{ ...own, ...changes }],
    findings: [aFinding({ requirement: 'acme-4' })],
  })

const formats = {
  terminal: (check: ReturnType<typeof aBroken>) =>
    renderSummary(aResult([check]), { colour: false, width: 120, report: true }),
  html: (check: ReturnType<typeof aBroken>) => renderHtml(aResult([check])),
  junit: (check: ReturnType<typeof aBroken>) => renderJUnit(aResult([check])),
  markdown: (check: ReturnType<typeof aBroken>) => renderMarkdown(aResult([check])),
  github: (check: ReturnType<typeof aBroken>) => renderAnnotations(aResult([check])),
}

test.each(Object.entries(formats))('%s says what it says, where it stands, and links it', (_, render) => {
  const text = render(aBroken({ url }))
  expect(text).toContain('Every user carries an employee number.')
  expect(text).toContain('Acme guide part 4')
  expect(text).toContain(url)
})

test.each(Object.entries(formats))('%s makes no link of what is no web address', (_, render) => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is hostile text
  const text = render(aBroken({ url: 'javascript:alert`${document.domain}`' }))
  expect(text).toContain('Acme guide part 4')
  expect(text).not.toContain('javascript:')
})

test('the words of the catalogue cannot be replaced', () => {
  const check = aCheck({
    verdict: 'fail',
    ownRequirements: [{ ...own, id: '7644-3.3-10', says: 'All is well.' }],
    findings: [aFinding()],
  })
  expect(failuresOf([check], { baseUrl })[0]?.why).not.toBe('All is well.')
  expect(conclude(aResult([check])).headline).toBe('Does not conform: 1 MUST broken, in 1 check.')
})

test('a broken requirement of one’s own is not called a broken MUST of an RFC', () => {
  const alone = conclude(aResult([aBroken()]))
  expect(alone).toMatchObject({ tone: 'bad', headline: '1 own requirement not met, in 1 check.' })
  expect(alone.remarks).toContain('No MUST of an RFC was found broken.')
  const both = conclude(aResult([aBroken(), aCheck({ verdict: 'fail', findings: [aFinding()] })]))
  expect(both.headline).toBe('Does not conform: 1 MUST broken, in 2 checks.')
  expect(both.remarks).toContain('Among them: 1 own requirement not met.')
})

test('a run of one’s own checks alone says nothing of conformance', () => {
  const met = { ...aBroken(), verdict: 'pass', findings: [] } as const
  expect(conclude(aResult([met]))).toMatchObject({
    tone: 'open',
    headline: 'What was examined is met; it was no requirement of an RFC.',
  })
})
