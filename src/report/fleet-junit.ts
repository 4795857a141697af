// A fleet as JUnit XML: a testcase a target, and one more that says whether all of them were looked at.

import { create } from 'xmlbuilder2'
import type { FleetRecord, FleetResult, FleetVerdict } from '../result/fleet-result.ts'
import { fleetCountsLine, fleetHeadline, sinceWords } from './fleet-words.ts'
import { type Element, inAttribute, inText, property, seconds } from './junit-text.ts'

type Outcome = 'passed' | 'failure' | 'error'

/** What a verdict is to a reader of JUnit: a failure is the service provider's, an error keeps it from being judged. */
const outcomeOf: Readonly<Record<FleetVerdict, Outcome>> = {
  healthy: 'passed',
  conforms: 'passed',
  degraded: 'passed',
  inconclusive: 'error',
  failing: 'failure',
  departs: 'failure',
  'sign-in-needed': 'error',
  unreachable: 'error',
  misconfigured: 'error',
  unfinished: 'error',
  error: 'error',
}

/** The text of junit.xml. A degraded target passes, with its reason in `<system-out>`. */
export function renderFleetJUnit(result: FleetResult): string {
  const { tool, kind, targets, durationMs, startedAt, finished, notes } = result
  const of = (outcome: Outcome) => targets.filter(({ verdict }) => outcomeOf[verdict] === outcome).length
  const isWhole = finished && targets.length > 0
  const counts = {
    tests: targets.length + 1,
    failures: of('failure'),
    errors: of('error') + (isWhole ? 0 : 1),
    skipped: 0,
    time: seconds(durationMs),
  }
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', {
    name: `${tool.name}: ${kind}`,
    ...counts,
  })
  const suite = root.ele('testsuite', { name: kind, ...counts, timestamp: startedAt.replace(/(\.\d+)?Z$/, '') })
  property(suite.ele('properties'), 'tool', `${tool.name} ${tool.version}`)
  const whole = suite.ele('testcase', {
    classname: kind,
    name: 'all targets were looked at',
    time: seconds(durationMs),
  })
  if (!isWhole) whole.ele('error', { message: inAttribute(fleetHeadline(result)), type: 'not-finished' })
  whole.ele('system-out').txt(inText([fleetHeadline(result), fleetCountsLine(result.counts), ...notes].join('\n')))
  for (const record of targets) targetElement(suite, record, kind)
  return `${root.end({ prettyPrint: true })}\n`
}

function targetElement(suite: Element, record: FleetRecord, kind: string): void {
  const { name, verdict, reason, baseUrl, source, durationMs, requests } = record
  const testcase = suite.ele('testcase', { classname: kind, name: inAttribute(name), time: seconds(durationMs) })
  const properties = testcase.ele('properties')
  property(properties, 'verdict', verdict)
  if (record.partial === true) property(properties, 'partial', 'true')
  property(properties, 'source', source)
  if (baseUrl !== undefined) property(properties, 'baseUrl', baseUrl)
  property(properties, 'requests', String(requests))
  const outcome = outcomeOf[verdict]
  const text = inText(textOf(record))
  if (outcome === 'passed') {
    if (verdict === 'degraded') testcase.ele('system-out').txt(text)
  } else testcase.ele(outcome, { message: inAttribute(reason), type: verdict }).txt(text)
}

function textOf({ reason, remedy, health, run, history }: FleetRecord): string {
  const items = health?.items.filter(({ state }) => state === 'bad' || state === 'concern') ?? []
  return [
    reason,
    ...(remedy === undefined ? [] : [remedy]),
    ...(history === undefined ? [] : [sinceWords(history.since)]),
    ...items.map(
      item => `${item.aspect} (${item.state}): ${item.words}${item.remedy === undefined ? '' : ` ${item.remedy}`}`,
    ),
    ...(run === undefined
      ? []
      : [
          Object.entries(run.counts)
            .map(([verdict, count]) => `${count} ${verdict}`)
            .join(' · '),
        ]),
    ...(run?.folder === undefined ? [] : [`Reports: ${run.folder}`]),
  ].join('\n')
}
