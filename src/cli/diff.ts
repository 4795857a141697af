// `diff`: two reports side by side.

import { type Change, type Comparison, compareRuns } from '../report/compare-runs.ts'
import { jsonText, oneLine } from '../report/plain-text.ts'
import { signs, wrap } from '../report/terminal.ts'
import { callersPath } from './paths.ts'
import { readReportFile } from './report.ts'
import type { Output } from './terminal.ts'

/** Prints what differs between two reports, the earlier one first; the exit code is 1 where something got worse. */
export function diffCommand(
  before: string,
  after: string,
  options: { readonly json: boolean },
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
): number {
  const [a, b] = [before, after].map(file => readReportFile(callersPath(file, env), file))
  if (a === undefined || b === undefined) return 2
  const comparison = compareRuns(a, b)
  if (options.json) output.print(`${jsonText(comparison, 2)}\n`)
  else output.print(renderComparison(comparison, output.width))
  return comparison.worse.length > 0 ? 1 : 0
}

/** The comparison as lines of text, the worst first; ends with a newline. */
export function renderComparison(comparison: Comparison, width: number): string {
  const { differences, worse, better, same, gone } = comparison
  const added = comparison.new
  const lines = [
    ...differences.flatMap(({ what, before, after, means }) =>
      wrap(
        `Note: the ${headings[what]} ${before === after ? `is ${before}` : `was ${oneLine(before)} and is ${oneLine(after)}`}: ${means}.`,
        width,
      ),
    ),
    ...(differences.length > 0 ? [''] : []),
    ...block('Worse', worse, width),
    ...block('Better', better, width),
    ...block('New: examined for the first time', added, width),
    ...block('Gone: not examined any more', gone, width),
    `${worse.length} worse, ${better.length} better, ${added.length} new, ${gone.length} gone, ${same} the same.`,
  ]
  return `${lines.join('\n')}\n`
}

const headings = {
  target: 'target',
  harness: 'version of the harness',
  catalogue: 'catalogue',
  seed: 'seed',
  format: 'format',
  unfinished: 'run',
  known: 'list of known deviations',
} as const

/** Checks shown without a departure are put into lines; more of them than this are counted. */
const shownPlain = 20
/** Checks left out for one reason; more of them than this are a line. */
const mostAlike = 5

function block(title: string, changes: readonly Change[], width: number): readonly string[] {
  if (changes.length === 0) return []
  const told = changes.filter(({ after, got }) => got !== undefined || after === 'blocked' || after === 'error')
  const others = changes.filter(change => !told.includes(change))
  const alike = [...Map.groupBy(others, ({ after, reason }) => (after === 'skipped' ? (reason ?? '') : ''))].filter(
    ([reason, ones]) => reason !== '' && ones.length > mostAlike,
  )
  const plain = others.filter(one => !alike.some(([, ones]) => ones.includes(one)))
  const left = plain.length - shownPlain
  return [
    `${title} (${changes.length})`,
    ...told.flatMap(change => [
      `  ${signOf(change)} ${oneLine(change.check)}${change.subject === undefined ? '' : ` (${oneLine(change.subject)})`}: ${verdictWords(change)}`,
      ...wrap(detailOf(change), width - 6).map(line => `      ${line}`),
    ]),
    ...plain
      .slice(0, shownPlain)
      .map(change => `  ${signOf(change)} ${oneLine(change.check)}: ${verdictWords(change)}`),
    ...(left > 0 ? [`  … ${left} more; --json has them all`] : []),
    ...alike.flatMap(([reason, ones]) =>
      wrap(`${signs.skipped} ${ones.length} checks were left out: ${oneLine(reason)}`, width - 2).map(
        line => `  ${line}`,
      ),
    ),
    '',
  ]
}

function signOf({ after, before }: Change): string {
  const verdict = after ?? before
  return verdict === undefined ? ' ' : signs[verdict]
}

/** What was expected, and what came of it in either run. */
function detailOf({ requirement, expected = '', got, seen, reason = '' }: Change): string {
  if (got === undefined) return oneLine(reason)
  const came =
    seen === undefined
      ? `got ${oneLine(got)}`
      : `before: ${oneLine(seen.before?.got ?? 'as expected')}; now: ${oneLine(seen.after?.got ?? 'as expected')}`
  return `${requirement}: expected ${oneLine(expected)}; ${came}`
}

/** `fail → pass`; of one place of a check whose verdict stays, `fail → pass here; the check is still fail`. */
export function verdictWords({ before, after, seen }: Change): string {
  if (before !== after) return `${before ?? 'not there'} → ${after ?? 'not there'}`
  if (seen === undefined) return `still ${after}`
  return `${seen.before?.outcome ?? 'pass'} → ${seen.after?.outcome ?? 'pass'} here; the check is still ${after}`
}
