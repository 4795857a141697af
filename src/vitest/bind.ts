// Binds the suites to Vitest: every check becomes a test, with the verdict of the same runCheck() that the engine uses.

import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Check, phaseOf, type Topic } from '../check/check.ts'
import { assertReady } from '../engine/consent.ts'
import { settleKnown } from '../engine/known.ts'
import { runCheck } from '../engine/run-check.ts'
import { openSession, type Session } from '../engine/session.ts'
import { journalFolderFrom } from '../engine/state-folder.ts'
import { plainText } from '../report/plain-text.ts'
import type { CheckRecord } from '../result/run-result.ts'
import type { Target } from '../target/target.ts'
import { answerFor } from './show-record.ts'
import { shownError } from './shown-error.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** The record of the check, as in report.json. */
    scim?: CheckRecord
  }
}

export interface BindOptions {
  /** The suites to bind. */
  readonly topics: readonly Topic[]
  readonly seed?: number
  /** Takes the optional topic too: what the clients at large send, which no RFC asks for. */
  readonly interop?: boolean
  /** Called for every record. */
  readonly onRecord?: (record: CheckRecord) => void
  /** Agrees to what the run creates and deletes; needed where the target is not on this machine, unless it is read-only. */
  readonly agreed?: boolean
  /** Folder for journals of what runs create; without it, where the command keeps its own. */
  readonly journalFolder?: string
}

/** Signing in, discovery and the measure of how soon a write shows; deleting what is left: each may take as long. */
const hookLimitMs = 300_000
/** A check has its own limit and then deletes what it made; Vitest's limit only stands behind them. */
const cleanUpLimitMs = 120_000
/** The limit where the target, and with it the limit of a check, is not known before the tests are declared. */
const unknownLimitMs = 600_000

/**
 * Declares one Vitest test per check for this target. A failed check fails its test with all that the
 * terminal says of it, and what was sent and received; a warning or
 * a known deviation passes; what does not apply or is left out is skipped with its reason. Call it at the top level of a test file. Where the
 * target is not on this machine, agree to what is created there: nobody is asked.
 */
export function bindToVitest(target: Target | (() => Promise<Target>), options: BindOptions): void {
  const topics = options.topics.filter(
    ({ optional, ofGates }) => (options.interop === true || optional !== true) && ofGates !== true,
  )
  const checks = topics.flatMap(topic => topic.suites.flatMap(suite => suite.checks))
  const timeout = typeof target === 'function' ? unknownLimitMs : target.checkTimeoutMs + cleanUpLimitMs
  let session: Session | undefined

  beforeAll(async () => {
    const found = typeof target === 'function' ? await target() : target
    assertReady(found, { agreed: options.agreed ?? false })
    session = await openSession(found, {
      seed: options.seed ?? 1,
      checks,
      journalFolder: options.journalFolder ?? journalFolderFrom(process.env),
    })
  }, hookLimitMs)
  afterAll(async () => {
    await session?.cleanUp()
    await session?.close()
    const { notes = [], target: examined } = session ?? {}
    // Above all what could not be deleted.
    for (const note of notes) if (examined?.warnings.includes(note) !== true) console.warn(plainText(`Note: ${note}`))
  }, hookLimitMs)

  const declare = (check: Check, topic: string, concurrent: boolean): void => {
    test(`${check.id}: ${check.title}`, { concurrent, timeout }, async ({ task, skip }) => {
      if (session === undefined) throw new Error('the session is not open')
      const record = settleKnown(await runCheck(check, topic, session), session.target.known ?? [])
      task.meta.scim = record
      options.onRecord?.(record)
      if (record.verdict === 'pass') return
      const answer = answerFor(record, session.target)
      if (answer.outcome === 'skip') skip(answer.reason)
      if (answer.outcome === 'fail') throw shownError(answer)
    })
  }
  // The order of the engine: independent checks together, then those that need quiet or must be alone, passive ones last.
  for (const topic of topics) {
    describe(topic.name, { concurrent: true }, () => {
      for (const suite of topic.suites) {
        for (const check of suite.checks) if (phaseOf(check) === 'together') declare(check, topic.name, true)
      }
    })
  }
  describe('alone and at the end', { concurrent: false }, () => {
    for (const phase of ['quiet', 'alone', 'passive'] as const) {
      for (const topic of topics) {
        const checks = topic.suites.flatMap(suite => suite.checks)
        for (const check of checks) if (phaseOf(check) === phase) declare(check, topic.name, false)
      }
    }
  })
}
