// TLS that is not in order, and token endpoints that do what the hostile providers do.

import { createServer as createSecureServer } from 'node:tls'
import { gzipSync } from 'node:zlib'
import {
  expiredCertificate,
  expiredKey,
  otherNameCertificate,
  otherNameKey,
  serverCertificate,
  serverKey,
} from '../../src/auth/certificates.test-data.ts'
import type { Hostile, Running } from './hostile.ts'
import { accessToken } from './secrets.ts'
import { nastyText } from './texts.ts'
import { type Call, startRaw, startTwisted, type Twist } from './twisted-server.ts'
import { drip, pour, raw, twisted } from './twists.ts'

const tls = 'TLS'
const behind = (name: string, what: string, cert: string, key: string): Hostile =>
  twisted(tls, name, what, { atOnce: true }, async ({ proper, answer }) => answer(await proper()), {
    tls: { cert, key },
  })

const secure: readonly Hostile[] = [
  behind('tls-unknown-authority', 'has a certificate of an authority that nobody knows', serverCertificate, serverKey),
  behind('tls-expired', 'has a certificate that has expired', expiredCertificate, expiredKey),
  behind('tls-other-name', 'has a certificate for another name', otherNameCertificate, otherNameKey),
  {
    ...raw(tls, 'tls-plain-text', 'speaks plain HTTP where TLS is asked', socket =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'),
    ),
    async start(): Promise<Running> {
      const plain = await startTwisted(({ answer }) => answer({ body: '{}' }), 0)
      return { ...plain, baseUrl: plain.baseUrl.replace('http:', 'https:') }
    },
  },
  {
    name: 'tls-where-plain',
    group: tls,
    what: 'speaks TLS where plain HTTP is asked',
    atOnce: true as const,
    async start(): Promise<Running> {
      const server = createSecureServer({ cert: serverCertificate, key: serverKey }, socket => socket.end())
      server.on('tlsClientError', (_, socket) => socket.destroy())
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
      const at = server.address()
      return {
        baseUrl: `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}/v2`,
        close: () => new Promise(resolve => server.close(() => resolve())),
      }
    },
  },
  {
    ...raw(tls, 'tls-stalls', 'never ends the TLS handshake', socket => socket.resume()),
    async start(): Promise<Running> {
      return overTls(await startRaw(socket => socket.resume()))
    },
  },
]

function overTls(running: Running): Running {
  return { ...running, baseUrl: running.baseUrl.replace('http:', 'https:') }
}

const tokens = 'Token endpoints'
const token = (name: string, what: string, twist: Twist): Hostile => ({
  name: `token-${name}`,
  group: tokens,
  what: `has a token endpoint that ${what}`,
  atOnce: true,
  async start(): Promise<Running> {
    const provider = await startTwisted(async ({ proper, answer }) => answer(await proper()), 0)
    const seen: string[] = []
    const other = await startTwisted(({ headers, body, answer }) => {
      if (headers.authorization !== undefined || body !== '') seen.push(`${headers.authorization} ${body}`)
      answer({
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ access_token: accessToken, token_type: 'bearer' }),
      })
    }, 0)
    const endpoint = await startTwisted(call => twist({ ...call, url: `${other.baseUrl}/elsewhere` }), 0)
    return {
      baseUrl: provider.baseUrl,
      tokenEndpoint: `${endpoint.baseUrl}/token`,
      leaked: () => seen,
      close: async () => {
        await Promise.all([provider.close(), other.close(), endpoint.close()])
      },
    }
  },
})
const tokenJson =
  (more: object) =>
  ({ answer }: Call): void =>
    answer({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ access_token: accessToken, token_type: 'bearer', ...more }),
    })
const refusal =
  (more: object) =>
  ({ answer }: Call): void =>
    answer({
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ error: 'invalid_client', ...more }),
    })
const typed = { 'content-type': 'application/json' }

const signingIn: readonly Hostile[] = [
  token('resets', 'resets the connection', ({ socket }) => socket.resetAndDestroy()),
  token('is-silent', 'never answers', () => undefined),
  token('drips', 'answers byte by byte', ({ socket }) => drip(socket, 'HTTP/1.1 200 OK\r\n\r\n'.padEnd(5000), 40)),
  token('is-endless', 'answers without end', ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"access_token":"')
    pour(socket, 'x'.repeat(65_536))
  }),
  token('shows-a-page', 'answers with a login page', ({ answer }) =>
    answer({ headers: { 'content-type': 'text/html' }, body: `<html>${nastyText}</html>` }),
  ),
  token('redirects-302', 'redirects to another host with 302', ({ answer, url }) =>
    answer({ status: 302, headers: { location: url } }),
  ),
  token('redirects-307', 'redirects to another host with 307', ({ answer, url }) =>
    answer({ status: 307, headers: { location: url } }),
  ),
  token('redirects-308', 'redirects to another host with 308', ({ answer, url }) =>
    answer({ status: 308, headers: { location: url } }),
  ),
  token('redirects-to-file', 'redirects to a file', ({ answer }) =>
    answer({ status: 302, headers: { location: 'file:///etc/passwd' } }),
  ),
  token('is-busy', 'answers 503 with a Retry-After in 9999', ({ answer }) =>
    answer({ status: 503, headers: { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' } }),
  ),
  token('nests', 'nests its JSON 100,000 deep', ({ answer }) =>
    answer({ headers: typed, body: `{"access_token":${'['.repeat(100_000)}${']'.repeat(100_000)}}` }),
  ),
  token('bombs', 'answers with a gzip bomb', ({ answer }) =>
    answer({ headers: { ...typed, 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')) }),
  ),
  token('is-null', 'answers null', ({ answer }) => answer({ headers: typed, body: 'null' })),
  token('gives-nothing', 'gives no token', tokenJson({ access_token: undefined })),
  token('gives-an-object', 'gives an object as token', tokenJson({ access_token: { toString: 'x' } })),
  token(
    'gives-line-breaks',
    'gives a token with line breaks',
    tokenJson({ access_token: `${accessToken}\r\nX-Evil: 1` }),
  ),
  token(
    'gives-escapes',
    'gives a token with terminal escapes',
    tokenJson({ access_token: `${accessToken}${nastyText}` }),
  ),
  token('gives-a-megabyte', 'gives a token of 900 kB', tokenJson({ access_token: accessToken + 'x'.repeat(900_000) })),
  token('gives-odd-expiry', 'gives a token that expires in -1 seconds', tokenJson({ expires_in: -1 })),
  token('gives-huge-expiry', 'gives a token that expires in 10^300 seconds', tokenJson({ expires_in: 1e300 })),
  token('gives-odd-type', 'gives a token of a type that nobody knows', tokenJson({ token_type: nastyText })),
  token('pollutes', 'has __proto__ in its answer', ({ answer }) =>
    answer({
      headers: typed,
      body: `{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"access_token":"${accessToken}","token_type":"bearer"}`,
    }),
  ),
  token(
    'refuses-with-escapes',
    'refuses with terminal escapes',
    refusal({ error: `invalid${nastyText}`, error_description: nastyText, error_uri: 'javascript:alert(1)' }),
  ),
  token('echoes', 'refuses and sends all back that it was sent', ({ answer, headers, body }) =>
    answer({
      status: 400,
      headers: typed,
      body: JSON.stringify({
        error: 'invalid_request',
        error_description: `${headers.authorization} ${body} ${decodeURIComponent(body)} ${Buffer.from(String(headers.authorization).slice(6), 'base64').toString()}`,
      }),
    }),
  ),
  token('challenges', 'refuses with a WWW-Authenticate of 12 kB', ({ answer }) =>
    answer({
      status: 401,
      headers: { ...typed, 'www-authenticate': `Basic ${'a'.repeat(6000)},${'\\"'.repeat(3000)}` },
      body: '{"error":"invalid_client"}',
    }),
  ),
]

export const secureAndTokens: readonly Hostile[] = [...secure, ...signingIn]
