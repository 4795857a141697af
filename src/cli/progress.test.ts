import { expect, test } from 'vitest'
import { progressText } from './progress.ts'

const counts = { pass: 88, fail: 3, warn: 4, known: 0, unsupported: 9, skipped: 0, blocked: 1, error: 0 }
const state = { done: 105, total: 674, counts, running: 'create/duplicate-user-name' }

test.each([
  [100, '105/674 checks · 88 pass · 4 fail or blocked · 4 warn · create/duplicate-user-name'],
  [60, '105/674 · 88 pass · 4 fail · create/duplicate-user-name'],
  [45, '105/674 · 4 fail · create/duplicate-user-name'],
  [39, '105/674 · 4 fail · create/duplicate-us…'],
])('in %i columns', (width, line) => {
  expect(progressText({ ...state, width })).toBe(line)
  expect(line.length).toBeLessThanOrEqual(width)
})
