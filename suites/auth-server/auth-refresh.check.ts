// Refreshing access tokens (RFC 6749 §6), and refresh tokens that are rotated or stay.

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { describeResponse, statusText } from '../../src/check/words.ts'
import { isObject } from '../../src/scim/json.ts'
import { newGrant, obtain, refreshParameters, withRefreshToken } from './grants.ts'
import { describeAnswer, endpointsOf, expectRefusal, hasToken, requestToken, serverOf } from './protocol.ts'
import { isOpened, knockWith } from './scim-endpoint.ts'

/** How often in a row: what goes wrong with rotation does so at the second or third time. */
const times = 4

/** One by one: a sign-in may end what came of the one before. */
export const refreshing = suite('Refreshing', [
  check(
    'auth-refresh/works',
    {
      title: 'a refresh token is changed for an access token',
      verifies: '6749-6-01',
      fix: 'Take grant_type=refresh_token at the token endpoint, with the client authenticated as for a code.',
      alone: true,
    },
    context =>
      withRefreshToken(context, async (refreshToken, endpoints) => {
        const response = await requestToken(context, endpoints, refreshParameters(refreshToken))
        expectThat(hasToken(response), { expected: '200 OK with tokens', got: describeAnswer(response), response })
        const next = isObject(response.json) ? response.json.refresh_token : undefined
        return typeof next === 'string' ? next : refreshToken
      }),
  ),

  check(
    'auth-refresh/repeatedly',
    {
      title: 'refreshing works again and again, and each access token opens the SCIM endpoint',
      verifies: 'oktaoauth-07',
      fix: 'Where a new refresh token is issued, take that one next; where none is, keep taking the one that was used.',
      alone: true,
    },
    context =>
      withRefreshToken(context, async (first, endpoints) => {
        let newest = first
        for (let time = 1; time <= times; time++) {
          const response = await requestToken(context, endpoints, refreshParameters(newest))
          expectThat(hasToken(response), {
            expected: `200 OK with tokens, the ${ordinal(time)} time`,
            got: describeAnswer(response),
            response,
          })
          const { access_token, refresh_token } = isObject(response.json) ? response.json : {}
          newest = typeof refresh_token === 'string' ? refresh_token : newest
          const opened = await knockWith(context, typeof access_token === 'string' ? access_token : '')
          expectThat(isOpened(opened), {
            expected: `${statusText(200)} with the access token of the ${ordinal(time)} refresh`,
            got: describeResponse(opened),
            response: opened,
          })
        }
        return newest
      }),
  ),

  check(
    'auth-refresh/rotated',
    {
      title: 'a refresh token that was rotated is refused as invalid_grant, or still taken',
      verifies: ['oktaoauth-08', '6749-5.2-01', '6749-5.2-02', '6749-5.2-04'],
      fix: 'Answer 400 invalid_grant to a refresh token that is no longer good, whatever the reason.',
      alone: true,
    },
    async context => {
      // On a grant of its own: a refresh token that comes again may cost the whole grant.
      const endpoints = await endpointsOf(context)
      const { refreshToken: first } = await newGrant(context, endpoints)
      if (first === undefined) return context.unsupported('No refresh token is issued.')
      const { refreshToken: second } = await obtain(context, endpoints, refreshParameters(first))
      if (second === undefined || second === first) return context.unsupported('Refresh tokens are not rotated.')
      await obtain(context, endpoints, refreshParameters(second))
      const response = await requestToken(context, endpoints, refreshParameters(first))
      if (!hasToken(response)) expectRefusal(response, ['invalid_grant'], 'oktaoauth-08')
    },
  ),

  check(
    'auth-refresh/client-authenticated',
    {
      title: 'a refresh token is refused where the client does not authenticate',
      verifies: '6749-2.3-01',
      fix: 'Authenticate a client that has a secret for every grant type, refresh_token too.',
      alone: true,
    },
    async context => {
      if (serverOf(context).settings.clientSecret === undefined) context.unsupported('The client is a public one.')
      await withRefreshToken(context, async (first, endpoints) => {
        let newest = first
        for (const [name, secret] of [
          ['another secret', `scimc-${context.random.word(24)}`],
          ['no secret', null],
        ] as const) {
          await context.subject(name, async () => {
            const response = await requestToken(context, endpoints, refreshParameters(newest), { secret })
            const next = isObject(response.json) ? response.json.refresh_token : undefined
            if (typeof next === 'string') newest = next
            expectThat(!hasToken(response), {
              expected: '401 Unauthorized, error "invalid_client"',
              got: describeAnswer(response),
              response,
            })
          })
        }
        return newest
      })
    },
  ),
])

function ordinal(number: number): string {
  return ['first', 'second', 'third', 'fourth'][number - 1] ?? `${number}th`
}
