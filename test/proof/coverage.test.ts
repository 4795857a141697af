import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { coverageFile, renderCoverage } from './coverage.ts'

test('docs/coverage.md is what the checks cover (else: npm run coverage)', () => {
  expect(readFileSync(coverageFile, 'utf8') === renderCoverage()).toBe(true)
})
