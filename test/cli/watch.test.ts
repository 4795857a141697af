// Watching: again at a line, a key or a change, with what got better; what is typed, what is watched, what is remembered.

import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { conformingParts } from '../../fixtures/provider/parts.ts'
import { startProvider } from '../../fixtures/provider/provider.ts'
import type { RunArguments } from '../../src/cli/run.ts'
import { watchCommand } from '../../src/cli/watch.ts'
import { watchFiles } from '../../src/cli/watch-files.ts'
import { asOneRun, changesOf, withRun } from '../../src/cli/watch-history.ts'
import { readCommands, type WatchCommand } from '../../src/cli/watch-input.ts'
import { aCheck, aFinding, aResult } from '../../src/report/sample.test-data.ts'
import { keptOutput } from './output.ts'
import { temporaryFolder } from './run-cli.ts'

const bin = resolve(import.meta.dirname, '../../src/bin.ts')
const folder = temporaryFolder()
afterAll(() => folder.remove())

const env = { SCIM_CONFORMANCE_STATE: folder.path, SCIM_TOKEN: 'watch-token-1' }

function argumentsFor(target: string, more: Partial<RunArguments> = {}): RunArguments {
  return {
    target,
    defect: [],
    variant: [],
    out: join(folder.path, 'reports'),
    only: ['delete/no-content', 'read/unknown-id'],
    skip: [],
    profile: [],
    strict: false,
    failOn: 'must',
    interop: false,
    authServer: false,
    ownChecks: true,
    quick: false,
    plan: false,
    watch: true,
    har: false,
    markdown: false,
    yes: false,
    quiet: false,
    json: false,
    ...more,
  }
}

/** A service provider in which deleting is broken until it is mended. */
async function brokenProvider() {
  let isMended = false
  const provider = await startProvider({
    token: env.SCIM_TOKEN,
    parts: parts => ({
      onResponse: async (request, response) => {
        const answer = await conformingParts.onResponse(request, await parts.onResponse(request, response))
        return request.method === 'DELETE' && answer.status === 204 && !isMended ? { ...answer, status: 200 } : answer
      },
    }),
  })
  const file = folder.write(
    `target-${provider.port}.yaml`,
    `name: Acme\nbaseUrl: ${provider.baseUrl}\nauth: { type: bearer, token: "$\{SCIM_TOKEN}" }\n`,
  )
  return {
    provider,
    file,
    mend: (mended: boolean) => {
      isMended = mended
    },
  }
}

describe('run --watch', { timeout: 240_000 }, () => {
  test('a line runs again and tells what got better; only what failed; a choice; quit', async () => {
    const { provider, file, mend } = await brokenProvider()
    const input = new PassThrough()
    const output = keptOutput()
    const watching = watchCommand(argumentsFor(file), output, env, input)
    const first = await output.until(/q quit/)
    expect(first).toContain('Of 2 checks examined so far 1 fails: delete/no-content.')
    expect(first).toMatch(/f what fails \(1\)/)

    output.forget()
    mend(true)
    input.write('f\n')
    const second = await output.until(/q quit/)
    expect(second).toMatch(/Better \(3\)\n {2}✓ delete\/no-content.*fail → pass/)
    expect(second).toContain('1 check that had failed in')
    expect(second).toContain('Of 2 checks examined so far none fails.')

    output.forget()
    mend(false)
    input.write('p delete/no-content\n')
    const third = await output.until(/q quit/)
    expect(third).toMatch(/Worse \(3\)\n {2}✗ delete\/no-content.*pass → fail/)

    output.forget()
    input.write('what\n')
    await output.until(/nothing for again/)
    input.write('q\n')
    expect(await watching).toBe(1)
    expect(provider.store.count('User')).toBe(0)
    await provider.close()
  })

  test("the user's own checks are loaded anew when they are saved", async () => {
    const checks = (isMet: boolean): string => `
import { check, expectThat, requirement, suite } from 'scim-conformance'
const rule = requirement('acme-1', { level: 'MUST', says: 'It is so.', source: 'us' })
export const rules = suite('Rules', [
  check('acme/rule', { title: 'it is so', verifies: rule, fix: 'Make it so.' }, async ({ scim }) => {
    const response = await scim.list('User')
    expectThat(${isMet}, { expected: 'so', got: 'not so', response })
  }),
])
`
    const file = folder.write('own.check.mjs', checks(false))
    const target = folder.write('own-target.yaml', 'baseUrl: embedded\nsuites: own.check.mjs\n')
    // A process of its own: here Vitest loads files, and not Node.
    const output = keptOutput()
    const child = spawn(
      process.execPath,
      [bin, 'run', '--watch', '--target', target, '--only', 'acme/', '--out', join(folder.path, 'own')],
      { env: { ...process.env, ...env } },
    )
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', output.print)
    const ended = new Promise(done => child.on('close', done))
    // What is printed and what is told come on two ways, in any order.
    const over = /^(?=[\s\S]*q quit)(?=[\s\S]*examined so far .*\n)/
    const first = await output.until(over)
    expect(first).toContain('Of 1 check examined so far 1 fails: acme/rule.')
    expect(first.match(/Own checks are loaded from/g)).toHaveLength(2)

    output.forget()
    writeFileSync(file, checks(true))
    const second = await output.until(over)
    expect(second).toContain('own.check.mjs has changed.')
    expect(second).toMatch(/Better \(1\)\n {2}✓ acme\/rule.*fail → pass/)

    output.forget()
    writeFileSync(file, 'export const rules = [')
    expect(await output.until(/q quit/)).toMatch(/Error E_CONFIG: .*own\.check\.mjs.* cannot be loaded/)

    output.forget()
    writeFileSync(file, checks(false))
    expect(await output.until(over)).toContain('Of 1 check examined so far 1 fails: acme/rule.')
    child.stdin.write('q\n')
    expect(await ended).toBe(1)
  })

  test('a file that changes runs again; a target file that is broken meanwhile ends nothing', async () => {
    const { provider, file, mend } = await brokenProvider()
    const sources = join(folder.path, 'sources')
    mkdirSync(join(sources, 'node_modules'), { recursive: true })
    const input = new PassThrough()
    const output = keptOutput()
    const watching = watchCommand(argumentsFor(file, { watch: [sources] }), output, env, input)
    await output.until(/q quit/)
    output.forget()
    mend(true)
    writeFileSync(join(sources, 'users.js'), 'mended')
    const second = await output.until(/q quit/)
    expect(second).toMatch(/users\.js has changed\./)
    expect(second).toContain('Better (3)')

    output.forget()
    writeFileSync(file, 'name: Acme\nbaseUrl: [')
    const third = await output.until(/q quit/)
    expect(third).toMatch(/Error E_CONFIG: .*target-\d+\.yaml/)

    output.forget()
    const elsewhere = 'https://scim.example.invalid/v2'
    writeFileSync(file, `name: Acme\nbaseUrl: ${elsewhere}\nauth: { type: none }\n`)
    const fourth = await output.until(/q quit/)
    expect(fourth).toContain('allows writing to another place')
    input.write('q\n')
    expect(await watching).toBe(2)
    await provider.close()
  })

  test('a server that is being restarted is waited for; the end of the input ends a watch of nothing', async () => {
    const { provider, file } = await brokenProvider()
    const input = new PassThrough()
    const output = keptOutput()
    const gone = await startProvider({ token: env.SCIM_TOKEN })
    const { baseUrl, port } = gone
    const watched = folder.write('server.js', '1')
    const target = folder.write(
      'restarted.yaml',
      `name: Acme\nbaseUrl: ${baseUrl}\nauth: { type: bearer, token: "$\{SCIM_TOKEN}" }\n`,
    )
    const watching = watchCommand(argumentsFor(target, { watch: [watched] }), output, env, input)
    await output.until(/q quit/)
    await gone.close()
    output.forget()
    writeFileSync(watched, '2')
    await output.until(/Waiting for Acme, which cannot be reached yet/)
    const back = await startProvider({ token: env.SCIM_TOKEN, port })
    await output.until(/Of 2 checks examined so far none fails/)
    input.write('q\n')
    expect(await watching).toBe(0)
    await back.close()

    const ended = new PassThrough()
    ended.end()
    expect(await watchCommand(argumentsFor(file, { out: join(folder.path, 'other') }), keptOutput(), env, ended)).toBe(
      1,
    )
    await provider.close()
  })
})

describe('what is typed', () => {
  const typed = (isTerminal: boolean, ...chunks: readonly string[]): readonly WatchCommand[] => {
    const heard: WatchCommand[] = []
    const modes: boolean[] = []
    const stream = new PassThrough()
    const input = isTerminal
      ? Object.assign(stream, { isTTY: true, setRawMode: (raw: boolean) => modes.push(raw) })
      : stream
    const reading = readCommands(
      input,
      command => heard.push(command),
      () => undefined,
    )
    for (const chunk of chunks) input.emit('data', Buffer.from(chunk))
    reading.close()
    if (isTerminal) expect([modes[0], modes.at(-1)]).toEqual([true, false])
    return heard
  }

  test.each([
    [['\r'], [{ kind: 'again' }]],
    [
      ['a', 'f', 'q'],
      [{ kind: 'all' }, { kind: 'failed' }, { kind: 'quit' }],
    ],
    [['\u0003'], [{ kind: 'interrupt' }]],
    [['x'], [{ kind: 'unknown', text: 'x' }]],
    [
      ['p', 'create/, patch\n', 'a'],
      [{ kind: 'filter', only: ['create/', 'patch'] }, { kind: 'all' }],
    ],
    [['p', '\n'], [{ kind: 'filter', only: [] }]],
  ] as const)('keys %j', (chunks, commands) => {
    expect(typed(true, ...chunks)).toEqual(commands)
  })

  test.each([
    [['\n'], [{ kind: 'again' }]],
    [
      ['a\nf', '\nq\n'],
      [{ kind: 'all' }, { kind: 'failed' }, { kind: 'quit' }],
    ],
    [['p create/\n'], [{ kind: 'filter', only: ['create/'] }]],
    [['please\n'], [{ kind: 'unknown', text: 'please' }]],
  ] as const)('lines %j', (chunks, commands) => {
    expect(typed(false, ...chunks)).toEqual(commands)
  })
})

test('changes count once they have come to rest, and not those of reports and packages', async () => {
  const sources = join(folder.path, 'watched')
  for (const one of ['deep/er', 'node_modules/x', 'out']) mkdirSync(join(sources, one), { recursive: true })
  const told: string[] = []
  const watcher = watchFiles([sources], file => told.push(file), { except: [join(sources, 'out')] })
  await new Promise(resolve => setTimeout(resolve, 300))
  writeFileSync(join(sources, 'out', 'report.json'), '{}')
  writeFileSync(join(sources, 'node_modules', 'x', 'index.js'), '1')
  await new Promise(resolve => setTimeout(resolve, 600))
  expect(told).toEqual([])
  for (const text of ['1', '2', '3']) writeFileSync(join(sources, 'deep', 'er', 'a.js'), text)
  for (let waited = 0; told.length === 0 && waited < 200; waited++)
    await new Promise(resolve => setTimeout(resolve, 50))
  watcher.close()
  expect(told.map(file => file.endsWith(join('deep', 'er', 'a.js')))).toEqual([true])
  expect(() => watchFiles([join(sources, 'nowhere')], () => undefined, { except: [] })).toThrow(/cannot be watched/)
})

test('the latest record of each check counts, whatever later runs leave out', () => {
  const failing = (id: string) => aCheck({ id, verdict: 'fail', findings: [aFinding()] })
  const skipped = (id: string) => aCheck({ id, verdict: 'skipped', reason: 'no' })
  const first = aResult([failing('a/a'), failing('a/b'), aCheck({ id: 'a/c' })])
  const second = aResult([aCheck({ id: 'a/a' }), skipped('a/b'), skipped('a/c')])
  const third = aResult([skipped('a/a'), failing('a/b'), failing('a/c')])
  const one = withRun(new Map(), first)
  expect(changesOf(one, second).better.map(({ check }) => check)).toEqual(['a/a'])
  expect(changesOf(one, second).worse).toEqual([])
  const two = withRun(one, second)
  expect(changesOf(two, third).worse.map(({ check }) => check)).toEqual(['a/c'])
  const verdicts = asOneRun(withRun(two, third), third)?.checks.map(({ id, verdict }) => [id, verdict])
  expect(verdicts).toEqual([
    ['a/a', 'pass'],
    ['a/b', 'fail'],
    ['a/c', 'fail'],
  ])

  // What a run that was stopped did not come to fails nobody.
  const stopped = { ...aResult([aCheck({ id: 'a/a', verdict: 'blocked', reason: 'stopped' })]), finished: false }
  expect(asOneRun(withRun(new Map(), stopped), stopped)?.checks.map(({ verdict }) => verdict)).toEqual(['skipped'])
})
