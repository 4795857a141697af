// What the process ends with: 0 conforms, 1 findings or blocked checks, 2 we cannot talk to the target, 3 we broke.

import { HarnessError, type HarnessErrorCode } from '../errors.ts'
import type { RunResult } from '../result/run-result.ts'

const ofError: Readonly<Record<HarnessErrorCode, number>> = {
  E_CONFIG: 2,
  E_UNREACHABLE: 2,
  E_AUTH: 2,
  E_INTERRUPTED: 3,
  E_LIMIT: 3,
  E_GUARD: 3,
  E_INTERNAL: 3,
}

/** The exit code of an error that stopped everything; an error that is none of ours means that we broke. */
export function exitCodeOfError(error: unknown): number {
  return error instanceof HarnessError ? ofError[error.code] : 3
}

/** What makes the exit code 1: a MUST, a SHOULD besides, or what a client needs besides those. */
export type FailOn = 'must' | 'should' | 'client'

/** The exit code of a run: the gravest of 3, 2, 1, 0 that applies. */
export function exitCodeOf(result: RunResult, failOn: FailOn): number {
  const { counts, stopped, checks } = result
  const warned = checks.filter(({ verdict }) => verdict === 'warn')
  const ofStop = stopped === undefined ? 0 : isHarnessErrorCode(stopped.code) ? ofError[stopped.code] : 3
  const examined = counts.pass + counts.fail + counts.warn + counts.known + counts.blocked + counts.error
  // What an optional step of a gate asks for does not decide.
  const isFound = result.gates?.some(({ passed }) => !passed) ?? counts.fail + counts.blocked > 0
  return Math.max(
    ofStop,
    counts.error > 0 ? 3 : 0,
    examined === 0 ? 2 : 0,
    isFound ? 1 : 0,
    failOn !== 'must' && warned.some(({ level }) => failOn === 'client' || level !== 'CLIENT') ? 1 : 0,
    result.finished ? 0 : 3 * Number(stopped === undefined),
  )
}

/** Whether a run was stopped by an error of ours with this code. */
export function isHarnessErrorCode(code: string): code is HarnessErrorCode {
  return Object.hasOwn(ofError, code)
}
