// What the service provider says of limits on requests, in whichever of the usual headers, and whether one was met.

import type { HealthFigures } from '../result/health-result.ts'
import type { Findings, Judgement } from './findings.ts'
import type { AnswerFacts } from './look.ts'
import { amount, named } from './words.ts'

export type RateLimit = NonNullable<HealthFigures['rateLimit']>

/** What the headers of one answer say; undefined where they say nothing. */
export function rateLimitIn(headers: Readonly<Record<string, string>>, now = Date.now()): RateLimit | undefined {
  const plain = (name: string): number | undefined => {
    for (const prefix of ['ratelimit-', 'x-ratelimit-', 'x-rate-limit-']) {
      const value = numberIn(headers[`${prefix}${name}`])
      if (value !== undefined) return value
    }
    return undefined
  }
  const combined = headers.ratelimit ?? ''
  const policy = headers['ratelimit-policy'] ?? ''
  const limit = parameter(combined, 'limit') ?? plain('limit') ?? parameter(policy, 'q')
  const remaining = parameter(combined, 'remaining') ?? parameter(combined, 'r') ?? plain('remaining')
  const reset = parameter(combined, 'reset') ?? parameter(combined, 't') ?? plain('reset')
  const resetSeconds = reset === undefined ? undefined : secondsUntil(reset, now)
  if (limit === undefined && remaining === undefined && resetSeconds === undefined) return undefined
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(resetSeconds === undefined ? {} : { resetSeconds }),
  }
}

/** The first number of a header; some give several, or a policy behind it: `100, 100;w=60`. */
function numberIn(text: string | undefined): number | undefined {
  const digits = /^\s*"?(\d{1,15})(?:\.\d+)?\b/.exec(text ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** `r=50` in `"default";r=50;t=30`, `remaining=50` in `limit=100, remaining=50`. */
function parameter(text: string, name: string): number | undefined {
  const digits = new RegExp(`(?:^|[;,\\s])${name}=(\\d{1,15})\\b`, 'i').exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Some give seconds, some the moment in seconds or milliseconds since 1970. */
function secondsUntil(reset: number, now: number): number {
  const momentMs = reset > 1e11 ? reset : reset > 1e8 ? reset * 1000 : undefined
  return momentMs === undefined ? reset : Math.max(0, Math.round((momentMs - now) / 1000))
}

/** Below this part of the limit, what others than we have left is little. */
const little = 0.1

/** Judges the limits by all answers of a look; notes what the headers said last. */
export function judgeRateLimit(answers: readonly AnswerFacts[], findings: Findings): Judgement {
  const told = answers.flatMap(({ headers, at }) => rateLimitIn(headers, at) ?? [])
  const last = told.at(-1)
  if (last !== undefined) findings.figure('rateLimit', last)
  const limited = answers.filter(({ status }) => status === 429)
  const isLimitedNow = answers.at(-1)?.status === 429
  const wait = answers.findLast(({ status }) => status === 429)?.headers['retry-after']
  const waitWords = wait === undefined ? '' : ` (Retry-After: ${named(wait, 40)})`
  if (isLimitedNow || limited.length > answers.length / 3) {
    return {
      state: 'concern',
      words: `Requests are refused for being too many: ${limited.length} of ${answers.length} answers were 429${waitWords}.`,
      remedy: 'Find out who uses the limit up, ask for a higher one, or write rateLimit into the target file.',
    }
  }
  const after =
    limited.length === 0 ? '' : ` ${amount(limited.length, 'request')} had to wait (429), and went through afterwards.`
  if (last?.remaining === undefined) {
    const limit = last?.limit === undefined ? 'No limit is told, and none stopped us.' : `The limit is ${last.limit}.`
    return { state: 'good', words: `${limit}${after}` }
  }
  const { limit, remaining, resetSeconds } = last
  const until = resetSeconds === undefined ? '' : ` until it begins anew in ${amount(resetSeconds, 'second')}`
  const words = `${amount(remaining, 'request')}${limit === undefined ? '' : ` of ${limit.toLocaleString('en')}`} are left${until}.${after}`
  // What we have used ourselves is back in a moment.
  const withOurs = remaining + answers.length
  const isLittle =
    limit === undefined ? remaining === 0 : withOurs < limit * little || (remaining === 0 && limit > answers.length)
  if (!isLittle) return { state: 'good', words }
  return {
    state: 'concern',
    words: `The limit on requests is nearly used up: ${words}`,
    remedy: 'Find out who uses it up, or ask for a higher one: provisioning stops where it is reached.',
  }
}
