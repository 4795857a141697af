// Certificate files that can be used, and what is said of those that cannot.

import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  authority,
  clientCertificate,
  clientKey,
  encryptedClientKey,
  passphrase,
  serverKey,
} from '../auth/certificates.test-data.ts'
import type { TlsSection } from './target-file.ts'
import { readTlsFiles } from './tls-files.ts'

const files: Readonly<Record<string, string>> = {
  'ca.pem': authority,
  'client.pem': clientCertificate,
  'client.key': clientKey,
  'encrypted.key': encryptedClientKey,
  'server.key': serverKey,
  'broken.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  'note.txt': 'not PEM',
}

function read(section: TlsSection) {
  return readTlsFiles(section, resolve('/certificates'), async path => {
    const content = Object.entries(files).find(([name]) => resolve('/certificates', name) === path)?.[1]
    if (content === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' })
    return content
  })
}

describe('files that can be used', () => {
  test.each<[TlsSection, object]>([
    [{}, { insecure: false }],
    [{ ca: 'ca.pem' }, { insecure: false, ca: authority }],
    [
      { ca: ['ca.pem', 'client.pem'], insecure: true },
      { insecure: true, ca: `${authority}\n${clientCertificate}` },
    ],
    [
      { certificate: 'client.pem', key: 'client.key' },
      { insecure: false, certificate: clientCertificate, key: clientKey },
    ],
    [
      { certificate: 'client.pem', key: 'encrypted.key', passphrase },
      { insecure: false, certificate: clientCertificate, key: encryptedClientKey, passphrase },
    ],
  ])('%o', async (section, settings) => {
    expect(await read(section)).toEqual({ settings, problems: [] })
  })
})

describe('files that cannot', () => {
  const together = 'certificate and key cannot be used together; is it the right key, and does it need a passphrase?'
  test.each<[TlsSection, string, string]>([
    [{ ca: 'none.pem' }, 'tls.ca', 'cannot read none.pem: there is no such file'],
    [{ ca: ['ca.pem', 'note.txt'] }, 'tls.ca.1', 'note.txt holds no PEM text (-----BEGIN CERTIFICATE-----)'],
    [{ ca: 'broken.pem' }, 'tls.ca', 'broken.pem holds a certificate that cannot be read'],
    [{ certificate: 'client.pem', key: 'ca.pem' }, 'tls.key', 'ca.pem holds no PEM text (-----BEGIN PRIVATE KEY-----)'],
    [{ certificate: 'client.pem', key: 'server.key' }, 'tls.certificate', together],
    [{ certificate: 'client.pem', key: 'encrypted.key' }, 'tls.certificate', together],
    [{ certificate: 'client.pem', key: 'encrypted.key', passphrase: 'wrong' }, 'tls.certificate', together],
  ])('%o', async (section, path, message) => {
    const { problems } = await read(section)
    expect(problems.map(problem => [problem.path.join('.'), problem.message.replace(/ \([^-].*\)$/, '')])).toEqual([
      [path, message],
    ])
  })
})
