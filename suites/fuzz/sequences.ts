// The checks whose cases are sequences, for any budget, and the small one that is part of every run.

import { type Suite, suite } from '../../src/check/check.ts'
import type { FuzzSettings } from '../../src/fuzz/search.ts'
import { patchSequencesFuzzed, sequencesFuzzed, versionSequencesFuzzed } from './sequences.check.ts'

/** What `run` spends on each check: a few sequences. */
export const smallSequenceBudget: FuzzSettings = { requests: 25, shrinkRequests: 120, seconds: 20 }

/** How `fuzz` divides its requests among the checks. */
export const sequenceShares: Readonly<Record<'plain' | 'patch' | 'versions', number>> = {
  plain: 0.3,
  patch: 0.5,
  versions: 0.2,
}

/** The checks of sequences, each with its own settings. */
export function sequencing(settings: Readonly<Record<'plain' | 'patch' | 'versions', FuzzSettings>>): Suite {
  return suite('Generated sequences of writes', [
    sequencesFuzzed(settings.plain),
    patchSequencesFuzzed(settings.patch),
    versionSequencesFuzzed(settings.versions),
  ])
}

export const generatedSequences = sequencing({
  plain: smallSequenceBudget,
  patch: smallSequenceBudget,
  versions: smallSequenceBudget,
})
