// Two runs side by side: what got better, what got worse, what is new or gone, and what else than the service provider differs.

import type { CheckRecord, Finding, RunResult, Verdict } from '../result/run-result.ts'
import { steadySubject } from '../result/subject.ts'

/** One difference. In `better` the check was examined in both runs, in `worse` it was in the later one. */
export interface Change {
  readonly check: string
  readonly title: string
  readonly before?: Verdict
  readonly after?: Verdict
  readonly requirement?: string
  readonly subject?: string
  /** What the later run saw; of what got better, what the earlier one did. */
  readonly expected?: string
  readonly got?: string
  /** Of a change in one place of a check: what either run saw there; absent where that was as it should be. */
  readonly seen?: { readonly before?: Seen; readonly after?: Seen }
  readonly reason?: string
}

export type Seen = Pick<Finding, 'outcome' | 'got'>

/** Something other than the service provider that differs between the runs, and may be behind a change. */
export interface Difference {
  readonly what: 'target' | 'harness' | 'catalogue' | 'seed' | 'format' | 'unfinished' | 'known'
  readonly before: string
  readonly after: string
  /** What a reader is to make of it. */
  readonly means: string
}

export interface Comparison {
  readonly differences: readonly Difference[]
  readonly worse: readonly Change[]
  readonly better: readonly Change[]
  /** Checks that the later run examined and the earlier one did not; those that it left out and that fail now are `worse`. */
  readonly new: readonly Change[]
  /** Checks that the earlier run examined and the later one did not. */
  readonly gone: readonly Change[]
  /** Checks with the same verdict and the same findings. */
  readonly same: number
}

/** Compares two runs, the earlier one first. */
export function compareRuns(before: RunResult, after: RunResult): Comparison {
  const worse: Change[] = []
  const better: Change[] = []
  const isNew: Change[] = []
  const gone: Change[] = []
  let same = 0
  const earlier = new Map(before.checks.map(check => [check.id, check]))
  const later = new Map(after.checks.map(check => [check.id, check]))
  for (const check of after.checks) {
    const old = earlier.get(check.id)
    if (old === undefined || old.verdict === 'skipped') {
      // Left out before and broken now: whoever compares wants to hear of it as of what got worse.
      const isBroken = old !== undefined && gravity[plainVerdict(check)] > 2
      if (check.verdict !== 'skipped') (isBroken ? worse : isNew).push(wholeChange(check, old, check))
      continue
    }
    if (check.verdict === 'skipped') {
      gone.push(wholeChange(check, old, check))
      continue
    }
    const changes = changesOf(old, check, [before, after])
    worse.push(...changes.worse)
    better.push(...changes.better)
    if (changes.gone) gone.push(wholeChange(check, old, check))
    if (changes.isNew) isNew.push(wholeChange(check, old, check))
    if (changes.worse.length + changes.better.length === 0 && !changes.gone && !changes.isNew) same++
  }
  for (const old of before.checks) {
    if (!later.has(old.id) && old.verdict !== 'skipped') gone.push(wholeChange(old, old, undefined))
  }
  return { differences: differencesOf(before, after), worse, better, new: isNew, gone, same }
}

/** What keeps the two runs from being one and the same examination. */
function differencesOf(before: RunResult, after: RunResult): readonly Difference[] {
  const rows: readonly (readonly [Difference['what'], string, string, string])[] = [
    [
      'target',
      targetOf(before),
      targetOf(after),
      'these are two service providers: what differs may be either of them',
    ],
    [
      'harness',
      before.tool.version,
      after.tool.version,
      'a check may look closer, or be mended: what differs may be of the harness',
    ],
    ['catalogue', before.tool.catalogue, after.tool.catalogue, 'requirements may have come, gone or been reworded'],
    ['seed', String(before.seed), String(after.seed), 'other cases were drawn: a fault may have been there before'],
    ['known', knownOf(before), knownOf(after), 'what counts has changed, not only what was found'],
    ['unfinished', finishedWords(before), finishedWords(after), 'what was not examined cannot be compared'],
  ]
  return rows.flatMap(([what, a, b, means]) =>
    a === b && (what !== 'unfinished' || (before.finished && after.finished))
      ? []
      : [{ what, before: a, after: b, means }],
  )
}

/** Where it is; a service provider on this machine may come back at another port. */
function targetOf({ target }: RunResult): string {
  return target.baseUrl.replace(/^(https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])):\d+/, '$1')
}

function knownOf({ known = [] }: RunResult): string {
  const froms = new Set(known.map(({ from }) => from))
  return froms.size === 0 ? 'none' : [...froms].join(', ')
}

function finishedWords({ finished }: RunResult): string {
  return finished ? 'finished' : 'not finished'
}

interface Changes {
  readonly worse: readonly Change[]
  readonly better: readonly Change[]
  readonly isNew: boolean
  readonly gone: boolean
}

/** How bad a verdict is where no finding tells. */
const gravity: Readonly<Record<Verdict, number>> = {
  pass: 0,
  unsupported: 0,
  skipped: 0,
  known: 0,
  warn: 2,
  blocked: 3,
  fail: 3,
  error: 3,
}

/** Both were to be examined. Findings are held against each other by requirement and subject. */
function changesOf(old: CheckRecord, check: CheckRecord, [before, after]: readonly [RunResult, RunResult]): Changes {
  const none = { worse: [], better: [], isNew: false, gone: false }
  if (old.verdict === 'unsupported' || check.verdict === 'unsupported') {
    if (old.verdict === check.verdict) return none
    // It is offered now, or no longer: broken at once, it is a change for the worse.
    if (check.verdict === 'unsupported') return { ...none, gone: true }
    return gravity[plainVerdict(check)] > 1
      ? { ...none, worse: [wholeChange(check, old, check)] }
      : { ...none, isNew: true }
  }
  const had = byPlace(old, before)
  const has = byPlace(check, after)
  const worse: Change[] = []
  const better: Change[] = []
  const seenIn = (finding: Finding | undefined): Seen | undefined =>
    finding === undefined ? undefined : { outcome: finding.outcome, got: finding.got }
  const add = (list: Change[], finding: Finding, place: string): void => {
    const was = seenIn(had.get(place))
    const is = seenIn(has.get(place))
    list.push({
      ...about(check),
      before: old.verdict,
      after: check.verdict,
      requirement: finding.requirement,
      ...(finding.subject === undefined ? {} : { subject: finding.subject }),
      expected: finding.expected,
      got: finding.got,
      seen: { ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
    })
  }
  // A check that could not be tried to its end shows less than there is.
  const isOpen = (record: CheckRecord) => ['blocked', 'error'].includes(plainVerdict(record))
  for (const [place, finding] of has) {
    const was = had.get(place)
    if (was === undefined ? !isOpen(old) : weight(finding) > weight(was)) add(worse, finding, place)
    else if (was !== undefined && weight(finding) < weight(was)) add(better, finding, place)
  }
  for (const [place, finding] of had) {
    if (!has.has(place) && !isOpen(check)) add(better, finding, place)
  }
  if (worse.length + better.length === 0 && gravity[plainVerdict(check)] !== gravity[plainVerdict(old)]) {
    const list = gravity[plainVerdict(check)] > gravity[plainVerdict(old)] ? worse : better
    list.push(wholeChange(check, old, check))
  }
  const isLost = worse.length + better.length === 0 && isOpen(check) && !isOpen(old)
  return { worse, better, isNew: false, gone: isLost }
}

/** Findings by requirement and subject, the gravest of each place. */
function byPlace(check: CheckRecord, { runId }: RunResult): ReadonlyMap<string, Finding> {
  const places = new Map<string, Finding>()
  for (const finding of check.findings) {
    const place = `${finding.requirement} ${steadySubject(finding.subject ?? '').replaceAll(new RegExp(`scimc-${runId.replaceAll(/[^\w-]/g, '.')}[\\w.-]*`, 'g'), '*')}`
    const before = places.get(place)
    if (before === undefined || weight(finding) > weight(before)) places.set(place, finding)
  }
  return places
}

/** Known or not: that somebody accepts a departure makes nothing better. */
function weight({ outcome }: Finding): number {
  return outcome === 'fail' ? 2 : 1
}

/** The verdict as it would be if nothing were known beforehand. */
function plainVerdict({ verdict, findings }: CheckRecord): Verdict {
  if (verdict !== 'known') return verdict
  if (findings.length === 0) return 'blocked'
  return findings.some(({ outcome }) => outcome === 'fail') ? 'fail' : 'warn'
}

function about({ id, title }: CheckRecord): Pick<Change, 'check' | 'title'> {
  return { check: id, title }
}

function wholeChange(named: CheckRecord, old: CheckRecord | undefined, check: CheckRecord | undefined): Change {
  const [first] = check?.findings ?? []
  return {
    ...about(named),
    ...(old === undefined ? {} : { before: old.verdict }),
    ...(check === undefined ? {} : { after: check.verdict }),
    ...(first === undefined ? {} : { requirement: first.requirement, expected: first.expected, got: first.got }),
    ...(check?.reason === undefined ? {} : { reason: check.reason }),
  }
}
