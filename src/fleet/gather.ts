// The records of targets become the result of a fleet: counted, in order, with the worst of them as its verdict.

import {
  type FleetChange,
  type FleetKind,
  type FleetRecord,
  type FleetResult,
  type FleetVerdict,
  fleetSchemaVersion,
  fleetVerdicts,
  type Shard,
} from '../result/fleet-result.ts'

export interface Gathered {
  readonly tool: FleetResult['tool']
  readonly kind: FleetKind
  readonly startedAt: string
  readonly durationMs: number
  readonly finished: boolean
  readonly shards?: readonly Shard[]
  readonly notes: readonly string[]
  readonly changes?: readonly FleetChange[]
  readonly targets: readonly FleetRecord[]
}

/** How bad a verdict is: 0 is the best. */
export function gravity(verdict: FleetVerdict): number {
  return fleetVerdicts.indexOf(verdict)
}

/** The worst first, and by name. */
export function worstFirst(records: readonly FleetRecord[]): readonly FleetRecord[] {
  return [...records].sort((a, b) => gravity(b.verdict) - gravity(a.verdict) || byName(a, b))
}

/** Puts a result together from what is known of each target. */
export function gatherFleet({ targets, shards, changes, notes, ...rest }: Gathered): FleetResult {
  const counts = countFleet(targets)
  const partial = targets.filter(record => record.partial === true).length
  const worst = fleetVerdicts.findLast(verdict => counts[verdict] > 0)
  return {
    schemaVersion: fleetSchemaVersion,
    ...rest,
    ...(shards === undefined || shards.length === 0 ? {} : { shards }),
    ...(worst === undefined ? {} : { verdict: worst }),
    counts,
    ...(partial === 0 ? {} : { partial }),
    requests: targets.reduce((sum, { requests }) => sum + requests, 0),
    notes: [...notes, ...doubts(targets)],
    ...(changes === undefined ? {} : { changes }),
    targets: [...targets].sort(byName),
  }
}

/** How many have each verdict. */
export function countFleet(targets: readonly FleetRecord[]): Record<FleetVerdict, number> {
  const counts: Record<FleetVerdict, number> = {
    healthy: 0,
    conforms: 0,
    degraded: 0,
    inconclusive: 0,
    failing: 0,
    departs: 0,
    'sign-in-needed': 0,
    unreachable: 0,
    misconfigured: 0,
    unfinished: 0,
    error: 0,
  }
  for (const { verdict } of targets) counts[verdict] += 1
  return counts
}

/** Where the fault is more likely here than at all of them. */
function doubts(targets: readonly FleetRecord[]): readonly string[] {
  const tried = targets.filter(({ verdict }) => verdict !== 'misconfigured')
  if (tried.length < 3 || tried.some(({ verdict }) => verdict !== 'unreachable')) return []
  return ['Every target that was tried is unreachable: the network of this machine may be the reason.']
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
