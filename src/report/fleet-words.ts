// What is said of a fleet, in words that every report of it shares.

import {
  type FleetChange,
  type FleetRecord,
  type FleetResult,
  type FleetVerdict,
  fleetVerdicts,
  type Shard,
} from '../result/fleet-result.ts'
import { amount, thousands } from './amounts.ts'
import { oneLine } from './plain-text.ts'

/** How a verdict looks: one of the tones that every report has. */
export type FleetTone = 'pass' | 'warn' | 'fail' | 'blocked' | 'error'

export const toneOf: Readonly<Record<FleetVerdict, FleetTone>> = {
  healthy: 'pass',
  conforms: 'pass',
  degraded: 'warn',
  inconclusive: 'warn',
  failing: 'fail',
  departs: 'fail',
  'sign-in-needed': 'fail',
  unreachable: 'fail',
  misconfigured: 'blocked',
  unfinished: 'error',
  error: 'error',
}

/** What each verdict means, in a few words. */
export const fleetMeaning: Readonly<Record<FleetVerdict, string>> = {
  healthy: 'it answers as it should',
  conforms: 'no MUST was broken',
  degraded: 'it works, with something to look after',
  inconclusive: 'nothing failed, but not all could be tried',
  failing: 'something does not work',
  departs: 'a MUST was broken',
  'sign-in-needed': 'the credentials are not accepted',
  unreachable: 'it does not answer',
  misconfigured: 'its target file or its secrets cannot be used',
  unfinished: 'it was not looked at to the end',
  error: 'scim-conformance broke, which says nothing of it',
}

/** The worst first. */
export const verdictsWorstFirst: readonly FleetVerdict[] = fleetVerdicts.toReversed()

/** `989 healthy · 8 degraded · 3 unreachable`, the worst last; those of this kind that are none are left out. */
export function fleetCountsLine(counts: FleetResult['counts'], targets: readonly FleetRecord[] = []): string {
  const partial = targets.filter(isPartial).length
  const some = fleetVerdicts.filter(verdict => counts[verdict] > 0)
  const inPart = (verdict: FleetVerdict): string =>
    verdict === 'conforms' && partial > 0 ? ` (${thousands(partial)} in part)` : ''
  return some.map(verdict => `${thousands(counts[verdict])} ${verdict}${inPart(verdict)}`).join(' · ')
}

/** What the fleet comes to in a sentence. */
export function fleetHeadline(result: FleetResult): string {
  const { targets, counts, kind, finished } = result
  const good = counts.healthy + counts.conforms
  const all = amount(targets.length, 'target')
  const isOne = good === 1 || targets.length === 1
  const conform = `${isOne ? 'conforms' : 'conform'}${targets.some(isPartial) ? ' in what was examined' : ''}`
  const well = kind === 'health' ? `${isOne ? 'is' : 'are'} healthy` : conform
  if (targets.length === 0) return 'No target was looked at.'
  const unfinished = finished ? '' : ' Not finished: see the notes.'
  if (good === targets.length) return `${targets.length === 1 ? all : `All ${all}`} ${well}.${unfinished}`
  const some = verdictsWorstFirst.filter(verdict => counts[verdict] > 0 && toneOf[verdict] !== 'pass')
  const rest = some.map(verdict => `${thousands(counts[verdict])} ${verdict}`).join(', ')
  return `${thousands(good)} of ${all} ${well}: ${rest}.${unfinished}`
}

/** Whether a run that found nothing broken was of a part alone, or of a gate: that is no statement of conformance. */
function isPartial({ verdict, partial, run }: FleetRecord): boolean {
  // Format 1.0 did not say so.
  return verdict === 'conforms' && (partial === true || (run !== undefined && !run.headline.startsWith('Conforms')))
}

/** The verdict as a reader meets it: one that is of a part alone says so. */
export function verdictWords(record: FleetRecord): string {
  return isPartial(record) ? 'conforms in part' : record.verdict
}

/** How bad the fleet is as a whole, for a sign and a colour; what is not finished is never good. */
export function fleetTone({ verdict, finished, targets }: FleetResult): 'good' | 'open' | 'bad' {
  if (verdict === undefined || !finished) return 'bad'
  const tone = toneOf[verdict]
  if (tone === 'pass' && targets.some(isPartial)) return 'open'
  return tone === 'pass' ? 'good' : tone === 'warn' ? 'open' : 'bad'
}

/** Targets that share a verdict and, their own names and addresses aside, the reason. */
export interface Cause {
  readonly verdict: FleetVerdict
  /** That of the first of them. */
  readonly reason: string
  readonly remedy?: string
  readonly records: readonly [FleetRecord, ...FleetRecord[]]
}

/** Groups what is not well by its cause: the worst verdict first, then what most of them have. */
export function causesOf(records: readonly FleetRecord[]): readonly Cause[] {
  const troubled = records.filter(({ verdict }) => toneOf[verdict] !== 'pass')
  const groups = Map.groupBy(troubled, record => `${record.verdict} ${withoutOwnNames(record)}`)
  return [...groups.values()]
    .flatMap(some => {
      const [first, ...others] = some.sort((a, b) => (a.name < b.name ? -1 : 1))
      if (first === undefined) return []
      const { verdict, reason, remedy } = first
      return [{ verdict, reason, ...(remedy === undefined ? {} : { remedy }), records: [first, ...others] as const }]
    })
    .sort(
      (a, b) =>
        fleetVerdicts.indexOf(b.verdict) - fleetVerdicts.indexOf(a.verdict) ||
        b.records.length - a.records.length ||
        (a.records[0].name < b.records[0].name ? -1 : 1),
    )
}

/** The reason without what differs from target to target though the cause is one: names, addresses, figures. */
function withoutOwnNames({ reason, name, baseUrl, source }: FleetRecord): string {
  const host = baseUrl !== undefined && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  const own = [baseUrl, host?.host, host?.hostname, source, name].filter(text => text !== undefined && text.length > 2)
  const bare = own.reduce<string>((text, part) => text.replaceAll(part ?? '', '…'), reason)
  return oneLine(bare).replace(/\d+(?:\.\d+)*/g, '0')
}

/** `healthy → unreachable`. */
export function changeWords({ kind, from, to }: FleetChange): string {
  switch (kind) {
    case 'new':
      return `first look: ${to}`
    case 'worse':
    case 'better':
    case 'different':
      return `${from ?? ''} → ${to}`
    case 'began-flapping':
      return `changes again and again, now ${to}: further changes are not told until it is steady`
    case 'steady':
      return `steady again: ${to}`
  }
}

/** What a reader is told of changes: targets that are new are only counted, since what is ill is shown anyway. */
export function toldChanges(changes: readonly FleetChange[]): {
  readonly told: readonly FleetChange[]
  readonly words: string
} {
  const told = changesInOrder(changes.filter(({ kind }) => kind !== 'new'))
  const fresh = changes.length - told.length
  const first =
    fresh === 0 ? '' : `${amount(fresh, 'target')} ${fresh === 1 ? 'was' : 'were'} looked at for the first time.`
  return {
    told,
    words: [told.length === 0 && fresh === 0 ? 'Nothing changed since the last look.' : '', first].join(''),
  }
}

/** Changes in the order in which they are told: what got worse comes first, and of that the worst. */
export function changesInOrder(changes: readonly FleetChange[]): readonly FleetChange[] {
  const order: readonly FleetChange['kind'][] = ['worse', 'different', 'began-flapping', 'new', 'steady', 'better']
  return [...changes].sort(
    (a, b) =>
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      fleetVerdicts.indexOf(b.to) - fleetVerdicts.indexOf(a.to) ||
      (a.name < b.name ? -1 : 1),
  )
}

/** `2/10`. */
export function shardWords({ index, total }: Shard): string {
  return `${index}/${total}`
}

/** `since 22 Nov 08:15 UTC`, from ISO 8601. */
export function sinceWords(since: string): string {
  const date = new Date(since)
  if (Number.isNaN(date.getTime())) return ''
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return `since ${day} ${date.toISOString().slice(11, 16)} UTC`
}
