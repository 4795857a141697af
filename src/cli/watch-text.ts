// What a watch says between runs.

import type { HarnessError } from '../errors.ts'
import { amount } from '../report/amounts.ts'
import type { Change } from '../report/compare-runs.ts'
import { conclude } from '../report/conclusion.ts'
import { failuresOf } from '../report/failure.ts'
import { oneLine, plainText } from '../report/plain-text.ts'
import { renderBriefly, signs, wrap } from '../report/terminal.ts'
import type { RunResult } from '../result/run-result.ts'
import { verdictWords } from './diff.ts'
import type { Output } from './terminal.ts'
import type { Changes } from './watch-history.ts'

/** Findings and changes shown after a run; the report has all. */
const shown = 5

type Look = Pick<Output, 'colour' | 'width'>

/** After a further run: what fails in it, what it changed, what it comes to. */
export function statusLines(
  { result, changes, scope }: { readonly result: RunResult; readonly changes: Changes; readonly scope: string },
  { colour, width }: Look,
): readonly string[] {
  const failures = failuresOf(result.checks, result.target).filter(
    ({ known, outcome }) => known === undefined && outcome === 'fail',
  )
  const left = failures.length - shown
  const examined = result.checks.filter(({ verdict }) => verdict !== 'skipped').length
  return [
    ...failures.slice(0, shown).flatMap(failure => ['', renderBriefly(failure, { colour, width, report: true })]),
    ...(left > 0 ? ['', `… ${amount(left, 'further finding')}: see the report`] : []),
    '',
    ...blockOf('Better', changes.better, width),
    ...blockOf('Worse', changes.worse, width),
    ...(changes.better.length + changes.worse.length === 0 ? ['Nothing got better or worse.'] : []),
    ...wrap(
      `${amount(examined, 'check')}${scope === 'failed' ? ' that had failed' : ''} in ${amount(result.requests, 'request')}. ${oneLine(conclude(result).headline)}`,
      width,
    ),
  ]
}

function blockOf(title: string, changes: readonly Change[], width: number): readonly string[] {
  if (changes.length === 0) return []
  const left = changes.length - 3 * shown
  return [
    `${title} (${changes.length})`,
    ...changes.slice(0, 3 * shown).flatMap(change => {
      const { check, subject, after } = change
      const sign = after === undefined ? ' ' : signs[after]
      const where = subject === undefined ? '' : ` (${oneLine(subject)})`
      return wrap(`${sign} ${oneLine(check)}${where}: ${verdictWords(change)}`, width - 2).map(line => `  ${line}`)
    }),
    ...(left > 0 ? [`  … ${left} more`] : []),
  ]
}

/** How many checks are open in all that was seen so far. */
export function isOpenWords(failing: readonly string[], whole: RunResult): string {
  const examined = whole.checks.filter(({ verdict }) => verdict !== 'skipped').length
  if (failing.length === 0) return `Of ${amount(examined, 'check')} examined so far none fails.`
  const names = failing.slice(0, shown).map(oneLine).join(', ')
  const more = failing.length > shown ? ` and ${failing.length - shown} more` : ''
  return `Of ${amount(examined, 'check')} examined so far ${failing.length} ${failing.length === 1 ? 'fails' : 'fail'}: ${names}${more}.`
}

/** What can be typed now. */
export function helpLine({
  byKeys,
  failing,
  files,
}: {
  readonly byKeys: boolean
  readonly failing: number
  readonly files: readonly string[]
}): string {
  const waits = files.length === 0 ? '' : `Waiting for changes of ${files.join(', ')}. `
  const failed = failing === 0 ? '' : ` · f what fails (${failing})`
  return byKeys
    ? `\n${waits}Enter again · a all${failed} · p choose · q quit`
    : `\n${waits}Type a line: nothing for again · a all${failed} · p create/,patch to choose · q quit`
}

/** An error that ends this run and not the watch. */
export function errorLines({ code, message, hint }: HarnessError): readonly string[] {
  return [plainText(`Error ${code}: ${message}`), ...(hint === undefined ? [] : [plainText(`  ${hint}`)])]
}
