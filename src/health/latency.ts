// How long answers take: percentiles by nearest rank over the few requests of a look.

import type { HealthFigures } from '../result/health-result.ts'
import type { Judgement } from './findings.ts'
import type { AnswerFacts } from './look.ts'
import type { HealthThresholds } from './thresholds.ts'
import { amount } from './words.ts'

export type Latency = NonNullable<HealthFigures['latencyMs']>

/** The figures; undefined where nothing was answered. */
export function latencyOf(answers: readonly Pick<AnswerFacts, 'durationMs'>[]): Latency | undefined {
  const sorted = answers.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b)
  const max = sorted.at(-1)
  if (max === undefined) return undefined
  const rank = (part: number): number => Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? max)
  return { requests: sorted.length, p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: Math.round(max) }
}

/** Judges them. */
export function judgeLatency(latency: Latency | undefined, { latencyMs }: HealthThresholds): Judgement {
  if (latency === undefined) return { state: 'not-examined', words: 'There was no answer to time.' }
  const { requests, p50, p95, max } = latency
  if (requests < 3 && max <= latencyMs)
    return { state: 'good', words: `The slowest of ${amount(requests, 'answer')} took ${max} ms.` }
  const words = `Half of ${amount(requests, 'answer')} took ${p50} ms or less, 95 % ${p95} ms or less, the slowest ${max} ms`
  if (p95 <= latencyMs) return { state: 'good', words: `${words}.` }
  return {
    state: 'concern',
    words: `Answers are slow: ${words.charAt(0).toLowerCase()}${words.slice(1)} (a concern above ${latencyMs} ms).`,
    remedy: 'Look at the load of the service provider and of the store behind it.',
  }
}
