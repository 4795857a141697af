// What a run comes to, in a sentence, and what it leaves open: shared by every report.

import { isRequirementId } from '../requirements/catalogue.ts'
import { type CheckRecord, type GateRecord, type RunResult, type Verdict, verdicts } from '../result/run-result.ts'
import { amount } from './amounts.ts'
import { gateSentence } from './gates.ts'

export interface Conclusion {
  /** `good` only where the run is finished, something was examined and nothing failed, was blocked or broke. */
  readonly tone: 'good' | 'bad' | 'open'
  /** `Conforms.`, `Does not conform: 3 MUST broken, in 5 checks.` */
  readonly headline: string
  /** What a reader must know besides, a sentence each: warnings, what was left out, what stopped the run. */
  readonly remarks: readonly string[]
}

/** What a run comes to. The gravest comes first; a run that is not finished is never good. */
export function conclude(result: RunResult): Conclusion {
  const { counts } = result
  const broken = requirementsBroken(result.checks)
  const examined = counts.pass + counts.fail + counts.warn + counts.known
  const binding = result.checks.filter(({ level }) => level !== 'CLIENT')
  const warned = binding.some(({ verdict }) => verdict === 'warn')
  const remarks: string[] = []
  if (result.stopped !== undefined) {
    remarks.push(sentence(result.stopped.message))
    if (result.stopped.hint !== undefined) remarks.push(sentence(result.stopped.hint))
  }
  if (counts.error > 0)
    remarks.push(`The harness broke in ${amount(counts.error, 'check')}, which says nothing of the service provider.`)
  if (counts.blocked > 0)
    remarks.push(
      `${amount(counts.blocked, 'check')} could not be tried: ${result.stopped === undefined ? 'the setup failed' : 'the run was stopped'}.`,
    )
  remarks.push(...knownSentences(result))
  if (warned) remarks.push(warningsSentence(binding))
  if (result.gates === undefined) remarks.push(...clientSentences(result))
  if (counts.skipped > 0) remarks.push(`Partial run: ${amount(counts.skipped, 'check')} left out by the operator.`)

  if (result.gates !== undefined && result.finished && counts.error === 0 && result.stopped === undefined) {
    return concludeGates(result.gates, remarks)
  }
  if (counts.fail > 0) {
    const ofOwn = broken.own === 0 ? '' : `${amount(broken.own, 'own requirement')} not met`
    const does =
      broken.ofRfcs > 0
        ? `Does not conform: ${broken.ofRfcs} MUST broken, in ${amount(counts.fail, 'check')}.`
        : `${ofOwn}, in ${amount(counts.fail, 'check')}.`
    if (broken.ofRfcs === 0) remarks.push('No MUST of an RFC was found broken.')
    else if (ofOwn !== '') remarks.push(`Among them: ${ofOwn}.`)
    if (!result.finished) remarks.unshift('The run is not finished: more may be found.')
    return { tone: 'bad', headline: does, remarks }
  }
  if (!result.finished) return { tone: 'bad', headline: 'Not finished: no conclusion.', remarks }
  if (counts.error > 0) return { tone: 'bad', headline: 'No conclusion: the harness broke.', remarks }
  if (counts.blocked > 0) {
    return { tone: 'bad', headline: `No conclusion: ${amount(counts.blocked, 'check')} blocked.`, remarks }
  }
  if (examined === 0) return { tone: 'open', headline: 'Nothing was examined.', remarks }
  if (result.stopped !== undefined) return { tone: 'open', headline: 'No conclusion: the run was stopped.', remarks }
  if (!binding.filter(isOfRfcs).some(isExamined)) {
    return {
      tone: 'open',
      headline: binding.some(isExamined)
        ? 'What was examined is met; it was no requirement of an RFC.'
        : 'Only what clients send was examined, which says nothing of conformance.',
      remarks,
    }
  }
  const isKnown = counts.known > 0
  if (isKnown && counts.skipped === 0) return { tone: 'open', headline: 'Conforms but for known deviations.', remarks }
  if (counts.skipped > 0) {
    const conforms = `What was examined conforms${isKnown ? ' but for known deviations' : ''}; the run is partial.`
    return { tone: 'open', headline: conforms, remarks }
  }
  return { tone: 'good', headline: warned ? 'Conforms, with warnings.' : 'Conforms.', remarks }
}

function isExamined({ verdict }: CheckRecord): boolean {
  return verdict === 'pass' || verdict === 'warn' || verdict === 'known'
}

/** Whether it verifies something that the catalogue has, and not requirements of the user's own alone. */
function isOfRfcs({ requirements, ownRequirements = [] }: CheckRecord): boolean {
  return requirements.some(id => isRequirementId(id) || !ownRequirements.some(own => own.id === id))
}

/** A run for a gate says how the gate went, and nothing of conformance. */
function concludeGates(gates: readonly GateRecord[], remarks: readonly string[]): Conclusion {
  const passed = gates.filter(gate => gate.passed).length
  const tone = passed === gates.length ? 'good' : 'bad'
  const [only, ...others] = gates
  if (only !== undefined && others.length === 0) return { tone, headline: gateSentence(only), remarks }
  const headline = `${passed === 0 ? 'None' : passed} of ${gates.length} gates ${passed > 1 ? 'are' : 'is'} passed.`
  return { tone, headline, remarks: [...gates.map(gateSentence), ...remarks] }
}

/** Checks that were not examined, grouped by why: blocked (by what is known, too), broken, left out or not offered. */
export interface NotExamined {
  readonly verdict: 'blocked' | 'error' | 'known' | 'skipped' | 'unsupported'
  readonly reason: string
  readonly checkIds: readonly string[]
}

/** Groups of checks with the same verdict and reason; the gravest verdict first, then the largest group. */
export function notExamined(result: RunResult): readonly NotExamined[] {
  return (['error', 'blocked', 'known', 'skipped', 'unsupported'] as const).flatMap(verdict => {
    const groups = Map.groupBy(
      result.checks.filter(check => check.verdict === verdict && (verdict !== 'known' || isBlockedByKnown(check))),
      check => check.reason ?? 'no reason recorded',
    )
    return [...groups]
      .map(([reason, checks]) => ({ verdict, reason, checkIds: checks.map(({ id }) => id) }))
      .sort((a, b) => b.checkIds.length - a.checkIds.length)
  })
}

/** A check that could not be tried, for a reason that was known beforehand: nothing was learned. */
function isBlockedByKnown({ verdict, findings }: CheckRecord): boolean {
  return verdict === 'known' && findings.length === 0
}

/** How many checks of each verdict there are, by any name for a group (topic, level). */
export function tally(
  checks: readonly CheckRecord[],
  groupOf: (check: CheckRecord) => string,
): readonly { readonly name: string; readonly total: number; readonly counts: Readonly<Record<Verdict, number>> }[] {
  return [...Map.groupBy(checks, groupOf)].map(([name, group]) => {
    const counts = { pass: 0, fail: 0, warn: 0, known: 0, unsupported: 0, skipped: 0, blocked: 0, error: 0 }
    for (const check of group) counts[check.verdict] += 1
    return { name, total: group.length, counts }
  })
}

/** What each verdict means, in a few words. */
export const meaningOf: Readonly<Record<Verdict, string>> = {
  pass: 'the requirement was observed',
  fail: 'a MUST was broken',
  warn: 'a SHOULD was not followed, or a MUST read tolerantly',
  known: 'departs only as was known beforehand',
  unsupported: 'does not apply here',
  skipped: 'left out by the operator',
  blocked: 'its setup failed',
  error: 'the harness broke',
}

/** `41 pass · 3 fail · …`: every verdict that occurs, and always pass and fail. */
export function countsLine(counts: RunResult['counts']): string {
  return verdicts
    .filter(verdict => counts[verdict] > 0 || verdict === 'pass' || verdict === 'fail')
    .map(verdict => `${counts[verdict]} ${verdict}`)
    .join(' · ')
}

/** `Okta: 11 of 12 dialect checks pass.`, a sentence a client. */
function clientSentences({ clients = [] }: RunResult): readonly string[] {
  return clients.map(
    ({ name, checks, passed }) =>
      `${name}: ${passed} of ${amount(checks, 'dialect check')} ${checks === 1 ? 'passes' : 'pass'}.`,
  )
}

/** `Known: K2-1, K2-3 (preset k2-procinst).`, a sentence for each who lists some that showed. */
function knownSentences({ known = [], checks }: RunResult): readonly string[] {
  const blocked = checks.filter(isBlockedByKnown).length
  const seen = known.filter(({ checks, state }) => checks > 0 && state === undefined)
  const sentences = [...Map.groupBy(seen, ({ from }) => from)].map(
    ([from, ones]) => `Known deviations that showed: ${someIds(ones.map(({ id }) => id))} (${from}).`,
  )
  if (blocked > 0) sentences.push(`Because of them ${amount(blocked, 'check')} could not be tried.`)
  return sentences
}

/** So many ids that a sentence can hold; the report lists them all. */
function someIds(ids: readonly string[]): string {
  const left = ids.length - 12
  return left > 1 ? `${ids.slice(0, 12).join(', ')} and ${left} more` : ids.join(', ')
}

function warningsSentence(checks: readonly CheckRecord[]): string {
  const findings = checks.flatMap(check =>
    check.findings.filter(({ outcome, known }) => outcome === 'warn' && known === undefined),
  )
  const of = (level: 'MUST' | 'SHOULD') =>
    new Set(findings.filter(finding => finding.level === level).map(({ requirement }) => requirement)).size
  const parts = [
    ...(of('SHOULD') > 0 ? [`${of('SHOULD')} SHOULD not followed`] : []),
    ...(of('MUST') > 0 ? [`${of('MUST')} MUST met only in a tolerant reading`] : []),
  ]
  return parts.length > 0 ? `Warnings: ${parts.join(', ')}.` : 'There are warnings.'
}

/** Distinct requirements that a failure shows broken, those of the user's own apart; a failed check without findings counts for what it verifies. */
function requirementsBroken(checks: readonly CheckRecord[]): { readonly ofRfcs: number; readonly own: number } {
  const ids = checks.flatMap(check => {
    const found = check.findings
      .filter(({ outcome, known }) => outcome === 'fail' && known === undefined)
      .map(({ requirement }) => requirement)
    return found.length === 0 && check.verdict === 'fail' ? [check.requirements[0] ?? check.id] : found
  })
  const broken = new Set(ids)
  const listedAsOwn = checks.flatMap(({ ownRequirements = [] }) => ownRequirements.map(({ id }) => id))
  const own = new Set(listedAsOwn.filter(id => broken.has(id) && !isRequirementId(id)))
  return { ofRfcs: broken.size - own.size, own: own.size }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`
}
