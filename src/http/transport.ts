// Bytes out, bytes in: one request over undici, with time and size limits, and every way to go wrong as plain data.

import { rootCertificates } from 'node:tls'
import { Agent, type Dispatcher, ProxyAgent } from 'undici'
import { decodeContent } from './content-coding.ts'
import type { TransportProblem } from './exchange.ts'

export interface TlsOptions {
  /** PEM text; trusted besides the authorities Node trusts. */
  readonly ca?: string
  readonly certificate?: string
  readonly key?: string
  readonly passphrase?: string
  /** Certificates are not verified. */
  readonly insecure: boolean
}

export interface TransportOptions {
  /** Connections, and so requests, at once. */
  readonly connections: number
  readonly http2: boolean
  readonly tls: TlsOptions
  /** `http://host:port`. */
  readonly proxy?: string
  readonly maxResponseBytes: number
}

export interface RawRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs: number
  /** On a connection of its own, which is closed afterwards. */
  readonly freshConnection?: boolean
}

export interface RawAnswer {
  /** 0 when no status line was received. */
  readonly status: number
  /** Names in lower case; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>
  /** Without the content codings that the headers name. */
  readonly bytes: Uint8Array
  /** How many were read, where `bytes` are only the first of them: of an answer that is too large. */
  readonly read?: number
  readonly problem?: TransportProblem
}

export interface Transport {
  /** Never rejects: what went wrong is in the answer. */
  send(request: RawRequest): Promise<RawAnswer>
  close(): Promise<void>
}

/** Opens connections as the options say; nothing is sent yet. */
export function createTransport(options: TransportOptions): Transport {
  const shared = {
    connections: options.connections,
    pipelining: 1,
    allowH2: options.http2,
    headersTimeout: 0, // One limit on the whole request stands instead, see send().
    bodyTimeout: 0,
    connect: {
      timeout: 10_000,
      rejectUnauthorized: !options.tls.insecure,
      ...(options.tls.ca === undefined ? {} : { ca: [...rootCertificates, options.tls.ca] }),
      ...(options.tls.certificate === undefined ? {} : { cert: options.tls.certificate }),
      ...(options.tls.key === undefined ? {} : { key: options.tls.key }),
      ...(options.tls.passphrase === undefined ? {} : { passphrase: options.tls.passphrase }),
    },
  }
  const open = (extra: { pipelining?: number }): Dispatcher =>
    options.proxy === undefined
      ? new Agent({ ...shared, ...extra })
      : new ProxyAgent({ ...shared, ...extra, uri: options.proxy, requestTls: shared.connect })
  const keepAlive = open({})
  let oneOff: Dispatcher | undefined

  const send = async (request: RawRequest): Promise<RawAnswer> => {
    if (request.freshConnection) oneOff ??= open({ pipelining: 0 })
    const dispatcher = (request.freshConnection ? oneOff : undefined) ?? keepAlive
    const answer = await dispatch(dispatcher, request, options.maxResponseBytes)
    const coding = answer.headers['content-encoding']
    if (coding === undefined || answer.problem !== undefined) return answer
    return { ...answer, ...(await decodeContent(answer.bytes, coding, options.maxResponseBytes)) }
  }

  const close = async (): Promise<void> => {
    await Promise.all([keepAlive.destroy(), oneOff?.destroy()])
  }
  return { send, close }
}

/** Bytes: more than evidence shows. */
const keptOfTooLarge = 131_072

/** Sends one request and gathers its answer. Over undici's dispatch, since a stream for each answer costs as much as all else. */
function dispatch(dispatcher: Dispatcher, request: RawRequest, maxBytes: number): Promise<RawAnswer> {
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    let size = 0
    let status = 0
    let headers: Record<string, string> = {}
    let controller: Dispatcher.DispatchController | undefined
    let over = false
    const end = (answer: Pick<RawAnswer, 'bytes' | 'read' | 'problem'>): void => {
      if (over) return
      over = true
      clearTimeout(timer)
      resolve({ status, headers, ...answer })
    }
    const fail = (problem: TransportProblem): void => end({ bytes: new Uint8Array(), problem })
    const stop = (): void => controller?.abort(new Error('The answer is no longer waited for.'))
    const timer = setTimeout(() => {
      fail({ kind: 'timeout', message: `no complete answer within ${request.timeoutMs} ms` })
      stop()
    }, request.timeoutMs)

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started
        // It waited for a connection until its time was up: it must not be sent any more.
        if (over) stop()
      },
      onResponseStart(_, statusCode, received) {
        if (statusCode < 200) return
        status = statusCode
        headers = joinHeaders(received)
      },
      onResponseData(_, chunk) {
        if (over) return
        size += chunk.length
        chunks.push(chunk)
        if (size <= maxBytes) return
        const message = `the body is larger than ${maxBytes} bytes; reading stopped there`
        // It can no longer be read as a whole, and what is shown of it is its beginning: the rest takes no memory.
        const beginning = Buffer.concat(chunks, Math.min(size, maxBytes, keptOfTooLarge))
        chunks.length = 0
        end({ bytes: beginning, read: size, problem: { kind: 'too-large', message } })
        stop()
      },
      onResponseEnd() {
        const [only] = chunks
        end({ bytes: only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks) })
      },
      onResponseError: (_, error) => fail(problemOf(error)),
    }
    try {
      dispatcher.dispatch(
        {
          origin: request.url.origin,
          path: request.url.pathname + request.url.search,
          method: request.method,
          headers: { ...request.headers },
          body: request.body ?? null,
        },
        handler,
      )
    } catch (error) {
      fail(problemOf(error))
    }
  })
}

function joinHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return joined
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
])
const resetCodes = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  // The connection was closed before the body had its length.
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
])

/** What an error of undici or Node means, in one of our few kinds. */
export function problemOf(error: unknown): TransportProblem {
  const code = codeOf(error)
  const message = wordsOf(error instanceof Error ? error.message : String(error))
  const described = code === '' || message.includes(code) ? message : `${message} (${code})`
  // A proxy that refuses: undici tells of it as of a request that was stopped, or of a wrong argument.
  const proxyStatus = /^Proxy (?:response \(|Authentication Required \()(\d{3})\)/.exec(deepMessageOf(error))?.[1]
  if (proxyStatus !== undefined) return { kind: 'unreachable', message: `the proxy answered ${proxyStatus}` }
  if (unreachableCodes.has(code)) return { kind: 'unreachable', message: described }
  if (/^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/.test(code)) {
    return { kind: 'tls', message: described }
  }
  // undici asserts what it takes for granted, such as a status that is not 0.
  if (code === 'ERR_ASSERTION') return { kind: 'protocol', message: 'the answer is HTTP that cannot be read' }
  if (code === 'ABORT_ERR' || code === 'UND_ERR_ABORTED') return { kind: 'timeout', message: 'the request was stopped' }
  if (resetCodes.has(code)) return { kind: 'reset', message: described }
  return { kind: 'protocol', message: described }
}

/** OpenSSL tells where in its sources it stopped; what it means is the fourth part. */
function wordsOf(message: string): string {
  return /^[\dA-F]+:error:[\dA-F]+:[^:]*:[^:]*:([^:]+):/.exec(message)?.[1] ?? message
}

/** The message of the innermost cause. */
function deepMessageOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  return error.cause === undefined ? error.message : deepMessageOf(error.cause)
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  return error.cause === undefined ? (error.name === 'AbortError' ? 'ABORT_ERR' : '') : codeOf(error.cause)
}
