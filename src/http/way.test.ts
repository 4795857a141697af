import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authority, serverCertificate, serverKey } from '../auth/certificates.test-data.ts'
import { lookAtWay } from './way.ts'

const opened: Server[] = []
const sockets = new Set<Socket>()
async function listen(server: Server): Promise<number> {
  opened.push(server)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

let secure = 0
let silent = 0
let resetting = 0
let proxy = ''
beforeAll(async () => {
  secure = await listen(createServer({ cert: serverCertificate, key: serverKey }, (_, response) => response.end()))
  silent = await listen(createTcpServer(() => undefined))
  resetting = await listen(createTcpServer(socket => setTimeout(() => socket.resetAndDestroy(), 1)))
  const server = createPlainServer()
  server.on('connect', ({ url = '' }, near: Socket) => {
    const far = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
      near.write('HTTP/1.1 200 OK\r\n\r\n')
      far.pipe(near)
      near.pipe(far)
    })
    far.on('error', () => near.destroy())
  })
  proxy = `http://127.0.0.1:${await listen(server)}`
})
afterAll(() => {
  for (const server of opened) server.close()
  for (const socket of sockets) socket.destroy()
})

const tls = { insecure: false, ca: authority }
const go = (port: number, more: { proxy?: string; limitMs?: number } = {}) =>
  lookAtWay(new URL(`https://localhost:${port}/v2`), {
    tls,
    ...(more.proxy === undefined ? {} : { proxy: more.proxy }),
    signal: AbortSignal.timeout(more.limitMs ?? 10_000),
  })

test.each([
  ['directly', () => ({})],
  ['by a proxy', () => ({ proxy })],
])('to the certificate, %s', async (_, more) => {
  const way = await go(secure, more())
  expect(way.failed).toBeUndefined()
  expect(way.peer).toMatchObject({ protocol: 'TLSv1.3', chain: [{ subject: 'server' }] })
  expect(way.peer?.problem).toBeUndefined()
})

test('what is wrong with a certificate is told, and the way is gone all the same', async () => {
  const way = await lookAtWay(new URL(`https://localhost:${secure}/`), {
    tls: { insecure: false },
    signal: AbortSignal.timeout(10_000),
  })
  expect(way.peer).toMatchObject({ problem: expect.stringMatching(/UNABLE_TO_VERIFY|SELF_SIGNED/), chain: [{}] })
})

test.each([
  ['nobody speaks', () => silent],
  ['it is cut off', () => resetting],
])('a handshake in which %s ends at TLS', async (_, port) => {
  expect((await go(port(), { limitMs: 500 })).failed?.at).toBe('tls')
  expect((await go(port(), { limitMs: 500, proxy })).failed?.at).toBe('tls')
})

test('wherever it is ended, everything is closed and the process lives on', { timeout: 60_000 }, async () => {
  for (let round = 0; round < 60; round++) {
    const port = [secure, silent, resetting][round % 3] ?? secure
    await go(port, { limitMs: (round % 20) + 1, ...(round % 2 === 0 ? {} : { proxy }) })
  }
  // One of them may still be on its way to be closed.
  await expect.poll(() => go(secure).then(({ peer }) => peer?.protocol)).toBe('TLSv1.3')
})
