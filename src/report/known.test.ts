// What every report makes of known deviations.

import { expect, test } from 'vitest'
import { renderHtml } from './html.ts'
import { renderJUnit } from './junit.ts'
import { aCheck, aFinding, aResult } from './sample.test-data.ts'
import { renderSummary } from './terminal.ts'

const source = 'https://vendor.example/scim'
const deviation = {
  id: 'K-1',
  title: 'Errors have a numeric status.',
  from: 'preset acme',
  sources: [source, 'javascript:alert(1)'],
  checks: 1,
}
const check = aCheck({
  id: 'error-body/status',
  title: 'status is a string',
  verdict: 'known',
  known: ['K-1'],
  findings: [aFinding({ known: 'K-1', got: 'the number 404' })],
})
const result = aResult([aCheck(), check], { known: [deviation, { ...deviation, id: 'K-2', checks: 0 }] })

test('the terminal shows each deviation that showed, with its source, and none of its findings', () => {
  const text = renderSummary(result, { colour: false, width: 100, report: true })
  expect(text).toContain(`≈ known deviation K-1: preset acme, 1 check\n  Errors have a numeric status.\n  ${source}\n`)
  expect(text).not.toContain('K-2')
  expect(text).not.toContain('the number 404')
  expect(text).toContain('2 checks: 1 pass · 0 fail · 1 known\n')
  expect(text).toMatch(/\nConforms but for known deviations\.\n$/)
})

test('JUnit passes, and says what is known', () => {
  const xml = renderJUnit(result)
  expect(xml).not.toContain('<failure')
  expect(xml).toContain('<property name="verdict" value="known"/>')
  expect(xml).toMatch(/<system-out>Known: K-1\. expected /)
})

test('the page lists the deviations, those that did not show too; findings lead there', () => {
  const page = renderHtml(result)
  expect(page).toMatch(/id="known-K-1"><span class="badge known">K-1<\/span> Errors have a numeric status\./)
  expect(page).toContain('did not show')
  expect(page).toContain('<a href="#known-K-1">K-1</a>')
  expect(page).toContain(`<a href="${source}" rel="noreferrer">source</a>`)
  expect(page).not.toContain('href="javascript:')
  expect(page).toContain('<article class="finding known"')
})
