// The embedded service provider as a target: started for the run, closed after it.

import { randomUUID } from 'node:crypto'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { ConfigurationError } from '../errors.ts'
import { loadTarget, readTarget, type SecretSources } from '../target/read-target.ts'
import type { Target } from '../target/target.ts'
import { callersPath, usualTargetFile } from './paths.ts'
import { anySwitched, type Switched, type SwitchNames, switchedWords, switchOn } from './switches.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A target, and what is switched on in it where it is the embedded provider. */
export interface Wanted {
  readonly target: Target
  readonly switched?: Switched
}

/**
 * Reads the target file. With defects or variants the target is the embedded provider, and a file is read only where it is
 * named; `how` is how secrets are had. Throws ConfigurationError where that file points elsewhere.
 */
export async function wantedTarget(
  file: string | undefined,
  names: SwitchNames,
  env: Environment,
  how: SecretSources = {},
): Promise<Wanted> {
  if (!anySwitched(names)) return { target: await loadTarget(callersPath(file ?? usualTargetFile, env), env, how) }
  const switched = await switchOn(names)
  const target =
    file === undefined
      ? await readTarget('baseUrl: embedded\n', { file: 'the command line', env, readFile: async () => '' })
      : await loadTarget(callersPath(file, env), env, how)
  if (target.baseUrl !== 'embedded') {
    throw new ConfigurationError('Defects and variants can be switched on in the embedded service provider alone.', {
      hint: `Leave --target out; ${file} points at ${target.name}.`,
    })
  }
  return { target: { ...target, ...switched.target, name: `${target.name} ${switchedWords(switched)}` }, switched }
}

/** Starts the embedded provider where the target asks for it and gives the target that points there. */
export async function resolveEmbedded(
  target: Target,
  switched?: Switched,
): Promise<{ target: Target; close(): Promise<void> }> {
  if (target.baseUrl !== 'embedded') return { target, close: async () => undefined }
  const token = randomUUID()
  const provider = await startProvider({ ...switched?.options, token })
  return {
    target: {
      ...target,
      baseUrl: provider.baseUrl,
      auth: { type: 'bearer', token, from: 'the embedded service provider' },
      secrets: [...target.secrets, token],
    },
    close: () => provider.close(),
  }
}
