// The fetch for token requests: certificates, a proxy, odd answers.

import { createServer as createHttpServer } from 'node:http'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import {
  authority,
  clientCertificate,
  clientKey,
  encryptedClientKey,
  passphrase,
  serverCertificate,
  serverKey,
} from '../auth/certificates.test-data.ts'
import { createFetch, FetchError, type FetchOptions } from './fetch.ts'

const timeoutMs = 5_000

async function startHttps(options: ServerOptions = {}): Promise<string> {
  const server = createServer(
    { cert: serverCertificate, key: serverKey, ca: authority, ...options },
    (request, response) => {
      const peer = isTls(request.socket) ? request.socket.getPeerCertificate().subject?.CN : undefined
      response.end(`hello ${String(peer)}`)
    },
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `https://127.0.0.1:${portOf(server.address())}/`
}

function isTls(socket: object): socket is TLSSocket {
  return 'getPeerCertificate' in socket
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function textOf(url: string, tls: FetchOptions['tls']): Promise<string> {
  return (await createFetch({ tls, timeoutMs })(url)).text()
}

async function problemOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof FetchError ? error.problem.kind : String(error)
}

test('an unknown certificate authority is a TLS problem; a named one and insecure are accepted', async () => {
  const url = await startHttps()
  expect(await problemOf(textOf(url, { insecure: false }))).toBe('tls')
  expect(await textOf(url, { insecure: false, ca: authority })).toBe('hello undefined')
  expect(await textOf(url, { insecure: true })).toBe('hello undefined')
})

test('a client certificate is shown, with a plain or an encrypted key', async () => {
  const url = await startHttps({ requestCert: true, rejectUnauthorized: true })
  const tls = { insecure: false, ca: authority, certificate: clientCertificate }
  expect(await textOf(url, { ...tls, key: clientKey })).toBe('hello client')
  expect(await textOf(url, { ...tls, key: encryptedClientKey, passphrase })).toBe('hello client')
})

test('a proxy is used', async () => {
  const seen: string[] = []
  const proxy = createHttpServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.writeHead(418, { 'x-by': 'proxy' }).end('from the proxy')
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  const fetch = createFetch({
    tls: { insecure: false },
    timeoutMs,
    proxy: `http://127.0.0.1:${portOf(proxy.address())}`,
  })
  const response = await fetch('http://id.example/token', { method: 'POST', body: 'a=b' })
  expect([response.status, response.headers.get('x-by'), await response.text()]).toEqual([
    418,
    'proxy',
    'from the proxy',
  ])
  expect(seen).toEqual(['POST http://id.example/token'])
})

test('no body, an endless body, a redirect', async () => {
  const server = createHttpServer((request, response) => {
    if (request.url === '/none') response.writeHead(204).end()
    else if (request.url === '/moved') response.writeHead(302, { location: '/none' }).end()
    else response.end('x'.repeat(2_000_000))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const fetch = createFetch({ tls: { insecure: false }, timeoutMs })
  const base = `http://127.0.0.1:${portOf(server.address())}`
  expect((await fetch(`${base}/none`)).status).toBe(204)
  expect((await fetch(`${base}/moved`)).status).toBe(302)
  expect(await problemOf(fetch(`${base}/endless`))).toBe('too-large')
})
