// What is remembered of each target between looks: a small file a target, so that parts of a fleet can share a folder.

import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '../errors.ts'
import { type FleetKind, type FleetVerdict, fleetVerdicts } from '../result/fleet-result.ts'
import { makeFolder, putInPlace } from './whole-files.ts'

/** What is remembered of a target. */
export interface Remembered {
  readonly name: string
  readonly verdict: FleetVerdict
  /** When it came to have this verdict, ISO 8601. */
  readonly since: string
  /** The verdicts of the last looks, the newest last. */
  readonly recent: readonly FleetVerdict[]
  readonly flapping: boolean
  /** The verdict that was told last, and whether it was told as flapping: what differs from it is a change. */
  readonly told: FleetVerdict
  readonly toldFlapping: boolean
}

/** Looks that are remembered. */
export const mostRecent = 20

/** Makes the folder and tries that it can be written to. Throws ConfigurationError. */
export function prepareState(folder: string): void {
  const probe = join(folder, `.${randomBytes(6).toString('hex')}`)
  try {
    makeFolder(folder)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    throw new ConfigurationError(`The state cannot be kept in ${folder}: ${reasonOf(error)}.`, {
      hint: 'Name a folder with --state that you may write to.',
      cause: error,
    })
  }
}

/** The file of a target: the beginning of its name to be found by, and a digest to be told apart by. */
export function stateFile(folder: string, kind: FleetKind, name: string): string {
  const digest = createHash('sha256').update(`${kind} ${name}`).digest('hex').slice(0, 16)
  const readable = name
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return join(folder, `${kind}-${readable === '' ? 'target' : readable}-${digest}.json`)
}

/** What is remembered; undefined where nothing is, or where what is there cannot be read, as after a crash. */
export function recall(folder: string, kind: FleetKind, name: string): Remembered | undefined {
  try {
    const data: unknown = JSON.parse(readFileSync(stateFile(folder, kind, name), 'utf8'))
    return isRemembered(data) && data.name === name ? data : undefined
  } catch {
    return undefined
  }
}

/** Writes it beside the old one and puts it in its place, so that there is always a whole one. Throws what the system says. */
export function remember(folder: string, kind: FleetKind, state: Remembered): void {
  const file = stateFile(folder, kind, state.name)
  putInPlace(file, `${JSON.stringify(state)}\n`, { mode: 0o600 })
}

function isRemembered(data: unknown): data is Remembered {
  return (
    typeof data === 'object' &&
    data !== null &&
    'name' in data &&
    typeof data.name === 'string' &&
    'verdict' in data &&
    isVerdict(data.verdict) &&
    'told' in data &&
    isVerdict(data.told) &&
    'since' in data &&
    typeof data.since === 'string' &&
    !Number.isNaN(Date.parse(data.since)) &&
    'recent' in data &&
    Array.isArray(data.recent) &&
    data.recent.every(isVerdict) &&
    'flapping' in data &&
    typeof data.flapping === 'boolean' &&
    'toldFlapping' in data &&
    typeof data.toldFlapping === 'boolean'
  )
}

function isVerdict(value: unknown): value is FleetVerdict {
  return fleetVerdicts.some(verdict => verdict === value)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
