// Many targets by the real command: what is well, dead, hanging and broken side by side, in parts, and from look to look.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { readFleet } from '../../src/report/fleet-json.ts'
import type { FleetResult } from '../../src/result/fleet-result.ts'
import { runCli, temporaryFolder } from '../cli/run-cli.ts'
import { startTenant } from '../safety/tenant.ts'
import { readOpenMetrics } from './open-metrics.ts'

const long = 180_000
const token = 'a-token-of-the-fleet'
let provider: ProviderHandle
let hanging: Server
let refusing: Server
let folder: ReturnType<typeof temporaryFolder>

const listen = (server: Server): Promise<Server> =>
  new Promise(done => server.listen(0, '127.0.0.1', () => done(server)))
const urlOf = (server: Server): string => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? (address satisfies AddressInfo).port : 0
  return `http://127.0.0.1:${port}/scim`
}

beforeAll(async () => {
  provider = await startProvider({ token })
  hanging = await listen(createServer(() => undefined))
  refusing = await listen(
    createServer((_, response) => {
      response.writeHead(401, { 'content-type': 'application/scim+json', 'www-authenticate': 'Bearer' })
      response.end('{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"401"}')
    }),
  )
})
afterAll(async () => {
  await provider.close()
  for (const server of [hanging, refusing]) {
    server.closeAllConnections()
    server.close()
  }
})
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder.path, name)), { recursive: true })
  writeFileSync(join(folder.path, name), text)
}
const read = (name: string): string => readFileSync(join(folder.path, name), 'utf8')
const fleetOf = (name: string): FleetResult => readFleet(JSON.parse(read(name)), name)
const cli = (...args: string[]) => runCli(args, { cwd: folder.path, env: { SCIM_TOKEN: token } })

function writeTargets(): void {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the notation of the target file
  write('targets/_defaults.yaml', 'auth: { type: bearer, token: "${SCIM_TOKEN}" }\n')
  write('targets/well-1.yaml', `baseUrl: ${provider.baseUrl}\n`)
  write('targets/well-2.yaml', `baseUrl: ${provider.baseUrl}\n`)
  write('targets/dead.yaml', `baseUrl: ${urlOf(refusing)}\n`)
  write('targets/gone.yaml', 'baseUrl: http://127.0.0.1:1/scim\n')
  write('targets/broken.yaml', `baseUrl: ${provider.baseUrl}\nheadres: {}\n`)
}

describe('health', () => {
  test(
    'tells each for what it is, writes every report, and tells a command what changed',
    async () => {
      writeTargets()
      write('targets/$(touch pwned)\u0007 <b>.yaml', `baseUrl: ${provider.baseUrl}\n`)
      const args = [
        'health',
        '--targets',
        'targets',
        '--out',
        'out',
        '--state',
        'state',
        '--openmetrics',
        'f.prom',
        '--jsonl',
        'f.jsonl',
      ]
      const notify = ['--notify-cmd', 'cat > told.json; printf %s "$SCIM_FLEET_SUMMARY" > told.txt']
      const first = await cli(...args, ...notify)
      expect(first.exitCode).toBe(2)
      const result = fleetOf('out/fleet.json')
      expect(Object.fromEntries(result.targets.map(({ name, verdict }) => [name, verdict]))).toEqual({
        'well-1': 'healthy',
        'well-2': 'healthy',
        '$(touch pwned)\u0007 <b>': 'healthy',
        dead: 'sign-in-needed',
        gone: 'unreachable',
        broken: 'misconfigured',
      })
      expect(first.stdout).toContain('targets/broken.yaml:2:1 headres: unknown key; did you mean "headers"?')
      expect(first.stdout).toContain('3 of 6 targets are healthy: 1 misconfigured, 1 unreachable, 1 sign-in-needed.')
      expect(
        read('f.jsonl')
          .trim()
          .split('\n')
          .map(line => JSON.parse(line).name)
          .sort(),
      ).toEqual(result.targets.map(({ name }) => name))
      const up = readOpenMetrics(read('f.prom')).filter(({ name }) => name === 'scim_target_up')
      expect(up.reduce((sum, { value }) => sum + value, 0)).toBe(3)
      expect(
        JSON.parse(read('told.json'))
          .changes.map(({ name }: { name: string }) => name)
          .sort(),
      ).toEqual(['broken', 'dead', 'gone'])
      expect(read('told.txt')).toContain('3 of 6 targets are healthy')
      for (const text of [
        first.stdout,
        first.stderr,
        ...readdirSync(join(folder.path, 'out')).map(name => read(`out/${name}`)),
      ]) {
        expect(text).not.toContain(token)
      }

      // The next look: one is mended, one broken, and telling fails once.
      write('targets/broken.yaml', `baseUrl: ${provider.baseUrl}\n`)
      write('targets/well-2.yaml', 'baseUrl: http://127.0.0.1:1/scim\n')
      const second = await cli(...args, '--notify-cmd', 'echo no such channel >&2; exit 3')
      expect(second.stderr).toContain('The command of --notify-cmd ended with exit code 3; it said: no such channel.')
      const third = await cli(...args, ...notify)
      expect(third.stdout).toContain('well-2: healthy → unreachable')
      const told: readonly { readonly name: string; readonly kind: string }[] = JSON.parse(read('told.json')).changes
      expect(told.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['well-2 worse', 'broken better'])
      const fourth = await cli(...args, '--notify-cmd', 'touch called-again')
      expect(fourth.stdout).toContain('Nothing changed since the last look.')
      expect(existsSync(join(folder.path, 'called-again'))).toBe(false)
      expect(existsSync(join(folder.path, 'pwned'))).toBe(false)
      expect(fleetOf('out/fleet.json').targets.find(({ name }) => name === 'well-2')?.history).toMatchObject({
        before: 'unreachable',
        flapping: false,
      })
    },
    long,
  )

  test(
    'one that is so slow that the time is up tells what was seen of it',
    async () => {
      const slow = await startTenant(5, {}, { token }, 1200)
      write(
        'slow.yaml',
        `targets: [{ name: slow, baseUrl: "${slow.baseUrl}", auth: { type: bearer, token: ${token} } }]`,
      )
      const { stdout } = await cli('health', '--targets', 'slow.yaml', '--seconds', '5', '--json')
      await slow.close()
      const [record] = readFleet(JSON.parse(stdout), 'stdout').targets
      expect(record?.verdict).not.toBe('unfinished')
      expect(record?.requests).toBeGreaterThan(0)
      expect(record?.health?.items.length).toBeGreaterThan(5)
    },
    long,
  )

  test(
    'one that hangs is cut at its time, and only counts where it is to',
    async () => {
      const well = Array.from(
        { length: 6 },
        (_, index) => `  - { name: well-${index}, baseUrl: "${provider.baseUrl}" }\n`,
      ).join('')
      const hangs = Array.from(
        { length: 6 },
        (_, index) => `  - { name: hangs-${index}, baseUrl: "${urlOf(hanging)}" }\n`,
      ).join('')
      write('all.yaml', `defaults: { auth: { type: bearer, token: ${token} } }\ntargets:\n${hangs}${well}`)
      const { exitCode, stdout } = await cli(
        'health',
        '--targets',
        'all.yaml',
        '--seconds',
        '6',
        '--jobs',
        '4',
        '--jsonl',
        '-',
      )
      const names = stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
      expect(names.filter(({ verdict }) => verdict === 'healthy')).toHaveLength(6)
      expect(names.slice(0, 6).filter(({ name }) => name.startsWith('well')).length).toBeGreaterThanOrEqual(4)
      expect(names.filter(({ verdict }) => verdict === 'unreachable')).toHaveLength(6)
      expect(exitCode).toBe(2)
    },
    long,
  )

  test(
    'in parts by several processes, merged: the same as the whole, and a missing part is never green',
    async () => {
      const entries = Array.from(
        { length: 12 },
        (_, index) => `  - { name: tenant-${index}, baseUrl: "${provider.baseUrl}" }\n`,
      )
      write('all.yaml', `defaults: { auth: { type: bearer, token: ${token} } }\ntargets:\n${entries.join('')}`)
      const parts = await Promise.all(
        [1, 2, 3].map(index =>
          cli('health', '--targets', 'all.yaml', '--shard', `${index}/3`, '--out', `part-${index}`, '--quiet'),
        ),
      )
      expect(parts.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
      const files = [1, 2, 3].map(index => `part-${index}/fleet.json`)
      const whole = await cli('merge', ...files, '--out', 'whole', '--openmetrics', 'whole.prom')
      expect(whole.exitCode).toBe(0)
      expect(whole.stdout).toContain('All 12 targets are healthy.')
      const merged = fleetOf('whole/fleet.json')
      expect(merged.shards).toEqual([1, 2, 3].map(index => ({ index, total: 3 })))
      expect(merged.requests).toBe(files.reduce((sum, file) => sum + fleetOf(file).requests, 0))
      expect(readOpenMetrics(read('whole.prom')).filter(({ name }) => name === 'scim_target_up')).toHaveLength(12)
      const two = await cli('merge', ...files.slice(0, 2))
      expect(two.exitCode).toBe(3)
      expect(two.stdout).toContain('Part 3/3 is missing: its targets are not in here.')
    },
    long,
  )

  test(
    'the exit code is that of the worst, or of what --fail-on counts',
    async () => {
      writeTargets()
      write('targets/broken.yaml', `baseUrl: ${urlOf(refusing)}\n`)
      write('targets/gone.yaml', `baseUrl: ${provider.baseUrl}\n`)
      expect((await cli('health', '--targets', 'targets', '--quiet')).exitCode).toBe(2)
      expect((await cli('health', '--targets', 'targets', '--quiet', '--fail-on', 'unreachable')).exitCode).toBe(0)
    },
    long,
  )

  test.each([
    [['--targets', 'nowhere'], /Cannot read the targets .*nowhere/],
    [['--targets', '.', '--notify-cmd', 'true'], /--state DIR/],
    [['--targets', '.', '--shard', '0/4'], /add 1 to JOB_COMPLETION_INDEX/],
    [['--targets', '.', '--json', '--jsonl', '-'], /both ask for stdout/],
    [['--jobs', '3'], /--jobs is for many targets/],
    [['--targets', '.', '--defect', 'x'], /--defect is for one target/],
    [['--targets', 'one', '--out', 'notes'], /fleet\.md would be lost/],
    [['--targets', 'one', '--out', '/proc/x'], /\/proc\/x cannot be written/],
    [['--targets', 'one', '--state', '/proc/x'], /The state cannot be kept in \/proc\/x/],
    [['--targets', 'one', '--openmetrics', 'no/such/folder/f.prom'], /f.prom cannot be written/],
  ])(
    '%j is refused before anything is sent',
    async (args, words) => {
      write('one/a.yaml', 'baseUrl: http://127.0.0.1:1/scim\nauth: { type: none }\n')
      write('notes/fleet.md', 'our cars')
      const { exitCode, stderr } = await cli('health', ...args)
      expect(stderr).toMatch(words)
      expect(exitCode).toBe(2)
    },
    long,
  )
})

describe('run', () => {
  test(
    'takes --quick, and says of each that it is no statement of conformance',
    async () => {
      write(
        'all.yaml',
        `targets: [{ name: acme, baseUrl: "${provider.baseUrl}", auth: { type: bearer, token: ${token} } }]\n`,
      )
      const { exitCode } = await cli('run', '--targets', 'all.yaml', '--quick', '--out', 'out', '--quiet')
      const [acme] = fleetOf('out/fleet.json').targets
      expect([exitCode, acme?.verdict]).toEqual([0, 'conforms'])
      expect(acme?.requests).toBeLessThan(50)
      expect(acme?.reason).toContain('partial')
      expect((await cli('run', '--targets', 'all.yaml', '--profile', 'gate-nobody')).exitCode).toBe(2)
    },
    long,
  )

  test(
    'examines each into a folder of its own, and the fleet tells of all',
    async () => {
      write('targets/_defaults.yaml', `auth: { type: bearer, token: ${token} }\n`)
      write('targets/acme.yaml', `baseUrl: ${provider.baseUrl}\n`)
      write('targets/eu/acme.yaml', `baseUrl: ${provider.baseUrl}\n`)
      write('targets/gone.yaml', 'baseUrl: http://127.0.0.1:1/scim\n')
      const { exitCode, stdout } = await cli(
        'run',
        '--targets',
        'targets',
        '--only',
        'service-provider-config/',
        '--yes',
        '--out',
        'out',
      )
      expect(stdout).toContain('2 of 3 targets conform in what was examined: 1 unreachable.')
      expect(exitCode).toBe(2)
      const { targets } = fleetOf('out/fleet.json')
      expect(targets.map(({ name, verdict }) => [name, verdict])).toEqual([
        ['acme', 'conforms'],
        ['eu/acme', 'conforms'],
        ['gone', 'unreachable'],
      ])
      const folders = targets.flatMap(({ run }) => run?.folder ?? [])
      for (const own of folders) expect(existsSync(join(folder.path, 'out', own, 'report.html'))).toBe(true)
      expect(read('out/fleet.html')).toContain('href="./acme/report.html"')

      const merged = await cli('merge', 'out/acme/report.json', 'out/fleet.json', '--out', 'elsewhere')
      expect(merged.stdout).toContain('the latest look counts; earlier ones left out: 1.')
      expect(read('elsewhere/fleet.html')).toContain('href="./../out/acme/report.html"')
    },
    long,
  )

  test(
    'asks once for all, and says where it would write',
    async () => {
      const list = ['a', 'b'].map(name => `  - { name: ${name}, baseUrl: "https://${name}.invalid/scim" }\n`).join('')
      write(
        'all.yaml',
        `defaults: { auth: { type: none } }\ntargets:\n${list}  - { name: c, baseUrl: "https://c.invalid/scim", safety: read-only }\n`,
      )
      write('earlier/fleet.json', '{}')
      const { exitCode, stderr } = await cli('run', '--targets', 'all.yaml', '--out', 'earlier')
      expect(stderr).toMatch(
        /each of these 2 targets, .*deletes them again:\n {2}a {2}https:\/\/a.invalid\/scim\n {2}b {2}https:/s,
      )
      expect(exitCode).toBe(2)
      // Nobody agreed, so nothing was done.
      expect(read('earlier/fleet.json')).toBe('{}')
    },
    long,
  )
})

test(
  'Ctrl-C: what was seen by then is written, the rest is told as not looked at, and it is never green',
  async () => {
    const entries = Array.from(
      { length: 40 },
      (_, index) => `  - { name: hangs-${index}, baseUrl: "${urlOf(hanging)}" }\n`,
    )
    write(
      'all.yaml',
      `defaults: { auth: { type: none } }\ntargets:\n  - { name: well, baseUrl: "${provider.baseUrl}", auth: { type: bearer, token: ${token} } }\n${entries.join('')}`,
    )
    const seen = join(folder.path, 'f.jsonl')
    const after = (async () => {
      while (!existsSync(seen) || readFileSync(seen, 'utf8') === '') await new Promise(done => setTimeout(done, 50))
    })()
    const args = [
      'health',
      '--targets',
      'all.yaml',
      '--jobs',
      '8',
      '--seconds',
      '100',
      '--out',
      'out',
      '--jsonl',
      'f.jsonl',
      '--state',
      'state',
      '--openmetrics',
      'f.prom',
    ]
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: folder.path, kill: { signal: 'SIGINT', after } })
    expect(exitCode).toBe(3)
    expect(stderr).not.toContain('our fault')
    expect(stdout).toContain('Not finished: see the notes.')
    const { finished, targets } = fleetOf('out/fleet.json')
    expect(finished).toBe(false)
    expect(targets).toHaveLength(41)
    expect(targets.find(({ name }) => name === 'well')?.verdict).toBe('healthy')
    expect(targets.filter(({ verdict }) => verdict === 'unfinished')).toHaveLength(40)
    expect(read('f.jsonl').trim().split('\n')).toHaveLength(41)
    expect(readOpenMetrics(read('f.prom')).find(({ name }) => name === 'scim_fleet_finished')?.value).toBe(0)
    // Nothing was learned of them: nothing is remembered.
    expect(readdirSync(join(folder.path, 'state'))).toHaveLength(1)
  },
  long,
)
