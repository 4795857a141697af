// Token requests that cannot succeed, and how they are refused (RFC 6749 §5.2). None of them needs a sign-in.

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { mediaType, show, statusText } from '../../src/check/words.ts'
import { refreshParameters } from './grants.ts'
import { describeAnswer, endpointsOf, errorOf, expectRefusal, hasToken, requestToken, serverOf } from './protocol.ts'

/** A code that nobody has issued, with all that goes with one. */
function unknownCode(context: CheckContext): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    code: `scimc-${context.random.word(24)}`,
    redirect_uri: serverOf(context).settings.redirectUri,
  }
}

export const tokenErrors = suite('Errors of the token endpoint', [
  check(
    'auth-errors/unknown-grant-type',
    {
      title: 'a grant type that nobody knows is refused as unsupported_grant_type',
      verifies: ['6749-5.2-01', '6749-5.2-02', '6749-5.2-04'],
      fix: 'Answer 400 with {"error": "unsupported_grant_type"}.',
    },
    async context => {
      const endpoints = await endpointsOf(context)
      const parameters = { grant_type: 'urn:example:scimc:grant-type:none' }
      // What nobody knows, no client may use either.
      const codes = ['unsupported_grant_type', 'unauthorized_client']
      expectRefusal(await requestToken(context, endpoints, parameters), codes, '6749-5.2-02')
    },
  ),

  check(
    'auth-errors/missing-parameter',
    {
      title: 'a token request that lacks a parameter is refused as invalid_request',
      verifies: ['6749-5.2-01', '6749-5.2-02', '6749-5.2-04'],
      fix: 'Look for the parameters of the grant before using them, and answer 400 with {"error": "invalid_request"}.',
    },
    async context => {
      const endpoints = await endpointsOf(context)
      const { redirectUri } = serverOf(context).settings
      const requests: readonly (readonly [string, Record<string, string>, readonly string[]])[] = [
        ['no code', { grant_type: 'authorization_code', redirect_uri: redirectUri }, ['invalid_request']],
        // Where refreshing is not offered, that is what it is refused for.
        [
          'no refresh_token',
          { grant_type: 'refresh_token' },
          ['invalid_request', 'unsupported_grant_type', 'unauthorized_client'],
        ],
        ['no grant_type', { redirect_uri: redirectUri }, ['invalid_request', 'unsupported_grant_type']],
      ]
      for (const [name, parameters, codes] of requests) {
        await context.subject(name, async () => {
          expectRefusal(await requestToken(context, endpoints, parameters), codes, '6749-5.2-02')
        })
      }
    },
  ),

  check(
    'auth-errors/unknown-grant',
    {
      title: 'a code or refresh token that nobody has issued is refused as invalid_grant',
      verifies: ['6749-5.2-01', '6749-5.2-02', '6749-5.2-04'],
      fix: 'Answer 400 with {"error": "invalid_grant"}: a client knows by it that somebody has to sign in again.',
    },
    async context => {
      const endpoints = await endpointsOf(context)
      await context.subject('code', async () => {
        expectRefusal(await requestToken(context, endpoints, unknownCode(context)), ['invalid_grant'], '6749-5.2-02')
      })
      await context.subject('refresh token', async () => {
        const parameters = refreshParameters(`scimc-${context.random.word(24)}`)
        const response = await requestToken(context, endpoints, parameters)
        const error = errorOf(response)
        if (error === 'unsupported_grant_type' || error === 'unauthorized_client') {
          context.unsupported('Refresh tokens are not offered.')
        }
        expectRefusal(response, ['invalid_grant'], '6749-5.2-02')
      })
    },
  ),

  check(
    'auth-errors/media-type',
    {
      title: 'errors of the token endpoint have the media type application/json',
      verifies: '6749-5.2-05',
      fix: 'Send Content-Type: application/json with errors as with tokens.',
    },
    async context => {
      const response = await requestToken(context, await endpointsOf(context), unknownCode(context))
      // An answer of 5xx may be that of something in between.
      if (response.status < 400 || response.status >= 500)
        context.blocked(`The request was answered ${describeAnswer(response)}.`)
      expectThat(mediaType(response) === 'application/json', {
        expected: 'Content-Type: application/json',
        got: mediaType(response) || 'no Content-Type',
        response,
      })
    },
  ),

  check(
    'auth-errors/wrong-secret',
    {
      title: 'a client with a wrong secret is refused as invalid_client',
      verifies: ['6749-2.3-01', '6749-5.2-03', '6749-5.2-01', '6749-5.2-04'],
      fix: 'Answer 401 with {"error": "invalid_client"}, and with WWW-Authenticate: Basic where the secret came in that header.',
    },
    async context => {
      if (serverOf(context).settings.clientSecret === undefined) context.unsupported('The client is a public one.')
      const endpoints = await endpointsOf(context)
      const secret = `scimc-${context.random.word(24)}`
      for (const method of ['basic', 'post'] as const) {
        await context.subject(method, async () => {
          const response = await requestToken(context, endpoints, unknownCode(context), { method, secret })
          const error = errorOf(response)
          // Which of two faults is told first is up to the authorization server.
          if (error === 'invalid_grant') return context.unsupported('the code is looked at before the client')
          const got = describeAnswer(response)
          if (hasToken(response)) {
            return expectThat(false, { requirement: '6749-2.3-01', expected: 'error "invalid_client"', got, response })
          }
          const header = response.headers['www-authenticate']
          const isChallenged = response.status === 401 && /(^|,\s*)Basic(\s|,|$)/i.test(header ?? '')
          expectAll(
            () =>
              expectThat(method === 'post' || isChallenged, {
                requirement: '6749-5.2-03',
                expected: `${statusText(401)} with WWW-Authenticate: Basic`,
                got:
                  response.status === 401
                    ? `401 with ${header === undefined ? 'no WWW-Authenticate' : `WWW-Authenticate: ${show(header, 60)}`}`
                    : got,
                response,
              }),
            () =>
              expectThat(error !== undefined, {
                requirement: '6749-5.2-01',
                expected: 'a JSON object with the member error',
                got,
                response,
              }),
            () =>
              expectThat(error === undefined || error === 'invalid_client', {
                requirement: '6749-5.2-04',
                expected: 'error "invalid_client"',
                got,
                response,
              }),
          )
        })
      }
    },
  ),

  check(
    'auth-errors/both-methods',
    {
      title: 'the secret of the client is taken in the header and in the body',
      verifies: 'oktaoauth-03',
      fix: 'Allow client_secret_basic and client_secret_post for this client.',
    },
    async context => {
      if (serverOf(context).settings.clientSecret === undefined) context.unsupported('The client is a public one.')
      const endpoints = await endpointsOf(context)
      for (const method of ['basic', 'post'] as const) {
        await context.subject(method, async () => {
          const response = await requestToken(context, endpoints, unknownCode(context), { method })
          const error = errorOf(response)
          expectThat(error !== 'invalid_client' && error !== 'unauthorized_client' && response.status !== 401, {
            expected: 'error "invalid_grant", for the code alone',
            got: describeAnswer(response),
            response,
          })
        })
      }
    },
  ),
])
