// `run`: examines a target and writes the reports.

import { existsSync } from 'node:fs'
import { countVerdicts, examine, type Progress } from '../engine/examine.ts'
import { journalFolderFrom } from '../engine/state-folder.ts'
import { ConfigurationError } from '../errors.ts'
import { renderJson } from '../report/json.ts'
import { oneLine, plainText } from '../report/plain-text.ts'
import { renderSummary } from '../report/terminal.ts'
import type { CheckRecord, RunResult } from '../result/run-result.ts'
import type { Target } from '../target/target.ts'
import { askConsent, processTerminal } from './consent.ts'
import { resolveEmbedded } from './embedded.ts'
import { exitCodeOf, type FailOn } from './exit-code.ts'
import { type EarlierReport, nothingFailedWords, outcomeWords } from './failed.ts'
import { interruptible } from './interruptible.ts'
import type { LimitArguments } from './limits.ts'
import { callersPath } from './paths.ts'
import { type PreparedRun, prepareRun } from './prepare-run.ts'
import { liveLine } from './progress.ts'
import { readExamined } from './report.ts'
import { prepareReports, reportFiles, writeReports } from './report-files.ts'
import { tellGitHub } from './report-github.ts'
import { reportedRun, writeStopped } from './reported-run.ts'
import type { Output } from './terminal.ts'

export interface RunArguments extends LimitArguments {
  /** The usual one when absent; with defects or variants the embedded provider. */
  readonly target?: string
  readonly defect: readonly string[]
  readonly variant: readonly string[]
  readonly out: string
  readonly only: readonly string[]
  readonly skip: readonly string[]
  /** Ids of gates; with any, only their checks run. */
  readonly profile: readonly string[]
  /** A file of waivers. */
  readonly baseline?: string
  /** Counts the known deviations of a preset and of a baseline. */
  readonly strict: boolean
  /** 1 when absent; with --failed that of the report. */
  readonly seed?: number
  readonly concurrency?: number
  readonly failOn: FailOn
  /** Examines what the clients at large send, too. */
  readonly interop: boolean
  /** Examines the authorization server of the clients, too. */
  readonly authServer: boolean
  /** Examines the checks of the user's own, which the target file names. */
  readonly ownChecks: boolean
  /** The basics alone, in few requests. */
  readonly quick: boolean
  /** Shows what would be done, and sends nothing. */
  readonly plan: boolean
  /** Runs what failed in a report again: true for that of an earlier run in the same folder. */
  readonly failed?: true | string
  /** Runs again when it is asked for or when the target file changes, or one of these paths. */
  readonly watch?: true | readonly string[]
  /** Write report.har and summary.md, too. */
  readonly har: boolean
  readonly markdown: boolean
  readonly yes: boolean
  readonly quiet: boolean
  /** The report alone on stdout. */
  readonly json: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** Runs, writes report.json, report.html and junit.xml, prints a summary; gives the exit code. */
export async function runCommand(options: RunArguments, output: Output, env: Environment): Promise<number> {
  if (options.watch !== undefined) {
    const { watchCommand } = await import('./watch.ts')
    return watchCommand(options, output, env)
  }
  const folder = callersPath(options.out, env)
  const isQuiet = options.quiet || options.json
  const earlier = options.failed === undefined ? undefined : earlierReport(options.failed, options.out, env)
  const prepared = await prepareRun(options, env, {
    ...(earlier === undefined ? {} : { earlier }),
    ...(isQuiet ? {} : { tell: output.tell }),
  })
  const { failed } = prepared
  const tellNotes = (): void => {
    if (!isQuiet) for (const note of prepared.notes) output.tell(plainText(`Note: ${note}`))
  }
  if (options.plan) {
    tellNotes()
    const { planCommand } = await import('./plan.ts')
    return planCommand(prepared, options, output, env)
  }
  if (earlier !== undefined && failed?.length === 0) {
    const words = nothingFailedWords(earlier, options.failOn, prepared.target)
    if (!isQuiet) output.print(plainText(words))
    return 0
  }
  tellNotes()
  if (failed !== undefined) assertSomeChosen(prepared, failed)
  prepareReports(folder, options)
  const { target, close } = await resolveEmbedded(prepared.target, prepared.switched)
  const interrupt = interruptible(output)
  try {
    await askConsent(target, { yes: options.yes, terminal: processTerminal(), signal: interrupt.signal })
    const { result, error } = await reportedRun(target, prepared.examine, {
      folder,
      further: options,
      carryOut: examine =>
        examineWithLine(target, { ...prepared, examine }, { output, env, signal: interrupt.signal, isQuiet }).then(
          result => withRecords(result, prepared.gone),
        ),
    })
    // Printed first: it stays where the disk has filled up meanwhile.
    if (options.json) output.print(renderJson(result))
    if (error !== undefined) {
      writeStopped(folder, result, output, options)
      tellGitHub(result, output, env)
      if (!isQuiet) output.print(`Reports that say so: ${reportFiles(folder, options).join('  ')}`)
      throw error
    }
    if (!isQuiet) printSummary(result, output)
    writeReports(folder, result, options)
    tellGitHub(result, output, env)
    if (!isQuiet) {
      if (failed !== undefined)
        output.print(outcomeWords([...failed, ...(prepared.gone ?? []).map(({ id }) => id)], result))
      output.print(`Reports: ${reportFiles(folder, options).join('  ')}`)
    }
    return exitCodeOf(result, options.failOn)
  } finally {
    interrupt.end()
    await close()
  }
}

/** The result with further records. */
function withRecords(result: RunResult, further: readonly CheckRecord[] = []): RunResult {
  const checks = [...result.checks, ...further]
  return { ...result, checks, counts: countVerdicts(checks) }
}

/** Throws ConfigurationError where --only and --skip leave nothing of what failed. */
function assertSomeChosen({ selected }: PreparedRun, failed: readonly string[]): void {
  const ids = new Set(failed)
  if (selected.some(({ check, leftOut }) => leftOut === undefined && ids.has(check.id))) return
  throw new ConfigurationError(`--only and --skip leave none of the ${failed.length} checks that failed.`, {
    hint: `Leave them out, or name some of these: ${failed.slice(0, 5).map(oneLine).join(', ')}.`,
  })
}

/** Examines as prepared, with a live line where there is a terminal for it. */
export async function examineWithLine(
  target: Target,
  prepared: Pick<PreparedRun, 'examine' | 'target'>,
  {
    output,
    env,
    signal,
    isQuiet,
  }: {
    readonly output: Output
    readonly env: Environment
    readonly signal: AbortSignal
    readonly isQuiet: boolean
  },
): Promise<RunResult> {
  const line = output.live && !isQuiet ? liveLine(output.width) : undefined
  try {
    return await examine(target, {
      ...prepared.examine,
      // What the embedded provider holds ends with it.
      ...(prepared.target.baseUrl === 'embedded' ? {} : { journalFolder: journalFolderFrom(env) }),
      signal,
      ...(line === undefined ? {} : { onProgress: (progress: Progress) => line.show(progress) }),
    })
  } finally {
    line?.end()
  }
}

/** What is said at the end of a run that leaves a report. */
export function printSummary(result: RunResult, output: Output): void {
  output.print(renderSummary(result, { colour: output.colour, width: output.width, report: true }))
}

/**
 * The report that --failed names, or the one in the folder for reports; where that is of a run that could not begin, the last
 * with a check in it. Throws ConfigurationError.
 */
export function earlierReport(failed: true | string, out: string, env: Environment): EarlierReport {
  const name = failed === true ? `${out.replace(/\/$/, '')}/report.json` : failed
  if (failed === true && !existsSync(callersPath(name, env))) {
    throw new ConfigurationError(
      `There is no ${name}: --failed runs again what failed in the report of an earlier run.`,
      {
        hint: 'Run without --failed first, or name a report: --failed FILE.',
      },
    )
  }
  return readExamined(name, env)
}
