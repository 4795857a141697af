// What one look at a service provider goes through: a client that only reads, within limits on requests and time.

import { randomBytes } from 'node:crypto'
import type { Credentials } from '../auth/credentials.ts'
import { tool } from '../engine/tool.ts'
import { type Client, createClient } from '../http/client.ts'
import type { HttpRequest, HttpResponse } from '../http/exchange.ts'
import { createOwnResources } from '../http/own-resources.ts'
import type { Redactor } from '../http/redact.ts'
import { openConnection } from '../target/connection.ts'
import type { Target } from '../target/target.ts'

/** Thrown where the look has used up what it was given; whatever was not looked at by then is told as that. */
export class LimitReached extends Error {
  readonly limit: 'time' | 'requests' | 'interrupted'

  constructor(limit: LimitReached['limit']) {
    super(`the look has reached its limit: ${limit}`)
    this.limit = limit
  }
}

/** Of one answer of the service provider, repeated ones included, what is counted. */
export interface AnswerFacts {
  readonly status: number
  readonly durationMs: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** When it came, in milliseconds since 1970. */
  readonly at: number
}

export interface Look {
  readonly target: Target
  readonly redactor: Redactor
  readonly credentials: Credentials
  /** Sends a request that reads. Throws LimitReached, and AuthenticationError where no credentials can be had. */
  send(request: HttpRequest): Promise<HttpResponse>
  /** Waits for something else that takes time, no longer than the look may last. Throws LimitReached. */
  within<T>(work: Promise<T>): Promise<T>
  /** Aborted when the look is over, for whatever reason. */
  readonly signal: AbortSignal
  /** Every answer so far. */
  readonly answers: readonly AnswerFacts[]
  /** Milliseconds that one request may take. */
  readonly requestTimeoutMs: number
  /** Which limit was reached, if one was. */
  readonly reached: LimitReached['limit'] | undefined
  readonly client: Client
  close(): Promise<void>
}

export interface LookLimits {
  readonly seconds: number
  /** HTTP requests, those that the client repeats not counted. */
  readonly requests: number
  readonly signal?: AbortSignal
}

/** One endpoint that hangs takes no more than this part of the time. */
const shareOfOneRequest = 1 / 3
/** Requests under way at once: an operator's tenant is in use. */
const mostAtOnce = 4

/** Opens a look; nothing is sent yet. Nothing but reads can be sent, and no journal is kept. */
export function openLook(target: Target, limits: LookLimits): Look {
  const id = randomBytes(4).toString('hex')
  const userAgent = `${tool.name}/${tool.version} health/${id}`
  const over = new AbortController()
  const requestTimeoutMs = Math.min(target.requestTimeoutMs, Math.ceil(limits.seconds * 1000 * shareOfOneRequest))
  const { redactor, transport, credentials } = openConnection(target, {
    userAgent,
    connections: Math.min(target.concurrency, mostAtOnce),
    timeoutMs: requestTimeoutMs,
    signal: over.signal,
  })
  const answers: AnswerFacts[] = []
  let reached: LimitReached['limit'] | undefined
  let sent = 0
  let outOfRequests = false
  const client = createClient(
    {
      baseUrl: target.baseUrl,
      baseQuery: target.baseQuery,
      headers: target.headers,
      userAgent,
      transport,
      authorizer: credentials,
      redactor,
      own: createOwnResources(id),
      safety: 'read-only',
      concurrency: Math.min(target.concurrency, mostAtOnce),
      ...(target.requestsPerSecond === undefined ? {} : { requestsPerSecond: target.requestsPerSecond }),
      requestTimeoutMs,
      retryBudgetSeconds: Math.min(5, limits.seconds / 4),
    },
    {
      onAnswer: ({ status, exchange, headers }) => {
        if (status !== 0) answers.push({ status, durationMs: exchange.durationMs, headers, at: Date.now() })
      },
      beforeSend: () => {
        if (reached !== undefined) throw new LimitReached(reached)
      },
    },
  )

  const stop = (limit: LimitReached['limit']): void => {
    reached ??= limit
    over.abort()
  }
  const isOver = new Promise<never>((_, reject) => {
    over.signal.addEventListener('abort', () => reject(new LimitReached(reached ?? 'time')), { once: true })
  })
  isOver.catch(() => undefined)
  const timer = setTimeout(() => stop('time'), limits.seconds * 1000)
  const onAbort = (): void => stop('interrupted')
  if (limits.signal?.aborted) onAbort()
  limits.signal?.addEventListener('abort', onAbort, { once: true })

  const within = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await Promise.race([work, isOver])
    } catch (error) {
      // What is cut off when the look ends says so in words of its own.
      throw reached === undefined ? error : new LimitReached(reached)
    }
  }
  const send: Look['send'] = async request => {
    if (reached !== undefined) throw new LimitReached(reached)
    if (sent >= limits.requests) {
      outOfRequests = true
      throw new LimitReached('requests')
    }
    sent++
    return within(client.send(request, 'health', () => undefined))
  }
  const close = async (): Promise<void> => {
    clearTimeout(timer)
    limits.signal?.removeEventListener('abort', onAbort)
    if (!over.signal.aborted) over.abort()
    await transport.close()
  }

  return {
    target,
    redactor,
    credentials,
    send,
    within,
    signal: over.signal,
    answers,
    requestTimeoutMs,
    get reached() {
      return reached ?? (outOfRequests ? 'requests' : undefined)
    },
    client,
    close,
  }
}
