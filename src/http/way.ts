// How far one comes on the way to a host: its name, a connection, a TLS handshake with its certificates. No HTTP is spoken
// with the host itself.

import { lookup } from 'node:dns/promises'
import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { connect, isIP, type Socket } from 'node:net'
import { messageOf, type Peer, peerOf } from './peer.ts'
import type { TlsOptions } from './transport.ts'

export interface Way {
  /** Where it ended. */
  readonly failed?: { readonly at: 'name' | 'proxy' | 'connection' | 'tls'; readonly message: string }
  /** Addresses that the name stands for; empty behind a proxy. */
  readonly addresses: readonly string[]
  /** Only with https. */
  readonly peer?: Peer
}

export interface WayOptions {
  readonly tls: TlsOptions
  /** `http://host:port`. */
  readonly proxy?: string
  /** Ends it; where it had come by then is told. */
  readonly signal: AbortSignal
}

/** Goes the way to the host of a URL. Never throws: where it ends is in what it gives. Everything opened is closed. */
export async function lookAtWay(url: URL, { tls, proxy, signal }: WayOptions): Promise<Way> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const opened: Socket[] = []
  let addresses: readonly string[] = []
  let at: NonNullable<Way['failed']>['at'] = 'name'
  const ended = endOf(signal)
  try {
    const isTls = url.protocol === 'https:'
    if (proxy !== undefined) {
      at = 'proxy'
      const socket = await ended.or(throughProxy(new URL(proxy), host, port, opened))
      at = 'tls'
      return { addresses, ...(isTls ? { peer: await ended.or(peerOf(opened, host, tls, { socket })) } : {}) }
    }
    addresses = isIP(host) > 0 ? [host] : await ended.or(addressesOf(host))
    at = 'connection'
    if (!isTls) {
      await ended.or(connected({ host, port }, opened))
      return { addresses }
    }
    const onConnect = (): void => {
      at = 'tls'
    }
    return { addresses, peer: await ended.or(peerOf(opened, host, tls, { port, onConnect })) }
  } catch (error) {
    return { failed: { at, message: messageOf(error) }, addresses }
  } finally {
    ended.forget()
    // What lies within another goes first: to destroy the connection below a handshake ends the whole process.
    for (const socket of opened.reverse()) socket.destroy()
  }
}

async function addressesOf(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

/** Settles like the work, or rejects when the signal is aborted. */
function endOf(signal: AbortSignal): { or<T>(work: Promise<T>): Promise<T>; forget(): void } {
  let onAbort = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new Error('it took too long'))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
  })
  aborted.catch(() => undefined)
  return {
    or: work => Promise.race([work, aborted]),
    forget: () => signal.removeEventListener('abort', onAbort),
  }
}

function connected(to: { host: string; port: number }, opened: Socket[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(to)
    opened.push(socket)
    socket.once('connect', () => resolve())
    socket.on('error', reject)
  })
}

function throughProxy(proxy: URL, host: string, port: number, opened: Socket[]): Promise<Socket> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  const signIn = proxy.username === '' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
  const send = proxy.protocol === 'https:' ? tlsRequest : plainRequest
  return new Promise((resolve, reject) => {
    const request = send({
      method: 'CONNECT',
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : proxy.port,
      path: authority,
      headers: { host: authority, ...signIn },
      agent: false,
    })
    request.once('socket', socket => opened.push(socket))
    // Whatever the status: it has answered a CONNECT.
    request.once('connect', (answer, socket) => {
      socket.on('error', reject)
      if (answer.statusCode === 200) resolve(socket)
      else reject(new Error(`the proxy answered ${answer.statusCode}`))
    })
    request.on('error', reject)
    request.end()
  })
}
