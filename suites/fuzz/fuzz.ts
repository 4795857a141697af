// The fuzzing checks for any budget, and the small one that is part of every run.

import { type Suite, suite } from '../../src/check/check.ts'
import type { FuzzSettings } from '../../src/fuzz/search.ts'
import { invalidFiltersFuzzed } from './invalid-filters.check.ts'
import { quotedValuesFuzzed } from './quoted-values.check.ts'
import { validFilters } from './valid-filters.check.ts'

/** What `run` spends on each check. */
export const smallBudget: FuzzSettings = { requests: 30, shrinkRequests: 60, seconds: 20 }

/** How `fuzz` divides its requests among the checks. */
export const fuzzShares: Readonly<Record<'valid' | 'quoted' | 'invalid', number>> = {
  valid: 0.55,
  quoted: 0.15,
  invalid: 0.3,
}

/** The checks whose cases are drawn, each with its own settings. */
export function fuzzing(settings: Readonly<Record<'valid' | 'quoted' | 'invalid', FuzzSettings>>): Suite {
  return suite('Generated filters', [
    validFilters(settings.valid),
    quotedValuesFuzzed(settings.quoted),
    invalidFiltersFuzzed(settings.invalid),
  ])
}

export const generatedFilters = fuzzing({ valid: smallBudget, quoted: smallBudget, invalid: smallBudget })
