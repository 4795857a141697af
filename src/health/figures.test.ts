import { describe, expect, test } from 'vitest'
import { createRedactor } from '../http/redact.ts'
import { createFindings } from './findings.ts'
import { judgeLatency, latencyOf } from './latency.ts'
import type { AnswerFacts } from './look.ts'
import { judgeRateLimit, rateLimitIn } from './rate-limit.ts'
import { usualThresholds } from './thresholds.ts'

const timed = (...durations: number[]) => durations.map(durationMs => ({ durationMs }))

describe('latency', () => {
  test('percentiles by nearest rank', () => {
    expect(latencyOf(timed(...Array.from({ length: 100 }, (_, index) => 100 - index)))).toEqual({
      requests: 100,
      p50: 50,
      p95: 95,
      p99: 99,
      max: 100,
    })
    expect(latencyOf(timed(10, 20, 30, 40))).toMatchObject({ p50: 20, p95: 40 })
    expect(latencyOf(timed(7))).toEqual({ requests: 1, p50: 7, p95: 7, p99: 7, max: 7 })
    expect(latencyOf([])).toBeUndefined()
  })

  test('slow ones are a concern', () => {
    expect(judgeLatency(latencyOf(timed(4999, 5000)), usualThresholds).state).toBe('good')
    expect(judgeLatency(latencyOf(timed(5, 5001)), usualThresholds).state).toBe('concern')
    expect(judgeLatency(undefined, usualThresholds).state).toBe('not-examined')
  })
})

const now = Date.UTC(2026, 0, 1)

describe('headers on rate limits', () => {
  test.each([
    ['none', {}, undefined],
    ['one each', { 'ratelimit-limit': '100', 'ratelimit-remaining': '40', 'ratelimit-reset': '30' }, [100, 40, 30]],
    ['with a policy', { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '40' }, [100, 40, undefined]],
    ['all in one', { ratelimit: 'limit=100, remaining=40, reset=30' }, [100, 40, 30]],
    ['structured', { ratelimit: '"default";r=40;t=30', 'ratelimit-policy': '"default";q=100;w=60' }, [100, 40, 30]],
    [
      'the moment in seconds',
      { 'x-rate-limit-limit': '600', 'x-rate-limit-remaining': '599', 'x-rate-limit-reset': String(now / 1000 + 45) },
      [600, 599, 45],
    ],
    ['the moment in milliseconds', { 'x-ratelimit-reset': String(now + 9000) }, [undefined, undefined, 9]],
    ['a moment that is over', { 'x-ratelimit-reset': String(now / 1000 - 45) }, [undefined, undefined, 0]],
    ['nonsense', { 'x-ratelimit-limit': 'unlimited', 'ratelimit-remaining': '-1', ratelimit: '\u001b[31m' }, undefined],
    ['no number at all', { 'x-ratelimit-limit': '9'.repeat(400) }, undefined],
  ] satisfies [string, Record<string, string>, (number | undefined)[] | undefined][])('%s', (_, headers, wanted) => {
    const found = rateLimitIn(headers, now)
    expect(found === undefined ? undefined : [found.limit, found.remaining, found.resetSeconds]).toEqual(wanted)
  })
})

describe('rate limits', () => {
  const answers = (count: number, headers: Record<string, string>, status = 200): AnswerFacts[] =>
    Array.from({ length: count }, () => ({ status, durationMs: 1, headers, at: now }))
  const judge = (all: readonly AnswerFacts[]) => judgeRateLimit(all, createFindings(createRedactor()))

  test('nothing told, and none met', () => {
    expect(judge(answers(10, {})).state).toBe('good')
  })

  test('enough is left', () => {
    const judged = judge(answers(10, { 'ratelimit-limit': '1000', 'ratelimit-remaining': '500' }))
    expect(judged).toMatchObject({ state: 'good', words: '500 requests of 1,000 are left.' })
  })

  test('nearly used up by others', () => {
    const judged = judge(answers(10, { 'ratelimit-limit': '1000', 'ratelimit-remaining': '20' }))
    expect(judged).toMatchObject({
      state: 'concern',
      words: expect.stringMatching(/nearly used up: 20 requests of 1,000/),
    })
  })

  test('what we used up ourselves is no concern', () => {
    expect(judge(answers(18, { 'ratelimit-limit': '20', 'ratelimit-remaining': '2' })).state).toBe('good')
  })

  test('a 429 that went through afterwards is no concern, many are', () => {
    expect(judge([...answers(5, {}), ...answers(1, {}, 429), ...answers(8, {})]).state).toBe('good')
    expect(judge([...answers(5, {}), ...answers(8, {}, 429), ...answers(1, {})]).state).toBe('concern')
    expect(judge([...answers(5, {}), ...answers(1, { 'retry-after': '60' }, 429)])).toMatchObject({
      state: 'concern',
      words: expect.stringMatching(/Retry-After: 60/),
    })
  })
})
