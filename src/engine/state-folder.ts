// Where what must outlive a run is kept on this machine.

import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** The folder for journals of what runs created: below SCIM_CONFORMANCE_STATE, XDG_STATE_HOME or ~/.local/state. */
export function journalFolderFrom(env: Environment): string {
  const own = env.SCIM_CONFORMANCE_STATE
  if (own !== undefined && own !== '') return join(resolve(own), 'journals')
  const state = env.XDG_STATE_HOME
  const base = state !== undefined && state !== '' ? state : join(homedir(), '.local', 'state')
  return join(base, 'scim-conformance', 'journals')
}
