// No code, verifier, token or client secret is in anything that a run shows.

import { expect, test } from 'vitest'
import type { Parts } from '../../fixtures/authorization-server/parts.ts'
import { renderHtml } from '../../src/report/html.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderJUnit } from '../../src/report/junit.ts'
import { renderSummary } from '../../src/report/terminal.ts'
import type { RunResult } from '../../src/result/run-result.ts'
import { examineAuthServer, settingsOf } from './examine-auth-server.ts'

/** Keeps whatever is issued or sent that nobody else may know. */
function listening(secrets: Set<string>): (parts: Parts) => Partial<Parts> {
  const keep = (value: string): string => {
    secrets.add(value)
    return value
  }
  return parts => ({
    authorizationGranted: (code, state) => parts.authorizationGranted(keep(code), state),
    verifierFits: (code, verifier) => parts.verifierFits(code, verifier === null ? null : keep(verifier)),
    newAccessToken: () => keep(parts.newAccessToken()),
    newRefreshToken: () => keep(parts.newRefreshToken()),
  })
}

/** Every form in which a secret may be written. */
function formsOf(secret: string): readonly string[] {
  return [secret, encodeURIComponent(secret), Buffer.from(`okta:${encodeURIComponent(secret)}`).toString('base64')]
}

function shown(result: RunResult): readonly string[] {
  const summary = renderSummary(result, { colour: false, width: 100, report: true })
  return [renderJson(result), renderHtml(result), renderJUnit(result), summary]
}

function leaks(result: RunResult, secrets: ReadonlySet<string>): readonly string[] {
  const texts = shown(result)
  return [...secrets].filter(secret => formsOf(secret).some(form => texts.some(text => text.includes(form))))
}

const client = { id: 'okta', secret: 'marked/secret+of=the client', redirectUris: ['https://client.example/callback'] }

test('where everything passes', { timeout: 60_000 }, async () => {
  const secrets = new Set([client.secret])
  const result = await examineAuthServer({ client, accessTokenSeconds: 4, change: listening(secrets) })
  expect(secrets.size).toBeGreaterThan(20)
  expect(leaks(result, secrets)).toEqual([])
})

test('where everything is taken, tokens come as forms, and findings quote what they got', {
  timeout: 60_000,
}, async () => {
  const secrets = new Set([client.secret])
  const result = await examineAuthServer({
    client,
    change: parts => ({
      ...listening(secrets)(parts),
      isUsable: () => true,
      redirectUriFits: () => true,
      authenticateClient: () => undefined,
      isRegistered: () => true,
      tokenBody: tokens => ({
        ...parts.tokenBody(tokens),
        token_type: tokens.accessToken,
        expires_in: tokens.refreshToken ?? '',
      }),
      refusalAnswer: ({ code }) => ({ status: 200, body: `error=${code}&access_token=none` }),
    }),
  })
  expect(result.checks.filter(({ verdict }) => verdict === 'fail').length).toBeGreaterThan(5)
  expect(leaks(result, secrets)).toEqual([])
})

test('a refresh token of the target file is used where nobody can sign in, and not shown', {
  timeout: 60_000,
}, async () => {
  const secrets = new Set([client.secret])
  const page = { status: 200, body: '<form>Sign in</form>' }
  const result = await examineAuthServer(
    { client, accessTokenSeconds: 4, change: parts => ({ ...listening(secrets)(parts), signInPage: () => page }) },
    [],
    server => ({ ...settingsOf(server), refreshToken: server.issueRefreshToken() }),
  )
  const of = (prefix: string) =>
    Object.fromEntries(result.checks.filter(({ id }) => id.startsWith(prefix)).map(({ id, verdict }) => [id, verdict]))
  expect(of('auth-refresh/')).toEqual({
    'auth-refresh/works': 'pass',
    'auth-refresh/repeatedly': 'pass',
    'auth-refresh/rotated': 'unsupported',
    'auth-refresh/client-authenticated': 'pass',
  })
  expect(new Set(Object.values(of('auth-expiry/')))).toEqual(new Set(['pass']))
  expect(of('auth-token/')).toMatchObject({ 'auth-token/answer': 'pass', 'auth-token/refresh-token': 'unsupported' })
  expect(leaks(result, secrets)).toEqual([])
})
