// A project in which the package is installed as npm would: compiled, with nothing of the sources, below node_modules.

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

export interface InstalledProject {
  readonly path: string
  /** Copies a folder of examples/ into the project; gives its path. */
  example(name: string): string
  /** The file of a command of a package: `scim-conformance`, `vitest`, `tsc`. */
  bin(name: 'scim-conformance' | 'vitest' | 'tsc'): string
  run(args: readonly string[], options: RunOptions): Promise<RunOutcome>
  remove(): void
}

export interface RunOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

export interface RunOutcome {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Packages that are installed beside ours, by whoever wants `ui`, Vitest or types. */
const besides = ['vitest', '@vitest/ui', 'typescript', '@types/node']

/** Compiles the package and puts it into a new project; without `besides` only with what it depends on. */
export async function installPackage(others: readonly string[] = besides): Promise<InstalledProject> {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'scim-conformance-installed-')))
  const own = join(path, 'node_modules/scim-conformance')
  mkdirSync(own, { recursive: true })
  const run = (args: readonly string[], options: RunOptions): Promise<RunOutcome> => runNode(args, path, options)
  const tsc = realpathSync(join(root, 'node_modules/.bin/tsc'))
  const built = await run([tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', join(own, 'dist')], { cwd: root })
  if (built.exitCode !== 0) throw new Error(`the package does not compile: ${built.stdout}`)
  cpSync(join(root, 'package.json'), join(own, 'package.json'))
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const name of [...dependenciesOf(manifest), ...others]) {
    mkdirSync(dirname(join(path, 'node_modules', name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(path, 'node_modules', name))
  }
  const bins = {
    'scim-conformance': join(own, 'dist/src/bin.js'),
    vitest: join(path, 'node_modules/vitest/vitest.mjs'),
    tsc,
  }
  return {
    path,
    example(name) {
      const folder = join(path, name)
      cpSync(join(root, 'examples', name), folder, { recursive: true })
      return folder
    },
    bin: name => bins[name],
    run,
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

function dependenciesOf(manifest: unknown): readonly string[] {
  if (typeof manifest !== 'object' || manifest === null || !('dependencies' in manifest)) return []
  const { dependencies } = manifest
  return typeof dependencies === 'object' && dependencies !== null ? Object.keys(dependencies) : []
}

async function runNode(args: readonly string[], state: string, { cwd, env = {} }: RunOptions): Promise<RunOutcome> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH, HOME, SCIM_CONFORMANCE_STATE: join(state, 'state'), NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const exitCode = await new Promise<number | null>(done => child.on('close', done))
  return { exitCode, stdout, stderr }
}
