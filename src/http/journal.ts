// The journal of one run: what it is about to make and what it made, on disk before it is sent, so that even what a killed
// run leaves can be found and deleted.

import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, rmSync, utimesSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { ConfigurationError } from '../errors.ts'

export interface JournalPlace {
  readonly file: string
  /** As it may be shown: redacted. */
  readonly baseUrl: string
  /** Tells base URLs apart that are the same when redacted. */
  readonly baseKey: string
}

export interface Journal {
  /**
   * Adds a line, the first one after one that says which run this is. Throws ConfigurationError where it cannot, or where an
   * earlier one could not be added.
   */
  write(line: Readonly<Record<string, unknown>>): void
  /** Adds a line on what has happened already: where it cannot, nothing is undone, and the next `write` throws. */
  note(line: Readonly<Record<string, unknown>>): void
  /** The run is over: a journal by which nothing is left is removed, one by which something may be left says so. */
  end(left: { readonly resources: number; readonly lost: number }): void
}

/** Milliseconds between the signs of life of a run: the time of its journal file. */
export const beatMs = 15_000

/** Tells a base URL apart from others without giving it away; salted with the mark of the run. */
export function baseKeyOf(mark: string, baseUrl: string): string {
  return createHash('sha256').update(`${mark} ${baseUrl}`).digest('hex').slice(0, 32)
}

/** Opens the journal of a run; the file is made with the first line. */
export function openJournal({ file, baseUrl, baseKey }: JournalPlace, mark: string): Journal {
  let heart: NodeJS.Timeout | undefined
  let failed: unknown

  const append = (line: Readonly<Record<string, unknown>>): void => {
    try {
      if (heart === undefined) mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 })
    } catch (error) {
      throw new ConfigurationError(`The journal of what the run creates cannot be written to ${file}.`, {
        hint: 'Name a folder that can be written to in the environment variable SCIM_CONFORMANCE_STATE.',
        cause: error,
      })
    }
  }
  const beat = (): void => {
    try {
      utimesSync(file, new Date(), new Date())
    } catch {
      // Whoever removed it wants no journal; the next line makes it anew.
    }
  }
  const now = (): string => new Date().toISOString()

  const write = (line: Readonly<Record<string, unknown>>): void => {
    if (failed !== undefined) throw failed
    if (heart === undefined) {
      const who = { pid: process.pid, host: hostname() }
      append({ event: 'run', mark, baseUrl, baseKey, ...who, at: now() })
      heart = setInterval(beat, beatMs)
      heart.unref()
    }
    append({ ...line, at: now() })
  }

  return {
    write,
    note(line) {
      try {
        write(line)
      } catch (error) {
        failed ??= error
      }
    },
    end({ resources, lost }) {
      if (heart === undefined) return
      clearInterval(heart)
      heart = undefined
      try {
        if (resources + lost === 0) rmSync(file, { force: true })
        else appendFileSync(file, `${JSON.stringify({ event: 'end', resources, lost, at: now() })}\n`, { mode: 0o600 })
      } catch {
        // What matters is written; without its end the run is known by its process.
      }
    },
  }
}
