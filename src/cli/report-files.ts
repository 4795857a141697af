// The three reports in their folder: an earlier run's are taken away, and that they can be written is known before a run.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '../errors.ts'
import { renderHtml } from '../report/html.ts'
import { renderJson } from '../report/json.ts'
import { renderJUnit } from '../report/junit.ts'
import type { RunResult } from '../result/run-result.ts'

/** Where the reports of a run are written in this folder. */
export function reportFiles(folder: string): { json: string; html: string; junit: string } {
  return { json: join(folder, 'report.json'), html: join(folder, 'report.html'), junit: join(folder, 'junit.xml') }
}

/**
 * Deletes the reports of an earlier run: one that ends early must not leave them behind as if they were its own.
 * Throws ConfigurationError where that cannot be done.
 */
export function removeReports(folder: string): void {
  writing(folder, () => {
    for (const file of Object.values(reportFiles(folder))) rmSync(file, { force: true })
  })
}

/** Makes the folder and tries that each report can be written there. Throws ConfigurationError where it cannot. */
export function prepareReports(folder: string): void {
  writing(folder, () => {
    mkdirSync(folder, { recursive: true })
    for (const file of Object.values(reportFiles(folder))) {
      writeFileSync(file, '')
      rmSync(file)
    }
  })
}

/** Writes report.json, report.html and junit.xml. Throws ConfigurationError where that cannot be done. */
export function writeReports(folder: string, result: RunResult): void {
  const files = reportFiles(folder)
  writing(folder, () => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(files.json, renderJson(result))
    writeFileSync(files.html, renderHtml(result))
    writeFileSync(files.junit, renderJUnit(result))
  })
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
