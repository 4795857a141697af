// Every way to get a token, against a real authorization server.

import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { OAuth2Settings } from '../../src/auth/auth-settings.ts'
import { authority, clientCertificate, clientKey } from '../../src/auth/certificates.test-data.ts'
import { openClientFor, openCredentials } from '../../src/auth/open-credentials.ts'
import { beginSignIn, signOut } from '../../src/auth/sign-in.ts'
import { readKeptTokens, writeKeptTokens } from '../../src/auth/token-file.ts'
import { AuthenticationError } from '../../src/errors.ts'
import { temporaryFolder } from '../cli/run-cli.ts'
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  signInByForms,
  startAuthorizationServer,
} from './authorization-server.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const machine = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }
const clients = [
  { client_id: 'by-basic', client_secret: 'a secret: with/signs', ...machine },
  { client_id: 'by-post', client_secret: 's3', token_endpoint_auth_method: 'client_secret_post', ...machine },
  {
    client_id: 'by-rsa',
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [{ ...rsa.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' }] },
    ...machine,
  },
  {
    client_id: 'by-ec',
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [{ ...ec.publicKey.export({ format: 'jwk' }), kid: 'k2', use: 'sig' }] },
    ...machine,
  },
  {
    client_id: 'by-certificate',
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=client',
    ...machine,
  },
  {
    client_id: 'public',
    token_endpoint_auth_method: 'none',
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['http://127.0.0.1/callback'],
  },
  {
    client_id: 'confidential',
    client_secret: 'conf-secret',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['https://vendor.example/oauth/callback'],
  },
]

let plain: AuthorizationServer
beforeAll(async () => {
  plain = await startAuthorizationServer({ clients })
})
afterAll(() => plain.close())

async function serve(options: Partial<AuthorizationServerOptions>): Promise<AuthorizationServer> {
  const server = await startAuthorizationServer({ clients, ...options })
  onTestFinished(() => server.close())
  return server
}

function settings(issuer: string, more: Partial<OAuth2Settings>): OAuth2Settings {
  return {
    type: 'oauth2',
    grant: 'client-credentials',
    issuer,
    clientId: 'public',
    clientAuthentication: 'none',
    parameters: {},
    ...more,
  }
}

const options = { tls: { insecure: false }, userAgent: 'test', onSecret: () => undefined }

async function tokenOf(wanted: OAuth2Settings, more: Partial<Parameters<typeof openCredentials>[1]> = {}) {
  const headers = await openCredentials(wanted, { ...options, ...more }).headers()
  return headers.Authorization?.replace('Bearer ', '') ?? ''
}

async function failureOf(promise: Promise<unknown>): Promise<AuthenticationError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AuthenticationError)) throw new Error(`expected an AuthenticationError, got ${String(error)}`)
  return error
}

describe('client credentials', () => {
  const pem = (key: typeof rsa.privateKey): string => String(key.export({ type: 'pkcs8', format: 'pem' }))
  const jwk = JSON.stringify({ ...ec.privateKey.export({ format: 'jwk' }), kid: 'k2' })
  const cases: [string, Partial<OAuth2Settings>][] = [
    ['by-basic', { clientAuthentication: 'basic', clientSecret: 'a secret: with/signs' }],
    ['by-post', { clientAuthentication: 'post', clientSecret: 's3' }],
    ['by-rsa', { clientAuthentication: 'private-key-jwt', clientKey: { text: pem(rsa.privateKey), keyId: 'k1' } }],
    [
      'by-rsa',
      { clientAuthentication: 'private-key-jwt', clientKey: { text: pem(rsa.privateKey), algorithm: 'PS256' } },
    ],
    ['by-ec', { clientAuthentication: 'private-key-jwt', clientKey: { text: jwk } }],
  ]
  test.each(cases)('%s', async (clientId, more) => {
    const token = await tokenOf(settings(plain.issuer, { clientId, ...more }))
    expect(await plain.accepts(token)).toBe(true)
  })

  test('by a key that is not registered: says what to check', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const clientKey = { text: pem(other.privateKey) }
    const more = { clientId: 'by-ec', clientAuthentication: 'private-key-jwt', clientKey } as const
    const error = await failureOf(tokenOf(settings(plain.issuer, more)))
    expect(error.message).toContain('invalid_client')
    expect(error.hint).toContain('the public key is registered')
  })

  test('by a client certificate', async () => {
    const server = await serve({ tls: true })
    const more = { clientId: 'by-certificate', clientAuthentication: 'tls-client-auth' } as const
    const tls = { ca: authority, insecure: false }
    const signed = { ...tls, certificate: clientCertificate, key: clientKey }
    expect(await server.accepts(await tokenOf(settings(server.issuer, more), { tls: signed }))).toBe(true)
    const error = await failureOf(tokenOf(settings(server.issuer, more), { tls }))
    expect(error.hint).toContain('tls.certificate')
  })

  test('a wrong secret', async () => {
    const more = { clientId: 'by-post', clientAuthentication: 'post', clientSecret: 'wrong' } as const
    const error = await failureOf(tokenOf(settings(plain.issuer, more)))
    expect(error.hint).toContain('whether the secret has expired')
  })
})

describe('authorization code', () => {
  const file = (): string => {
    const folder = temporaryFolder()
    onTestFinished(() => folder.remove())
    return join(folder.path, 'tokens', 't.json')
  }
  const person = (issuer: string, tokenFile: string, more: Partial<OAuth2Settings> = {}): OAuth2Settings =>
    settings(issuer, {
      grant: 'authorization-code',
      scope: 'openid offline_access',
      signInAgain: 'sign in again with `login`',
      tokenFile,
      ...more,
    })
  const redirectUri = 'http://127.0.0.1:45678/callback'
  const signIn = async (wanted: OAuth2Settings, uri = redirectUri) => {
    const begun = await beginSignIn(openClientFor(wanted, options), uri)
    return begun.finish(new URL(await signInByForms(begun.url)))
  }

  test('a public client: signs in, is kept for its owner alone, serves the next run, and is renewed', async () => {
    const tokenFile = file()
    const wanted = person(plain.issuer, tokenFile)
    const kept = await signIn(wanted)
    expect(kept.who).toBe('alice@example.com')
    expect(kept.refreshToken).toBeDefined()
    if (process.platform !== 'win32') {
      expect(statSync(tokenFile).mode & 0o777).toBe(0o600)
      expect(statSync(join(tokenFile, '..')).mode & 0o777).toBe(0o700)
    }
    const credentials = openCredentials(wanted, options)
    expect(await credentials.headers()).toEqual({ Authorization: `Bearer ${kept.accessToken}` })
    expect(await credentials.renew()).toBe(true)
    const renewed = await readKeptTokens(tokenFile)
    expect(await credentials.headers()).toEqual({ Authorization: `Bearer ${renewed?.accessToken}` })
    expect(renewed?.accessToken).not.toBe(kept.accessToken)
    // Rotated, and on disk.
    expect(renewed?.refreshToken).not.toBe(kept.refreshToken)
    expect(renewed?.who).toBe('alice@example.com')
    expect(readdirSync(join(tokenFile, '..'))).toEqual(['t.json'])
  })

  test('a confidential client, with a redirect URI of the vendor and a pasted answer', async () => {
    const uri = 'https://vendor.example/oauth/callback'
    const more = { clientId: 'confidential', clientAuthentication: 'basic', clientSecret: 'conf-secret' } as const
    for (const shape of ['address', 'query', 'code'] as const) {
      const tokenFile = file()
      const begun = await beginSignIn(openClientFor(person(plain.issuer, tokenFile, more), options), uri)
      const came = new URL(await signInByForms(begun.url))
      expect(came.origin + came.pathname).toBe(uri)
      const text = { address: came.href, query: came.search, code: came.searchParams.get('code') ?? '' }[shape]
      expect((await begun.finishPasted(` ${text}\n`)).refreshToken).toBeDefined()
    }
  })

  test('endpoints written down, without an issuer', async () => {
    const { issuer: _, ...rest } = person('', file())
    const wanted = {
      ...rest,
      tokenEndpoint: `${plain.issuer}/token`,
      authorizationEndpoint: `${plain.issuer}/auth`,
      parameters: { prompt: 'consent' },
    }
    expect((await signIn(wanted)).refreshToken).toBeDefined()
  })

  test('another state is refused before the code is used', async () => {
    const begun = await beginSignIn(openClientFor(person(plain.issuer, file()), options), redirectUri)
    const came = new URL(await signInByForms(begun.url))
    const before = plain.tokenRequests.length
    came.searchParams.set('state', 'another')
    expect((await failureOf(begun.finish(came))).message).toContain('another state')
    came.searchParams.delete('state')
    expect((await failureOf(begun.finish(came))).message).toContain('without the state')
    expect(plain.tokenRequests).toHaveLength(before)
  })

  test('a code that was used before', async () => {
    const begun = await beginSignIn(openClientFor(person(plain.issuer, file()), options), redirectUri)
    const came = new URL(await signInByForms(begun.url))
    await begun.finish(came)
    const error = await failureOf(begun.finish(came))
    expect(error.oauthError).toBe('invalid_grant')
    expect(error.hint).toContain('was used before')
  })

  test.each([
    ['access_denied', 'Sign in with an account that may'],
    ['consent_required', 'grant consent'],
    ['interaction_required', 'wants to see the person'],
  ])('%s: says what to do', async (error, hint) => {
    const server = await serve({ refuses: { error, description: 'because' } })
    const failure = await failureOf(signIn(person(server.issuer, file())))
    expect(failure.message).toBe(`The authorization server answered the sign-in with ${error} (because).`)
    expect(failure.hint).toContain(hint)
  })

  test('nobody has signed in yet', async () => {
    const error = await failureOf(tokenOf(person(plain.issuer, file())))
    expect(error.message).toBe('You are not signed in: sign in with `login`.')
  })

  test('a refresh token that was revoked', async () => {
    const tokenFile = file()
    const wanted = person(plain.issuer, tokenFile)
    const { refreshToken = '' } = await signIn(wanted)
    const credentials = openCredentials(wanted, options)
    await credentials.headers()
    await (await plain.provider.RefreshToken.find(refreshToken))?.destroy()
    const error = await failureOf(credentials.renew())
    expect(error.message).toBe('The refresh token is no longer accepted: sign in again with `login`.')
    expect(error.hint).toContain('invalid_grant')
    expect(error.hint).not.toContain(refreshToken)
  })

  test('no refresh token: the access token serves until it expires', async () => {
    const server = await serve({ accessTokenSeconds: 2 })
    const tokenFile = file()
    const wanted = person(server.issuer, tokenFile, { scope: 'openid' })
    const kept = await signIn(wanted)
    expect(kept.refreshToken).toBeUndefined()
    expect(await tokenOf(wanted)).toBe(kept.accessToken)
    const later = () => Date.now() + 3000
    const error = await failureOf(tokenOf(wanted, { now: later }))
    expect(error.message).toBe(
      'The access token has expired, and there is no refresh token to get another with: sign in again with `login`.',
    )
    expect(error.hint).toContain('offline_access')
  })

  test('many at once, in several runs, spend a rotating refresh token once', async () => {
    const tokenFile = file()
    const wanted = person(plain.issuer, tokenFile)
    const kept = await signIn(wanted)
    await writeKeptTokens(tokenFile, { ...kept, expiresAt: Date.now() - 1 })
    const before = plain.tokenRequests.length
    const tokens = await Promise.all(Array.from({ length: 8 }, () => tokenOf(wanted)))
    expect(new Set(tokens).size).toBe(1)
    expect(plain.tokenRequests.slice(before).map(({ grant_type }) => grant_type)).toEqual(['refresh_token'])
    expect(await plain.accepts(tokens[0] ?? '')).toBe(true)
  })

  test('signing out forgets and revokes', async () => {
    const tokenFile = file()
    const wanted = person(plain.issuer, tokenFile)
    const { refreshToken = '' } = await signIn(wanted)
    expect(await signOut(openClientFor(wanted, options))).toBe('forgotten and revoked')
    expect(await plain.provider.RefreshToken.find(refreshToken)).toBeUndefined()
    expect(await readKeptTokens(tokenFile)).toBeUndefined()
    expect(await signOut(openClientFor(wanted, options))).toBe('nothing kept')
  })

  describe('a refresh token from the environment', () => {
    const begin = async (server: AuthorizationServer) => {
      const { refreshToken = '' } = await signIn(person(server.issuer, file()))
      const tokenFile = file()
      const wanted = settings(server.issuer, {
        grant: 'refresh-token',
        refreshToken,
        tokenFile,
        signInAgain: 'sign in again to get a new one, and put it into $REFRESH_TOKEN',
      })
      return { wanted, tokenFile, refreshToken }
    }

    test('rotates: what came instead is kept, and the next run begins with it', async () => {
      const { wanted, tokenFile, refreshToken } = await begin(plain)
      expect(await plain.accepts(await tokenOf(wanted))).toBe(true)
      const kept = await readKeptTokens(tokenFile)
      expect(kept?.refreshToken).not.toBe(refreshToken)
      expect(readFileSync(tokenFile, 'utf8')).not.toContain(refreshToken)
      await writeKeptTokens(tokenFile, { ...kept, version: 1, obtainedAt: 0, expiresAt: 1 })
      expect(await plain.accepts(await tokenOf(wanted))).toBe(true)
    })

    test('another one in the environment is another sign-in', async () => {
      const first = await begin(plain)
      const second = await begin(plain)
      await tokenOf(first.wanted)
      const before = plain.tokenRequests.length
      await tokenOf({ ...second.wanted, tokenFile: first.tokenFile })
      expect(plain.tokenRequests.slice(before)).toMatchObject([{ refresh_token: second.refreshToken }])
    })

    test('does not rotate: the same one serves again', async () => {
      const server = await serve({ rotates: false })
      const { wanted, refreshToken, tokenFile } = await begin(server)
      // A public client's refresh token rotates by default; this one must not.
      await tokenOf(wanted)
      expect((await readKeptTokens(tokenFile))?.refreshToken).toBe(refreshToken)
    })

    test('has died', async () => {
      const { wanted } = await begin(plain)
      const error = await failureOf(tokenOf({ ...wanted, refreshToken: 'long-gone' }))
      expect(error.message).toBe(
        'The refresh token is no longer accepted: sign in again to get a new one, and put it into $REFRESH_TOKEN.',
      )
    })
  })
})
