// Deleting what a run has made: of one check when it ends, of all at the end, and what could not be deleted.

import { HarnessError, NotOursError } from '../errors.ts'
import type { Client } from '../http/client.ts'
import type { OwnResource, OwnResources } from '../http/own-resources.ts'

export interface CleanUpOptions {
  readonly own: OwnResources
  readonly client: Pick<Client, 'send' | 'idle'>
  /** Milliseconds. */
  readonly requestTimeoutMs: number
  /** So many requests are about to be sent. */
  readonly cleans: (requests: number) => void
  /** Whether the service provider is known to be gone. */
  readonly isGone: () => boolean
  /** Resolves when it is not in question any more whether the run can go on. */
  readonly settled: () => Promise<void>
}

export interface CleanUp {
  /** Deletes what a check (or, without an id, anything of this run) has made and not yet deleted. */
  cleanUp(checkId?: string): Promise<void>
  /** How many requests it takes to delete all that is there. */
  owed(): number
  /** What could not be deleted, by path, and what the last try came to. */
  readonly undeleted: ReadonlyMap<string, string>
}

const unanswered = 'answered with nothing'

/** How many requests a write takes: what was never seen to be ours is read before it is written to. */
export function requestsToWrite(own: OwnResources, path: string): number {
  return own.had(path) && !own.isProven(path) ? 2 : 1
}

/** The clean-up of one run. */
export function createCleanUp({ own, client, requestTimeoutMs, cleans, isGone, settled }: CleanUpOptions): CleanUp {
  const undeleted = new Map<string, string>()
  const beingDeleted = new Set<string>()

  const remove = async ({ path }: OwnResource): Promise<number> => {
    cleans(requestsToWrite(own, path))
    beingDeleted.add(path)
    const request = { method: 'DELETE', path, timeoutMs: Math.min(requestTimeoutMs, 10_000) } as const
    let isUnread = false
    const status = await client
      .send(request, 'clean-up', () => undefined)
      .then(
        answer => answer.status,
        (error: unknown) => {
          if (error instanceof NotOursError) {
            isUnread = own.has(path)
            return isUnread ? 0 : 404
          }
          // Without credentials nothing can be deleted any more: it is told in a note, and the report is still written.
          if (error instanceof HarnessError && error.code === 'E_AUTH') return 0
          throw error
        },
      )
    beingDeleted.delete(path)
    if (status === 404) own.remove(path)
    if (status === 404 || (status >= 200 && status < 300)) undeleted.delete(path)
    else if (isUnread) undeleted.set(path, 'where it cannot be read')
    else undeleted.set(path, status === 0 ? unanswered : `answered ${status}`)
    return status
  }

  return {
    undeleted,
    owed: () =>
      own.remaining().reduce((sum, { path }) => sum + (beingDeleted.has(path) ? 0 : requestsToWrite(own, path)), 0),
    async cleanUp(checkId) {
      if (checkId === undefined) {
        await client.idle(requestTimeoutMs)
        await settled()
      }
      // At the end of the run what was not answered before is tried again: then the service provider has nothing else to do.
      const left = own
        .remaining(checkId)
        .filter(({ path }) => !undeleted.has(path) || (checkId === undefined && undeleted.get(path) === unanswered))
      if (isGone()) {
        for (const { path } of left) undeleted.set(path, unanswered)
        return
      }
      const statuses = await Promise.all(left.map(remove))
      // What was refused may have been referred to by what is gone now: once more, one by one.
      for (const [index, resource] of left.entries()) {
        if (undeleted.has(resource.path) && statuses[index] !== 0) await remove(resource)
      }
    },
  }
}
