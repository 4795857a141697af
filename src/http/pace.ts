// Sends less at once to a service provider that cannot keep up, so that what it answers is not the work of our haste.

import type { Limiter } from './limiter.ts'

/** Fewer are never sent at once for answers that come late, since some service providers take long for each, however few there are. */
const fewestForLateness = 4
/** Bytes of answers that are wanted at once at the most: what is read of one takes many times its size in memory. */
const bytesAtOnce = 8_000_000

export interface Pace {
  /** Takes notice of a request that was begun at `startMs` (of performance.now) and ended now, with an answer or without. */
  ended(startMs: number, timeLimitMs: number, isAnswered: boolean): void
  /** Takes notice of how large an answer was. */
  received(bytes: number): void
}

/**
 * Narrows the limiter to half where a request has no answer in time, and to two thirds where an answer takes more than a
 * quarter of its time limit; widens it again, one by one and not beyond where it began, while answers come soon. Large
 * answers narrow it to as many as memory has room for.
 */
export function createPace(limiter: Limiter): Pace {
  const most = limiter.atOnce
  let narrowedAtMs = Number.NEGATIVE_INFINITY
  let soon = 0

  const narrow = (atOnce: number): void => {
    narrowedAtMs = performance.now()
    soon = 0
    limiter.atOnce = Math.min(limiter.atOnce, atOnce)
  }

  return {
    received: bytes => {
      const room = Math.max(1, Math.floor(bytesAtOnce / Math.max(1, bytes)))
      if (room < limiter.atOnce) narrow(room)
    },
    ended: (startMs, timeLimitMs, isAnswered) => {
      const tookMs = performance.now() - startMs
      // What was sent before says nothing of the pace kept since.
      const isNews = startMs >= narrowedAtMs
      if (!isAnswered) {
        if (isNews) narrow(Math.max(1, Math.floor(limiter.atOnce / 2)))
      } else if (tookMs > timeLimitMs / 4) {
        if (isNews) narrow(Math.max(fewestForLateness, Math.floor((limiter.atOnce * 2) / 3)))
      } else if (tookMs < timeLimitMs / 16 && limiter.atOnce < most && ++soon >= 2 * limiter.atOnce) {
        soon = 0
        limiter.atOnce++
      }
    },
  }
}
