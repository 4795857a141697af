// The shape of a look at a service provider as plain data: what `health` gives and every health report is rendered from.

import type { Exchange } from '../http/exchange.ts'

/** The version of this shape; the major part changes when a reader would break. */
export const healthSchemaVersion = '1.0'

/** From best to worst: the worst of many is the one that stands last. */
export const healthVerdicts = ['healthy', 'degraded', 'failing', 'sign-in-needed', 'unreachable'] as const
export type HealthVerdict = (typeof healthVerdicts)[number]

/** What is looked at, in this order. */
export const healthAspects = [
  'reachability',
  'tls',
  'credentials',
  'discovery',
  'list',
  'filter',
  'paging',
  'schema',
  'latency',
  'rate-limit',
] as const
export type HealthAspect = (typeof healthAspects)[number]

/** How one aspect is: `concern` makes a service provider degraded, `bad` failing, the other two nothing. */
export interface HealthItem {
  readonly aspect: HealthAspect
  readonly state: 'good' | 'concern' | 'bad' | 'not-examined'
  /** A sentence for an operator: what was seen, or why it was not looked at. */
  readonly words: string
  /** A sentence on what to do about it; only with `concern` and `bad`. */
  readonly remedy?: string
  /** Ids of exchanges of the same result. */
  readonly exchanges?: readonly number[]
}

/** Figures worth drawing a curve of. */
export interface HealthFigures {
  /** Milliseconds from sending a request to having its whole answer. */
  readonly latencyMs?: {
    readonly requests: number
    readonly p50: number
    readonly p95: number
    readonly p99: number
    readonly max: number
  }
  /** Whole days until the certificate of the service provider ends; negative where it has. */
  readonly certificateDays?: number
  /** Seconds until the access token or the token of the target file ends, where that can be known; negative where it has. */
  readonly credentialSeconds?: number
  /** `totalResults` by resource type. */
  readonly resources?: Readonly<Record<string, number>>
  /** What the headers on rate limits said last. */
  readonly rateLimit?: { readonly limit?: number; readonly remaining?: number; readonly resetSeconds?: number }
}

export interface HealthResult {
  readonly schemaVersion: string
  readonly tool: { readonly name: string; readonly version: string }
  readonly target: { readonly name: string; readonly baseUrl: string }
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  readonly verdict: HealthVerdict
  /** Why, in a sentence for an operator. */
  readonly reason: string
  /** HTTP requests sent, repetitions included. */
  readonly requests: number
  /** One for each aspect, in their order. */
  readonly items: readonly HealthItem[]
  readonly figures: HealthFigures
  /** Redacted; those that items point at, and no others: a thousand results must fit into memory. */
  readonly exchanges: readonly Exchange[]
}
