// Where tokens are kept, and that two who want the same file take turns.

import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigurationError, InterruptedError } from '../errors.ts'
import {
  deleteKeptTokens,
  readKeptTokens,
  tokenFileIn,
  tokenFolder,
  withTokenLock,
  writeKeptTokens,
} from './token-file.ts'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'scimc-tokens-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

test.each([
  ['linux', { HOME: '/h' }, '/h/.config/scim-conformance/tokens'],
  ['linux', { HOME: '/h', XDG_CONFIG_HOME: '/x' }, '/x/scim-conformance/tokens'],
  ['darwin', { HOME: '/h', XDG_CONFIG_HOME: '/x' }, '/h/Library/Application Support/scim-conformance/tokens'],
  ['win32', { HOME: '/h', APPDATA: '/a' }, '/a/scim-conformance/tokens'],
  ['win32', { HOME: '/h' }, '/h/AppData/Roaming/scim-conformance/tokens'],
  ['linux', { HOME: '/h', SCIM_CONFORMANCE_CONFIG: '/own', XDG_CONFIG_HOME: '' }, '/own/tokens'],
] as const)('%s %o', (platform, env, path) => {
  expect(tokenFolder(env, platform)).toBe(path)
})

test('the name of the file tells one target from another, and nothing else', () => {
  const one = tokenFileIn('/f', ['https://idp', 'client', 'https://a.example', undefined])
  expect(one).toMatch(/^\/f\/[0-9a-f]{32}\.json$/)
  expect(tokenFileIn('/f', ['https://idp', 'client', 'https://b.example', undefined])).not.toBe(one)
  expect(tokenFileIn('/f', ['https://idp', 'client', 'https://a.example', 'scim'])).not.toBe(one)
})

test('what is written is read, by its owner alone, and forgotten', async () => {
  const file = join(await folder(), 'deep', 't.json')
  const kept = { version: 1, accessToken: 'a', obtainedAt: 5, expiresAt: 6, refreshToken: 'r' } as const
  expect(await readKeptTokens(file)).toBeUndefined()
  await writeKeptTokens(file, kept)
  expect(await readKeptTokens(file)).toEqual(kept)
  if (process.platform !== 'win32') {
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700)
  }
  expect(await deleteKeptTokens(file)).toBe(true)
  expect(await deleteKeptTokens(file)).toBe(false)
})

test.each(['', '{', '[]', '{"version":2,"obtainedAt":1}', '{"version":1,"obtainedAt":1,"accessToken":7}'])(
  'a file that cannot be used counts as none: %s',
  async text => {
    const file = join(await folder(), 't.json')
    await writeFile(file, text)
    expect(await readKeptTokens(file)).toBeUndefined()
  },
)

test('one at a time', async () => {
  const file = join(await folder(), 't.json')
  let inside = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 6 }, () =>
      withTokenLock(file, async () => {
        most = Math.max(most, ++inside)
        await new Promise(done => setTimeout(done, 5))
        inside--
      }),
    ),
  )
  expect(most).toBe(1)
  expect(await readdir(join(file, '..'))).toEqual([])
})

test('the lock is given back when the work fails', async () => {
  const file = join(await folder(), 't.json')
  await expect(withTokenLock(file, () => Promise.reject(new Error('x')))).rejects.toThrow('x')
  expect(await withTokenLock(file, async () => 'in')).toBe('in')
})

test('a lock whose process is gone, or that is old, holds nobody up', async () => {
  const file = join(await folder(), 't.json')
  await writeFile(`${file}.lock`, `${hostname()} 999999999 abc`)
  expect(await withTokenLock(file, async () => 'in')).toBe('in')
  await writeFile(`${file}.lock`, 'another-host 1 abc')
  const longAgo = Date.now() / 1000 - 600
  await utimes(`${file}.lock`, longAgo, longAgo)
  expect(await withTokenLock(file, async () => 'in')).toBe('in')
  expect(await readdir(join(file, '..'))).toEqual([])
})

test('a lock that is held is waited for until someone gives up', async () => {
  const file = join(await folder(), 't.json')
  await writeFile(`${file}.lock`, `${hostname()} ${process.pid} abc`)
  const signal = AbortSignal.timeout(200)
  await expect(withTokenLock(file, async () => 'in', signal)).rejects.toBeInstanceOf(InterruptedError)
  expect(await readFile(`${file}.lock`, 'utf8')).toContain('abc')
})

test('a folder that cannot be made: says which, and what to do', async () => {
  const file = join(await folder(), 'plain')
  await writeFile(file, '')
  const error: unknown = await writeKeptTokens(join(file, 't.json'), { version: 1, obtainedAt: 1 }).catch(
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ConfigurationError)
  expect(error instanceof ConfigurationError ? error.hint : '').toContain('SCIM_CONFORMANCE_CONFIG')
})
