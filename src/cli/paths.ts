// Relative paths mean the caller's folder, also when npm has changed into the package's.

import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** A path as the caller means it. `npm run` in a checkout changes the folder and leaves the caller's in INIT_CWD. */
export function callersPath(path: string, env: Environment): string {
  const ownScript = env.npm_package_name === 'scim-conformance' && env.npm_lifecycle_event === 'scim-conformance'
  return resolve(ownScript && env.INIT_CWD !== undefined ? env.INIT_CWD : process.cwd(), path)
}

/** The folder for what must outlive a run: journals of what runs created. */
export function stateFolder(env: Environment): string {
  const own = env.SCIM_CONFORMANCE_STATE
  if (own !== undefined && own !== '') return resolve(own)
  const state = env.XDG_STATE_HOME
  const base = state !== undefined && state !== '' ? state : join(homedir(), '.local', 'state')
  return join(base, 'scim-conformance')
}
