// A client of an authorization server, over openid-client: its endpoints, how it proves who it is, and what came back last.

import {
  allowInsecureRequests,
  type ClientAuth,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  customFetch,
  discovery,
  None,
  PrivateKeyJwt,
  TlsClientAuth,
} from 'openid-client'
import { AuthenticationError, HarnessError, InterruptedError } from '../errors.ts'
import { type Fetch, FetchError } from '../http/fetch.ts'
import { isLoopback } from '../http/loopback.ts'
import type { OAuth2Settings } from './auth-settings.ts'
import { importClientKey } from './client-key.ts'
import { explainFailure, type LastAttempt } from './oauth-failure.ts'

export interface OAuthClientOptions {
  readonly fetch: Fetch
  readonly userAgent: string
  readonly signal?: AbortSignal
  /** Told of every secret before it is used. */
  onSecret?(secret: string): void
}

export interface OAuthClient {
  readonly settings: OAuth2Settings
  /** Notes a secret: it is redacted in what a run records, and taken out of what the authorization server says. */
  secret(value: string): void
  /**
   * Asks the authorization server something. Throws AuthenticationError, or InterruptedError once the signal is aborted;
   * `attempt` names what was tried, in words that follow "No access token:".
   */
  ask<T>(attempt: string, work: (configuration: Configuration) => Promise<T>): Promise<T>
}

/** Prepares a client as the settings say; discovery happens with the first question, and once. */
export function openOAuthClient(settings: OAuth2Settings, options: OAuthClientOptions): OAuthClient {
  const { signal } = options
  const secrets = new Set<string>()
  let last: LastAttempt | undefined
  const observedFetch: CustomFetch = async (url, init) => {
    last = { url }
    assertSafe(url)
    try {
      const response = await options.fetch(url, {
        method: init.method,
        headers: { ...init.headers, 'user-agent': options.userAgent },
        ...(init.body instanceof URLSearchParams ? { body: init.body.toString() } : {}),
      })
      const contentType = response.headers.get('content-type') ?? ''
      const text = await response.clone().text()
      last = { url, answer: { status: response.status, contentType, text, date: response.headers.get('date') } }
      return settings.issuer === undefined ? withoutIdToken(response, text) : response
    } catch (error) {
      if (error instanceof FetchError) last = { url, problem: error.problem }
      throw error
    }
  }

  const configure = async (): Promise<Configuration> => {
    const authenticate = authenticationOf(settings)
    const metadata = settings.clientAuthentication === 'tls-client-auth' ? { use_mtls_endpoint_aliases: true } : {}
    if (settings.tokenEndpoint !== undefined) {
      const endpoint = settings.tokenEndpoint
      const { authorizationEndpoint } = settings
      const known = new Configuration(
        {
          issuer: endpoint,
          token_endpoint: endpoint,
          ...(authorizationEndpoint === undefined ? {} : { authorization_endpoint: authorizationEndpoint }),
        },
        settings.clientId,
        metadata,
        authenticate,
      )
      known[customFetch] = observedFetch
      known.timeout = 0 // options.fetch has a limit of its own.
      if (isPlainLoopback(endpoint)) allowInsecureRequests(known)
      return known
    }
    const issuer = new URL(settings.issuer ?? '')
    const discover = (algorithm: 'oidc' | 'oauth2'): Promise<Configuration> =>
      discovery(issuer, settings.clientId, metadata, authenticate, {
        algorithm,
        [customFetch]: observedFetch,
        ...(isPlainLoopback(issuer.href) ? { execute: [allowInsecureRequests] } : {}),
      })
    try {
      return await discover('oidc')
    } catch (error) {
      // An authorization server that knows nothing of OpenID Connect publishes its metadata as RFC 8414 says.
      if (last?.answer?.status !== 404) throw error
      return await discover('oauth2')
    }
  }

  let configuration: Configuration | undefined
  const secret = (value: string): void => {
    secrets.add(value)
    options.onSecret?.(value)
  }
  if (settings.clientSecret !== undefined) {
    secret(settings.clientSecret)
    for (const pair of basicPairs(settings.clientId, settings.clientSecret)) secret(pair)
  }
  if (settings.refreshToken !== undefined) secret(settings.refreshToken)
  return {
    settings,
    secret,
    ask: async (attempt, work) => {
      last = undefined
      try {
        configuration ??= await configure()
        return await work(configuration)
      } catch (error) {
        if (signal?.aborted) throw new InterruptedError()
        if (error instanceof HarnessError) throw error
        // The library wraps what its fetch throws.
        if (error instanceof Error && error.cause instanceof HarnessError) throw error.cause
        throw explainFailure({ settings, secrets, attempt, last, reason: reasonOf(error) })
      }
    },
  }
}

/** What Basic credentials of the client look like, with its id and secret form-encoded (RFC 6749 §2.3.1) and as they are. */
function basicPairs(id: string, secret: string): readonly string[] {
  const encoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1)
  // As the library spells them.
  const strict = (text: string): string =>
    encoded(text).replace(/[-_.!~*'()]/g, one => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
  const pairs = [`${id}:${secret}`, `${encoded(id)}:${encoded(secret)}`, `${strict(id)}:${strict(secret)}`]
  return pairs.map(pair => Buffer.from(pair, 'utf8').toString('base64'))
}

function authenticationOf(settings: OAuth2Settings): ClientAuth {
  switch (settings.clientAuthentication) {
    case 'basic':
      return ClientSecretBasic(settings.clientSecret)
    case 'post':
      return ClientSecretPost(settings.clientSecret)
    case 'private-key-jwt': {
      const { key, kid } = importClientKey(settings.clientKey ?? { text: '' })
      return PrivateKeyJwt(kid === undefined ? key : { key, kid })
    }
    case 'tls-client-auth':
      return TlsClientAuth()
    case 'none':
      return None()
  }
}

/** Where no issuer is known, an ID token cannot be held against one; nothing here needs it. */
function withoutIdToken(response: Response, text: string): Response {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || !('id_token' in body)) return response
    const { id_token: _, ...rest } = body
    return new Response(JSON.stringify(rest), { status: response.status, headers: response.headers })
  } catch {
    return response
  }
}

/** What the library makes of an answer, in our words; its own errors may hold tokens and are not passed on. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it cannot be used'
  const cause = error.cause instanceof Error ? error.cause.message : error.message
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'OAUTH_RESPONSE_IS_NOT_JSON' || code === 'OAUTH_PARSE_ERROR') return 'the body is not JSON'
  if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return issuerMismatch(error)
  if (code === 'OAUTH_UNSUPPORTED_OPERATION') return 'its token_type is not Bearer'
  if (/nonce/.test(cause)) return 'its ID token does not carry the nonce that was sent'
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return 'its ID token has expired, or is from the future'
  if (/ID Token|JWT/.test(cause)) return 'its ID token is not for us, or not from the issuer'
  const known = /"(?:as\.)?(access_token|token_type|expires_in|refresh_token|scope|id_token|token_endpoint|issuer)"/
  const member = known.exec(cause)?.[1]
  if (member !== undefined) return `its ${member} is missing or unusable`
  return error instanceof ClientError ? error.message : 'it cannot be used'
}

function issuerMismatch(error: Error): string {
  const { cause } = error
  const body = typeof cause === 'object' && cause !== null && 'body' in cause ? cause.body : undefined
  const issuer = typeof body === 'object' && body !== null && 'issuer' in body ? body.issuer : undefined
  const named = typeof issuer === 'string' && URL.canParse(issuer) ? ` ${new URL(issuer).href}` : ' something else'
  return `it calls itself${named}, which must be written as auth.issuer`
}

/** Refuses to send anything in the clear to another machine, whoever named the address. */
function assertSafe(url: string): void {
  if (new URL(url).protocol === 'https:' || isPlainLoopback(url)) return
  throw new AuthenticationError(
    `No access token: ${url} is not https, and the client secret would travel in the clear.`,
    {
      hint: 'Use an https address; http is allowed on the own machine only.',
    },
  )
}

function isPlainLoopback(url: string): boolean {
  return new URL(url).protocol === 'http:' && isLoopback(url)
}
