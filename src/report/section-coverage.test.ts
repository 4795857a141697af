import { expect, test } from 'vitest'
import { aCheck, aFinding } from './sample.test-data.ts'
import { coverageBySection } from './section-coverage.ts'

const of = (label: string, ...checks: readonly ReturnType<typeof aCheck>[]) =>
  coverageBySection(checks).find(section => section.label === label)

test('a requirement stands as its gravest check says', () => {
  const broken = aCheck({ verdict: 'fail', requirements: ['7644-3.3-10'], findings: [aFinding()] })
  const met = aCheck({ requirements: ['7644-3.3-10', '7644-3.3-06'] })
  const open = aCheck({ verdict: 'blocked', requirements: ['7644-3.3-08'] })
  expect(of('RFC 7644 §3.3', met, broken, open)?.counts).toMatchObject({ broken: 1, met: 1, open: 1 })
})

test('what a failed check verifies besides is open, not met', () => {
  const check = aCheck({ verdict: 'fail', requirements: ['7644-3.3-10', '7644-3.3-06'], findings: [aFinding()] })
  expect(of('RFC 7644 §3.3', check)?.counts).toMatchObject({ broken: 1, met: 0, open: 1 })
})

test('known deviations and warnings are told apart; counts add up', () => {
  const section = of(
    'RFC 7644 §3.3',
    aCheck({ verdict: 'known', findings: [aFinding({ known: 'K1' })] }),
    aCheck({ verdict: 'warn', findings: [aFinding({ requirement: '7644-3.3-07', outcome: 'warn' })] }),
  )
  expect(section?.counts).toMatchObject({ known: 1, warned: 1 })
  expect(Object.values(section?.counts ?? {}).reduce((sum, count) => sum + count, 0)).toBe(section?.total)
})

test('sections come in the order of the RFCs, also those that no check verifies', () => {
  const labels = coverageBySection([aCheck({ requirements: ['7644-3.3-06', '7643-7-25'] })]).map(({ label }) => label)
  expect(labels[0]).toMatch(/^RFC 7643/)
  expect(labels.indexOf('RFC 7644 §3.4.2.4')).toBeLessThan(labels.indexOf('RFC 7644 §3.12'))
  expect(new Set(labels).size).toBe(labels.length)
  expect(labels.join()).not.toContain('RFC 9865')
})
