// The heart: examines one target with the checks of all suites, and gives the run as plain data.

import { type Phase, phaseOf, type Topic } from '../check/check.ts'
import type { Exchange } from '../http/exchange.ts'
import { createLimiter } from '../http/limiter.ts'
import { clientOf, isRequirementId } from '../requirements/catalogue.ts'
import type { Gate } from '../result/gate.ts'
import type { KnownDeviation } from '../result/known.ts'
import {
  type CheckRecord,
  type ClientRecord,
  type RunResult,
  schemaVersion,
  type Verdict,
  verdicts,
} from '../result/run-result.ts'
import type { Target } from '../target/target.ts'
import { type BudgetSettings, createBudget, noneLeft } from './budget.ts'
import { gateRecords } from './gates.ts'
import { besideDocumented, countKnown, documentedOtherwise, isInForce, settleKnown, waiverNotes } from './known.ts'
import { noteOnRoom } from './room.ts'
import { recordWithoutRun, runCheck } from './run-check.ts'
import { lackedAnswers, vainLooks } from './second-look.ts'
import { type Selected, type Selection, selectChecks, selectForGates } from './select.ts'
import { openSession } from './session.ts'
import { tool } from './tool.ts'

/** What happens while a target is examined, for whoever shows it. */
export type Progress =
  | { readonly kind: 'phase'; readonly words: string }
  | { readonly kind: 'begin'; readonly total: number }
  | { readonly kind: 'check'; readonly id: string }
  | { readonly kind: 'record'; readonly record: CheckRecord }

export interface ExamineOptions extends Partial<Selection> {
  /** The suites to run. */
  readonly topics: readonly Topic[]
  /** Drives every choice but the run id; 1 when absent. */
  readonly seed?: number
  /** For whoever writes of the run before it is over; drawn when absent. */
  readonly runId?: string
  /** Known deviations besides those of the target, such as the waivers of a baseline. */
  readonly known?: readonly KnownDeviation[]
  /** Examines the checks of these gates and no others. */
  readonly gates?: readonly Gate[]
  /** Looks at the first resource type alone, but for checks that name another: for a quick look. */
  readonly oneType?: boolean
  /** Requests in all, and how many a check takes at the most: one for which they are not enough is left out. */
  readonly budget?: BudgetSettings
  /** What a reader of the report must know of why the run is as it is. */
  readonly notes?: readonly string[]
  /** Known deviations are looked at like any other. */
  readonly strict?: boolean
  /** Folder for journals of what runs create; without it nothing is written down. */
  readonly journalFolder?: string
  /** Aborting it stops the run cleanly, with the result so far. */
  readonly signal?: AbortSignal
  /** Every exchange with the service provider, as it is recorded. */
  readonly onExchange?: (exchange: Exchange) => void
  readonly onProgress?: (progress: Progress) => void
}

/** How many checks are under way for each request that may be. */
const checksPerRequest = 4

/** How many checks are under way at once: few where few resources may exist, or they would only wait for each other. */
function checksAtOnce({ concurrency, limits }: Target): number {
  const room = limits?.resources ?? Number.POSITIVE_INFINITY
  return Math.max(1, Math.min(concurrency * checksPerRequest, Math.floor(room / roomPerCheck)))
}

/** Resources that most checks need at once. */
const roomPerCheck = 4

/** How many of a run of few requests, where it matters which check comes first. */
const fewChecks = 4

/**
 * Examines a target. Throws ConfigurationError, UnreachableError or AuthenticationError where no run can begin;
 * whatever happens later is in the result.
 */
export async function examine(target: Target, options: ExamineOptions): Promise<RunResult> {
  const startedAt = new Date()
  const start = performance.now()
  const seed = options.seed ?? 1
  const { only = [], skip = [], interop = false, among } = options
  const listed = options.strict === true ? [] : [...(target.known ?? []), ...(options.known ?? [])]
  const today = startedAt.toISOString().slice(0, 10)
  const known = listed.filter(deviation => isInForce(deviation, today))
  const gates = options.gates ?? []
  const selected =
    gates.length === 0
      ? selectChecks(options.topics, { only, skip, interop, ...(among === undefined ? {} : { among }) })
      : selectForGates(options.topics, { only, skip, gates })
  const chosen = selected.filter(({ leftOut }) => leftOut === undefined)
  const session = await openSession(target, {
    seed,
    ...(options.runId === undefined ? {} : { runId: options.runId }),
    checks: chosen.map(({ check }) => check),
    ...(options.journalFolder === undefined ? {} : { journalFolder: options.journalFolder }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.onExchange === undefined ? {} : { onExchange: options.onExchange }),
    ...(options.oneType === true ? { oneType: true } : {}),
    ...(options.budget === undefined ? {} : { fewRequests: options.budget.requests }),
    onPhase: words => options.onProgress?.({ kind: 'phase', words }),
  })
  options.onProgress?.({ kind: 'begin', total: chosen.length })

  const records = new Map<string, CheckRecord>()
  const keep = (asRun: CheckRecord): void => {
    const record = settleKnown(asRun, known)
    records.set(record.id, record)
    options.onProgress?.({ kind: 'record', record })
  }
  for (const { check, topic, leftOut } of selected) {
    if (leftOut !== undefined) records.set(check.id, recordWithoutRun(check, topic, 'skipped', leftOut))
  }
  const budget = options.budget && createBudget(options.budget, () => session.client.requests + session.owed())
  const runOne = async (selected: Selected): Promise<void> => {
    if (budget === undefined) return runAnyway(selected)
    const { check, topic } = selected
    if (await budget.begin(check.id)) return runAnyway(selected).finally(() => budget.end(check.id))
    keep(recordWithoutRun(check, topic, 'skipped', noneLeft))
  }
  const runAnyway = async (one: Selected): Promise<void> => {
    const { check, topic } = one
    options.onProgress?.({ kind: 'check', id: check.id })
    const stopped = session.stopped()
    const isOver = stopped !== undefined && session.isOver()
    const record = isOver
      ? recordWithoutRun(check, topic, 'blocked', `The run was stopped: ${stopped.message}`)
      : await runCheck(check, topic, session)
    // Others had what it needed: it comes once more, with all the room there is.
    if (session.room.refused(check.id) && !inTurn && session.stopped() === undefined) crowdedOut.push(one)
    else keep(record)
  }
  const crowdedOut: Selected[] = []
  let inTurn = false
  const runCrowdedOut = async (): Promise<void> => {
    if (crowdedOut.length === 0) return
    options.onProgress?.({ kind: 'phase', words: `one by one, with all the room there is: ${crowdedOut.length}` })
    inTurn = true
    for (const one of crowdedOut) {
      await session.makeRoom()
      await runOne(one)
    }
  }
  const lookAgain = async (): Promise<void> => {
    const isSilent = ({ check }: Selected): boolean => {
      const record = records.get(check.id)
      return record !== undefined && lackedAnswers(record)
    }
    const silent = chosen.filter(one => phaseOf(one.check) !== 'passive' && isSilent(one))
    if (budget !== undefined || silent.length === 0 || session.stopped() !== undefined) return
    options.onProgress?.({ kind: 'phase', words: `tries what had no answer once more, one by one: ${silent.length}` })
    await session.client.idle(target.requestTimeoutMs)
    session.forgetFailedShared()
    let inVain = 0
    for (const one of silent) {
      await runOne(one)
      inVain = isSilent(one) ? inVain + 1 : 0
      if (inVain === vainLooks || session.stopped() !== undefined) return
    }
  }
  // Checks are independent. More of them are under way than requests may be: many wait for shared data, and the client
  // holds requests back. Those that need quiet follow, then one by one those that must be alone, and the passive ones
  // come last, when all is seen.
  const limiter = createLimiter(budget === undefined ? checksAtOnce(target) : fewChecks)
  const ranks = [...(options.budget?.costs.keys() ?? [])]
  const inOrder = chosen.toSorted((a, b) => ranks.indexOf(a.check.id) - ranks.indexOf(b.check.id))
  const inPhase = (phase: Phase): readonly Selected[] => inOrder.filter(({ check }) => phaseOf(check) === phase)
  for (const phase of ['together', 'quiet'] as const) {
    await Promise.all(inPhase(phase).map(one => limiter.run(() => runOne(one))))
  }
  for (const one of inPhase('alone')) await runOne(one)
  await runCrowdedOut()
  await lookAgain()
  options.onProgress?.({ kind: 'phase', words: 'deletes what the run made' })
  await session.cleanUp()
  for (const one of inPhase('passive')) await runOne(one)
  await session.close()

  const checks = selected.flatMap(({ check }) => records.get(check.id) ?? [])
  const clients = clientRecords(checks)
  const knownRecords = countKnown(listed, checks, today)
  const capabilities = besideDocumented(session.provider.capabilities, target)
  const stopped = session.stopped()
  const finished = !session.isOver()
  return {
    schemaVersion,
    tool,
    target: { name: session.redactor.text(target.name), baseUrl: session.redactor.text(target.baseUrl) },
    startedAt: startedAt.toISOString(),
    finished,
    ...(finished ? { finishedAt: new Date().toISOString() } : {}),
    durationMs: Math.round(performance.now() - start),
    seed,
    runId: session.runId,
    requests: session.client.requests,
    counts: countVerdicts(checks),
    ...(clients.length === 0 ? {} : { clients }),
    ...(listed.length === 0 ? {} : { known: knownRecords }),
    ...(gates.length === 0 ? {} : { gates: gateRecords(gates, checks) }),
    capabilities,
    notes: [
      ...(options.notes ?? []),
      ...session.notes,
      ...noteOnRoom(
        checks.map(({ reason }) => reason),
        target.limits?.resources ?? Number.POSITIVE_INFINITY,
      ),
      ...documentedOtherwise(capabilities, target),
      ...waiverNotes(knownRecords),
    ].map(note => session.redactor.text(note)),
    ...(stopped === undefined
      ? {}
      : {
          stopped: {
            code: stopped.code,
            message: session.redactor.text(stopped.message),
            ...(stopped.hint === undefined ? {} : { hint: session.redactor.text(stopped.hint) }),
          },
        }),
    checks,
  }
}

/** How many records have each verdict. */
export function countVerdicts(checks: readonly CheckRecord[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = {
    pass: 0,
    fail: 0,
    warn: 0,
    known: 0,
    unsupported: 0,
    skipped: 0,
    blocked: 0,
    error: 0,
  }
  for (const verdict of verdicts) counts[verdict] = checks.filter(check => check.verdict === verdict).length
  return counts
}

/** How many of the checks of each client's dialect pass, of those that apply and were not left out. */
export function clientRecords(checks: readonly CheckRecord[]): readonly ClientRecord[] {
  const ofClient = new Map<string, CheckRecord[]>()
  for (const check of checks) {
    if (check.verdict === 'unsupported' || check.verdict === 'skipped') continue
    const names = check.requirements.filter(isRequirementId).flatMap(id => clientOf(id) ?? [])
    for (const name of new Set(names)) ofClient.set(name, [...(ofClient.get(name) ?? []), check])
  }
  return [...ofClient].map(([name, own]) => ({
    name,
    checks: own.length,
    passed: own.filter(({ verdict }) => verdict === 'pass').length,
  }))
}
