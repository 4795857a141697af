// The sign-in of a person: authorization code with PKCE (RFC 6749 section 4.1, RFC 7636, RFC 9700), state and nonce checked.

import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  tokenRevocation,
} from 'openid-client'
import { AuthenticationError, ConfigurationError } from '../errors.ts'
import { tokensToKeep } from './kept-sign-in.ts'
import type { OAuthClient } from './oauth-client.ts'
import { printable } from './oauth-failure.ts'
import { hintForCode } from './oauth-hints.ts'
import { readAnswer, revocationEndpoint, wishes } from './token-endpoint.ts'
import { deleteKeptTokens, type KeptTokens, readKeptTokens, withTokenLock, writeKeptTokens } from './token-file.ts'

export interface SignIn {
  /** Where the person signs in. */
  readonly url: string
  /**
   * Takes where the browser was sent (an absolute URL with its query), exchanges the code and keeps the tokens. Throws
   * AuthenticationError.
   */
  finish(answer: URL): Promise<KeptTokens>
  /** The same for what was pasted: that URL, its query, or the code alone (which only PKCE protects, having no state). */
  finishPasted(text: string): Promise<KeptTokens>
}

/** Begins a sign-in that comes back to `redirectUri`. Throws AuthenticationError where the issuer cannot be asked. */
export async function beginSignIn(client: OAuthClient, redirectUri: string): Promise<SignIn> {
  const { settings } = client
  const attempt = `the authorization code of client "${settings.clientId}"`
  const verifier = randomPKCECodeVerifier()
  const state = randomState()
  const scopes = settings.scope?.split(/\s+/) ?? []
  const isOpenId = settings.issuer !== undefined && scopes.includes('openid')
  const nonce = isOpenId ? randomNonce() : undefined
  client.secret(verifier)
  const challenge = await calculatePKCECodeChallenge(verifier)

  const url = await client.ask(attempt, async configuration => {
    if (configuration.serverMetadata().authorization_endpoint === undefined) {
      throw new ConfigurationError(`${settings.issuer ?? settings.tokenEndpoint} names no authorization endpoint.`, {
        hint: 'Write auth.tokenEndpoint and auth.authorizationEndpoint in place of auth.issuer.',
      })
    }
    return buildAuthorizationUrl(configuration, {
      // Without consent that is asked for, OpenID Connect gives no refresh token (Core, section 11).
      ...(isOpenId && scopes.includes('offline_access') ? { prompt: 'consent' } : {}),
      ...settings.parameters,
      ...wishes(settings),
      redirect_uri: redirectUri,
      state,
      ...(nonce === undefined ? {} : { nonce }),
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
  })

  const finish: SignIn['finish'] = async answer => {
    const code = answer.searchParams.get('code')
    if (code !== null) client.secret(code)
    const returned = answer.searchParams.get('state')
    if (returned !== state) throw wrongState(returned)
    const asExpected = new URL(redirectUri)
    for (const [name, value] of answer.searchParams) {
      // Where no issuer is known there is nothing to hold `iss` against.
      if (name !== 'iss' || settings.issuer !== undefined) asExpected.searchParams.append(name, value)
    }
    return client.ask(attempt, async configuration => {
      const askedAt = Date.now()
      const { resource, audience } = settings
      const tokens = await authorizationCodeGrant(
        configuration,
        asExpected,
        { pkceCodeVerifier: verifier, expectedState: state, ...(nonce === undefined ? {} : { expectedNonce: nonce }) },
        { ...(resource === undefined ? {} : { resource }), ...(audience === undefined ? {} : { audience }) },
      ).catch((error: unknown) => {
        throw error instanceof AuthorizationResponseError ? refused(error, client) : error
      })
      const claims = tokens.claims()
      const who = [claims?.email, claims?.preferred_username, claims?.name, claims?.sub].find(
        claim => typeof claim === 'string',
      )
      const kept = {
        ...tokensToKeep(readAnswer(client, tokens), askedAt),
        ...(typeof who === 'string' ? { who: printable(who, new Set(), 100) } : {}),
      }
      const file = settings.tokenFile ?? ''
      await withTokenLock(file, () => writeKeptTokens(file, kept))
      return kept
    })
  }

  const finishPasted: SignIn['finishPasted'] = async text => {
    const pasted = text.trim()
    if (/^https?:\/\//i.test(pasted) && URL.canParse(pasted)) return finish(new URL(pasted))
    const answer = new URL(redirectUri)
    if (/(^|[?&])(code|error)=/.test(pasted)) {
      answer.search = pasted.replace(/^\?/, '')
      return finish(answer)
    }
    if (!/^[\x21-\x7e]+$/.test(pasted)) {
      throw new AuthenticationError('What was pasted holds no authorization code.', {
        hint: 'Copy the whole address from the browser after signing in, or the code that the page shows.',
      })
    }
    answer.searchParams.set('code', pasted)
    answer.searchParams.set('state', state)
    const issuer = await client.ask(attempt, async configuration => configuration.serverMetadata().issuer)
    if (settings.issuer !== undefined) answer.searchParams.set('iss', issuer)
    return finish(answer)
  }
  return { url: url.href, finish, finishPasted }
}

/** Forgets the tokens of a target, and revokes them where the authorization server takes that; says what came of it. */
export async function signOut(client: OAuthClient): Promise<'nothing kept' | 'forgotten' | 'forgotten and revoked'> {
  const file = client.settings.tokenFile ?? ''
  const kept = await readKeptTokens(file)
  if (!(await deleteKeptTokens(file)) || kept === undefined) return 'nothing kept'
  const token = kept.refreshToken ?? kept.accessToken
  if (token === undefined || client.settings.issuer === undefined) return 'forgotten'
  client.secret(token)
  try {
    return await client.ask('the revocation', async configuration => {
      if (revocationEndpoint(configuration) === undefined) return 'forgotten'
      await tokenRevocation(configuration, token)
      return 'forgotten and revoked'
    })
  } catch {
    // What matters is that nothing is kept here any more; a token that cannot be revoked expires.
    return 'forgotten'
  }
}

function wrongState(returned: string | null): AuthenticationError {
  const what = returned === null ? 'without the state that was sent' : 'with another state than was sent'
  return new AuthenticationError(`The browser came back ${what}: this answer does not belong to this sign-in.`, {
    hint: 'Start again and use the newest address only. If it happens every time, the authorization server breaks RFC 6749, section 4.1.2.',
  })
}

function refused(error: AuthorizationResponseError, { settings }: OAuthClient): AuthenticationError {
  const code = printable(error.error, new Set(), 60)
  const description = printable(error.error_description ?? '', new Set(), 200)
  const detail = description === '' ? '' : ` (${description})`
  return new AuthenticationError(`The authorization server answered the sign-in with ${code}${detail}.`, {
    hint: hintForCode(code, description, settings),
    oauthError: code,
  })
}
