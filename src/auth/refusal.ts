// What to do when the service provider does not accept credentials that were to be had: from its answer, the clocks, the token.

import { clockSkew } from './clock.ts'
import type { Credentials } from './credentials.ts'
import { proxyRemedy } from './tls-remedy.ts'
import { tokenWords } from './token-words.ts'

export interface Refusal {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** Sentences that say what to do about a 401, 403 or 407. */
export function refusalHint(
  { status, headers }: Refusal,
  credentials: Pick<Credentials, 'remedy' | 'held'>,
  now: number = Date.now(),
): string {
  if (status === 407) return proxyRemedy('the proxy answered 407') ?? ''
  const challenge = headers['www-authenticate']
  const token = credentials.held?.()
  const words = token === undefined ? [] : tokenWords(token, now)
  const skew = clockSkew(headers.date, now)
  const isAboutScope = challenge !== undefined && /insufficient_scope/i.test(challenge)
  const lead =
    status === 403 || isAboutScope
      ? 'The credential is known but has no right to read users: give it the SCIM role or scope.'
      : 'Check the credential and whether it has expired.'
  return [
    lead,
    ...(status === 401 && !isAboutScope && credentials.remedy !== undefined ? [credentials.remedy] : []),
    ...words,
    ...(skew === undefined ? [] : [skew]),
    ...(challenge === undefined ? [] : [`The service provider asks for: ${challenge}`]),
  ].join(' ')
}
