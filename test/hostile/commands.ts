// The commands that are tried against hostile providers, as arguments of the command line.

import { join } from 'node:path'
import type { Running } from './hostile.ts'

export const commands = ['run', 'health', 'init'] as const
export type Command = (typeof commands)[number]

export interface Place {
  /** The target file, which `run` and `health` read. */
  readonly target: string
  /** The folder of all that is written. */
  readonly folder: string
}

/** What is typed; `only` chooses checks of `run`, all where it is empty. */
export function argumentsOf(
  command: Command,
  { baseUrl, tokenEndpoint }: Running,
  { target, folder }: Place,
  only: readonly string[] = [],
): readonly string[] {
  const out = join(folder, 'out')
  switch (command) {
    case 'run': {
      const chosen = only.length === 0 ? [] : ['--only', only.join(',')]
      return ['run', '--target', target, '--out', out, '--yes', '--har', '--markdown', '--interop', ...chosen]
    }
    case 'health':
      return ['health', '--target', target, '--out', out, '--seconds', '15']
    case 'init': {
      const auth =
        tokenEndpoint === undefined
          ? ['--auth', 'bearer', '--token-env', 'HOSTILE_TOKEN']
          : [
              ...['--auth', 'oauth2', '--grant', 'client-credentials', '--token-endpoint', tokenEndpoint],
              ...['--client-id', 'hostile', '--client-secret-env', 'HOSTILE_CLIENT_SECRET'],
            ]
      return ['init', baseUrl, '--yes', '--out', join(folder, 'init.yaml'), ...auth]
    }
  }
}

/** How many requests are answered well where a provider turns hostile in the middle of this command. */
export const calmRequests: Readonly<Record<Command, number>> = { run: 40, health: 5, init: 2 }
