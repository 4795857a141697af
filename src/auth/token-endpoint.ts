// Obtains access tokens by client credentials and by refresh tokens (RFC 6749 sections 4.4 and 6).

import { type Configuration, clientCredentialsGrant, refreshTokenGrant } from 'openid-client'
import { AuthenticationError } from '../errors.ts'
import type { OAuth2Settings } from './auth-settings.ts'
import type { OAuthClient } from './oauth-client.ts'

export interface AccessToken {
  readonly token: string
  /** Seconds it lives, counted from when it was asked for; undefined where the answer does not say. */
  readonly expiresIn: number | undefined
  /** False where no other can be had before a person signs in again. */
  readonly renewable?: boolean
}

/** What a token endpoint gives; a new refresh token takes the place of the one before. */
export interface TokenAnswer extends AccessToken {
  readonly refreshToken?: string
  readonly scope?: string
}

/** Asks for a token with the client's own credentials. Throws AuthenticationError or InterruptedError. */
export function askAsClient(client: OAuthClient): Promise<AccessToken> {
  const { settings } = client
  return client.ask(`OAuth 2.0 client credentials of client "${settings.clientId}"`, async configuration => {
    const answer = await clientCredentialsGrant(configuration, {
      ...settings.parameters,
      ...wishes(settings),
    })
    return readAnswer(client, answer)
  })
}

/** Exchanges a refresh token. Throws AuthenticationError or InterruptedError. */
export function askWithRefreshToken(client: OAuthClient, refreshToken: string): Promise<TokenAnswer> {
  const { settings } = client
  client.secret(refreshToken)
  return client.ask(`the refresh token of client "${settings.clientId}"`, async configuration => {
    const further = settings.grant === 'refresh-token' ? settings.parameters : {}
    const { scope: _, ...wanted } = wishes(settings)
    // Without a scope the one that was granted stays (RFC 6749 section 6); asking for more would be refused.
    return readAnswer(client, await refreshTokenGrant(configuration, refreshToken, { ...further, ...wanted }))
  })
}

type Answer = Awaited<ReturnType<typeof refreshTokenGrant>>

/** Takes out of an answer what is kept, and notes every token in it as secret. */
export function readAnswer(client: OAuthClient, answer: Answer): TokenAnswer {
  client.secret(answer.access_token)
  if (answer.refresh_token !== undefined) client.secret(answer.refresh_token)
  if (answer.id_token !== undefined) client.secret(answer.id_token)
  assertSendable(answer.access_token)
  return {
    token: answer.access_token,
    expiresIn: answer.expires_in,
    ...(answer.refresh_token === undefined ? {} : { refreshToken: answer.refresh_token }),
    ...(answer.scope === undefined ? {} : { scope: answer.scope }),
  }
}

/** Characters of a token that servers take in a header; theirs end at 8,000 or 16,000. */
const longestToken = 65_536

/** Throws AuthenticationError for a token that no request could carry. */
function assertSendable(token: string): void {
  const problem =
    token.length > longestToken
      ? `has ${token.length} characters, and no header holds so many`
      : /^[\x21-\x7e]+$/.test(token)
        ? undefined
        : 'holds characters that cannot be sent in a header'
  if (problem === undefined) return
  throw new AuthenticationError(`The authorization server gave an access token that ${problem}.`, {
    hint: 'The answer is not what RFC 6749, section 5.1, describes. Ask the operator of the authorization server.',
  })
}

/** For whom and what a token is wanted. */
export function wishes({ scope, audience, resource }: OAuth2Settings): Record<string, string> {
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
    ...(resource === undefined ? {} : { resource }),
  }
}

/** The revocation endpoint, where the authorization server publishes one (RFC 7009). */
export function revocationEndpoint(configuration: Configuration): string | undefined {
  return configuration.serverMetadata().revocation_endpoint
}
