// The embedded provider behind a door that twists its answers: each hostile provider is one function of the exchange.

import { createServer, type IncomingMessage, request as send } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createRawServer, type Server, type Socket } from 'node:net'
import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { startProvider } from '../../fixtures/provider/provider.ts'
import type { Running } from './hostile.ts'
import { token } from './secrets.ts'

/** An answer as the embedded provider gives it, or as it is to be sent. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | Buffer
}

/** One request, and the ways to answer it. */
export interface Call {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** How many requests were hostile so far, this one included. */
  readonly number: number
  /** For bytes that are no HTTP that Node would send. */
  readonly socket: Socket
  /** What a provider that conforms answers. */
  proper(): Promise<Answer>
  /** Sends an answer that HTTP allows. */
  answer(answer: Partial<Answer>): void
  /** Sends these bytes and nothing else; the connection stays open. */
  raw(bytes: string | Buffer): void
}

export type Twist = (call: Call) => unknown

export interface TwistedOptions {
  readonly provider?: ProviderOptions
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Twists only what this is true of. */
  readonly only?: (call: Pick<Call, 'method' | 'url'>) => boolean
}

/** Starts the embedded provider and the door before it; the first `calm` requests are answered as they should be. */
export async function startTwisted(twist: Twist, calm: number, options: TwistedOptions = {}): Promise<Running> {
  const provider = await startProvider({ ...options.provider, token })
  let seen = 0
  const take = async (message: IncomingMessage, response: import('node:http').ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of message) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    const { method = 'GET', url = '/', headers } = message
    const body = Buffer.concat(chunks)
    const answer = ({ status = 200, headers: extra = {}, body: text = '' }: Partial<Answer>): void => {
      const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...others } = extra
      response.writeHead(
        status,
        Object.entries(others).flatMap(([name, value]) =>
          [name, value].flat().length > 2 ? [value].flat().flatMap(one => [name, one]) : [name, String(value)],
        ),
      )
      response.end(text)
    }
    const proper = (): Promise<Answer> => forward(provider.port, { method, url, headers, body })
    const { socket } = message
    const isCalm = options.only?.({ method, url }) === false || seen++ < calm
    if (isCalm) return answer(await proper())
    await twist({
      method,
      url,
      headers,
      body: body.toString(),
      number: seen - calm,
      socket,
      proper,
      answer,
      raw: bytes => void socket.write(bytes),
    })
  }
  const onRequest = (message: IncomingMessage, response: import('node:http').ServerResponse): void => {
    take(message, response).catch(() => response.destroy())
  }
  const server = options.tls === undefined ? createServer(onRequest) : createSecureServer({ ...options.tls }, onRequest)
  server.on('connection', (socket: Socket) => socket.on('error', () => undefined))
  const port = await listen(server)
  return {
    baseUrl: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/v2`,
    close: async () => {
      await provider.close()
      server.closeAllConnections()
      await closed(server)
    },
  }
}

/** Starts a server that speaks whatever it wants on each connection. */
export async function startRaw(onConnection: (socket: Socket) => void): Promise<Running> {
  const sockets = new Set<Socket>()
  const server = createRawServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    onConnection(socket)
  })
  const port = await listen(server)
  return {
    baseUrl: `http://127.0.0.1:${port}/v2`,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await closed(server)
    },
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()))
}

function forward(
  port: number,
  { method, url, headers, body }: { method: string; url: string; headers: IncomingMessage['headers']; body: Buffer },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = send(
      { port, host: '127.0.0.1', method, path: url, headers: { ...headers, connection: 'close' } },
      got => {
        const chunks: Buffer[] = []
        got.on('data', (chunk: Buffer) => chunks.push(chunk))
        got.on('end', () => {
          const pairs = Object.entries(got.headers).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, value]],
          )
          resolve({ status: got.statusCode ?? 0, headers: Object.fromEntries(pairs), body: Buffer.concat(chunks) })
        })
        got.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
