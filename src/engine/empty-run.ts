// A run without a check in it: it could not begin, or it has not come to its end yet. Its reports say so, and are never green.

import { HarnessError } from '../errors.ts'
import { createRedactor } from '../http/redact.ts'
import { type RunResult, schemaVersion } from '../result/run-result.ts'
import type { Target } from '../target/target.ts'
import { countVerdicts, type ExamineOptions } from './examine.ts'
import { gateRecords } from './gates.ts'
import { tool } from './tool.ts'

/** What a report without a check is of. */
export interface EmptyRun {
  readonly runId: string
  readonly startedAt: Date
  /** Sent so far. */
  readonly requests: number
  /** What kept the run from beginning; without it the run is under way. */
  readonly error?: unknown
}

/** The result of a run at this target, asked for with these options, that has examined nothing. */
export function emptyRun(
  target: Target,
  { seed = 1, gates = [], notes = [] }: Pick<ExamineOptions, 'seed' | 'gates' | 'notes'>,
  { runId, startedAt, requests, error }: EmptyRun,
): RunResult {
  const redactor = createRedactor(target.secrets)
  const stopped = error === undefined ? undefined : stopOf(error)
  const state =
    stopped === undefined
      ? 'This was written when the run began. If nothing runs any more, the run was ended before it could write its reports.'
      : 'No check was begun.'
  return {
    schemaVersion,
    tool,
    target: { name: redactor.text(target.name), baseUrl: redactor.text(target.baseUrl) },
    startedAt: startedAt.toISOString(),
    finished: false,
    durationMs: stopped === undefined ? 0 : Date.now() - startedAt.getTime(),
    seed,
    runId,
    requests,
    counts: countVerdicts([]),
    ...(gates.length === 0 ? {} : { gates: gateRecords(gates, []) }),
    capabilities: {},
    notes: [...notes, ...target.warnings, state].map(note => redactor.text(note)),
    ...(stopped === undefined
      ? {}
      : {
          stopped: {
            code: stopped.code,
            message: redactor.text(stopped.message),
            ...(stopped.hint === undefined ? {} : { hint: redactor.text(stopped.hint) }),
          },
        }),
    checks: [],
  }
}

function stopOf(error: unknown): { readonly code: string; readonly message: string; readonly hint?: string } {
  if (error instanceof HarnessError) {
    const { code, message, hint } = error
    return { code, message, ...(hint === undefined ? {} : { hint }) }
  }
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { code: 'E_INTERNAL', message: `scim-conformance broke, which is our fault: ${words}` }
}
