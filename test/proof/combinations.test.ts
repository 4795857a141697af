import { describe, expect, test } from 'vitest'
import { factors } from '../../fixtures/variants/factors.ts'
import { combinations, mayMeet } from './combinations.ts'
import { allPairs, coveringArray, pairsOf } from './pairwise.ts'

describe('a covering array', () => {
  test('shows every pair of levels, in far fewer rows than there are combinations', () => {
    const small = { a: [1, 2, 3], b: [1, 2, 3], c: [1, 2], d: [1, 2] }
    const rows = coveringArray(small, () => true)
    expect(new Set(rows.flatMap(pairsOf))).toEqual(new Set(allPairs(small, () => true).keys()))
    expect(rows.length).toBeLessThan(15)
  })

  test('keeps apart what may not meet', () => {
    const rows = coveringArray({ a: ['slow', 'fast'], b: ['large', 'small'] }, (a, b) => a !== 'slow' || b !== 'large')
    expect(rows.some(row => row.a === 'slow' && row.b === 'large')).toBe(false)
    expect(rows.length).toBeGreaterThanOrEqual(3)
  })
})

test('the legal variants are combined in 25 service providers at the most, every pair of them in one', () => {
  const all = combinations()
  expect(all.length).toBeLessThanOrEqual(25)
  const shown = new Set(coveringArray(factors, mayMeet).flatMap(pairsOf))
  expect([...allPairs(factors, mayMeet).keys()].filter(pair => !shown.has(pair))).toEqual([])
  for (const { title, name } of all) expect(title, name).not.toBe('')
})
