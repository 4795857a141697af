// The command of --notify-cmd: everything comes by stdin and the environment, and whatever it does is told.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { notify, notifyEnvironment } from '../../src/fleet/notify.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scim-notify-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const long = 60_000
const from = { PATH: process.env.PATH }

test('gets JSON and environment as they are, whatever stands in them', async () => {
  const evil = `$(touch ${folder}/pwned) \`touch ${folder}/pwned\` "; touch ${folder}/pwned; ' \n$HOME`
  const json = JSON.stringify({ name: evil, long: 'x'.repeat(2_000_000) })
  const command = `cat > ${folder}/in.json; printf %s "$SCIM_FLEET_SUMMARY" > ${folder}/summary`
  expect(await notify({ command, json, env: { SCIM_FLEET_SUMMARY: evil }, timeLimitMs: long, from })).toBeUndefined()
  expect(readFileSync(join(folder, 'in.json'), 'utf8')).toBe(json)
  expect(readFileSync(join(folder, 'summary'), 'utf8')).toBe(evil)
  expect(existsSync(join(folder, 'pwned'))).toBe(false)
})

test('of the environment it gets what programs need and what is meant for it, and no secret of a target', async () => {
  const given = {
    ...from,
    SCIM_TOKEN_ACME: 'secret',
    GITHUB_TOKEN: 'secret',
    Lang: 'de_DE.UTF-8',
    https_proxy: 'http://proxy.example:3128',
    SCIM_NOTIFY_WEBHOOK: 'https://hooks.example/1',
    PATHOLOGICAL: 'secret',
  }
  expect(notifyEnvironment({ ...given, HOME: undefined })).toEqual({
    ...from,
    Lang: 'de_DE.UTF-8',
    https_proxy: 'http://proxy.example:3128',
    SCIM_NOTIFY_WEBHOOK: 'https://hooks.example/1',
  })
  const command = `env > ${folder}/env`
  expect(await notify({ command, json: '{}', env: { SCIM_FLEET_WORSE: '1' }, timeLimitMs: long, from: given })).toBe(
    undefined,
  )
  const env = readFileSync(join(folder, 'env'), 'utf8')
  expect(env).toContain('SCIM_FLEET_WORSE=1')
  expect(env).not.toContain('secret')
})

test.each([
  ['exit 7', /^ended with exit code 7$/],
  ['echo "no such channel" >&2; exit 1', /^ended with exit code 1; it said: no such channel$/],
  ['/nowhere/to-be-found', /^ended with exit code 127/],
  ['kill -9 $$', /^was ended by SIGKILL/],
])('%s is told', async (command, words) => {
  expect(await notify({ command, json: 'x'.repeat(1_000_000), env: {}, timeLimitMs: long, from })).toMatch(words)
})

test('may read nothing, and may leave something running', async () => {
  expect(
    await notify({ command: 'exit 0', json: 'x'.repeat(1_000_000), env: {}, timeLimitMs: long, from }),
  ).toBeUndefined()
  expect(await notify({ command: 'sleep 3 & exit 0', json: '{}', env: {}, timeLimitMs: long, from })).toBeUndefined()
})

test('is ended with all that it started once its time is over', async () => {
  const command = `sleep 60 & echo $! > ${folder}/pid; wait`
  expect(await notify({ command, json: '{}', env: {}, timeLimitMs: 700, from })).toMatch(
    /^did not end within 0.7 s and was ended/,
  )
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
  const deadline = Date.now() + 20_000
  const isThere = (): boolean => {
    try {
      process.kill(pid, 0)
      return !readFileSync(`/proc/${pid}/status`, 'utf8').includes('State:\tZ')
    } catch {
      return false
    }
  }
  while (isThere() && Date.now() < deadline) await new Promise(done => setTimeout(done, 50))
  expect(isThere()).toBe(false)
})
