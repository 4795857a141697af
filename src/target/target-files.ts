// The files of a folder of targets: one a target, subfolders included, and `_defaults.yaml` for what they share.

import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError } from '../errors.ts'
import { reasonOf } from './tls-files.ts'

export interface TargetFileInFolder {
  /** The path below the folder without its ending, with `/`. */
  readonly name: string
  readonly path: string
  /** The files with its defaults, the outermost first. */
  readonly defaults: readonly string[]
}

const mostFiles = 100_000
const deepest = 8

/**
 * Finds `*.yaml` and `*.yml` below a folder, by name. Left out: what begins with a dot (where a ConfigMap keeps its
 * versions) or an underscore. Throws ConfigurationError where a folder cannot be read or holds too much to be meant.
 */
export async function findTargetFiles(folder: string): Promise<readonly TargetFileInFolder[]> {
  const found: TargetFileInFolder[] = []

  const look = async (below: readonly string[], outer: readonly string[]): Promise<void> => {
    const here = join(folder, ...below)
    const entries = await readdir(here, { withFileTypes: true }).catch((error: unknown) => {
      throw new ConfigurationError(`Cannot read the folder of targets ${here}: ${reasonOf(error)}.`, {
        hint: 'Name a folder that you may read with --targets. docs/fleet.md describes it.',
        cause: error,
      })
    })
    const names = entries.map(({ name }) => name).sort()
    const shared = names.filter(name => /^_defaults\.ya?ml$/.test(name))
    if (shared.length > 1) {
      throw new ConfigurationError(`${here} has two files of defaults: ${shared.join(' and ')}.`, {
        hint: 'Keep one of them.',
      })
    }
    const defaults = [...outer, ...shared.map(name => join(here, name))]
    for (const name of names) {
      if (/^[._]/.test(name)) continue
      const path = join(here, name)
      if (entries.find(entry => entry.name === name)?.isDirectory() === true) {
        if (below.length < deepest) await look([...below, name], defaults)
      } else if (/\.ya?ml$/.test(name) && (await isFile(path))) {
        found.push({ name: [...below, name.replace(/\.ya?ml$/, '')].join('/'), path, defaults })
        if (found.length > mostFiles) {
          throw new ConfigurationError(`${folder} holds more than ${mostFiles} YAML files: is it the right folder?`)
        }
      }
    }
  }
  await look([], [])
  return found
}

/** Also where a link leads to one. */
async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isFile(),
    () => true, // A link that leads nowhere is told when it is read.
  )
}
