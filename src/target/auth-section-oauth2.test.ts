// OAuth 2.0 and prompts in the target file: what the keys come to, and what does not go together.

import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { ConfigurationError } from '../errors.ts'
import { readTarget } from './read-target.ts'

const pem = String(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
)
const env = {
  HOME: '/h',
  XDG_CONFIG_HOME: '/x',
  S: 'client-s3cret',
  R: 'refresh-t0ken',
  KEY: pem.replaceAll('\n', '\\n'),
}

const read = (auth: string, more = '', askSecret?: (question: string) => Promise<string>) =>
  readTarget(`name: Acme\nbaseUrl: https://acme.example/scim\nauth: ${auth}\n${more}`, {
    file: 'my targets/acme.yaml',
    env,
    readFile: async () => pem,
    ...(askSecret === undefined ? {} : { askSecret }),
  })

const problemOf = async (auth: string): Promise<string> => {
  const error: unknown = await read(auth).catch((reason: unknown) => reason)
  if (!(error instanceof ConfigurationError)) throw new Error(`expected a ConfigurationError, got ${String(error)}`)
  return error.message
}

const at = 'type: oauth2, issuer: "https://id.example", clientId: c'

test('a sign-in: tokens have their place in the configuration folder, and the remedy names the file', async () => {
  const { auth } = await read(`{ ${at}, grant: authorization-code, scope: openid }`)
  expect(auth).toMatchObject({ grant: 'authorization-code', clientAuthentication: 'none' })
  expect(auth).toHaveProperty('tokenFile', expect.stringMatching(/^\/x\/scim-conformance\/tokens\/[0-9a-f]{32}\.json$/))
  expect(auth).toHaveProperty(
    'signInAgain',
    "sign in again with `scim-conformance login --target 'my targets/acme.yaml'`",
  )
})

test('a refresh token: secret, and the remedy names the variable', async () => {
  const target = await read(`{ ${at}, clientSecret: "\${S}", grant: refresh-token, refreshToken: "\${R}" }`)
  expect(target.auth).toMatchObject({
    refreshToken: 'refresh-t0ken',
    clientAuthentication: 'basic',
    signInAgain: 'sign in again to get a new one, and put it into $R',
  })
  expect(target.secrets).toEqual(expect.arrayContaining(['refresh-t0ken', 'client-s3cret']))
})

test.each([
  ['from the environment, with \\n for line ends', `privateKey: "\${KEY}"`],
  ['from a file', 'privateKeyFile: key.pem'],
])('a private key %s', async (_name, key) => {
  const { auth } = await read(`{ ${at}, ${key}, keyId: k1 }`)
  expect(auth).toMatchObject({ clientAuthentication: 'private-key-jwt', clientKey: { text: pem, keyId: 'k1' } })
})

test('a client certificate', async () => {
  const error = await problemOf(`{ ${at}, clientAuthentication: tls-client-auth }`)
  expect(error).toContain('auth.clientAuthentication: tls-client-auth needs tls.certificate and tls.key')
})

test.each([
  [`{ ${at} }`, 'auth.clientSecret: is missing; client credentials need it'],
  [`{ ${at}, clientAuthentication: none }`, 'auth.clientSecret: cannot be left out: a public client'],
  [`{ ${at}, clientAuthentication: post }`, 'auth.clientSecret: is missing; clientAuthentication: post needs it'],
  [`{ ${at}, clientAuthentication: private-key-jwt }`, 'auth.privateKeyFile: is missing'],
  [`{ ${at}, clientAuthentication: private_key_jwt }`, 'did you mean "private-key-jwt"?'],
  [`{ ${at}, clientSecret: "\${S}", privateKeyFile: k }`, 'auth.privateKeyFile: is used with'],
  [`{ ${at}, privateKeyFile: k, algorithm: RS256 }`, 'auth.privateKeyFile: cannot sign with RS256'],
  [`{ ${at}, privateKey: "\${S}" }`, 'auth.privateKey: is no private key in PEM'],
  [`{ ${at}, clientSecret: "\${S}", redirectUri: "http://127.0.0.1/cb" }`, 'auth.redirectUri: is used with grant'],
  [`{ ${at}, grant: authorization-code, redirectUri: "/cb" }`, 'auth.redirectUri: must be an absolute URL'],
  [`{ ${at}, grant: authorization-code, redirectUri: "https://a.example/cb?x=1" }`, 'must not hold a query'],
  [`{ ${at}, grant: authorization-code, refreshToken: "\${R}" }`, 'auth.refreshToken: is used with grant'],
  [`{ ${at}, grant: refresh-token }`, 'auth.refreshToken: is missing'],
  [`{ ${at}, grant: authorization-code, authorizationEndpoint: "https://id.example/a" }`, 'cannot stand beside issuer'],
  [
    '{ type: oauth2, clientId: c, grant: authorization-code, tokenEndpoint: "https://id.example/t" }',
    'auth.authorizationEndpoint: is missing',
  ],
  [`{ ${at}, grant: authorization-code, parameters: { state: x } }`, 'is set by the grant itself'],
])('%s', async (auth, problem) => {
  expect(await problemOf(auth)).toContain(problem)
})

test.each([
  ['{ type: basic, username: u, prompt: true }', 'Password of u at Acme: ', { password: 'typed' }],
  ['{ type: bearer, prompt: true }', 'Bearer token for Acme: ', { token: 'typed', from: 'the terminal' }],
])('%s', async (auth, question, expected) => {
  const questions: string[] = []
  const target = await read(auth, '', async asked => {
    questions.push(asked)
    return 'typed\n'
  })
  expect(questions).toEqual([question])
  expect(target.auth).toMatchObject(expected)
  expect(target.secrets).toEqual(['typed'])
  await expect(read(auth, '', async () => '')).rejects.toThrow('nothing was typed')
  // Nobody is asked for the sake of a file that cannot be used.
  await expect(read(auth, 'concurency: 1\n', async () => Promise.reject(new Error('asked')))).rejects.toThrow(
    'unknown key',
  )
})
