// Which preset an address belongs to, by its host or by the shape of its path.

import { allPresets } from './presets/all.ts'
import type { Preset } from './presets/preset.ts'

export interface PresetMatch {
  readonly preset: Preset
  /** The values of the variables in its base URL. */
  readonly values: Readonly<Record<string, string>>
  /** Its base URL with the scheme of the address. */
  readonly template: string
  /** Whether the host is that of the product. Where the path alone looks alike, it may be any other. */
  readonly sure: boolean
}

interface Template {
  readonly host: string
  readonly path: string
}

/** The preset whose base URL the address has, a sure one before one that only looks alike; `among` all where none are given. */
export function matchPreset(
  origin: string,
  path: string,
  among: readonly Preset[] = allPresets,
): PresetMatch | undefined {
  const matches = among.flatMap(preset => match(preset, new URL(origin), path) ?? [])
  return matches.find(({ sure }) => sure) ?? matches.sort((a, b) => literals(b) - literals(a))[0]
}

/** The paths of base URLs that presets of this host have, where nothing in them varies. */
export function presetPaths(origin: string): readonly string[] {
  return allPresets.flatMap(preset => {
    const template = templateOf(preset)
    if (template === undefined || template.path.includes('{')) return []
    return hostIsSure(preset, template, new URL(origin)) ? [template.path] : []
  })
}

function match(preset: Preset, { protocol, host }: URL, path: string): PresetMatch | undefined {
  const template = templateOf(preset)
  if (template === undefined) return undefined
  const values: Record<string, string> = {}
  if (!read(template.host, host, values, 'i') || !read(template.path, path, values, '')) return undefined
  const sure = protocol === 'https:' && hostIsSure(preset, template, new URL(`${protocol}//${host}`))
  return { preset, values, template: `${protocol}//${template.host}${template.path}`, sure }
}

function templateOf({ baseUrl }: Preset): Template | undefined {
  const parts = /^https:\/\/([^/]+)(.*)$/.exec(baseUrl ?? '')
  return parts?.[1] === undefined ? undefined : { host: parts[1], path: parts[2] ?? '' }
}

/** Whether the host has a part that belongs to the product alone, or is the one that is usual there. */
function hostIsSure({ variables }: Preset, { host }: Template, url: URL): boolean {
  const values: Record<string, string> = {}
  if (!read(host, url.host, values, 'i')) return false
  if (host.replace(/\{[^}]*\}/g, '').includes('.')) return true
  return Object.entries(values).some(([name, value]) => variables[name]?.usually === value.toLowerCase())
}

/** Whether a text has the form of a template; the values of its variables go to `values`. */
function read(template: string, text: string, values: Record<string, string>, flags: 'i' | ''): boolean {
  const names: string[] = []
  const source = template.split(/(\{[^}]*\})/).map(part => {
    if (!part.startsWith('{')) return part.replace(/[.*+?^$()|[\]\\/-]/g, '\\$&')
    names.push(part.slice(1, -1))
    return '([^/]+)'
  })
  const found = new RegExp(`^${source.join('')}$`, flags).exec(text)
  if (found === null) return false
  for (const [index, name] of names.entries()) values[name] = decoded(found[index + 1] ?? '')
  return true
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function literals({ preset }: PresetMatch): number {
  return (preset.baseUrl ?? '').replace(/\{[^}]*\}/g, '').length
}
