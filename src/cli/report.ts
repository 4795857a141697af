// `report`: renders a report.json again.

import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ConfigurationError } from '../errors.ts'
import { renderHar } from '../report/har.ts'
import { renderHtml } from '../report/html.ts'
import { readReport } from '../report/json.ts'
import { renderJUnit } from '../report/junit.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { oneLine } from '../report/plain-text.ts'
import { renderSummary } from '../report/terminal.ts'
import type { RunResult } from '../result/run-result.ts'
import { callersPath } from './paths.ts'
import { previousReport, systemReason, writeNamedFile } from './report-files.ts'
import type { Output } from './terminal.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What it can be written as: by the name of its option, which takes a file. */
const formats = { html: renderHtml, junit: renderJUnit, har: renderHar, markdown: renderMarkdown } as const

/** Reads a report and writes it in the formats that are asked for, or prints the summary where none is. */
export function reportCommand(
  file: string,
  options: Readonly<Partial<Record<keyof typeof formats, string>>>,
  output: Output,
  env: Environment,
): number {
  const result = readReportFile(callersPath(file, env), file)
  const wanted = (['html', 'junit', 'har', 'markdown'] as const).flatMap(format => {
    const path = options[format]
    return path === undefined ? [] : [{ format, path }]
  })
  for (const { format, path } of wanted) {
    writeNamedFile(callersPath(path, env), formats[format](result), `--${format}`)
  }
  if (wanted.length === 0) {
    output.print(renderSummary(result, { colour: output.colour, width: output.width, report: true }))
  }
  return 0
}

/** The run of a report.json; `name` is how messages call it. Throws ConfigurationError. */
export function readReportFile(path: string, name: string): RunResult {
  return readReport(readText(path), name)
}

/**
 * The report with this name; where it is of a run that could not begin, the last one with a check in it, which is kept beside
 * it. Throws ConfigurationError.
 */
export function readExamined(name: string, env: Environment): { readonly result: RunResult; readonly name: string } {
  const result = readReportFile(callersPath(name, env), name)
  if (result.checks.length > 0) return { result, name }
  const previous = join(dirname(name), previousReport)
  if (basename(name) !== 'report.json' || !existsSync(callersPath(previous, env))) throw noChecks(name, result)
  return { result: readReportFile(callersPath(previous, env), previous), name: previous }
}

/** Of a report there is nothing to take, since the run it is of has examined nothing. */
export function noChecks(name: string, { stopped, finished }: RunResult): ConfigurationError {
  const why =
    stopped?.message ?? (finished ? 'there were none.' : 'that run was ended before it could write its reports.')
  return new ConfigurationError(`${name} has no checks: ${oneLine(why)}`, {
    hint: 'Run again, or name the report of a run that examined something.',
  })
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = systemReason(error)
    const why = reason.startsWith('ENOENT') ? 'it is not there' : reason
    throw new ConfigurationError(`The report ${path} cannot be read: ${why}.`, {
      hint: 'Name a report.json that `run` has written.',
      cause: error,
    })
  }
}
