// What this run has made at the service provider: known by path, kept in a journal on disk so that even a killed run
// can be cleaned up after.

import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigurationError } from '../errors.ts'

export interface OwnResource {
  /** Relative to the base URL, percent-encoded: `/Users/2819c223`. */
  readonly path: string
  readonly id: string
  /** The check that sent the create. */
  readonly checkId: string
}

export interface OwnResources {
  /** `scimc-<runId>`: every resource of this run carries it somewhere. */
  readonly mark: string
  /** Writes down that a create is about to be sent; called before it is. */
  announce(path: string, checkId: string): void
  add(resource: OwnResource): void
  /** Whether the path is that of a resource this run made and has not yet deleted. */
  has(path: string): boolean
  /** Whether the path is that of a resource this run made, deleted or not. */
  had(path: string): boolean
  hasId(id: string): boolean
  /** Notes that the resource no longer exists. */
  remove(path: string): void
  /** Those that still exist, latest first: what depends on another is deleted before it. */
  remaining(checkId?: string): readonly OwnResource[]
  /** Notes that something was made which the answer does not name. */
  lose(): void
  /** How many were made in all. */
  readonly made: number
  /** How many were made that no answer names: they carry the mark, and only a search for it finds them. */
  readonly lost: number
}

/** Keeps account of what the run makes. Without a journal file (tests, read-only runs) only in memory. */
export function createOwnResources(runId: string, journal?: { file: string; baseUrl: string }): OwnResources {
  const mark = `scimc-${runId}`
  const existing = new Map<string, OwnResource>()
  const former = new Set<string>()
  const ids = new Set<string>()
  let made = 0
  let lost = 0
  let journalOpen = false

  const append = (file: string, line: Record<string, unknown>): void => {
    try {
      if (!journalOpen) mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      journalOpen = true
      appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 })
    } catch (error) {
      throw new ConfigurationError(`The journal of what the run creates cannot be written to ${file}.`, {
        hint: 'Name a folder that can be written to in the environment variable SCIM_CONFORMANCE_STATE.',
        cause: error,
      })
    }
  }
  const write = (line: Record<string, unknown>): void => {
    if (journal === undefined) return
    if (!journalOpen) append(journal.file, { event: 'run', mark, baseUrl: journal.baseUrl })
    append(journal.file, { ...line, at: new Date().toISOString() })
  }

  return {
    mark,
    announce: (path, checkId) => write({ event: 'creating', path, checkId }),
    add(resource) {
      if (existing.has(normalise(resource.path))) return
      existing.set(normalise(resource.path), resource)
      ids.add(resource.id)
      made++
      write({ event: 'made', path: resource.path })
    },
    has: path => existing.has(normalise(path)),
    had: path => existing.has(normalise(path)) || former.has(normalise(path)),
    hasId: id => ids.has(id),
    remove(path) {
      if (!existing.delete(normalise(path))) return
      former.add(normalise(path))
      write({ event: 'gone', path })
    },
    remaining: checkId => [...existing.values()].filter(r => checkId === undefined || r.checkId === checkId).reverse(),
    lose() {
      lost++
      write({ event: 'lost' })
    },
    get made() {
      return made
    },
    get lost() {
      return lost
    },
  }
}

/** Endpoints are compared without regard to case, ids as they are. */
function normalise(path: string): string {
  const slash = path.lastIndexOf('/')
  return path.slice(0, slash).toLowerCase() + path.slice(slash)
}
