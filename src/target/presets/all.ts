// Every preset: those of the systems that are emulated too, then others by name.

import { developmentPresets } from './development.ts'
import { k2Cloud, k2CloudV2Path, k2ProcInst } from './k2.ts'
import type { Preset } from './preset.ts'
import { userSync } from './usersync.ts'
import { workplacePresets } from './workplace.ts'

const others: readonly Preset[] = [...developmentPresets, ...workplacePresets]

export const allPresets: readonly Preset[] = [
  k2ProcInst,
  k2Cloud,
  k2CloudV2Path,
  userSync,
  ...[...others].sort((a, b) => a.name.localeCompare(b.name, 'en')),
]

/** The preset of this name. */
export function presetNamed(name: string): Preset | undefined {
  return allPresets.find(preset => preset.name === name)
}
