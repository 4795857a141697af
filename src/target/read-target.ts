// Reads scim-target.yaml into a Target: text, data, environment, schema, then what a schema cannot say.

import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { type AskSecret, askOnTerminal } from '../auth/ask-secret.ts'
import { type RunCommand, runCommand } from '../auth/token-source.ts'
import { ConfigurationError } from '../errors.ts'
import { readAuthSection } from './auth-section.ts'
import { readAuthServerSection } from './auth-server-section.ts'
import { type Environment, fillEnvironment } from './environment.ts'
import { presetNamed } from './presets/all.ts'
import { knownOf, withPreset, withPresetUrl } from './presets/apply.ts'
import { configurationError, printPath } from './problems.ts'
import { readSections } from './read-sections.ts'
import { readYaml, type YamlFile } from './read-yaml.ts'
import { startReading } from './reading.ts'
import type { Target } from './target.ts'
import { reasonOf } from './tls-files.ts'
import { validateTargetFile } from './validate.ts'

const maxFileBytes = 1_048_576
/** A command line is for the shell, which fills in variables by its own rules, and safely. */
const commandLines: ReadonlySet<string> = new Set(['auth/tokenCommand', 'authServer/signInCommand'])

/** Where a target file has its secrets. */
const secretSections: ReadonlySet<string> = new Set(['auth', 'authServer', 'headers'])

/** How secrets are had, where not as a run has them. */
export type SecretSources = Pick<ReadTargetOptions, 'runCommand' | 'askSecret' | 'unsetSecret'>

export interface ReadTargetOptions {
  /** The path of the file, as messages name it; files it mentions are found relative to its folder. */
  readonly file: string
  readonly env: Environment
  readonly readFile: (path: string) => Promise<string>
  /** Runs `auth.tokenCommand`; the real thing when absent. */
  readonly runCommand?: RunCommand
  /** Asks for what `prompt: true` leaves to the terminal; the real thing when absent. */
  readonly askSecret?: AskSecret
  /** What stands for an environment variable that is not set, where it holds a secret; without it that is a problem. */
  readonly unsetSecret?: (name: string) => string
  /** How --target names it, where that is not the file; for words on signing in. */
  readonly reference?: string
  /** The folder that files are found in, where it is not the file's. */
  readonly folder?: string
}

/**
 * Reads the target file at a path, relative to the working directory, or one of many targets: `targets#acme`, where
 * `targets` is a folder or a file of them. Throws ConfigurationError.
 */
export async function loadTarget(path: string, env: Environment, how: SecretSources = {}): Promise<Target> {
  const [, many, name] = existsSync(path) ? [] : (/^(.+?)#(.+)$/.exec(path) ?? [])
  if (many !== undefined && name !== undefined && existsSync(many)) {
    const { readTargetNamed } = await import('./read-targets.ts')
    return readTargetNamed(many, name, env, how)
  }
  // Messages end up in reports, where the folders of this machine are of no use.
  const fromHere = relative('', resolve(path))
  const file = fromHere.startsWith('..') ? path : fromHere || path
  let text: string
  try {
    const { size } = await stat(path)
    if (size > maxFileBytes) throw new ConfigurationError(`${file} is larger than ${maxFileBytes} bytes.`)
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof ConfigurationError) throw error
    throw new ConfigurationError(`Cannot read the target file ${file}: ${reasonOf(error)}.`, {
      hint: isMissing(error)
        ? 'Write one with `scim-conformance init https://your.host`, or name yours with --target FILE; docs/target-file.md describes it.'
        : 'Name the file with --target FILE. docs/target-file.md describes it.',
      cause: error,
    })
  }
  return readTarget(text, { ...how, file, env, readFile: name => readFile(name, 'utf8') })
}

/**
 * Reads the text of a target file. All its problems are told at once, each with file, line, column and key, in one
 * ConfigurationError; auth.tokenCommand is only run, and a secret only asked for, when there are none. `baseUrl: embedded`
 * stays that word.
 */
export async function readTarget(text: string, options: ReadTargetOptions): Promise<Target> {
  const yaml = readYaml(text.replace(/^\uFEFF/, ''))
  if ('problems' in yaml) throw configurationError(options.file, yaml.problems)
  return readTargetData(yaml, options)
}

/** As `readTarget`, from what a file, or a file and its defaults, hold. */
export async function readTargetData(yaml: YamlFile, options: ReadTargetOptions): Promise<Target> {
  const { file, env } = options
  const unset = new Set<string>()
  const environment = fillEnvironment(yaml.data, env, {
    leave: path => commandLines.has(path.join('/')),
    standIn(name, [section = '']) {
      if (options.unsetSecret === undefined || !secretSections.has(section)) return undefined
      unset.add(name)
      return options.unsetSecret(name)
    },
  })
  const broken = new Set(environment.problems.map(problem => problem.path.join('/')))
  const brokenSections = new Set(environment.problems.map(problem => problem.path[0] ?? ''))
  const validation = validateTargetFile(withPresetUrl(environment.data), environment.filled, brokenSections)
  const findings = {
    problems: [
      ...environment.problems,
      ...validation.problems.filter(problem => problem.at === 'key' || !broken.has(problem.path.join('/'))),
    ],
    warnings: new Set<string>([...unset].map(name => `${name} is not set. A run needs it: export ${name}=…`)),
    secrets: new Set<string>(),
  }
  const preset = validation.sound.preset === undefined ? undefined : presetNamed(validation.sound.preset)
  const sound = withPreset(validation.sound, preset)
  const source = {
    file,
    folder: options.folder ?? dirname(resolve(file)),
    env,
    filled: environment.filled,
    place: yaml.place,
  }
  const proxy = sound.proxy === undefined ? {} : { proxy: sound.proxy }
  const reading = startReading({ ...source, ...proxy, readFile: options.readFile }, findings)

  const sections = await readSections(sound, reading, validation.unsound, preset)
  const { auth: section } = sound
  const runsCommand = section?.type === 'bearer' && section.tokenCommand !== undefined
  const asks = (section?.type === 'bearer' || section?.type === 'basic') && section.prompt === true
  const auth =
    section === undefined || ((runsCommand || asks) && findings.problems.length > 0)
      ? undefined
      : await readAuthSection(section, reading, {
          runCommand: options.runCommand ?? runCommand,
          askSecret: options.askSecret ?? askOnTerminal,
          file: options.reference ?? file,
          name: sections.name,
          baseUrl: sections.baseUrl,
          hasCertificate: sound.tls?.certificate !== undefined,
        })
  const authServer = sound.authServer === undefined ? undefined : readAuthServerSection(sound.authServer, reading)
  if (findings.problems.length > 0) {
    const placed = findings.problems.map(problem => ({
      ...problem,
      ...yaml.place(problem.path, problem.at ?? 'value'),
      key: printPath(problem.path),
    }))
    throw configurationError(file, placed)
  }
  return {
    ...sections,
    auth: auth ?? { type: 'none' },
    ...(authServer === undefined ? {} : { authServer }),
    ...(preset === undefined ? {} : { preset: preset.name, documented: preset.documented, known: knownOf(preset) }),
    secrets: [...findings.secrets],
    warnings: [...findings.warnings],
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
