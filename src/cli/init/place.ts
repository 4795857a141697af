// Where the service provider is, as the target file says it: a preset, a base URL, variables for what is secret in it.

import { ConfigurationError } from '../../errors.ts'
import { fillVariables } from '../../target/base-url.ts'
import { nearest } from '../../target/nearest.ts'
import { allPresets, presetNamed } from '../../target/presets/all.ts'
import type { Preset } from '../../target/presets/preset.ts'
import { hideSecrets } from '../../target/probe-address.ts'
import { matchPreset, type PresetMatch } from '../../target/probe-preset.ts'
import { type Draft, fromEnvironment, literal } from './draft.ts'
import type { Questions } from './questions.ts'

export interface Place {
  readonly draft: Pick<Draft, 'preset' | 'alike' | 'baseUrl' | 'variables'>
  readonly preset?: Preset
  /** Environment variables for what is secret in the address, with their values. */
  readonly values: Readonly<Record<string, string>>
}

export interface PlaceOptions {
  readonly origin: string
  readonly path: string
  /** With its question mark. */
  readonly query: string
  /** The preset that was asked for. */
  readonly wanted: Preset | undefined
}

/** The preset of this name. Throws ConfigurationError where there is none. */
export function wantedPreset(name: string | undefined): Preset | undefined {
  if (name === undefined) return undefined
  const preset = presetNamed(name)
  if (preset !== undefined) return preset
  const names = allPresets.map(one => one.name)
  const meant = nearest(name, names)
  throw new ConfigurationError(`There is no preset "${name}".`, {
    hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}\`scim-conformance presets\` shows every preset.`,
  })
}

/** Puts an address in the words of a target file; a preset that only looks alike is named there, and not used. */
export function placeOf({ origin, path, query, wanted }: PlaceOptions): Place {
  const match = matchPreset(origin, path, wanted === undefined ? undefined : [wanted])
  const preset = wanted ?? (match?.sure === true ? match.preset : undefined)
  if (preset !== undefined && match !== undefined) return placeWithPreset(preset, match, query)
  const { template, secrets } = hideSecrets(path, query)
  const hidden = Object.entries(secrets).map(([name, value]) => ({ name, value, variable: environmentName(name) }))
  return {
    draft: {
      baseUrl: literal(origin + template),
      variables: Object.fromEntries(
        hidden.map(({ name, variable }) => [name, { value: fromEnvironment(variable), secret: true }]),
      ),
      ...(preset === undefined ? {} : { preset: preset.name }),
      ...(preset !== undefined || match === undefined ? {} : { alike: match }),
    },
    values: Object.fromEntries(hidden.map(({ variable, value }) => [variable, value])),
    ...(preset === undefined ? {} : { preset }),
  }
}

function placeWithPreset(preset: Preset, { values, template }: PresetMatch, query: string): Place {
  const hidden = hideSecrets('', query)
  const isOwn = template === preset.baseUrl && query === ''
  const fromQuery = Object.entries(hidden.secrets)
  const entries = Object.entries(values).flatMap(([name, value]) => {
    const { usually, secret } = preset.variables[name] ?? {}
    if (value === usually) return []
    return [
      [name, { value: secret ? fromEnvironment(environmentName(name)) : literal(value), secret: secret ?? false }],
    ]
  })
  const secrets = [...Object.entries(values).filter(([name]) => preset.variables[name]?.secret === true), ...fromQuery]
  const queried = fromQuery.map(([name]) => [name, { value: fromEnvironment(environmentName(name)), secret: true }])
  return {
    draft: {
      preset: preset.name,
      ...(isOwn ? {} : { baseUrl: literal(template + hidden.template) }),
      variables: Object.fromEntries([...entries, ...queried]),
    },
    preset,
    values: Object.fromEntries(secrets.map(([name, value]) => [environmentName(name), value])),
  }
}

/** The environment variable for what is secret in an address. */
function environmentName(variable: string): string {
  return `SCIM_PATH_${variable.replace(/([a-z])(?=[A-Z])/g, '$1_').toUpperCase()}`
}

/** Asks for the variables of a preset's base URL, or for the URL where it has none; gives the address. */
export async function askAddress(preset: Preset | undefined, questions: Questions): Promise<string> {
  if (preset?.baseUrl === undefined) return questions.ask('URL of the service provider')
  const variables: Record<string, { value: string; secret: boolean }> = {}
  for (const [name, { meaning, secret = false, usually }] of Object.entries(preset.variables)) {
    const question = `${name}: ${meaning}`
    const value = secret ? await questions.secret(`${question} (not shown)`) : await questions.ask(question, usually)
    variables[name] = { value, secret }
  }
  const { text, problems } = fillVariables(preset.baseUrl, variables)
  if (problems.length > 0) throw new ConfigurationError(`The base URL cannot be made: ${problems.join('; ')}.`)
  return text
}
