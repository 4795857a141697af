// Does anything answer, and if not, how far does one come: name, connection, TLS, HTTP.

import { proxyRemedy, tlsRemedy } from '../auth/tls-remedy.ts'
import type { HttpResponse } from '../http/exchange.ts'
import { isLoopback } from '../http/loopback.ts'
import { lookAtWay, type Way } from '../http/way.ts'
import type { Judgement } from './findings.ts'
import type { Look } from './look.ts'
import { amount, causeWords, named } from './words.ts'

/** Milliseconds that the way to the host may take, besides the limit of a request. */
const longestWayMs = 10_000

/** Goes the way to the service provider, by its proxy if it has one. Never throws. */
export async function goTheWay({ target, client, signal, requestTimeoutMs }: Look): Promise<Way> {
  const limit = AbortSignal.timeout(Math.ceil(Math.min(longestWayMs, requestTimeoutMs)))
  const proxy = target.proxy === undefined ? {} : { proxy: target.proxy }
  return lookAtWay(client.urlOf({ path: '' }), {
    tls: target.tls,
    ...proxy,
    signal: AbortSignal.any([limit, signal]),
  })
}

/** It answers. */
export function reachable({ target }: Look, answer: HttpResponse): Judgement {
  const { host } = new URL(target.baseUrl)
  const by = target.proxy === undefined ? '' : ', by the proxy'
  return {
    state: 'good',
    words: `${host} answers${by}; the first answer took ${amount(Math.round(answer.exchange.durationMs), 'millisecond')}.`,
  }
}

/** It does not answer: what failed, in words, and what to do. */
export function unreachable({ target, requestTimeoutMs }: Look, answer: HttpResponse | undefined, way: Way): Judgement {
  const { hostname, port, protocol, host } = new URL(target.baseUrl)
  const name = named(hostname)
  const message = answer?.exchange.problem?.message ?? answer?.problem?.message ?? 'no answer'
  const shown = answer === undefined ? {} : { shown: [answer] }
  const bad = (words: string, remedy: string): Judgement => ({ state: 'bad', words, remedy, ...shown })
  const viaProxy = proxyRemedy(way.failed?.message ?? message)
  if (answer?.status === 407 || viaProxy !== undefined || way.failed?.at === 'proxy') {
    const what = answer?.status === 407 ? 'the proxy answered 407' : (way.failed?.message ?? message)
    return bad(
      `The proxy on the way to ${name} does not let us through: ${what}.`,
      proxyRemedy(what) ?? 'Check proxy in the target file and HTTPS_PROXY, or name the host in NO_PROXY.',
    )
  }
  switch (way.failed?.at) {
    case 'name':
      return bad(
        `The name ${name} cannot be looked up: ${causeWords(way.failed.message)}.`,
        'Is the host in baseUrl spelt right, and does DNS know it from this machine?',
      )
    case 'connection': {
      const where = `${way.addresses[0] ?? name}, port ${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`
      return bad(
        `${name} takes no connection (${where}): ${causeWords(way.failed.message)}.`,
        isLoopback(target.baseUrl)
          ? 'Is the service provider running, and is the port in baseUrl right?'
          : 'Is the service provider running, is the port in baseUrl right, and does a firewall stand between? Is a proxy needed?',
      )
    }
    case 'tls':
      return bad(
        `${host} takes the connection, but the TLS handshake fails: ${causeWords(way.failed.message)}.`,
        tlsRemedy(way.failed.message),
      )
  }
  const problem = answer?.problem?.kind
  const trust = way.peer?.problem
  if (problem === 'tls' || (trust !== undefined && !target.tls.insecure)) {
    return bad(
      `${host} takes the connection, but its certificate cannot be trusted: ${trust ?? message}.`,
      tlsRemedy(trust ?? message),
    )
  }
  if (problem === 'timeout' || answer === undefined) {
    return bad(
      `${host} takes the connection, but does not answer in HTTP within ${amount(Math.round(requestTimeoutMs / 1000), 'second')}.`,
      'Look whether the service provider, or what stands before it, is overloaded or hangs.',
    )
  }
  return bad(
    `${host} takes the connection, but does not answer in HTTP: ${causeWords(message)}.`,
    'Look whether the service provider has crashed, and whether baseUrl begins with the right one of https:// and http://.',
  )
}
