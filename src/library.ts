// The public library: examine a target from any program or test runner, write checks of one's own, render reports. What is
// exported here is what docs/library.md describes and semantic versioning covers; test/library.test.ts lists it.

import { allTopics, authServerTopic } from '../suites/all.ts'
import type { Topic } from './check/check.ts'
import { assertReady } from './engine/consent.ts'
import { type ExamineOptions, examine as examineWith } from './engine/examine.ts'
import { loadOwnTopics } from './engine/own-topics.ts'
import { journalFolderFrom } from './engine/state-folder.ts'
import type { RunResult } from './result/run-result.ts'
import type { Target } from './target/target.ts'

/** What a run can be told; the suites are all of ours and those that the target file names, unless others are given. */
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
  const { topics = [...allTopics, ...(await loadOwnChecks(target))], journalFolder = journalFolderFrom(process.env) } =
    options
  return examineWith(target, { ...options, topics, journalFolder })
}

/**
 * The topics of the user's own that the target file names under `suites:`; none where it names none. Loading their files runs
 * them. Throws ConfigurationError where one cannot be used.
 */
export async function loadOwnChecks({ suites }: Target): Promise<readonly Topic[]> {
  if (suites === undefined) return []
  return (await loadOwnTopics(suites, { builtIn: [...allTopics, authServerTopic] })).topics
}

export { allTopics, authServerTopic } from '../suites/all.ts'
export {
  type About,
  type ActiveCheck,
  type Check,
  check,
  type Observer,
  type PassiveCheck,
  passiveCheck,
  type Seen,
  type Suite,
  suite,
  type Topic,
  topic,
} from './check/check.ts'
export type { CheckContext, SharedContext } from './check/context.ts'
export {
  type Basis,
  expectAll,
  expectResponse,
  expectThat,
  type ListResponse,
  type ResponseExpectations,
} from './check/expect.ts'
export type { Fault } from './check/outcome.ts'
export { type AboutRequirement, type OwnRequirement, type Requirable, requirement } from './check/own-requirement.ts'
export type { Resources } from './check/resources.ts'
export type { Scim } from './check/scim.ts'
export type { HttpRequest, HttpResponse, Provider, ProviderType, RequirementId } from './check/vocabulary.ts'
export type { Progress } from './engine/examine.ts'
export { AuthenticationError, ConfigurationError, HarnessError, InterruptedError, UnreachableError } from './errors.ts'
export { type HealthOptions, lookAtHealth } from './health/look-at-health.ts'
export { gateNamed } from './profiles/all.ts'
export { renderHtml } from './report/html.ts'
export { renderJson } from './report/json.ts'
export { renderJUnit } from './report/junit.ts'
export { renderMarkdown } from './report/markdown.ts'
export type { Gate } from './result/gate.ts'
export type { HealthItem, HealthResult, HealthVerdict } from './result/health-result.ts'
export type { CheckRecord, Finding, Level, RunResult, Verdict } from './result/run-result.ts'
export { loadTarget } from './target/read-target.ts'
export type { Target } from './target/target.ts'
