// Codes and tokens: somebody signs in, by redirects alone or by the command of the target file, and the code becomes tokens.

import { createHash, randomBytes } from 'node:crypto'
import type { CheckContext } from '../../src/check/context.ts'
import { Blocked, Unsupported } from '../../src/check/outcome.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isObject } from '../../src/scim/json.ts'
import { type Asking, browse, describeAnswer, type Endpoints, endpointsOf, requestToken, serverOf } from './protocol.ts'

type Sharing = Asking & Pick<CheckContext, 'shared'>

/** What came of an authorization request and a sign-in. */
export interface SignedIn {
  readonly code: string
  /** Goes with the code where the request had a challenge. */
  readonly verifier?: string
  readonly sentState: string
  /** The URL to which the browser was sent back. */
  readonly redirect: URL
  /** The answer to the authorization request. */
  readonly response: HttpResponse
}

/** Characters of a state that have to be percent-encoded on the way, all of them allowed (RFC 6749 appendix A.5). */
const stateTail = '+/=&?% ~'

/** The URL of an authorization request (RFC 6749 §4.1.1), with a challenge of RFC 7636 where a verifier is given. */
export function authorizationUrl(
  context: Asking,
  { authorization }: Endpoints,
  { state, verifier, redirectUri }: { state: string; verifier?: string; redirectUri?: string },
): string {
  const { settings } = serverOf(context)
  if (authorization === undefined) {
    throw new Unsupported('No authorization endpoint is known: name it as authServer.authorizationEndpoint.')
  }
  const url = new URL(authorization)
  const parameters: Readonly<Record<string, string>> = {
    ...settings.parameters,
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri ?? settings.redirectUri,
    state,
    ...(settings.scope === undefined ? {} : { scope: settings.scope }),
    ...(verifier === undefined
      ? {}
      : {
          code_challenge: createHash('sha256').update(verifier).digest('base64url'),
          code_challenge_method: 'S256',
        }),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/** Where an answer redirects to, as an absolute URL. */
export function redirectOf({ status, headers, url }: HttpResponse): URL | undefined {
  const { location } = headers
  if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url)) return undefined
  return new URL(location, url)
}

/** Whether a URL is the redirect URI, with whatever parameters. */
export function isRedirectTo(url: URL, redirectUri: string): boolean {
  const wanted = new URL(redirectUri)
  return url.protocol === wanted.protocol && url.host === wanted.host && url.pathname === wanted.pathname
}

export const wantsSignIn =
  'Somebody has to sign in: name a command that does so as authServer.signInCommand (docs/auth-server.md).'

/**
 * Sends an authorization request, has somebody sign in where that is asked for, and reads the code. Ends the check as unsupported
 * where nobody can sign in; blocks where the request is refused.
 */
export async function signIn(context: Asking, endpoints: Endpoints, { pkce = true } = {}): Promise<SignedIn> {
  const { settings, keepSecret, signIn: bySomebody } = serverOf(context)
  const sentState = `scimc-${context.random.word(12)}${stateTail}`
  const verifier = pkce ? randomBytes(32).toString('base64url') : undefined
  if (verifier !== undefined) keepSecret(verifier)
  const url = authorizationUrl(context, endpoints, {
    state: sentState,
    ...(verifier === undefined ? {} : { verifier }),
  })
  const response = await browse(context, url, 'text/html, */*')
  let redirect = redirectOf(response)
  if (redirect === undefined || !isRedirectTo(redirect, settings.redirectUri)) {
    if (response.status >= 400)
      throw new Blocked(`The authorization request was answered ${describeResponse(response)}.`)
    if (bySomebody === undefined) throw new Unsupported(wantsSignIn)
    redirect = new URL(await bySomebody(url))
    if (!isRedirectTo(redirect, settings.redirectUri)) {
      throw new Blocked('The sign-in did not end at authServer.redirectUri.')
    }
  }
  const { searchParams } = redirect
  const code = searchParams.get('code')
  if (code !== null) keepSecret(code)
  const error = searchParams.get('error')
  if (error !== null) throw new Blocked(`The authorization request was refused: ${show(error, 60)}.`)
  return { code: code ?? '', sentState, redirect, response, ...(verifier === undefined ? {} : { verifier }) }
}

/** The parameters that change a code for tokens (RFC 6749 §4.1.3). */
export function codeParameters(context: Asking, { code, verifier }: SignedIn): Record<string, string> {
  const { redirectUri } = serverOf(context).settings
  return {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    ...(verifier === undefined ? {} : { code_verifier: verifier }),
  }
}

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
