// Binds the suites to Vitest: every check becomes a test, with the verdict of the same runCheck() that the engine uses.

import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Check, isPassive, type Topic } from '../check/check.ts'
import { runCheck } from '../engine/run-check.ts'
import { openSession, type Session } from '../engine/session.ts'
import type { CheckRecord } from '../result/run-result.ts'
import type { Target } from '../target/target.ts'

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
  /** Called for every record. */
  readonly onRecord?: (record: CheckRecord) => void
}

/**
 * Declares one Vitest test per check for this target. A failed check fails its test with Expected and Got; a warning
 * passes; what does not apply or is left out is skipped with its reason. Call it at the top level of a test file.
 */
export function bindToVitest(target: Target | (() => Promise<Target>), options: BindOptions): void {
  const checks = options.topics.flatMap(topic => topic.suites.flatMap(suite => suite.checks))
  let session: Session | undefined

  beforeAll(async () => {
    session = await openSession(typeof target === 'function' ? await target() : target, {
      seed: options.seed ?? 1,
      checks,
    })
  })
  afterAll(async () => {
    await session?.cleanUp()
    await session?.close()
  })

  const declare = (check: Check, topic: string, concurrent: boolean): void => {
    test(`${check.id}: ${check.title}`, { concurrent, timeout: 120_000 }, async ({ task, skip }) => {
      if (session === undefined) throw new Error('the session is not open')
      const record = await runCheck(check, topic, session)
      task.meta.scim = record
      options.onRecord?.(record)
      if (record.verdict === 'unsupported' || record.verdict === 'skipped') skip(record.reason)
      if (record.verdict === 'fail' || record.verdict === 'blocked' || record.verdict === 'error') {
        throw new Error(failureText(record))
      }
    })
  }
  // The order of the engine: independent checks together, those that must be alone one by one, passive ones last.
  for (const topic of options.topics) {
    describe(topic.name, { concurrent: true }, () => {
      for (const suite of topic.suites) {
        for (const check of suite.checks) if (!isPassive(check) && !check.alone) declare(check, topic.name, true)
      }
    })
  }
  describe('alone and at the end', { concurrent: false }, () => {
    for (const topic of options.topics) {
      const last = topic.suites.flatMap(suite => suite.checks)
      for (const check of last) if (!isPassive(check) && check.alone) declare(check, topic.name, false)
    }
    for (const topic of options.topics) {
      const last = topic.suites.flatMap(suite => suite.checks)
      for (const check of last) if (isPassive(check)) declare(check, topic.name, false)
    }
  })
}

function failureText(record: CheckRecord): string {
  const findings = record.findings.map(
    ({ subject, expected, got }) =>
      `${subject === undefined ? '' : `${subject}: `}expected ${expected}\n${subject === undefined ? '' : '  '}got      ${got}`,
  )
  return [`${record.verdict}: ${record.title}`, ...findings, record.reason ?? '', `Fix: ${record.fix ?? ''}`]
    .filter(line => line !== '')
    .join('\n')
}
