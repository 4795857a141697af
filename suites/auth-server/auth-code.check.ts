// The authorization code grant (RFC 6749 §4.1).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import { Blocked } from '../../src/check/outcome.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, show, statusText } from '../../src/check/words.ts'
import { authorizationUrl, codeParameters, isRedirectTo, redirectOf, signIn } from './codes.ts'
import { firstGrant, obtain, refreshParameters } from './grants.ts'
import { browse, describeAnswer, endpointsOf, expectRefusal, hasToken, requestToken, serverOf } from './protocol.ts'

/** Whether two answers to authorization requests look alike: the same page, or redirects to the same place. */
function lookAlike(one: HttpResponse, other: HttpResponse): boolean {
  const place = (response: HttpResponse): string => {
    const to = redirectOf(response)
    return to === undefined ? '' : `${to.origin}${to.pathname}`
  }
  return one.status === other.status && place(one) === place(other)
}

/** One by one: a sign-in may end what came of the one before. */
export const authorizationCode = suite('Authorization code grant', [
  check(
    'auth-code/redirect',
    {
      title: 'a sign-in ends at the redirect URI with a code',
      verifies: '6749-4.1.2-01',
      fix: 'Add the parameter code to the query of the redirect URI.',
      alone: true,
    },
    async context => {
      const { signedIn } = await firstGrant(context)
      expectThat(signedIn.code !== '', {
        expected: 'a redirect with the parameter code',
        got: `a redirect with ${[...signedIn.redirect.searchParams.keys()].join(', ') || 'no parameters'}`,
        response: signedIn.response,
      })
    },
  ),

  check(
    'auth-code/state',
    {
      title: 'the state comes back exactly as it was sent',
      verifies: '6749-4.1.2-02',
      fix: 'Keep the state as it was decoded from the query, and percent-encode it once when building the redirect.',
      alone: true,
    },
    async context => {
      const { signedIn } = await firstGrant(context)
      const states = signedIn.redirect.searchParams.getAll('state')
      expectThat(states.length === 1 && states[0] === signedIn.sentState, {
        expected: `state ${show(signedIn.sentState)}`,
        got: states.length === 0 ? 'no state' : `state ${states.map(state => show(state)).join(' and ')}`,
        response: signedIn.response,
      })
    },
  ),

  check(
    'auth-code/used-once',
    {
      title: 'a code that was used is refused',
      verifies: ['6749-4.1.2-03', '6749-5.2-01', '6749-5.2-02', '6749-5.2-04'],
      fix: 'Delete the code, or mark it as used, in the same transaction in which tokens are issued for it.',
      alone: true,
    },
    async context => {
      const endpoints = await endpointsOf(context)
      const parameters = codeParameters(context, await signIn(context, endpoints))
      await obtain(context, endpoints, parameters)
      expectRefusal(await requestToken(context, endpoints, parameters), ['invalid_grant'], '6749-4.1.2-03')
    },
  ),

  check(
    'auth-code/replay-revokes',
    {
      title: 'a code that is used again takes back the tokens that came of it',
      verifies: '6749-4.1.2-04',
      fix: 'Remember which tokens came of a code, and revoke them when the code comes again.',
      alone: true,
    },
    async context => {
      const endpoints = await endpointsOf(context)
      const parameters = codeParameters(context, await signIn(context, endpoints))
      const { refreshToken } = await obtain(context, endpoints, parameters)
      if (refreshToken === undefined) context.unsupported('No refresh token is issued.')
      const again = await requestToken(context, endpoints, parameters)
      if (hasToken(again)) context.blocked('The code can be used twice.')
      const response = await requestToken(context, endpoints, refreshParameters(refreshToken ?? ''))
      expectThat(!hasToken(response), {
        expected: 'the refresh token of the first answer refused',
        got: describeAnswer(response),
        response,
      })
    },
  ),

  check(
    'auth-code/other-redirect-uri',
    {
      title: 'a code is refused with another redirect URI than it was asked for with',
      verifies: ['6749-4.1.3-01', '6749-5.2-01', '6749-5.2-02', '6749-5.2-04'],
      fix: 'Keep the redirect_uri of the authorization request with the code, and compare the whole of it.',
      alone: true,
    },
    async context => {
      const endpoints = await endpointsOf(context)
      const parameters = codeParameters(context, await signIn(context, endpoints))
      const other = { ...parameters, redirect_uri: `${parameters.redirect_uri}/other` }
      const response = await requestToken(context, endpoints, other)
      expectRefusal(response, ['invalid_grant', 'invalid_request', 'redirect_uri_mismatch'], '6749-4.1.3-01')
    },
  ),

  check(
    'auth-code/unregistered-redirect-uri',
    {
      title: 'nobody is sent to a redirect URI that does not belong to the client',
      verifies: '6749-4.1.2.1-01',
      fix: 'Compare redirect_uri with those registered before anything else, and answer a page, not a redirect, where it is none of them.',
      alone: true,
    },
    async context => {
      const endpoints = await endpointsOf(context)
      const stranger = `https://scimc-${context.random.word(12)}.invalid/callback`
      const urlFor = (redirectUri?: string): string =>
        authorizationUrl(context, endpoints, {
          state: `scimc-${context.random.word(12)}`,
          ...(redirectUri === undefined ? {} : { redirectUri }),
        })
      const response = await browse(context, urlFor(stranger), 'text/html, */*')
      const expectNotThere = (to: URL | undefined): void =>
        expectThat(to === undefined || !isRedirectTo(to, stranger), {
          expected: 'an error page, and no redirect to a URI that was never registered',
          got: `${describeResponse(response)}, to ${stranger}`,
          response,
        })
      expectNotThere(redirectOf(response))
      const usual = await browse(context, urlFor(), 'text/html, */*')
      if (!lookAlike(response, usual)) return
      if (response.status >= 400)
        context.blocked(`The registered redirect URI is refused as well: ${statusText(usual.status)}.`)
      // A sign-in may come first, and the redirect URI be looked at afterwards.
      await seeSignIn(context, urlFor(stranger), expectNotThere)
    },
  ),
])

/** Signs in with an unregistered redirect URI: no end of it, or an end at another place, is as it has to be. */
async function seeSignIn(context: CheckContext, url: string, expectNotThere: (to: URL) => void): Promise<void> {
  const { signIn: bySomebody } = serverOf(context)
  const unseen = 'Somebody has to sign in before the redirect URI is looked at.'
  if (bySomebody === undefined) return context.unsupported(unseen)
  let end: string
  try {
    end = await bySomebody(url)
  } catch (error) {
    if (error instanceof Blocked) return context.unsupported(`${unseen} The command gave no URL.`)
    throw error
  }
  expectNotThere(new URL(end))
}
