// A fetch for the few requests that do not go to the service provider, such as those for tokens: over undici, with the
// target's certificates and proxy, limits on time and size, and no redirects followed.

import type { TransportProblem } from './exchange.ts'
import { createTransport, type TlsOptions } from './transport.ts'

export interface FetchOptions {
  /** `ca` is trusted besides the well-known certificate authorities, since the host may be a public one. */
  readonly tls: TlsOptions
  /** `http://host:port`. */
  readonly proxy?: string
  /** For one request, to the last byte of the answer. */
  readonly timeoutMs: number
  /** Ends what is under way; nothing can be sent after that. */
  readonly signal?: AbortSignal
}

export interface FetchInit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export type Fetch = (url: string, init?: FetchInit) => Promise<Response>

/** No usable answer was had. */
export class FetchError extends Error {
  readonly problem: TransportProblem

  constructor(problem: TransportProblem) {
    super(problem.message)
    this.name = 'FetchError'
    this.problem = problem
  }
}

const maxResponseBytes = 1_048_576

/** Makes a fetch whose Response is complete when it resolves. It throws FetchError; any status is an answer. */
export function createFetch({ tls, proxy, timeoutMs, signal }: FetchOptions): Fetch {
  const transport = createTransport({
    connections: 1,
    http2: false,
    tls,
    maxResponseBytes,
    ...(proxy === undefined ? {} : { proxy }),
  })
  signal?.addEventListener('abort', () => void transport.close(), { once: true })
  return async (url, init = {}) => {
    if (signal?.aborted) throw new FetchError({ kind: 'timeout', message: 'the request was stopped' })
    const answer = await transport.send({
      method: init.method ?? 'GET',
      url: new URL(url),
      headers: init.headers ?? {},
      timeoutMs,
      ...(init.body === undefined ? {} : { body: init.body }),
    })
    if (answer.problem !== undefined) throw new FetchError(answer.problem)
    const bodyless = answer.status === 204 || answer.status === 205 || answer.status === 304
    const body = bodyless ? null : new Uint8Array(answer.bytes)
    return new Response(body, { status: answer.status, headers: answer.headers })
  }
}
