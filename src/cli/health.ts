// `health`: looks whether one service provider is well, reading only. Of many targets: fleet/health.ts.

import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '../errors.ts'
import { exitCodeOfVerdict } from '../fleet/examine-fleet.ts'
import { makeFolder, putInPlace } from '../fleet/whole-files.ts'
import { lookAtHealth } from '../health/look-at-health.ts'
import { renderHealthHtml } from '../report/health-html.ts'
import { renderHealthJson } from '../report/health-json.ts'
import { renderHealthMarkdown } from '../report/health-markdown.ts'
import { renderHealth } from '../report/health-terminal.ts'
import { type HealthResult, type HealthVerdict, healthVerdicts } from '../result/health-result.ts'
import { resolveEmbedded, wantedTarget } from './embedded.ts'
import { interruptible } from './interruptible.ts'
import { callersPath } from './paths.ts'
import { systemReason } from './report-files.ts'
import { addStepSummary } from './report-github.ts'
import type { Output } from './terminal.ts'

export interface HealthArguments {
  /** The usual one when absent; with defects or variants the embedded provider. */
  readonly target?: string
  readonly defect: readonly string[]
  readonly variant: readonly string[]
  /** Without it no reports are written. */
  readonly out?: string
  readonly seconds?: number
  /** The least grave verdict that makes the exit code other than 0. */
  readonly failOn: Exclude<HealthVerdict, 'healthy'>
  readonly quiet: boolean
  /** The result alone on stdout. */
  readonly json: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** Looks, prints what it saw, writes health.json, health.html and health.md where a folder is named; gives the exit code. */
export async function healthCommand(options: HealthArguments, output: Output, env: Environment): Promise<number> {
  const folder = options.out === undefined ? undefined : callersPath(options.out, env)
  const { target: wanted, switched } = await wantedTarget(options.target, options, env)
  if (folder !== undefined) prepare(folder)
  const { target, close } = await resolveEmbedded(wanted, switched)
  const interrupt = interruptible(output, 'Stopping. Again to stop at once.')
  try {
    if (!options.quiet && !options.json) for (const warning of target.warnings) output.tell(`Note: ${warning}`)
    const result = await lookAtHealth(target, {
      signal: interrupt.signal,
      ...(options.seconds === undefined ? {} : { seconds: options.seconds }),
    })
    if (options.json) output.print(renderHealthJson(result))
    else if (!options.quiet) output.print(renderHealth(result, { colour: output.colour, width: output.width }))
    if (folder !== undefined) write(folder, result)
    addStepSummary(() => renderHealthMarkdown([result]), output, env)
    if (folder !== undefined && !options.json && !options.quiet) {
      output.print(`Reports: ${files(folder).join('  ')}`)
    }
    return exitCodeOf(result.verdict, options.failOn)
  } finally {
    interrupt.end()
    await close()
  }
}

/** 1 where something is wrong there, 2 where we cannot talk to it; 0 for what is less grave than `failOn`. */
export function exitCodeOf(verdict: HealthVerdict, failOn: HealthVerdict): number {
  if (healthVerdicts.indexOf(verdict) < healthVerdicts.indexOf(failOn)) return 0
  return verdict === 'degraded' ? 1 : exitCodeOfVerdict[verdict]
}

function files(folder: string): readonly string[] {
  return ['health.json', 'health.html', 'health.md'].map(name => join(folder, name))
}

/** Takes earlier reports away and tries that new ones can be written. Throws ConfigurationError. */
function prepare(folder: string): void {
  writing(folder, () => {
    makeFolder(folder)
    // Where no result is, a health.md is somebody else's.
    const isOurs = existsSync(join(folder, 'health.json'))
    const others = files(folder).filter(file => !isOurs && existsSync(file))
    if (others.length > 0) {
      throw new ConfigurationError(`The reports are not written to ${folder}: ${others.join(' and ')} would be lost.`, {
        hint: 'Name another folder with --out: no earlier look has written that.',
      })
    }
    for (const file of files(folder)) {
      writeFileSync(file, '')
      rmSync(file)
    }
  })
}

function write(folder: string, result: HealthResult): void {
  const texts = [renderHealthJson(result), renderHealthHtml([result]), renderHealthMarkdown([result])]
  writing(folder, () => {
    for (const [index, file] of files(folder).entries()) putInPlace(file, texts[index] ?? '')
  })
}

function writing(folder: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (error instanceof ConfigurationError) throw error
    throw new ConfigurationError(`The reports cannot be written to ${folder}: ${systemReason(error)}.`, {
      hint: 'Name another folder with --out: one that you may write to, or that does not exist yet.',
      cause: error,
    })
  }
}
