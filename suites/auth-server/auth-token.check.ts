// What the token endpoint issues (RFC 6749 §5.1).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, mediaType, show, statusText } from '../../src/check/words.ts'
import { isObject, type JsonObject } from '../../src/scim/json.ts'
import { firstGrant, refreshLine, renewable, tokenAnswer } from './grants.ts'
import { describeAnswer, endpointsOf, hasToken } from './protocol.ts'
import { isOpened, knockWith } from './scim-endpoint.ts'

/** An answer with tokens, and its members; blocks where there are none. */
async function issued(context: CheckContext): Promise<{ response: HttpResponse; json: JsonObject }> {
  const response = await tokenAnswer(context)
  if (!hasToken(response)) context.blocked(`No tokens: the token request was answered ${describeAnswer(response)}.`)
  return { response, json: isObject(response.json) ? response.json : {} }
}

/** One by one: a sign-in may end what came of the one before. */
export const issuedTokens = suite('Tokens that are issued', [
  check(
    'auth-token/answer',
    {
      title: 'tokens come in a JSON object with access_token and token_type',
      verifies: ['6749-5.1-01', '6749-5.1-02'],
      fix: 'Answer 200 with Content-Type: application/json and the members access_token and token_type.',
      alone: true,
    },
    async context => {
      const response = await tokenAnswer(context)
      if (response.status >= 400) context.blocked(`The token request was answered ${describeAnswer(response)}.`)
      const json = isObject(response.json) ? response.json : {}
      expectThat(response.status === 200 && isObject(response.json) && mediaType(response) === 'application/json', {
        requirement: '6749-5.1-02',
        expected: '200 OK with a JSON object, application/json',
        got: `${statusText(response.status)}, ${mediaType(response) || 'no media type'}`,
        response,
      })
      const isText = (name: string) => () =>
        expectThat(typeof json[name] === 'string' && json[name] !== '', {
          requirement: '6749-5.1-01',
          expected: `${name}, a text`,
          got: json[name] === undefined ? `no ${name}` : `${name}, ${json[name] === '' ? 'empty' : typeof json[name]}`,
          response,
        })
      expectAll(isText('access_token'), isText('token_type'))
    },
  ),

  check(
    'auth-token/type',
    {
      title: 'access tokens are bearer tokens',
      verifies: 'oktaoauth-04',
      fix: 'Answer "token_type": "Bearer".',
      alone: true,
    },
    async context => {
      const { response, json } = await issued(context)
      const type = json.token_type
      expectThat(typeof type === 'string' && type.toLowerCase() === 'bearer', {
        expected: 'token_type Bearer',
        got: `token_type ${show(type, 40)}`,
        response,
      })
    },
  ),

  check(
    'auth-token/expires-in',
    {
      title: 'the answer says how long the access token lives, in seconds',
      verifies: ['6749-5.1-03', '6749-5.1-04'],
      fix: 'Add expires_in, a JSON number of seconds.',
      alone: true,
    },
    async context => {
      const { response, json } = await issued(context)
      const { expires_in: seconds } = json
      expectThat(seconds !== undefined, {
        requirement: '6749-5.1-03',
        expected: 'expires_in',
        got: 'no expires_in',
        response,
      })
      expectThat(typeof seconds === 'number' && Number.isInteger(seconds) && seconds > 0, {
        requirement: '6749-5.1-04',
        expected: 'expires_in, a whole number above 0',
        got: `expires_in ${show(seconds, 40)}`,
        response,
      })
    },
  ),

  check(
    'auth-token/not-stored',
    {
      title: 'caches are told not to keep tokens',
      verifies: '6749-5.1-06',
      fix: 'Send Cache-Control: no-store with every answer of the token endpoint.',
      alone: true,
    },
    async context => {
      const { response } = await issued(context)
      const header = response.headers['cache-control']
      const directives = (header ?? '').split(',').map(part => part.trim().toLowerCase())
      expectThat(directives.includes('no-store'), {
        expected: 'Cache-Control: no-store',
        got: header === undefined ? 'no Cache-Control' : `Cache-Control: ${show(header, 60)}`,
        response,
      })
    },
  ),

  check(
    'auth-token/opens',
    {
      title: 'the access token opens the SCIM endpoint',
      verifies: 'oktaoauth-05',
      fix: 'Accept the tokens of this authorization server at the SCIM endpoint, with the scopes that the client asks for.',
      alone: true,
    },
    async context => {
      // Of a grant of its own: the sign-in of another check may have ended the first one.
      const { tokens } = await renewable(context, await endpointsOf(context), await refreshLine(context))
      const response = await knockWith(context, tokens.accessToken)
      expectThat(isOpened(response), { expected: statusText(200), got: describeResponse(response), response })
    },
  ),

  check(
    'auth-token/refresh-token',
    {
      title: 'a refresh token is issued with the access token',
      verifies: 'oktaoauth-06',
      fix: 'Issue a refresh token for this client: always, or for a scope such as offline_access that the listing names.',
      alone: true,
    },
    async context => {
      const { response } = await firstGrant(context)
      if (!hasToken(response)) context.blocked('There are no tokens.')
      const token = isObject(response.json) ? response.json.refresh_token : undefined
      expectThat(typeof token === 'string' && token !== '', {
        expected: 'an answer with refresh_token',
        got: 'no refresh_token',
        response,
      })
    },
  ),
])
