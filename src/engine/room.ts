// How many of its resources a run may have at a service provider at once. Near the limit a create waits until others have
// given theirs back; only where nobody can, who asked last gives way, and is examined later with all the room there is.

import type { Stopwatch } from './stopwatch.ts'

/** Ends a check, or the making of shared data, for which there is no room now. */
export class NoRoom extends Error {
  constructor(limit: number) {
    super(noRoomWords(limit))
    this.name = 'NoRoom'
  }
}

/** Why a check is left out. */
function noRoomWords(limit: number): string {
  return `It needs more resources at once than there is room for: limits.resources (--max-resources) lets ${limit} exist.`
}

/** What is told of a run in which checks were left out for that, by their reasons; nothing where none was. */
export function noteOnRoom(reasons: readonly (string | undefined)[], limit: number): readonly string[] {
  const many = reasons.filter(reason => reason === noRoomWords(limit)).length
  if (many === 0) return []
  const checks = many === 1 ? '1 check was left out: it needs' : `${many} checks were left out: they need`
  return [`${checks} more than the ${limit} resources at once that limits.resources (--max-resources) allows.`]
}

export interface RoomOptions {
  readonly limit: number
  /** How many exist, and how many of them an agent has made. */
  readonly existing: (agent?: string) => number
  /** Deletes shared data that no check uses, which is made anew for whoever asks next. */
  readonly evict: (shared: string) => Promise<void>
}

/** An agent is a check, `setup`, or `shared-` and the name of shared data. */
export interface Room {
  /** Sends a request that may create so many. Waits for room where it must; throws NoRoom where waiting is of no use. */
  within<T>(agent: string, creates: number, send: () => Promise<T>, stopwatch?: Stopwatch): Promise<T>
  began(agent: string): void
  /** A check asks for shared data, and holds on to it until it has ended. */
  use(agent: string, shared: string): void
  /** Shared data begins to be made. */
  making(shared: string): void
  /** Shared data is there. */
  made(shared: string): void
  /** Shared data could not be made, or is given up. */
  gone(shared: string): void
  /** An agent has ended, and has deleted what it could. */
  ended(agent: string): void
  /** Ends all waiting with the reason for which the run stops. */
  stop(reason: Error): void
  /** Whether there was no room for a check; tells so once. */
  refused(agent: string): boolean
}

interface Waiting {
  readonly agent: string
  readonly creates: number
  readonly begin: () => void
  readonly fail: (reason: Error) => void
}

/** Room for so many resources, shared by all agents of a run. */
export function createRoom({ limit, existing, evict }: RoomOptions): Room {
  let waiting: Waiting[] = []
  let evicting = 0
  let reserved = 0
  /** By rank, in the order in which they came: who came first goes first. */
  const agents = new Map<string, { readonly rank: number; busy: number; over: boolean }>()
  /** Shared data that is there or is being made, and the checks that use it. */
  const users = new Map<string, Set<string>>()
  const making = new Set<string>()
  const without = new Set<string>()

  const agentOf = (name: string) => {
    const known = agents.get(name) ?? { rank: agents.size, busy: 0, over: false }
    agents.set(name, known)
    return known
  }
  const waits = (agent: string): boolean =>
    waiting.some(one => one.agent === agent) ||
    [...making].some(shared => users.get(shared)?.has(agent) === true && waiting.some(one => one.agent === shared))

  const give = (shared: string): void => {
    users.delete(shared)
    making.delete(shared)
    agentOf(shared).over = true
  }

  /** Whether what an agent has will be given back without anybody else's doing. */
  const canFree = (agent: string): boolean => {
    const { busy, over } = agentOf(agent)
    if (busy > 0) return true
    if (waits(agent)) return false
    const using = users.get(agent)
    if (using === undefined) return !over
    return making.has(agent) || [...using].some(user => !waits(user) || agentOf(user).busy > 0)
  }
  const holders = (): readonly string[] =>
    [...agents.keys()].filter(agent => existing(agent) > 0 || agentOf(agent).busy > 0)

  const note = (agent: string): NoRoom => {
    for (const one of [agent, ...(users.get(agent) ?? [])]) without.add(one)
    return new NoRoom(limit)
  }
  const refuse = (agent: string, reason: Error): void => {
    const some = waiting.filter(one => one.agent === agent)
    waiting = waiting.filter(one => one.agent !== agent)
    for (const one of some) one.fail(reason)
  }

  const look = (): void => {
    for (const one of waiting.toSorted((a, b) => agentOf(a.agent).rank - agentOf(b.agent).rank)) {
      if (existing() + reserved + one.creates > limit) continue
      waiting = waiting.filter(other => other !== one)
      reserved += one.creates
      agentOf(one.agent).busy++
      one.begin()
    }
    if (waiting.length === 0 || evicting > 0) return
    const unused = [...users].find(([shared, using]) => using.size === 0 && !making.has(shared) && existing(shared) > 0)
    if (unused !== undefined) {
      const [shared] = unused
      give(shared)
      evicting++
      void evict(shared).finally(() => {
        evicting--
        look()
      })
      return
    }
    const having = holders()
    if (having.some(canFree)) return
    // Nobody gives anything back by itself: the last one who has something gives way, or who waits for nothing at all.
    const pins = (agent: string): boolean =>
      [...users].some(([shared, using]) => using.has(agent) && existing(shared) > 0)
    const asking = [...new Set(waiting.map(({ agent }) => agent))].sort((a, b) => agentOf(b).rank - agentOf(a).rank)
    const last = asking.find(agent => existing(agent) > 0 || pins(agent) || users.has(agent)) ?? asking[0]
    if (last !== undefined) refuse(last, note(last))
  }

  /** Later, since what ends now may still be about to say so. */
  const lookSoon = (): void => {
    if (waiting.length > 0) setImmediate(look)
  }

  return {
    async within(agent, creates, send, stopwatch) {
      const state = agentOf(agent)
      if (creates > limit) throw note(agent)
      const fits = creates === 0 || existing() + reserved + creates <= limit
      if (fits) {
        state.busy++
        reserved += creates
      } else if (state.over) throw new NoRoom(limit)
      else {
        const turn = new Promise<void>((begin, fail) => {
          waiting.push({ agent, creates, begin, fail })
          lookSoon()
        })
        await (stopwatch?.waitFor(turn) ?? turn)
      }
      try {
        return await send()
      } finally {
        state.busy--
        reserved -= creates
        lookSoon()
      }
    },
    began(agent) {
      agentOf(agent).over = false
      without.delete(agent)
    },
    use(agent, shared) {
      agentOf(agent)
      const using = users.get(shared)
      if (using === undefined) users.set(shared, new Set([agent]))
      else using.add(agent)
    },
    making(shared) {
      agentOf(shared).over = false
      if (!users.has(shared)) users.set(shared, new Set())
      making.add(shared)
    },
    made(shared) {
      making.delete(shared)
      lookSoon()
    },
    gone(shared) {
      give(shared)
      lookSoon()
    },
    ended(agent) {
      agentOf(agent).over = true
      for (const using of users.values()) using.delete(agent)
      refuse(agent, new NoRoom(limit))
      lookSoon()
    },
    stop(reason) {
      const all = waiting
      waiting = []
      for (const one of all) one.fail(reason)
    },
    refused(agent) {
      return without.delete(agent)
    },
  }
}
