// A round: checks that are run as they are asked for, in one session, until somebody ends it. For front ends in which a person
// picks the checks; the engine itself schedules a whole run.

import type { Check } from '../check/check.ts'
import { isPassive } from '../check/check.ts'
import { createLimiter } from '../http/limiter.ts'
import type { CheckRecord } from '../result/run-result.ts'
import type { Target } from '../target/target.ts'
import { isInForce, settleKnown } from './known.ts'
import { runCheck } from './run-check.ts'
import { openSession, type Session } from './session.ts'
import { sharedKeyOf } from './shared-data.ts'

export interface RoundOptions {
  /** Every check that may be asked for, with its topic. */
  readonly checks: readonly { readonly check: Check; readonly topic: string }[]
  /** Ids of the checks that send something worth looking at: what a passive check is shown that is asked for alone. */
  readonly basics: readonly string[]
  /** What earlier rounds have seen; carried from one to the next. */
  readonly memory: RoundMemory
  readonly seed: number
  /** Folder for journals of what the round creates. */
  readonly journalFolder: string
  readonly signal: AbortSignal
}

export interface RoundMemory {
  /** By passive check that found something: the checks on whose behalf that was sent. */
  readonly provokers: Map<string, ReadonlySet<string>>
  /** By the key of shared data: the checks that use it. */
  readonly users: Map<string, Set<string>>
}

export interface Round {
  /**
   * Runs a check and gives its record. A passive one is shown again what it found fault with before, or the answers to the
   * basics: in a new session there is nothing else to look at. Throws what openSession throws where there is no session.
   */
  run(id: string): Promise<CheckRecord>
  /** Deletes what is left of the round and closes its session. Gives what is to be known of it, above all what could not be deleted. */
  end(): Promise<readonly string[]>
}

/** A memory with nothing in it. */
export function createMemory(): RoundMemory {
  return { provokers: new Map(), users: new Map() }
}

/** Begins a round; its session is opened with the first check that is asked for. */
export function beginRound(target: Target, options: RoundOptions): Round {
  const { checks, basics, memory } = options
  const byId = new Map(checks.map(one => [one.check.id, one]))
  const today = new Date().toISOString().slice(0, 10)
  const known = (target.known ?? []).filter(deviation => isInForce(deviation, today))
  const limiter = createLimiter(target.concurrency * 4)
  const ran = new Map<string, Promise<CheckRecord>>()
  let opening: Promise<Session> | undefined

  const open = (): Promise<Session> => {
    opening ??= openSession(target, {
      seed: options.seed,
      checks: checks.map(({ check }) => check),
      journalFolder: options.journalFolder,
      signal: options.signal,
    })
    return opening
  }

  /** The session as one check sees it, so that it is known who uses which shared data. */
  const sessionFor = (session: Session, id: string): Session => ({
    ...session,
    shared: (key, make, user) => {
      const users = memory.users.get(key) ?? new Set()
      memory.users.set(key, users.add(id))
      return session.shared(key, make, user)
    },
  })

  const runOne = async (id: string): Promise<CheckRecord> => {
    const found = byId.get(id)
    if (found === undefined) throw new Error(`There is no check ${id} in this round.`)
    const session = await open()
    return settleKnown(await runCheck(found.check, found.topic, sessionFor(session, id)), known)
  }
  const runOnce = (id: string): Promise<CheckRecord> => {
    const begun = ran.get(id) ?? limiter.run(() => runOne(id))
    ran.set(id, begun)
    return begun
  }

  const isActive = (id: string): boolean => {
    const check = byId.get(id)?.check
    return check !== undefined && !isPassive(check)
  }
  /** The checks that have to be run before a passive one has something to look at. */
  const provokersOf = (id: string): readonly string[] => {
    const senders = memory.provokers.get(id)
    if (senders === undefined) return [...ran.keys()].some(isActive) ? [] : basics.filter(isActive)
    const ids = [...senders].flatMap(sender => {
      const key = sharedKeyOf(sender)
      if (key === undefined) return isActive(sender) ? [sender] : []
      const users = [...(memory.users.get(key) ?? [])]
      return users.some(user => ran.has(user)) ? [] : users.slice(0, 1)
    })
    // What nobody can be named for was sent while the session was opened, or would have been sent by any of them.
    return ids.length === 0 && senders.size > 0 ? basics.filter(isActive) : ids
  }

  const runPassive = async (id: string): Promise<CheckRecord> => {
    await Promise.all(provokersOf(id).map(runOnce))
    const session = await open()
    await session.cleanUp()
    const record = await runOne(id)
    const cited = new Set(record.findings.flatMap(({ exchanges }) => exchanges))
    const senders = record.exchanges.filter(exchange => cited.has(exchange.id)).map(({ checkId }) => checkId)
    if (senders.length === 0) memory.provokers.delete(id)
    else memory.provokers.set(id, new Set(senders))
    return record
  }

  return {
    run: id => (byId.has(id) && !isActive(id) ? runPassive(id) : runOnce(id)),
    async end() {
      if (opening === undefined) return []
      const session = await opening.catch(() => undefined)
      await Promise.allSettled(ran.values())
      await session?.cleanUp()
      await session?.close()
      const { warnings } = target
      return (session?.notes ?? []).filter(note => !warnings.includes(note))
    },
  }
}
