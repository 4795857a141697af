// What a preset gives a target file: every key that the file does not have itself.

import type { KnownDeviation } from '../../result/known.ts'
import type { Variable } from '../base-url.ts'
import type { Reading } from '../reading.ts'
import type { TargetFile } from '../target-file.ts'
import { presetNamed } from './all.ts'
import type { Preset } from './preset.ts'

/** The data of a target file with the base URL of its preset, where it names one and gives none. */
export function withPresetUrl(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data) || 'baseUrl' in data) return data
  const baseUrl = 'preset' in data && typeof data.preset === 'string' ? presetNamed(data.preset)?.baseUrl : undefined
  return baseUrl === undefined ? data : { ...data, baseUrl }
}

/** The sound part of a target file with what its preset has besides; what the file says itself stays. */
export function withPreset(file: Partial<TargetFile>, preset: Preset | undefined): Partial<TargetFile> {
  if (preset === undefined) return file
  const { paths, requestsPerSecond, templates } = preset
  const resources = Object.fromEntries(Object.entries(templates ?? {}).map(([type, template]) => [type, { template }]))
  return {
    ...(requestsPerSecond === undefined ? {} : { rateLimit: { perSecond: requestsPerSecond } }),
    ...file,
    ...(templates === undefined ? {} : { resources: { ...resources, ...file.resources } }),
    ...(paths === undefined ? {} : { paths: { ...paths, ...file.paths } }),
  }
}

/** The values that a preset has for variables that the file does not define. */
export function usualVariables(preset: Preset | undefined, own: ReadonlySet<string>): Record<string, Variable> {
  const usual = Object.entries(preset?.variables ?? {}).flatMap(([name, { usually, secret }]): [string, Variable][] =>
    usually === undefined || own.has(name) ? [] : [[name, { value: usually, secret: secret ?? false }]],
  )
  return Object.fromEntries(usual)
}

/** Tells of variables that the addresses of a preset need and nobody defines; gives their names. */
export function tellMissing(
  file: Partial<TargetFile>,
  preset: Preset | undefined,
  defined: Readonly<Record<string, unknown>>,
  reading: Reading,
): ReadonlySet<string> {
  if (preset !== undefined && file.baseUrl === undefined && preset.baseUrl === undefined) {
    const message = `is missing: the preset ${preset.name} has none, since each customer is given an address of their own`
    reading.problem({ path: ['baseUrl'], message })
  }
  const templates = [file.baseUrl ?? '', ...Object.values(file.paths ?? {})]
  const missing = Object.entries(preset?.variables ?? {}).filter(
    ([name]) => !Object.hasOwn(defined, name) && templates.some(template => template.includes(`{${name}}`)),
  )
  for (const [name, { meaning }] of missing) {
    reading.problem({ path: ['variables', name], message: `the preset ${preset?.name} needs it: ${meaning}` })
  }
  return new Set(missing.map(([name]) => name))
}

/** Warns of a way to sign in that the preset does not know. */
export function warnOfAuth(file: Partial<TargetFile>, preset: Preset | undefined, reading: Reading): void {
  const { auth } = file
  if (auth === undefined || preset === undefined || preset.auth.some(type => type === auth.type)) return
  const message = `is not among what is documented for the preset ${preset.name}: ${preset.auth.join(', ')}`
  reading.warn(['auth', 'type'], 'value', message)
}

/** The deviations of a preset, with who lists them. */
export function knownOf({ name, known }: Preset): readonly KnownDeviation[] {
  return known.map(deviation => ({ ...deviation, from: `preset ${name}` }))
}
