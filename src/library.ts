// The public library: examine a target from any program or test runner.

import { allTopics } from '../suites/all.ts'
import type { Topic } from './check/check.ts'
import { type ExamineOptions, examine as examineWith } from './engine/examine.ts'
import type { RunResult } from './result/run-result.ts'
import type { Target } from './target/target.ts'

/** What a run can be told; the suites are all of ours unless others are given. */
export type Options = Omit<ExamineOptions, 'topics'> & { readonly topics?: readonly Topic[] }

/**
 * Examines a target (from loadTarget) and gives the run as plain data. Throws ConfigurationError, UnreachableError or
 * AuthenticationError where no run can begin; whatever happens later is in the result.
 */
export function examine(target: Target, options: Options = {}): Promise<RunResult> {
  return examineWith(target, { topics: allTopics, ...options })
}

export { allTopics } from '../suites/all.ts'
export { check, passiveCheck, suite, topic } from './check/check.ts'
export { expectAll, expectResponse, expectThat } from './check/expect.ts'
export { AuthenticationError, ConfigurationError, HarnessError, UnreachableError } from './errors.ts'
export type { CheckRecord, Finding, RunResult, Verdict } from './result/run-result.ts'
export { loadTarget } from './target/read-target.ts'
export type { Target } from './target/target.ts'
