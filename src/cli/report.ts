// `report`: renders a report.json again. `serve`: the embedded service provider on its own.

import { readFileSync } from 'node:fs'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { ConfigurationError } from '../errors.ts'
import { renderHtml } from '../report/html.ts'
import { readReport } from '../report/json.ts'
import { renderJUnit } from '../report/junit.ts'
import { renderSummary } from '../report/terminal.ts'
import { callersPath } from './paths.ts'
import { systemReason, writeNamedFile } from './report-files.ts'
import type { Output } from './terminal.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Reads a report and writes it as HTML or JUnit, or prints the summary where neither is asked for. */
export function reportCommand(
  file: string,
  options: { html?: string; junit?: string },
  output: Output,
  env: Environment,
): number {
  const result = readReport(readText(callersPath(file, env)), file)
  if (options.html !== undefined) writeNamedFile(callersPath(options.html, env), renderHtml(result), '--html')
  if (options.junit !== undefined) writeNamedFile(callersPath(options.junit, env), renderJUnit(result), '--junit')
  if (options.html === undefined && options.junit === undefined) {
    output.print(renderSummary(result, { colour: output.colour, width: output.width }))
  }
  return 0
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

/** Serves the embedded provider until it is interrupted. Throws ConfigurationError where the port cannot be had. */
export async function serveCommand(port: number, output: Output): Promise<number> {
  const provider = await startProvider({ port }).catch((error: unknown) => {
    throw new ConfigurationError(`The service provider cannot listen on port ${port}: ${systemReason(error)}.`, {
      hint: 'Name another port with --port.',
      cause: error,
    })
  })
  output.print(`SCIM service provider at ${provider.baseUrl} (no credentials needed; Ctrl-C ends it)`)
  await new Promise<void>(resolve => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  await provider.close()
  return 0
}
