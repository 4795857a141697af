// One client for everything a run sends to its target: signs in, guards, limits, retries, records.

import { createdBy, deletedInBulk, idsNamedBy, lastSegmentOf, pathBelow } from './created.ts'
import type { Exchange, HttpRequest, HttpResponse } from './exchange.ts'
import { guardRequest, isWrite, pathsToProve } from './guard.ts'
import { createLimiter } from './limiter.ts'
import type { OwnResources } from './own-resources.ts'
import { createPace } from './pace.ts'
import { createProver, noticeOwn, type Prover } from './prove.ts'
import { receive } from './receive.ts'
import { createRecorder } from './record.ts'
import type { Redactor } from './redact.ts'
import type { Transport } from './transport.ts'

/** Signs requests in; auth/ has the real ones. */
export interface Authorizer {
  headers(): Promise<Readonly<Record<string, string>>>
  /** Tries to get new credentials after an unexpected 401; true when the request is worth repeating. */
  renew(): Promise<boolean>
}

export interface ClientOptions {
  /** Absolute, without query and without a trailing slash. */
  readonly baseUrl: string
  readonly baseQuery: Readonly<Record<string, string>>
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>
  readonly userAgent: string
  readonly transport: Transport
  readonly authorizer: Authorizer
  readonly redactor: Redactor
  readonly own: OwnResources
  readonly safety: 'own-data' | 'read-only'
  readonly concurrency: number
  readonly requestsPerSecond?: number
  readonly requestTimeoutMs: number
  /** Seconds that may be spent in all on obeying Retry-After. */
  readonly retryBudgetSeconds: number
}

/** Told of things that concern the whole run. */
export interface ClientEvents {
  /** Every answer of the service provider, as it was received, in the order of arrival. */
  onAnswer?(response: HttpResponse, request: HttpRequest): void
  /** A 401 although we signed in, and there was nothing to renew. */
  onUnauthorized?(response: HttpResponse): void
  /** Asked right before each request; throws where the run is being stopped. */
  beforeSend?(checkId: string): void
  /** Told of each request that goes out. */
  onSend?(checkId: string): void
  /** A request of this check waits for its turn; `onTurn` follows when it is sent, and `onEnd` when it is over. */
  onQueue?(checkId: string): void
  onTurn?(checkId: string): void
  onEnd?(checkId: string): void
  /** Asked before creates are written down and sent, with how many; throws where no more are wanted. */
  beforeCreate?(creates: number): void
}

export interface Client {
  /**
   * Sends a request on behalf of a check and gives back whatever came of it. Throws GuardError or ReadOnlyError where it
   * must not be sent, AuthenticationError where no credentials can be had.
   */
  send(request: HttpRequest, checkId: string, record: (exchange: Exchange) => void): Promise<HttpResponse>
  /** The absolute URL of a request, not redacted. */
  urlOf(request: Pick<HttpRequest, 'path' | 'query'>): URL
  /** Resolves when no request is under way any more, or after the limit. */
  idle(limitMs: number): Promise<void>
  /** HTTP requests sent so far. */
  readonly requests: number
  /** The fewest requests that were sent at once; undefined where all were answered in time, late or not. */
  readonly fewestAtOnce: number | undefined
  readonly baseUrl: string
}

const maxRedirects = 3
/** How long we wait by ourselves where Retry-After names less. */
const shortestRetrySeconds = 0.05
const longestOwnRetrySeconds = 2

/** One request as it goes out, which may be the first try or a repetition. */
interface Sending {
  readonly request: HttpRequest
  readonly url: URL
  readonly body: string | undefined
  readonly checkId: string
  readonly repeats: Exchange['repeats']
  readonly freshConnection: boolean
}

/** Makes the client of one run. */
export function createClient(options: ClientOptions, events: ClientEvents = {}): Client {
  const { own, redactor, transport } = options
  const limiter = createLimiter(options.concurrency, options.requestsPerSecond)
  const pace = createPace(limiter)
  let fewestAtOnce = limiter.atOnce
  const recorder = createRecorder(redactor, own)
  const baseOrigin = new URL(options.baseUrl).origin
  const ownHeaders = lowerCaseNames(options.headers)
  let requests = 0
  let retrySecondsLeft = options.retryBudgetSeconds
  let notBefore = 0
  let lastServerError = Number.NEGATIVE_INFINITY

  const urlOf = ({ path, query }: Pick<HttpRequest, 'path' | 'query'>): URL => {
    const absolute = /^https?:\/\//i.test(path)
    const pairs = [...Object.entries(absolute ? {} : options.baseQuery), ...Object.entries(query ?? {})]
    // encodeURIComponent, not URLSearchParams: a space becomes %20, which every service provider reads alike.
    const added = pairs
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value).toWellFormed())}`)
      .join('&')
    const whole = absolute ? path : options.baseUrl + path
    // One reading of the whole is quicker than setting the query of a URL that was read.
    if (!/[?#]/.test(whole)) return new URL(added === '' ? whole : `${whole}?${added}`)
    const url = new URL(whole)
    if (added !== '') url.search = url.search === '' ? `?${added}` : `${url.search}&${added}`
    return url
  }

  const headersFor = async (request: HttpRequest, body: string | undefined, checkId: string, url: URL) => {
    const { credentials = 'target' } = request
    const signIn =
      credentials === 'target'
        ? url.origin === baseOrigin
          ? await options.authorizer.headers()
          : {}
        : credentials === 'none'
          ? {}
          : { authorization: credentials.authorization }
    const wanted: Record<string, string> = {
      accept: 'application/scim+json',
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
      'user-agent': `${options.userAgent} check/${checkId}`,
      // Headers of the target file may be secret: they go where the credentials go, and nowhere else.
      ...(url.origin === baseOrigin ? ownHeaders : {}),
      ...lowerCaseNames(signIn),
      ...lowerCaseNames(request.headers ?? {}),
    }
    // A header asked for as the empty string is left out.
    for (const name of Object.keys(wanted)) if (wanted[name] === '') delete wanted[name]
    return wanted
  }

  const ranks = new Map<string, number>()
  /**
   * A check that began earlier goes first, or the longest would wait at every step and the run for them; before all
   * goes what several checks wait for (set-up, shared data, clean-up), whose names have no slash.
   */
  const rankOf = (checkId: string): number => {
    if (!checkId.includes('/')) return 0
    const known = ranks.get(checkId) ?? ranks.size + 1
    ranks.set(checkId, known)
    return known
  }

  const sendOnce = async (sending: Sending): Promise<HttpResponse> => {
    const { checkId } = sending
    events.onQueue?.(checkId)
    return limiter.run(async () => {
      events.onTurn?.(checkId)
      try {
        return await sendNow(sending)
      } finally {
        events.onEnd?.(checkId)
      }
    }, rankOf(checkId))
  }

  const sendNow = async ({ request, url, body, checkId, repeats, freshConnection }: Sending): Promise<HttpResponse> => {
    for (let wait = notBefore - performance.now(); wait > 0; wait = notBefore - performance.now()) {
      events.beforeSend?.(checkId)
      await new Promise(resolve => setTimeout(resolve, Math.min(wait, 250)))
    }
    events.beforeSend?.(checkId)
    events.onSend?.(checkId)
    const headers = await headersFor(request, body, checkId, url)
    const id = ++requests
    const startedAt = new Date().toISOString()
    const start = performance.now()
    const timeoutMs = request.timeoutMs ?? options.requestTimeoutMs
    const raw = await transport.send({
      method: request.method,
      url,
      headers,
      ...(body === undefined ? {} : { body }),
      timeoutMs,
      // After a 5xx the connection may be about to close, and what may have created something is not sent twice.
      freshConnection: freshConnection || (mayHaveCreated(request) && performance.now() - lastServerError < 1000),
    })
    if (raw.problem?.kind !== 'unreachable') pace.ended(start, timeoutMs, raw.problem?.kind !== 'timeout')
    // What is narrowed for lack of an answer is told, what is narrowed for size is not.
    if (raw.problem?.kind === 'timeout') fewestAtOnce = Math.min(fewestAtOnce, limiter.atOnce)
    pace.received(raw.read ?? raw.bytes.length)
    // Some service providers close after 501 as well, which for them is an error like any other.
    if (raw.status >= 500) lastServerError = performance.now()
    const received = receive(raw.bytes)
    const exchange = recorder.record({
      id,
      checkId,
      startedAt,
      durationMs: Math.round((performance.now() - start) * 100) / 100,
      sent: { method: request.method, url, headers, ...(body === undefined ? {} : { body }) },
      ...(request.aim === 'authorization-server' ? { withoutResources: true } : {}),
      ...(raw.status === 0
        ? {}
        : {
            answer: {
              status: raw.status,
              headers: raw.headers,
              text: received.text,
              isJson: received.json !== undefined,
            },
          }),
      ...(raw.problem === undefined ? {} : { problem: raw.problem }),
      ...(repeats === undefined ? {} : { repeats }),
    })
    return {
      exchange,
      status: raw.status,
      headers: raw.headers,
      text: received.text,
      json: received.json,
      ...(received.jsonProblem === undefined ? {} : { jsonProblem: received.jsonProblem }),
      ...(raw.problem === undefined ? {} : { problem: raw.problem }),
      url: url.href,
    }
  }

  let createsUnderWay = 0
  let underWay = 0
  const sendCounted: Client['send'] = async (request, checkId, record) => {
    underWay++
    try {
      return await send(request, checkId, record)
    } finally {
      underWay--
    }
  }

  /** Reads on behalf of a check what it is about to write to; not part of its evidence. */
  const proverFor = (checkId: string, timeoutMs: number | undefined): Prover =>
    createProver({
      own,
      read: (path, attributes) =>
        send(
          {
            method: 'GET',
            path,
            ...(attributes === undefined ? {} : { query: { attributes } }),
            ...(timeoutMs === undefined ? {} : { timeoutMs }),
          },
          checkId,
          () => undefined,
        ),
    })

  const send: Client['send'] = async (request, checkId, record) => {
    const body = request.body === undefined ? undefined : bodyText(request.body)
    guardRequest(request, body, own, options.safety)
    const toProve = pathsToProve(request, body, own).filter(path => !own.has(path) || !own.isProven(path))
    if (toProve.length > 0) {
      const prover = proverFor(checkId, request.timeoutMs)
      await Promise.all(toProve.map(path => prover.prove(path)))
      // Meanwhile it may have turned out to be someone else's.
      guardRequest(request, body, own, options.safety)
    }
    const creates = createsIn(request, own)
    if (creates > 0) events.beforeCreate?.(creates + createsUnderWay)
    const create = creates > 0 ? own.announce(request.path, checkId) : undefined
    createsUnderWay += creates
    try {
      return await sendUntilAnswered(request, body, checkId, record)
    } finally {
      createsUnderWay -= creates
      if (create !== undefined) own.answered(create)
    }
  }

  const sendUntilAnswered = async (
    request: HttpRequest,
    body: string | undefined,
    checkId: string,
    record: (exchange: Exchange) => void,
  ): Promise<HttpResponse> => {
    let url = urlOf(request)
    let repeats: Exchange['repeats']
    let redirects = 0
    let retries = 0
    let renewed = false
    let fresh = false
    for (;;) {
      const response = await sendOnce({ request, url, body, checkId, repeats, freshConnection: fresh })
      record(response.exchange)
      registerCreated(request, response, checkId)
      if (request.aim !== 'authorization-server') noticeOwn(own, request, response)
      if (request.aim !== 'authorization-server') events.onAnswer?.(response, request)
      const again = (reason: string): void => {
        repeats = { id: response.exchange.id, reason }
      }

      const isCutOff = response.problem?.kind === 'reset' && !fresh
      if (isCutOff && (response.status === 0 ? !mayHaveCreated(request) : !isWrite(request))) {
        fresh = true
        again(`the connection was reset ${response.status === 0 ? 'before' : 'within'} an answer`)
        continue
      }
      const asked = retryAfterSeconds(response)
      if (asked !== undefined) {
        // Told to come back at once, and told so again: each time it takes twice as long, up to some seconds.
        const retryAfter = Math.max(asked, Math.min(shortestRetrySeconds * 2 ** retries, longestOwnRetrySeconds))
        // What counts is the time by which everything is held back, not how many requests were told to wait.
        const now = performance.now()
        const until = now + retryAfter * 1000
        const longerSeconds = Math.max(0, until - Math.max(notBefore, now)) / 1000
        if (longerSeconds <= retrySecondsLeft) {
          retrySecondsLeft -= longerSeconds
          notBefore = Math.max(notBefore, until)
          retries++
          again(`${response.status} with Retry-After: ${response.headers['retry-after'] ?? 'none'}`)
          continue
        }
      }
      if (response.status === 401 && (request.credentials ?? 'target') === 'target') {
        if (!renewed && (await options.authorizer.renew())) {
          renewed = true
          again('401, and the credentials could be renewed')
          continue
        }
        events.onUnauthorized?.(response)
      }
      const next = redirects < maxRedirects ? redirectTarget(request, response, url, options) : undefined
      if (next !== undefined) {
        redirects++
        url = next
        again(`${response.status} to another place of the same origin`)
        continue
      }
      return response
    }
  }

  /** Whatever answers 2xx to a create is ours from now on, whichever check sent it. */
  const registerCreated = (request: HttpRequest, response: HttpResponse, checkId: string): void => {
    if (!isWrite(request)) return
    if (request.method === 'DELETE') {
      // It may have been carried out whatever the answer, and the id given to someone else.
      own.doubt(request.path)
      if (response.status >= 200 && response.status <= 299) own.remove(request.path)
      return
    }
    // A create without an answer may have been carried out all the same, and one that ends in an error of the service provider too.
    const isUnanswered = response.status === 0 && response.problem?.kind !== 'unreachable'
    // One that is told to come again later is not.
    const isHeldOff = response.status === 503 && response.headers['retry-after'] !== undefined
    const isFailed = response.status >= 500 && response.status !== 501 && !isHeldOff
    const isInDoubt = isUnanswered || (isFailed && carriesMark(request, own))
    if (isInDoubt && request.method === 'POST' && request.aim !== 'read-only') own.lose()
    if (request.method === 'POST') for (const id of idsNamedBy(request, response)) own.name(id)
    const made = createdBy(request, response, own, options.baseUrl)
    if (made === undefined) own.lose()
    else for (const one of made) own.add({ ...one, checkId })
    if (request.aim === 'bulk') for (const path of deletedInBulk(response, options.baseUrl)) own.remove(path)
  }

  const idle: Client['idle'] = async limitMs => {
    const end = performance.now() + limitMs
    while (underWay > 0 && performance.now() < end) await new Promise(resolve => setTimeout(resolve, 20))
  }

  return {
    send: sendCounted,
    idle,
    urlOf,
    get requests() {
      return requests
    },
    get fewestAtOnce() {
      return fewestAtOnce < options.concurrency ? fewestAtOnce : undefined
    },
    baseUrl: options.baseUrl,
  }
}

/** How many resources a request may create. */
export function createsIn(request: HttpRequest, own: OwnResources): number {
  if (!isWrite(request)) return 0
  if (request.aim === 'bulk')
    return Math.max(1, bodyText(request.body ?? '').match(/"method"\s*:\s*"POST"/gi)?.length ?? 0)
  if (request.method === 'POST') return 1
  return request.aim === 'nothing' && (request.method === 'PUT' || request.method === 'PATCH') && !own.has(request.path)
    ? 1
    : 0
}

function carriesMark({ body }: HttpRequest, own: OwnResources): boolean {
  return body !== undefined && bodyText(body).includes(own.mark)
}

/** A create that was sent may have been carried out even where no answer came. */
function mayHaveCreated(request: HttpRequest): boolean {
  if (request.method === 'PATCH') return true
  return request.method === 'POST' && (request.aim ?? 'own') !== 'search' && request.aim !== 'read-only'
}

/** Seconds to wait where the answer asks for it: 429, or 503 with Retry-After (RFC 9110 §10.2.3). */
function retryAfterSeconds(response: HttpResponse): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined
  const value = response.headers['retry-after']
  if (value === undefined) return response.status === 429 ? 1 : undefined
  const trimmed = value.trim()
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.min(Number(trimmed), 86_400)
  // Date.parse takes much for a date that is none, "-5" for one.
  const date = /^[A-Za-z]{3}/.test(trimmed) && trimmed.length < 64 ? Date.parse(trimmed) : Number.NaN
  if (!Number.isNaN(date)) return Math.min(Math.max((date - Date.now()) / 1000, 0), 86_400)
  return response.status === 429 ? 1 : undefined
}

/** The same origin only; a write only where the method is kept (307, 308) and what it aims at is the same. */
function redirectTarget(
  request: HttpRequest,
  response: HttpResponse,
  from: URL,
  { own, baseUrl }: Pick<ClientOptions, 'own' | 'baseUrl'>,
): URL | undefined {
  const location = response.headers.location
  // Where an authorization server sends the browser is what there is to see.
  if (request.aim === 'authorization-server') return undefined
  if (![301, 302, 307, 308].includes(response.status) || location === undefined) return undefined
  if (!URL.canParse(location, from.href)) return undefined
  const to = new URL(location, from.href)
  if (to.origin !== from.origin || to.href === from.href) return undefined
  // What is sent to a user name and a password in a URL is not ours to send.
  if (to.username !== '' || to.password !== '') return undefined
  if (request.method === 'GET' || request.method === 'HEAD') return to
  if (response.status < 307) return undefined
  const plain = (url: URL): string => url.pathname.replace(/(?<!\/)\/+$/, '').toLowerCase()
  if (request.method === 'POST') return plain(to) === plain(from) ? to : undefined
  const path = pathBelow(baseUrl, to.href)
  const isOurs = path !== undefined && own.has(path) && own.isProven(path)
  return isOurs && lastSegmentOf(path) === lastSegmentOf(from.pathname) ? to : undefined
}

function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
