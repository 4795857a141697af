import { describe, expect, test } from 'vitest'
import { factors, type Level } from '../../fixtures/variants/factors.ts'
import { combinations, mayMeet } from './combinations.ts'
import { coveringArray, type Row } from './pairwise.ts'

/** The pairs of levels that may meet and do not in any of the rows. */
function missingPairs<L>(
  all: Readonly<Record<string, readonly L[]>>,
  rows: readonly Row<L>[],
  allowed: (a: L, b: L) => boolean,
): string[] {
  const names = Object.keys(all)
  return names.flatMap((one, index) =>
    names
      .slice(index + 1)
      .flatMap(other =>
        (all[one] ?? []).flatMap(a =>
          (all[other] ?? [])
            .filter(b => allowed(a, b) && allowed(b, a) && !rows.some(row => row[one] === a && row[other] === b))
            .map(b => `${one} ${String(a)}, ${other} ${String(b)}`),
        ),
      ),
  )
}

describe('a covering array', () => {
  test('shows every pair of levels, in far fewer rows than there are combinations', () => {
    const small = { a: [1, 2, 3], b: [1, 2, 3], c: [1, 2], d: [1, 2] }
    const rows = coveringArray(small, () => true)
    expect(missingPairs(small, rows, () => true)).toEqual([])
    expect(rows.length).toBeLessThan(15)
  })

  test('keeps apart what may not meet', () => {
    const rows = coveringArray({ a: ['slow', 'fast'], b: ['large', 'small'] }, (a, b) => a !== 'slow' || b !== 'large')
    expect(rows.some(row => row.a === 'slow' && row.b === 'large')).toBe(false)
    expect(rows.length).toBeGreaterThanOrEqual(3)
  })
})

test('the legal variants are combined in 25 service providers at the most, every pair of them in one', () => {
  expect(combinations().length).toBeLessThanOrEqual(25)
  for (const { title, name } of combinations()) expect(title, name).not.toBe('')
  expect(missingPairs<Level>(factors, coveringArray(factors, mayMeet), mayMeet)).toEqual([])
})
