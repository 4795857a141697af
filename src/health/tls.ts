// TLS as an operator sees it: until when the certificates are good, for whom they are, and which version is spoken.

import { durationWords } from '../auth/clock.ts'
import { tlsRemedy } from '../auth/tls-remedy.ts'
import { isLoopback } from '../http/loopback.ts'
import type { Certificate } from '../http/peer.ts'
import type { Way } from '../http/way.ts'
import type { Target } from '../target/target.ts'
import type { Judgement } from './findings.ts'
import type { HealthThresholds } from './thresholds.ts'
import { named } from './words.ts'

const dayMs = 86_400_000
const oldVersions = /^(SSLv\d|TLSv1|TLSv1\.1)$/

/** Judges what the way to the service provider showed of TLS; `answered`: a request went through all the same. */
export function judgeTls(
  target: Target,
  way: Way | undefined,
  answered: boolean,
  thresholds: HealthThresholds,
  now: number = Date.now(),
): { readonly judgement: Judgement; readonly days?: number } {
  if (target.baseUrl.startsWith('http:')) return { judgement: plainHttp(target) }
  const peer = way?.peer
  if (peer === undefined) {
    const { at, message } = way?.failed ?? {}
    if (answered) {
      return {
        judgement: {
          state: 'not-examined',
          words: `It speaks TLS, but the certificate could not be looked at: ${message ?? 'no connection'}.`,
        },
      }
    }
    return at === 'tls' && message !== undefined
      ? { judgement: { state: 'bad', words: `The TLS handshake fails: ${message}.`, remedy: tlsRemedy(message) } }
      : { judgement: { state: 'not-examined', words: 'No TLS connection came about.' } }
  }
  const first = firstToEnd(peer.chain)
  const days = first === undefined ? undefined : Math.floor((first.validTo - now) / dayMs)
  return { judgement: judgePeer(target, peer, first, days, thresholds, now), ...(days === undefined ? {} : { days }) }
}

function judgePeer(
  target: Target,
  { protocol, problem, chain }: NonNullable<Way['peer']>,
  first: Certificate | undefined,
  days: number | undefined,
  { certificateDays }: HealthThresholds,
  now: number,
): Judgement {
  const { hostname } = new URL(target.baseUrl)
  if (first !== undefined && days !== undefined && first.validTo <= now) {
    return {
      // Where certificates are not verified, it stops nobody who was told so.
      state: target.tls.insecure ? 'concern' : 'bad',
      words: `${whose(first, chain)} ended ${durationWords(now - first.validTo)} ago.`,
      remedy: 'Renew the certificate, and look why that did not happen by itself.',
    }
  }
  if (problem !== undefined && !target.tls.insecure) {
    const isOther = /ALTNAME|HOSTNAME/.test(problem)
    return {
      state: 'bad',
      words: isOther
        ? `The certificate is for ${named(chain[0]?.subject ?? 'another host')}, not for ${named(hostname)} (${problem}).`
        : `The certificate cannot be trusted (${problem}).`,
      remedy: tlsRemedy(problem),
    }
  }
  if (first !== undefined && days !== undefined && days < certificateDays) {
    return {
      state: 'concern',
      words: `${whose(first, chain)} ends in ${durationWords(first.validTo - now)}.`,
      remedy: 'Renew the certificate before then: clients stop working the moment it ends.',
    }
  }
  if (oldVersions.test(protocol)) {
    return {
      state: 'concern',
      words: `${protocol} is spoken, which is no longer safe.`,
      remedy: 'Switch TLS 1.2 and 1.3 on.',
    }
  }
  const until = first === undefined ? 'good' : `good for another ${durationWords(first.validTo - now)}`
  const unverified = target.tls.insecure ? ' It is not verified, as the target file says.' : ''
  return { state: 'good', words: `The certificate is ${until}; ${protocol} is spoken.${unverified}` }
}

/** Of all certificates of the chain the one that ends first: without it none of them is of use. */
function firstToEnd(chain: readonly Certificate[]): Certificate | undefined {
  return chain
    .filter(({ validTo }) => !Number.isNaN(validTo))
    .reduce<Certificate | undefined>((a, b) => (a === undefined || b.validTo < a.validTo ? b : a), undefined)
}

function whose(certificate: Certificate, chain: readonly Certificate[]): string {
  return certificate === chain[0]
    ? `The certificate of ${named(certificate.subject)}`
    : `The certificate of the authority ${named(certificate.subject)}, which stands above that of the host,`
}

function plainHttp({ baseUrl }: Target): Judgement {
  if (isLoopback(baseUrl)) return { state: 'not-examined', words: 'Plain http on this machine: there is no TLS.' }
  return {
    state: 'concern',
    words: 'There is no TLS: credentials and data of people travel unprotected.',
    remedy: 'Serve SCIM by https, and write https:// into baseUrl.',
  }
}
