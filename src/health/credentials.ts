// Are the credentials accepted, and until when are they good? Of a token only its times are ever told.

import { durationWords } from '../auth/clock.ts'
import type { Credentials } from '../auth/credentials.ts'
import { refusalHint } from '../auth/refusal.ts'
import { claimsOf } from '../auth/token-words.ts'
import type { AuthenticationError } from '../errors.ts'
import type { HttpResponse } from '../http/exchange.ts'
import type { Target } from '../target/target.ts'
import type { Judgement } from './findings.ts'
import type { HealthThresholds } from './thresholds.ts'
import { sentence } from './words.ts'

/** Milliseconds since 1970 where not said otherwise. */
interface Lifetime {
  readonly from?: number
  readonly to: number
  /** Another token is had without a person. */
  readonly renewable: boolean
}

/** Until when the credentials are good, as far as that can be known: what the authorization server said, or a JWT says. */
function lifetimeOf({ auth }: Target, credentials: Credentials): Lifetime | undefined {
  const lifetime = credentials.lifetime?.()
  const renewable = lifetime?.renewable ?? (auth.type === 'bearer' && auth.source !== undefined)
  if (lifetime?.expiresAt !== undefined) return { to: lifetime.expiresAt, renewable }
  const token = credentials.held?.()
  // Nothing is verified: whether it is genuine is for the service provider to say.
  const claims = token === undefined ? undefined : claimsOf(token)
  const { exp, iat } = claims ?? {}
  if (typeof exp !== 'number' || !Number.isFinite(exp) || Math.abs(exp) > 1e11) return undefined
  return { to: exp * 1000, renewable, ...(typeof iat === 'number' && iat < exp ? { from: iat * 1000 } : {}) }
}

/** Seconds until the credentials end; undefined where that cannot be known. */
export function credentialSeconds(target: Target, credentials: Credentials, now = Date.now()): number | undefined {
  const lifetime = lifetimeOf(target, credentials)
  return lifetime === undefined ? undefined : Math.floor((lifetime.to - now) / 1000)
}

/** The credentials were accepted: for how long are they good? */
export function judgeAccepted(
  target: Target,
  credentials: Credentials,
  thresholds: HealthThresholds,
  now = Date.now(),
): Judgement {
  if (target.auth.type === 'none') return { state: 'good', words: 'No credentials are sent, and none are asked for.' }
  const what = `${sentence(credentials.description)}: accepted`
  const lifetime = lifetimeOf(target, credentials)
  if (lifetime === undefined) return { state: 'good', words: `${what}; until when cannot be known.` }
  const leftMs = lifetime.to - now
  const left = durationWords(Math.max(0, leftMs))
  if (leftMs <= 0) {
    return {
      state: 'concern',
      words: `${what}, although by its own word the token ended ${durationWords(-leftMs)} ago.`,
      remedy: 'Get a fresh token, and look whether the clocks of all machines are right.',
    }
  }
  if (lifetime.renewable) return { state: 'good', words: `${what} for another ${left}; it is renewed by itself.` }
  if (endsSoon(lifetime, leftMs, thresholds)) {
    return {
      state: 'concern',
      words: `${what}, but it ends in ${left}, and nothing renews it.`,
      remedy: remedyOf(target, credentials),
    }
  }
  return { state: 'good', words: `${what} for another ${left}.` }
}

/** Part of its time that a token has left when it is time to think of the next; one that lives an hour is fresh at first. */
const lastPart = 0.2
const dayMs = 86_400_000

function endsSoon({ from, to }: Lifetime, leftMs: number, { credentialDays }: HealthThresholds): boolean {
  const limitMs = credentialDays * dayMs
  // Where it is not known how long the token lives in all, a day is taken for short.
  return leftMs < (from === undefined ? Math.min(limitMs, dayMs) : Math.min(limitMs, (to - from) * lastPart))
}

function remedyOf({ auth }: Target, { remedy }: Credentials): string {
  if (auth.type === 'oauth2' && auth.signInAgain !== undefined) return `${sentence(auth.signInAgain)} before then.`
  return remedy ?? 'Get another before then.'
}

/** The service provider refuses them: 401, or 403 wherever one could read. */
export function judgeRefused(answer: HttpResponse, credentials: Credentials): Judgement {
  const { status, exchange } = answer
  const what = credentials.description === 'no credentials' ? 'no credentials were sent' : credentials.description
  return {
    state: 'bad',
    words:
      status === 403
        ? `The credentials have no right to read users or groups: 403 (${what}).`
        : `The credentials are not accepted: ${status} (${what}).`,
    remedy: refusalHint({ status, headers: exchange.response?.headers ?? {} }, credentials),
    shown: [answer],
  }
}

/** No credentials could be had: a dead refresh token, a client that is refused, an authorization server that is out of order. */
export function judgeUnobtainable({ message, hint }: AuthenticationError): Judgement {
  return { state: 'bad', words: message, ...(hint === undefined ? {} : { remedy: hint }) }
}
