// Whether a run whose mark was found goes on: what it makes must not be taken from under it.

import type { RunJournal, SweptRun } from '../result/sweep-result.ts'
import type { Session } from './session.ts'
import type { Look, Marked } from './sweep-find.ts'

export interface Watch {
  readonly watchMs: number
  /** A run of which no journal here knows is let be until what it made is so old. */
  readonly olderThanMs: number
  readonly look: () => Promise<readonly Look[]>
  /** Milliseconds since the epoch, by whichever is behind: our clock, or that of the service provider. */
  readonly now: () => number
  readonly onPhase: (words: string) => void
  readonly session: Session
}

/** How a run stands, and why nothing of it is deleted where nothing is. */
export interface RunState {
  readonly state: SweptRun['state']
  readonly reason?: string
}

const over: RunState = { state: 'over' }
const elsewhere = 'its run may be under way on another machine'
const underWay: RunState = { state: 'under way', reason: 'its run seems to be under way' }

/**
 * Whether each run whose mark was found goes on. A journal of this machine knows. A run of which none does may be one on
 * another machine, so it is over only where what carries its mark is old enough, and does not change while it is watched: a
 * run that goes on creates and deletes all the time.
 */
export async function statesOf(
  journals: readonly RunJournal[],
  looks: readonly Look[],
  all: boolean,
  watch: Watch,
): Promise<ReadonlyMap<string, RunState>> {
  const states = new Map<string, RunState>()
  for (const { mark, state } of journals) if (state !== 'unknown') states.set(mark, state === 'over' ? over : underWay)
  const before = byMark(looks)
  const unknown = [...before.keys()].filter(mark => !states.has(mark))
  if (all) return states
  // A journal that was brought here from another machine, of what no list shows.
  const unseen = watch.olderThanMs <= 0 ? [] : journals.filter(one => one.state === 'unknown' && !before.has(one.mark))
  for (const { mark } of unseen) states.set(mark, { state: 'unknown', reason: `${elsewhere}, as its journal is` })
  if (unknown.length === 0) return states
  const old = unknown.filter(mark => {
    const reason = tooYoung(before.get(mark) ?? [], watch)
    if (reason !== undefined) states.set(mark, { state: 'unknown', reason })
    return reason === undefined
  })
  if (old.length === 0) return states
  const which = old.length === 1 ? old[0] : `${old.length} runs`
  watch.onPhase(`watches for signs of life of ${which}, without a journal here`)
  for (const end = performance.now() + watch.watchMs; performance.now() < end; ) {
    await new Promise(resolve => setTimeout(resolve, Math.min(100, watch.watchMs)))
    const stopped = watch.session.stopped()
    if (stopped !== undefined) throw stopped
  }
  const after = byMark(await watch.look())
  for (const mark of old) {
    const isSame = snapshot(before.get(mark) ?? []) === snapshot(after.get(mark) ?? [])
    states.set(mark, isSame ? over : underWay)
  }
  return states
}

/** When what carries a mark was made or changed last, by the service provider's words; undefined where it does not say it of all. */
export function touchedLast(marked: readonly Marked[]): number | undefined {
  const times = marked.map(({ touched }) => touched)
  return times.includes(undefined) ? undefined : Math.max(...times.map(time => time ?? 0))
}

/** Why a run may be one that goes on elsewhere, by the age of what it made. */
function tooYoung(marked: readonly Marked[], { olderThanMs, now }: Watch): string | undefined {
  if (olderThanMs <= 0) return undefined
  const touched = touchedLast(marked)
  if (touched === undefined) return `${elsewhere}: the service provider does not say when it was made`
  const age = now() - touched
  if (age >= olderThanMs) return undefined
  return `${elsewhere}: it made or changed something ${age < 60_000 ? 'within the last minute' : `${spanWords(age)} ago`}, and is let be for ${spanWords(olderThanMs)}`
}

const units = [
  { from: 172_800_000, size: 86_400_000, unit: 'd' },
  { from: 3_600_000, size: 3_600_000, unit: 'h' },
  { from: 60_000, size: 60_000, unit: 'min' },
]

/** `40 min`, `1 h`, `2 d`: roughly, never more than it is. */
function spanWords(ms: number): string {
  const { size, unit } = units.find(({ from }) => ms >= from) ?? { size: 1000, unit: 's' }
  return `${Math.floor(ms / size)} ${unit}`
}

/** What lists have shown, by each mark that it carries. */
export function byMark(looks: readonly Look[]): ReadonlyMap<string, readonly Marked[]> {
  const ofMark = new Map<string, Marked[]>()
  for (const marked of looks.flatMap(one => one.marked)) {
    for (const mark of marked.marks) {
      const some = ofMark.get(mark)
      if (some === undefined) ofMark.set(mark, [marked])
      else some.push(marked)
    }
  }
  return ofMark
}

/** What carries a mark, as a text that changes when any of it does. */
function snapshot(marked: readonly Marked[]): string {
  return JSON.stringify(marked.map(one => [one.path, one.version]).sort())
}
