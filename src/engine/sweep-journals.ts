// The journals that runs have left on this machine: what they say was made and not deleted, and whether the run is over.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { ConfigurationError } from '../errors.ts'
import { baseKeyOf, beatMs } from '../http/journal.ts'
import type { RunJournal } from '../result/sweep-result.ts'

export interface Journals {
  readonly journals: readonly RunJournal[]
  /** Files that were left out, and why. */
  readonly problems: readonly string[]
}

const largestFile = 64 * 1_048_576

/** Reads every journal of a folder; lines that cannot be read are passed over. Throws ConfigurationError where the folder cannot be read. */
export function readJournals(folder: string): Journals {
  const problems: string[] = []
  const journals: RunJournal[] = []
  for (const name of namesIn(folder)) {
    const file = join(folder, name)
    try {
      if (statSync(file).size > largestFile) problems.push(`${file} is larger than any journal; it was not read.`)
      else journals.push(readJournal(file, readFileSync(file, 'utf8')))
    } catch (error) {
      // A run that has just ended takes its journal away.
      if (!isMissing(error)) problems.push(`${file} cannot be read: ${wordsOf(error)}.`)
    }
  }
  return { journals, problems }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(name => /^[\da-f]{8}\.jsonl$/.test(name))
      .sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw new ConfigurationError(`The folder of the journals cannot be read: ${folder}.`, {
      hint: 'Name the folder with --journals, or the one above it in the environment variable SCIM_CONFORMANCE_STATE.',
      cause: error,
    })
  }
}

/** Reads the text of one journal. */
function readJournal(file: string, text: string): RunJournal {
  const mark = `scimc-${/([\da-f]{8})\.jsonl$/.exec(file)?.[1] ?? ''}`
  const paths = new Set<string>()
  const open = new Set<unknown>()
  let lost = 0
  let run: Readonly<Record<string, unknown>> = {}
  let ended = false
  for (const line of text.split('\n').map(readLine)) {
    const { event, path, create } = line
    if (event === 'run') run = line
    // Runs of earlier versions did not number their creates: what they left is found by its mark.
    else if (event === 'creating' && typeof create === 'number') open.add(create)
    else if (event === 'answered') open.delete(create)
    else if (event === 'lost') lost++
    else if (event === 'end') ended = true
    else if (typeof path === 'string') {
      if (event === 'made') paths.add(path)
      else if (event === 'gone' || event === 'disowned') paths.delete(path)
    }
  }
  const text_ = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  const baseUrl = text_(run.baseUrl)
  const baseKey = text_(run.baseKey)
  const startedAt = text_(run.at)
  return {
    file,
    mark,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(baseKey === undefined ? {} : { baseKey }),
    ...(startedAt === undefined ? {} : { startedAt }),
    paths: [...paths].reverse(),
    unanswered: open.size + lost,
    state: ended ? 'over' : stateOf(file, run),
  }
}

function readLine(line: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(line)
    return typeof json === 'object' && json !== null ? { ...json } : {}
  } catch {
    return {}
  }
}

/** A run that goes on has a process, and keeps the time of its journal up to date. */
function stateOf(file: string, { pid, host }: Readonly<Record<string, unknown>>): RunJournal['state'] {
  const isFresh = Date.now() - statSync(file).mtimeMs < 4 * beatMs
  if (typeof pid !== 'number' || host !== hostname()) return isFresh ? 'under way' : 'unknown'
  return isFresh && isAlive(pid) ? 'under way' : 'over'
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Whether a journal is of a run at this base URL; `shown` is the base URL redacted. */
export function isJournalOf(journal: RunJournal, baseUrl: string, shown: string): boolean {
  if (journal.baseKey !== undefined) return journal.baseKey === baseKeyOf(journal.mark, baseUrl)
  return journal.baseUrl === shown
}

/** Whether nothing can be left of what a run made, by its journal alone. */
export function isSettled({ paths, unanswered, state }: RunJournal): boolean {
  return paths.length === 0 && unanswered === 0 && state !== 'under way'
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
