// Access tokens at the SCIM endpoint: while they are good, when their time is over, and when they never were (RFC 6750).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, show, statusText } from '../../src/check/words.ts'
import { isObject } from '../../src/scim/json.ts'
import { refreshLine, renewable } from './grants.ts'
import { describeAnswer, endpointsOf, hasToken, serverOf } from './protocol.ts'
import { bearerChallenge, isOpened, knock, knockWith } from './scim-endpoint.ts'

/** Seconds that a check waits for a token to expire. */
const longestWait = 60
/** Seconds after that for which it may still be taken before the check stops asking. */
const grace = 10

interface Life {
  /** Seconds that the answer promised. */
  readonly seconds: number
  /** The answer at half of its life; undefined where it came too late to tell. */
  readonly during: HttpResponse | undefined
  /** The first refusal after its time, or the last answer there was. */
  readonly after: HttpResponse
  /** The answer to the refresh token, and to the access token that came of it; undefined without one. */
  readonly renewal: { readonly refreshed: HttpResponse; readonly opened?: HttpResponse } | undefined
}

const wait = (untilMs: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, Math.max(0, untilMs - performance.now())))

/** Watches one access token until its time is over; once for all checks. Ends them as unsupported where that takes long. */
async function lifeOfToken(context: CheckContext): Promise<Life> {
  const endpoints = await endpointsOf(context)
  const line = await refreshLine(context)
  const life = await context.shared('auth-server-life', async (inner): Promise<Life | number | undefined> => {
    const { tokens, renew } = await renewable(inner, endpoints, line)
    const { accessToken, refreshToken, expiresIn: seconds, sentAt, receivedAt } = tokens
    if (seconds === undefined || !(seconds > 0 && seconds <= longestWait)) return seconds
    await wait(sentAt + seconds * 500)
    const probe = await knockWith(inner, accessToken)
    // Some count whole seconds, so the last one may be missing.
    const during = performance.now() < sentAt + (seconds - 1) * 1000 ? probe : undefined
    const endMs = receivedAt + (seconds + 1) * 1000
    await wait(endMs)
    let after = await knockWith(inner, accessToken)
    while (isOpened(after) && performance.now() < endMs + grace * 1000) {
      await wait(performance.now() + 1000)
      after = await knockWith(inner, accessToken)
    }
    if (refreshToken === undefined) return { seconds, during, after, renewal: undefined }
    const refreshed = await renew(refreshToken)
    const next = isObject(refreshed.json) ? refreshed.json.access_token : undefined
    const opened = typeof next === 'string' ? { opened: await knockWith(inner, next) } : {}
    return { seconds, during, after, renewal: { refreshed, ...opened } }
  })
  if (life === undefined) return context.unsupported('There is no expires_in to wait for.')
  if (typeof life === 'number') {
    return context.unsupported(
      `Access tokens live for ${life} seconds: have them live for ${longestWait} or less for this client to see what comes then.`,
    )
  }
  return life
}

/** The challenge for a token that is not good (RFC 6750 §3). */
function expectInvalidToken(response: HttpResponse): void {
  const challenge = bearerChallenge(response)
  const header = response.headers['www-authenticate']
  const got =
    header === undefined ? `${response.status} without WWW-Authenticate` : `WWW-Authenticate: ${show(header, 80)}`
  expectAll(
    () =>
      expectThat(response.status === 401, {
        requirement: '6750-3.1-01',
        expected: statusText(401),
        got: describeResponse(response),
        response,
      }),
    () =>
      expectThat(challenge !== undefined, {
        requirement: '6750-3-01',
        expected: '401 with WWW-Authenticate: Bearer',
        got,
        response,
        ...(header === undefined ? {} : { arguable: 42 }),
      }),
    () =>
      expectThat(challenge === undefined || challenge.error === 'invalid_token', {
        requirement: '6750-3-02',
        expected: 'WWW-Authenticate: Bearer error="invalid_token"',
        got,
        response,
      }),
  )
}

export const expiry = suite('Access tokens at the SCIM endpoint', [
  check(
    'auth-expiry/unknown-token',
    {
      title: 'a token that nobody has issued is answered 401 with a Bearer challenge that says invalid_token',
      verifies: ['6750-3-01', '6750-3-02', '6750-3.1-01'],
      fix: 'Answer 401 with WWW-Authenticate: Bearer error="invalid_token".',
      alone: true,
    },
    async context => {
      serverOf(context)
      const response = await knockWith(context, `scimc-${context.random.word(32)}`)
      if (response.status === 429) context.blocked('Requests are limited.')
      expectInvalidToken(response)
    },
  ),

  check(
    'auth-expiry/no-token',
    {
      title: 'a request without credentials is asked for a bearer token, and not told of an error',
      verifies: ['6750-3-01', '6750-3.1-02'],
      fix: 'Answer 401 with WWW-Authenticate: Bearer and a realm, without error, where there is no Authorization header.',
      alone: true,
    },
    async context => {
      serverOf(context)
      const response = await knock(context, 'none')
      if (response.status !== 401) context.unsupported(`It is answered ${describeResponse(response)}.`)
      const challenge = bearerChallenge(response)
      const header = response.headers['www-authenticate']
      const got = header === undefined ? '401 without WWW-Authenticate' : `WWW-Authenticate: ${show(header, 80)}`
      expectThat(challenge !== undefined, {
        requirement: '6750-3-01',
        expected: '401 with WWW-Authenticate: Bearer',
        got,
        response,
        ...(header === undefined ? {} : { arguable: 42 }),
      })
      expectThat(challenge?.error === undefined, {
        requirement: '6750-3.1-02',
        expected: 'WWW-Authenticate: Bearer without error',
        got,
        response,
      })
    },
  ),

  check(
    'auth-expiry/good-until-then',
    {
      title: 'an access token is good for as long as expires_in says',
      verifies: '6749-5.1-05',
      fix: 'Say in expires_in how long the token is really accepted at the SCIM endpoint.',
      alone: true,
    },
    async context => {
      const { seconds, during } = await lifeOfToken(context)
      if (during === undefined) return context.unsupported('The answers took too long to tell.')
      expectThat(during.status !== 401, {
        expected: `${statusText(200)} at half of its ${seconds} seconds`,
        got: describeResponse(during),
        response: during,
      })
    },
  ),

  check(
    'auth-expiry/refused-then',
    {
      title: 'an access token that has expired is answered 401 with invalid_token',
      verifies: ['6749-7-01', '6750-3-01', '6750-3-02', '6750-3.1-01'],
      fix: 'Check the expiry of the token with every request: a client renews it when it is told so.',
      alone: true,
    },
    async context => {
      const { seconds, after } = await lifeOfToken(context)
      expectThat(!isOpened(after), {
        requirement: '6749-7-01',
        expected: `${statusText(401)} when its ${seconds} seconds are over`,
        got: `${describeResponse(after)}, ${grace} seconds later`,
        response: after,
        arguable: 39,
      })
      expectInvalidToken(after)
    },
  ),

  check(
    'auth-expiry/renewed',
    {
      title: 'when the access token has expired, the refresh token gives another that works',
      verifies: 'oktaoauth-09',
      fix: 'Keep the refresh token good for longer than the access token, and issue a token with a new lifetime.',
      alone: true,
    },
    async context => {
      const { renewal } = await lifeOfToken(context)
      if (renewal === undefined) return context.unsupported('No refresh token is issued.')
      const { refreshed, opened } = renewal
      expectThat(hasToken(refreshed), {
        expected: '200 OK with tokens',
        got: describeAnswer(refreshed),
        response: refreshed,
      })
      if (opened === undefined) return context.blocked('The answer has no access token that could be used.')
      expectThat(isOpened(opened), {
        expected: `${statusText(200)} with the new access token`,
        got: describeResponse(opened),
        response: opened,
      })
    },
  ),
])
