// Carries a command line out within the test: much quicker than a process of its own, where no process is at stake.

import { main } from '../../src/cli/main.ts'
import type { CliResult } from './run-cli.ts'

/** As `runCli`; relative paths mean `cwd`. */
export async function callCli(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<CliResult> {
  let stdout = ''
  let stderr = ''
  const line = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`)
  const exitCode = await main(
    args,
    {
      // As if npm had changed into the package's folder and left the caller's here.
      npm_package_name: 'scim-conformance',
      npm_lifecycle_event: 'scim-conformance',
      INIT_CWD: cwd,
      SCIM_CONFORMANCE_STATE: cwd,
      ...env,
    },
    {
      print: text => {
        stdout += line(text)
      },
      tell: text => {
        stderr += line(text)
      },
      live: false,
      colour: false,
      width: 100,
    },
  )
  return { exitCode, stdout, stderr }
}
