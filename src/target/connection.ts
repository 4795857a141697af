// What leads to a target: connections, credentials, and what keeps its secrets out of every text.

import type { Credentials } from '../auth/credentials.ts'
import { openCredentials } from '../auth/open-credentials.ts'
import { createRedactor, type Redactor } from '../http/redact.ts'
import { createTransport, type Transport } from '../http/transport.ts'
import type { Target } from './target.ts'

export interface Connection {
  /** Knows the secrets of the target file, and learns those that signing in brings. */
  readonly redactor: Redactor
  readonly transport: Transport
  readonly credentials: Credentials
}

export interface ConnectionOptions {
  readonly userAgent: string
  /** Connections open at once. */
  readonly connections: number
  /** Milliseconds for each request to an authorization server. */
  readonly timeoutMs: number
  /** Ends what signing in waits for. */
  readonly signal?: AbortSignal
}

/** Makes ready to talk to a target; nothing is sent yet. Close the transport when done. Throws ConfigurationError. */
export function openConnection(target: Target, options: ConnectionOptions): Connection {
  const { userAgent, connections, timeoutMs, signal } = options
  const redactor = createRedactor(target.secrets, target.auth.type === 'header' ? [target.auth.name] : [])
  const proxy = target.proxy === undefined ? {} : { proxy: target.proxy }
  const transport = createTransport({
    connections,
    http2: target.http2,
    tls: target.tls,
    ...proxy,
    maxResponseBytes: target.maxResponseBytes,
  })
  const credentials = openCredentials(target.auth, {
    tls: target.tls,
    ...proxy,
    userAgent,
    timeoutMs,
    ...(signal === undefined ? {} : { signal }),
    onSecret: secret => redactor.addSecret(secret),
  })
  return { redactor, transport, credentials }
}
