// Runs the real `login` in a process of its own, and gives the address it prints as soon as it is there.

import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { CliResult } from '../cli/run-cli.ts'

export interface Login {
  /** Where to sign in. */
  readonly url: string
  /** Types a line. */
  type(line: string): void
  stop(): void
  readonly result: Promise<CliResult>
}

const bin = resolve(import.meta.dirname, '../../src/bin.ts')

/** Starts `scim-conformance login --no-browser` with these further arguments. Rejects where it ends before it asks. */
export async function startLogin(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Login> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [bin, 'login', '--no-browser', ...args], {
    env: { PATH, HOME, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  const asked = new Promise<string>((done, fail) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      const url = /^ {2}(https?:\S+)\n[\s\S]*(?:Waiting for|copy its whole)/m.exec(stderr)?.[1]
      if (url !== undefined) done(url)
    })
    child.once('close', () => fail(new Error(`it ended: ${stderr}`)))
  })
  const result = new Promise<CliResult>(done => {
    child.once('close', exitCode => done({ exitCode, stdout, stderr }))
  })
  return {
    url: await asked,
    type: line => void child.stdin.write(`${line}\n`),
    stop: () => void child.kill('SIGINT'),
    result,
  }
}
