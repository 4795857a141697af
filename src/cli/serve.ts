// `serve`: the embedded service provider on its own, with defects and legal variants switched on, or as another product.

import { randomUUID } from 'node:crypto'
import type { Emulation, EmulationSecrets } from '../../fixtures/emulations/emulation.ts'
import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { ConfigurationError } from '../errors.ts'
import { nearest } from '../target/nearest.ts'
import type { Target } from '../target/target.ts'
import { systemReason } from './report-files.ts'
import { type SwitchNames, switchOn } from './switches.ts'
import type { Output } from './terminal.ts'

export interface ServeArguments extends SwitchNames {
  readonly port: number
  /** The bearer token that is asked for; none is without it. */
  readonly token?: string
  /** The product to be like; then without defects and variants. */
  readonly emulate?: string
}

/**
 * Serves the embedded provider until it is interrupted. Throws ConfigurationError where the port cannot be had, for
 * defects, variants and products that are not known, and for switches that do not go together.
 */
export async function serveCommand(
  { port, token, emulate, ...names }: ServeArguments,
  output: Output,
): Promise<number> {
  if (emulate !== undefined) return serveEmulation(await emulationNamed(emulate), port, output)
  const { defects, variants, options, target } = await switchOn(names)
  const provider = await listen({ ...options, ...(token === undefined ? {} : { token }) }, port)
  const needed = token === undefined ? 'no credentials needed' : 'it wants the bearer token that you gave'
  output.print(`SCIM service provider at ${provider.baseUrl} (${needed}; Ctrl-C ends it)`)
  for (const { name, title, breaks } of defects) output.print(`  defect   ${name}: ${title} (breaks ${breaks})`)
  for (const { name, title, allowedBy } of variants) output.print(`  variant  ${name}: ${title} (${allowedBy})`)
  for (const line of targetFileLines(provider.baseUrl, target)) output.print(line)
  return untilInterrupted(provider)
}

/** Serves a product: prints its differences, a target file that works, and the secrets of this start. */
async function serveEmulation(emulation: Emulation, port: number, output: Output): Promise<number> {
  const secrets: EmulationSecrets = { path: randomUUID(), password: randomUUID(), token: randomUUID() }
  const provider = await listen(emulation.options(secrets), port)
  output.print(`${emulation.title}, emulated at http://127.0.0.1:${provider.port} (Ctrl-C ends it)`)
  for (const { id, title, reported } of emulation.differences) {
    output.print(`  ${reported ? 'deviation' : 'legal    '}  ${id}: ${title}`)
  }
  output.print('scim-target.yaml:')
  for (const line of emulation.targetFile(`http://127.0.0.1:${provider.port}`).trimEnd().split('\n')) {
    output.print(`  ${line}`)
  }
  output.print('Before it is examined:')
  for (const [name, value] of Object.entries(emulation.environment(secrets))) output.print(`  export ${name}=${value}`)
  return untilInterrupted(provider)
}

async function emulationNamed(name: string): Promise<Emulation> {
  const { allEmulations } = await import('../../fixtures/emulations/all.ts')
  const found = allEmulations.find(emulation => emulation.name === name)
  if (found !== undefined) return found
  const names = allEmulations.map(emulation => emulation.name)
  const meant = nearest(name, names)
  throw new ConfigurationError(`There is no emulation "${name}".`, {
    hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}There are ${names.join(', ')}.`,
  })
}

async function listen(options: ProviderOptions, port: number): Promise<ProviderHandle> {
  return startProvider({ ...options, port }).catch((error: unknown) => {
    throw new ConfigurationError(`The service provider cannot listen on port ${port}: ${systemReason(error)}.`, {
      hint: 'Name another port with --port.',
      cause: error,
    })
  })
}

async function untilInterrupted(provider: ProviderHandle): Promise<number> {
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
