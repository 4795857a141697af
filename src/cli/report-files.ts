// The reports in their folder: that they can be written is known before a run, and earlier ones are only ever replaced.

import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '../errors.ts'
import { makeFolder, putInPlace } from '../fleet/whole-files.ts'
import { renderHar } from '../report/har.ts'
import { renderHtml } from '../report/html.ts'
import { renderJson } from '../report/json.ts'
import { renderJUnit } from '../report/junit.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { RunResult } from '../result/run-result.ts'

/** What a run writes besides where it is asked to. */
export interface FurtherReports {
  readonly har: boolean
  readonly markdown: boolean
}

const none: FurtherReports = { har: false, markdown: false }

interface ReportFile {
  readonly path: string
  readonly render: (result: RunResult) => string
}

function everyFile(folder: string, further: FurtherReports): readonly ReportFile[] {
  const file = (name: string, render: ReportFile['render']) => ({ path: join(folder, name), render })
  return [
    file('report.json', renderJson),
    file('report.html', renderHtml),
    file('junit.xml', renderJUnit),
    ...(further.har ? [file('report.har', renderHar)] : []),
    ...(further.markdown ? [file('summary.md', renderMarkdown)] : []),
  ]
}

/** Where the reports of a run are written in this folder. */
export function reportFiles(folder: string, further: FurtherReports = none): readonly string[] {
  return everyFile(folder, further).map(({ path }) => path)
}

/** Where the last report with a check in it is kept while report.json has none. */
export const previousReport = 'report.previous.json'

/**
 * Makes the folder and tries that each report can be written there; those of an earlier run stay as they are.
 * Throws ConfigurationError where it cannot.
 */
export function prepareReports(folder: string, further: FurtherReports = none): void {
  writing(folder, () => {
    makeFolder(folder)
    for (const file of reportFiles(folder, further)) {
      const isThere = existsSync(file)
      closeSync(openSync(file, 'a'))
      if (!isThere) rmSync(file)
    }
  })
}

/**
 * Writes report.json, report.html, junit.xml and what is wanted besides, each in the place of an earlier one, which is whole
 * until then. Where this run has no checks, what an earlier one has found is kept in report.previous.json.
 * Throws ConfigurationError where that cannot be done.
 */
export function writeReports(folder: string, result: RunResult, further: FurtherReports = none): void {
  writing(folder, () => {
    makeFolder(folder)
    // Where no report is, a summary.md is somebody else's.
    const others = existsSync(join(folder, 'report.json')) ? reportFiles(folder, { har: true, markdown: true }) : []
    const previous = join(folder, previousReport)
    if (result.checks.length === 0) keepExamined(join(folder, 'report.json'), previous)
    const files = everyFile(folder, further)
    for (const { path, render } of files) putInPlace(path, render(result))
    const stale = others.filter(other => files.every(({ path }) => path !== other))
    for (const path of [...stale, ...(result.checks.length > 0 ? [previous] : [])]) rmSync(path, { force: true })
  })
}

/** Copies a report that has checks to where it is kept. What is no report is nothing to keep. */
function keepExamined(report: string, previous: string): void {
  if (!existsSync(report)) return
  const text = readFileSync(report, 'utf8')
  if (hasChecks(text)) putInPlace(previous, text)
}

function hasChecks(report: string): boolean {
  try {
    const data: unknown = JSON.parse(report)
    if (typeof data !== 'object' || data === null || !('checks' in data)) return false
    return Array.isArray(data.checks) && data.checks.length > 0
  } catch {
    return false
  }
}

/** Writes a file that the caller named with this option. Throws ConfigurationError where that cannot be done. */
export function writeNamedFile(file: string, text: string, option: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new ConfigurationError(`${file} cannot be written: ${systemReason(error)}.`, {
      hint: `With ${option}, name a file that you may write to, in a folder that exists.`,
      cause: error,
    })
  }
}

/** What the operating system said, such as "EACCES: permission denied". Throws again what is no error of its. */
export function systemReason(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.message
  throw error
}

function writing(folder: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw new ConfigurationError(`The reports cannot be written to ${folder}: ${systemReason(error)}.`, {
      hint: 'Name another folder with --out: one that you may write to, or that does not exist yet.',
      cause: error,
    })
  }
}
