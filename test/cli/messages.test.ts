// What is told before a run begins, and what a run leaves alone that never begins.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { renderJson } from '../../src/report/json.ts'
import { aCheck, aFinding, aResult } from '../../src/report/sample.test-data.ts'
import { keptOutput } from './output.ts'
import { runCli, temporaryFolder } from './run-cli.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const env = { SCIM_CONFORMANCE_STATE: folder.path }
const embedded = folder.write('embedded.yaml', 'baseUrl: embedded\n')

async function told(...args: readonly string[]): Promise<{ readonly exitCode: number; readonly text: string }> {
  const output = keptOutput()
  const exitCode = await main(args, env, output)
  return { exitCode, text: output.text() }
}

test.each([
  ['a target file that cannot be read', ['--target', folder.write('broken.yaml', 'baseUrl: [')]],
  ['a target file that is not there', ['--target', join(folder.path, 'none.yaml')]],
  ['a prefix that nothing has', ['--target', embedded, '--only', 'nothing/']],
  ['a baseline that is not there', ['--target', embedded, '--baseline', 'none.yaml']],
  ['no consent', ['--target', folder.write('far.yaml', 'baseUrl: https://a.invalid/v2\nauth: { type: none }\n')]],
])('%s leaves the reports of an earlier run where they are', async (_, args) => {
  const report = join(folder.path, 'report.json')
  writeFileSync(report, renderJson(aResult()))
  const { exitCode } = await told('run', ...args, '--out', folder.path)
  expect(exitCode).toBe(2)
  expect(readFileSync(report, 'utf8')).toBe(renderJson(aResult()))
})

test('where no target file is, the command that writes one is named', async () => {
  const { text } = await told('run', '--target', join(folder.path, 'none.yaml'))
  expect(text).toMatch(/there is no such file\.\n {2}Write one with `scim-conformance init /)
})

test.skipIf(!existsSync('/proc/self'))('a folder that nobody can make is told', async () => {
  const { exitCode, text } = await told('run', '--target', embedded, '--out', '/proc/scimc/reports')
  expect([exitCode, text]).toEqual([2, expect.stringMatching(/^Error E_CONFIG: The reports cannot be written to/)])
})

test('a prefix that takes more than it seems to, and one that leaves nothing out, are told', async () => {
  const { text } = await told(
    ...['run', '--target', embedded, '--plan', '--only', 'read/unknown-i', '--skip', 'patch', '--out', folder.path],
  )
  expect(text).toContain('Note: --only read/unknown-i is the beginning of a name: it takes read/unknown-id, too.')
  expect(text).toContain('Note: --skip patch leaves nothing out: none of it was to be run.')
}, 120_000)

test('diff: a check that was left out before and fails now is worse, exit 1', async () => {
  const skipped = folder.write(
    'skipped.json',
    renderJson(aResult([aCheck({ id: 'a/b', verdict: 'skipped', reason: 'no' })])),
  )
  const unsupported = folder.write(
    'unsupported.json',
    renderJson(aResult([aCheck({ id: 'a/b', verdict: 'unsupported', reason: 'no' })])),
  )
  const failing = folder.write(
    'failing.json',
    renderJson(aResult([aCheck({ id: 'a/b', verdict: 'fail', findings: [aFinding()] })])),
  )
  for (const before of [skipped, unsupported]) {
    expect(await told('diff', before, failing)).toEqual({ exitCode: 1, text: expect.stringContaining('Worse (1)') })
  }
  expect((await told('diff', failing, skipped)).exitCode).toBe(0)
})

test('the help names no empty default', async () => {
  const { stdout } = await runCli(['run', '--help'])
  expect(stdout).toContain('--skip')
  expect(stdout).not.toMatch(/default: (\[\]|false)/)
}, 60_000)
