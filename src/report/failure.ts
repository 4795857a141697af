// What one failure says, as plain data: shared by the terminal, JUnit and HTML. Findings with one cause are folded.

import { catalogue, isRequirementId, placeOf } from '../requirements/catalogue.ts'
import type { CheckRecord, Finding, Level } from '../result/run-result.ts'
import { curlFor, type Exchange } from './curl.ts'
import { preparationFor } from './preparation.ts'

/** Where a failure showed: a check, and the subject where the check looks at many. */
export interface Place {
  readonly checkId: string
  readonly title: string
  readonly topic: string
  readonly subject?: string
  readonly exchanges: readonly Exchange[]
}

export interface Failure {
  readonly outcome: 'fail' | 'warn'
  readonly level: Level
  /** The id of the requirement. */
  readonly requirement: string
  /** `RFC 7644 §3.3`, and the link to it; absent where this version's catalogue does not know the requirement. */
  readonly section?: { readonly label: string; readonly url: string }
  readonly expected: string
  readonly got: string
  /** The known deviation that it is. */
  readonly known?: string
  /** The requirement in our words. */
  readonly why: string
  /** That a tolerant reading made a MUST a warning, and where it is explained. */
  readonly reading?: string
  /** The checks' advice, each sentence once. */
  readonly fixes: readonly string[]
  /** What its checks say besides: further findings not listed, what kept them from going on. */
  readonly notes: readonly string[]
  /** Repeats the exchange that shows it, below a comment where something has to be made first; absent without one. */
  readonly curl?: string
  /** At least one; the first is the one that `curl` repeats. */
  readonly places: readonly [Place, ...Place[]]
}

/** What a requirement says, and where it stands; says so where the id is of another version's catalogue. */
export function requirementText(id: string): {
  readonly says: string
  readonly section?: { label: string; url: string }
} {
  if (!isRequirementId(id)) return { says: `Requirement ${id} is not in the catalogue of this version.` }
  const { label, url } = placeOf(id)
  return { says: catalogue[id].says, section: { label, url } }
}

/**
 * Every finding of the checks, those with one cause (same requirement, outcome, reading, Expected and Got) folded into
 * one; failures first, known deviations last, each kind in the order of the checks.
 */
export function failuresOf(
  checks: readonly CheckRecord[],
  { baseUrl }: { readonly baseUrl: string },
): readonly Failure[] {
  const causes = new Map<
    string,
    { finding: Finding; sent: readonly Exchange[]; places: [Place, ...Place[]]; fixes: Set<string>; notes: Set<string> }
  >()
  for (const check of checks) {
    for (const finding of findingsOf(check)) {
      const { requirement, outcome, known, interpretation, expected, got } = finding
      const key = JSON.stringify([requirement, outcome, known, interpretation, expected, got])
      const place = placeIn(check, finding)
      const cause = causes.get(key)
      const fixes = cause?.fixes ?? new Set()
      const notes = cause?.notes ?? new Set()
      if (check.reason !== undefined) notes.add(check.reason)
      if (check.fix !== undefined) fixes.add(check.fix)
      if (cause === undefined) causes.set(key, { finding, sent: check.exchanges, places: [place], fixes, notes })
      else cause.places.push(place)
    }
  }
  const failures = [...causes.values()].map(({ finding, sent, places, fixes, notes }): Failure => {
    const { says, section } = requirementText(finding.requirement)
    const shown = places[0].exchanges.at(-1)
    return {
      outcome: finding.outcome,
      level: finding.level,
      requirement: finding.requirement,
      ...(section === undefined ? {} : { section }),
      expected: finding.expected,
      got: finding.got,
      ...(finding.known === undefined ? {} : { known: finding.known }),
      why: says,
      ...(finding.interpretation === undefined
        ? {}
        : {
            reading: `A tolerant reading applies: interpretation ${finding.interpretation}, see docs/interpretations.md.`,
          }),
      fixes: [...fixes],
      notes: [...notes],
      ...(shown === undefined ? {} : { curl: commandFor(shown, sent, { baseUrl }) }),
      places,
    }
  })
  return [
    ...failures.filter(({ outcome, known }) => outcome === 'fail' && known === undefined),
    ...failures.filter(({ outcome, known }) => outcome === 'warn' && known === undefined),
    ...failures.filter(({ known }) => known !== undefined),
  ]
}

function commandFor(shown: Exchange, sent: readonly Exchange[], options: { readonly baseUrl: string }): string {
  const preparation = preparationFor(shown, sent, options)
  const curl = curlFor(shown, options)
  return preparation === undefined ? curl : `${preparation}\n${curl}`
}

/** The checks a failure showed in, in order, each once with its subjects. */
export function checksOf(
  failure: Failure,
): readonly { readonly checkId: string; readonly subjects: readonly string[] }[] {
  const byCheck = new Map<string, string[]>()
  for (const { checkId, subject } of failure.places) {
    const subjects = byCheck.get(checkId) ?? []
    byCheck.set(checkId, subjects)
    if (subject !== undefined) subjects.push(subject)
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

function placeIn(check: CheckRecord, finding: Finding): Place {
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
