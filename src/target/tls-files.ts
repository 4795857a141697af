// The certificates of a target: read from their files, and tried together before anything is sent.

import { X509Certificate } from 'node:crypto'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { Problem } from './problems.ts'
import type { TlsSettings } from './target.ts'
import type { TlsSection } from './target-file.ts'

export interface TlsFiles {
  readonly settings: TlsSettings
  readonly problems: readonly Problem[]
}

/** Reads the files that the `tls` section names, relative to `folder`. */
export async function readTlsFiles(
  section: TlsSection,
  folder: string,
  readFile: (path: string) => Promise<string>,
): Promise<TlsFiles> {
  const problems: Problem[] = []
  const read = async (
    path: readonly string[],
    name: string | undefined,
    holds: string,
  ): Promise<string | undefined> => {
    if (name === undefined) return undefined
    const at = ['tls', ...path]
    try {
      const text = await readFile(resolve(folder, name))
      if (!new RegExp(`-----BEGIN [A-Z ]*${holds}-----`).test(text)) {
        problems.push({ path: at, message: `${name} holds no PEM text (-----BEGIN ${holds}-----)` })
      } else if (holds === 'CERTIFICATE' && !areCertificates(text)) {
        problems.push({ path: at, message: `${name} holds a certificate that cannot be read` })
      } else return text
    } catch (error) {
      problems.push({ path: at, message: `cannot read ${name}: ${reasonOf(error)}` })
    }
    return undefined
  }

  const names = section.ca === undefined ? [] : typeof section.ca === 'string' ? [section.ca] : section.ca
  const single = typeof section.ca === 'string'
  const authorities = await Promise.all(
    names.map((name, index) => read(single ? ['ca'] : ['ca', String(index)], name, 'CERTIFICATE')),
  )
  const certificate = await read(['certificate'], section.certificate, 'CERTIFICATE')
  const key = await read(['key'], section.key, 'PRIVATE KEY')
  const settings: TlsSettings = {
    insecure: section.insecure ?? false,
    ...(names.length === 0 ? {} : { ca: authorities.filter(text => text !== undefined).join('\n') }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
    ...(section.passphrase === undefined ? {} : { passphrase: section.passphrase }),
  }
  if (problems.length === 0) problems.push(...tryTogether(settings))
  return { settings, problems }
}

function tryTogether({ certificate, key, passphrase }: TlsSettings): Problem[] {
  if (certificate === undefined || key === undefined) return []
  try {
    createSecureContext({ cert: certificate, key, ...(passphrase === undefined ? {} : { passphrase }) })
    return []
  } catch (error) {
    const advice = 'is it the right key, and does it need a passphrase?'
    const message = `certificate and key cannot be used together; ${advice} (${reasonOf(error)})`
    return [{ path: ['tls', 'certificate'], message }]
  }
}

/** True when every certificate in a PEM text can be read; Node.js itself passes over those that cannot. */
function areCertificates(text: string): boolean {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?(?:-----END CERTIFICATE-----|$)/g) ?? []
  try {
    return blocks.map(block => new X509Certificate(block)).length > 0
  } catch {
    return false
  }
}

/** Why a file could not be read, in a few words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'no permission'
  if (code === 'EISDIR') return 'it is a folder'
  return typeof code === 'string' ? code : error.message
}
