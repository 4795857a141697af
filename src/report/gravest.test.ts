import { expect, test } from 'vitest'
import type { Failure } from './failure.ts'
import { failuresOf } from './failure.ts'
import { byHarm } from './gravest.ts'
import { aCheck, aFinding, aSampleResult, baseUrl } from './sample.test-data.ts'

function failures(...requirements: readonly string[]): readonly Failure[] {
  const checks = requirements.map((requirement, index) =>
    aCheck({ id: `check/${index}`, verdict: 'fail', findings: [aFinding({ requirement })] }),
  )
  return failuresOf(checks, { baseUrl })
}

test('what does the same harm is one, with the others beside it', () => {
  const { harms, left } = byHarm(failures('7643-7-31', '7643-7-34', '7644-3.3-10'))
  expect(harms.map(({ failure, others }) => [failure.requirement, others.map(one => one.requirement)])).toEqual([
    ['7643-7-31', ['7643-7-34']],
    ['7644-3.3-10', []],
  ])
  expect(harms[0]?.impact?.who).toBe('Okta')
  expect(left).toBe(0)
})

test('what is not known to do harm stands for itself', () => {
  const { harms } = byHarm(failures('7644-4-02', '7644-4-06'))
  expect(harms.map(({ impact, others }) => [impact, others.length])).toEqual([
    [undefined, 0],
    [undefined, 0],
  ])
})

test('no more than so many, and how many findings are left', () => {
  const all = failures('7644-4-02', '7644-4-06', '7643-7-31', '7643-7-34', '7644-3.3-10')
  const { harms, left } = byHarm(all, 2)
  expect(harms.reduce((sum, { others }) => sum + 1 + others.length, 0) + left).toBe(all.length)
  expect(harms).toHaveLength(2)
})

test('known deviations are nothing to begin with', () => {
  const known = aCheck({ verdict: 'known', findings: [aFinding({ known: 'K2-1' })] })
  expect(byHarm(failuresOf([known], { baseUrl })).harms).toEqual([])
  expect(byHarm(failuresOf(aSampleResult().checks, { baseUrl })).harms.length).toBeGreaterThan(2)
})
