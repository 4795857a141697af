// The command line as its users meet it: messages and exit codes.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { readReport, renderJson } from '../../src/report/json.ts'
import { aSampleResult } from '../../src/report/sample.test-data.ts'
import { runCli, temporaryFolder } from './run-cli.ts'

const token = 'cli-test-token-123'
const folder = temporaryFolder()
let provider: ProviderHandle

beforeAll(async () => {
  provider = await startProvider({ token })
})
afterAll(async () => {
  await provider.close()
  folder.remove()
})

let targets = 0
const target = (baseUrl: string): string =>
  folder.write(
    `target-${++targets}.yaml`,
    `name: Acme\nbaseUrl: ${baseUrl}\nauth: { type: bearer, token: "$\{SCIM_TOKEN}" }\n`,
  )

// A full run takes a while on a busy machine.
describe.concurrent('run', { timeout: 300_000 }, () => {
  test('a conforming provider: exit 0, three reports, no secret in any of them', async () => {
    const out = join(folder.path, 'reports-conforming')
    const result = await runCli(['run', '--target', target(provider.baseUrl), '--out', out], {
      env: { SCIM_TOKEN: token },
    })
    expect(result.stderr).toBe('')
    expect(result.exitCode).toBe(0)
    expect(result.stdout).toContain('Conforms.')
    const files = ['report.json', 'report.html', 'junit.xml'].map(name => readFileSync(join(out, name), 'utf8'))
    for (const text of [...files, result.stdout]) expect(text).not.toContain(token)
    const report = readReport(files[0] ?? '')
    expect(report.finished).toBe(true)
  })

  test('--json prints the report alone on stdout', async () => {
    const out = join(folder.path, 'reports-json')
    const result = await runCli(
      ['run', '--json', '--only', 'create/created', '--target', target(provider.baseUrl), '--out', out],
      { env: { SCIM_TOKEN: token } },
    )
    const report = readReport(result.stdout)
    expect(report.checks.some(({ verdict }) => verdict === 'skipped')).toBe(true)
    expect(result.exitCode).toBe(0)
  })

  test('a wrong token: exit 2, says what was tried', async () => {
    const out = join(folder.path, 'reports-token')
    const result = await runCli(['run', '--target', target(provider.baseUrl), '--out', out], {
      env: { SCIM_TOKEN: 'wrong-token-456' },
    })
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toMatch(/Error E_AUTH: GET .*\/Users\?count=1 was answered 401 Unauthorized.* bearer/)
    expect(result.stderr).not.toContain('wrong-token-456')
    const texts = ['report.json', 'report.html', 'junit.xml'].map(name => readFileSync(join(out, name), 'utf8'))
    for (const text of texts) {
      expect(text).toContain('401 Unauthorized')
      expect(text).not.toContain('wrong-token-456')
    }
    const report = readReport(texts[0] ?? '')
    expect([report.finished, report.stopped?.code, report.checks]).toEqual([false, 'E_AUTH', []])
  })

  test('a host where nobody listens: exit 2', async () => {
    const result = await runCli(['run', '--target', target('http://127.0.0.1:9/scim')], { env: { SCIM_TOKEN: token } })
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toMatch(/Error E_UNREACHABLE: .*127\.0\.0\.1:9.*ECONNREFUSED/)
  })

  test('a web page where SCIM should be: exit 2', async () => {
    const server = createServer((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
    )
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const result = await runCli(['run', '--target', target(`http://127.0.0.1:${port}`)], { env: { SCIM_TOKEN: token } })
    server.close()
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain('HTML page')
  })

  test.each([
    ['a file', (out: string) => writeFileSync(out, '')],
    ['a folder below a file', (out: string) => writeFileSync(join(out, '..'), '')],
    [
      'a folder whose report.json is a folder',
      (out: string) => mkdirSync(join(out, 'report.json'), { recursive: true }),
    ],
  ])('--out names %s: exit 2 before anything is sent', async (what, make) => {
    const out = join(folder.path, what.replaceAll(' ', '-'), 'out')
    if (what !== 'a folder below a file') mkdirSync(join(out, '..'), { recursive: true })
    make(out)
    for (const command of ['run', 'fuzz']) {
      // Nobody listens there: a request would be E_UNREACHABLE.
      const result = await runCli([command, '--target', target('http://127.0.0.1:9/scim'), '--out', out], {
        env: { SCIM_TOKEN: token },
      })
      expect(result.stderr).toMatch(/^Error E_CONFIG: The reports cannot be written to .*\n {2}.*--out/)
      expect(result.exitCode).toBe(2)
    }
  })

  test('fuzz --corpus in a folder that is not there: exit 2 before anything is sent', async () => {
    const corpus = join(folder.path, 'nowhere', 'corpus.jsonl')
    const result = await runCli(['fuzz', '--target', target('http://127.0.0.1:9/scim'), '--corpus', corpus], {
      env: { SCIM_TOKEN: token },
    })
    expect(result.stderr).toMatch(/^Error E_CONFIG: The corpus .* cannot be written: ENOENT/)
    expect(result.exitCode).toBe(2)
  })

  test('broken YAML: exit 2, names file and line', async () => {
    const file = folder.write('broken.yaml', 'name: x\nbaseUrl: [')
    const result = await runCli(['run', '--target', file])
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toMatch(/Error E_CONFIG: .*broken\.yaml:\d/)
  })

  test('an unknown key: exit 2, names the nearest known one', async () => {
    const file = folder.write('unknown-key.yaml', 'name: x\nbaseURL: http://127.0.0.1\nauth: { type: none }')
    const result = await runCli(['run', '--target', file])
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain('baseUrl')
  })

  test('no target file: exit 2, says what to do', async () => {
    const result = await runCli(['run'])
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain('scim-target.yaml')
  })

  test('a target that is not on this machine is not written to without consent: exit 2', async () => {
    const result = await runCli(['run', '--target', target('https://scim.example.invalid/v2')], {
      env: { SCIM_TOKEN: token },
    })
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain('--yes')
  })

  test('a credential that may only read: one cause, exit 2', async () => {
    const readOnly = await startProvider({ credentials: [{ token: 'reader-token-1', rights: 'read' }] })
    const out = join(folder.path, 'reports-reader')
    const result = await runCli(['run', '--target', target(readOnly.baseUrl), '--out', out, '--json'], {
      env: { SCIM_TOKEN: 'reader-token-1' },
    })
    await readOnly.close()
    expect(result.exitCode).toBe(2)
    const report = readReport(result.stdout)
    expect(report.stopped?.code).toBe('E_AUTH')
    const cause = report.stopped?.message ?? ''
    expect(cause).toContain('403 Forbidden')
    // A check of several cases has the cause once for each, after what the case is called.
    const reasons = report.checks.flatMap(({ verdict, reason = '' }) => (verdict === 'blocked' ? [reason] : []))
    expect(reasons.length).toBeGreaterThan(0)
    expect(reasons.filter(reason => !reason.includes(cause))).toEqual([])
  })

  test('SIGINT: exit 3, a report that says it is not finished, nothing left behind', async () => {
    let creates = 0
    let created: () => void = () => undefined
    const underWay = new Promise<void>(resolve => {
      created = resolve
    })
    const slow = await startProvider({
      token,
      parts: parts => ({
        onResponse: async (request, response) => {
          await new Promise(resolve => setTimeout(resolve, 30))
          if (request.method === 'POST' && ++creates === 2) created()
          return parts.onResponse(request, response)
        },
      }),
    })
    const out = join(folder.path, 'reports-interrupted')
    const result = await runCli(['run', '--target', target(slow.baseUrl), '--out', out], {
      env: { SCIM_TOKEN: token },
      kill: { signal: 'SIGINT', after: underWay },
    })
    const left = ['User', 'Group', 'Device'].map(type => slow.store.count(type))
    await slow.close()
    const report = readReport(readFileSync(join(out, 'report.json'), 'utf8'))
    expect([report.finished, report.stopped?.code]).toEqual([false, 'E_INTERRUPTED'])
    expect(result.stdout).not.toContain('Conforms.')
    expect(left).toEqual([0, 0, 0])
    expect(result.exitCode).toBe(3)
  })
})

const embedded = folder.write('embedded.yaml', 'baseUrl: embedded\n')

describe.concurrent('other commands', { timeout: 300_000 }, () => {
  test.each([
    [['frobnicate'], 2, /There is no command "frobnicate"/],
    [['run', '--target', embedded, '--only', 'creat/'], 2, /"creat\/".*\n.*Did you mean create\/\?/],
    [['explain', 'create/creatd'], 2, /Did you mean create\/created\?/],
    [['report', 'nowhere.json'], 2, /cannot be read/],
    [['serve', '--port', '99999'], 2, /from 1 to 65535/],
  ])('%j', async (args, exitCode, message) => {
    const result = await runCli(args)
    expect(result.stderr).toMatch(message)
    expect(result.exitCode).toBe(exitCode)
  })

  test('serve on a port in use: exit 2', async () => {
    const result = await runCli(['serve', '--port', String(provider.port)])
    expect(result.stderr).toMatch(/^Error E_CONFIG: .*port \d+: .*EADDRINUSE.*\n {2}Name another port with --port/)
    expect(result.exitCode).toBe(2)
  })

  test.each(['--html', '--junit', '--har', '--markdown'])(
    'report %s to a folder that is not there: exit 2',
    async option => {
      const report = folder.write(`report-${option}.json`, renderJson(aSampleResult()))
      const result = await runCli(['report', report, option, join(folder.path, 'nowhere', 'file')])
      expect(result.stderr).toMatch(new RegExp(`^Error E_CONFIG: .* cannot be written: ENOENT.*\\n {2}With ${option}`))
      expect(result.exitCode).toBe(2)
    },
  )

  test('run --har --markdown in GitHub Actions: two more files, annotations on stderr, the summary of the step', async () => {
    const step = folder.write('step.md', '')
    const out = join(folder.path, 'further')
    const result = await runCli(
      ['run', '--defect', 'create-without-location', '--only', 'create/location', '--har', '--markdown', '--out', out],
      { env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: step } },
    )
    expect(result.exitCode).toBe(1)
    expect(result.stderr).toMatch(/^::error title=create\/location · MUST RFC 7644 §3\.3::/m)
    expect(result.stdout).toContain(join(out, 'report.har'))
    const summary = readFileSync(join(out, 'summary.md'), 'utf8')
    expect(summary).toContain('Does not conform: 1 MUST broken')
    expect(readFileSync(step, 'utf8')).toBe(summary)
    expect(JSON.parse(readFileSync(join(out, 'report.har'), 'utf8'))).toMatchObject({ log: { version: '1.2' } })
    // A later run that is not asked for them leaves none behind.
    await runCli(['run', '--defect', 'create-without-location', '--only', 'create/location', '--out', out])
    expect(readdirSync(out).sort()).toEqual(['junit.xml', 'report.html', 'report.json'])
  })

  test('--help and --version', async () => {
    expect(await runCli(['--help'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('serve') })
    expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test('list --json', async () => {
    const rows: unknown = JSON.parse((await runCli(['list', '--json'])).stdout)
    expect(rows).toContainEqual({
      id: 'create/duplicate-user-name',
      title: expect.any(String),
      topic: 'resources',
      level: 'MUST',
      requirements: ['7644-3.3-10', '7643-4.1.1-02'],
      needs: ['user-resource'],
    })
  })

  test.each([[['list']], [['list', '--json']]])('%j to a reader who has gone', async args => {
    expect(await runCli(args, { unread: true })).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  })

  test.runIf(existsSync('/dev/full'))('what cannot be written is not passed over: exit 2', async () => {
    const result = await runCli(['list'], { stdoutFile: '/dev/full' })
    expect(result.stderr).toMatch(/^Error E_CONFIG: The output cannot be written: ENOSPC/)
    expect(result.exitCode).toBe(2)
  })

  test('explain a check and a requirement', async () => {
    expect((await runCli(['explain', 'create/created'])).stdout).toContain('RFC 7644 §3.3')
    expect((await runCli(['explain', '7644-3.3-10'])).stdout).toContain('create/duplicate-user-name')
  })
})
