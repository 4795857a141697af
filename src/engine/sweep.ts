// Deletes what earlier runs have left: known from their journals, or found by its mark. Whatever is deleted was read right
// before and carried a mark as its own; nothing else is written.

import { existsSync, rmSync } from 'node:fs'
import { searchRequestUrn } from '../check/scim.ts'
import { HarnessError, UnreachableError } from '../errors.ts'
import type { HttpRequest, HttpResponse } from '../http/exchange.ts'
import type {
  LeftResource,
  LookRecord,
  RunJournal,
  SweepResult,
  SweptResource,
  SweptRun,
} from '../result/sweep-result.ts'
import type { Target } from '../target/target.ts'
import { openSession, type Session } from './session.ts'
import { type Look, lookThrough, type Reader } from './sweep-find.ts'
import { isJournalOf, isSettled, type Journals, readJournals } from './sweep-journals.ts'
import { createRemover, isTransient, mostAttempts, pauseMs } from './sweep-remove.ts'
import { byMark, type RunState, statesOf, touchedLast } from './sweep-watch.ts'

export interface SweepOptions {
  /** Where runs on this machine keep their journals. */
  readonly journalFolder: string
  /** Sends only GET and searches, and says what would be deleted. */
  readonly dryRun?: boolean
  /** Deletes also what belongs to a run that seems to go on. */
  readonly all?: boolean
  /** Aborting it stops the sweep; what is deleted by then is in the result. */
  readonly signal?: AbortSignal
  /** Asked before the first delete, with what is about to be deleted. */
  readonly agree?: (resources: readonly SweptResource[], runs: readonly SweptRun[]) => Promise<boolean>
  readonly onPhase?: (words: string) => void
  /** Milliseconds that a run without a journal here is watched for signs of life; 8,000 when absent. */
  readonly watchMs?: number
  /** Milliseconds for which a run without a journal here is let be after its last change; an hour when absent. */
  readonly olderThanMs?: number
  /** The journals, where many targets are swept and they were read once for all; else they are read from the folder. */
  readonly journals?: Journals
}

/** Milliseconds between looks, by the end of which what was deleted no longer shows in lists. */
const waitsMs = [0, 500, 2000]

/**
 * Sweeps a target. Throws ConfigurationError, UnreachableError or AuthenticationError where it cannot begin; whatever comes
 * later is in the result.
 */
export async function sweep(target: Target, options: SweepOptions): Promise<SweepResult> {
  const { dryRun = false, onPhase = () => undefined } = options
  const journals = options.journals ?? readJournals(options.journalFolder)
  const session = await openSession(
    { ...target, limits: {}, safety: dryRun ? 'read-only' : target.safety },
    { seed: 1, checks: [], onPhase, ...(options.signal === undefined ? {} : { signal: options.signal }) },
  )
  try {
    return await sweepWith(session, journals, options)
  } finally {
    await session.close()
  }
}

async function sweepWith(session: Session, { journals, problems }: Journals, options: SweepOptions) {
  const { dryRun = false, all = false, onPhase = () => undefined } = options
  const { text } = session.redactor
  const redact = <T extends SweptResource>(one: T): T => ({ ...one, path: text(one.path) })
  const shown = text(session.target.baseUrl)
  const own = journals.filter(journal => isJournalOf(journal, session.target.baseUrl, shown))
  let behindMs = 0
  const send = senderOf(session, answer => {
    const theirs = Date.parse(answer.headers.date ?? '')
    if (!Number.isNaN(theirs)) behindMs = Math.max(0, Date.now() - theirs)
  })
  const remover = createRemover(session, send)
  const notes = [...problems]
  const deleted: SweptResource[] = []
  const left = new Map<string, LeftResource>()
  let looks: readonly Look[] = []
  let runs: readonly SweptRun[] = []
  let stopped: HarnessError | undefined

  const look = async (): Promise<readonly Look[]> => {
    const reader = readerOver(send)
    const found: Look[] = []
    for (const type of session.provider.types) {
      onPhase(text(`looks through ${type.name}`))
      found.push(await lookThrough(type, reader))
    }
    return found
  }
  const sorted = (resources: readonly SweptResource[]): readonly SweptResource[] => {
    const rank = ({ path }: SweptResource): number => (/\/users\//i.test(path) ? 1 : 0)
    return resources.toSorted((a, b) => rank(a) - rank(b))
  }

  try {
    looks = await look()
    const states = await statesOf(own, looks, all, {
      watchMs: options.watchMs ?? 8000,
      olderThanMs: options.olderThanMs ?? 3_600_000,
      now: () => Date.now() - behindMs,
      look,
      onPhase,
      session,
    })
    const known = resourcesOf(own, looks, states)
    const touched = new Map([...byMark(looks)].map(([mark, marked]) => [mark, touchedLast(marked)]))
    const describe = (some: readonly SweptResource[]): readonly SweptRun[] => runsOf(some, own, states, touched)
    runs = describe(known)
    /** Why a run is let be. */
    const sparing = ({ mark }: SweptResource): string | undefined => (all ? undefined : states.get(mark)?.reason)
    const isOver = (one: SweptResource): boolean => sparing(one) === undefined
    for (const one of known) {
      const reason = sparing(one)
      if (reason !== undefined) left.set(one.path, { ...one, reason })
    }
    // What a journal names is looked at first: it may be gone, or somebody else's by now.
    onPhase('reads what carries a mark')
    const listed = new Set(looks.flatMap(({ marked }) => marked.map(({ path }) => path)))
    const unlisted = await remover.stillThere(known.filter(one => isOver(one) && !listed.has(one.path)))
    notes.push(...unlisted.notes)
    const wanted = sorted([...known.filter(one => isOver(one) && listed.has(one.path)), ...unlisted.resources])
    for (const one of unlisted.left) left.set(one.path, one)
    runs = describe([...wanted, ...left.values()])

    if (dryRun) deleted.push(...wanted)
    else if (wanted.length > 0 && (options.agree === undefined || (await options.agree(wanted.map(redact), runs)))) {
      const marks = new Set(wanted.map(({ mark }) => mark))
      let next = wanted
      for (const waitMs of waitsMs) {
        await new Promise(resolve => setTimeout(resolve, waitMs))
        onPhase(`deletes ${next.length} resources`)
        const outcome = await remover.remove(next)
        deleted.push(...outcome.deleted.filter(({ path }) => !deleted.some(one => one.path === path)))
        for (const one of outcome.left) left.set(one.path, one)
        looks = await look()
        // A run that has begun in the meantime was not watched, and nobody agreed to delete what it makes.
        const again = resourcesOf([], looks, states).filter(one => isOver(one) && marks.has(one.mark))
        for (const { path } of next)
          if (!again.some(one => one.path === path) && !outcome.left.some(one => one.path === path)) left.delete(path)
        next = sorted(again)
        if (next.length === 0 && outcome.left.length === 0) break
      }
      for (const one of next) {
        if (!left.has(one.path)) left.set(one.path, { ...one, reason: 'it was deleted, and is listed all the same' })
      }
    } else for (const one of wanted) left.set(one.path, { ...one, reason: 'you did not agree to delete it' })
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    stopped = error
    for (const one of resourcesOf(own, looks)) {
      if (deleted.some(({ path }) => path === one.path) || left.has(one.path)) continue
      left.set(one.path, { ...one, reason: 'the sweep was stopped before' })
    }
  }

  const doubts = doubtsOf(own, looks)
  const settled = dryRun || stopped !== undefined ? [] : settle(own, [...left.values()], doubts)
  return {
    target: { name: text(session.target.name), baseUrl: shown },
    dryRun,
    looks: looks.map(one => recordOf(one, text)),
    runs,
    deleted: deleted.filter(({ path }) => !left.has(path)).map(redact),
    left: [...left.values()].map(one => ({ ...redact(one), reason: text(one.reason) })),
    settled,
    doubts: [...doubts.values()].map(text),
    notes: [...session.notes, ...notes].map(text),
    requests: session.client.requests,
    ...(stopped === undefined
      ? {}
      : {
          stopped: {
            code: stopped.code,
            message: text(stopped.message),
            ...(stopped.hint === undefined ? {} : { hint: text(stopped.hint) }),
          },
        }),
  } satisfies SweepResult
}

/** Names, endpoints and reasons are the service provider's words; `text` takes secrets out of them. */
function recordOf({ type, endpoint, how, seen, complete, detail }: Look, text: (words: string) => string): LookRecord {
  return {
    type: text(type),
    endpoint: text(endpoint),
    how,
    seen,
    complete,
    ...(detail === undefined ? {} : { detail: text(detail) }),
  }
}

/** Sends a request, a read again where no answer came; throws what stops the sweep. */
function senderOf(
  session: Session,
  onAnswer: (answer: HttpResponse) => void,
): (request: HttpRequest) => Promise<HttpResponse> {
  return async request => {
    for (let attempt = 1; ; attempt++) {
      const answer = await session.client.send(request, 'sweep', () => undefined)
      onAnswer(answer)
      const stopped = session.stopped()
      if (stopped !== undefined) throw stopped
      if (request.method === 'DELETE' || !isTransient(answer)) return answer
      if (attempt < mostAttempts) await new Promise(resolve => setTimeout(resolve, pauseMs(attempt)))
      else if (answer.problem?.kind === 'unreachable') {
        throw new UnreachableError(
          `The service provider can no longer be reached: ${answer.exchange.problem?.message}.`,
          {
            hint: 'Sweep again when it is back: what is left is known from the journals and by its mark.',
          },
        )
      } else return answer
    }
  }
}

function readerOver(send: (request: HttpRequest) => Promise<HttpResponse>): Reader {
  return {
    list: (path, query) => send({ method: 'GET', path, query }),
    search: (path, body) =>
      send({ method: 'POST', path: `${path}/.search`, aim: 'search', body: { schemas: [searchRequestUrn], ...body } }),
  }
}

/** What journals name and what lists show, each path once. What carries the marks of several runs counts for one that is let be. */
function resourcesOf(
  journals: readonly RunJournal[],
  looks: readonly Look[],
  states: ReadonlyMap<string, RunState> = new Map(),
): readonly SweptResource[] {
  const found = new Map<string, SweptResource>()
  const first = (marks: readonly string[]): string =>
    marks.find(mark => states.get(mark)?.reason !== undefined) ?? marks[0] ?? ''
  for (const { mark, paths } of journals) for (const path of paths) found.set(path, { path, mark })
  for (const { path, marks } of looks.flatMap(({ marked }) => marked)) found.set(path, { path, mark: first(marks) })
  return [...found.values()]
}

function runsOf(
  resources: readonly SweptResource[],
  journals: readonly RunJournal[],
  states: ReadonlyMap<string, RunState>,
  touched: ReadonlyMap<string, number | undefined>,
): readonly SweptRun[] {
  return [...new Set(resources.map(({ mark }) => mark))].map(mark => {
    const journal = journals.find(one => one.mark === mark)
    const touchedAt = new Date(touched.get(mark) ?? Number.NaN)
    return {
      mark,
      ...(journal?.startedAt === undefined ? {} : { startedAt: journal.startedAt }),
      ...(journal === undefined ? {} : { journal: journal.file }),
      state: states.get(mark)?.state ?? 'over',
      ...(Number.isNaN(touchedAt.getTime()) ? {} : { touchedAt: touchedAt.toISOString() }),
      resources: resources.filter(one => one.mark === mark).length,
    }
  })
}

/** By mark: runs that may have made what neither a journal names nor a list shows. */
function doubtsOf(journals: readonly RunJournal[], looks: readonly Look[]): ReadonlyMap<string, string> {
  const blind = looks.filter(({ complete }) => !complete).map(({ type }) => type)
  if (blind.length === 0) return new Map()
  if (journals.length === 0) {
    const words = `${blind.join(', ')} could not be looked through, and there is no journal here: what a run on another machine has left would not be seen.`
    return new Map([['', words]])
  }
  const unsure = journals.filter(journal => journal.state !== 'under way' && !isSettled({ ...journal, paths: [] }))
  return new Map(
    unsure.map(({ mark, file, unanswered }) => [
      mark,
      `${unanswered === 1 ? '1 create' : `${unanswered} creates`} of the run ${mark} had no answer, and ${blind.join(', ')} could not be looked through: look there for names that begin with ${mark}, delete them, and then ${file}.`,
    ]),
  )
}

/** Removes the journals by which nothing is left, and gives their names. */
function settle(
  journals: readonly RunJournal[],
  left: readonly LeftResource[],
  doubts: ReadonlyMap<string, string>,
): readonly string[] {
  const isOpen = ({ mark, state }: RunJournal): boolean =>
    state === 'under way' || doubts.has(mark) || left.some(one => one.mark === mark)
  const over = journals.filter(journal => !isOpen(journal))
  for (const { file } of over) rmSync(file, { force: true })
  return over.map(({ file }) => file).filter(file => !existsSync(file))
}

/** Whether nothing is left: nothing that is known of, and nothing that may be hidden. */
export function isClean({ left, doubts, dryRun, deleted, stopped }: SweepResult): boolean {
  return left.length + doubts.length === 0 && stopped === undefined && (!dryRun || deleted.length === 0)
}
