// Baselines, diffs and gates from the command line, and the files for CI.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { allGates } from '../../src/profiles/all.ts'
import { readReport } from '../../src/report/json.ts'
import { allTopics } from '../../suites/all.ts'
import { runCli, temporaryFolder } from './run-cli.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const root = resolve(import.meta.dirname, '../..')
const at = (name: string) => join(folder.path, name)
const some = ['--only', 'create/location,create/created']

describe('a baseline', { timeout: 300_000 }, () => {
  test('is written from a report, makes its findings known, and ends', async () => {
    const broken = ['run', '--defect', 'create-without-location', ...some]
    expect((await runCli([...broken, '--out', at('a')])).exitCode).toBe(1)
    const written = await runCli(['baseline', at('a/report.json'), '--owner', 'us', '--out', at('b.yaml')])
    expect(written).toMatchObject({ exitCode: 0, stderr: '' })
    expect((await runCli(['baseline', at('a/report.json'), '--out', at('b.yaml')])).stderr).toContain(
      'is there already',
    )

    const baseline = ['--baseline', at('b.yaml')]
    const accepted = await runCli([...broken, ...baseline, '--out', at('b')])
    expect([accepted.exitCode, accepted.stdout.includes('≈ known deviation create/location (User)')]).toEqual([0, true])
    expect((await runCli([...broken, ...baseline, '--strict', '--out', at('c')])).exitCode).toBe(1)

    const mended = await runCli(['run', '--defect', 'etag-never-changes', ...some, ...baseline, '--out', at('d')])
    expect([mended.exitCode, mended.stdout.replaceAll(/\s+/g, ' ')]).toEqual([
      0,
      expect.stringContaining('not needed any more'),
    ])

    const text = readFileSync(at('b.yaml'), 'utf8')
    writeFileSync(at('b.yaml'), text.replaceAll(/expires: .*/g, 'expires: 2020-01-01'))
    const over = await runCli([...broken, ...baseline, '--out', at('e')])
    expect([over.exitCode, over.stdout.replaceAll(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringContaining('ended on 2020-01-01'),
    ])

    const worse = await runCli(['diff', at('d/report.json'), at('e/report.json')])
    expect([worse.exitCode, worse.stdout]).toEqual([1, expect.stringContaining('Worse (')])
    const better = await runCli(['diff', at('e/report.json'), at('d/report.json'), '--json'])
    expect([better.exitCode, JSON.parse(better.stdout).worse]).toEqual([0, []])
  })
})

describe('gates', { timeout: 300_000 }, () => {
  test('name checks that there are, each step once', () => {
    const ids = allTopics.flatMap(({ suites }) => suites.flatMap(({ checks }) => checks.map(({ id }) => id)))
    for (const { steps } of allGates) {
      expect(steps.flatMap(({ checks }) => checks).filter(id => !ids.includes(id))).toEqual([])
      expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
    }
  })

  test('are passed by the embedded provider that serves clients, and every report says so', async () => {
    const args = ['--profile', 'gate-okta-oin,gate-entra', '--variant', 'serves-clients', '--out', at('g')]
    const result = await runCli(['run', ...args])
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(result.stdout).toMatch(/Microsoft Entra gate: 36 of 36 steps pass .*The gate is passed\./)
    const { gates = [] } = readReport(readFileSync(at('g/report.json'), 'utf8'))
    expect(gates.map(({ id, passed }) => [id, passed])).toEqual([
      ['gate-okta-oin', true],
      ['gate-entra', true],
    ])
    expect(readFileSync(at('g/junit.xml'), 'utf8')).toContain('<testsuite name="Okta OIN gate"')
    expect(readFileSync(at('g/report.html'), 'utf8')).toContain('<h2 id="gate-2">Microsoft Entra gate</h2>')
  })

  test('are not passed where a step fails', async () => {
    const args = ['--profile', 'gate-okta-oin', '--defect', 'clients-odd-id-400', '--out', at('h')]
    const result = await runCli(['run', ...args])
    expect(result.exitCode).toBe(1)
    expect(result.stdout).toMatch(/✗ spec-04 .*fail/)
    expect(result.stdout).toContain('The gate is not passed.')
  })

  test('one that there is not is told', async () => {
    const result = await runCli(['run', '--profile', 'gate-x'])
    expect([result.exitCode, result.stderr]).toEqual([2, expect.stringContaining('gate-okta-oin, gate-entra')])
  })
})

test('action.yml and Dockerfile name what there is', () => {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'))
  expect([action.runs.using, Object.keys(action.inputs)]).toEqual([
    'composite',
    ['target', 'profile', 'baseline', 'fail-on', 'out', 'artifact'],
  ])
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8')
  const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '))
  expect(copied.filter(name => !existsSync(join(root, name)))).toEqual([])
  expect(dockerfile).toMatch(/^ENTRYPOINT \["node", "\/opt\/scim-conformance\/src\/bin\.ts"\]$/m)
})
