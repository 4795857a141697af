// The embedded provider with defects and variants, from the command line: serve, run, demo, list and explain.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { demoDefects } from '../../src/cli/demo.ts'
import { readReport } from '../../src/report/json.ts'
import { runCli, temporaryFolder } from './run-cli.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

/** A port of this machine that is free now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** The answer to a create, asked until somebody listens. */
async function createdAt(baseUrl: string): Promise<Response> {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({ schemas, userName: 'ann@acme.example' }),
  }
  for (const deadline = Date.now() + 60_000; ; ) {
    try {
      return await fetch(`${baseUrl}/Users?tenant=acme`, request)
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}

describe.concurrent('switched on', { timeout: 300_000 }, () => {
  test('serve with defects and a variant says which, and has them', async () => {
    const port = await freePort()
    let answer: Response | undefined
    const seen = createdAt(`http://127.0.0.1:${port}/v2`).then(response => {
      answer = response
    })
    const result = await runCli(
      [
        ...['serve', '--port', String(port), '--variant', 'base-url-with-query'],
        ...['--defect', 'create-without-location', '--defect', 'etag-never-changes,password-returned'],
      ],
      { kill: { signal: 'SIGINT', after: seen } },
    )
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect([answer?.status, answer?.headers.get('location')]).toEqual([201, null])
    expect(result.stdout).toMatch(/defect {3}create-without-location: .*\(breaks 7644-3\.3-08\)\n/)
    expect(result.stdout).toContain('password-returned')
    expect(result.stdout).toContain(
      `In scim-target.yaml it needs:\n  baseUrl: http://127.0.0.1:${port}/v2?tenant=acme\n`,
    )
  })

  test.each([
    [
      ['serve', '--defect', 'pasword-returned'],
      /There is no defect "pasword-returned"\.\n.*Did you mean password-returned\?/,
    ],
    [
      ['run', '--variant', 'patch-answer-204'],
      /There is no variant "patch-answer-204"\.\n.*Did you mean patch-answers-204\?/,
    ],
    [['serve', '--defect', ','], /Give at least one/],
    [['list', '--defects', '--variants'], /--defects and --variants do not go together/],
  ])('%j: exit 2', async (args, message) => {
    const result = await runCli(args)
    expect(result.stderr).toMatch(message)
    expect(result.exitCode).toBe(2)
  })

  test('run --defect needs no target file, and names the defect in the report', async () => {
    const out = join(folder.path, 'one-defect')
    const result = await runCli(['run', '--defect', 'password-returned', '--only', 'user-password/never', '--out', out])
    expect(result).toMatchObject({ exitCode: 1, stderr: '' })
    const report = readReport(readFileSync(join(out, 'report.json'), 'utf8'))
    expect(report.target.name).toBe('embedded provider with password-returned')
    expect(report.checks.find(({ id }) => id === 'user-password/never-returned')?.verdict).toBe('fail')
  })

  test('run --variant takes along what its users would write into the target file', async () => {
    const out = join(folder.path, 'one-variant')
    const args = ['run', '--variant', 'base-url-with-query,user-names-of-one-domain', '--only', 'create/', '--out', out]
    expect(await runCli(args)).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('run --defect on another target: exit 2 before anything is sent', async () => {
    const file = folder.write('elsewhere.yaml', 'name: Acme\nbaseUrl: http://127.0.0.1:9/scim\nauth: { type: none }\n')
    const result = await runCli(['run', '--defect', 'password-returned', '--target', file])
    expect(result.stderr).toMatch(/^Error E_CONFIG: Defects and variants .* embedded .*\n.*Leave --target out/)
    expect(result.exitCode).toBe(2)
  })

  test('demo: every defect is found, the reports are there, exit 0', async () => {
    const out = join(folder.path, 'demo')
    const result = await runCli(['demo', '--out', out])
    expect(result.stderr).toBe('Examining the embedded service provider with 8 defects switched on.\n')
    for (const name of demoDefects) expect(result.stdout).toMatch(new RegExp(`\\n${name}: .*\\nfound by [a-z-]+/`))
    expect(result.stdout).toContain('8 defects switched on, 8 found')
    expect(result.stdout).toContain(`Reports: ${join(out, 'report.json')}`)
    expect(readReport(readFileSync(join(out, 'report.json'), 'utf8')).finished).toBe(true)
    expect(result.exitCode).toBe(0)
  })

  test('fuzz without --out sends nobody to a report', async () => {
    const result = await runCli(['fuzz', '--defect', 'quoted-names-with-or', '--only', 'quoted', '--requests', '300'])
    expect(result.exitCode).toBe(1)
    expect(result.stdout).toContain('give --out to have a report with it')
    expect(result.stdout).not.toMatch(/in the report|see the report/)
  })

  test('list --defects and --variants', async () => {
    const defects: unknown = JSON.parse((await runCli(['list', '--defects', '--json'])).stdout)
    expect(defects).toContainEqual(
      expect.objectContaining({
        name: 'create-without-location',
        title: 'the answer to a create has no Location header',
        breaks: '7644-3.3-08',
        noticedBy: ['create/location'],
      }),
    )
    expect((await runCli(['list', '--defects'])).stdout).toMatch(/\ncreate-without-location +7644-3\.3-08 +the answer/)
    const variants: unknown = JSON.parse((await runCli(['list', '--variants', '--json'])).stdout)
    expect(variants).toContainEqual(expect.objectContaining({ name: 'patch-answers-204', warns: [] }))
    expect((await runCli(['list', '--variants'])).stdout).toMatch(/patch-answers-204 +RFC 7644 §3\.5\.2 /)
  })

  test.each([
    ['create/', /create\/created .*\n\d+ checks under "create\/"/s],
    ['sort', /sort-values\/numbers .*\n\d+ checks under "sort"/s],
    ['7644-3.5.2.2', /7644-3\.5\.2\.2-09 .*patch-remove\/required .*\n10 requirements, \d+ checks under/s],
    ['7643-4.1.1', /7643-4\.1\.1-02 .*create\/duplicate-user-name /s],
  ])('explain %s lists what is under it', async (id, words) => {
    const result = await runCli(['explain', id])
    expect(result.stdout).toMatch(words)
    expect(result.exitCode).toBe(0)
  })

  test('explain of a section leaves out sections whose number only begins alike', async () => {
    const { stdout } = await runCli(['explain', '7644-3.1'])
    expect(stdout).toContain('7644-3.1-')
    expect(stdout).not.toMatch(/7644-3\.1\d/)
  })

  test.each([
    ['flter', 'filter'],
    ['creat/x', 'create/'],
  ])('explain %s: did you mean %s', async (id, meant) => {
    const result = await runCli(['explain', id])
    expect(result.stderr).toContain(`Did you mean ${meant}`)
    expect(result.exitCode).toBe(2)
  })
})
