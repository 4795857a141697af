import { expect, test } from 'vitest'
import { amount, duration } from './amounts.ts'

test.each([
  [0, '0 checks'],
  [1, '1 check'],
  [1204, '1,204 checks'],
])('%i of something', (number, text) => {
  expect(amount(number, 'check')).toBe(text)
})

test.each([
  [0.4, '0 ms'],
  [999, '999 ms'],
  [999.7, '1.0 s'],
  [4210, '4.2 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min 0 s'],
  [185_000, '3 min 5 s'],
])('%f milliseconds', (ms, text) => {
  expect(duration(ms)).toBe(text)
})
