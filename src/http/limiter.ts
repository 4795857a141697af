// Holds back requests: so many at once, and so many a second.

export interface Limiter {
  /** Runs the task when there is room: of those that wait, one of the lowest rank first, and among equals the earliest. */
  run<T>(task: () => Promise<T>, rank?: number): Promise<T>
  /** How many tasks may run at the same time; what runs already is let finish where it becomes fewer. */
  atOnce: number
}

/** Lets `atOnce` tasks run at the same time and starts at most `perSecond` of them in a second (unlimited when absent). */
export function createLimiter(atOnce: number, perSecond?: number): Limiter {
  let limit = atOnce
  let running = 0
  const waiting: { readonly rank: number; readonly begin: () => void }[] = []
  const gapMs = perSecond === undefined ? 0 : 1000 / perSecond
  let nextStart = 0

  const takeTurn = async (): Promise<void> => {
    if (gapMs === 0) return
    const now = performance.now()
    const start = Math.max(now, nextStart)
    nextStart = start + gapMs
    if (start > now) await new Promise(resolve => setTimeout(resolve, start - now))
  }

  const wait = (rank: number): Promise<void> =>
    new Promise(begin => {
      const after = waiting.findLastIndex(other => other.rank <= rank)
      waiting.splice(after + 1, 0, { rank, begin })
    })

  /** A place is counted for who waits before it begins, or a newcomer could slip in and pass the limit. */
  const letIn = (): void => {
    while (running < limit) {
      const next = waiting.shift()
      if (next === undefined) return
      running++
      next.begin()
    }
  }

  const run = async <T>(task: () => Promise<T>, rank = 0): Promise<T> => {
    if (running < limit) running++
    else await wait(rank)
    try {
      await takeTurn()
      return await task()
    } finally {
      running--
      letIn()
    }
  }
  return {
    run,
    get atOnce() {
      return limit
    },
    set atOnce(atMost) {
      limit = atMost
      letIn()
    },
  }
}
