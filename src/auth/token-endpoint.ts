// Obtains access tokens by OAuth 2.0 client credentials (RFC 6749 section 4.4), through openid-client.

import {
  allowInsecureRequests,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  clientCredentialsGrant,
  customFetch,
  discovery,
} from 'openid-client'
import { AuthenticationError, InterruptedError } from '../errors.ts'
import { type Fetch, FetchError } from '../http/fetch.ts'
import { isLoopback } from '../http/loopback.ts'
import type { OAuth2Settings } from './auth-settings.ts'
import { explainFailure, type LastAttempt } from './oauth-failure.ts'

export interface AccessToken {
  readonly token: string
  /** Seconds it lives, counted from when it was asked for; undefined where the answer does not say. */
  readonly expiresIn: number | undefined
}

export interface TokenEndpoint {
  /** Asks for a token. Throws AuthenticationError, or InterruptedError once the signal is aborted. */
  obtain(): Promise<AccessToken>
}

/** Prepares to ask for tokens as the settings say; discovery happens with the first token, and once. */
export function openTokenEndpoint(
  settings: OAuth2Settings,
  options: { readonly fetch: Fetch; readonly userAgent: string; readonly signal?: AbortSignal },
): TokenEndpoint {
  const { signal } = options
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
      last = { url, answer: { status: response.status, contentType, text: await response.clone().text() } }
      return response
    } catch (error) {
      if (error instanceof FetchError) last = { url, problem: error.problem }
      throw error
    }
  }

  let configuration: Configuration | undefined
  const configure = async (): Promise<Configuration> => {
    const authenticate =
      settings.clientAuthentication === 'basic'
        ? ClientSecretBasic(settings.clientSecret)
        : ClientSecretPost(settings.clientSecret)
    if (settings.tokenEndpoint !== undefined) {
      const endpoint = settings.tokenEndpoint
      const known = new Configuration(
        { issuer: endpoint, token_endpoint: endpoint },
        settings.clientId,
        {},
        authenticate,
      )
      known[customFetch] = observedFetch
      known.timeout = 0 // options.fetch has a limit of its own.
      if (isPlainLoopback(endpoint)) allowInsecureRequests(known)
      return known
    }
    const issuer = new URL(settings.issuer ?? '')
    const discover = (algorithm: 'oidc' | 'oauth2'): Promise<Configuration> =>
      discovery(issuer, settings.clientId, {}, authenticate, {
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

  const obtain = async (): Promise<AccessToken> => {
    last = undefined
    try {
      configuration ??= await configure()
      const answer = await clientCredentialsGrant(configuration, requestParameters(settings))
      return { token: answer.access_token, expiresIn: answer.expires_in }
    } catch (error) {
      if (signal?.aborted) throw new InterruptedError()
      // The library wraps what its fetch throws.
      if (error instanceof Error && error.cause instanceof AuthenticationError) throw error.cause
      throw explainFailure(settings, last, reasonOf(error))
    }
  }
  return { obtain }
}

function requestParameters(settings: OAuth2Settings): Record<string, string> {
  const { scope, audience, resource, parameters } = settings
  return {
    ...parameters,
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
    ...(resource === undefined ? {} : { resource }),
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
