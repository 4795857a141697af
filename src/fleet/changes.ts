// What is different from the last look: better, worse, new, or changing so often that single changes say little.

import type { FleetChange, FleetHistory, FleetRecord, FleetVerdict } from '../result/fleet-result.ts'
import { mostRecent, type Remembered } from './state.ts'

/** So many changes within the looks that are remembered, and it flaps; so few, and it is steady again. */
const flapsFrom = 5
const steadyFrom = 2
/** Looks at which nothing was learned of the target: they change nothing. */
const silent: ReadonlySet<FleetVerdict> = new Set(['unfinished', 'error'])

export interface Compared {
  /** What is to be remembered; undefined where nothing was learned. */
  readonly next?: Remembered
  readonly history: FleetHistory
  /** Undefined where there is nothing to tell. */
  readonly change?: FleetChange
}

/** Holds a record against what is remembered; `next` takes it that the change is told. */
export function compare(record: FleetRecord, before: Remembered | undefined): Compared {
  const { name, verdict, startedAt, reason, baseUrl } = record
  if (silent.has(verdict)) {
    const seen = before === undefined ? {} : { before: before.verdict }
    const recent = [...(before?.recent ?? []), verdict]
    return { history: { since: startedAt, ...seen, flapping: before?.flapping ?? false, recent } }
  }
  const recent = [...(before?.recent ?? []), verdict].slice(-mostRecent)
  const since = before !== undefined && before.verdict === verdict ? before.since : startedAt
  const changes = recent.filter((one, index) => index > 0 && one !== recent[index - 1]).length
  const flapping = changes >= (before?.flapping === true ? steadyFrom + 1 : flapsFrom)
  const next: Remembered = { name, verdict, since, recent, flapping, told: verdict, toldFlapping: flapping }
  const history: FleetHistory = {
    since,
    ...(before === undefined ? {} : { before: before.verdict }),
    flapping,
    recent,
  }
  const kind = kindOf(verdict, flapping, before)
  if (kind === undefined) return { next, history }
  return {
    next,
    history,
    change: {
      name,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      kind,
      ...(before === undefined ? {} : { from: before.told }),
      to: verdict,
      reason,
      since,
    },
  }
}

/** What remains to be told next time where telling has failed. */
export function untold(next: Remembered, before: Remembered | undefined): Remembered | undefined {
  return before === undefined ? undefined : { ...next, told: before.told, toldFlapping: before.toldFlapping }
}

function kindOf(
  verdict: FleetVerdict,
  flapping: boolean,
  before: Remembered | undefined,
): FleetChange['kind'] | undefined {
  if (before === undefined) return 'new'
  if (flapping) return before.toldFlapping ? undefined : 'began-flapping'
  if (before.toldFlapping) return 'steady'
  if (verdict === before.told) return undefined
  const [now, then] = [illness(verdict), illness(before.told)]
  return now > then ? 'worse' : now < then ? 'better' : 'different'
}

/** Well, well enough, or ill; one way of being ill is not better than another. */
function illness(verdict: FleetVerdict): number {
  return verdict === 'healthy' || verdict === 'conforms' ? 0 : verdict === 'degraded' ? 1 : 2
}

/** Whether someone is to be called: not for a target that is seen for the first time and is well. */
export function isWorthTelling({ kind, to }: FleetChange): boolean {
  return kind !== 'new' || !(to === 'healthy' || to === 'conforms')
}
