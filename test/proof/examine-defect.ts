// Examines the embedded provider with a defect. Where a check that draws its cases has to notice, it gets the budget that
// `scim-conformance fuzz` gives it, not the small one that it has in `run`.

import type { Defect } from '../../fixtures/defects/defect.ts'
import type { Topic } from '../../src/check/check.ts'
import type { FuzzSettings } from '../../src/fuzz/search.ts'
import type { RunResult } from '../../src/result/run-result.ts'
import { allTopics } from '../../suites/all.ts'
import { fuzzing, generatedFilters } from '../../suites/fuzz/fuzz.ts'
import { generatedSequences, sequencing } from '../../suites/fuzz/sequences.ts'
import { checksFor, examineProvider, optionsOf } from './examine-provider.ts'

const budget: FuzzSettings = { requests: 2000, shrinkRequests: 60, seconds: 110, firstOnly: true }
const fuzzed = fuzzing({ valid: budget, quoted: budget, invalid: budget })
const sequenced = sequencing({ plain: budget, patch: budget, versions: budget })

const topicsOfFuzz: readonly Topic[] = allTopics.map(topic => ({
  ...topic,
  suites: topic.suites.map(suite => {
    if (suite === generatedFilters) return fuzzed
    return suite === generatedSequences ? sequenced : suite
  }),
}))

/** Runs the checks with these prefixes on a defect (all when empty); those that it names when absent. */
export function examineDefect(defect: Defect, only: readonly string[] = checksFor(defect)): Promise<RunResult> {
  const isOfFuzz = defect.caughtBy.some(id => id.startsWith('fuzz/'))
  return examineProvider(optionsOf(defect), only, {}, isOfFuzz ? topicsOfFuzz : allTopics)
}
