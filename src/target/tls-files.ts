// The certificates of a target: read from their files, and tried together before anything is sent.

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
      if (new RegExp(`-----BEGIN [A-Z ]*${holds}-----`).test(text)) return text
      problems.push({ path: at, message: `${name} holds no PEM text (-----BEGIN ${holds}-----)` })
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

function tryTogether(settings: TlsSettings): Problem[] {
  const attempt = (key: string, options: Parameters<typeof createSecureContext>[0], advice: string): Problem[] => {
    try {
      createSecureContext(options)
      return []
    } catch (error) {
      return [{ path: ['tls', key], message: `${advice} (${reasonOf(error)})` }]
    }
  }
  const { ca, certificate, key, passphrase } = settings
  return [
    ...(ca === undefined ? [] : attempt('ca', { ca }, 'is not a certificate that can be read')),
    ...(certificate === undefined || key === undefined
      ? []
      : attempt(
          'certificate',
          { cert: certificate, key, ...(passphrase === undefined ? {} : { passphrase }) },
          'certificate and key cannot be used together; is it the right key, and does it need a passphrase?',
        )),
  ]
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
