// What a run says when it cannot sign in or get through: each cause by its name, with what to do.

import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { expect, onTestFinished, test } from 'vitest'
import { startProvider } from '../../fixtures/provider/provider.ts'
import {
  expiredCertificate,
  expiredKey,
  otherNameCertificate,
  otherNameKey,
  secondAuthority,
  serverCertificate,
  serverKey,
} from '../../src/auth/certificates.test-data.ts'
import { check, suite, topic } from '../../src/check/check.ts'
import { examine } from '../../src/engine/examine.ts'
import { AuthenticationError, HarnessError, UnreachableError } from '../../src/errors.ts'
import type { Target } from '../../src/target/target.ts'
import { localTarget } from '../proof/examine-provider.ts'

const topics = [
  topic('test', [
    suite('t', [
      check('test/reads', { title: 'x', verifies: '7644-3.3-06', fix: 'x' }, async ({ scim }) => {
        for (let count = 0; count < 5; count++) await scim.list('User')
      }),
      check('test/reads-again', { title: 'x', verifies: '7644-3.3-06', fix: 'x' }, async ({ scim }) => {
        for (let count = 0; count < 5; count++) await scim.list('User')
      }),
    ]),
  ]),
]

async function listen(server: Server): Promise<number> {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const serve = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(listener))}/scim`

const run = (baseUrl: string, more: Partial<Target> = {}) =>
  examine({ ...localTarget(baseUrl, 't0ken-of-the-test'), safety: 'read-only', ...more }, { topics })

async function failureOf(promise: Promise<unknown>): Promise<HarnessError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof HarnessError)) throw new Error(`expected a HarnessError, got ${String(error)}`)
  return error
}

test.each([
  ['another name', otherNameCertificate, otherNameKey, secondAuthority, /for another host name/],
  ['expired', expiredCertificate, expiredKey, secondAuthority, /has expired/],
  ['an unknown authority', serverCertificate, serverKey, undefined, /authority that is not known here.*tls\.ca/],
])('a certificate: %s', async (_name, cert, key, ca, hint) => {
  const port = await listen(createTlsServer({ cert, key }, (_request, response) => response.end('{}')))
  const tls = { insecure: false, ...(ca === undefined ? {} : { ca }) }
  const error = await failureOf(run(`https://localhost:${port}/scim`, { tls }))
  expect(error).toBeInstanceOf(UnreachableError)
  expect(error.hint).toMatch(hint)
})

test('http where https was asked for', async () => {
  const port = await listen(createServer((_request, response) => response.end('{}')))
  const error = await failureOf(run(`https://localhost:${port}/scim`))
  expect(error.hint).toContain('does not speak TLS')
})

test.each(['https', 'http'])('a proxy that wants a password, on the way to %s', async scheme => {
  const proxy = createServer((_request, response) => response.writeHead(407).end())
  proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
  const port = await listen(proxy)
  const error = await failureOf(run(`${scheme}://scim.example/v2`, { proxy: `http://127.0.0.1:${port}` }))
  expect(error.message).toContain('407')
  expect(error.hint).toContain('The proxy wants its own user name and password')
})

test('a proxy that lets nobody through', async () => {
  const proxy = createServer()
  proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))
  const port = await listen(proxy)
  const error = await failureOf(run('https://scim.example/v2', { proxy: `http://127.0.0.1:${port}` }))
  expect(error.message).toContain('the proxy answered 403')
  expect(error.hint).toContain('NO_PROXY')
})

const jwt = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`

test('a token for another audience', async () => {
  const baseUrl = await serve((_request, response) =>
    response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end(),
  )
  const token = jwt({ aud: 'https://graph.example', exp: Math.floor(Date.now() / 1000) + 3600 })
  const error = await failureOf(run(baseUrl, { auth: { type: 'bearer', token, from: '$SCIM_TOKEN' } }))
  expect(error).toBeInstanceOf(AuthenticationError)
  expect(error.hint).toContain('The token is made for audience "https://graph.example".')
  expect(error.hint).toContain('Put a fresh token into $SCIM_TOKEN.')
  expect(error.hint).toContain('Bearer error="invalid_token"')
  expect(`${error.message} ${error.hint}`).not.toContain(token)
})

test('clocks that differ', async () => {
  const theirs = new Date(Date.now() - 10 * 60_000).toUTCString()
  const baseUrl = await serve((_request, response) => response.writeHead(401, { date: theirs }).end())
  const error = await failureOf(run(baseUrl))
  expect(error.hint).toMatch(/The clock of this machine is \d+ minutes ahead of theirs \(Date header\)/)
})

test('a token that is good and lacks a role', async () => {
  const baseUrl = await serve((_request, response) => response.writeHead(403).end())
  const token = jwt({ aud: 'scim', scp: 'read.only' })
  const error = await failureOf(run(baseUrl, { auth: { type: 'bearer', token, from: '$SCIM_TOKEN' } }))
  expect(error.hint).toContain('has no right to read users: give it the SCIM role or scope.')
  expect(error.hint).toContain('It carries scope "read.only".')
})

test.each([
  ['a page', 200],
  ['a redirect to it', 302],
])('a login page at the start: %s', async (_name, status) => {
  const baseUrl = await serve((request, response) =>
    request.url?.startsWith('/login') === true || status === 200
      ? response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')
      : response.writeHead(302, { location: 'https://idp.example/login' }).end(),
  )
  const error = await failureOf(run(baseUrl))
  expect(error).toBeInstanceOf(UnreachableError)
  expect(error.hint).toContain('login page')
})

test.each([200, 302])('a login page in mid-run (%d): stops, and no check fails', async status => {
  const provider = await startProvider({ token: 't0ken-of-the-test' })
  onTestFinished(() => provider.close())
  let left = 12
  const baseUrl = await serve((request, response) => {
    if (--left < 0) {
      if (status === 200) response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')
      else response.writeHead(302, { location: 'https://idp.example/login' }).end()
      return
    }
    const { authorization = '' } = request.headers
    const path = (request.url ?? '').replace('/scim', new URL(provider.baseUrl).pathname)
    void fetch(`${new URL(provider.baseUrl).origin}${path}`, { headers: { authorization } }).then(async answer => {
      response.writeHead(answer.status, { 'content-type': 'application/scim+json' }).end(await answer.text())
    })
  })
  const result = await run(baseUrl, { concurrency: 1 })
  expect(result.stopped?.code).toBe('E_AUTH')
  expect(result.stopped?.message).toContain('began to answer with')
  expect(result.counts.fail).toBe(0)
  expect(result.counts.blocked).toBeGreaterThan(0)
})
