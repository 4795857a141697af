// `serve`: the embedded service provider on its own, with defects and legal variants switched on.

import { startProvider } from '../../fixtures/provider/provider.ts'
import { ConfigurationError } from '../errors.ts'
import type { Target } from '../target/target.ts'
import { systemReason } from './report-files.ts'
import { type SwitchNames, switchOn } from './switches.ts'
import type { Output } from './terminal.ts'

export interface ServeArguments extends SwitchNames {
  readonly port: number
}

/**
 * Serves the embedded provider until it is interrupted. Throws ConfigurationError where the port cannot be had, and for
 * defects and variants that are not known or do not go together.
 */
export async function serveCommand({ port, ...names }: ServeArguments, output: Output): Promise<number> {
  const { defects, variants, options, target } = await switchOn(names)
  const provider = await startProvider({ ...options, port }).catch((error: unknown) => {
    throw new ConfigurationError(`The service provider cannot listen on port ${port}: ${systemReason(error)}.`, {
      hint: 'Name another port with --port.',
      cause: error,
    })
  })
  output.print(`SCIM service provider at ${provider.baseUrl} (no credentials needed; Ctrl-C ends it)`)
  for (const { name, title, breaks } of defects) output.print(`  defect   ${name}: ${title} (breaks ${breaks})`)
  for (const { name, title, allowedBy } of variants) output.print(`  variant  ${name}: ${title} (${allowedBy})`)
  for (const line of targetFileLines(provider.baseUrl, target)) output.print(line)
  await new Promise<void>(resolve => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  await provider.close()
  return 0
}

/** What the target file needs besides for a variant; nothing where it needs nothing. */
function targetFileLines(baseUrl: string, { baseQuery, paths, emailDomain, templates }: Partial<Target>): string[] {
  const resources =
    templates === undefined
      ? undefined
      : Object.fromEntries(Object.entries(templates).map(([type, template]) => [type, { template }]))
  const lines = [
    ...(baseQuery === undefined ? [] : [`baseUrl: ${baseUrl}?${new URLSearchParams(baseQuery)}`]),
    ...(paths === undefined ? [] : [`paths: ${JSON.stringify(paths)}`]),
    ...(emailDomain === undefined ? [] : [`emailDomain: ${emailDomain}`]),
    ...(resources === undefined ? [] : [`resources: ${JSON.stringify(resources)}`]),
  ]
  return lines.length === 0 ? [] : ['In scim-target.yaml it needs:', ...lines.map(line => `  ${line}`)]
}
