// Until when credentials are good, and what is said where they are not: dead refresh tokens, authorization servers out of order.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { startTokenServer, type TokenAnswer } from '../../src/auth/token-endpoint.test-data.ts'
import { lookAtHealth } from '../../src/health/look-at-health.ts'
import type { HealthResult } from '../../src/result/health-result.ts'
import type { Target } from '../../src/target/target.ts'
import { localTarget } from '../proof/examine-provider.ts'

async function provide(token: string): Promise<ProviderHandle> {
  const provider = await startProvider({ token })
  onTestFinished(() => provider.close())
  return provider
}

function jwt(claims: Record<string, unknown>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part(claims)}.c2lnbmF0dXJl`
}

const credentialsOf = (result: HealthResult) => result.items.find(({ aspect }) => aspect === 'credentials')
const now = Math.floor(Date.now() / 1000)
const day = 86_400

async function lookWith(token: string, extra: Partial<Target> = {}): Promise<HealthResult> {
  const { baseUrl } = await provide(token)
  return lookAtHealth(localTarget(baseUrl, token, extra), { thresholds: { latencyMs: 60_000 } })
}

describe('a token that says when it ends', () => {
  test.each([
    ['a fresh one of an hour', { iat: now - 60, exp: now + 3600 }, 'good', /for another 1 hour|for another 60 minutes/],
    ['one of an hour with minutes left', { iat: now - 3400, exp: now + 200 }, 'concern', /ends in 3 minutes/],
    ['one of a year with a month left', { iat: now - 335 * day, exp: now + 30 * day }, 'good', /another 30 days/],
    ['one of a year with five days left', { iat: now - 360 * day, exp: now + 5 * day }, 'concern', /ends in 5 days/],
    ['one without a beginning, hours before its end', { exp: now + 7500 }, 'concern', /ends in 2 hours/],
    ['one that has ended and is accepted', { exp: now - 7200 }, 'concern', /ended 2 hours ago/],
    ['one that says nothing of it', { sub: 'acme' }, 'good', /cannot be known/],
    ['one that says what no clock can show', { exp: 1e300 }, 'good', /cannot be known/],
  ])('%s', async (_, claims, state, words) => {
    const token = jwt(claims)
    const result = await lookWith(token)
    expect(credentialsOf(result)).toMatchObject({ state, words: expect.stringMatching(words) })
    expect(result.verdict).toBe(state === 'good' ? 'healthy' : 'degraded')
    const text = JSON.stringify(result)
    expect(text).not.toContain(token)
    expect(text).not.toContain(token.split('.')[1])
  })

  test('one that is no JWT', async () => {
    const result = await lookWith('opaque-token')
    expect(credentialsOf(result)).toMatchObject({ state: 'good', words: expect.stringMatching(/cannot be known/) })
    expect(result.figures.credentialSeconds).toBeUndefined()
  })

  test('one that a file can give anew is no concern', async () => {
    const token = jwt({ iat: now - 3400, exp: now + 200 })
    const auth = { type: 'bearer', token, from: 'file token', source: { kind: 'file', path: '/nowhere' } } as const
    const result = await lookWith(token, { auth })
    expect(credentialsOf(result)).toMatchObject({ state: 'good', words: expect.stringMatching(/renewed by itself/) })
  })
})

describe('OAuth 2.0', () => {
  async function lookWithOAuth(
    answer: TokenAnswer,
    grant: 'client-credentials' | 'refresh-token',
  ): Promise<HealthResult> {
    const { baseUrl } = await provide('access-token-1')
    const server = await startTokenServer(() => answer)
    const folder = mkdtempSync(join(tmpdir(), 'scimc-health-'))
    onTestFinished(() => {
      server.close()
      rmSync(folder, { recursive: true, force: true })
    })
    const target = localTarget(baseUrl, 'unused-token', {
      auth: {
        type: 'oauth2',
        grant,
        tokenEndpoint: `${server.url}/token`,
        clientId: 'client-1',
        clientSecret: 'client-secret-1',
        clientAuthentication: 'post',
        parameters: {},
        ...(grant === 'refresh-token'
          ? {
              refreshToken: 'refresh-token-1',
              tokenFile: join(folder, 'tokens', 'one.json'),
              signInAgain: 'run `scim-conformance login` again',
            }
          : {}),
      },
    })
    const result = await lookAtHealth(target, { thresholds: { latencyMs: 60_000 } })
    for (const secret of ['client-secret-1', 'refresh-token-1', 'access-token-1', 'refresh-token-2']) {
      expect(JSON.stringify(result)).not.toContain(secret)
    }
    return result
  }
  const tokens = { access_token: 'access-token-1', token_type: 'Bearer', expires_in: 600 }

  test('a token that is renewed is no concern, however short it lives', async () => {
    const result = await lookWithOAuth({ body: tokens }, 'client-credentials')
    expect(credentialsOf(result)).toMatchObject({ state: 'good', words: expect.stringMatching(/renewed by itself/) })
    expect(result.figures.credentialSeconds).toBeGreaterThan(300)
    expect(result.verdict).toBe('healthy')
  })

  test('a refresh token that lives', async () => {
    const result = await lookWithOAuth({ body: { ...tokens, refresh_token: 'refresh-token-2' } }, 'refresh-token')
    expect(result.verdict).toBe('healthy')
  })

  test('a dead refresh token: in words, with what to do, and the rest is told apart', async () => {
    const result = await lookWithOAuth({ status: 400, body: { error: 'invalid_grant' } }, 'refresh-token')
    expect(result.verdict).toBe('sign-in-needed')
    expect(result.reason).toBe('The refresh token is no longer accepted: run `scim-conformance login` again.')
    expect(result.items.find(({ aspect }) => aspect === 'reachability')?.state).toBe('good')
    expect(result.items.find(({ aspect }) => aspect === 'list')?.state).toBe('not-examined')
  })

  test('a client that is refused', async () => {
    const result = await lookWithOAuth({ status: 401, body: { error: 'invalid_client' } }, 'client-credentials')
    expect(result.verdict).toBe('sign-in-needed')
    expect(result.reason).toMatch(/invalid_client/)
  })

  test.each([
    ['answers 503', { status: 503, body: 'down' }],
    ['answers with its own error', { status: 500, body: { error: 'server_error' } }],
  ])('an authorization server that %s is failing, and no reason to sign in', async (_, answer) => {
    const result = await lookWithOAuth(answer, 'client-credentials')
    expect(result.verdict).toBe('failing')
    expect(credentialsOf(result)?.state).toBe('bad')
  })
})
