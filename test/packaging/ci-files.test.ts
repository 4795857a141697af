// action.yml and the Dockerfile: they are what they are meant to be, and the step of the action does what it says.

import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { runCli } from '../cli/run-cli.ts'

const root = resolve(import.meta.dirname, '../..')
const action: {
  inputs: Record<string, { default: string }>
  runs: { steps: { run?: string; env?: Record<string, string>; uses?: string; with?: Record<string, unknown> }[] }
} = parse(readFileSync(join(root, 'action.yml'), 'utf8'))

/** The metadata syntax of GitHub for composite actions, as far as this one uses it. */
const metadata = {
  type: 'object',
  required: ['name', 'description', 'runs'],
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    author: { type: 'string' },
    description: { type: 'string', maxLength: 125 },
    branding: { type: 'object' },
    inputs: {
      type: 'object',
      propertyNames: { pattern: '^[A-Za-z_][\\w-]*$' },
      additionalProperties: {
        type: 'object',
        required: ['description'],
        additionalProperties: false,
        properties: {
          description: { type: 'string' },
          required: { type: 'boolean' },
          default: { type: 'string' },
          deprecationMessage: { type: 'string' },
        },
      },
    },
    runs: {
      type: 'object',
      required: ['using', 'steps'],
      additionalProperties: false,
      properties: {
        using: { const: 'composite' },
        steps: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            additionalProperties: false,
            properties: {
              name: { type: 'string' },
              id: { type: 'string' },
              if: { type: 'string' },
              env: { type: 'object', additionalProperties: { type: 'string' } },
              uses: { type: 'string', pattern: '^[\\w-]+/[\\w-]+@v?\\d' },
              with: { type: 'object' },
              run: { type: 'string' },
              shell: { enum: ['bash', 'sh', 'pwsh'] },
            },
            oneOf: [{ required: ['uses'] }, { required: ['run', 'shell'] }],
          },
        },
      },
    },
  },
}

describe('action.yml', () => {
  const step = action.runs.steps.find(({ run }) => run !== undefined)

  test('follows the metadata syntax', () => {
    const ajv = new Ajv({ strict: false, allErrors: true })
    ajv.validate(metadata, action)
    expect(ajv.errors ?? []).toEqual([])
  })

  test('every input is used, and what is used is an input', () => {
    const text = readFileSync(join(root, 'action.yml'), 'utf8')
    const used = new Set([...text.matchAll(/\$\{\{ inputs\.([\w-]+) \}\}/g)].map(([, name = '']) => name))
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort())
  })

  test('inputs reach the script as variables, never as part of it', () => {
    expect(step?.run).not.toContain('${{')
  })

  test('its options are options of run', async () => {
    const { stdout } = await runCli(['run', '--help'])
    const [, command = ''] = (step?.run ?? '').split('src/bin.ts')
    for (const [option] of command.matchAll(/--[a-z-]+/g)) expect(stdout).toContain(option)
  })

  test('it runs on the version of Node that the package asks for', () => {
    const node = action.runs.steps.find(({ uses }) => uses?.startsWith('actions/setup-node@') === true)
    const { engines }: { engines: { node: string } } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(Number(node?.with?.['node-version'])).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]))
  })

  describe('its script, in bash as GitHub starts it', () => {
    let folder = ''
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'scimc-action-'))
      mkdirSync(join(folder, 'bin'))
      // What the script installs is here already.
      writeFileSync(join(folder, 'bin/npm'), '#!/bin/sh\necho "$@" >> "$RUNNER_TEMP/npm"\n')
      chmodSync(join(folder, 'bin/npm'), 0o755)
      writeFileSync(join(folder, 'scim-target.yaml'), 'baseUrl: embedded\n')
      writeFileSync(join(folder, 'my target.yaml'), 'baseUrl: embedded\n')
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    function runStep(inputs: Readonly<Record<string, string>>) {
      const value = (text: string) =>
        text.replace(
          /\$\{\{ inputs\.([\w-]+) \}\}/g,
          (_, name: string) => inputs[name] ?? action.inputs[name]?.default ?? '',
        )
      const env = Object.entries(step?.env ?? {}).map(([name, text]) => [name, value(text)] as const)
      const { PATH = '', HOME = '' } = process.env
      // The options of bash are those of GitHub's runner for `shell: bash`.
      return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'false'], {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...Object.fromEntries(env),
          PATH: `${join(folder, 'bin')}:${dirname(process.execPath)}:${PATH}`,
          HOME,
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          GITHUB_ACTION_PATH: root,
          GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
          RUNNER_TEMP: folder,
          SCIM_CONFORMANCE_STATE: join(folder, 'state'),
        },
      })
    }

    test('a gate that is passed: 0, reports, a summary', () => {
      const { status, stdout, stderr } = runStep({ profile: 'gate-okta-oin' })
      expect(status, stdout + stderr).toBe(0)
      expect(readFileSync(join(folder, 'npm'), 'utf8')).toContain(`--prefix ${root}`)
      for (const file of ['report.json', 'report.html', 'junit.xml']) {
        expect(existsSync(join(folder, 'scim-conformance-reports', file)), file).toBe(true)
      }
      expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('| `spec-01` |')
    }, 120_000)

    test('a gate that is not passed, another target file with a space, another folder: 1', () => {
      const { status } = runStep({ profile: 'gate-entra', target: 'my target.yaml', out: 'my reports' })
      expect(status).toBe(1)
      expect(existsSync(join(folder, 'my reports/report.html'))).toBe(true)
    }, 120_000)

    test('a target file that is not there: 2, and told', () => {
      const { status, stderr } = runStep({ target: '$(touch injected).yaml' })
      expect(status).toBe(2)
      expect(stderr).toContain('Error E_CONFIG')
      expect(existsSync(join(folder, 'injected'))).toBe(false)
    }, 120_000)
  })
})

describe('Dockerfile', () => {
  const lines = readFileSync(join(root, 'Dockerfile'), 'utf8')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter(line => line.trim() !== '' && !line.startsWith('#'))
  const instructions = lines.map(line => /^([A-Z]+)\s+(.*)$/.exec(line))
  const of = (name: string) => instructions.flatMap(found => (found?.[1] === name ? [found[2] ?? ''] : []))

  test('has only instructions that there are', () => {
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'ENTRYPOINT', 'CMD', 'LABEL', 'ARG', 'VOLUME']
    expect(instructions.map(found => found?.[1]).filter(name => name === undefined || !known.includes(name))).toEqual(
      [],
    )
    expect(instructions[0]?.[1]).toBe('FROM')
  })

  test('its base has a version, of the Node that the package asks for', () => {
    expect(of('FROM')).toHaveLength(1)
    expect(Number(/^node:(\d+)/.exec(of('FROM')[0] ?? '')?.[1])).toBeGreaterThanOrEqual(24)
  })

  test('it copies what is there and not ignored, and all that the command imports', () => {
    const sources = of('COPY').flatMap(text => text.split(/\s+/).slice(0, -1))
    const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')
    for (const source of sources) {
      expect(existsSync(join(root, source)), source).toBe(true)
      expect(ignored).not.toContain(source)
    }
    expect(sources).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src', 'suites', 'fixtures']))
  })

  test('it does not run as root, and starts what is there', () => {
    expect(of('USER').at(-1)).not.toMatch(/^(root|0)$/)
    const [entry = ''] = of('ENTRYPOINT')
    const [program, file = '']: string[] = JSON.parse(entry)
    expect(program).toBe('node')
    expect(existsSync(join(root, file.replace('/opt/scim-conformance/', '')))).toBe(true)
  })
})
