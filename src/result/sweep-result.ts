// The shape of a sweep as plain data: what was looked at, what was deleted, and what is left with the reason.

/** One resource type, and how it was looked through for marks. */
export interface LookRecord {
  readonly type: string
  readonly endpoint: string
  readonly how: 'filter' | 'pages' | 'not at all'
  /** Resources that were looked at. */
  readonly seen: number
  /** Whether nothing can have been missed. */
  readonly complete: boolean
  /** The filters, or why it could not be looked through. */
  readonly detail?: string
}

/** What carries a mark, or what a journal says was made. */
export interface SweptResource {
  /** Relative to the base URL. */
  readonly path: string
  /** `scimc-7f3a09bc`. */
  readonly mark: string
}

export interface LeftResource extends SweptResource {
  readonly reason: string
}

/** A run that has left something. */
export interface SweptRun {
  readonly mark: string
  readonly startedAt?: string
  /** Where it has a journal here. */
  readonly journal?: string
  /** `unknown`: no journal here tells, and what it made is young; it may go on on another machine. */
  readonly state: 'under way' | 'over' | 'unknown'
  /** When something of it was made or changed last, ISO 8601, as the service provider says. */
  readonly touchedAt?: string
  readonly resources: number
}

export interface SweepResult {
  readonly target: { readonly name: string; readonly baseUrl: string }
  /** Nothing was deleted: `deleted` is what would be. */
  readonly dryRun: boolean
  readonly looks: readonly LookRecord[]
  readonly runs: readonly SweptRun[]
  readonly deleted: readonly SweptResource[]
  readonly left: readonly LeftResource[]
  /** Journals by which nothing is left any more: they are removed. */
  readonly settled: readonly string[]
  /** What may be left and cannot be seen. */
  readonly doubts: readonly string[]
  readonly notes: readonly string[]
  readonly requests: number
  /** Why the sweep ended early. */
  readonly stopped?: { readonly code: string; readonly message: string; readonly hint?: string }
}

/**
 * How one of many targets is after a sweep, from best to worst: nothing was there; all that was there is deleted; something
 * would be deleted; something is left. The others say why it could not be swept, or not to the end.
 */
export const sweepVerdicts = [
  'clean',
  'swept',
  'found',
  'left',
  'sign-in-needed',
  'unreachable',
  'misconfigured',
  'unfinished',
  'error',
] as const
export type SweepVerdict = (typeof sweepVerdicts)[number]

/** One of many targets that were swept. */
export interface SweepRecord {
  readonly name: string
  /** The file that describes it. */
  readonly source: string
  readonly baseUrl?: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  readonly verdict: SweepVerdict
  /** Why, in a sentence. */
  readonly reason: string
  readonly remedy?: string
  readonly requests: number
  /** The exit code that this target alone would have given. */
  readonly exitCode: 0 | 1 | 2 | 3
  readonly sweep?: SweepResult
}

/** A sweep of many targets. */
export interface SweepsResult {
  readonly tool: { readonly name: string; readonly version: string }
  readonly dryRun: boolean
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  /** False where someone stopped it. */
  readonly finished: boolean
  /** The part of the targets that was swept, such as `2/10`. */
  readonly shard?: string
  readonly requests: number
  readonly deleted: number
  readonly left: number
  readonly notes: readonly string[]
  /** The worst first. */
  readonly targets: readonly SweepRecord[]
}

/** What the journal of one run on this machine says. */
export interface RunJournal {
  readonly file: string
  /** `scimc-7f3a09bc`. */
  readonly mark: string
  /** As the run wrote it, redacted; undefined where the run was killed before it wrote it. */
  readonly baseUrl?: string
  readonly baseKey?: string
  readonly startedAt?: string
  /** Paths of what was made and not deleted, latest first. */
  readonly paths: readonly string[]
  /** Creates of which it is not written what became of them: they may have made something. */
  readonly unanswered: number
  /** Whether the run goes on, is over, or cannot be known from here (it was on another machine). */
  readonly state: 'under way' | 'over' | 'unknown'
}
