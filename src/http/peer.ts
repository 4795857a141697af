// A TLS handshake as what it shows: the certificates of the other side, the version, and why it is not to be trusted.

import { createHash, X509Certificate } from 'node:crypto'
import { isIP, type Socket } from 'node:net'
import { connect as connectTls, type DetailedPeerCertificate, rootCertificates, type TLSSocket } from 'node:tls'
import type { TlsOptions } from './transport.ts'

export interface Certificate {
  /** The common name, or what else names whom it was issued for. */
  readonly subject: string
  readonly issuer: string
  /** Milliseconds since 1970. */
  readonly validFrom: number
  readonly validTo: number
}

/** What the other side of a TLS connection showed. */
export interface Peer {
  /** `TLSv1.3`. */
  readonly protocol: string
  /** Its own certificate first, then those of authorities below the root. */
  readonly chain: readonly Certificate[]
  /** Why the certificate is not to be trusted; the code of OpenSSL or Node.js stands in `message`. */
  readonly problem?: string
}

/** Shakes hands whatever the certificate is, so that what is wrong with it can be told. */
export function peerOf(
  opened: Socket[],
  host: string,
  tls: TlsOptions,
  over: { readonly socket: Socket } | { readonly port: number; readonly onConnect: () => void },
): Promise<Peer> {
  return new Promise((resolve, reject) => {
    const secured = connectTls({
      ...('socket' in over ? { socket: over.socket } : { port: over.port }),
      host,
      ...(isIP(host) > 0 ? {} : { servername: host }),
      rejectUnauthorized: false,
      ...(tls.ca === undefined ? {} : { ca: [...rootCertificates, tls.ca] }),
      ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
      ...(tls.key === undefined ? {} : { key: tls.key }),
      ...(tls.passphrase === undefined ? {} : { passphrase: tls.passphrase }),
    })
    opened.push(secured)
    if ('onConnect' in over) secured.once('connect', over.onConnect)
    secured.once('secureConnect', () => resolve(describe(secured, tls.ca)))
    secured.on('error', reject)
    secured.once('close', () => reject(new Error('the connection was closed during the handshake')))
  })
}

const yearMs = 365 * 86_400_000

/** Whether the key is that of an authority that is trusted. It is only looked up where it matters: to read all of them takes a while. */
function isKnownHere({ valid_to, raw }: DetailedPeerCertificate, ca: string | undefined): boolean {
  return Date.parse(valid_to) < Date.now() + yearMs && rootKeys(ca).has(keyOf(new X509Certificate(raw)))
}

let knownKeys: ReadonlySet<string> | undefined

/** The keys of the authorities that are trusted; those of Node.js are read once. */
function rootKeys(ca: string | undefined): ReadonlySet<string> {
  knownKeys ??= new Set(rootCertificates.map(pem => keyOf(new X509Certificate(pem))))
  const own = ca?.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  return own.length === 0 ? knownKeys : new Set([...knownKeys, ...own.map(pem => keyOf(new X509Certificate(pem)))])
}

function keyOf(certificate: X509Certificate): string {
  return createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64')
}

/** Certificates of one chain that are looked at. */
const longestChain = 10

function describe(socket: TLSSocket, ca: string | undefined): Peer {
  const chain: Certificate[] = []
  const seen = new Set<string>()
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (next !== undefined && next.fingerprint256 !== undefined && chain.length < longestChain) {
    if (seen.has(next.fingerprint256)) break
    seen.add(next.fingerprint256)
    const above: DetailedPeerCertificate | undefined = next.issuerCertificate
    // A root is trusted for being known here, whatever its dates say, and so is its key where another authority signed it,
    // too; only alone does it stand for the host.
    const isRoot = above?.fingerprint256 === next.fingerprint256 || (chain.length > 0 && isKnownHere(next, ca))
    if (chain.length > 0 && isRoot) break
    chain.push(certificateOf(next))
    next = above
  }
  const error: unknown = socket.authorizationError
  const text = error instanceof Error ? messageOf(error) : typeof error === 'string' ? error : ''
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    chain,
    ...(socket.authorized ? {} : { problem: text === '' ? 'the certificate is not trusted' : text }),
  }
}

function certificateOf({ subject, issuer, valid_from, valid_to }: DetailedPeerCertificate): Certificate {
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validFrom: Date.parse(valid_from),
    validTo: Date.parse(valid_to),
  }
}

function nameOf(name: unknown): string {
  if (typeof name !== 'object' || name === null) return ''
  const part = (key: string): string => {
    const value: unknown = Reflect.get(name, key)
    return typeof value === 'string' ? value : Array.isArray(value) ? String(value[0]) : ''
  }
  return [part('CN'), part('O'), part('OU')].find(text => text !== '') ?? ''
}

/** The message with the code that tells the cause apart. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error
  const code = 'code' in first && typeof first.code === 'string' ? first.code : ''
  return code === '' || first.message.includes(code) ? first.message : `${first.message} (${code})`
}
