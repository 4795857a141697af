// What this tool calls itself in reports and in the User-Agent header.

import { readFileSync } from 'node:fs'
import { catalogueVersion } from '../requirements/catalogue.ts'

function readVersion(): string {
  // The sources stand two folders below package.json, the compiled files three.
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const json: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
      if (typeof json === 'object' && json !== null && 'name' in json && json.name === 'scim-conformance') {
        return 'version' in json ? String(json.version) : '0.0.0'
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    }
  }
  return '0.0.0'
}

export const tool = { name: 'scim-conformance', version: readVersion(), catalogue: catalogueVersion } as const
