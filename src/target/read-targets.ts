// Many targets: a folder with a file for each, or one file with a list, and the defaults that they share. One that cannot
// be used keeps none of the others from being examined.

import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { CommandResult, RunCommand } from '../auth/token-source.ts'
import { ConfigurationError, HarnessError } from '../errors.ts'
import { createRedactor } from '../http/redact.ts'
import { type Environment, fillEnvironment } from './environment.ts'
import { isMapping } from './merge-defaults.ts'
import { didYouMean } from './nearest.ts'
import { readTargetData, type SecretSources } from './read-target.ts'
import type { YamlFile } from './read-yaml.ts'
import type { Target } from './target.ts'
import { type BrokenEntry, type Entry, entriesOfFolder, entriesOfList, shown } from './target-entries.ts'
import { reasonOf } from './tls-files.ts'

/** One of many targets: what is known of it before anything is sent or any command is run. */
export interface TargetSource {
  /** Unique among the others. */
  readonly name: string
  /** As messages name it: a file, or a file and the number of the entry from 1. */
  readonly source: string
  /** Host and port, for fair shares; empty where it is not known. */
  readonly host: string
  /** As it may be shown: redacted. */
  readonly baseUrl?: string
  /** As its file describes it; the token of a tokenCommand is not there yet. */
  readonly preview?: Target
  /** Why it cannot be used, with every problem and its place. */
  readonly problem?: HarnessError
  /** The target; runs auth.tokenCommand where there is one. Throws ConfigurationError. */
  open(): Promise<Target>
}

/**
 * Reads a folder or a file of targets, in the order of their files or of the list. What is wrong with one stands in its
 * `problem`; what is wrong with all of them (a folder that cannot be read, defaults that are no YAML, a list that is none)
 * throws ConfigurationError. `how` is how secrets are had.
 */
export async function readTargets(
  path: string,
  env: Environment,
  how: SecretSources = {},
): Promise<readonly TargetSource[]> {
  const isFolder = await stat(path).then(
    found => found.isDirectory(),
    (error: unknown) => {
      throw new ConfigurationError(`Cannot read the targets ${shown(path)}: ${reasonOf(error)}.`, {
        hint: 'Name a folder with a YAML file for each target, or a file with a list of `targets:`. docs/fleet.md describes both.',
        cause: error,
      })
    },
  )
  const entries = isFolder ? await entriesOfFolder(path) : await entriesOfList(path)
  if (entries.length === 0) {
    const what = isFolder ? 'holds no file *.yaml or *.yml' : 'lists no target'
    throw new ConfigurationError(`${shown(path)} ${what}.`, {
      hint: 'A file whose name begins with _ or a dot is none.',
    })
  }
  const folder = resolve(isFolder ? path : dirname(path))
  const files = new Map<string, Promise<string>>()
  const readOnce = (name: string): Promise<string> => {
    const known = files.get(name) ?? readFile(name, 'utf8')
    files.set(name, known)
    return known
  }
  const sources: TargetSource[] = []
  const taken = new Map<string, string>()
  for (const entry of entries) {
    const name = 'yaml' in entry ? nameOf(entry, env) : entry.name
    const first = taken.get(name)
    if (first !== undefined) {
      const problem = new ConfigurationError(`${entry.source}: ${first} is called "${name}", too.`, {
        hint: 'Give one of them another `name:`.',
      })
      sources.push(unusable({ name: `${name} (${entry.source})`, source: entry.source, problem }))
      continue
    }
    taken.set(name, entry.source)
    sources.push(
      'yaml' in entry ? await sourceOf({ ...entry, name }, { folder, path, env, readOnce, how }) : unusable(entry),
    )
  }
  return sources
}

/** One target of many, by its name: what `--target targets#acme` asks for. Throws ConfigurationError. */
export async function readTargetNamed(
  path: string,
  name: string,
  env: Environment,
  how: SecretSources = {},
): Promise<Target> {
  const sources = await readTargets(path, env, how)
  const found = sources.find(source => source.name === name)
  if (found !== undefined) return found.open()
  const names = sources.map(source => source.name)
  throw new ConfigurationError(`${shown(path)} holds no target "${name}"${didYouMean(name, names)}.`, {
    hint: `It has ${names.slice(0, 8).join(', ')}${names.length > 8 ? ` and ${names.length - 8} more` : ''}.`,
  })
}

/** What `name:` says, with the environment filled in, else what the file is called. */
function nameOf({ name, yaml }: Entry, env: Environment): string {
  const said = isMapping(yaml.data) ? yaml.data.name : undefined
  if (typeof said !== 'string' || said.trim() === '') return name
  const { data } = fillEnvironment(said, env)
  return typeof data === 'string' ? data : name
}

async function sourceOf(
  { name, source, file, yaml }: Entry,
  {
    folder,
    path,
    env,
    readOnce,
    how,
  }: {
    readonly folder: string
    readonly path: string
    readonly env: Environment
    readonly readOnce: (name: string) => Promise<string>
    readonly how: SecretSources
  },
): Promise<TargetSource> {
  const own = { TARGET: name, TARGET_ENV: name.toUpperCase().replace(/[^A-Z0-9]+/g, '_') }
  const filled: YamlFile = {
    data: withName(isMapping(yaml.data) ? { ...yaml.data, name } : yaml.data, own),
    place: yaml.place,
  }
  let runsCommand = false
  const pretend: RunCommand = async (): Promise<CommandResult> => {
    runsCommand = true
    return { exitCode: 0, stdout: 'not-asked-for-yet' }
  }
  const options = {
    file,
    folder,
    env: { ...env, ...own },
    reference: `${shown(path)}#${name}`,
    askSecret: async () => {
      throw new ConfigurationError(`${source}: \`prompt: true\` asks on the terminal, which is for one target alone.`, {
        hint: 'Name this one with --target, or keep its secret in a file or an environment variable.',
      })
    },
    ...how,
  }
  try {
    const target = await readTargetData(filled, { ...options, readFile: readOnce, runCommand: pretend })
    const host = target.baseUrl === 'embedded' ? '' : new URL(target.baseUrl).host
    const open = async (): Promise<Target> =>
      runsCommand ? readTargetData(filled, { ...options, readFile: fresh => readFile(fresh, 'utf8') }) : target
    // A variable that is secret may be part of it.
    const baseUrl = createRedactor(target.secrets).text(target.baseUrl)
    return { name, source, host, baseUrl, preview: target, open }
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    return unusable({ name, source, problem: error })
  }
}

function unusable({ name, source, problem }: BrokenEntry): TargetSource {
  return { name, source, host: '', problem, open: () => Promise.reject(problem) }
}

/**
 * Fills `${TARGET}` and `${TARGET_ENV}` in before the environment, so that `${TOKEN_OF_${TARGET_ENV}}` is the variable
 * TOKEN_OF_ACME. Commands have them in their environment instead.
 */
function withName(data: unknown, own: { readonly TARGET: string; readonly TARGET_ENV: string }): unknown {
  const copy = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      if (key === 'tokenCommand' || key === 'signInCommand') return value
      return value.replace(/\$\$\{|\$\{(TARGET|TARGET_ENV)\}/g, (written: string, name: string | undefined) =>
        // What is put in is text, and no notation.
        name === undefined ? written : (name === 'TARGET' ? own.TARGET : own.TARGET_ENV).replaceAll('${', '$${'),
      )
    }
    if (Array.isArray(value)) return value.map(element => copy(element, key))
    if (isMapping(value))
      return Object.fromEntries(Object.entries(value).map(([one, inner]) => [one, copy(inner, one)]))
    return value
  }
  return copy(data, '')
}
