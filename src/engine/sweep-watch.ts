// Whether a run whose mark was found goes on: what it makes must not be taken from under it.

import type { RunJournal } from '../result/sweep-result.ts'
import type { Session } from './session.ts'
import type { Look, Marked } from './sweep-find.ts'

export interface Watch {
  readonly watchMs: number
  readonly look: () => Promise<readonly Look[]>
  readonly onPhase: (words: string) => void
  readonly session: Session
}

/**
 * Whether each run whose mark was found goes on. A journal of this machine knows; of others it is watched whether what carries
 * their mark changes, since a run creates and deletes all the time.
 */
export async function statesOf(
  journals: readonly RunJournal[],
  looks: readonly Look[],
  all: boolean,
  { watchMs, look, onPhase, session }: Watch,
): Promise<ReadonlyMap<string, 'under way' | 'over'>> {
  const states = new Map<string, 'under way' | 'over'>()
  for (const { mark, state } of journals) if (state !== 'unknown') states.set(mark, state)
  const before = snapshot(looks)
  const unknown = [...before.keys()].filter(mark => !states.has(mark))
  if (unknown.length === 0 || all) return states
  onPhase(
    `watches for signs of life of ${unknown.length === 1 ? unknown[0] : `${unknown.length} runs`}, without a journal here`,
  )
  for (const end = performance.now() + watchMs; performance.now() < end; ) {
    await new Promise(resolve => setTimeout(resolve, Math.min(100, watchMs)))
    const stopped = session.stopped()
    if (stopped !== undefined) throw stopped
  }
  const after = snapshot(await look())
  for (const mark of unknown) states.set(mark, before.get(mark) === after.get(mark) ? 'over' : 'under way')
  return states
}

/** What carries each mark, as a text that changes when any of it does. */
function snapshot(looks: readonly Look[]): ReadonlyMap<string, string> {
  const ofMark = new Map<string, Marked[]>()
  for (const marked of looks.flatMap(one => one.marked)) {
    for (const mark of marked.marks) ofMark.set(mark, [...(ofMark.get(mark) ?? []), marked])
  }
  return new Map(
    [...ofMark].map(([mark, marked]) => [mark, JSON.stringify(marked.map(one => [one.path, one.version]).sort())]),
  )
}
