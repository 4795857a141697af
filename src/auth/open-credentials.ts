// Turns AuthSettings into Credentials: the headers to send, obtained once, shared, and renewed in time.

import { createFetch } from '../http/fetch.ts'
import type { TlsOptions } from '../http/transport.ts'
import type { AuthSettings } from './auth-settings.ts'
import type { Credentials } from './credentials.ts'
import { openTokenEndpoint } from './token-endpoint.ts'
import { shareToken } from './token-sharing.ts'
import { readTokenAgain } from './token-source.ts'

export interface CredentialsOptions {
  readonly tls: TlsOptions
  /** The way to the authorization server, where the settings name no other. */
  readonly proxy?: string
  readonly userAgent: string
  readonly signal?: AbortSignal
  /** For one request to the authorization server; 30 seconds when absent. */
  readonly timeoutMs?: number
  /** Told of every value to redact, before it is used. */
  onSecret(secret: string): void
  /** Milliseconds since some fixed moment; the clock when absent. */
  readonly now?: () => number
}

/** Opens the credentials that a target file describes; nothing is sent before they are asked for. */
export function openCredentials(settings: AuthSettings, options: CredentialsOptions): Credentials {
  const { onSecret } = options
  switch (settings.type) {
    case 'none':
      return fixed('no credentials', {})
    case 'basic': {
      // In UTF-8, the one charset a service provider can ask for (RFC 7617 section 2.1).
      const pair = Buffer.from(`${settings.username}:${settings.password}`, 'utf8').toString('base64')
      onSecret(settings.password)
      onSecret(pair)
      return fixed(`basic credentials of user "${settings.username}"`, { Authorization: `Basic ${pair}` })
    }
    case 'header':
      onSecret(settings.value)
      return fixed(`header ${settings.name}`, { [settings.name]: settings.value })
    case 'bearer':
      return openBearer(settings, options)
    case 'oauth2': {
      onSecret(settings.clientSecret)
      const proxy = settings.proxy === undefined ? options.proxy : (settings.proxy ?? undefined)
      const { tls, userAgent, signal, timeoutMs = 30_000 } = options
      const stop = signal === undefined ? {} : { signal }
      const fetch = createFetch({ tls, timeoutMs, ...stop, ...(proxy === undefined ? {} : { proxy }) })
      const endpoint = openTokenEndpoint(settings, { fetch, userAgent, ...stop })
      const where = settings.tokenEndpoint ?? settings.issuer ?? ''
      return {
        description: `OAuth 2.0 client credentials of client "${settings.clientId}" at ${where}`,
        ...shareToken({ obtain: endpoint.obtain, onSecret, now: options.now ?? Date.now }),
      }
    }
  }
}

function fixed(description: string, headers: Readonly<Record<string, string>>): Credentials {
  return { description, headers: async () => headers, renew: async () => false }
}

function openBearer(
  settings: Extract<AuthSettings, { type: 'bearer' }>,
  { onSecret, now = Date.now }: CredentialsOptions,
): Credentials {
  const { source, token } = settings
  const description = `bearer token from ${settings.from}`
  onSecret(token)
  if (source === undefined) return fixed(description, { Authorization: `Bearer ${token}` })
  // The token that was read with the target file is the first; later ones are read from the same place.
  let first: string | undefined = token
  const obtain = async () => {
    const next = first ?? (await readTokenAgain(source))
    first = undefined
    return { token: next, expiresIn: undefined }
  }
  return { description, ...shareToken({ obtain, onSecret, now }) }
}
