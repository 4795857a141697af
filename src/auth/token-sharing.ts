// One token for all requests: fetched once however many ask at the same time, renewed before it expires.

import type { Credentials } from './credentials.ts'
import type { AccessToken } from './token-endpoint.ts'

interface HeldToken {
  readonly token: string
  /** Milliseconds on the clock of `now`; Infinity where the lifetime is not known. */
  readonly renewAt: number
  readonly expiresAt: number
  readonly renewable: boolean
}

export interface TokenSupply {
  /** `previous` is the token that is refused or about to expire: another is wanted. */
  obtain(previous?: string): Promise<AccessToken>
  /** Told of every token before it is used. */
  onSecret(secret: string): void
  /** Milliseconds since some fixed moment. */
  now(): number
}

/** A token that was fetched after a 401 this short a time ago answers other requests' 401s, too. */
const renewalServesMs = 2_000
/** However short a token lives, it is not fetched anew more often than this. */
const shortestUseMs = 1_000

/**
 * Shares one token among all requests. It is renewed at 80 % of its lifetime; when that fails, the old one serves until
 * it expires, and renewal is tried again after a further 5 %.
 */
export function shareToken({
  obtain,
  onSecret,
  now,
}: TokenSupply): Required<Pick<Credentials, 'headers' | 'renew' | 'held' | 'lifetime'>> {
  let held: HeldToken | undefined
  let underWay: Promise<HeldToken> | undefined
  let renewal = { at: Number.NEGATIVE_INFINITY, worthwhile: false }

  const fetchToken = (): Promise<HeldToken> => {
    underWay ??= (async () => {
      try {
        const askedAt = now()
        const { token, expiresIn, renewable = true } = await obtain(held?.token)
        onSecret(token)
        const lifetimeMs = expiresIn === undefined ? Number.POSITIVE_INFINITY : expiresIn * 1000
        const renewAt = askedAt + Math.max(lifetimeMs * 0.8, shortestUseMs)
        held = { token, renewAt, expiresAt: askedAt + lifetimeMs, renewable }
        return held
      } finally {
        underWay = undefined
      }
    })()
    return underWay
  }

  const current = async (): Promise<HeldToken> => {
    if (held !== undefined && now() < held.renewAt) return held
    const old = held
    try {
      return await fetchToken()
    } catch (error) {
      if (old === undefined || now() >= old.expiresAt) throw error
      held = { ...old, renewAt: now() + (old.expiresAt - old.renewAt) / 4 }
      return held
    }
  }

  return {
    held: () => held?.token,
    lifetime: () => {
      if (held === undefined) return undefined
      const { expiresAt, renewable } = held
      return { renewable, ...(Number.isFinite(expiresAt) ? { expiresAt } : {}) }
    },
    headers: async () => ({ Authorization: `Bearer ${(await current()).token}` }),
    renew: async () => {
      // Many requests under way are refused together: one fetch serves them all.
      if (underWay === undefined && now() - renewal.at < renewalServesMs) return renewal.worthwhile
      const refused = held?.token
      const { token } = await fetchToken()
      renewal = { at: now(), worthwhile: token !== refused }
      return renewal.worthwhile
    },
  }
}
