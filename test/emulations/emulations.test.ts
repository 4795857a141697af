// The products that people name, emulated and examined by the real command with the preset of each: what it reports are the
// known deviations, each of them and nothing else; and no secret of the target is in anything it writes.

import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { allEmulations } from '../../fixtures/emulations/all.ts'
import { readReport } from '../../src/report/json.ts'
import { presetNamed } from '../../src/target/presets/all.ts'
import { runCli, temporaryFolder } from '../cli/run-cli.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const bin = resolve(import.meta.dirname, '../../src/bin.ts')

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise(done => server.close(done))
  return typeof address === 'object' && address !== null ? address.port : 0
}

interface Served {
  readonly targetFile: string
  readonly environment: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** Starts `serve --emulate`, and takes target file and secrets from what it prints, as a person would. */
async function serve(name: string): Promise<Served> {
  const port = await freePort()
  const child = spawn(process.execPath, [bin, 'serve', '--emulate', name, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>(done => child.on('close', () => done()))
  let printed = ''
  const secrets = Object.keys(
    allEmulations.find(one => one.name === name)?.environment({ path: 'a', password: 'b', token: 'c' }) ?? {},
  )
  await new Promise<void>((done, fail) => {
    child.on('exit', code => fail(new Error(`serve ended with ${code}: ${printed}`)))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      if (printed.split('export ').length > secrets.length && printed.endsWith('\n')) done()
    })
  })
  const [, file = '', exports = ''] = printed.split(/^scim-target\.yaml:\n|^Before it is examined:\n/m)
  return {
    targetFile: file.replace(/^ {2}/gm, ''),
    environment: Object.fromEntries(
      [...exports.matchAll(/export (\w+)=(\S+)/g)].map(([, key = '', value = '']) => [key, value]),
    ),
    stop: async () => {
      child.kill('SIGINT')
      await ended
    },
  }
}

describe.each(allEmulations.map(({ name }) => name))('%s', name => {
  const deviations = allEmulations
    .filter(one => one.name === name)
    .flatMap(one => one.differences)
    .flatMap(({ id, reported }) => (reported ? [id] : []))

  test('the preset knows every deviation of the emulation, and the emulation has each that the preset knows', () => {
    expect(
      presetNamed(name)
        ?.known.map(({ id }) => id)
        .sort(),
    ).toEqual([...deviations].sort())
  })

  test('is reported for its known deviations and nothing else', { timeout: 300_000 }, async () => {
    const served = await serve(name)
    const out = join(folder.path, name)
    const target = folder.write(`${name}.yaml`, served.targetFile)
    const run = (...args: readonly string[]) =>
      runCli(['run', '--json', '--target', target, '--out', out, ...args], { env: served.environment })
    const result = await run()
    const strict = await run('--strict', '--only', 'error-body/,discovery-lists/')
    await served.stop()

    const report = readReport(result.stdout)
    const surprises = report.checks
      .filter(({ verdict }) => !['pass', 'unsupported', 'known', 'skipped'].includes(verdict))
      .map(({ id, verdict, reason, findings }) => ({ id, verdict, reason, findings: findings.slice(0, 3) }))
    expect(surprises).toEqual([])
    expect(report.counts.skipped).toBe(0)
    const seen = (report.known ?? []).filter(({ checks }) => checks > 0).map(({ id }) => id)
    expect([...seen].sort()).toEqual([...deviations].sort())
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(strict.exitCode).toBe(1)
    expect(readReport(strict.stdout).counts.known).toBe(0)

    const written = [result.stdout, ...readdirSync(out).map(file => readFileSync(join(out, file), 'utf8'))].join('\n')
    const secrets = Object.entries(served.environment).filter(([key]) => /TOKEN|PASSWORD/.test(key))
    expect(secrets.filter(([, value]) => written.includes(value)).map(([key]) => key)).toEqual([])
  })
})
