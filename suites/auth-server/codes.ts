// Authorization codes: the request, the sign-in by redirects alone or by the command of the target file, and the way back.

import { createHash, randomBytes } from 'node:crypto'
import { Blocked, Unsupported } from '../../src/check/outcome.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { type Asking, browse, type Endpoints, serverOf } from './protocol.ts'

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
