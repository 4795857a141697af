// Reads a bearer token from a file or from the output of a command. What they hold is never part of a message.

import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { AuthenticationError } from '../errors.ts'
import type { TokenSource } from './auth-settings.ts'

export interface CommandResult {
  /** Null when the command could not be started or was stopped; `problem` says why. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly problem?: string
}

export type RunCommand = (
  command: string | readonly string[],
  options: { readonly folder: string; readonly env: Readonly<Record<string, string | undefined>> },
) => Promise<CommandResult>

const timeLimitMs = 30_000
const maxOutputBytes = 65_536

/** Runs a command to its end: an array without a shell, a string by the shell. Its error output is not kept. */
export const runCommand: RunCommand = async (command, options) => {
  const program = typeof command === 'string' ? command : command[0]
  if (program === undefined || program.trim() === '') return { exitCode: null, stdout: '', problem: 'is empty' }
  return run(command, options)
}

const run: RunCommand = (command, { folder, env }) =>
  new Promise(resolve => {
    const [program, ...args] = typeof command === 'string' ? [command] : command
    const ownGroup = process.platform !== 'win32'
    const child = spawn(program ?? '', args, {
      cwd: folder,
      env: { ...env },
      shell: typeof command === 'string',
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      detached: ownGroup, // So that a time limit ends what the shell has started, too.
    })
    const chunks: Buffer[] = []
    let size = 0
    let problem: string | undefined
    const stop = (reason: string): void => {
      problem ??= reason
      try {
        if (ownGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
        else child.kill('SIGKILL')
      } catch {
        // It has ended in the meantime.
      }
    }
    const timer = setTimeout(() => stop(`did not end within ${timeLimitMs / 1000} seconds`), timeLimitMs)
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxOutputBytes) stop(`printed more than ${maxOutputBytes} bytes`)
      else chunks.push(chunk)
    })
    const finish = (exitCode: number | null, reason: string | undefined): void => {
      clearTimeout(timer)
      const stdout = Buffer.concat(chunks).toString('utf8')
      resolve({ exitCode, stdout, ...(reason === undefined ? {} : { problem: reason }) })
    }
    child.on('error', error => {
      const missing = 'code' in error && error.code === 'ENOENT'
      finish(null, missing ? 'could not be found' : 'could not be started')
    })
    child.on('close', (code, signal) => {
      finish(problem === undefined ? code : null, problem ?? (signal === null ? undefined : `was ended by ${signal}`))
    })
  })

/** The token in what a file or command gave, or what is wrong with it in words that follow its name. */
export function tokenIn(text: string): { readonly token: string } | { readonly problem: string } {
  const token = text.replace(/^\uFEFF/, '').trim()
  if (token === '') return { problem: 'gave nothing' }
  const lines = token.split(/\r?\n/).length
  if (lines > 1) return { problem: `gave ${lines} lines where one was expected` }
  const problem = tokenProblem(token)
  return problem === undefined ? { token } : { problem: `gave a token that ${problem}` }
}

/** What is wrong with a bearer token, as a predicate; undefined when it can be sent. */
export function tokenProblem(token: string): string | undefined {
  if (/^bearer\s/i.test(token)) return 'begins with the word Bearer, which is added when it is sent; leave it out'
  if (/\s/.test(token)) return 'holds white space'
  return /^[\x21-\x7e]+$/.test(token) ? undefined : 'holds characters that cannot be sent in a header'
}

/** What went wrong with a command, in words that follow its name; undefined when it went well. */
export function commandProblem(result: CommandResult): string | undefined {
  if (result.problem !== undefined) return result.problem
  return result.exitCode === 0 ? undefined : `ended with exit code ${result.exitCode}`
}

/** Reads the token again. Throws AuthenticationError. */
export async function readTokenAgain(source: TokenSource, run: RunCommand = runCommand): Promise<string> {
  const name = source.kind === 'file' ? `the token file ${source.path}` : 'tokenCommand'
  const fail = (problem: string): AuthenticationError =>
    new AuthenticationError(`The token was no longer accepted, and ${name} ${problem}.`, {
      hint: source.kind === 'file' ? 'Write a fresh token into the file.' : 'Run the command by hand to see why.',
    })
  let text: string
  if (source.kind === 'file') {
    text = await readFile(source.path, 'utf8').catch(() => {
      throw fail('cannot be read')
    })
  } else {
    const result = await run(source.command, { folder: source.folder, env: { ...process.env, ...source.env } })
    const problem = commandProblem(result)
    if (problem !== undefined) throw fail(problem)
    text = result.stdout
  }
  const read = tokenIn(text)
  if ('problem' in read) throw fail(read.problem)
  return read.token
}
