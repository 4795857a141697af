// Relative paths mean the caller's folder, also when npm has changed into the package's.

import { resolve } from 'node:path'

/** The target file that is read where none is named. */
export const usualTargetFile = 'scim-target.yaml'

type Environment = Readonly<Record<string, string | undefined>>

/** A path as the caller means it. `npm run` in a checkout changes the folder and leaves the caller's in INIT_CWD. */
export function callersPath(path: string, env: Environment): string {
  const ownScript = env.npm_package_name === 'scim-conformance' && env.npm_lifecycle_event === 'scim-conformance'
  return resolve(ownScript && env.INIT_CWD !== undefined ? env.INIT_CWD : process.cwd(), path)
}
