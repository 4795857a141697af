// Tokens: what comes of a code or a refresh token, for one check or shared among several.

import type { CheckContext } from '../../src/check/context.ts'
import { Blocked, Unsupported } from '../../src/check/outcome.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { isObject } from '../../src/scim/json.ts'
import { codeParameters, type SignedIn, signIn } from './codes.ts'
import { type Asking, describeAnswer, type Endpoints, endpointsOf, requestToken, serverOf } from './protocol.ts'

type Sharing = Asking & Pick<CheckContext, 'shared'>

/** The parameters that change a refresh token for an access token (RFC 6749 §6). */
export function refreshParameters(refreshToken: string): Record<string, string> {
  return { grant_type: 'refresh_token', refresh_token: refreshToken }
}

/** What the token endpoint has issued, read tolerantly. */
export interface Tokens {
  readonly response: HttpResponse
  readonly accessToken: string
  readonly refreshToken?: string
  /** Seconds. */
  readonly expiresIn?: number
  /** Milliseconds of performance.now(): when the request was sent, and when its answer was there. */
  readonly sentAt: number
  readonly receivedAt: number
}

/** Asks for tokens; blocks where none come: whether that is right is another check's business. */
export async function obtain(
  context: Asking,
  endpoints: Endpoints,
  parameters: Readonly<Record<string, string>>,
): Promise<Tokens> {
  const sentAt = performance.now()
  const response = await requestToken(context, endpoints, parameters)
  const receivedAt = performance.now()
  const { access_token, refresh_token, expires_in } = isObject(response.json) ? response.json : {}
  if (response.status >= 400 || typeof access_token !== 'string') {
    throw new Blocked(`No tokens: the token request was answered ${describeAnswer(response)}.`)
  }
  const seconds = Number(expires_in ?? Number.NaN)
  return {
    response,
    accessToken: access_token,
    ...(typeof refresh_token === 'string' ? { refreshToken: refresh_token } : {}),
    ...(Number.isFinite(seconds) ? { expiresIn: seconds } : {}),
    sentAt,
    receivedAt,
  }
}

/** A grant of one's own: signs in, and changes the code for tokens. */
export async function newGrant(context: Asking, endpoints: Endpoints): Promise<Tokens> {
  return obtain(context, endpoints, codeParameters(context, await signIn(context, endpoints)))
}

export interface FirstGrant {
  readonly signedIn: SignedIn
  /** The answer to the code, whatever it is. */
  readonly response: HttpResponse
}

/** One grant that several checks only look at. Ends the check as unsupported where nobody can sign in. */
export async function firstGrant(context: Sharing): Promise<FirstGrant> {
  const endpoints = await endpointsOf(context)
  return context.shared('auth-server-grant', async inner => {
    const signedIn = await signIn(inner, endpoints)
    return { signedIn, response: await requestToken(inner, endpoints, codeParameters(inner, signedIn)) }
  })
}

/** An answer with tokens: of the first grant, or of the refresh token of the target file where nobody can sign in. */
export async function tokenAnswer(context: Sharing): Promise<HttpResponse> {
  try {
    return (await firstGrant(context)).response
  } catch (error) {
    if (!(error instanceof Unsupported) || serverOf(context).settings.refreshToken === undefined) throw error
    const endpoints = await endpointsOf(context)
    const line = await refreshLine(context)
    return context.shared('auth-server-refreshed', inner =>
      inLine(line, async newest => {
        const tokens = await obtain(inner, endpoints, refreshParameters(newest))
        return { newest: tokens.refreshToken, value: tokens.response }
      }),
    )
  }
}

/** The refresh token of the target file: one after another, since each use may put another in its place. */
export interface Line {
  newest: string
  last: Promise<unknown>
}

/** The line of this run; of no use where the target file has no refresh token. */
export function refreshLine(context: Sharing): Promise<Line> {
  const { refreshToken } = serverOf(context).settings
  return context.shared('auth-server-refresh-line', async () => ({
    newest: refreshToken ?? '',
    last: Promise.resolve(),
  }))
}

function inLine<T>(
  line: Line,
  use: (newest: string) => Promise<{ readonly newest: string | undefined; readonly value: T }>,
): Promise<T> {
  const mine = line.last.then(async () => {
    const { newest, value } = await use(line.newest)
    line.newest = newest ?? line.newest
    return value
  })
  line.last = mine.catch(() => undefined)
  return mine
}

/**
 * Tokens, and a way to refresh them: of a grant of their own, or of the refresh token of the target file where nobody can sign in.
 * Without a refresh token in the answer there is nothing to renew with.
 */
export async function renewable(
  context: Asking,
  endpoints: Endpoints,
  line: Line,
): Promise<{ tokens: Tokens; renew: (refreshToken: string) => Promise<HttpResponse> }> {
  const refresh = (token: string): Promise<HttpResponse> => requestToken(context, endpoints, refreshParameters(token))
  try {
    return { tokens: await newGrant(context, endpoints), renew: refresh }
  } catch (error) {
    if (!(error instanceof Unsupported) || line.newest === '') throw error
  }
  const tokens = await inLine(line, async newest => {
    const value = await obtain(context, endpoints, refreshParameters(newest))
    return { newest: value.refreshToken, value: { ...value, refreshToken: value.refreshToken ?? newest } }
  })
  const renew = (): Promise<HttpResponse> =>
    inLine(line, async newest => {
      const value = await refresh(newest)
      const next = isObject(value.json) ? value.json.refresh_token : undefined
      return { newest: typeof next === 'string' ? next : undefined, value }
    })
  return { tokens, renew }
}

/**
 * Has `use` work with a refresh token: of a grant of its own, or that of the target file where nobody can sign in. It gives back
 * the refresh token that came last. Ends the check as unsupported where there is none.
 */
export async function withRefreshToken(
  context: Sharing,
  use: (refreshToken: string, endpoints: Endpoints) => Promise<string>,
): Promise<void> {
  const endpoints = await endpointsOf(context)
  let tokens: Tokens
  try {
    tokens = await newGrant(context, endpoints)
  } catch (error) {
    if (!(error instanceof Unsupported) || serverOf(context).settings.refreshToken === undefined) throw error
    const line = await refreshLine(context)
    await inLine(line, async newest => ({ newest: await use(newest, endpoints), value: undefined }))
    return
  }
  if (tokens.refreshToken === undefined) throw new Unsupported('No refresh token is issued.')
  await use(tokens.refreshToken, endpoints)
}
