// Where tokens are kept between runs: one file a target in the user's configuration folder, readable by no one else.

import { createHash, randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { homedir, hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { ConfigurationError, HarnessError, InterruptedError } from '../errors.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Tokens as they are kept. Moments are milliseconds since 1970. */
export interface KeptTokens {
  readonly version: 1
  readonly accessToken?: string
  readonly obtainedAt: number
  /** Absent where the authorization server does not say. */
  readonly expiresAt?: number
  readonly refreshToken?: string
  readonly scope?: string
  /** Who signed in, where the authorization server says: an e-mail address, a user name or a subject. */
  readonly who?: string
  /** A digest of the refresh token of the target file that these tokens began with. */
  readonly begunWith?: string
}

/** The folder below which tokens are kept: SCIM_CONFORMANCE_CONFIG, or where the system keeps a user's configuration. */
export function tokenFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const named = (name: string): string | undefined => (env[name] === '' ? undefined : env[name])
  const own = named('SCIM_CONFORMANCE_CONFIG')
  if (own !== undefined) return join(resolve(own), 'tokens')
  const home = named('HOME') ?? homedir()
  const base =
    platform === 'win32'
      ? (named('APPDATA') ?? join(home, 'AppData', 'Roaming'))
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : (named('XDG_CONFIG_HOME') ?? join(home, '.config'))
  return join(base, 'scim-conformance', 'tokens')
}

/** The file of one target; what makes it that target (issuer, client, base URL, scope …) shows in its name as a digest only. */
export function tokenFileIn(folder: string, identity: readonly (string | undefined)[]): string {
  return join(folder, `${digest(JSON.stringify(identity.map(part => part ?? null))).slice(0, 32)}.json`)
}

/** SHA-256 as hexadecimal text. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Reads what is kept; undefined where there is nothing, or nothing that can be read. */
export async function readKeptTokens(file: string): Promise<KeptTokens | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw unusable(file, error)
  }
  try {
    const value: unknown = JSON.parse(text)
    return isKept(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Writes it whole or not at all: another reader sees the old or the new, also after a crash. */
export async function writeKeptTokens(file: string, kept: KeptTokens): Promise<void> {
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    await makeFolder(file)
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(kept, null, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw unusable(file, error)
  }
}

/** Forgets what is kept; true where there was something. */
export async function deleteKeptTokens(file: string): Promise<boolean> {
  try {
    await rm(file)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw unusable(file, error)
  }
}

/** A lock this old was left behind: no exchange with an authorization server takes as long. */
const longestHeldMs = 180_000
const pollMs = 50

/**
 * Does something while no other process does so for the same file: a refresh token that may be used once is not spent
 * twice. Throws ConfigurationError where the folder cannot be written.
 */
export async function withTokenLock<T>(file: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const lock = `${file}.lock`
  await makeFolder(file)
  const mark = `${hostname()} ${process.pid} ${randomBytes(8).toString('hex')}`
  while (!(await takeLock(lock, mark, file))) {
    if (signal?.aborted) throw signal.reason instanceof HarnessError ? signal.reason : new InterruptedError()
    await new Promise(done => setTimeout(done, pollMs))
  }
  try {
    return await work()
  } finally {
    if ((await readFile(lock, 'utf8').catch(() => '')) === mark) await rm(lock, { force: true })
  }
}

async function takeLock(lock: string, mark: string, file: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx', 0o600)
    try {
      await handle.writeFile(mark)
    } finally {
      await handle.close()
    }
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable(file, error)
    await breakIfLeft(lock)
    return false
  }
}

/** Removes a lock whose holder is gone. */
async function breakIfLeft(lock: string): Promise<void> {
  const handle = await open(lock, 'r').catch(() => undefined)
  if (handle === undefined) return
  try {
    const text = await handle.readFile('utf8')
    const { mtimeMs } = await handle.stat()
    const [host = '', pid = ''] = text.split(' ')
    // Still empty: its holder is about to write into it.
    const isGone = host === hostname() && !isRunning(Number(pid))
    if (!isGone && Date.now() - mtimeMs < longestHeldMs) return
    const aside = `${lock}.${randomBytes(8).toString('hex')}`
    await rename(lock, aside)
    // Someone else may have broken it first and taken it: then it is given back.
    if ((await readFile(aside, 'utf8')) !== text) await link(aside, lock).catch(() => undefined)
    await rm(aside, { force: true })
  } catch {
    // It has gone in the meantime.
  } finally {
    await handle.close()
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

async function makeFolder(file: string): Promise<void> {
  const folder = dirname(file)
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 })
    if (made === undefined) await chmod(folder, 0o700)
  } catch (error) {
    throw unusable(file, error)
  }
}

function unusable(file: string, error: unknown): ConfigurationError {
  const reason = codeOf(error) ?? (error instanceof Error ? error.message : String(error))
  return new ConfigurationError(`Tokens cannot be kept in ${dirname(file)}: ${reason}.`, {
    hint: 'Make the folder writable, or name another in the environment variable SCIM_CONFORMANCE_CONFIG.',
  })
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function isKept(value: unknown): value is KeptTokens {
  if (typeof value !== 'object' || value === null) return false
  const isTextOrAbsent = (name: string): boolean => {
    const member: unknown = Reflect.get(value, name)
    return member === undefined || typeof member === 'string'
  }
  const expiresAt: unknown = Reflect.get(value, 'expiresAt')
  return (
    Reflect.get(value, 'version') === 1 &&
    typeof Reflect.get(value, 'obtainedAt') === 'number' &&
    (expiresAt === undefined || typeof expiresAt === 'number') &&
    ['accessToken', 'refreshToken', 'scope', 'who', 'begunWith'].every(isTextOrAbsent)
  )
}
