// `--failed`: which checks an earlier report leaves to be run again, and how that report differs from the run to come.

import { tool } from '../engine/tool.ts'
import { ConfigurationError } from '../errors.ts'
import { createRedactor } from '../http/redact.ts'
import { amount } from '../report/amounts.ts'
import { oneLine } from '../report/plain-text.ts'
import type { CheckRecord, RunResult } from '../result/run-result.ts'
import type { Target } from '../target/target.ts'
import type { FailOn } from './exit-code.ts'

/** Written as the beginning of why a check was left out that failed in an earlier run, and read back by the next `--failed`. */
export const stillOpen = 'it failed before'

const noSuchCheck = `${stillOpen}, and there is no such check`

/** A report, and how messages call it. */
export interface EarlierReport {
  readonly result: RunResult
  readonly name: string
}

/**
 * The ids of the checks that failed, were blocked or broke; warnings where they count. One that failed in a run before that
 * and was left out since is still among them.
 */
export function failedIn({ checks }: RunResult, failOn: FailOn): readonly string[] {
  return checks.filter(check => isOpen(check, failOn)).map(({ id }) => id)
}

function isOpen({ verdict, level, reason = '' }: CheckRecord, failOn: FailOn): boolean {
  switch (verdict) {
    case 'fail':
    case 'blocked':
    case 'error':
      return true
    case 'warn':
      return failOn === 'client' || (failOn === 'should' && level !== 'CLIENT')
    case 'skipped':
      return reason.startsWith(stillOpen)
    default:
      return false
  }
}

/**
 * Where a report has nothing to run again: says so. Throws ConfigurationError where that is no good news, since the run was
 * not finished, examined nothing, or was of another target.
 */
export function nothingFailedWords({ result, name }: EarlierReport, failOn: FailOn, target: Target): string {
  const { counts, finished } = result
  const examined = counts.pass + counts.warn + counts.known
  if (!finished || examined === 0) {
    throw new ConfigurationError(
      `In ${name} nothing failed, but ${finished ? 'nothing was examined either' : 'that run was not finished'}.`,
      { hint: 'Run without --failed.' },
    )
  }
  const other = otherTarget(result, target)
  if (other !== undefined) {
    throw new ConfigurationError(
      `In ${name} nothing failed, but it is of another target, ${other.there}; this one is ${other.here}.`,
      { hint: 'Run without --failed, or name a report of this target: --failed FILE.' },
    )
  }
  const warned = counts.warn > 0 && failOn === 'must'
  const warnings = warned ? ` It has ${amount(counts.warn, 'warning')}: --fail-on should takes them too.` : ''
  const partial = counts.skipped > 0 ? ` ${amount(counts.skipped, 'check')} had been left out.` : ''
  return `Nothing failed in ${name}, of ${whenOf(result)} (${oneLine(result.target.name)}): nothing was sent.${warnings}${partial}`
}

/** Where something failed and nothing of it can be run: that is no good news, and nothing to pass over. */
export function noneCanBeRun({ name }: EarlierReport, gone: readonly string[]): ConfigurationError {
  return new ConfigurationError(
    gone.length === 1
      ? `The check that failed in ${name} cannot be run here: ${some(gone)}.`
      : `None of the ${gone.length} checks that failed in ${name} can be run here: ${some(gone)}.`,
    { hint: 'Give the target file and the options of that run, such as --auth-server; or run without --failed.' },
  )
}

/** What differs between the run that a report is of and the one to come, a sentence each. */
export function differencesFrom(
  { result, name }: EarlierReport,
  { target, seed, gone }: { readonly target: Target; readonly seed: number; readonly gone: readonly string[] },
): readonly string[] {
  const other = otherTarget(result, target)
  return [
    ...(other === undefined ? [] : [`${name} is of another target, ${other.there}; this one is ${other.here}.`]),
    ...(result.tool.version === tool.version && result.tool.catalogue === tool.catalogue
      ? []
      : [
          `${name} was written by version ${oneLine(result.tool.version)} with catalogue ${oneLine(result.tool.catalogue)}; ` +
            `this is ${tool.version} with ${tool.catalogue}.`,
        ]),
    ...(result.seed === seed ? [] : [`${name} has seed ${result.seed}, and this run ${seed}: other cases are drawn.`]),
    ...(result.gates === undefined
      ? []
      : ['Whether a gate is passed is told by a run with --profile alone: here its checks are examined one by one.']),
    ...(gone.length === 0
      ? []
      : [
          `${amount(gone.length, 'check')} that failed in ${name} cannot be run here: ${some(gone)}. Another version, an option such as --auth-server or own checks may have had them.`,
        ]),
  ]
}

/** How a report's target and this one are called, where they are two. The embedded one is known by its name: its address is new each time. */
function otherTarget(result: RunResult, target: Target): { readonly there: string; readonly here: string } | undefined {
  const redactor = createRedactor(target.secrets, [])
  const here = { name: redactor.text(target.name), baseUrl: redactor.text(target.baseUrl) }
  const isEmbedded = target.baseUrl === 'embedded'
  const isSame = isEmbedded ? result.target.name === here.name : result.target.baseUrl === here.baseUrl
  const shown = (one: RunResult['target']): string =>
    one.baseUrl === 'embedded' ? oneLine(one.name) : `${oneLine(one.name)} (${oneLine(one.baseUrl)})`
  return isSame ? undefined : { there: shown(result.target), here: shown(here) }
}

/** What a report keeps of checks that failed in an earlier one and cannot be run here, so that the next `--failed` tells of them. */
export function keptOpen({ result }: EarlierReport, gone: readonly string[]): readonly CheckRecord[] {
  const reason = `${noSuchCheck} with this version, this target file and these options`
  return result.checks
    .filter(({ id }) => gone.includes(id))
    .map(({ known: _known, expected: _expected, got: _got, incomplete: _incomplete, ...check }) => ({
      ...check,
      verdict: 'skipped',
      reason,
      durationMs: 0,
      findings: [],
      exchanges: [],
    }))
}

/** That checks which had passed are run too, since others look at what they ask for. */
export function behindNotes(behind: readonly string[]): readonly string[] {
  if (behind.length === 0) return []
  return [`What failed in looking at the answers to other checks needs these, which are run too: ${some(behind)}.`]
}

/** What a report of such a run says of itself. */
export function failedNote({ result, name }: EarlierReport, ids: readonly string[]): string {
  return (
    `Only what failed in ${name}, of ${whenOf(result)}, was run again: ${amount(ids.length, 'check')}. ` +
    'Run without --failed for the whole.'
  )
}

/** How the checks that were run again went: `Of 9 checks that had failed: 3 pass now, 5 still fail, 1 no longer applies.` */
export function outcomeWords(ids: readonly string[], { checks }: RunResult): string {
  const wanted = new Set(ids)
  const again = checks.filter(({ id, verdict }) => wanted.has(id) && verdict !== 'skipped')
  const of = (...verdicts: readonly CheckRecord['verdict'][]): number =>
    again.filter(({ verdict }) => verdicts.includes(verdict)).length
  const rest = wanted.size - again.length
  const gone = checks.filter(({ id, reason }) => wanted.has(id) && reason?.startsWith(noSuchCheck) === true).length
  const parts = [
    [of('pass', 'known'), 'passes now', 'pass now'],
    [of('fail'), 'still fails', 'still fail'],
    [of('warn'), 'warns', 'warn'],
    [of('blocked', 'error'), 'could not be tried', 'could not be tried'],
    [of('unsupported'), 'no longer applies', 'no longer apply'],
    [rest - gone, 'was left out', 'were left out'],
    [gone, 'cannot be run here', 'cannot be run here'],
  ] as const
  const told = parts.flatMap(([count, one, many]) => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]))
  return `Of ${amount(wanted.size, 'check')} that had failed: ${told.join(', ')}.`
}

/** `run 8b0b6380, of 2026-03-03 09:15 UTC`: its file is replaced by the run to come. */
export function runWords({ result }: EarlierReport): string {
  return `run ${result.runId}, of ${whenOf(result)}`
}

function whenOf({ startedAt }: RunResult): string {
  return `${startedAt.slice(0, 10)} ${startedAt.slice(11, 16)} UTC`
}

function some(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).map(oneLine).join(', ')
  return ids.length > 5 ? `${shown} and ${ids.length - 5} more` : shown
}
