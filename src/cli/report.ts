// `report`: renders a report.json again.

import { readFileSync } from 'node:fs'
import { ConfigurationError } from '../errors.ts'
import { renderHtml } from '../report/html.ts'
import { readReport } from '../report/json.ts'
import { renderJUnit } from '../report/junit.ts'
import { renderSummary } from '../report/terminal.ts'
import type { RunResult } from '../result/run-result.ts'
import { callersPath } from './paths.ts'
import { writeNamedFile } from './report-files.ts'
import type { Output } from './terminal.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Reads a report and writes it as HTML or JUnit, or prints the summary where neither is asked for. */
export function reportCommand(
  file: string,
  options: { html?: string; junit?: string },
  output: Output,
  env: Environment,
): number {
  const result = readReportFile(callersPath(file, env), file)
  if (options.html !== undefined) writeNamedFile(callersPath(options.html, env), renderHtml(result), '--html')
  if (options.junit !== undefined) writeNamedFile(callersPath(options.junit, env), renderJUnit(result), '--junit')
  if (options.html === undefined && options.junit === undefined) {
    output.print(renderSummary(result, { colour: output.colour, width: output.width, report: true }))
  }
  return 0
}

/** The run of a report.json; `name` is how messages call it. Throws ConfigurationError. */
export function readReportFile(path: string, name: string): RunResult {
  return readReport(readText(path), name)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigurationError(`The report ${path} cannot be read.`, {
      hint: 'Name a report.json that `run` has written.',
      cause: error,
    })
  }
}
