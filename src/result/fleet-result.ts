// The shape of a look at many targets as plain data: what `health --targets` and `run --targets` give, and what every
// report of a fleet is rendered from.

import type { HealthResult } from './health-result.ts'

/** The version of this shape; the major part changes when a reader would break. */
export const fleetSchemaVersion = '1.1'

/**
 * How one target is, from best to worst. Those of `health` and of `run` are in one order, so that the worst of many is the
 * one that stands last; the last three say nothing of the service provider.
 */
export const fleetVerdicts = [
  'healthy',
  'conforms',
  'degraded',
  'inconclusive',
  'failing',
  'departs',
  'sign-in-needed',
  'unreachable',
  'misconfigured',
  'unfinished',
  'error',
] as const
export type FleetVerdict = (typeof fleetVerdicts)[number]

/** Whether targets were looked at (read only) or examined with the checks. */
export type FleetKind = 'health' | 'run'

/** What a run on one target came to; the report itself stands in `folder`. */
export interface RunSummary {
  /** Such as `Does not conform: 3 MUST broken, in 5 checks.` */
  readonly headline: string
  readonly finished: boolean
  readonly counts: Readonly<Record<string, number>>
  /** Relative to the folder of the fleet's reports, with `/`. */
  readonly folder?: string
}

/** One target. */
export interface FleetRecord {
  /** Unique within the fleet. */
  readonly name: string
  /** The file that describes it, with the entry's number where it holds many: `targets.yaml#3`. */
  readonly source: string
  /** Absent where the file could not be read. */
  readonly baseUrl?: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  readonly verdict: FleetVerdict
  /** Why, in a sentence. */
  readonly reason: string
  /** What to do about it, where that is known. */
  readonly remedy?: string
  readonly requests: number
  /** The exit code that this target alone would have given. */
  readonly exitCode: 0 | 1 | 2 | 3
  /**
   * The verdict is of a part of the checks alone: others were left out (--quick, --only, a limit, a target that is read
   * only), or the run was cut. Of a gate, too.
   */
  readonly partial?: true
  readonly health?: HealthResult
  readonly run?: RunSummary
  /** What the state of earlier looks adds; absent without one. */
  readonly history?: FleetHistory
}

/** What is known from earlier looks at a target. */
export interface FleetHistory {
  /** Since when it has this verdict, ISO 8601. */
  readonly since: string
  /** The verdict of the look before; absent at the first. */
  readonly before?: FleetVerdict
  /** It changes so often that single changes say little. */
  readonly flapping: boolean
  /** The verdicts of the last looks, the newest last. */
  readonly recent: readonly FleetVerdict[]
}

/** Which part of the fleet was looked at; `index` counts from 1. */
export interface Shard {
  readonly index: number
  readonly total: number
}

/** What is different from what was told last. */
export interface FleetChange {
  readonly name: string
  readonly baseUrl?: string
  /**
   * `different`: ill in another way. `began-flapping` and `steady` speak of targets whose single changes are not told.
   */
  readonly kind: 'new' | 'worse' | 'better' | 'different' | 'began-flapping' | 'steady'
  /** Absent where the target is new. */
  readonly from?: FleetVerdict
  readonly to: FleetVerdict
  readonly reason: string
  /** Since when it has the verdict `to`, ISO 8601. */
  readonly since: string
}

export interface FleetResult {
  readonly schemaVersion: string
  readonly tool: { readonly name: string; readonly version: string }
  readonly kind: FleetKind
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  /** False where targets were left out because someone stopped it, or where parts are missing: never green. */
  readonly finished: boolean
  /** Those that were looked at; more than one where results were merged. Absent where the fleet was not divided. */
  readonly shards?: readonly Shard[]
  /** The worst of all; absent where there is no target. */
  readonly verdict?: FleetVerdict
  readonly counts: Readonly<Record<FleetVerdict, number>>
  /** How many targets are examined in part; absent where none is. */
  readonly partial?: number
  readonly requests: number
  /** What a reader must know besides: parts that are missing, something that broke. */
  readonly notes: readonly string[]
  /** Only where earlier looks are known. */
  readonly changes?: readonly FleetChange[]
  /** By name. */
  readonly targets: readonly FleetRecord[]
}

/** One target as a line of JSON: with what is to be known of the look that it belongs to. */
export interface FleetLine extends FleetRecord {
  readonly look: {
    readonly schemaVersion: string
    readonly tool: FleetResult['tool']
    readonly kind: FleetKind
    /** When the whole look began, ISO 8601. */
    readonly startedAt: string
    /** How many lines it has when it is over. */
    readonly targets: number
    readonly shard?: Shard
  }
}
