// `baseline`: writes a file with what a report found, to start from: known deviations that runs take with --baseline.

import { existsSync } from 'node:fs'
import { ConfigurationError } from '../errors.ts'
import { amount } from '../report/amounts.ts'
import { jsonText, oneLine, plainText } from '../report/plain-text.ts'
import type { CheckRecord, Finding, RunResult } from '../result/run-result.ts'
import { steadySubject } from '../result/subject.ts'
import { isDay } from '../target/read-baseline.ts'
import { callersPath } from './paths.ts'
import { noChecks, readReportFile } from './report.ts'
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
  if (result.checks.length === 0) throw noChecks(file, result)
  const { text, count, kept, untried } = renderBaseline(result, { ...options, expires })
  if (untried.length > 0)
    output.tell(
      plainText(`Note: not in it, since the run did not try what they are about: ${untried.map(oneLine).join(', ')}.`),
    )
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
  const earlier = kept === 0 ? '' : `, ${kept} of them kept as they were`
  output.print(
    `${options.out}: ${amount(count, 'waiver')}${earlier}. Give each its reason and its owner, then: run --baseline ${options.out}`,
  )
  return 0
}

/** Why something is accepted, by whom and until when. */
interface Acceptance {
  readonly reason: string
  readonly owner: string
  readonly expires: string
  readonly link?: string
}

/** One waiver but for why it is accepted: lines of YAML. */
type Lines = readonly string[]

/**
 * The text of a baseline that explains every failed and blocked check of a run. What a baseline of the run explained is in it
 * with its own reason, owner and last day; what a preset explains is not, for it does so in every run.
 */
export function renderBaseline(
  result: RunResult,
  options: Pick<BaselineArguments, 'warnings' | 'owner' | 'reason'> & { readonly expires: string },
): {
  readonly text: string
  readonly count: number
  /** How many of them the run knew already. */
  readonly kept: number
  /** Ids of waivers that the run knew and did not come to. */
  readonly untried: readonly string[]
} {
  const { reason = `Found on ${result.startedAt.slice(0, 10)} and not yet mended.`, owner, expires } = options
  const accepted = acceptedIn(result)
  const fresh = result.checks.flatMap(check => [
    ...waiversOfFindings(check, result, options.warnings),
    ...(isIncomplete(check, options.warnings) ? [blockedWaiver(check, result)] : []),
  ])
  const kept = result.checks.flatMap(check => keptWaivers(check, result, accepted))
  const blocks = [
    ...fresh.map(lines => blockOf(lines, { reason, owner, expires })),
    ...kept.map(([lines, acceptance]) => blockOf(lines, acceptance)),
  ]
  const head = [
    `# What ${oneLine(result.target.name)} was found to depart in on ${result.startedAt.slice(0, 10)}, and what is accepted for a time.`,
    '# `scim-conformance run --baseline FILE` shows it as known; anything new counts. * stands for anything.',
    'version: 1',
  ]
  const body = blocks.length === 0 ? ['waivers: []'] : ['waivers:', ...blocks]
  const untried = (result.known ?? []).filter(({ id, checks, state }) => accepted.has(id) && checks === 0 && !state)
  return {
    text: `${[...head, ...body].join('\n')}\n`,
    count: blocks.length,
    kept: kept.length,
    untried: untried.map(({ id }) => id),
  }
}

function blockOf(lines: Lines, { reason, owner, expires, link }: Acceptance): string {
  return [
    ...lines,
    `    reason: ${quoted(reason)}`,
    `    owner: ${quoted(owner)}`,
    `    expires: ${quoted(expires)}`,
    ...(link === undefined ? [] : [`    link: ${quoted(link)}`]),
  ].join('\n')
}

/** The waivers that the run knew and that were in force, by id. */
function acceptedIn({ known = [] }: RunResult): ReadonlyMap<string, Acceptance> {
  const waivers = known.flatMap(({ id, title, owner, expires, state, sources: [link] }) =>
    owner === undefined || expires === undefined || state === 'expired'
      ? []
      : [[id, { reason: title, owner, expires, ...(link === undefined ? {} : { link }) }] as const],
  )
  return new Map(waivers)
}

function blockedWaiver(check: CheckRecord, result: RunResult): Lines {
  return [`  - check: ${quoted(check.id)}`, `    blocked: ${quoted(starred(check.reason ?? '', result))}`]
}

/** What waivers of the run explained of a check, each with why that is accepted. */
function keptWaivers(
  check: CheckRecord,
  result: RunResult,
  accepted: ReadonlyMap<string, Acceptance>,
): readonly (readonly [Lines, Acceptance])[] {
  const groups = new Map<string, { readonly finding: Finding; readonly acceptance: Acceptance; subjects: string[] }>()
  for (const finding of check.findings) {
    const { known = '', requirement, outcome } = finding
    const acceptance = accepted.get(known)
    if (acceptance === undefined) continue
    const subject = subjectOf(known, check.id)
    const key = JSON.stringify([acceptance, requirement, outcome, subject === undefined])
    const group = groups.get(key) ?? { finding, acceptance, subjects: [] }
    if (subject !== undefined && !group.subjects.includes(subject)) group.subjects.push(subject)
    groups.set(key, group)
  }
  const ofFindings = [...groups.values()].map(
    ({ finding, acceptance, subjects }) => [waiverLines(check, finding, subjects), acceptance] as const,
  )
  const behind = (check.known ?? []).filter(id => check.findings.every(({ known }) => known !== id))
  const ofBlocked = behind.flatMap(id => {
    const acceptance = accepted.get(id)
    return acceptance === undefined ? [] : [[blockedWaiver(check, result), acceptance] as const]
  })
  return [...ofFindings, ...ofBlocked]
}

/** The subject that a waiver names, which its id has in brackets; undefined where it names none. */
function subjectOf(id: string, checkId: string): string | undefined {
  const rest = id.slice(checkId.length).replace(/ #\d+$/, '')
  return /^ \((.*)\)$/s.exec(rest)?.[1]
}

function waiverLines(check: CheckRecord, { requirement, outcome }: Finding, subjects: readonly string[]): Lines {
  return [
    `  - check: ${quoted(check.id)}`,
    ...(subjects.length === 0 ? [] : ['    subjects:', ...subjects.map(subject => `      - ${quoted(subject)}`)]),
    `    requirement: ${quoted(requirement)}`,
    `    outcome: ${outcome}`,
  ]
}

/** Whether some of a check was not tried, or not listed. */
function isIncomplete({ verdict, incomplete }: CheckRecord, warnings: boolean): boolean {
  return verdict === 'blocked' || (incomplete === true && (verdict === 'fail' || warnings))
}

/** One waiver for each requirement and outcome of a check, with the subjects where it has any. */
function waiversOfFindings(check: CheckRecord, result: RunResult, warnings: boolean): readonly Lines[] {
  const wanted = check.findings.filter(({ outcome, known }) => known === undefined && (outcome === 'fail' || warnings))
  const keyOf = ({ requirement, outcome, subject }: Finding) => `${requirement} ${outcome} ${subject !== undefined}`
  return [...Map.groupBy(wanted, keyOf).values()].flatMap(group => {
    const [first] = group
    if (first === undefined) return []
    const subjects = [
      ...new Set(group.flatMap(({ subject }) => (subject === undefined ? [] : [starred(subject, result)]))),
    ]
    return [waiverLines(check, first, subjects)]
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
