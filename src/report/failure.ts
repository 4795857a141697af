// What one failure says, as plain data: shared by every report. Findings with one cause are folded.

import { catalogue, isRequirementId, placeOf } from '../requirements/catalogue.ts'
import type { CheckRecord, Finding, Level, OwnRequirementRecord } from '../result/run-result.ts'
import { curlFor, type Exchange } from './curl.ts'
import { gravityOf, type Impact, impactsOf } from './impact.ts'
import { preparationFor } from './preparation.ts'

/** Where a failure showed: a check, and the subject where the check looks at many. */
export interface Place {
  readonly checkId: string
  readonly title: string
  readonly topic: string
  readonly subject?: string
  readonly exchanges: readonly Exchange[]
}

/** One way in which a requirement is not met: an Expected and a Got, wherever they showed. */
export interface Way {
  readonly expected: string
  readonly got: string
  readonly places: readonly [Place, ...Place[]]
}

export interface Failure {
  readonly outcome: 'fail' | 'warn'
  readonly level: Level
  /** The id of the requirement. */
  readonly requirement: string
  /** Where it stands; absent where this version's catalogue does not know the requirement. */
  readonly section?: Section
  /** Those of the first way. */
  readonly expected: string
  readonly got: string
  /** The known deviation that it is. */
  readonly known?: string
  /** The requirement in our words. */
  readonly why: string
  /** That a tolerant reading made a MUST a warning, and where it is explained. */
  readonly reading?: string
  /** What is known to break for clients, the gravest first. */
  readonly impacts: readonly Impact[]
  /** The checks' advice, each sentence once. */
  readonly fixes: readonly string[]
  /** What its checks say besides: further findings not listed, what kept them from going on. */
  readonly notes: readonly string[]
  /** Repeats the exchange that shows it, below a comment where something has to be made first; absent without one. */
  readonly curl?: string
  /** Those of all ways, at least one; the first is the one that `curl` repeats. */
  readonly places: readonly [Place, ...Place[]]
  readonly ways: readonly [Way, ...Way[]]
}

/** Where a requirement stands: `RFC 7644 §3.3`, with the link to it. One of the user's own may have no link. */
export interface Section {
  readonly label: string
  readonly url?: string
}

/**
 * What a requirement says, and where it stands: of the catalogue or of the user's own, as the record of a check brings
 * them along. Says so where the id is of another version's catalogue.
 */
export function requirementText(
  id: string,
  own: readonly OwnRequirementRecord[] = [],
): { readonly says: string; readonly section?: Section } {
  if (!isRequirementId(id)) {
    const found = own.find(requirement => requirement.id === id)
    if (found === undefined) return { says: `Requirement ${id} is not in the catalogue of this version.` }
    // A report may come from anywhere: what is no web address does not become a link.
    const isLink = found.url !== undefined && /^https?:\/\//i.test(found.url)
    return { says: found.says, section: { label: found.source, ...(isLink ? { url: found.url } : {}) } }
  }
  const { label, url } = placeOf(id)
  return { says: catalogue[id].says, section: { label, url } }
}

/**
 * Every finding of the checks, those with one cause (same requirement, outcome and reading) folded into one, which
 * lists the ways it showed in; ways that differ only in what a run makes anew each time are one, too. Failures come
 * first, then warnings, then known deviations; in each kind what is known to do most harm, else in the order of the checks.
 */
export function failuresOf(
  checks: readonly CheckRecord[],
  { baseUrl }: { readonly baseUrl: string },
): readonly Failure[] {
  const found = checks.flatMap(check => findingsOf(check).map(finding => ({ check, finding })))
  const causes = Map.groupBy(found, ({ finding: { requirement, outcome, known, interpretation } }) =>
    JSON.stringify([requirement, outcome, known, interpretation]),
  )
  const failures = [...causes.values()].flatMap(one => failureOf(one, { baseUrl }) ?? [])
  const ordered = failures.toSorted((a, b) => gravityOf(a.requirement) - gravityOf(b.requirement))
  return [
    ...ordered.filter(({ outcome, known }) => outcome === 'fail' && known === undefined),
    ...ordered.filter(({ outcome, known }) => outcome === 'warn' && known === undefined),
    ...ordered.filter(({ known }) => known !== undefined),
  ]
}

interface Found {
  readonly check: CheckRecord
  readonly finding: Finding
}

/** One failure of findings with one cause; undefined for none. */
function failureOf(found: readonly Found[], options: { readonly baseUrl: string }): Failure | undefined {
  const ways = [
    ...Map.groupBy(found, ({ finding }) => JSON.stringify([lasting(finding.expected), lasting(finding.got)])).values(),
  ].flatMap(same => wayOf(same) ?? [])
  const [first] = found
  const [way, ...otherWays] = ways
  if (first === undefined || way === undefined) return undefined
  const { finding, check } = first
  const { says, section } = requirementText(finding.requirement, check.ownRequirements)
  const shown = way.places[0].exchanges.at(-1)
  const [place, ...places] = [...way.places, ...otherWays.flatMap(other => other.places)]
  if (place === undefined) return undefined
  return {
    outcome: finding.outcome,
    level: finding.level,
    requirement: finding.requirement,
    ...(section === undefined ? {} : { section }),
    expected: way.expected,
    got: way.got,
    ...(finding.known === undefined ? {} : { known: finding.known }),
    why: says,
    ...(finding.interpretation === undefined
      ? {}
      : {
          reading: `A tolerant reading applies: interpretation ${finding.interpretation}, see docs/interpretations.md.`,
        }),
    impacts: impactsOf(finding.requirement),
    fixes: [...new Set(found.flatMap(one => one.check.fix ?? []))],
    notes: [...new Set(found.flatMap(one => one.check.reason ?? []))],
    ...(shown === undefined ? {} : { curl: commandFor(shown, check.exchanges, options) }),
    places: [place, ...places],
    ways: [way, ...otherWays],
  }
}

function wayOf(found: readonly Found[]): Way | undefined {
  const [first, ...others] = found
  if (first === undefined) return undefined
  const { expected, got } = first.finding
  return { expected, got, places: [placeIn(first), ...others.map(placeIn)] }
}

/** A text without what a run makes anew each time: names with its mark, UUIDs, entity tags. */
function lasting(text: string): string {
  return text
    .replace(/scimc-[\w.-]*/gi, 'scimc-…')
    .replace(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/gi, '…')
    .replace(/(?:W\/)?"[\da-f]{8,}"/gi, '"…"')
}

function commandFor(shown: Exchange, sent: readonly Exchange[], options: { readonly baseUrl: string }): string {
  const preparation = preparationFor(shown, sent, options)
  const curl = curlFor(shown, options)
  return preparation === undefined ? curl : `${preparation}\n${curl}`
}

/** The checks a failure, or one way of it, showed in, in order, each once with its subjects. */
export function checksOf(
  failure: Failure | Way,
): readonly { readonly checkId: string; readonly subjects: readonly string[] }[] {
  const byCheck = new Map<string, string[]>()
  for (const { checkId, subject } of failure.places) {
    const subjects = byCheck.get(checkId) ?? []
    byCheck.set(checkId, subjects)
    if (subject !== undefined && !subjects.includes(subject)) subjects.push(subject)
  }
  return [...byCheck].map(([checkId, subjects]) => ({ checkId, subjects }))
}

/** The exchanges that show a failure, over all its places, each once. */
export function evidenceOf(failure: Failure): readonly Exchange[] {
  return [...new Map(failure.places.flatMap(({ exchanges }) => exchanges.map(one => [one.id, one] as const))).values()]
}

/** The findings of a check; a failed one always has at least one, if need be made of what the record repeats. */
function findingsOf(check: CheckRecord): readonly Finding[] {
  if (check.findings.length > 0 || (check.verdict !== 'fail' && check.verdict !== 'warn')) return check.findings
  return [
    {
      requirement: check.requirements[0] ?? '',
      level: check.level,
      outcome: check.verdict,
      expected: check.expected ?? check.title,
      got: check.got ?? 'not recorded',
      exchanges: [],
    },
  ]
}

/** What a failure is shown as: its outcome, or that it was known. */
export function verdictShown({ outcome, known }: Failure): 'fail' | 'warn' | 'known' {
  return known === undefined ? outcome : 'known'
}

function placeIn({ check, finding }: Found): Place {
  const cited = finding.exchanges.flatMap(id => check.exchanges.filter(exchange => exchange.id === id))
  return {
    checkId: check.id,
    title: check.title,
    topic: check.topic,
    ...(finding.subject === undefined ? {} : { subject: finding.subject }),
    // A finding that names no exchange rests on all that its check sent.
    exchanges: finding.exchanges.length > 0 ? cited : check.exchanges,
  }
}
