// Every example runs in a project in which the package is installed, and finds what it is to find.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allDefects } from '../../fixtures/defects/all.ts'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { optionsOf } from '../proof/examine-provider.ts'
import { type InstalledProject, installPackage } from './installed.ts'

const token = 'example-token'
const limitMs = 300_000
let project: InstalledProject
let provider: ProviderHandle
let broken: ProviderHandle

beforeAll(async () => {
  const defect = allDefects.find(({ name }) => name === 'create-answers-200')
  if (defect === undefined) throw new Error('the defect this test rests on is gone')
  project = await installPackage()
  provider = await startProvider({ token })
  broken = await startProvider({ ...optionsOf(defect), token })
}, limitMs)
afterAll(async () => {
  await provider?.close()
  await broken?.close()
  project?.remove()
})

const at = ({ baseUrl }: ProviderHandle) => ({ SCIM_BASE_URL: baseUrl, SCIM_TOKEN: token })

describe('checks of one’s own', () => {
  const run = (args: readonly string[]) =>
    project.run([project.bin('scim-conformance'), ...args], { cwd: project.example('own-checks') })

  test(
    'pass where the service provider keeps to them, beside those of the harness',
    async () => {
      const { exitCode, stdout, stderr } = await run(['run', '--only', 'acme,create/'])
      expect(stderr).toContain('Own checks are loaded from checks/house-rules.check.js, checks/leavers.check.ts')
      expect(stdout).toMatch(/✓ acme +1 pass/)
      expect(stdout).toMatch(/✓ house-rules +1 pass/)
      expect(exitCode).toBe(0)
    },
    limitMs,
  )

  test(
    'find a planted defect, and say what the requirement says',
    async () => {
      const { exitCode, stdout } = await run([
        'run',
        '--target',
        'scim-target.yaml',
        '--defect',
        'clients-inactive-hidden',
        '--only',
        'acme/',
      ])
      expect(stdout).toContain('✗ acme/leaver-is-found')
      expect(stdout).toContain('MUST · Acme provisioning guide, section 4')
      expect(stdout).toContain('A user who has been deactivated is still found by userName.')
      expect(stdout).toContain('https://acme.example/provisioning#leavers')
      expect(stdout).toContain('1 own requirement not met, in 1 check.')
      expect(exitCode).toBe(1)
    },
    limitMs,
  )

  test(
    'are listed and explained',
    async () => {
      expect((await run(['list', '--target', 'scim-target.yaml'])).stdout).toContain('acme/leaver-is-found')
      const { stdout } = await run(['explain', 'acme-4', '--target', 'scim-target.yaml'])
      expect(stdout).toContain('Checks acme/leaver-is-found')
    },
    limitMs,
  )

  test(
    'have the types of the package',
    async () => {
      const folder = project.example('own-checks')
      const compilerOptions = { target: 'es2024', module: 'nodenext', strict: true, noEmit: true, types: ['node'] }
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['checks'] }))
      const { exitCode, stdout } = await project.run([project.bin('tsc'), '-p', folder], { cwd: folder })
      expect(stdout).toBe('')
      expect(exitCode).toBe(0)
    },
    limitMs,
  )
})

test('the library examines, writes a report and decides', async () => {
  const folder = project.example('library')
  const good = await project.run(['examine.js'], { cwd: folder, env: at(provider) })
  expect(good).toMatchObject({
    exitCode: 0,
    stderr: '',
    stdout: expect.stringMatching(/^\d+ pass, 0 fail, 0 blocked/m),
  })
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('create/created')

  const bad = await project.run(['examine.js'], { cwd: folder, env: at(broken) })
  expect(bad).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('✗ create/created') })

  const away = { SCIM_BASE_URL: 'http://127.0.0.1:9', SCIM_TOKEN: token }
  const none = await project.run(['examine.js'], { cwd: folder, env: away })
  expect(none).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('E_UNREACHABLE') })
}, 300_000)

test('a project’s own Vitest runs the checks', async () => {
  const folder = project.example('vitest')
  const { exitCode, stdout, stderr } = await project.run([project.bin('vitest'), 'run', '-t', 'create/'], {
    cwd: folder,
    env: at(broken),
  })
  expect(stdout + stderr).toContain('✗ create/created')
  expect(stdout + stderr).toContain('Answer a successful create with 201')
  expect(stdout).toMatch(/Tests +1 failed \| \d+ passed/)
  expect(exitCode).toBe(1)
}, 300_000)

test('ui says what has to be installed where Vitest is not', async () => {
  const bare = await installPackage([])
  try {
    const { exitCode, stderr } = await bare.run(
      [bare.bin('scim-conformance'), 'ui', '--defect', 'create-answers-200'],
      {
        cwd: bare.path,
      },
    )
    expect(stderr).toContain('`ui` needs vitest')
    expect(stderr).toContain('npm install --save-dev')
    expect(exitCode).toBe(2)
    expect(existsSync(join(bare.path, 'state'))).toBe(false)
  } finally {
    bare.remove()
  }
}, 300_000)
