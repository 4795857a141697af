// The entries of a folder or a list of targets: each with the defaults it shares laid under it, and the place of every key.

import { readFile, stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { ConfigurationError, HarnessError } from '../errors.ts'
import { holds, isMapping, mergeDefaults } from './merge-defaults.ts'
import { didYouMean } from './nearest.ts'
import { configurationError } from './problems.ts'
import { readYaml, type YamlFile } from './read-yaml.ts'
import { findTargetFiles } from './target-files.ts'
import { reasonOf } from './tls-files.ts'

const mostBytes = 33_554_432

export interface Entry {
  /** As its file is called, or as its `name:` is written. */
  readonly name: string
  /** As messages name it: a file, or a file and the number of the entry from 1. */
  readonly source: string
  readonly file: string
  readonly yaml: YamlFile
}

/** An entry that cannot be used. */
export interface BrokenEntry {
  readonly name: string
  readonly source: string
  readonly problem: HarnessError
}

/** The entries of a folder. Throws ConfigurationError for what is wrong with all of them. */
export async function entriesOfFolder(path: string): Promise<readonly (Entry | BrokenEntry)[]> {
  const found = await findTargetFiles(path)
  const defaults = new Map<string, YamlFile>()
  for (const file of new Set(found.flatMap(one => one.defaults))) {
    const yaml = readYaml(await textOf(file))
    if ('problems' in yaml) throw configurationError(shown(file), yaml.problems)
    assertDefaults(yaml.data, file, [], yaml)
    defaults.set(file, yaml)
  }
  const entries: (Entry | BrokenEntry)[] = []
  for (const one of found) {
    const file = shown(one.path)
    try {
      const own = readYaml(await textOf(one.path))
      if ('problems' in own) throw configurationError(file, own.problems)
      if (isMapping(own.data) && Array.isArray(own.data.targets)) {
        const problem = {
          ...own.place(['targets'], 'key'),
          key: 'targets',
          message: 'a list inside a folder of targets',
        }
        throw configurationError(file, [{ ...problem, hint: 'Name the file itself with --targets.' }])
      }
      const shared = one.defaults.flatMap(name => {
        const yaml = defaults.get(name)
        return yaml === undefined ? [] : [{ file: shown(name), yaml }]
      })
      entries.push({ name: one.name, source: file, file, yaml: layered([...shared, { file, yaml: own }], file) })
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error
      entries.push({ name: one.name, source: file, problem: error })
    }
  }
  return entries
}

/** The entries of a file with `targets:`. Throws ConfigurationError for what is wrong with all of them. */
export async function entriesOfList(path: string): Promise<readonly (Entry | BrokenEntry)[]> {
  const file = shown(path)
  const yaml = readYaml(await textOf(path))
  if ('problems' in yaml) throw configurationError(file, yaml.problems)
  const { data } = yaml
  const known = ['defaults', 'targets']
  if (!isMapping(data) || !Array.isArray(data.targets)) {
    throw new ConfigurationError(`${file} has no list of \`targets:\`.`, {
      hint:
        isMapping(data) && ('baseUrl' in data || 'preset' in data)
          ? 'It describes one target: name it with --target.'
          : 'docs/fleet.md shows one.',
    })
  }
  const odd = Object.keys(data).filter(key => !known.includes(key) && key !== '$schema')
  if (odd.length > 0) {
    const problems = odd.map(key => {
      const message = `unknown key${didYouMean(key, known)}. Known here: ${known.join(', ')}`
      return { ...yaml.place([key], 'key'), key, message }
    })
    throw configurationError(file, problems)
  }
  assertDefaults(data.defaults ?? {}, path, ['defaults'], yaml)
  const shared = { file, yaml: { data: data.defaults ?? {}, place: placeBelow(yaml, ['defaults']) } }
  return data.targets.map((own: unknown, index): Entry | BrokenEntry => {
    const source = `${file}#${index + 1}`
    const below = ['targets', String(index)]
    const problem = (message: string): BrokenEntry => ({
      name: source,
      source,
      problem: configurationError(file, [{ ...yaml.place(below, 'value'), key: `targets[${index}]`, message }]),
    })
    if (!isMapping(own)) return problem('must be a mapping of keys')
    if (typeof own.name !== 'string' || own.name.trim() === '')
      return problem('needs a `name:`, by which results are told apart')
    const layers = [shared, { file, yaml: { data: own, place: placeBelow(yaml, below) } }]
    return { name: own.name, source, file, yaml: layered(layers, file) }
  })
}

/** Throws ConfigurationError where the defaults cannot be shared. */
function assertDefaults(data: unknown, path: string, below: readonly string[], yaml: YamlFile): void {
  const file = shown(path)
  if (!isMapping(data)) {
    const message = 'the defaults must be a mapping of keys'
    throw configurationError(file, [{ ...yaml.place(below, 'value'), key: below.join('.'), message }])
  }
  if (data.name !== undefined) {
    const message = 'every target has a name of its own'
    const at = [...below, 'name']
    throw configurationError(file, [{ ...yaml.place(at, 'key'), key: at.join('.'), message }])
  }
}

/** Later layers over earlier ones; a place is that of the last layer that holds the key. */
function layered(layers: readonly { readonly file: string; readonly yaml: YamlFile }[], own: string): YamlFile {
  const data = layers.reduce<unknown>((below, { yaml }) => mergeDefaults(below, yaml.data), {})
  return {
    data,
    place(path, at) {
      const layer = layers.findLast(({ yaml }) => path.length > 0 && holds(yaml.data, path)) ?? layers.at(-1)
      const place = layer?.yaml.place(path, at) ?? { line: 1, column: 1 }
      return layer === undefined || layer.file === own ? place : { ...place, file: layer.file }
    },
  }
}

function placeBelow(yaml: YamlFile, below: readonly string[]): YamlFile['place'] {
  return (path, at) => yaml.place([...below, ...path], path.length === 0 ? 'value' : at)
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > mostBytes) throw new ConfigurationError(`${shown(path)} is larger than ${mostBytes} bytes.`)
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
  } catch (error) {
    if (error instanceof ConfigurationError) throw error
    throw new ConfigurationError(`Cannot read ${shown(path)}: ${reasonOf(error)}.`, { cause: error })
  }
}

/** How messages name a path: they end up in reports, where the folders of this machine are of no use. */
export function shown(path: string): string {
  const fromHere = relative('', resolve(path))
  return fromHere.startsWith('..') ? path : fromHere || '.'
}
