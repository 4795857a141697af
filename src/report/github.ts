// Annotations for GitHub Actions: a workflow command a finding, which shows at the job and at the change it ran for.

import type { RunResult } from '../result/run-result.ts'
import { amount } from './amounts.ts'
import { conclude } from './conclusion.ts'
import { checksOf, type Failure, failuresOf } from './failure.ts'
import { cutTo, oneLine, plainText, withoutLogCommands } from './plain-text.ts'

/** GitHub shows ten of each kind for a step; one is kept for what else there is to say. */
const mostOfAKind = 9

/**
 * Lines of `::error` and `::warning`, the gravest first: first what keeps the run from being green at all, then a line a
 * finding, then how many more there are. Known deviations are left out. Empty where there is nothing to say.
 */
export function renderAnnotations(result: RunResult): string {
  const failures = failuresOf(result.checks, result.target).filter(({ known }) => known === undefined)
  const errors = failures.filter(({ outcome }) => outcome === 'fail')
  const warnings = failures.filter(({ outcome }) => outcome === 'warn')
  const { tone, headline, remarks } = conclude(result)
  const doubt =
    tone === 'good' || errors.length > 0 || !(tone === 'bad' || !result.finished || result.stopped !== undefined)
      ? []
      : [command('error', 'scim-conformance', [headline, ...remarks].join(' '))]
  return [...doubt, ...lines('error', errors), ...lines('warning', warnings)].map(line => `${line}\n`).join('')
}

function lines(kind: 'error' | 'warning', failures: readonly Failure[]): readonly string[] {
  const shown = failures.slice(0, mostOfAKind).map(failure => command(kind, titleOf(failure), textOf(failure)))
  const left = failures.length - shown.length
  return left === 0
    ? shown
    : [...shown, command(kind, 'scim-conformance', `${amount(left, 'further finding')}: see the report.`)]
}

function titleOf({ places: [first], level, section }: Failure): string {
  return [first.checkId, [level, section?.label].filter(part => part !== undefined).join(' ')].join(' · ')
}

function textOf(failure: Failure): string {
  const checks = checksOf(failure)
  const rows = [
    failure.places[0].title,
    `Expected: ${failure.expected}`,
    `Got: ${failure.got}`,
    `Why: ${failure.why}`,
    ...(failure.section?.url === undefined ? [] : [failure.section.url]),
    ...failure.impacts.slice(0, 1).map(({ who, what }) => `In practice: ${who}: ${what}`),
    ...failure.fixes.slice(0, 1).map(fix => `Fix: ${fix}`),
    ...(checks.length > 1 ? [`Also in ${amount(checks.length - 1, 'other check')}.`] : []),
  ]
  return rows.map(row => cutTo(oneLine(row), 500).text).join('\n')
}

/** `::error title=…::…`, escaped as the runner reads it: percent, line ends, and in a property colon and comma. */
function command(kind: 'error' | 'warning', title: string, text: string): string {
  const data = (value: string) => value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  const property = data(cutTo(oneLine(title), 200).text)
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C')
  return `::${kind} title=${property}::${data(withoutLogCommands(plainText(text)))}`
}
