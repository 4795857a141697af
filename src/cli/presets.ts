// `presets`: the service providers that are known by name, and what is known of each.

import { ConfigurationError } from '../errors.ts'
import { wrap } from '../report/terminal.ts'
import { nearest } from '../target/nearest.ts'
import { allPresets, presetNamed } from '../target/presets/all.ts'
import type { Preset } from '../target/presets/preset.ts'
import type { Output } from './terminal.ts'

/** Prints every preset in a line, or all that is known of one. Throws ConfigurationError for a name that is not known. */
export function presetsCommand(name: string | undefined, { json }: { readonly json: boolean }, output: Output): number {
  if (name === undefined) {
    if (json) output.print(JSON.stringify(allPresets, null, 2))
    else listPresets(output)
    return 0
  }
  const preset = presetNamed(name)
  if (preset === undefined) {
    const meant = nearest(
      name,
      allPresets.map(one => one.name),
    )
    throw new ConfigurationError(`There is no preset "${name}".`, {
      hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}\`scim-conformance presets\` shows every preset.`,
    })
  }
  output.print(json ? JSON.stringify(preset, null, 2) : presetText(preset, output.width))
  return 0
}

function listPresets(output: Output): void {
  const width = Math.max(...allPresets.map(({ name }) => name.length))
  for (const { name, title } of allPresets) output.print(`${name.padEnd(width)}  ${title}`)
  output.print(`\n${allPresets.length} presets; \`scim-conformance presets NAME\` tells what is known of one`)
}

/** All that is known of a service provider, and a target file to begin with. */
export function presetText(preset: Preset, width: number): string {
  const { name, title, baseUrl, auth, signIn, documented, known, remarks, sources, requestsPerSecond } = preset
  const capabilities = Object.entries(documented.capabilities ?? {})
  const offered = capabilities.filter(([, met]) => met).map(([condition]) => condition)
  const notOffered = capabilities.filter(([, met]) => !met).map(([condition]) => condition)
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Base URL', baseUrl ?? 'each customer is given one: write it as baseUrl'],
    ...Object.entries(preset.variables).map(([variable, { meaning, secret, usually }]): [string, string] => [
      `{${variable}}`,
      `${meaning}${usually === undefined ? '' : `; usually ${usually}`}${secret === true ? ' (secret)' : ''}`,
    ]),
    ...Object.entries(preset.paths ?? {}).map(([type, path]): [string, string] => [type, path]),
    ['Sign in', `${auth.join(', or ')}. ${signIn}`],
    ...Object.entries(preset.templates ?? {}).map(([type, template]): [string, string] => [
      `New ${type}`,
      `with ${Object.keys(template).join(', ')}`,
    ]),
    ['Rate', requestsPerSecond === undefined ? undefined : `${requestsPerSecond} requests a second`],
    ['Offered', offered.join(', ') || undefined],
    ['Not offered', notOffered.join(', ') || undefined],
    ['Filters', documented.filter],
    ['Limits', documented.limits],
    ...remarks.map((remark, index): [string, string] => [index === 0 ? 'Remarks' : '', remark]),
  ]
  const shown = rows.flatMap(([label, text]) => (text === undefined ? [] : [{ label, text }]))
  const labels = Math.max(...shown.map(({ label }) => label.length)) + 2
  const lines = shown.flatMap(({ label, text }) =>
    wrap(text, width - labels - 2).map((line, index) => `  ${(index === 0 ? label : '').padEnd(labels)}${line}`),
  )
  return [
    `${name}: ${title}`,
    '',
    ...lines,
    '',
    known.length === 0 ? 'No deviation is known.' : 'Known deviations: shown as known, and counted with --strict only',
    ...known.flatMap(({ id, title: what, sources: seen }) => [
      ...wrap(`${id}  ${what}`, width - 4).map((line, index) => (index === 0 ? `  ${line}` : `    ${line}`)),
      ...seen.map(source => `    ${source}`),
    ]),
    '',
    'Sources',
    ...sources.map(source => `  ${source}`),
    '',
    'scim-target.yaml',
    ...exampleFile(preset)
      .trimEnd()
      .split('\n')
      .map(line => `  ${line}`),
  ].join('\n')
}

/** A target file that begins with this preset; everything secret comes from the environment. */
export function exampleFile({ name, baseUrl, variables, auth }: Preset): string {
  const needed = Object.entries(variables).filter(([, { usually }]) => usually === undefined)
  const kept = needed.map(([variable, { secret }]) => {
    const value = fromEnvironment(`SCIM_${secret === true ? 'PATH_' : ''}${environmentName(variable)}`)
    return secret === true ? `  ${variable}: { value: ${value}, secret: true }` : `  ${variable}: ${value}`
  })
  const signsIn =
    auth[0] === 'basic'
      ? ['  type: basic', '  username: scim', `  password: ${fromEnvironment('SCIM_PASSWORD')}`]
      : ['  type: bearer', `  token: ${fromEnvironment('SCIM_TOKEN')}`]
  const lines = [
    `preset: ${name}`,
    ...(baseUrl === undefined ? [`baseUrl: ${fromEnvironment('SCIM_BASE_URL')}`] : []),
    ...(kept.length === 0 ? [] : ['variables:', ...kept]),
    'auth:',
    ...signsIn,
  ]
  return `${lines.join('\n')}\n`
}

/** How a target file takes a value from the environment. */
function fromEnvironment(variable: string): string {
  return `"\${${variable}}"`
}

/** `procInstId` as PROC_INST_ID. */
function environmentName(variable: string): string {
  return variable.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()
}
