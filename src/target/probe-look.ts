// One GET of a probe, and what its answer tells about the place.

import { STATUS_CODES } from 'node:http'
import { openCredentials } from '../auth/open-credentials.ts'
import type { TransportProblem } from '../http/exchange.ts'
import { receive } from '../http/receive.ts'
import { createRedactor } from '../http/redact.ts'
import { createTransport } from '../http/transport.ts'
import { isArray, isObject, member } from '../scim/json.ts'
import { challengesIn } from './probe-sign-in.ts'
import type { Target } from './target.ts'

/** What an answer means for someone who looks for SCIM. */
export type Meaning =
  | 'scim' // a ServiceProviderConfig, a list or an error as SCIM has them
  | 'credentials' // 401
  | 'forbidden' // 403
  | 'proxy' // 407: a proxy wants credentials
  | 'elsewhere' // a redirect to another origin
  | 'page' // a web page with 2xx
  | 'absent' // 404 and what else says that there is nothing
  | 'silent' // no answer
  | 'other'

export interface Look {
  /** Below the base URL. */
  readonly path: string
  readonly signedIn: boolean
  /** 0 when there was no answer. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly json: unknown
  readonly problem?: TransportProblem
  readonly meaning: Meaning
  /** The answer in words, without secrets: `404 Not Found, a web page`. */
  readonly words: string
}

export interface Question {
  /** Absolute, without query and without a slash at the end. */
  readonly base: string
  readonly path: string
  readonly count?: number
  readonly signedIn: boolean
}

export interface Prober {
  /** Asks with GET. Throws AuthenticationError where no credentials can be had. */
  look(question: Question): Promise<Look>
  /** Takes secrets out of a text. */
  redact(text: string): string
  close(): Promise<void>
}

const maxRedirects = 3

/** How long answers are waited for: someone sits before it, and where nothing answers there is no use in asking at length. */
export interface Patience {
  /** Milliseconds for the next request; `atMost` is what the target file says. */
  forNext(atMost: number): number
  answered(kind: TransportProblem['kind'] | undefined): void
}

const patientMs = 15_000
const impatientMs = 2000

/** Patience for all probers that look at one place: it is lost when time has run out twice in a row, and comes back with an answer. */
export function createPatience(): Patience {
  let inVain = 0
  return {
    forNext: atMost => Math.min(atMost, inVain < 2 ? patientMs : impatientMs),
    answered(kind) {
      inVain = kind === 'timeout' ? inVain + 1 : 0
    },
  }
}

export interface ProberOptions {
  readonly userAgent: string
  readonly signal?: AbortSignal
  readonly patience?: Patience
}

/** Opens the way to a target as its file describes it: proxy, certificates, credentials. Nothing but GET is sent. */
export function openProber(target: Target, options: ProberOptions): Prober {
  const { userAgent, signal, patience = createPatience() } = options
  const proxy = target.proxy === undefined ? {} : { proxy: target.proxy }
  const transport = createTransport({
    connections: 4,
    http2: target.http2,
    tls: target.tls,
    maxResponseBytes: target.maxResponseBytes,
    ...proxy,
  })
  const redactor = createRedactor(target.secrets)
  const credentials = openCredentials(target.auth, {
    tls: target.tls,
    userAgent,
    ...proxy,
    ...(signal === undefined ? {} : { signal }),
    onSecret: secret => redactor.addSecret(secret),
  })

  const look = async (question: Question): Promise<Look> => {
    const { base, path, count, signedIn } = question
    const query = { ...target.baseQuery, ...(count === undefined ? {} : { count: String(count) }) }
    let url = new URL(base + path)
    url.search = Object.entries(query)
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join('&')
    const headers: Record<string, string> = { accept: 'application/scim+json', 'user-agent': userAgent }
    Object.assign(headers, target.headers, signedIn ? await credentials.headers() : {})
    for (let redirects = 0; ; redirects++) {
      const timeoutMs = patience.forNext(target.requestTimeoutMs)
      const answer = await transport.send({ method: 'GET', url, headers, timeoutMs })
      patience.answered(answer.problem?.kind)
      const to = redirects < maxRedirects ? sameOrigin(answer.status, answer.headers.location, url) : undefined
      if (to !== undefined) {
        url = to
        continue
      }
      const { text, json } = receive(answer.bytes)
      const isPage = /^\s*<(!doctype html|html)/i.test(text) || mediaType(answer.headers) === 'text/html'
      return {
        path,
        signedIn,
        status: answer.status,
        headers: answer.headers,
        json,
        ...(answer.problem === undefined ? {} : { problem: answer.problem }),
        meaning: meaningOf(answer.status, json, isPage),
        words: redactor.text(wordsOf(answer.status, answer.headers, { json, isPage, problem: answer.problem })),
      }
    }
  }
  return { look, redact: redactor.text, close: () => transport.close() }
}

/** Where a redirect within the origin leads; a page to sign in at is no such place. */
function sameOrigin(status: number, location: string | undefined, from: URL): URL | undefined {
  if (![301, 302, 307, 308].includes(status) || location === undefined) return undefined
  if (!URL.canParse(location, from.href)) return undefined
  const to = new URL(location, from.href)
  return to.origin === from.origin && to.href !== from.href ? to : undefined
}

function meaningOf(status: number, json: unknown, isPage: boolean): Meaning {
  if (status === 0) return 'silent'
  if (status === 401) return 'credentials'
  if (status === 403) return 'forbidden'
  if (status === 407) return 'proxy'
  if (status >= 300 && status < 400) return 'elsewhere'
  if (isPage && status < 300) return 'page'
  if (status < 300) return isConfig(json) || isList(json) ? 'scim' : 'other'
  if ([404, 405, 410].includes(status)) return 'absent'
  return isScimError(json) ? 'scim' : 'other'
}

/** Whether this is a ServiceProviderConfig, to go by its members. */
export function isConfig(json: unknown): boolean {
  if (!isObject(json)) return false
  const named = schemasOf(json).some(urn => /:ServiceProviderConfig$/i.test(urn))
  return named || (isObject(member(json, 'patch')) && isObject(member(json, 'filter')))
}

/** Whether this is a ListResponse, to go by its members. */
export function isList(json: unknown): boolean {
  if (!isObject(json)) return false
  const named = schemasOf(json).some(urn => /:ListResponse$/i.test(urn))
  return named || (isArray(member(json, 'Resources')) && typeof member(json, 'totalResults') === 'number')
}

function isScimError(json: unknown): boolean {
  return isObject(json) && schemasOf(json).some(urn => /:Error$/i.test(urn))
}

function schemasOf(json: { readonly [name: string]: unknown }): readonly string[] {
  const schemas = member(json, 'schemas')
  return isArray(schemas) ? schemas.filter(urn => typeof urn === 'string') : []
}

function mediaType(headers: Readonly<Record<string, string>>): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

interface Body {
  readonly json: unknown
  readonly isPage: boolean
  readonly problem: TransportProblem | undefined
}

function wordsOf(status: number, headers: Readonly<Record<string, string>>, { json, isPage, problem }: Body): string {
  if (status === 0) return `no answer (${problem?.message ?? 'the connection failed'})`
  const reason = STATUS_CODES[status]
  const parts = [reason === undefined ? String(status) : `${status} ${reason}`]
  const schemes = challengesIn(headers)
  if (status === 401) parts.push(schemes.length === 0 ? 'without WWW-Authenticate' : `asks for ${schemes.join(', ')}`)
  if (status >= 300 && status < 400) parts.push(`leads to ${placeOf(headers.location)}`)
  if (isPage) parts.push(status < 300 ? 'a web page: to sign in, or an app that answers every path' : 'a web page')
  else if (status < 300 && json === undefined)
    parts.push(`no JSON${mediaType(headers) && ` but ${mediaType(headers)}`}`)
  else if (status < 300 && !isConfig(json) && !isList(json)) parts.push('JSON, but not that of SCIM')
  const detail = isObject(json) && status >= 400 && ![401, 404].includes(status) ? member(json, 'detail') : undefined
  if (typeof detail === 'string') parts.push(JSON.stringify(detail.slice(0, 120)))
  return parts.join(', ')
}

/** Without the query, in which sign-in pages keep things that concern nobody else. */
function placeOf(location: string | undefined): string {
  return location === undefined ? 'nowhere' : (location.split(/[?#]/)[0] ?? location)
}

/** `/Users and /users 404 Not Found`: what was answered alike is said once. */
export function answersOf(looks: readonly Look[]): string {
  const byWords = new Map<string, readonly string[]>()
  for (const { path, words } of looks) byWords.set(words, [...(byWords.get(words) ?? []), path])
  return [...byWords].map(([words, paths]) => `${listed(paths)} ${words}`).join('; ')
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
