// Runs one check: conditions, time limit, evidence, clean-up, verdict. Every front end goes through here.

import type { ActiveCheck, Check, PassiveCheck } from '../check/check.ts'
import type { CheckContext } from '../check/context.ts'
import { Blocked, type Fault, NotConformant, Unsupported } from '../check/outcome.ts'
import { boundBy, idOf, type Requirable } from '../check/own-requirement.ts'
import { createRandom } from '../check/random.ts'
import { GuardError, HarnessError, ReadOnlyError } from '../errors.ts'
import type { Exchange } from '../http/exchange.ts'
import { isRequirementId } from '../requirements/catalogue.ts'
import type { CheckRecord, Finding, Level, Verdict } from '../result/run-result.ts'
import { OutOfRequests } from './budget.ts'
import { NoRoom } from './room.ts'
import type { Session } from './session.ts'
import type { Stopwatch } from './stopwatch.ts'

/** Exchanges of one check that a report keeps. */
const keptExchanges = 120
/** Exchanges of one check that are held while it runs; of more, only those that findings point at. */
const heldExchanges = 1000
/** Characters of a body that a report keeps where the check passed: evidence, but nothing to search through. */
const keptOfPassing = 2000

interface Subject {
  readonly subject?: string
}

/** Why a check is not run: a condition that does not hold, or what the operator leaves out. */
export function reasonNotToRun(check: Check, session: Session): { verdict: Verdict; reason: string } | undefined {
  for (const need of check.needs) {
    if (session.target.leaveOut.includes(need))
      return { verdict: 'skipped', reason: `the target file leaves out ${need}` }
    const capability = session.provider.capabilities[need]
    if (!capability.met) return { verdict: 'unsupported', reason: `needs ${need}: ${capability.detail}` }
  }
  return undefined
}

/** Runs one check and gives its record. Never throws: what breaks in us becomes the verdict `error`. */
export async function runCheck(check: Check, topic: string, session: Session): Promise<CheckRecord> {
  const notRun = reasonNotToRun(check, session)
  if (notRun !== undefined)
    return makeRecord(check, topic, session, { ...notRun, durationMs: 0, findings: [], exchanges: [] })
  const start = performance.now()
  const outcome = check.kind === 'active' ? await runActive(check, session) : runPassive(check, session)
  return makeRecord(check, topic, session, { ...outcome, durationMs: Math.round(performance.now() - start) })
}

/** The record of a check that was not run at all. */
export function recordWithoutRun(check: Check, topic: string, verdict: Verdict, reason: string): CheckRecord {
  return { ...describeCheck(check, topic), verdict, reason, durationMs: 0, findings: [], exchanges: [] }
}

function describeCheck(check: Check, topic: string) {
  return {
    id: check.id,
    title: check.title,
    topic,
    level: check.level,
    requirements: check.verifies,
    ...(check.ownRequirements === undefined
      ? {}
      : { ownRequirements: check.ownRequirements.map(({ kind, when, ...record }) => record) }),
    fix: check.fix,
  }
}

interface Outcome {
  readonly verdict: Verdict
  readonly reason?: string
  readonly incomplete?: true
  readonly findings: readonly Finding[]
  readonly exchanges: readonly Exchange[]
}

async function runActive(check: ActiveCheck, session: Session): Promise<Outcome> {
  const exchanges: Exchange[] = []
  const findings: Finding[] = []
  const notTried: Reason[] = []
  const notApplicable: Reason[] = []
  let examined = 0
  let expired = false

  const addFinding = (fault: Fault & Subject): void => {
    findings.push(toFinding(check, fault, exchanges.at(-1)?.id))
  }
  const checkedSend = session.senderFor(check.id, exchange => {
    exchanges.push(exchange)
    if (exchanges.length > 2 * heldExchanges) forget(exchanges, findings)
  })
  const { scim, resources } = session.toolsFor(check.id, async request => {
    if (expired) throw new Blocked('The time limit of the check has passed.')
    return checkedSend(request)
  })
  const stopwatch = session.stopwatchFor(check.id)
  session.room.began(check.id)
  const context: CheckContext = {
    scim,
    resources,
    provider: session.provider,
    random: createRandom(session.seed, check.id),
    ...(session.authorizationServer === undefined ? {} : { authorizationServer: session.authorizationServer }),
    shared: (key, make) => stopwatch.waitFor(session.shared(key, make, check.id)),
    type: session.typeOf,
    report: ({ response, ...fault }) =>
      addFinding(response === undefined ? fault : { ...fault, exchanges: [response.exchange.id] }),
    unsupported: reason => {
      throw new Unsupported(reason)
    },
    blocked: reason => {
      throw new Blocked(reason)
    },
    subject: async (name, examine) => {
      const before = exchanges.at(-1)?.id
      try {
        await examine()
        examined++
        return true
      } catch (error) {
        if (error instanceof NotConformant) {
          examined++
          const last = exchanges.at(-1)?.id
          for (const fault of error.faults) {
            const evidence = fault.exchanges ?? (last === undefined || last === before ? [] : [last])
            const silent = unansweredBehind({ ...fault, exchanges: evidence }, exchanges, before)
            if (silent === undefined) addFinding({ ...fault, subject: name, exchanges: evidence })
            else notTried.push({ subject: name, words: unansweredWords(silent) })
          }
        } else if (error instanceof Unsupported) notApplicable.push({ subject: name, words: error.message })
        else if (error instanceof Blocked) notTried.push({ subject: name, words: error.message })
        else throw error
        return false
      }
    },
  }

  let thrown: unknown
  try {
    await withinLimit(check.run(context), session.target.checkTimeoutMs, stopwatch, () => {
      expired = true
    })
  } catch (error) {
    thrown = error
  }
  if (thrown instanceof NotConformant) {
    const { faults } = thrown
    thrown = undefined
    try {
      for (const fault of faults) {
        const silent = unansweredBehind(fault, exchanges)
        if (silent === undefined) addFinding(fault)
        else thrown ??= new Blocked(unansweredWords(silent))
      }
    } catch (error) {
      thrown = error
    }
  }
  await cleanUpAfter(check, session)
  session.room.ended(check.id)

  const worst = verdictOf(findings)
  const stopped = session.stopped()
  const end = ((): Pick<Outcome, 'verdict' | 'reason' | 'incomplete'> => {
    if ((thrown instanceof OutOfRequests || thrown instanceof NoRoom) && worst !== 'fail')
      return { verdict: 'skipped', reason: thrown.message }
    if (thrown instanceof ReadOnlyError) return { verdict: 'skipped', reason: thrown.message }
    if (thrown instanceof Blocked || (thrown instanceof HarnessError && !(thrown instanceof GuardError))) {
      const reason =
        stopped !== undefined && thrown === stopped ? `The run was stopped: ${thrown.message}` : thrown.message
      return worst === 'fail' ? { verdict: worst, reason, incomplete: true } : { verdict: 'blocked', reason }
    }
    if (thrown instanceof Unsupported)
      return worst === 'pass' ? { verdict: 'unsupported', reason: thrown.message } : { verdict: worst }
    if (thrown instanceof NoRoom) return { verdict: worst, reason: thrown.message, incomplete: true }
    if (thrown !== undefined && !(thrown instanceof OutOfRequests))
      return { verdict: 'error', reason: errorWords(thrown) }
    if (notTried.length > 0) {
      const reason = reasonsInWords(notTried)
      return worst === 'fail' ? { verdict: worst, reason, incomplete: true } : { verdict: 'blocked', reason }
    }
    if (worst === 'fail') return { verdict: worst }
    if (worst === 'pass' && examined === 0 && notApplicable.length > 0) {
      return { verdict: 'unsupported', reason: reasonsInWords(notApplicable) }
    }
    return { verdict: worst }
  })()
  return { ...end, findings, exchanges }
}

/**
 * A request without an answer that a fault rests on without saying so: it was sent after the exchange with the id `since`
 * and not later than what the fault points at. What was seen then may come of that alone, so it is nobody's fault.
 */
function unansweredBehind(fault: Fault, exchanges: readonly Exchange[], since = 0): Exchange | undefined {
  const last = Math.max(...(fault.exchanges ?? exchanges.map(({ id }) => id)))
  // What was sent once more, over a new connection, speaks for itself.
  const repeated = new Set(exchanges.map(({ repeats }) => repeats?.id))
  const silent = exchanges.filter(
    exchange => isUnfinished(exchange) && exchange.id > since && exchange.id <= last && !repeated.has(exchange.id),
  )
  // Where no connection could be made nothing was asked, and silence says nothing.
  const unasked = silent.find(({ problem }) => problem?.kind === 'unreachable')
  return unasked ?? (fault.got.includes('no answer') ? undefined : silent[0])
}

/** No answer, or only the beginning of one: how much we read and how long we wait is our choice. HTTP that is broken is not. */
function isUnfinished({ response, problem }: Exchange): boolean {
  return response === undefined || (problem !== undefined && problem.kind !== 'protocol')
}

function unansweredWords({ request, response, problem }: Exchange): string {
  const had = response === undefined ? 'had no answer' : 'had no complete answer'
  const remedy = problem?.kind === 'too-large' ? ' (maxResponseBytes in the target file)' : ''
  return `A ${request.method} request ${had}: ${problem?.message ?? 'the connection failed'}${remedy}.`
}

interface Reason {
  readonly subject: string
  readonly words: string
}

/** One cause is said once; different ones with their subjects. */
function reasonsInWords(reasons: readonly Reason[]): string {
  const [first] = reasons
  if (first !== undefined && reasons.length > 1 && reasons.every(({ words }) => words === first.words))
    return first.words
  return reasons.map(({ subject, words }) => `${subject}: ${words}`).join('; ')
}

/** Lets go of early exchanges, so that a check of any length needs little memory. */
function forget(exchanges: Exchange[], findings: readonly Finding[]): void {
  const cited = new Set(findings.flatMap(finding => finding.exchanges))
  const early = exchanges.splice(0, exchanges.length - heldExchanges)
  exchanges.unshift(...early.filter(({ id }) => cited.has(id)))
}

function runPassive(check: PassiveCheck, session: Session): Outcome {
  try {
    const seen = session.observers.findings(check.id)
    const findings = seen.faults.map(({ fault, place, times }) =>
      toFinding(check, { ...fault, subject: times === 1 ? place : `${place} (${times} times)` }, undefined),
    )
    if (seen.examined === 0 && findings.length === 0) {
      return {
        verdict: 'unsupported',
        reason: 'no answer of this run was one to which it applies',
        findings: [],
        exchanges: [],
      }
    }
    const further =
      seen.notKept === 0
        ? {}
        : {
            reason: `${seen.notKept} further findings are not listed`,
            ...(seen.isUnlike ? { incomplete: true as const } : {}),
          }
    return { verdict: verdictOf(findings), ...further, findings, exchanges: seen.evidence }
  } catch (error) {
    return { verdict: 'error', reason: errorWords(error), findings: [], exchanges: [] }
  }
}

async function cleanUpAfter(check: Check, session: Session): Promise<void> {
  try {
    await session.cleanUp(check.id)
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    // The run is being stopped: what is left stays in the journal, and the end of the run tries again.
  }
}

/**
 * Lets a check work for so long, not counting how long it waits for its turn, but in all no more than ten times as long.
 * Throws Blocked where it takes longer.
 */
async function withinLimit(
  work: Promise<void>,
  limitMs: number,
  stopwatch: Stopwatch,
  onExpiry: () => void,
): Promise<void> {
  const start = performance.now()
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    const look = (): void => {
      const leftMs = Math.min(limitMs - stopwatch.ownMs(), start + 10 * limitMs - performance.now())
      if (leftMs > 0) {
        timer = setTimeout(look, Math.ceil(leftMs))
        return
      }
      onExpiry()
      reject(new Blocked(`It did not finish within ${limitMs / 1000} seconds.`))
    }
    timer = setTimeout(look, limitMs)
  })
  try {
    await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
    // A check that runs on after its limit must not end the process when it fails.
    work.catch(() => undefined)
  }
}

function toFinding(check: Check, fault: Fault & Subject, lastExchange: number | undefined): Finding {
  const requirement = fault.requirement ?? firstOf(check)
  // Found by those who write checks without a compiler.
  const isKnown =
    typeof requirement === 'string' ? isRequirementId(requirement) : check.verifies.includes(requirement.id)
  if (!isKnown)
    throw new Error(`${check.id} finds ${idOf(requirement)} broken, which it does not verify: add it to verifies.`)
  const bound = boundBy(requirement)
  const level: Level = bound === 'MAY' ? 'SHOULD' : bound
  return {
    ...(fault.subject === undefined ? {} : { subject: fault.subject }),
    requirement: idOf(requirement),
    level,
    outcome: level === 'MUST' && fault.arguable === undefined ? 'fail' : 'warn',
    ...(fault.arguable === undefined ? {} : { interpretation: fault.arguable }),
    expected: fault.expected,
    got: fault.got,
    exchanges: fault.exchanges ?? (lastExchange === undefined ? [] : [lastExchange]),
  }
}

/** The requirement that a fault breaks where it names none. */
function firstOf({ id, verifies: [first = ''], ownRequirements = [] }: Check): Requirable {
  const own = ownRequirements.find(requirement => requirement.id === first)
  if (own !== undefined) return own
  if (!isRequirementId(first)) throw new Error(`${id} verifies nothing that is known`)
  return first
}

function verdictOf(findings: readonly Finding[]): 'pass' | 'fail' | 'warn' {
  if (findings.some(({ outcome }) => outcome === 'fail')) return 'fail'
  return findings.length > 0 ? 'warn' : 'pass'
}

function errorWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.stack?.split('\n').slice(0, 4).join('\n') ?? error.message
}

function makeRecord(
  check: Check,
  topic: string,
  session: Session,
  outcome: Outcome & { readonly durationMs: number },
): CheckRecord {
  const words = (text: string): string => session.redactor.text(text)
  const findings = outcome.findings.map(finding => ({
    ...finding,
    ...(finding.subject === undefined ? {} : { subject: words(finding.subject) }),
    expected: words(finding.expected),
    got: words(finding.got),
  }))
  const gravest = findings.find(({ outcome: worst }) => worst === 'fail') ?? findings[0]
  const pointedAt = new Set(findings.flatMap(finding => finding.exchanges))
  const own = outcome.exchanges
  const ownIds = new Set(own.map(({ id }) => id))
  const elsewhere = [...pointedAt].filter(id => !ownIds.has(id)).flatMap(id => session.common.get(id) ?? [])
  const kept = own.filter((exchange, index) => index >= own.length - keptExchanges || pointedAt.has(exchange.id))
  // Copies, since an exchange that is redacted when it is looked at holds on to what was sent and received.
  const exchanges = [...elsewhere, ...kept].map(exchange =>
    outcome.verdict === 'pass' ? shorten(exchange) : { ...exchange },
  )
  return {
    ...describeCheck(check, topic),
    verdict: outcome.verdict,
    ...(outcome.reason === undefined ? {} : { reason: words(outcome.reason) }),
    ...(outcome.incomplete === undefined ? {} : { incomplete: outcome.incomplete }),
    durationMs: outcome.durationMs,
    ...(gravest === undefined ? {} : { expected: gravest.expected, got: gravest.got }),
    findings,
    exchanges,
  }
}

function shorten(exchange: Exchange): Exchange {
  const { response } = exchange
  if (response === undefined || response.body.length <= keptOfPassing) return { ...exchange }
  return { ...exchange, response: { ...response, body: beginningOf(response.body), truncated: true } }
}

/** As a text of its own: a mere part would hold on to the whole. */
function beginningOf(body: string): string {
  return Buffer.from(body.slice(0, keptOfPassing), 'utf16le').toString('utf16le')
}
