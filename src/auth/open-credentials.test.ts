// Every way of signing in, against a small authorization server: what is sent, when it is renewed, and how it fails.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AuthenticationError, InterruptedError } from '../errors.ts'
import type { AuthSettings, OAuth2Settings } from './auth-settings.ts'
import { type CredentialsOptions, openCredentials } from './open-credentials.ts'
import { startTokenServer, type TestServer, type TokenAnswer } from './token-endpoint.test-data.ts'

const secretText = 's3cret/with+signs'
/** What the client sends as Basic credentials, as it is and form-encoded. */
const pairs = [`harness:${secretText}`, `harness:${encodeURIComponent(secretText)}`].map(pair => btoa(pair))

async function serve(answer: Parameters<typeof startTokenServer>[0]): Promise<TestServer> {
  const server = await startTokenServer(answer)
  onTestFinished(server.close)
  return server
}

async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'scimc-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

function open(settings: AuthSettings, options: Partial<CredentialsOptions> = {}) {
  const secrets: string[] = []
  const credentials = openCredentials(settings, {
    tls: { insecure: false },
    userAgent: 'scim-conformance/test',
    onSecret: secret => secrets.push(secret),
    ...options,
  })
  return { credentials, secrets }
}

function clientCredentials(settings: Partial<OAuth2Settings>): OAuth2Settings {
  return {
    type: 'oauth2',
    grant: 'client-credentials',
    clientId: 'harness',
    clientSecret: secretText,
    clientAuthentication: 'basic',
    parameters: {},
    ...settings,
  }
}

async function failureOf(promise: Promise<unknown>): Promise<AuthenticationError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AuthenticationError)) throw new Error(`expected an AuthenticationError, got ${String(error)}`)
  expect(`${error.message} ${error.hint}`).not.toContain(secretText)
  expect(error.cause).toBeUndefined()
  return error
}

describe('credentials at hand', () => {
  const cases: [AuthSettings, Record<string, string>, string, string[]][] = [
    [{ type: 'none' }, {}, 'no credentials', []],
    [
      { type: 'basic', username: 'jürgen', password: 'pässword' },
      { Authorization: `Basic ${Buffer.from('jürgen:pässword', 'utf8').toString('base64')}` },
      'basic credentials of user "jürgen"',
      ['pässword', 'asO8cmdlbjpww6Rzc3dvcmQ='],
    ],
    [
      { type: 'bearer', token: 'abc', from: '$SCIM_TOKEN' },
      { Authorization: 'Bearer abc' },
      'bearer token from $SCIM_TOKEN',
      ['abc'],
    ],
    [{ type: 'header', name: 'X-Api-Key', value: 'k1' }, { 'X-Api-Key': 'k1' }, 'header X-Api-Key', ['k1']],
  ]
  test.each(cases)('%o', async (settings, headers, description, expectedSecrets) => {
    const { credentials, secrets } = open(settings)
    expect(await credentials.headers()).toEqual(headers)
    expect(await credentials.renew()).toBe(false)
    expect(credentials.description).toBe(description)
    if (settings.type !== 'basic') expect(secrets).toEqual(expectedSecrets)
    else expect(secrets).toEqual(['pässword', Buffer.from('jürgen:pässword', 'utf8').toString('base64')])
  })
})

describe('a bearer token from a file', () => {
  test('is read again when it is refused, and only a new one is worth a repetition', async () => {
    const path = join(await temporaryFolder(), 'token')
    await writeFile(path, 'first\n')
    const { credentials, secrets } = open(
      { type: 'bearer', token: 'first', from: 'file token', source: { kind: 'file', path } },
      { now: steppingClock(10_000) },
    )
    expect(await credentials.headers()).toEqual({ Authorization: 'Bearer first' })
    expect(await credentials.renew()).toBe(false)
    await writeFile(path, 'second\n')
    expect(await credentials.renew()).toBe(true)
    expect(await credentials.headers()).toEqual({ Authorization: 'Bearer second' })
    expect(secrets).toContain('second')
    await writeFile(path, '')
    expect((await failureOf(credentials.renew())).message).toBe(
      `The token was no longer accepted, and the token file ${path} gave nothing.`,
    )
  })

  test('from a command, likewise', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'token'), 'fresh')
    const { credentials } = open({
      type: 'bearer',
      token: 'stale',
      from: 'tokenCommand',
      source: { kind: 'command', command: 'cat token', folder },
    })
    await credentials.headers()
    expect(await credentials.renew()).toBe(true)
    expect(await credentials.headers()).toEqual({ Authorization: 'Bearer fresh' })
  })
})

describe('OAuth 2.0 client credentials', () => {
  test('fetches one token for all, with the client in the header', async () => {
    const server = await serve(() => ({
      body: { access_token: 't1', token_type: 'Bearer', expires_in: 3600 },
    }))
    const { credentials, secrets } = open(
      clientCredentials({
        tokenEndpoint: `${server.url}/token`,
        scope: 'scim.read scim.write',
        audience: 'a',
        resource: 'https://r.example',
        parameters: { tenant: 'x' },
      }),
    )
    const all = await Promise.all([credentials.headers(), credentials.headers(), credentials.headers()])
    expect(all).toEqual(Array(3).fill({ Authorization: 'Bearer t1' }))
    expect(server.requests).toHaveLength(1)
    expect(secrets).toEqual([secretText, ...pairs, 't1'])
    const [request] = server.requests
    expect(request?.form).toEqual({
      grant_type: 'client_credentials',
      scope: 'scim.read scim.write',
      audience: 'a',
      resource: 'https://r.example',
      tenant: 'x',
    })
    expect(request?.headers['user-agent']).toBe('scim-conformance/test')
    const pair = Buffer.from(String(request?.headers.authorization).replace('Basic ', ''), 'base64').toString()
    expect(pair).toBe(`harness:${encodeURIComponent(secretText)}`)
  })

  test('sends the client in the body when asked', async () => {
    const server = await serve(() => ({ body: { access_token: 't1', token_type: 'bearer' } }))
    const settings = clientCredentials({ tokenEndpoint: `${server.url}/token`, clientAuthentication: 'post' })
    await open(settings).credentials.headers()
    expect(server.requests[0]?.form).toEqual({
      grant_type: 'client_credentials',
      client_id: 'harness',
      client_secret: secretText,
    })
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
  })

  test.each(['openid-configuration', 'oauth-authorization-server'])('discovers the endpoint from %s', async name => {
    const server = await serve((request, url): TokenAnswer => {
      if (request.path === `/.well-known/${name}`) {
        return {
          body: { issuer: url, token_endpoint: `${url}/t`, jwks_uri: `${url}/k`, authorization_endpoint: `${url}/a` },
        }
      }
      if (request.path === '/t') return { body: { access_token: 't1', token_type: 'Bearer' } }
      return { status: 404, body: '' }
    })
    const { credentials } = open(clientCredentials({ issuer: server.url }))
    expect(await credentials.headers()).toEqual({ Authorization: 'Bearer t1' })
    await credentials.headers()
    expect(server.requests.filter(request => request.path === '/t')).toHaveLength(1)
  })

  test('renews at 80 % of the lifetime, and keeps the old token while that fails', async () => {
    let clock = 0
    let answers: TokenAnswer[] = []
    const server = await serve(() => answers.shift())
    const token = (name: string): TokenAnswer => ({
      body: { access_token: name, token_type: 'Bearer', expires_in: 100 },
    })
    const broken: TokenAnswer = { status: 503, body: { error: 'temporarily_unavailable' } }
    const { credentials } = open(clientCredentials({ tokenEndpoint: server.url }), { now: () => clock })
    const at = async (seconds: number): Promise<string | undefined> => {
      clock = seconds * 1000
      return (await credentials.headers()).Authorization
    }
    answers = [token('a'), token('b'), broken, broken]
    expect(await at(0)).toBe('Bearer a')
    expect(await at(79)).toBe('Bearer a')
    expect(await at(80)).toBe('Bearer b')
    expect(await at(161)).toBe('Bearer b')
    expect(server.requests).toHaveLength(3)
    expect(await at(162)).toBe('Bearer b')
    expect(server.requests).toHaveLength(3)
    clock = 181_000
    expect((await failureOf(credentials.headers())).message).toContain('was answered 503 temporarily_unavailable')
  })

  test('a short lifetime does not mean a token for every request', async () => {
    let clock = 0
    const server = await serve(() => ({ body: { access_token: 't', token_type: 'Bearer', expires_in: 0 } }))
    const { credentials } = open(clientCredentials({ tokenEndpoint: server.url }), { now: () => clock })
    await credentials.headers()
    clock = 999
    await credentials.headers()
    expect(server.requests).toHaveLength(1)
  })

  test('after a 401 one new token serves all who were refused', async () => {
    let count = 0
    let clock = 0
    const server = await serve(() => {
      count += 1
      return { body: { access_token: `t${count}`, token_type: 'Bearer' } }
    })
    const { credentials, secrets } = open(clientCredentials({ tokenEndpoint: server.url }), { now: () => clock })
    await credentials.headers()
    expect(await Promise.all([credentials.renew(), credentials.renew(), credentials.renew()])).toEqual([
      true,
      true,
      true,
    ])
    expect(await credentials.renew()).toBe(true)
    expect(server.requests).toHaveLength(2)
    expect(await credentials.headers()).toEqual({ Authorization: 'Bearer t2' })
    clock = 60_000
    expect(await credentials.renew()).toBe(true)
    expect(await credentials.headers()).toEqual({ Authorization: 'Bearer t3' })
    expect(secrets).toEqual([secretText, ...pairs, 't1', 't2', 't3'])
  })

  test('the same token again is not worth a repetition', async () => {
    const server = await serve(() => ({ body: { access_token: 'same', token_type: 'Bearer' } }))
    const { credentials } = open(clientCredentials({ tokenEndpoint: server.url }))
    await credentials.headers()
    expect(await credentials.renew()).toBe(false)
    expect(await credentials.renew()).toBe(false)
    expect(server.requests).toHaveLength(2)
  })

  test('stops when the run is interrupted', async () => {
    const controller = new AbortController()
    const server = await serve(() => {
      controller.abort()
      return undefined
    })
    const { credentials } = open(clientCredentials({ tokenEndpoint: server.url }), { signal: controller.signal })
    await expect(credentials.headers()).rejects.toBeInstanceOf(InterruptedError)
  })
})

describe('why there is no token', () => {
  const html = '<!DOCTYPE html><title>Sign in</title>'
  const oauthError = (status: number, error: string, error_description?: string): TokenAnswer => ({
    status,
    body: { error, error_description },
  })
  const cases: [name: string, answer: TokenAnswer, what: string, hint: RegExp, settings?: Partial<OAuth2Settings>][] = [
    [
      'a wrong secret',
      oauthError(401, 'invalid_client'),
      'was answered 401 invalid_client.',
      /clientAuthentication: post/,
    ],
    [
      'a wrong secret, with a challenge',
      { ...oauthError(401, 'invalid_client', 'Bad'), headers: { 'www-authenticate': 'Basic realm="x"' } },
      'was answered 401 invalid_client (Bad).',
      /auth\.clientSecret/,
    ],
    [
      'an echoed secret and control characters',
      oauthError(400, 'invalid_client', `no \u001b[31m${secretText}\n here`),
      'was answered 400 invalid_client (no  [31m[redacted]  here).',
      /auth\.clientSecret/,
    ],
    [
      'a secret that has expired',
      oauthError(401, 'invalid_client', 'AADSTS7000222: The provided client secret keys are expired.'),
      'was answered 401 invalid_client (AADSTS7000222: The provided client secret keys are expired.).',
      /^The client secret has expired: make a new one/,
    ],
    [
      'another clock',
      { ...oauthError(401, 'invalid_client'), headers: { date: 'Mon, 01 Jan 2024 00:00:00 GMT' } },
      'was answered 401 invalid_client.',
      /The clock of this machine is \d+ days ahead of theirs/,
    ],
    ['an unknown audience', oauthError(400, 'invalid_target'), 'was answered 400 invalid_target.', /auth\.audience/],
    [
      'consent',
      oauthError(400, 'consent_required'),
      'was answered 400 consent_required.',
      /administrator grant consent/,
    ],
    ['no scope', oauthError(400, 'invalid_scope'), 'was answered 400 invalid_scope.', /wants a scope/],
    [
      'a wrong scope',
      oauthError(400, 'invalid_scope'),
      'was answered 400 invalid_scope.',
      /spelt otherwise/,
      { scope: 's' },
    ],
    [
      'a forbidden grant',
      oauthError(400, 'unauthorized_client'),
      'was answered 400 unauthorized_client.',
      /Allow that grant/,
    ],
    ['an unknown code', oauthError(400, 'odd_thing'), 'was answered 400 odd_thing.', /log of the authorization server/],
    ['HTML', { body: html }, 'was answered 200 with HTML instead of JSON.', /sign-in page/],
    [
      'a redirect',
      { status: 302, headers: { location: '/login' }, body: '' },
      'was answered 302, a redirect, which is not followed.',
      /auth\.tokenEndpoint/,
    ],
    ['404', { status: 404, body: {} }, 'was answered 404.', /Nothing takes token requests there/],
    ['500', { status: 500, body: {} }, 'was answered 500.', /Try again later/],
    ['401 without a code', { status: 401, body: {} }, 'was answered 401 without an OAuth error code.', /auth section/],
    [
      'broken JSON',
      { headers: { 'content-type': 'application/json' }, body: '{"access' },
      'was answered 200, but the body is not JSON.',
      /RFC 6749/,
    ],
    [
      'another content type',
      { headers: { 'content-type': 'text/plain' }, body: 'abc' },
      'was answered 200, but the body is not JSON.',
      /RFC 6749/,
    ],
    [
      'no token',
      { body: { token_type: 'Bearer' } },
      'was answered 200, but its access_token is missing or unusable.',
      /RFC 6749/,
    ],
    [
      'no token type',
      { body: { access_token: secretText } },
      'was answered 200, but its token_type is missing or unusable.',
      /RFC 6749/,
    ],
    [
      'another token type',
      { body: { access_token: 't', token_type: 'mac' } },
      'was answered 200, but its token_type is not Bearer.',
      /RFC 6749/,
    ],
  ]
  test.each(cases)('%s', async (_name, answer, what, hint, settings = {}) => {
    const server = await serve(() => answer)
    const tokenEndpoint = `${server.url}/token`
    const { credentials } = open(clientCredentials({ tokenEndpoint, ...settings }))
    const error = await failureOf(credentials.headers())
    expect(error.message).toBe(
      `No access token: OAuth 2.0 client credentials of client "harness" at ${tokenEndpoint} ${what}`,
    )
    expect(error.hint).toMatch(hint)
  })

  test('an answer that does not come', async () => {
    const server = await serve(() => undefined)
    const { credentials } = open(clientCredentials({ tokenEndpoint: server.url }), { timeoutMs: 100 })
    expect((await failureOf(credentials.headers())).message).toContain('got no answer in time')
  })

  test('nobody there', async () => {
    const { credentials } = open(clientCredentials({ tokenEndpoint: 'http://127.0.0.1:1/token' }))
    const error = await failureOf(credentials.headers())
    expect(error.message).toContain('at http://127.0.0.1:1/token reached no one')
    expect(error.message).toContain('ECONNREFUSED')
  })

  test('no TLS there', async () => {
    const server = await serve(() => ({ body: '' }))
    const tokenEndpoint = server.url.replace('http:', 'https:')
    const error = await failureOf(open(clientCredentials({ tokenEndpoint })).credentials.headers())
    expect(error.message).toContain('failed in the TLS handshake')
    expect(error.hint).toContain('does not speak TLS')
  })

  test('http on another machine is refused before anything is sent', async () => {
    const { credentials } = open(clientCredentials({ tokenEndpoint: 'http://id.example/token' }))
    expect((await failureOf(credentials.headers())).message).toContain('http://id.example/token')
  })

  test('nor is a discovered endpoint of that kind used', async () => {
    const server = await serve((_request, url) => ({
      body: { issuer: url, token_endpoint: 'http://id.example/token', jwks_uri: url, authorization_endpoint: url },
    }))
    const error = await failureOf(open(clientCredentials({ issuer: server.url })).credentials.headers())
    expect(error.message).toContain('http://id.example/token is not https')
  })

  const metadata: [name: string, metadata: (url: string) => object, what: string][] = [
    [
      'another issuer',
      url => ({ issuer: `${url}/realm`, token_endpoint: url }),
      '/realm, which must be written as auth.issuer.',
    ],
    ['no token endpoint', url => ({ issuer: url }), 'was answered 200, but its token_endpoint is missing or unusable.'],
    ['no issuer', url => ({ token_endpoint: url }), 'was answered 200, but its issuer is missing or unusable.'],
  ]
  test.each(metadata)('metadata with %s', async (_name, body, what) => {
    const server = await serve((_request, url) => ({ body: body(url) }))
    const error = await failureOf(open(clientCredentials({ issuer: server.url })).credentials.headers())
    expect(error.message).toContain(what)
  })

  test('no metadata at all', async () => {
    const server = await serve(() => ({ status: 404, body: {} }))
    const error = await failureOf(open(clientCredentials({ issuer: server.url })).credentials.headers())
    expect(error.message).toContain('/.well-known/oauth-authorization-server was answered 404.')
    expect(error.hint).toContain('auth.tokenEndpoint')
  })
})

function steppingClock(stepMs: number): () => number {
  let clock = 0
  return () => {
    clock += stepMs
    return clock
  }
}
