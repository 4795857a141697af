import { expect, test } from 'vitest'
import { widthOf } from './terminal.ts'

test.each([
  [undefined, 100],
  [0, 80],
  [20, 40],
  [90, 90],
  [500, 120],
])('%s columns: wrapped at %i', (columns, width) => {
  expect(widthOf(columns)).toBe(width)
})
