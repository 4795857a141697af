// The public library: examine a target from any program or test runner.

import { allTopics } from '../suites/all.ts'
import type { Topic } from './check/check.ts'
import { assertReady } from './engine/consent.ts'
import { type ExamineOptions, examine as examineWith } from './engine/examine.ts'
import { journalFolderFrom } from './engine/state-folder.ts'
import type { RunResult } from './result/run-result.ts'
import type { Target } from './target/target.ts'

/** What a run can be told; the suites are all of ours unless others are given. */
export interface Options extends Omit<ExamineOptions, 'topics'> {
  readonly topics?: readonly Topic[]
  /** Agrees to what the run creates and deletes; needed where the target is not on this machine, unless it is read-only. */
  readonly agreed?: boolean
  /** Folder for journals of what runs create; without it, where the command keeps its own. */
  readonly journalFolder?: string
}

/**
 * Examines a target (from loadTarget) and gives the run as plain data. Throws ConfigurationError, UnreachableError or
 * AuthenticationError where no run can begin; whatever happens later is in the result.
 */
export async function examine(target: Target, { agreed = false, ...options }: Options = {}): Promise<RunResult> {
  assertReady(target, { agreed })
  const { topics = allTopics, journalFolder = journalFolderFrom(process.env) } = options
  return examineWith(target, { ...options, topics, journalFolder })
}

export { allTopics, authServerTopic } from '../suites/all.ts'
export { check, passiveCheck, suite, topic } from './check/check.ts'
export { expectAll, expectResponse, expectThat } from './check/expect.ts'
export { AuthenticationError, ConfigurationError, HarnessError, UnreachableError } from './errors.ts'
export type { CheckRecord, Finding, RunResult, Verdict } from './result/run-result.ts'
export { loadTarget } from './target/read-target.ts'
export type { Target } from './target/target.ts'
