// Every command of the documentation: run against the embedded provider where that can be done, else looked at.

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { runCli } from '../cli/run-cli.ts'
import { commandsOfDocs, isKnownProgram, notRun, ownArguments } from './commands.ts'
import { optionsNamed, pages, root } from './pages.ts'

const bin = join(root, 'src/bin.ts')
const all = commandsOfDocs()
const own = all.flatMap(command => {
  const text = ownArguments(command)
  return text === undefined ? [] : [{ ...command, arguments: text, name: /^\S*/.exec(text)?.[0] ?? '' }]
})
const isRun = (text: string) => notRun.every(({ command }) => !command.test(text))
const where = ({ page, line, text }: { page: string; line: number; text: string }) => `${page}:${line} ${text}`

let folder = ''
let provider: Awaited<ReturnType<typeof startProvider>> | undefined
let port = 0

/** The options of each command, as its help lists them. */
const helps = new Map<string, Promise<string>>()
function helpOf(name: string): Promise<string> {
  const known = helps.get(name) ?? runCli(name === '' ? ['--help'] : [name, '--help']).then(({ stdout }) => stdout)
  helps.set(name, known)
  return known
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scimc-docs-'))
  provider = await startProvider({ token: 't0ken' })
  port = await freePort()
  // What the commands of the documentation find where they are typed.
  cpSync(join(root, 'examples/own-checks'), folder, { recursive: true })
  mkdirSync(join(folder, 'targets'))
  for (const name of ['acme', 'beta']) {
    const file = `baseUrl: ${provider.baseUrl}\nauth: { type: bearer, token: "$\{SCIM_TOKEN}" }\n`
    writeFileSync(join(folder, `targets/${name}.yaml`), file)
  }
  for (const [name, ...args] of [
    ['before.json', '--defect', 'create-without-location'],
    ['after.json'],
    ['reports/report.json', '--defect', 'create-without-location'],
  ]) {
    await runCli(['run', ...args, '--only', 'create/', '--out', 'reports'], { cwd: folder })
    if (name !== undefined) writeFileSync(join(folder, name), readFileSync(join(folder, 'reports/report.json')))
  }
  const waivers = `version: 1\nwaivers:\n  - check: create/location\n    reason: x\n    owner: y\n    expires: ${inAYear()}\n`
  writeFileSync(join(folder, 'baseline.yaml'), waivers)
}, 300_000)
afterAll(async () => {
  await provider?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('there are commands, and each is of a program that is known here', () => {
  expect(own.length).toBeGreaterThan(20)
  expect(all.filter(command => !isKnownProgram(command)).map(where)).toEqual([])
})

test('every rule by which one is not run still has a command', () => {
  const idle = notRun.filter(({ command }) => !own.some(one => command.test(one.arguments)))
  // The pages of these two are young.
  expect(idle.map(({ command }) => command.source).filter(source => !/ui|watch/.test(source))).toEqual([])
})

test.each(
  all.filter(
    ({ text }) =>
      /^npm (ci && npm )?(run |start|test)/.test(text) && ownArguments({ page: '', line: 0, text }) === undefined,
  ),
)('$page:$line names a script of package.json', ({ text }) => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [, name = ''] = /npm (?:run )?([\w:-]+)(?: |$)(?!&&)/.exec(text.replace('npm ci && ', '')) ?? []
  expect(Object.keys(scripts)).toContain(name)
})

describe('every option that the documentation names is one', () => {
  const ofOthers = new Set([
    '--ignore-scripts',
    '--omit',
    '--prefix',
    '--rm',
    '--yes',
    '--help',
    '--version',
    '--all-checks',
  ])
  test('in its commands', async () => {
    const strange: string[] = []
    for (const command of own) {
      const help = await helpOf(command.name)
      for (const [option] of command.arguments.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)) {
        if (!new RegExp(`${option}\\b(?!-)`).test(help)) strange.push(`${where(command)}: ${option}`)
      }
    }
    expect(strange).toEqual([])
  }, 300_000)

  test('in its sentences', async () => {
    const main = await helpOf('')
    const names = [...main.matchAll(/^ {2}([a-z-]+)[ |]/gm)]
      .map(([, name = '']) => name)
      .filter(name => name !== 'help')
    const everything = (await Promise.all(names.map(helpOf))).join('\n')
    const strange = ownOptions().filter(
      ({ option }) => !ofOthers.has(option) && !new RegExp(`${option}\\b(?!-)`).test(everything),
    )
    expect(strange).toEqual([])
  }, 300_000)
})

/** Those of our own command: pages about other programs and generated lists are left out. */
function ownOptions() {
  return pages()
    .filter(({ path }) => !['docs/style.md', 'docs/proof.md', 'docs/coverage.md'].includes(path))
    .flatMap(optionsNamed)
}

describe('each command that can be run here', () => {
  const runnable = own.filter(command => isRun(command.arguments))
  const unique = [...new Map(runnable.map(command => [command.arguments, command])).values()]
  test.each(unique.map(command => [where(command), command] as const))(
    '%s',
    async (_, command) => {
      const typed = shortened(command.arguments)
      // Its report has to be of the same target; the command before it on the page may have been run long ago.
      if (/^run .*--failed\b/.test(typed)) await shell('run --only create/', false)
      const { exitCode, output } = await shell(typed, command.name === 'serve')
      // 0 and 1 are conclusions; 2 and 3 would mean that what is written cannot be typed.
      expect([0, 1], `${typed}\n${output}`).toContain(exitCode)
    },
    240_000,
  )
})

/** The same command on less: one folder of checks, few cases, this test's provider and port in place of the reader's. */
function shortened(typed: string): string {
  const base = provider?.baseUrl ?? ''
  const here = typed
    .replace(/https?:\/\/(?:acme\.example|localhost:8080)(?:\/scim\/v2)?/, base)
    .replace('--port 8080', `--port ${port}`)
  const name = /^\S*/.exec(here)?.[0]
  if (name === 'run' && !/--(only|profile|plan|quick|failed)\b/.test(here)) return `${here} --only create/`
  if (name === 'baseline') return `${here} --force`
  if (name === 'fuzz') return `${here} --requests 40`
  if (name === 'init')
    return `${here} --yes --force --out ${here.includes('--out') ? '' : 'new.yaml'}`.replace(/--out $/, '')
  return here
}

/** Runs it in a shell, as it would be typed, in the folder. A command that goes on is ended once it has said something. */
function shell(typed: string, goesOn: boolean): Promise<{ exitCode: number | null; output: string }> {
  const { PATH = '', HOME = '' } = process.env
  const env = {
    PATH,
    HOME,
    SCIM_TOKEN: 't0ken',
    SCIM_BASE_URL: 'http://127.0.0.1:1',
    SCIM_CONFORMANCE_STATE: join(folder, 'state'),
  }
  const child = spawn('bash', ['-c', `exec "${process.execPath}" "${bin}" ${typed}`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const hear = (text: string) => {
    output += text
    if (goesOn) child.kill('SIGINT')
  }
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', hear)
  return new Promise(done =>
    child.on('close', (exitCode, signal) => done({ exitCode: goesOn && signal !== null ? 0 : exitCode, output })),
  )
}

function freePort(): Promise<number> {
  return new Promise(done => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

function inAYear(): string {
  return new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10)
}
