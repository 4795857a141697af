// A sign-in that outlives a run: the access token that is kept, renewed with the refresh token, which may change each time.

import { AuthenticationError } from '../errors.ts'
import type { OAuthClient } from './oauth-client.ts'
import { type AccessToken, askWithRefreshToken, type TokenAnswer } from './token-endpoint.ts'
import { digest, type KeptTokens, readKeptTokens, withTokenLock, writeKeptTokens } from './token-file.ts'

export interface KeptSignInOptions {
  readonly signal?: AbortSignal
  /** Milliseconds since 1970; the clock when absent. */
  readonly now?: () => number
}

/**
 * Gives a function that obtains an access token other than `refused`: the one that is kept while it is good, else a new one
 * by the refresh token. A new refresh token is on disk before anything is done with what came with it, and no two processes
 * spend the same one. The function throws AuthenticationError where one has to sign in.
 */
export function openKeptSignIn(
  client: OAuthClient,
  { signal, now = Date.now }: KeptSignInOptions,
): (refused?: string) => Promise<AccessToken> {
  const { settings } = client
  const file = settings.tokenFile ?? ''
  const again = settings.signInAgain ?? 'sign in again'
  const begunWith = settings.refreshToken === undefined ? undefined : digest(settings.refreshToken)

  return refused =>
    withTokenLock(
      file,
      async () => {
        const stored = await readKeptTokens(file)
        // Another refresh token in the target file is another sign-in.
        const kept = stored?.begunWith === begunWith ? stored : undefined
        for (const secret of [kept?.accessToken, kept?.refreshToken]) if (secret !== undefined) client.secret(secret)
        if (kept !== undefined && kept.accessToken !== refused) {
          const held = stillGood(kept, now())
          if (held !== undefined) return held
        }
        const refreshToken = kept?.refreshToken ?? settings.refreshToken
        if (refreshToken === undefined) throw nothingToRenew(kept, again, now())
        const askedAt = now()
        let answer: TokenAnswer
        try {
          answer = await askWithRefreshToken(client, refreshToken)
        } catch (error) {
          throw isDead(error) ? deadRefreshToken(error, again) : error
        }
        await writeKeptTokens(file, {
          ...(kept?.who === undefined ? {} : { who: kept.who }),
          ...(begunWith === undefined ? {} : { begunWith }),
          refreshToken,
          ...tokensToKeep(answer, askedAt),
        })
        return { ...answer, renewable: true }
      },
      signal,
    )
}

/** What of an answer is kept; `askedAt` is when it was asked for. */
export function tokensToKeep(answer: TokenAnswer, askedAt: number): KeptTokens {
  const { token, expiresIn, refreshToken, scope } = answer
  return {
    version: 1,
    accessToken: token,
    obtainedAt: askedAt,
    ...(expiresIn === undefined ? {} : { expiresAt: askedAt + expiresIn * 1000 }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(scope === undefined ? {} : { scope }),
  }
}

/** The access token that is kept, where enough of its time is left: a fifth where it can be renewed, else any. */
function stillGood(kept: KeptTokens, now: number): AccessToken | undefined {
  const { accessToken, obtainedAt, expiresAt, refreshToken } = kept
  if (accessToken === undefined) return undefined
  const renewable = refreshToken !== undefined
  if (expiresAt === undefined) return { token: accessToken, expiresIn: undefined, renewable }
  const margin = refreshToken === undefined ? 0 : (expiresAt - obtainedAt) * 0.2
  // Before it was obtained: the clock was set back, and nothing can be said of its time.
  if (now > expiresAt - margin || now < obtainedAt - 1000) return undefined
  return { token: accessToken, expiresIn: (expiresAt - now) / 1000, renewable }
}

function nothingToRenew(kept: KeptTokens | undefined, again: string, now: number): AuthenticationError {
  if (kept?.accessToken === undefined) {
    return new AuthenticationError(`You are not signed in: ${again.replace('sign in again', 'sign in')}.`)
  }
  const hasExpired = kept.expiresAt !== undefined && kept.expiresAt <= now
  const what = hasExpired ? 'has expired' : 'is no longer accepted'
  return new AuthenticationError(
    `The access token ${what}, and there is no refresh token to get another with: ${again}.`,
    {
      hint: 'Many authorization servers give a refresh token only where auth.scope holds offline_access.',
    },
  )
}

function isDead(error: unknown): error is AuthenticationError {
  return error instanceof AuthenticationError && error.oauthError === 'invalid_grant'
}

function deadRefreshToken(error: AuthenticationError, again: string): AuthenticationError {
  const detail = error.message.replace(/^No access token: /, '')
  return new AuthenticationError(`The refresh token is no longer accepted: ${again}.`, {
    hint: `A refresh token ends when it is revoked, is used twice, or has not been used for long. What was tried: ${detail}`,
    oauthError: 'invalid_grant',
  })
}
