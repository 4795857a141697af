// Replaying a check: a script that a shell reads and that tells no secret, and the check carried out anew.

import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allDefects } from '../../fixtures/defects/all.ts'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { renderJson } from '../../src/report/json.ts'
import { aCheck, anExchange, aResult } from '../../src/report/sample.test-data.ts'
import { optionsOf } from '../proof/examine-provider.ts'
import { callCli } from './call-cli.ts'
import { temporaryFolder } from './run-cli.ts'

const token = 'replay-test-token-1'
const folder = temporaryFolder()
let provider: ProviderHandle
let target = ''
const env = { SCIM_TOKEN: token }

beforeAll(async () => {
  const defect = allDefects.find(({ name }) => name === 'create-without-location')
  if (defect === undefined) throw new Error('There is no such defect.')
  provider = await startProvider({ ...optionsOf(defect), token })
  target = folder.write(
    'target.yaml',
    `name: Acme\nbaseUrl: ${provider.baseUrl}\nauth: { type: bearer, token: "$\{SCIM_TOKEN}" }\n`,
  )
  const ran = await callCli(['run', '--only', 'create/location,location/created,read/unknown-id', '--target', target], {
    cwd: folder.path,
    env,
  })
  if (ran.exitCode !== 1) throw new Error(ran.stderr + ran.stdout)
}, 300_000)
afterAll(async () => {
  await provider.close()
  folder.remove()
})

const replay = (...args: readonly string[]) => callCli(['replay', ...args], { cwd: folder.path, env })

describe.concurrent('replay', { timeout: 300_000 }, () => {
  test('prints a script that a shell reads, with the answers seen, what was expected and no secret', async () => {
    const { exitCode, stdout } = await replay('create/location')
    expect(exitCode).toBe(0)
    expect(stdout).not.toContain(token)
    expect(stdout).toMatch(/^# create\/location: fail; /)
    expect(stdout).toContain('# Export SCIM_BASE_URL, SCIM_TOKEN first')
    expect(stdout).toMatch(/^# 1 of 3 · POST \/Users · 201 · /m)
    expect(stdout).toMatch(/^# Expected: a Location header.*\n# Got: no Location header/m)
    expect(stdout).toMatch(/^# HTTP 201$/m)
    expect(spawnSync('bash', ['-n'], { input: stdout }).status).toBe(0)
    const lines = stdout.split('\n').filter(line => line !== '' && !/^(#|curl | {2}-)/.test(line))
    expect(lines).toEqual([])
  })

  test('the script does what was done', async () => {
    const { stdout } = await replay('read/unknown-id')
    const script = folder.write('script.sh', stdout)
    // Not in step: the service provider lives in this process.
    const ran = await promisify(execFile)('bash', [script], {
      env: { PATH: process.env.PATH, SCIM_BASE_URL: provider.baseUrl, SCIM_TOKEN: token },
    })
    expect(ran.stdout).toMatch(/^HTTP\/1\.1 404/m)
  })

  test('as messages and as data', async () => {
    const messages = await replay('create/location', '--format', 'http')
    expect(messages.stdout).toMatch(/^POST http.*\/Users$/m)
    expect(messages.stdout).toMatch(/^authorization: Bearer \[redacted\]$/m)
    const data = await replay('create/location', '--format', 'json')
    expect(JSON.parse(data.stdout)).toMatchObject({ id: 'create/location', verdict: 'fail', exchanges: [{}, {}, {}] })
  })

  test('--send carries the check out anew, with other ids, and leaves nothing', async () => {
    const before = provider.store.count('User')
    const { exitCode, stdout } = await replay('create/location', '--send', '--target', target)
    expect(exitCode).toBe(1)
    expect(stdout).not.toContain(token)
    expect(stdout).toMatch(/^# 1 · POST \//m)
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/In the report it was fail; now it is fail\./)
    expect(provider.store.count('User')).toBe(before)
    const report = readFileSync(join(folder.path, 'reports', 'report.json'), 'utf8')
    const runs = (text: string): readonly string[] => [...new Set(text.match(/scimc-[\da-f]{8}/g))]
    expect(runs(report)).toHaveLength(1)
    expect(runs(stdout)).toHaveLength(1)
    expect(runs(stdout)).not.toEqual(runs(report))
  })

  test('--send of a check that looks at other answers runs those that ask', async () => {
    const { stdout, stderr } = await replay('location/created', '--send', '--format', 'json', '--target', target)
    expect(stderr).toContain('create/location')
    expect(JSON.parse(stdout)).toMatchObject({ before: 'fail', now: 'fail' })
  })

  test('--send ends with the verdict of the check, whatever those show that were run for it; another target is told', async () => {
    const passes = await replay('media-type/scim-json', '--send', '--defect', 'create-without-location')
    expect(passes.stderr).toContain('create/location')
    expect(passes.stderr).toContain('is of another target, Acme')
    expect(passes.stdout.replace(/\s+/g, ' ')).toContain('now it is pass.')
    expect(passes.exitCode).toBe(0)
  })

  test('--send with the baseline of the run: what it accepts is known here too', async () => {
    const lines = ['check: create/location', 'reason: later', 'owner: us', 'expires: 2099-01-01']
    const baseline = folder.write('baseline.yaml', `version: 1\nwaivers:\n  - ${lines.join('\n    ')}\n`)
    const out = join(folder.path, 'accepted')
    const broken = ['--defect', 'create-without-location'] as const
    const args = [...broken, '--only', 'create/location', '--baseline', baseline, '--out', out, '--quiet']
    expect((await callCli(['run', ...args], { cwd: folder.path, env })).exitCode).toBe(0)
    const again = ['create/location', '--send', '--report', join(out, 'report.json'), ...broken] as const
    const without = await replay(...again)
    expect([without.exitCode, without.stderr]).toEqual([1, expect.stringContaining('give --baseline too')])
    const held = await replay(...again, '--baseline', baseline)
    expect([held.exitCode, held.stderr]).toEqual([0, expect.not.stringContaining('Error')])
    expect(held.stdout.replace(/\s+/g, ' ')).toContain('In the report it was known; now it is known')
  })

  test('--send asks before it writes elsewhere', async () => {
    const far = folder.write('far.yaml', 'baseUrl: https://scim.example.invalid/v2\nauth: { type: none }\n')
    const { exitCode, stderr } = await replay('create/location', '--send', '--target', far)
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--yes')])
  })

  test('a check that is not in the report, and one that was not run', async () => {
    const unknown = await replay('create/locaton')
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('Did you mean create/location?')])
    const skipped = await replay('create/created')
    expect([skipped.exitCode, skipped.stdout]).toEqual([0, expect.stringContaining('not among --only')])
  })

  test('a report that would reach the shell or the terminal does not', async () => {
    const nasty = '\u001b]0;x\u0007\n$(touch pwned)\n::error::x\u202e`id`'
    const usual = anExchange({ id: 1 })
    const exchange = {
      ...usual,
      request: { method: 'GET', url: `https://a.example/${nasty}`, headers: { accept: nasty }, body: `'${nasty}` },
      response: { status: 200, headers: { location: nasty, 'content-type': nasty }, body: nasty },
    }
    const file = folder.write(
      'nasty.json',
      renderJson({
        ...aResult([aCheck({ id: 'a/b', title: nasty, exchanges: [exchange] })]),
        target: { name: nasty, baseUrl: nasty },
      }),
    )
    for (const format of ['curl', 'http', 'json']) {
      const { exitCode, stdout } = await replay('a/b', '--report', file, '--format', format)
      expect(exitCode).toBe(0)
      expect(stdout).not.toMatch(/[^\P{Cc}\n\t]|\u202e/u)
      expect(stdout).not.toMatch(/^::error/m)
      if (format !== 'curl') continue
      const ran = spawnSync('bash', ['-s'], { input: `curl() { :; }\n${stdout}`, encoding: 'utf8', cwd: folder.path })
      expect([ran.status, ran.stdout, ran.stderr]).toEqual([0, '', ''])
    }
  })
})
