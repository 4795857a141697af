// Turns AuthSettings into Credentials: the headers to send, obtained once, shared, and renewed in time.

import { createFetch } from '../http/fetch.ts'
import type { TlsOptions } from '../http/transport.ts'
import type { AuthSettings, OAuth2Settings } from './auth-settings.ts'
import type { Credentials } from './credentials.ts'
import { openKeptSignIn } from './kept-sign-in.ts'
import { type OAuthClient, openOAuthClient } from './oauth-client.ts'
import { askAsClient } from './token-endpoint.ts'
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
    case 'oauth2':
      return openOAuth(settings, options)
  }
}

/** The client of the authorization server that the settings name. */
export function openClientFor(settings: OAuth2Settings, options: CredentialsOptions): OAuthClient {
  const proxy = settings.proxy === undefined ? options.proxy : (settings.proxy ?? undefined)
  const { tls, userAgent, signal, onSecret, timeoutMs = 30_000 } = options
  const stop = signal === undefined ? {} : { signal }
  const fetch = createFetch({ tls, timeoutMs, ...stop, ...(proxy === undefined ? {} : { proxy }) })
  return openOAuthClient(settings, { fetch, userAgent, onSecret, ...stop })
}

function openOAuth(settings: OAuth2Settings, options: CredentialsOptions): Credentials {
  const { now = Date.now, signal } = options
  const told = new Set<string>()
  const onSecret = (secret: string): void => {
    if (!told.has(secret)) options.onSecret(secret)
    told.add(secret)
  }
  const client = openClientFor(settings, { ...options, onSecret })
  const where = settings.tokenEndpoint ?? settings.issuer ?? ''
  const stop = signal === undefined ? {} : { signal }
  const isOfClient = settings.grant === 'client-credentials'
  const obtain = isOfClient ? () => askAsClient(client) : openKeptSignIn(client, { now, ...stop })
  return {
    description: `OAuth 2.0 ${grantWords[settings.grant]} of client "${settings.clientId}" at ${where}`,
    remedy: isOfClient
      ? 'The authorization server gave this token, but it is not accepted: check auth.audience, auth.resource and auth.scope.'
      : `Check auth.audience, auth.resource and auth.scope, or ${settings.signInAgain ?? 'sign in again'}.`,
    ...shareToken({ obtain, onSecret, now }),
  }
}

const grantWords: Readonly<Record<OAuth2Settings['grant'], string>> = {
  'client-credentials': 'client credentials',
  'authorization-code': 'sign-in (authorization code)',
  'refresh-token': 'refresh token',
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
  if (source === undefined) {
    const remedy = settings.from.startsWith('$') ? `Put a fresh token into ${settings.from}.` : 'Get a fresh token.'
    return { ...fixed(description, { Authorization: `Bearer ${token}` }), remedy, held: () => token }
  }
  // The token that was read with the target file is the first; later ones are read from the same place.
  let first: string | undefined = token
  const obtain = async () => {
    const next = first ?? (await readTokenAgain(source))
    first = undefined
    return { token: next, expiresIn: undefined }
  }
  const remedy =
    source.kind === 'file'
      ? `Write a fresh token into the ${settings.from}.`
      : 'Run tokenCommand by hand: is its token good?'
  return { description, remedy, ...shareToken({ obtain, onSecret, now }) }
}
