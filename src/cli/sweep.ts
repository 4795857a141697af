// `sweep`: deletes what earlier runs have left, or tells what the journals on this machine hold.

import { existsSync } from 'node:fs'
import { journalFolderFrom } from '../engine/state-folder.ts'
import { isClean, sweep } from '../engine/sweep.ts'
import { readJournals } from '../engine/sweep-journals.ts'
import { ConfigurationError } from '../errors.ts'
import { isLoopback } from '../http/loopback.ts'
import { jsonText, oneLine } from '../report/plain-text.ts'
import { renderJournals, renderSweep, resourceLines } from '../report/sweep-terminal.ts'
import type { SweepResult, SweptResource } from '../result/sweep-result.ts'
import { loadTarget } from '../target/read-target.ts'
import type { Target } from '../target/target.ts'
import { ask, processTerminal } from './consent.ts'
import { interruptible } from './interruptible.ts'
import { callersPath, usualTargetFile } from './paths.ts'
import type { Output } from './terminal.ts'

export interface SweepArguments {
  readonly target?: string
  readonly dryRun: boolean
  readonly list: boolean
  readonly all: boolean
  /** Milliseconds. */
  readonly olderThan: number
  readonly journals?: string
  readonly yes: boolean
  readonly quiet: boolean
  readonly json: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** Sweeps, and gives the exit code: 0 nothing is left, 1 something is, 2 it could not begin, 3 it was stopped. */
export async function sweepCommand(options: SweepArguments, output: Output, env: Environment): Promise<number> {
  const folder = options.journals === undefined ? journalFolderFrom(env) : callersPath(options.journals, env)
  const file = callersPath(options.target ?? usualTargetFile, env)
  if (options.list || (options.target === undefined && !existsSync(file))) return listJournals(folder, options, output)

  const target = await loadTarget(file, env)
  if (target.baseUrl === 'embedded') {
    if (options.json) output.print(jsonText(nothingAt(target, options.dryRun), 2))
    else if (!options.quiet) output.print('The embedded service provider ends with its run: there is nothing to sweep.')
    return 0
  }
  assertMayDelete(options.target ?? usualTargetFile, target, options.dryRun)
  const terminal = processTerminal()
  const mustAsk = !options.dryRun && !options.yes && !isLoopback(target.baseUrl)
  if (mustAsk && terminal === undefined) {
    throw new ConfigurationError(
      `The sweep deletes at ${target.name} what earlier runs have left. There is no terminal to ask on.`,
      { hint: 'Give --yes to agree, or see what it would delete with --dry-run.' },
    )
  }
  const interrupt = interruptible(output, 'Stopping after the requests under way. Again to stop at once.')
  try {
    const result = await sweep(target, {
      journalFolder: folder,
      dryRun: options.dryRun,
      all: options.all,
      olderThanMs: options.olderThan,
      signal: interrupt.signal,
      ...(mustAsk && terminal !== undefined
        ? {
            agree: async (resources: readonly SweptResource[]) => {
              const lines = resourceLines(resources, 20).join('\n')
              const question = `${lines}\nDelete these ${resources.length} resources at ${target.name}? [y/N] `
              return /^y(es)?$/i.test((await ask(question, terminal, interrupt.signal)).trim())
            },
          }
        : {}),
      ...(options.quiet || options.json ? {} : { onPhase: words => output.tell(`… ${oneLine(words)}`) }),
    })
    if (options.json) output.print(jsonText(result, 2))
    else if (!options.quiet) output.print(renderSweep(result))
    return exitCodeOfSweep(result)
  } finally {
    interrupt.end()
  }
}

/** Throws ConfigurationError where nothing may be deleted there; `name` is how the target file is called. */
export function assertMayDelete(name: string, { safety }: Target, dryRun: boolean): void {
  if (safety !== 'read-only' || dryRun) return
  throw new ConfigurationError(`${name} says safety: read-only, so nothing is deleted there.`, {
    hint: 'See what is there with --dry-run, or name a target file that allows writes.',
  })
}

/** The exit code of one sweep. */
export function exitCodeOfSweep(result: SweepResult): 0 | 1 | 2 | 3 {
  if (result.stopped !== undefined) return ['E_UNREACHABLE', 'E_AUTH'].includes(result.stopped.code) ? 2 : 3
  return isClean(result) ? 0 : 1
}

/** The result at the embedded provider, which holds nothing once its run is over. */
export function nothingAt({ name }: Target, dryRun: boolean): SweepResult {
  const nothing = { looks: [], runs: [], deleted: [], left: [], settled: [], doubts: [], notes: [] }
  return { target: { name, baseUrl: 'embedded' }, dryRun, ...nothing, requests: 0 }
}

/** What the journals on this machine hold, by base URL. */
function listJournals(folder: string, { json, quiet }: SweepArguments, output: Output): number {
  const { journals, problems } = readJournals(folder)
  if (json) output.print(jsonText({ folder, journals, problems }, 2))
  else if (!quiet) output.print(renderJournals(folder, journals, problems))
  return journals.some(({ paths, unanswered }) => paths.length + unanswered > 0) ? 1 : 0
}
