// A run that leaves reports whatever happens: one that says it is under way from the first request on, then that of the run.

import { emptyRun } from '../engine/empty-run.ts'
import type { ExamineOptions } from '../engine/examine.ts'
import { newRunId } from '../engine/session.ts'
import { HarnessError } from '../errors.ts'
import { plainText } from '../report/plain-text.ts'
import type { RunResult } from '../result/run-result.ts'
import type { Target } from '../target/target.ts'
import { type FurtherReports, writeReports } from './report-files.ts'
import type { Output } from './terminal.ts'

/** A run that came to a result, or what kept it from beginning, with a result that says so. */
export interface ReportedRun {
  readonly result: RunResult
  readonly error?: unknown
}

/**
 * Carries a run out and writes reports of one under way before it; those of the result are the caller's to write. Throws
 * ConfigurationError where reports cannot be written.
 */
export async function reportedRun(
  target: Target,
  asked: ExamineOptions,
  {
    folder,
    further,
    carryOut,
  }: {
    readonly folder: string
    readonly further?: FurtherReports
    readonly carryOut: (asked: ExamineOptions) => Promise<RunResult>
  },
): Promise<ReportedRun> {
  const begun = { runId: newRunId(), startedAt: new Date() }
  let requests = 0
  writeReports(folder, emptyRun(target, asked, { ...begun, requests }), further)
  try {
    const result = await carryOut({
      ...asked,
      runId: begun.runId,
      onExchange(exchange) {
        requests++
        asked.onExchange?.(exchange)
      },
    })
    return { result }
  } catch (error) {
    return { result: emptyRun(target, asked, { ...begun, requests, error }), error }
  }
}

/** Writes the reports of a run that could not begin: where they cannot be written either, what kept it from that comes first. */
export function writeStopped(folder: string, result: RunResult, output: Output, further?: FurtherReports): void {
  try {
    writeReports(folder, result, further)
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    output.tell(plainText(`Note: ${error.message}`))
  }
}
