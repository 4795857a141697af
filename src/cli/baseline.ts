// `baseline`: writes a file with what a report found, to start from: known deviations that runs take with --baseline.

import { existsSync } from 'node:fs'
import { ConfigurationError } from '../errors.ts'
import { jsonText, oneLine } from '../report/plain-text.ts'
import type { CheckRecord, Finding, RunResult } from '../result/run-result.ts'
import { steadySubject } from '../result/subject.ts'
import { isDay } from '../target/read-baseline.ts'
import { callersPath } from './paths.ts'
import { readReportFile } from './report.ts'
import { writeNamedFile } from './report-files.ts'
import type { Output } from './terminal.ts'

export interface BaselineArguments {
  /** stdout when absent. */
  readonly out?: string
  readonly force: boolean
  /** Warnings too. */
  readonly warnings: boolean
  readonly owner: string
  readonly reason?: string
  /** YYYY-MM-DD; in 90 days when absent. */
  readonly expires?: string
}

/** Reads a report and writes its findings as a baseline. Throws ConfigurationError where a file or a day will not do. */
export function baselineCommand(
  file: string,
  options: BaselineArguments,
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
): number {
  const result = readReportFile(callersPath(file, env), file)
  const expires = options.expires ?? dayIn(90)
  if (!isDay(expires)) {
    throw new ConfigurationError(`--expires ${expires} is no day.`, { hint: 'Write it as 2027-03-31.' })
  }
  const { text, count } = renderBaseline(result, { ...options, expires })
  if (options.out === undefined) {
    output.print(text)
    return 0
  }
  const out = callersPath(options.out, env)
  if (existsSync(out) && !options.force) {
    throw new ConfigurationError(`${options.out} is there already.`, {
      hint: 'Give another --out, or --force to replace it and the reasons in it.',
    })
  }
  writeNamedFile(out, text, '--out')
  output.print(
    `${options.out}: ${count} ${count === 1 ? 'waiver' : 'waivers'}. Give each its reason and its owner, then: run --baseline ${options.out}`,
  )
  return 0
}

/** The text of a baseline that explains every failed and blocked check of a run, and nothing that was known to it before. */
export function renderBaseline(
  result: RunResult,
  options: Pick<BaselineArguments, 'warnings' | 'owner' | 'reason'> & { readonly expires: string },
): { readonly text: string; readonly count: number } {
  const reason = options.reason ?? `Found on ${result.startedAt.slice(0, 10)} and not yet mended.`
  const tail = [
    `    reason: ${quoted(reason)}`,
    `    owner: ${quoted(options.owner)}`,
    `    expires: ${quoted(options.expires)}`,
  ]
  const waivers = result.checks.flatMap(check => [
    ...waiversOfFindings(check, result, options.warnings),
    ...(isIncomplete(check, options.warnings)
      ? [[`  - check: ${quoted(check.id)}`, `    blocked: ${quoted(starred(check.reason ?? '', result))}`]]
      : []),
  ])
  const blocks = waivers.map(lines => [...lines, ...tail].join('\n'))
  const head = [
    `# What ${oneLine(result.target.name)} was found to depart in on ${result.startedAt.slice(0, 10)}, and what is accepted for a time.`,
    '# `scim-conformance run --baseline FILE` shows it as known; anything new counts. * stands for anything.',
    'version: 1',
  ]
  const body = blocks.length === 0 ? ['waivers: []'] : ['waivers:', ...blocks]
  return { text: `${[...head, ...body].join('\n')}\n`, count: blocks.length }
}

/** Whether some of a check was not tried, or not listed. */
function isIncomplete({ verdict, incomplete }: CheckRecord, warnings: boolean): boolean {
  return verdict === 'blocked' || (incomplete === true && (verdict === 'fail' || warnings))
}

/** One waiver for each requirement and outcome of a check, with the subjects where it has any. */
function waiversOfFindings(check: CheckRecord, result: RunResult, warnings: boolean): readonly (readonly string[])[] {
  const wanted = check.findings.filter(({ outcome, known }) => known === undefined && (outcome === 'fail' || warnings))
  const keyOf = ({ requirement, outcome, subject }: Finding) => `${requirement} ${outcome} ${subject !== undefined}`
  return [...Map.groupBy(wanted, keyOf).values()].flatMap(group => {
    const [first] = group
    if (first === undefined) return []
    const subjects = [
      ...new Set(group.flatMap(({ subject }) => (subject === undefined ? [] : [starred(subject, result)]))),
    ]
    return [
      [
        `  - check: ${quoted(check.id)}`,
        ...(subjects.length === 0 ? [] : ['    subjects:', ...subjects.map(subject => `      - ${quoted(subject)}`)]),
        `    requirement: ${quoted(first.requirement)}`,
        `    outcome: ${first.outcome}`,
      ],
    ]
  })
}

/** The text with * for what differs from run to run: names of what the run made, ids, and whatever is a * itself. */
function starred(text: string, { runId }: RunResult): string {
  return steadySubject(text)
    .replaceAll(new RegExp(`scimc-${runId.replaceAll(/[^\w-]/g, '.')}[\\w.-]*`, 'g'), '*')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b\d{6,}\b|\b[0-9a-f]{16,}\b/gi, '*')
}

/** A text in double quotes, which YAML reads as JSON does. */
function quoted(text: string): string {
  return jsonText(text, 0)
}

function dayIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}
