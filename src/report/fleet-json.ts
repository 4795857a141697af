// fleet.json: written from the result of a fleet, and read back with every fault of the file named; and lines of JSON.

import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { ConfigurationError } from '../errors.ts'
import schema from '../result/fleet-result.schema.json' with { type: 'json' }
import { type FleetLine, type FleetRecord, type FleetResult, fleetSchemaVersion } from '../result/fleet-result.ts'
import healthSchema from '../result/health-result.schema.json' with { type: 'json' }
import { explainSchemaError } from './json.ts'
import { jsonText } from './plain-text.ts'

const ajv = new Ajv2020({ allErrors: false, verbose: true })
formats.default(ajv)
ajv.addSchema(healthSchema)
const isFleetResult = ajv.compile<FleetResult>(schema)
const isRecord = ajv.compile<FleetRecord>({ $ref: `${schema.$id}#/$defs/Record` })
const isLook = ajv.compile<FleetLine['look']>({ $ref: `${schema.$id}#/$defs/Look` })

/** The text of fleet.json: a target a line, so that a thousand of them can be looked through. Ends with a newline. */
export function renderFleetJson({ targets, ...rest }: FleetResult): string {
  const head = jsonText(rest, 2).replace(/\n\}$/, '')
  const lines = targets.map(record => `    ${jsonText(record, 0)}`).join(',\n')
  return `${head},\n  "targets": [${lines === '' ? '' : `\n${lines}\n  `}]\n}\n`
}

/** One target as a line of JSON, with the newline. */
export function renderFleetLine(line: FleetLine): string {
  return `${jsonText(line, 0)}\n`
}

/**
 * Reads the lines that --jsonl has written; undefined where the first one is none. The last one may be torn, where the look
 * was killed. Throws ConfigurationError that names the place.
 */
export function readFleetLines(text: string, name: string): readonly FleetLine[] | undefined {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  const [first] = lines
  if (first === undefined || !isLineLike(parsed(first))) return undefined
  return lines.flatMap((line, at) => {
    const data = parsed(line)
    const { look, ...record } = isLineLike(data) ? data : { look: undefined }
    if (isLook(look) && isRecord(record)) return { ...record, look }
    if (data === undefined && at === lines.length - 1) return []
    const [error] = (isLook(look) ? isRecord.errors : isLook.errors) ?? []
    const why =
      data === undefined
        ? 'it is not JSON'
        : look === undefined || error === undefined
          ? '"look" is missing'
          : explainSchemaError(error)
    throw new ConfigurationError(`${name}:${at + 1} is no line of a fleet: ${why}`, {
      hint: `Give a file that --jsonl has written, of version ${fleetSchemaVersion}.`,
    })
  })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isLineLike(data: unknown): data is { readonly look: unknown } {
  return typeof data === 'object' && data !== null && 'look' in data
}

/** Reads what a fleet.json holds. Throws ConfigurationError that names the place; `name` is how it calls the file. */
export function readFleet(data: unknown, name: string): FleetResult {
  if (isFleetResult(data)) return data
  const [error] = isFleetResult.errors ?? []
  throw new ConfigurationError(
    `${name} is no result of a fleet: ${error === undefined ? 'it breaks the schema' : explainSchemaError(error)}`,
    { hint: `Give a fleet.json of version ${fleetSchemaVersion}, as --out writes it.` },
  )
}

/** Whether data is meant to be a fleet.json, sound or not. */
export function looksLikeFleet(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'kind' in data && 'targets' in data
}
