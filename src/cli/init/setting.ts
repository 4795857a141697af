// What all steps of `init` share, and a draft read as the target file that it will be.

import { readFile } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import type { Prober } from '../../target/probe-look.ts'
import { readTarget } from '../../target/read-target.ts'
import type { Target } from '../../target/target.ts'
import { callersPath } from '../paths.ts'
import type { Output } from '../terminal.ts'
import { type Draft, targetText } from './draft.ts'
import type { Place } from './place.ts'
import type { Questions } from './questions.ts'
import type { SignInArguments } from './sign-in.ts'

export interface InitArguments extends SignInArguments {
  readonly url?: string
  readonly out: string
  readonly force: boolean
  /** Asks nothing, and writes the file also where the service provider could not be read. */
  readonly yes: boolean
  readonly preset?: string
  readonly name?: string
  readonly readOnly: boolean
  /** A PEM file. */
  readonly ca?: string
  readonly insecure: boolean
}

export interface Setting {
  readonly options: InitArguments
  readonly output: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** The absolute path of the target file. */
  readonly file: string
  /** Undefined where nobody can be asked. */
  readonly questions: Questions | undefined
  /** Opens the way to a target; whoever made the setting closes it. */
  readonly open: (target: Target) => Prober
}

/** A target file for this place, with what the options say and without credentials. */
export function draftAt({ options, file, env }: Setting, { draft }: Place): Draft {
  // In the file, paths begin at its folder.
  const ca = options.ca === undefined ? undefined : relative(dirname(file), callersPath(options.ca, env))
  return {
    ...draft,
    ...(options.name === undefined ? {} : { name: options.name }),
    auth: { type: 'none' },
    paths: {},
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(options.insecure ? { insecure: true } : {}),
    },
    safety: options.readOnly ? 'read-only' : 'own-data',
    seen: [],
  }
}

/**
 * Reads a draft as a run will read the file. Environment variables that are not set come from `values`, or are stood in
 * for. Throws ConfigurationError.
 */
export async function readDraft(
  { env, options, file }: Setting,
  draft: Draft,
  values: Readonly<Record<string, string>>,
): Promise<Target> {
  const text = targetText(draft)
  const standIns = variablesIn(text).filter(name => (env[name] ?? '') === '')
  const whole = { ...env, ...Object.fromEntries(standIns.map(name => [name, 'not-set'])), ...values }
  const target = await readTarget(text, { file, env: whole, readFile: path => readFile(path, 'utf8') })
  return { ...target, warnings: target.warnings.map(warning => warning.replaceAll(file, options.out)) }
}

/** The environment variables that the text of a target file names. */
export function variablesIn(text: string): readonly string[] {
  const lines = text.split('\n').filter(line => !/^\s*#/.test(line))
  return [
    ...new Set(lines.flatMap(line => [...line.matchAll(/(?<!\$)\$\{([A-Za-z_]\w*)\}/g)].map(found => found[1] ?? ''))),
  ]
}
