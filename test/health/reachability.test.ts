// What is said of a service provider that cannot be reached, is slow to answer, or does not let us in: where it ends, and what to do.

import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startProvider } from '../../fixtures/provider/provider.ts'
import {
  authority,
  expiredCertificate,
  expiredKey,
  otherNameCertificate,
  otherNameKey,
  secondAuthority,
  serverCertificate,
  serverKey,
} from '../../src/auth/certificates.test-data.ts'
import { lookAtHealth } from '../../src/health/look-at-health.ts'
import type { HealthAspect, HealthResult } from '../../src/result/health-result.ts'
import type { Target } from '../../src/target/target.ts'
import { localTarget } from '../proof/examine-provider.ts'
import { crossSigned, intermediate, key, root, signedByIntermediate, signedByRoot } from './chains.test-data.ts'

const token = 'health-token'

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const serve = (answer: RequestListener): Promise<number> => listen(createServer(answer))

function look(baseUrl: string, extra: Partial<Target> = {}, seconds = 30): Promise<HealthResult> {
  return lookAtHealth(localTarget(baseUrl, token, extra), { seconds, thresholds: { latencyMs: 60_000 } })
}

const itemOf = (result: HealthResult, aspect: HealthAspect) => result.items.find(item => item.aspect === aspect)

/** A provider of the conforming kind behind TLS. */
async function behindTls(cert: string, key: string): Promise<string> {
  const provider = await startProvider({ token })
  onTestFinished(() => provider.close())
  const port = await listen(
    createTlsServer({ cert, key }, (request, response) => {
      const { authorization = '', accept = '' } = request.headers
      void fetch(`${new URL(provider.baseUrl).origin}${request.url}`, { headers: { authorization, accept } }).then(
        async answer => {
          response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
          response.end(await answer.text())
        },
      )
    }),
  )
  return `https://localhost:${port}/v2`
}

describe('nothing answers', () => {
  test('the name is not known', async () => {
    const result = await look('https://no-such-host.invalid/scim')
    expect(result.verdict).toBe('unreachable')
    expect(itemOf(result, 'reachability')).toMatchObject({
      state: 'bad',
      words: expect.stringMatching(/The name no-such-host\.invalid cannot be looked up/),
      remedy: expect.stringMatching(/DNS/),
    })
    expect(itemOf(result, 'list')?.state).toBe('not-examined')
  })

  test('nothing listens at the port', async () => {
    const server = createTcpServer()
    const port = await listen(server)
    await new Promise(resolve => server.close(resolve))
    const result = await look(`http://127.0.0.1:${port}/scim`)
    expect(result.verdict).toBe('unreachable')
    expect(result.reason).toMatch(/takes no connection .*ECONNREFUSED/)
  })

  test('a connection, and no answer: within the time limit', async () => {
    const port = await listen(createTcpServer(() => undefined))
    const result = await look(`http://127.0.0.1:${port}/scim`, {}, 2)
    expect(result.verdict).toBe('unreachable')
    expect(result.reason).toMatch(/takes the connection, but/)
  })

  test('an answer that never ends', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/scim+json' })
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
    })
    const result = await look(`http://127.0.0.1:${port}/scim`, {}, 2)
    expect(['unreachable', 'failing']).toContain(result.verdict)
    expect(result.durationMs).toBeLessThan(30_000)
  })

  test('what speaks is not HTTP', async () => {
    const port = await listen(createTcpServer(socket => socket.end('220 mail.example ESMTP\r\n')))
    const result = await look(`http://127.0.0.1:${port}/scim`)
    expect(result.verdict).toBe('unreachable')
    expect(result.reason).toMatch(/does not answer in HTTP/)
  })

  test('a proxy that refuses', async () => {
    const proxy = createServer()
    proxy.on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))
    const port = await listen(proxy)
    const result = await look('https://scim.example.com/v2', { proxy: `http://127.0.0.1:${port}` })
    expect(result.verdict).toBe('unreachable')
    expect(result.reason).toMatch(
      /proxy on the way to scim\.example\.com does not let us through: the proxy answered 403/,
    )
  })
})

describe('TLS', () => {
  test('a certificate that is trusted: until when, and healthy', async () => {
    const result = await look(await behindTls(serverCertificate, serverKey), {
      tls: { insecure: false, ca: authority },
    })
    expect(itemOf(result, 'tls')).toMatchObject({
      state: 'good',
      words: expect.stringMatching(/good for another \d+ days; TLSv1\.3/),
    })
    expect(result.figures.certificateDays).toBeGreaterThan(30_000)
    expect(result.verdict).toBe('healthy')
  })

  test('one that ends soon is a concern', async () => {
    const result = await look(await behindTls(serverCertificate, serverKey), {
      tls: { insecure: false, ca: authority },
      health: { certificateDays: 100_000 },
    })
    expect(itemOf(result, 'tls')).toMatchObject({ state: 'concern', words: expect.stringMatching(/ends in \d+ days/) })
    expect(result.verdict).toBe('degraded')
  })

  test.each([
    ['one that has ended', expiredCertificate, expiredKey, secondAuthority, /certificate of .* ended .* ago/],
    ['one for another name', otherNameCertificate, otherNameKey, secondAuthority, /is for .*, not for localhost/],
    ['one of an unknown authority', serverCertificate, serverKey, undefined, /cannot be trusted/],
  ])('%s is bad, and nothing can be read', async (_, cert, key, ca, words) => {
    const result = await look(await behindTls(cert, key), {
      tls: { insecure: false, ...(ca === undefined ? {} : { ca }) },
    })
    expect(itemOf(result, 'tls')).toMatchObject({ state: 'bad', words: expect.stringMatching(words) })
    expect(result.verdict).toBe('unreachable')
    expect(result.reason).toMatch(words)
  })

  test('an authority that ends before the host does', async () => {
    const tls = { insecure: false, ca: root }
    const baseUrl = await behindTls(`${signedByIntermediate}${intermediate}`, key)
    const result = await look(baseUrl, { tls, health: { certificateDays: 3650 * 9 } })
    expect(itemOf(result, 'tls')).toMatchObject({
      state: 'concern',
      words: expect.stringMatching(/certificate of the authority Test intermediate, .* ends in \d+ days/),
    })
    expect((await look(baseUrl, { tls })).verdict).toBe('healthy')
  })

  test('what is sent besides and has ended is no fault where its key is trusted all the same', async () => {
    const baseUrl = await behindTls(`${signedByRoot}${crossSigned}`, key)
    const result = await look(baseUrl, { tls: { insecure: false, ca: root } })
    expect(itemOf(result, 'tls')).toMatchObject({ state: 'good', words: expect.stringMatching(/another \d+ days/) })
    expect(result.verdict).toBe('healthy')
  })

  test('one that is not verified, as the target file says, is looked at all the same', async () => {
    const result = await look(await behindTls(serverCertificate, serverKey), { tls: { insecure: true } })
    expect(itemOf(result, 'tls')).toMatchObject({ state: 'good', words: expect.stringMatching(/not verified/) })
    const ended = await look(await behindTls(expiredCertificate, expiredKey), { tls: { insecure: true } })
    expect(itemOf(ended, 'tls')).toMatchObject({ state: 'concern', words: expect.stringMatching(/ended/) })
    expect(ended.verdict).toBe('degraded')
  })

  test('what answers does not speak TLS', async () => {
    const port = await serve((_, response) => response.end('{}'))
    const result = await look(`https://localhost:${port}/scim`)
    expect(result.verdict).toBe('unreachable')
    expect(itemOf(result, 'reachability')?.words).toMatch(/TLS handshake fails/)
  })
})

describe('it answers, and does not let us in', () => {
  const refusing =
    (status: number, body = '{}'): RequestListener =>
    (_, response) =>
      response.writeHead(status, { 'content-type': 'application/scim+json' }).end(body)

  test.each([
    [401, /credentials are not accepted: 401/],
    [403, /no right to read users or groups: 403/],
  ])('%i everywhere', async (status, words) => {
    const port = await serve(refusing(status))
    const result = await look(`http://127.0.0.1:${port}/scim`)
    expect(result.verdict).toBe('sign-in-needed')
    expect(result.reason).toMatch(words)
    expect(itemOf(result, 'reachability')?.state).toBe('good')
  })

  test('a token that has ended, with discovery open to all', async () => {
    const provider = await startProvider({ token: 'another', choices: { discovery: 'open' } })
    onTestFinished(() => provider.close())
    const result = await look(provider.baseUrl)
    expect(result.verdict).toBe('sign-in-needed')
    expect(itemOf(result, 'credentials')?.remedy).toMatch(/token/)
  })

  test('a page to sign in on, and the way there', async () => {
    const page = '<html><form><input type="password" name="p"></form></html>'
    const html: RequestListener = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page)
    const first = await look(`http://127.0.0.1:${await serve(html)}/scim`)
    expect(first.verdict).toBe('sign-in-needed')
    const away: RequestListener = (_, response) =>
      response.writeHead(302, { location: 'https://login.example.com/oauth2/authorize' }).end()
    const second = await look(`http://127.0.0.1:${await serve(away)}/scim`)
    expect(second.verdict).toBe('sign-in-needed')
    expect(second.reason).toMatch(/page to sign in on/)
  })
})

describe('it answers, and something is wrong', () => {
  test.each([
    [502, /was answered 502/],
    [404, /was answered 404/],
  ])('%i for everything', async (status, words) => {
    const port = await serve((_, response) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>no</h1>'),
    )
    const result = await look(`http://127.0.0.1:${port}/scim`)
    expect(result.verdict).toBe('failing')
    expect(result.reason).toMatch(words)
  })

  test('one list hangs: the rest is looked at', async () => {
    const provider = await startProvider({
      token,
      parts: parts => ({
        onResponse: (request, response) =>
          request.path === '/Groups' ? new Promise(() => undefined) : parts.onResponse(request, response),
      }),
    })
    onTestFinished(() => provider.close())
    const result = await look(provider.baseUrl, {}, 9)
    expect(result.verdict).toBe('failing')
    expect(itemOf(result, 'list')?.words).toMatch(/\/Groups is not answered/)
    expect(itemOf(result, 'discovery')?.state).toBe('good')
  })

  test('429 without end is a concern, with what is told of the wait', async () => {
    const provider = await startProvider({ token })
    onTestFinished(() => provider.close())
    let count = 0
    const port = await serve((request, response) => {
      if (++count > 3) return void response.writeHead(429, { 'retry-after': '3600' }).end('{}')
      const { authorization = '' } = request.headers
      void fetch(`${new URL(provider.baseUrl).origin}${request.url}`, { headers: { authorization } }).then(
        async answer =>
          response.writeHead(answer.status, { 'content-type': 'application/scim+json' }).end(await answer.text()),
      )
    })
    const result = await look(`http://127.0.0.1:${port}/v2`)
    expect(result.verdict).toBe('degraded')
    expect(itemOf(result, 'rate-limit')).toMatchObject({
      state: 'concern',
      words: expect.stringMatching(/Retry-After: 3600/),
    })
  })

  test('slow answers are a concern', async () => {
    const provider = await startProvider({ token })
    onTestFinished(() => provider.close())
    const result = await lookAtHealth(localTarget(provider.baseUrl, token, { health: { latencyMs: 0.001 } }))
    expect(itemOf(result, 'latency')).toMatchObject({
      state: 'concern',
      words: expect.stringMatching(/^Answers are slow/),
    })
    expect(result.verdict).toBe('degraded')
    const accepted = { latencyMs: 0.001, leaveOut: ['latency' as const] }
    expect((await look(provider.baseUrl, { health: accepted })).verdict).toBe('healthy')
  })
})

test('a look ends when it is asked to', async () => {
  const port = await listen(createTcpServer(() => undefined))
  const stop = new AbortController()
  const looking = lookAtHealth(localTarget(`http://127.0.0.1:${port}/scim`, token), { signal: stop.signal })
  setTimeout(() => stop.abort(), 50)
  await expect(looking).rejects.toMatchObject({ code: 'E_INTERRUPTED' })
})
