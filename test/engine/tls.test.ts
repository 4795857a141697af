// A target behind TLS: a private CA, a client certificate, and what is said when the certificate is not accepted.

import { createServer } from 'node:https'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import {
  authority,
  clientCertificate,
  clientKey,
  serverCertificate,
  serverKey,
} from '../../src/auth/certificates.test-data.ts'
import { check, suite, topic } from '../../src/check/check.ts'
import { examine } from '../../src/engine/examine.ts'
import { UnreachableError } from '../../src/errors.ts'
import type { TlsSettings } from '../../src/target/target.ts'
import { localTarget } from '../proof/examine-provider.ts'

let provider: ProviderHandle
let baseUrl = ''
const server = createServer(
  { cert: serverCertificate, key: serverKey, ca: authority, requestCert: true, rejectUnauthorized: false },
  (request, response) => {
    const headers = { authorization: request.headers.authorization ?? '', accept: request.headers.accept ?? '' }
    void fetch(`${new URL(provider.baseUrl).origin}${request.url}`, { headers }).then(async answer => {
      const signed = 'authorized' in request.socket && request.socket.authorized === true
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? '',
        'x-client-certificate': signed ? 'known' : 'none',
      })
      response.end(await answer.text())
    })
  },
)
beforeAll(async () => {
  provider = await startProvider({ token: 't0ken' })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  baseUrl = `https://localhost:${typeof address === 'object' && address !== null ? address.port : 0}/v2`
})
afterAll(async () => {
  server.close()
  await provider.close()
})

const seen: (string | undefined)[] = []
const topics = [
  topic('test', [
    suite('t', [
      check('test/reads', { title: 'x', verifies: '7644-3.3-06', fix: 'x' }, async ({ scim }) => {
        seen.push((await scim.list('User')).headers['x-client-certificate'])
      }),
    ]),
  ]),
]
const run = (tls: TlsSettings) => examine(localTarget(baseUrl, 't0ken', { tls, safety: 'read-only' }), { topics })

test('an unknown authority: unreachable, and what to do', async () => {
  const error: unknown = await run({ insecure: false }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UnreachableError)
  expect(error instanceof UnreachableError ? error.hint : '').toContain('tls.ca')
})

test('its authority named in the target file', async () => {
  expect((await run({ ca: authority, insecure: false })).counts.pass).toBe(1)
})

test('a client certificate', async () => {
  await run({ ca: authority, certificate: clientCertificate, key: clientKey, insecure: false })
  expect(seen.at(-1)).toBe('known')
})

test('certificates not verified, on explicit wish', async () => {
  expect((await run({ insecure: true })).counts.pass).toBe(1)
})
