// Runs the real command in a process of its own.

import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export interface CliResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const bin = resolve(import.meta.dirname, '../../src/bin.ts')

/** A new folder for one test, with a function to write files in it and one to remove it. */
export function temporaryFolder(): { path: string; write(name: string, text: string): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'scim-conformance-test-'))
  return {
    path,
    write(name, text) {
      const file = join(path, name)
      writeFileSync(file, text)
      return file
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

/**
 * Runs `scim-conformance` with these arguments; `kill` sends a signal once a promise resolves, `unread` closes the pipe that
 * stdout goes to before anything is printed.
 */
export async function runCli(
  args: readonly string[],
  options: {
    readonly cwd?: string
    readonly env?: Readonly<Record<string, string>>
    readonly unread?: boolean
    /** Where stdout goes instead of the result. */
    readonly stdoutFile?: string
    readonly kill?: { readonly signal: NodeJS.Signals; readonly after: Promise<void> }
  } = {},
): Promise<CliResult> {
  const state = temporaryFolder()
  const { PATH = '', HOME = '' } = process.env
  const file = options.stdoutFile === undefined ? undefined : openSync(options.stdoutFile, 'w')
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd ?? state.path,
    env: { PATH, HOME, SCIM_CONFORMANCE_STATE: state.path, ...options.env },
    stdio: ['ignore', file ?? 'pipe', 'pipe'],
  })
  if (file !== undefined) closeSync(file)
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  if (options.unread === true) child.stdout?.destroy()
  void options.kill?.after.then(() => child.kill(options.kill?.signal))
  const exitCode = await new Promise<number | null>(done => child.on('close', done))
  state.remove()
  return { exitCode, stdout, stderr }
}
