// The checks against a real authorization server, oidc-provider, where a person signs in and consents; the embedded provider takes
// its access tokens.

import { createServer, type Server } from 'node:http'
import { resolve } from 'node:path'
import { Provider as OidcProvider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { ScimError } from '../../fixtures/provider/scim-error.ts'
import { examine } from '../../src/engine/examine.ts'
import type { RunResult } from '../../src/result/run-result.ts'
import { authServerTopic } from '../../suites/all.ts'
import { localTarget } from '../proof/examine-provider.ts'

const secret = 'marked-secret-of-the-client'
const redirectUri = 'https://client.example/oauth/callback'
const lifetimeSeconds = 6
const goodUntil = new Map<string, number>()
let server: Server
let scim: ProviderHandle
let issuer: string

beforeAll(async () => {
  let answer: ReturnType<OidcProvider['callback']> | undefined
  server = createServer((request, response) => void answer?.(request, response))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const oidc = new OidcProvider(issuer, {
    clients: [
      {
        client_id: 'okta',
        client_secret: secret,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    pkce: { required: () => false },
    ttl: { AccessToken: lifetimeSeconds },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    features: { devInteractions: { enabled: true } },
  })
  oidc.on('access_token.saved', token => goodUntil.set(idOf(token), Date.now() + lifetimeSeconds * 1000))
  oidc.on('access_token.destroyed', token => goodUntil.delete(idOf(token)))
  answer = oidc.callback()
  scim = await startProvider({
    token: 'proof-token',
    parts: conforming => ({
      authenticate: (settings, authorization) => {
        const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
        if (Date.now() < (goodUntil.get(token) ?? 0)) return { name: 'okta', rights: 'all', me: undefined }
        if (authorization !== undefined) return conforming.authenticate(settings, authorization)
        throw new ScimError(401, 'Sign in.', undefined, { 'WWW-Authenticate': 'Bearer realm="scim"' })
      },
    }),
  })
})

afterAll(async () => {
  await scim.close()
  server.closeAllConnections()
  await new Promise(done => server.close(done))
})

/** An opaque token is its own id. */
function idOf(token: unknown): string {
  return typeof token === 'object' && token !== null && 'jti' in token ? String(token.jti) : ''
}

function run(signIn: boolean): Promise<RunResult> {
  const script = resolve(import.meta.dirname, 'sign-in.ts')
  return examine(
    localTarget(scim.baseUrl, 'proof-token', {
      authServer: {
        issuer,
        clientId: 'okta',
        clientSecret: secret,
        clientAuthentication: 'basic',
        redirectUri,
        scope: 'openid offline_access',
        parameters: { prompt: 'consent' },
        folder: '.',
        ...(signIn ? { signInCommand: [process.execPath, script] } : {}),
      },
    }),
    { topics: [authServerTopic] },
  )
}

test('a person signs in: every check passes', {
  timeout: 120_000,
}, async () => {
  const { checks, notes } = await run(true)
  const rest = checks.filter(({ verdict }) => verdict !== 'pass')
  expect(rest.map(({ id, verdict, got }) => `${verdict} ${id}: ${got}`)).toEqual([])
  expect(notes).toEqual([])
  expect(JSON.stringify(checks)).not.toContain(secret)
})

test('nobody signs in: what needs it does not apply, and says how to have it done', { timeout: 60_000 }, async () => {
  const { checks } = await run(false)
  expect(checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'blocked').map(({ id }) => id)).toEqual([])
  const reasons = new Set(
    checks.filter(({ id }) => id.startsWith('auth-code/')).map(({ verdict, reason }) => `${verdict}: ${reason}`),
  )
  // The redirect URI is looked at before anybody signs in.
  expect([...reasons].toSorted()).toEqual([
    'pass: undefined',
    'unsupported: Somebody has to sign in: name a command that does so as authServer.signInCommand (docs/auth-server.md).',
  ])
})
