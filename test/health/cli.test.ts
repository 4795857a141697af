// `health` as it is typed: what it prints, what it writes, what it ends with.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { runCli, temporaryFolder } from '../cli/run-cli.ts'

const unreachable = 'baseUrl: http://127.0.0.1:9/scim\nauth: { type: none }\n'

function folder(): ReturnType<typeof temporaryFolder> {
  const made = temporaryFolder()
  onTestFinished(() => made.remove())
  return made
}

describe('health', { timeout: 60_000 }, () => {
  test('of a healthy one: every aspect, 0, and no file', async () => {
    const place = folder()
    const { exitCode, stdout, stderr } = await runCli(['health', '--variant', 'thirty-residents'], { cwd: place.path })
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    for (const name of ['Reachable', 'TLS', 'Credentials', 'Filters', 'Rate limit']) expect(stdout).toContain(name)
    expect(stdout).toMatch(/✓ healthy: it answers as it should/)
    expect(readdirSync(place.path)).toEqual([])
  })

  test('--out writes three files, --json prints one of them, --quiet prints nothing', async () => {
    const place = folder()
    const run = (...more: string[]) =>
      runCli(['health', '--variant', 'thirty-residents', '--out', 'well', ...more], { cwd: place.path })
    const json = await run('--json')
    const written: unknown = JSON.parse(readFileSync(join(place.path, 'well/health.json'), 'utf8'))
    expect(JSON.parse(json.stdout)).toEqual(written)
    expect(written).toMatchObject({ verdict: 'healthy', target: { name: expect.stringContaining('thirty-residents') } })
    expect(readFileSync(join(place.path, 'well/health.html'), 'utf8')).toMatch(/^<!doctype html>/)
    expect(readFileSync(join(place.path, 'well/health.md'), 'utf8')).toMatch(/^## ✅/)
    const quiet = await run('--quiet')
    expect([quiet.exitCode, quiet.stdout, quiet.stderr]).toEqual([0, '', ''])
  })

  test.each([
    [['--defect', 'filter-is-ignored', '--variant', 'thirty-residents'], 1],
    [['--defect', 'filter-is-ignored', '--variant', 'thirty-residents', '--fail-on', 'unreachable'], 0],
    [['--defect', 'config-missing'], 0],
    [['--defect', 'config-missing', '--fail-on', 'degraded'], 1],
    [['--target', 'unreachable.yaml'], 2],
    [['--target', 'unreachable.yaml', '--fail-on', 'sign-in-needed'], 2],
    [['--target', 'missing.yaml'], 2],
    [['--fail-on', 'healthy'], 2],
    [['--seconds', '0'], 2],
    [['--target', 'unreachable.yaml', '--shard', '1/2'], 2],
  ])('%j ends with %i', async (args, wanted) => {
    const place = folder()
    place.write('unreachable.yaml', unreachable)
    const { exitCode } = await runCli(['health', ...args], { cwd: place.path })
    expect(exitCode).toBe(wanted)
  })

  test('a folder that cannot be written is told before anything is sent', async () => {
    const place = folder()
    place.write('file', '')
    const { exitCode, stderr } = await runCli(['health', '--variant', 'slow', '--out', 'file/x'], { cwd: place.path })
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/cannot be written to/)
  })

  test('a health.md of somebody else is left alone where there is no result beside it', async () => {
    const place = folder()
    place.write('health.md', 'mine')
    place.write('unreachable.yaml', unreachable)
    const { exitCode } = await runCli(['health', '--target', 'unreachable.yaml', '--out', '.'], { cwd: place.path })
    expect(exitCode).toBe(2)
    expect(readFileSync(join(place.path, 'health.md'), 'utf8')).toBe('mine')
    expect(existsSync(join(place.path, 'health.json'))).toBe(false)
  })

  test('the summary of a step of GitHub gets the table', async () => {
    const place = folder()
    const summary = place.write('summary.md', '')
    await runCli(['health', '--quiet', '--variant', 'slow'], { env: { GITHUB_STEP_SUMMARY: summary } })
    expect(readFileSync(summary, 'utf8')).toContain('| Aspect | State | What was seen | What to do |')
  })

  test('Ctrl-C ends it at once, with 3', async () => {
    const { promise: after, resolve: arrived } = Promise.withResolvers<void>()
    const provider = await startProvider({
      parts: {
        onResponse: () => {
          arrived()
          return new Promise(() => undefined)
        },
      },
    })
    onTestFinished(() => provider.close())
    const place = folder()
    const file = place.write('hangs.yaml', `baseUrl: ${provider.baseUrl}\nauth: { type: none }\n`)
    const { exitCode, stderr } = await runCli(['health', '--target', file], { kill: { signal: 'SIGINT', after } })
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/Stopping/)
  })
})
