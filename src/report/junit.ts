// A run as JUnit XML: a testsuite a topic, a testcase a check, and one more that says whether the run is to be trusted.

import { create } from 'xmlbuilder2'
import type { CheckRecord, GateRecord, RunResult } from '../result/run-result.ts'
import { conclude, countsLine } from './conclusion.ts'
import { checksOf, evidenceOf, type Failure, failuresOf, requirementText } from './failure.ts'
import { gateSentence, onlyOptional, stepTone, stepWords } from './gates.ts'
import { type Element, inAttribute, inText, property, seconds } from './junit-text.ts'
import { oneLine } from './plain-text.ts'

/**
 * The text of junit.xml. fail becomes `<failure>`, blocked and error `<error>`, unsupported and skipped `<skipped>`; a
 * warning or a known deviation passes, with a `verdict` property and its text in `<system-out>`. A run that is not finished, was stopped, or
 * examined nothing has an `<error>` of its own, so that it is never green.
 */
export function renderJUnit(result: RunResult): string {
  const { tool, target, durationMs } = result
  // Where nothing was examined, one error says why; that no step of a gate was is no news besides.
  const gates = result.checks.length === 0 ? [] : (result.gates ?? [])
  const doubt = doubtOf(result)
  const count = (checks: readonly CheckRecord[], extra = 0, extraErrors = 0) => {
    const of = (one: Shown) => checks.filter(check => shownAs(check, result) === one).length
    return {
      tests: checks.length + extra,
      failures: of('failure'),
      errors: of('error') + extraErrors,
      skipped: of('skipped'),
    }
  }
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', {
    name: inAttribute(`${tool.name}: ${target.name}`),
    ...withGates(count(result.checks, 1, doubt === undefined ? 0 : 1), gates),
    time: seconds(durationMs),
  })

  const run = suiteElement(root, 'run', result, {
    ...count([], 1, doubt === undefined ? 0 : 1),
    time: seconds(durationMs),
  })
  const testcase = run.ele('testcase', { classname: 'run', name: 'the run is finished', time: seconds(durationMs) })
  if (doubt !== undefined)
    testcase.ele('error', { message: inAttribute(doubt), type: inAttribute(result.stopped?.code ?? 'not-finished') })
  testcase.ele('system-out').txt(runText(result))

  for (const gate of gates) gateElement(root, gate, result)
  for (const [topic, checks] of Map.groupBy(result.checks, check => check.topic)) {
    const time = seconds(checks.reduce((sum, check) => sum + check.durationMs, 0))
    const suite = suiteElement(root, topic, result, { ...count(checks), time })
    for (const check of checks) checkElement(suite, check, result)
  }
  return `${root.end({ prettyPrint: true })}\n`
}

interface Counts {
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly skipped: number
}

/** The steps of a gate as testcases: one that does not pass and is not optional is a failure. */
function gateCounts({ steps }: GateRecord): Counts {
  const of = (tone: ReturnType<typeof stepTone>) => steps.filter(step => stepTone(step) === tone).length
  return { tests: steps.length, failures: of('fail'), errors: of('blocked'), skipped: of('unsupported') }
}

function withGates(counts: Counts, gates: readonly GateRecord[]): Counts {
  return gates.map(gateCounts).reduce(
    (sum, own) => ({
      tests: sum.tests + own.tests,
      failures: sum.failures + own.failures,
      errors: sum.errors + own.errors,
      skipped: sum.skipped + own.skipped,
    }),
    counts,
  )
}

function gateElement(root: Element, gate: GateRecord, result: RunResult): void {
  const suite = suiteElement(root, gate.name, result, { ...gateCounts(gate), time: seconds(0) })
  for (const step of gate.steps) {
    const testcase = suite.ele('testcase', {
      classname: inAttribute(gate.id),
      name: inAttribute(`${step.id}: ${step.title}`),
      time: seconds(0),
    })
    const properties = testcase.ele('properties')
    property(properties, 'part', step.part)
    property(properties, 'verdict', stepWords(step))
    for (const id of step.checks) property(properties, 'check', id)
    const reason = step.reason ?? 'no reason recorded'
    const tone = stepTone(step)
    if (tone === 'fail') testcase.ele('failure', { message: inAttribute(reason), type: 'CLIENT' }).txt(inText(reason))
    else if (tone === 'blocked') testcase.ele('error', { message: inAttribute(reason), type: 'not-examined' })
    else if (tone === 'unsupported') testcase.ele('skipped', { message: inAttribute(reason) })
    else if (tone === 'warn') testcase.ele('system-out').txt(inText(`Optional, and it does not pass. ${reason}`))
  }
  suite.ele('system-out').txt(inText(gateSentence(gate)))
}

function suiteElement(
  root: Element,
  name: string,
  { startedAt, target, seed, runId, tool }: RunResult,
  attributes: Readonly<Record<string, string | number>>,
): Element {
  const suite = root.ele('testsuite', {
    name: inAttribute(name),
    ...attributes,
    timestamp: startedAt.replace(/(\.\d+)?Z$/, ''),
  })
  const properties = suite.ele('properties')
  property(properties, 'target', target.baseUrl)
  property(properties, 'runId', runId)
  property(properties, 'seed', String(seed))
  property(properties, 'tool', `${tool.name} ${tool.version}`)
  property(properties, 'catalogue', tool.catalogue)
  return suite
}

type Shown = 'passes' | 'failure' | 'error' | 'skipped'

/** What a check is in JUnit. What only an optional step of a gate asks for decides nothing, and is never red. */
function shownAs({ id, verdict }: CheckRecord, { gates = [] }: RunResult): Shown {
  const decides = !onlyOptional(gates).has(id)
  switch (verdict) {
    case 'fail':
      return decides ? 'failure' : 'passes'
    case 'blocked':
      return decides ? 'error' : 'skipped'
    case 'error':
      return 'error'
    case 'unsupported':
    case 'skipped':
      return 'skipped'
    case 'warn':
    case 'known':
    case 'pass':
      return 'passes'
  }
}

/** Children in the order consumers expect: properties, then skipped, error or failure, then system-out. */
function checkElement(suite: Element, check: CheckRecord, result: RunResult): void {
  const { target } = result
  const testcase = suite.ele('testcase', {
    classname: inAttribute(check.topic),
    name: inAttribute(`${check.id}: ${check.title}`),
    time: seconds(check.durationMs),
  })
  const properties = testcase.ele('properties')
  property(properties, 'check', check.id)
  property(properties, 'verdict', check.verdict)
  property(properties, 'level', check.level)
  for (const id of check.requirements) property(properties, 'requirement', id)
  const sections = check.requirements.flatMap(id => requirementText(id, check.ownRequirements).section?.label ?? [])
  for (const section of new Set(sections)) property(properties, 'section', section)

  const failures = failuresOf([check], target)
  const text = failures.map(failureText).join('\n\n')
  const reason = check.reason ?? 'no reason recorded'
  const shown = shownAs(check, result)
  if (shown === 'failure') {
    const [gravest] = failures
    testcase
      .ele('failure', { message: inAttribute(shortly(failures)), type: gravest?.level ?? check.level })
      .txt(inText(text))
  } else if (shown === 'error') {
    testcase
      .ele('error', { message: inAttribute(reason), type: check.verdict })
      .txt(inText(text === '' ? reason : text))
  } else if (shown === 'skipped') {
    testcase.ele('skipped', { message: inAttribute(reason) })
  } else if (check.verdict !== 'pass') {
    const beside =
      check.verdict === 'known'
        ? `Known: ${check.known?.join(', ') ?? ''}.`
        : check.verdict === 'fail'
          ? 'Only an optional step asks for it.'
          : 'Warning.'
    testcase.ele('system-out').txt(inText(`${beside} ${shortly(failures)}\n\n${text}`))
  }
}

/** The first thing to read: what was expected and what came, and how much more there is. */
function shortly(failures: readonly Failure[]): string {
  const [first] = failures
  if (first === undefined) return 'no finding recorded'
  const others = failures.reduce((sum, { ways }) => sum + ways.length, 0) - 1
  const more = others === 0 ? '' : ` (and ${others} more)`
  return oneLine(`expected ${first.expected}; got ${first.got}${more}`)
}

function failureText(failure: Failure): string {
  const binding = [failure.level, failure.section?.label, failure.requirement].filter(part => part !== undefined)
  const [first, ...others] = failure.ways
  const subjects = checksOf(first).flatMap(check => check.subjects)
  const evidence = evidenceOf(failure).map(({ id }) => id)
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Expected', failure.expected],
    ['Got', failure.got],
    ['Why', failure.why],
    ['', failure.section?.url],
    ['', failure.reading],
    ['Known', failure.known],
    ...failure.impacts.map(({ who, what }) => ['Impact', `${who}: ${what}`] as const),
    ['Fix', failure.fixes.join(' ') || undefined],
    ['Note', failure.notes.join(' ') || undefined],
    ['Where', subjects.join(', ') || undefined],
    ...others.flatMap(way => [
      ['Also', `expected ${way.expected}`] as const,
      ['', `got ${way.got}`] as const,
      [
        '',
        checksOf(way)
          .flatMap(check => check.subjects)
          .join(', ') || undefined,
      ] as const,
    ]),
    ['Try', failure.curl?.replaceAll('\n', `\n${' '.repeat(10)}`)],
    ['Evidence', evidence.length === 0 ? undefined : `exchange ${evidence.join(', ')} in report.json`],
  ]
  const lines = rows.flatMap(([label, text]) => (text === undefined ? [] : [label.padEnd(10) + text]))
  return [binding.join(' · '), ...lines].join('\n')
}

/** Why a green result would mislead, if it would. */
function doubtOf(result: RunResult): string | undefined {
  const { headline, remarks } = conclude(result)
  const { pass, fail, warn, known } = result.counts
  const nothing = pass + fail + warn + known === 0
  if (result.finished && result.stopped === undefined && !nothing) return undefined
  return [headline, ...remarks].join(' ')
}

/** What is worth reading where nothing failed, too: many a CI shows the text of testcases that pass nowhere else. */
function runText(result: RunResult): string {
  const { headline, remarks } = conclude(result)
  const warnings = result.checks
    .filter(({ verdict }) => verdict === 'warn')
    .map(check => `Warning ${check.id}: ${shortly(failuresOf([check], result.target))}`)
  return inText([headline, ...remarks, countsLine(result.counts), ...result.notes, ...warnings].join('\n'))
}
