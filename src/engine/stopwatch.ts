// How long a check has been at work: the time in which it only waits for its turn is not its own.

export interface Stopwatch {
  /** One of its requests waits for its turn. */
  queued(): void
  /** A request that waited is sent. */
  sent(): void
  /** A request that was sent is over. */
  ended(): void
  /** What several checks share is being made, by this check or another. */
  waitFor<T>(shared: Promise<T>): Promise<T>
  /** Milliseconds so far in which it was not merely waiting. */
  ownMs(): number
}

/** Starts to count. Time is waited where none of its own requests is under way, and one is queued or shared data is being made. */
export function createStopwatch(now: () => number = () => performance.now()): Stopwatch {
  let queue = 0
  let underWay = 0
  let awaited = 0
  let ownMs = 0
  let countedUntil = now()

  const change = (apply: () => void): void => {
    const time = now()
    const isWaiting = underWay === 0 && queue + awaited > 0
    if (!isWaiting) ownMs += time - countedUntil
    countedUntil = time
    apply()
  }

  return {
    queued: () => change(() => queue++),
    sent: () =>
      change(() => {
        queue = Math.max(0, queue - 1)
        underWay++
      }),
    // What an earlier try has sent may end only now.
    ended: () =>
      change(() => {
        underWay = Math.max(0, underWay - 1)
      }),
    waitFor: async shared => {
      change(() => awaited++)
      try {
        return await shared
      } finally {
        change(() => awaited--)
      }
    },
    ownMs: () => {
      change(() => undefined)
      return ownMs
    },
  }
}
