// `run`: examines a target and writes the reports.

import type { Topic } from '../check/check.ts'
import { examine } from '../engine/examine.ts'
import { journalFolderFrom } from '../engine/state-folder.ts'
import { ConfigurationError } from '../errors.ts'
import { gateNamed } from '../profiles/all.ts'
import { renderJson } from '../report/json.ts'
import { renderSummary } from '../report/terminal.ts'
import type { KnownDeviation } from '../result/known.ts'
import { loadBaseline } from '../target/read-baseline.ts'
import type { Target } from '../target/target.ts'
import { askConsent, processTerminal } from './consent.ts'
import { resolveEmbedded, wantedTarget } from './embedded.ts'
import { exitCodeOf, type FailOn } from './exit-code.ts'
import { callersPath } from './paths.ts'
import { liveLine } from './progress.ts'
import { prepareReports, removeReports, reportFiles, writeReports } from './report-files.ts'
import { tellGitHub } from './report-github.ts'
import type { Output } from './terminal.ts'
import { builtInTopics, checkIdsOf, topicsFor } from './topics.ts'

export interface RunArguments {
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
  readonly seed: number
  readonly concurrency?: number
  readonly failOn: FailOn
  /** Examines what the clients at large send, too. */
  readonly interop: boolean
  /** Examines the authorization server of the clients, too. */
  readonly authServer: boolean
  /** Examines the checks of the user's own, which the target file names. */
  readonly ownChecks: boolean
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
  const folder = callersPath(options.out, env)
  removeReports(folder)
  const gates = options.profile.map(gateNamed)
  const { target: loaded, switched } = await wantedTarget(options.target, options, env)
  assertAuthServer(options, loaded)
  const { topics, notes } = await topicsFor(loaded, {
    authServer: options.authServer,
    withoutOwn: !options.ownChecks,
    ...(options.quiet || options.json ? {} : { tell: output.tell }),
  })
  const wanted: Target = {
    ...loaded,
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    warnings: [...loaded.warnings, ...notes],
  }
  const known = options.baseline === undefined ? [] : baselineOf(options.baseline, [...topics, ...builtInTopics], env)
  prepareReports(folder, options)
  const { target, close } = await resolveEmbedded(wanted, switched)
  const interrupt = interruptible(output)
  const line = output.live && !options.quiet && !options.json ? liveLine(output.width) : undefined
  try {
    await askConsent(target, { yes: options.yes, terminal: processTerminal(), signal: interrupt.signal })
    if (!options.quiet && !options.json) for (const warning of loaded.warnings) output.tell(`Note: ${warning}`)
    const result = await examine(target, {
      topics,
      only: options.only,
      skip: options.skip,
      interop: options.interop,
      gates,
      known,
      strict: options.strict,
      seed: options.seed,
      journalFolder: journalFolderFrom(env),
      signal: interrupt.signal,
      ...(line === undefined ? {} : { onProgress: progress => line.show(progress) }),
    })
    line?.end()
    // Printed first: it stays where the disk has filled up meanwhile.
    if (options.json) output.print(renderJson(result))
    else if (!options.quiet)
      output.print(renderSummary(result, { colour: output.colour, width: output.width, report: true }))
    writeReports(folder, result, options)
    tellGitHub(result, output, env)
    if (!options.json && !options.quiet) output.print(`Reports: ${reportFiles(folder, options).join('  ')}`)
    return exitCodeOf(result, options.failOn)
  } finally {
    line?.end()
    interrupt.end()
    await close()
  }
}

/** The waivers of a baseline. Throws ConfigurationError. */
function baselineOf(file: string, topics: readonly Topic[], env: Environment): readonly KnownDeviation[] {
  return loadBaseline(callersPath(file, env), checkIdsOf(topics))
}

/** Throws ConfigurationError where the authorization server is to be examined and nothing says which, or the other way round. */
function assertAuthServer({ authServer, only, target }: RunArguments, { authServer: settings }: Target): void {
  if (authServer && settings === undefined) {
    throw new ConfigurationError(`${target ?? 'The target'} names no authorization server.`, {
      hint: 'Add an authServer section to the target file: docs/auth-server.md describes it.',
    })
  }
  const left = authServer ? undefined : only.find(prefix => prefix.startsWith('auth-'))
  if (left !== undefined) {
    throw new ConfigurationError(`What begins with "${left}" is left out.`, {
      hint: 'The authorization server is examined with --auth-server only; add it.',
    })
  }
}

/** The first SIGINT or SIGTERM stops the run cleanly, the second ends the process at once. */
export function interruptible(output: Output): { signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(3)
    output.tell('\nStopping: waiting for requests under way and deleting what was made. Again to stop at once.')
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    end() {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}
