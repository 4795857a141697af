// Holds back requests: so many at once, and so many a second.

export interface Limiter {
  /** Runs the task when there is room. */
  run<T>(task: () => Promise<T>): Promise<T>
}

/** Lets `atOnce` tasks run at the same time and starts at most `perSecond` of them in a second (unlimited when absent). */
export function createLimiter(atOnce: number, perSecond?: number): Limiter {
  let free = atOnce
  const waiting: (() => void)[] = []
  const gapMs = perSecond === undefined ? 0 : 1000 / perSecond
  let nextStart = 0

  const takeTurn = async (): Promise<void> => {
    if (gapMs === 0) return
    const now = performance.now()
    const start = Math.max(now, nextStart)
    nextStart = start + gapMs
    if (start > now) await new Promise(resolve => setTimeout(resolve, start - now))
  }

  const run = async <T>(task: () => Promise<T>): Promise<T> => {
    if (free > 0) free--
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      await takeTurn()
      return await task()
    } finally {
      // The place is handed over rather than given back, or a newcomer could slip in and pass the limit.
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
  return { run }
}
