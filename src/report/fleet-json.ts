// fleet.json: written from the result of a fleet, and read back with every fault of the file named; and lines of JSON.

import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { ConfigurationError } from '../errors.ts'
import schema from '../result/fleet-result.schema.json' with { type: 'json' }
import { type FleetRecord, type FleetResult, fleetSchemaVersion } from '../result/fleet-result.ts'
import healthSchema from '../result/health-result.schema.json' with { type: 'json' }
import { explainSchemaError } from './json.ts'
import { jsonText } from './plain-text.ts'

const ajv = new Ajv2020({ allErrors: false, verbose: true })
formats.default(ajv)
ajv.addSchema(healthSchema)
const isFleetResult = ajv.compile<FleetResult>(schema)

/** The text of fleet.json: a target a line, so that a thousand of them can be looked through. Ends with a newline. */
export function renderFleetJson({ targets, ...rest }: FleetResult): string {
  const head = jsonText(rest, 2).replace(/\n\}$/, '')
  const lines = targets.map(record => `    ${jsonText(record, 0)}`).join(',\n')
  return `${head},\n  "targets": [${lines === '' ? '' : `\n${lines}\n  `}]\n}\n`
}

/** One target as a line of JSON, with the newline. */
export function renderFleetLine(record: FleetRecord): string {
  return `${jsonText(record, 0)}\n`
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
