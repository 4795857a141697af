// Holds records against known deviations: what is explained is marked, and a record with nothing else becomes `known`.

import type { Condition } from '../requirements/requirement.ts'
import type { KnownDeviation, KnownMatch } from '../result/known.ts'
import type { CapabilityRecord, CheckRecord, Finding, KnownRecord, Verdict } from '../result/run-result.ts'
import { steadySubject } from '../result/subject.ts'
import type { Target } from '../target/target.ts'

/**
 * The record with its known findings marked. Its verdict follows from what is left: `known` where nothing is. Of a
 * blocked or incomplete record the reason needs a match besides, or it is blocked: what was not seen is not known.
 * What broke in the harness is never explained away.
 */
export function settleKnown(record: CheckRecord, deviations: readonly KnownDeviation[]): CheckRecord {
  if (record.verdict !== 'fail' && record.verdict !== 'warn' && record.verdict !== 'blocked') return record
  const findings = record.findings.map((finding): Finding => {
    const deviation = deviations.find(({ matches }) => matches.some(match => explains(match, record.id, finding)))
    return deviation === undefined ? finding : { ...finding, known: deviation.id }
  })
  const { verdict, reason = '' } = record
  const isPartial = verdict === 'blocked' || record.incomplete === true
  const behind = isPartial
    ? deviations.find(({ matches }) => matches.some(match => explainsBlocked(match, record, reason)))
    : undefined
  const ids = [...findings.flatMap(({ known }) => known ?? []), ...(behind === undefined ? [] : [behind.id])]
  if (ids.length === 0) return record
  const left = findings.filter(({ known }) => known === undefined)
  const gravest = left.find(({ outcome }) => outcome === 'fail') ?? left[0] ?? findings[0]
  return {
    ...record,
    verdict: verdictOf(left, { isAll: !isPartial || behind !== undefined, before: verdict }),
    known: [...new Set(ids)],
    ...(gravest === undefined ? {} : { expected: gravest.expected, got: gravest.got }),
    findings,
  }
}

/** Whether a deviation still holds on a day (YYYY-MM-DD): a waiver does until its last day is over. */
export function isInForce({ waiver }: KnownDeviation, today: string): boolean {
  return waiver === undefined || today <= waiver.expires
}

/**
 * In how many checks each deviation showed. A waiver that is over has the number of checks in which it would explain
 * something; one that explains nothing although all its checks were tried is not needed any more.
 */
export function countKnown(
  deviations: readonly KnownDeviation[],
  checks: readonly CheckRecord[],
  today: string,
): readonly KnownRecord[] {
  return deviations.map(deviation => {
    const { id, title, from, sources, waiver } = deviation
    const about = { id, title, from, sources }
    if (waiver === undefined) return { ...about, checks: showing(id, checks) }
    if (!isInForce(deviation, today)) {
      const again = checks.filter(check => settleKnown(check, [deviation]).known?.includes(id) === true).length
      return { ...about, ...waiver, state: 'expired', checks: again }
    }
    const count = showing(id, checks)
    const tried = checks
      .filter(({ verdict }) => !['skipped', 'error', 'blocked'].includes(verdict))
      .map(check => check.id)
    const named = deviation.matches.flatMap(match => match.checks ?? [])
    const isUnneeded = count === 0 && named.every(one => tried.includes(one))
    return { ...about, ...waiver, ...(isUnneeded ? { state: 'unneeded' as const } : {}), checks: count }
  })
}

/** A sentence for waivers that are over or not needed any more: one for those of the same baseline, owner and day. */
export function waiverNotes(known: readonly KnownRecord[]): readonly string[] {
  const told = known.filter(({ state }) => state !== undefined)
  const groups = Map.groupBy(told, ({ from, owner, expires, state, checks }) =>
    JSON.stringify([from, owner, state, ...(state === 'expired' ? [expires, checks === 0] : [])]),
  )
  return [...groups.values()].flatMap(group => {
    const [first] = group
    if (first === undefined) return []
    const { id, from, owner, expires, state, checks } = first
    const isOne = group.length === 1
    const who = `${isOne ? `The waiver ${id}` : `${group.length} waivers`} (${from}, ${owner})`
    const [it, needs, explained] = isOne ? ['it', 'needs it', 'it explained'] : ['them', 'needs them', 'they explained']
    const names = isOne ? '' : `: ${someIds(group)}`
    if (state === 'unneeded')
      return [`${who} ${isOne ? 'is' : 'are'} not needed any more: delete ${it}${isOne ? '' : ` (${someIds(group)})`}.`]
    const then = checks === 0 ? `nothing ${needs} any more: delete ${it}` : `what ${explained} counts again`
    return [`${who} ended on ${expires}; ${then}${names}.`]
  })
}

/** So many names that a sentence can hold; the report lists them all as known. */
function someIds(waivers: readonly KnownRecord[]): string {
  const shown = waivers.slice(0, 8).map(({ id }) => id)
  const left = waivers.length - shown.length
  return `${shown.join(', ')}${left === 0 ? '' : ` and ${left} more`}`
}

function showing(id: string, checks: readonly CheckRecord[]): number {
  return checks.filter(({ known }) => known?.includes(id) === true).length
}

/** Capabilities as they were found, beside what the preset of the target documents of them. */
export function besideDocumented(
  found: Readonly<Record<Condition, CapabilityRecord>>,
  { documented }: Pick<Target, 'documented'>,
): Readonly<Partial<Record<Condition, CapabilityRecord>>> {
  const claims = documented?.capabilities ?? {}
  return Object.fromEntries(
    Object.entries(found).map(([name, record]) => {
      const claim = Object.entries(claims).find(([condition]) => condition === name)?.[1]
      return [name, claim === undefined ? record : { ...record, documented: claim }]
    }),
  )
}

/** A sentence for each capability that was found otherwise than documented. */
export function documentedOtherwise(
  capabilities: Readonly<Partial<Record<Condition, CapabilityRecord>>>,
  { preset }: Pick<Target, 'preset'>,
): readonly string[] {
  const words = (met: boolean): string => (met ? 'offered' : 'not offered')
  return Object.entries(capabilities).flatMap(([name, { met, documented, detail }]) =>
    documented === undefined || documented === met
      ? []
      : [`${name} is documented as ${words(documented)} (preset ${preset}), and found ${words(met)}: ${detail}.`],
  )
}

function verdictOf(left: readonly Finding[], { isAll, before }: { isAll: boolean; before: Verdict }): Verdict {
  if (before === 'blocked' && !isAll) return before
  if (left.some(({ outcome }) => outcome === 'fail')) return 'fail'
  if (!isAll && (left.length === 0 || before === 'fail')) return 'blocked'
  return left.length > 0 ? 'warn' : 'known'
}

function explains(match: KnownMatch, checkId: string, finding: Finding): boolean {
  return (
    match.blocked === undefined &&
    isOfCheck(match, checkId) &&
    (match.requirements?.includes(finding.requirement) ?? true) &&
    (match.outcome === undefined || match.outcome === finding.outcome) &&
    (holds(match.subject, finding.subject ?? '') || holds(match.subject, steadySubject(finding.subject ?? ''))) &&
    holds(match.expected, finding.expected) &&
    holds(match.got, finding.got)
  )
}

function explainsBlocked(match: KnownMatch, { id, requirements }: CheckRecord, reason: string): boolean {
  return (
    match.blocked !== undefined &&
    isOfCheck(match, id) &&
    (match.requirements?.some(requirement => requirements.includes(requirement)) ?? true) &&
    holds(match.blocked, reason)
  )
}

function isOfCheck({ checks, requirements }: KnownMatch, id: string): boolean {
  if (checks === undefined) return requirements !== undefined
  return checks.some(one => (one.endsWith('/') ? id.startsWith(one) : id === one))
}

function holds(pattern: string | undefined, text: string): boolean {
  return pattern === undefined || new RegExp(pattern, 's').test(text)
}
