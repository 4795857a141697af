// One client for everything a run sends to its target: signs in, guards, limits, retries, records.

import type { Exchange, HttpRequest, HttpResponse, TransportProblem } from './exchange.ts'
import { guardRequest, isWrite } from './guard.ts'
import { createLimiter } from './limiter.ts'
import type { OwnResources } from './own-resources.ts'
import { maskForeignResources, type Redactor } from './redact.ts'
import type { RawAnswer, Transport } from './transport.ts'

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
  /** Every answer, as it was received, in the order of arrival. */
  onAnswer?(response: HttpResponse, request: HttpRequest): void
  /** A 401 although we signed in, and there was nothing to renew. */
  onUnauthorized?(response: HttpResponse): void
  /** No connection could be made. */
  onUnreachable?(problem: TransportProblem): void
}

export interface Client {
  /**
   * Sends a request on behalf of a check and gives back whatever came of it. Throws GuardError or ReadOnlyError where it
   * must not be sent, AuthenticationError where no credentials can be had.
   */
  send(request: HttpRequest, checkId: string, record: (exchange: Exchange) => void): Promise<HttpResponse>
  /** The absolute URL of a request, not redacted. */
  urlOf(request: Pick<HttpRequest, 'path' | 'query'>): URL
  /** HTTP requests sent so far. */
  readonly requests: number
  readonly baseUrl: string
}

const maxRecordedBody = 32 * 1024
const maxRedirects = 3

/** Makes the client of one run. */
export function createClient(options: ClientOptions, events: ClientEvents = {}): Client {
  const { own, redactor, transport } = options
  const limiter = createLimiter(options.concurrency, options.requestsPerSecond)
  const baseOrigin = new URL(options.baseUrl).origin
  let requests = 0
  let retrySecondsLeft = options.retryBudgetSeconds
  let notBefore = 0
  let lastServerError = Number.NEGATIVE_INFINITY

  const urlOf = ({ path, query }: Pick<HttpRequest, 'path' | 'query'>): URL => {
    const absolute = /^https?:\/\//i.test(path)
    const url = new URL(absolute ? path : options.baseUrl + path)
    const pairs = [...Object.entries(absolute ? {} : options.baseQuery), ...Object.entries(query ?? {})]
    // encodeURIComponent, not URLSearchParams: a space becomes %20, which every service provider reads alike.
    const added = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
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
      ...lowerCaseNames(options.headers),
      ...lowerCaseNames(signIn),
      ...lowerCaseNames(request.headers ?? {}),
    }
    // A header asked for as the empty string is left out.
    return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== ''))
  }

  const sendOnce = async (
    request: HttpRequest,
    url: URL,
    body: string | undefined,
    checkId: string,
    repeats: Exchange['repeats'],
    freshConnection: boolean,
  ): Promise<HttpResponse> =>
    limiter.run(async () => {
      const wait = notBefore - performance.now()
      if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
      const headers = await headersFor(request, body, checkId, url)
      const id = ++requests
      const startedAt = new Date().toISOString()
      const start = performance.now()
      const raw = await transport.send({
        method: request.method,
        url,
        headers,
        ...(body === undefined ? {} : { body }),
        timeoutMs: request.timeoutMs ?? options.requestTimeoutMs,
        freshConnection,
      })
      if (raw.status >= 500) lastServerError = performance.now()
      const received = receive(raw)
      const exchange: Exchange = {
        id,
        checkId,
        startedAt,
        durationMs: Math.round((performance.now() - start) * 100) / 100,
        request: {
          method: request.method,
          url: redactor.text(url.href),
          headers: redactor.headers(headers),
          ...(body === undefined ? {} : { body: redactor.text(cut(body).text) }),
        },
        ...(raw.status === 0
          ? {}
          : { response: { status: raw.status, headers: redactor.headers(raw.headers), ...recordBody(received, url) } }),
        ...(raw.problem === undefined
          ? {}
          : { problem: { kind: raw.problem.kind, message: redactor.text(raw.problem.message) } }),
        ...(repeats === undefined ? {} : { repeats }),
      }
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
    })

  const recordBody = (received: Received, url: URL): { body: string; truncated?: true } => {
    const isOurs = (resource: object): boolean => {
      const id = 'id' in resource && typeof resource.id === 'string' ? resource.id : ''
      return own.hasId(id) || JSON.stringify(resource).includes(own.mark)
    }
    const isDiscovery = /\/(serviceproviderconfigs?|resourcetypes|schemas)(\/|$)/i.test(url.pathname)
    const foreign = received.ok && !isDiscovery && received.json !== undefined
    const json = foreign ? maskForeignResources(received.json, isOurs) : received.json
    const text = json === received.json ? received.text : JSON.stringify(json)
    const { text: body, truncated } = cut(text)
    return { body: redactor.text(body), ...(truncated ? { truncated } : {}) }
  }

  const send: Client['send'] = async (request, checkId, record) => {
    const body = request.body === undefined ? undefined : bodyText(request.body)
    guardRequest(request, body, own, options.safety)
    const creates = isWrite(request) && (request.method === 'POST' || request.method === 'PUT')
    if (creates && request.method === 'POST') own.announce(request.path, checkId)

    let url = urlOf(request)
    let repeats: Exchange['repeats']
    let redirects = 0
    let renewed = false
    let reconnected = false
    // A service provider that has just answered 5xx may be about to close the connection.
    let fresh = request.method === 'POST' && performance.now() - lastServerError < 1000
    for (;;) {
      const response = await sendOnce(request, url, body, checkId, repeats, fresh)
      record(response.exchange)
      registerCreated(request, response, checkId)
      events.onAnswer?.(response, request)
      const again = (reason: string): void => {
        repeats = { id: response.exchange.id, reason }
      }

      if (response.problem?.kind === 'unreachable') events.onUnreachable?.(response.problem)
      if (response.problem?.kind === 'reset' && response.status === 0 && !reconnected && !mayHaveCreated(request)) {
        reconnected = true
        fresh = true
        again('the connection was reset before an answer')
        continue
      }
      const retryAfter = retryAfterSeconds(response)
      if (retryAfter !== undefined && retryAfter <= retrySecondsLeft) {
        retrySecondsLeft -= retryAfter
        notBefore = Math.max(notBefore, performance.now() + retryAfter * 1000)
        again(`${response.status} with Retry-After: ${retryAfter}`)
        continue
      }
      if (response.status === 401 && (request.credentials ?? 'target') === 'target' && !renewed) {
        renewed = true
        if (await options.authorizer.renew()) {
          again('401, and the credentials could be renewed')
          continue
        }
        events.onUnauthorized?.(response)
      }
      const next = redirects < maxRedirects ? redirectTarget(request, response, url) : undefined
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
    // A bulk job may have made resources whatever its own status.
    const isDone = response.status >= 200 && response.status <= 299
    if (!isWrite(request) || (!isDone && request.aim !== 'bulk')) return
    if (request.method === 'DELETE') {
      own.remove(request.path)
      return
    }
    if (request.aim === 'bulk') {
      for (const path of createdInBulk(response.json, request.body, options.baseUrl)) {
        own.add({ path, id: decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)), checkId })
      }
      return
    }
    if (request.method === 'PUT' && !own.has(request.path)) {
      const id = decodeURIComponent(request.path.slice(request.path.lastIndexOf('/') + 1))
      own.add({ path: request.path, id, checkId })
      return
    }
    if (request.method !== 'POST') return
    const created = createdPath(request.path, response, options.baseUrl)
    if (created !== undefined) own.add({ ...created, checkId })
  }

  return {
    send,
    urlOf,
    get requests() {
      return requests
    },
    baseUrl: options.baseUrl,
  }
}

/** Where a created resource lives, from the id in the answer or else from Location. */
function createdPath(
  endpoint: string,
  response: HttpResponse,
  baseUrl: string,
): { path: string; id: string } | undefined {
  const { json } = response
  if (typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string' && json.id !== '') {
    return { path: `${endpoint}/${encodeURIComponent(json.id)}`, id: json.id }
  }
  const path = pathBelow(baseUrl, response.headers.location)
  if (path === undefined) return undefined
  return { path, id: decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)) }
}

/** What the creates of a bulk request have made: by location, or else by the id in the response of the operation. */
function createdInBulk(json: unknown, body: unknown, baseUrl: string): string[] {
  const asked = new Map(membersOf(body, 'operations').map(operation => [operation.bulkid, operation] as const))
  return membersOf(json, 'operations').flatMap(result => {
    const request = typeof result.bulkid === 'string' ? asked.get(result.bulkid) : undefined
    const method = String(result.method ?? request?.method ?? '').toUpperCase()
    const status = Number(typeof result.status === 'object' ? 0 : (result.status ?? 0))
    if (method !== 'POST' || status >= 400) return []
    const path = pathBelow(baseUrl, typeof result.location === 'string' ? result.location : undefined)
    if (path !== undefined) return [path]
    const { response } = result
    const id = typeof response === 'object' && response !== null && 'id' in response ? response.id : undefined
    const endpoint = typeof request?.path === 'string' ? request.path : undefined
    return typeof id === 'string' && endpoint !== undefined
      ? [`/${endpoint.replace(/^\//, '')}/${encodeURIComponent(id)}`]
      : []
  })
}

/** The objects in an array member of a message, with their names in lower case. */
function membersOf(json: unknown, name: string): Record<string, unknown>[] {
  if (typeof json !== 'object' || json === null) return []
  const list: unknown = Object.entries(json).find(([key]) => key.toLowerCase() === name)?.[1]
  if (!Array.isArray(list)) return []
  return list
    .filter((element: unknown) => typeof element === 'object' && element !== null)
    .map((element: object) =>
      Object.fromEntries(Object.entries(element).map(([key, value]) => [key.toLowerCase(), value])),
    )
}

/** The path of a URL relative to the base URL, whatever host it names (proxies rename hosts); undefined if there is none. */
function pathBelow(baseUrl: string, location: string | undefined): string | undefined {
  if (location === undefined || !URL.canParse(location, `${baseUrl}/`)) return undefined
  const { pathname } = new URL(location, `${baseUrl}/`)
  const base = new URL(baseUrl).pathname.replace(/\/$/, '')
  const below = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname
  return /^\/[^/]+\/[^/]+$/.test(below) ? below : undefined
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
  if (/^\d{1,6}$/.test(value)) return Math.max(Number(value), 0.05)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.min(Math.max((date - Date.now()) / 1000, 0.05), 86_400)
}

/** The same origin only, and for writes only where the method is kept (307, 308) and the last segment is the same. */
function redirectTarget(request: HttpRequest, response: HttpResponse, from: URL): URL | undefined {
  const location = response.headers.location
  if (![301, 302, 307, 308].includes(response.status) || location === undefined) return undefined
  if (!URL.canParse(location, from.href)) return undefined
  const to = new URL(location, from.href)
  if (to.origin !== from.origin || to.href === from.href) return undefined
  if (request.method === 'GET' || request.method === 'HEAD') return to
  const lastSegment = (url: URL): string => url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
  return response.status >= 307 && lastSegment(to) === lastSegment(from) ? to : undefined
}

interface Received {
  readonly ok: boolean
  readonly text: string
  readonly json: unknown
  readonly jsonProblem?: string
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const lenientUtf8 = new TextDecoder('utf-8')

function receive(raw: RawAnswer): Received {
  const ok = raw.status >= 200 && raw.status < 300
  if (raw.bytes.length === 0) return { ok, text: '', json: undefined }
  let text: string
  try {
    text = strictUtf8.decode(raw.bytes)
  } catch {
    return { ok, text: lenientUtf8.decode(raw.bytes), json: undefined, jsonProblem: 'the body is not valid UTF-8' }
  }
  try {
    const json: unknown = JSON.parse(text)
    return { ok, text, json }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { ok, text, json: undefined, jsonProblem: message.slice(0, 200) }
  }
}

function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function cut(text: string): { text: string; truncated?: true } {
  return text.length <= maxRecordedBody ? { text } : { text: text.slice(0, maxRecordedBody), truncated: true }
}

function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
