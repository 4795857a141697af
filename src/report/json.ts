// report.json: written from a run, and read back with every fault of the file named.

import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { ConfigurationError } from '../errors.ts'
import schema from '../result/run-result.schema.json' with { type: 'json' }
import { type RunResult, schemaVersion } from '../result/run-result.ts'
import { jsonText } from './plain-text.ts'

const ajv = new Ajv2020({ allErrors: false, verbose: true })
formats.default(ajv)
const isRunResult = ajv.compile<RunResult>(schema)

/** The run as the text of report.json, indented, with a newline at its end. */
export function renderJson(result: RunResult): string {
  return `${jsonText(result, 2)}\n`
}

/**
 * Reads the text of a report.json of this or an earlier minor version of the format.
 * Throws ConfigurationError that names the place and what is wrong with it; `name` is how the message calls the file.
 */
export function readReport(text: string, name = 'The report'): RunResult {
  let data: unknown
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (cause) {
    throw new ConfigurationError(`${name} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      hint: 'Give the report.json that a run wrote.',
      cause,
    })
  }
  const written = versionOf(data)
  if (written !== undefined && !isReadable(written)) {
    throw new ConfigurationError(`${name} has schemaVersion ${written}; this version reads ${schemaVersion}.`, {
      hint: 'Render it with the version of scim-conformance that wrote it, or run again.',
    })
  }
  if (isRunResult(data)) return data
  const completed = withKnownCount(data)
  if (isRunResult(completed)) return completed
  isRunResult(data)
  const [error] = isRunResult.errors ?? []
  throw new ConfigurationError(
    `${name} is no report: ${error === undefined ? 'it breaks the schema' : explainSchemaError(error)}`,
    {
      hint: 'Give the report.json that a run wrote, unchanged; docs/report-format.md tells what it holds.',
    },
  )
}

/** Reports of 1.0 and 1.1 count no known deviations. */
function withKnownCount(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('counts' in data)) return data
  const { counts } = data
  if (typeof counts !== 'object' || counts === null || 'known' in counts) return data
  return { ...data, counts: { ...counts, known: 0 } }
}

function versionOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('schemaVersion' in data)) return undefined
  return typeof data.schemaVersion === 'string' ? data.schemaVersion : undefined
}

/** Same major part, and a minor part no newer than ours. */
function isReadable(written: string): boolean {
  const [major, minor = 0] = written.split('.').map(Number)
  const [ourMajor, ourMinor = 0] = schemaVersion.split('.').map(Number)
  return major === ourMajor && minor <= ourMinor
}

/** `checks[3].verdict: must be one of "pass", "fail" …, but is "green"`. */
export function explainSchemaError({ instancePath, keyword, params, message, data }: ErrorObject): string {
  const at = instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`), '')
  const where = at === '' ? 'at the top' : at
  switch (keyword) {
    case 'required':
      return `${where}: "${params.missingProperty}" is missing`
    case 'additionalProperties':
      return `${where}: "${params.additionalProperty}" is not known here`
    case 'enum':
      return `${where}: must be one of ${params.allowedValues.map((value: unknown) => JSON.stringify(value)).join(', ')}, but is ${shown(data)}`
    default:
      return `${where}: ${message ?? 'breaks the schema'}, but is ${shown(data)}`
  }
}

function shown(data: unknown): string {
  if (Array.isArray(data)) return 'an array'
  if (typeof data === 'object' && data !== null) return 'an object'
  const text = JSON.stringify(data)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
