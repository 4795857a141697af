// Data that several checks only read: made once, by whoever asks first, and made anew where it was given up.

import type { SharedContext } from '../check/context.ts'
import type { OwnResources } from '../http/own-resources.ts'
import { NoRoom, type Room } from './room.ts'

export interface SharedDataOptions {
  readonly own: Pick<OwnResources, 'count'>
  readonly room: Room
  /** What the making of it has to work with; its requests are sent in this name. */
  readonly contextFor: (agent: string) => SharedContext
  /** Resolves when what was written last can be read. */
  readonly settled: () => Promise<void>
  readonly cleanUp: (agent: string) => Promise<void>
}

export interface SharedData {
  /** As a check sees it; `user` is the check that asks. */
  get<T>(key: string, make: (context: SharedContext) => Promise<T>, user?: string): Promise<T>
  /** What could not be made is made anew for whoever asks next. */
  forgetFailed(): void
  /** Deletes what was made in this name; it is made anew for whoever asks next. */
  evict(agent: string): Promise<void>
}

const prefix = 'shared-'

/** The key of the shared data in whose name requests are sent; nothing where it is the name of a check. */
export function sharedKeyOf(agent: string): string | undefined {
  return agent.startsWith(prefix) ? agent.slice(prefix.length) : undefined
}

/** The shared data of one run. */
export function createSharedData({ own, room, contextFor, settled, cleanUp }: SharedDataOptions): SharedData {
  const data = new Map<string, Promise<unknown>>()
  const failed = new Set<string>()

  return {
    async get<T>(key: string, make: (context: SharedContext) => Promise<T>, user?: string): Promise<T> {
      const agent = prefix + key
      if (user !== undefined) room.use(user, agent)
      const made = data.get(key)
      // The key stands for one type of value; who asks for a key knows it by what `make` gives.
      if (made !== undefined) return made as Promise<T>
      room.making(agent)
      const making = make(contextFor(agent)).then(
        async value => {
          await settled()
          room.made(agent)
          return value
        },
        async (error: unknown) => {
          room.gone(agent)
          if (error instanceof NoRoom) {
            // Where it had all the room there is, it is not tried again.
            if (own.count(agent) < own.count()) data.delete(key)
            await cleanUp(agent).catch(() => undefined)
          }
          throw error
        },
      )
      data.set(key, making)
      making.catch(() => failed.add(key))
      return making
    },
    forgetFailed() {
      for (const key of failed) data.delete(key)
      failed.clear()
    },
    evict(agent) {
      data.delete(sharedKeyOf(agent) ?? agent)
      return cleanUp(agent).catch(() => undefined)
    },
  }
}
