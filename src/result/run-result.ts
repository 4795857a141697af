// The shape of a run as plain data: what report.json holds and every report is rendered from.

import type { Exchange } from '../http/exchange.ts'
import type { Condition } from '../requirements/requirement.ts'

/** The version of this shape; the major part changes when a reader would break. */
export const schemaVersion = '1.4'

export const verdicts = ['pass', 'fail', 'warn', 'known', 'unsupported', 'skipped', 'blocked', 'error'] as const
export type Verdict = (typeof verdicts)[number]

/** How strongly what a check verifies binds. CLIENT is no requirement of an RFC: what a client sends, and needs done. */
export type Level = 'MUST' | 'SHOULD' | 'CLIENT'

/** One departure from one requirement. A check over many subjects (every attribute of a schema) has one per subject. */
export interface Finding {
  /** What of many: an attribute, an endpoint, an exchange. */
  readonly subject?: string
  /** The id of the requirement in the catalogue. */
  readonly requirement: string
  readonly level: Level
  readonly outcome: 'fail' | 'warn'
  /** The number of the reading in docs/interpretations.md that made a MUST a warning. */
  readonly interpretation?: number
  /** The id of the known deviation that it is, so that it counts for nothing. */
  readonly known?: string
  readonly expected: string
  readonly got: string
  /** Ids of exchanges of the same record. */
  readonly exchanges: readonly number[]
}

/** A requirement that is in no catalogue: whoever examines has brought it along. */
export interface OwnRequirementRecord {
  readonly id: string
  readonly level: 'MUST' | 'SHOULD'
  readonly says: string
  /** Where it is written down, in words. */
  readonly source: string
  readonly url?: string
}

export interface CheckRecord {
  readonly id: string
  readonly title: string
  readonly topic: string
  readonly verdict: Verdict
  readonly level: Level
  readonly requirements: readonly string[]
  /** Those of them that are in no catalogue; absent where all are. */
  readonly ownRequirements?: readonly OwnRequirementRecord[]
  /** One sentence to the implementer. */
  readonly fix?: string
  /** Why it is unsupported, skipped, blocked or error, or what was not tried or is not listed beside its findings. */
  readonly reason?: string
  /** Beside its findings there may be others of another kind: something could not be tried, or there were too many to list. */
  readonly incomplete?: true
  /** The ids of the known deviations among its findings, or behind its being blocked. */
  readonly known?: readonly string[]
  /** Milliseconds. */
  readonly durationMs: number
  /** Those of the gravest finding. */
  readonly expected?: string
  readonly got?: string
  readonly findings: readonly Finding[]
  readonly exchanges: readonly Exchange[]
}

/** What is known of a condition, and from where. */
export interface CapabilityRecord {
  readonly met: boolean
  readonly source: 'advertised' | 'probed' | 'assumed' | 'target file'
  readonly detail: string
  /** What the preset of the target documents. */
  readonly documented?: boolean
}

/** How the checks of one client's dialect went. */
export interface ClientRecord {
  /** `Okta`. */
  readonly name: string
  /** Checks of this client that apply to the service provider and were not left out. */
  readonly checks: number
  readonly passed: number
}

/** A known deviation, and in how many checks it showed. */
export interface KnownRecord {
  readonly id: string
  readonly title: string
  /** Who lists it: `preset k2-procinst`. */
  readonly from: string
  readonly sources: readonly string[]
  /** Of a waiver: who answers for it. */
  readonly owner?: string
  /** Of a waiver: the last day on which it holds, YYYY-MM-DD. */
  readonly expires?: string
  /** A waiver that is over, so that what it explained counts again, or one that explains nothing any more. */
  readonly state?: 'expired' | 'unneeded'
  /** Checks with a finding that it explains, or would explain were it not over; 0 where it did not show. */
  readonly checks: number
}

/** One step of a gate, such as one test of a client's own suite. */
export interface GateStepRecord {
  /** `spec-01`. */
  readonly id: string
  readonly title: string
  /** The part of the gate: `SPEC test`. */
  readonly part: string
  /** It is shown, and does not decide. */
  readonly optional?: boolean
  readonly verdict: 'pass' | 'fail' | 'not-applicable' | 'not-examined'
  /** What went wrong, or why it was not examined. */
  readonly reason?: string
  /** The checks whose assertions these are. */
  readonly checks: readonly string[]
}

/** How a client's gate went: what a service provider has to show before the client lists it. */
export interface GateRecord {
  /** `gate-okta-oin`. */
  readonly id: string
  /** `Okta OIN gate`. */
  readonly name: string
  /** The version of the list of steps. */
  readonly version: string
  readonly sources: readonly string[]
  /** Every step that is not optional passes or is about something that the client lets a service provider leave out. */
  readonly passed: boolean
  readonly steps: readonly GateStepRecord[]
}

export interface RunResult {
  readonly schemaVersion: string
  readonly tool: { readonly name: string; readonly version: string; readonly catalogue: string }
  readonly target: { readonly name: string; readonly baseUrl: string }
  /** ISO 8601. */
  readonly startedAt: string
  /** False when the run was cut short: such a report is never green. */
  readonly finished: boolean
  readonly finishedAt?: string
  readonly durationMs: number
  readonly seed: number
  readonly runId: string
  /** HTTP requests sent, repetitions included. */
  readonly requests: number
  readonly counts: Readonly<Record<Verdict, number>>
  /** By client; absent where no dialect was examined. */
  readonly clients?: readonly ClientRecord[]
  /** What was known beforehand of this service provider; absent where nothing was, or where --strict had it counted. */
  readonly known?: readonly KnownRecord[]
  /** The gates that were asked for; absent where none was. */
  readonly gates?: readonly GateRecord[]
  readonly capabilities: Readonly<Partial<Record<Condition, CapabilityRecord>>>
  /** What a reader must know of how the run went: assumptions, waits, limits, what was left behind. */
  readonly notes: readonly string[]
  /** What stopped the run or kept it from writing. */
  readonly stopped?: { readonly code: string; readonly message: string; readonly hint?: string }
  readonly checks: readonly CheckRecord[]
}
