// A plan: it shows what would be created and sent, and nothing at all reaches the target or anything that the target file names.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callCli } from './call-cli.ts'
import { type RecordingServer, startRecordingServer } from './recording-server.ts'
import { temporaryFolder } from './run-cli.ts'

const folder = temporaryFolder()
let server: RecordingServer

beforeAll(async () => {
  server = await startRecordingServer()
})
afterAll(async () => {
  await server.close()
  folder.remove()
})

let targets = 0
const targetFile = (lines: string): string =>
  folder.write(
    `acme-${++targets}.yaml`,
    [
      'name: Acme',
      `baseUrl: ${server.origin}/scim`,
      'paths:',
      `  ServiceProviderConfig: ${server.origin}/elsewhere/config`,
      '  User: /accounts',
      `headers: { X-Api-Key: "$\{API_KEY}" }`,
      `proxy: ${server.origin}`,
      lines,
      '',
    ].join('\n'),
  )

describe.concurrent('run --plan', { timeout: 300_000 }, () => {
  test('needs no secret: a variable that is not set is told; one of another place has to be there', async () => {
    const file = targetFile(`auth: { type: basic, username: "$\{ACME_USER}", password: "$\{ACME_PASSWORD}" }`)
    const plan = ['run', '--plan', '--only', 'create/created', '--json']
    const result = await callCli([...plan, '--target', file], { cwd: folder.path, env: { ACME_USER: 'scott' } })
    expect([result.exitCode, JSON.parse(result.stdout).notes]).toEqual([
      0,
      ['API_KEY', 'ACME_PASSWORD'].map(name => `${name} is not set. A run needs it: export ${name}=…`),
    ])
    const ofMany = join(folder.path, 'many')
    mkdirSync(ofMany)
    const ran = join(folder.path, 'many-ran')
    const auth = `auth: { type: bearer, tokenCommand: ["touch", "${ran}"] }`
    writeFileSync(join(ofMany, 'acme.yaml'), `baseUrl: https://acme.example.invalid\n${auth}\n`)
    const one = await callCli([...plan, '--target', `${ofMany}#acme`], { cwd: folder.path })
    expect([one.exitCode, existsSync(ran)]).toEqual([0, false])
    const nowhere = folder.write('nowhere.yaml', `baseUrl: "$\{ACME_URL}"\nauth: { type: none }\n`)
    const unset = await callCli([...plan, '--target', nowhere], { cwd: folder.path })
    expect([unset.exitCode, unset.stderr]).toEqual([2, expect.stringContaining('ACME_URL is not set')])
    expect(server.seen).toEqual([])
  })

  test('nothing is sent to the target, its proxy, its authorization server, or by its token command', async () => {
    const ran = join(folder.path, 'ran')
    const file = targetFile(`auth: { type: bearer, tokenCommand: ["touch", "${ran}"] }`)
    const result = await callCli(
      ['run', '--plan', '--only', 'create/,patch-add/new-value', '--target', file, '--out', join(folder.path, 'out')],
      { cwd: folder.path, env: { API_KEY: 'plan-api-key-1' } },
    )
    expect(result.exitCode).toBe(0)
    expect(server.seen).toEqual([])
    expect(existsSync(ran)).toBe(false)
    expect(existsSync(join(folder.path, 'out'))).toBe(false)

    const { stdout } = result
    expect(stdout).toContain('Plan for Acme: nothing was sent to it.')
    expect(stdout).toContain(`${server.origin}/scim`)
    expect(stdout).not.toContain('plan-api-key-1')
    expect(stdout).toMatch(/Signs in +with bearer token from/)
    expect(stdout).toMatch(/create\/duplicate-user-name +MUST/)
    expect(stdout).toMatch(/patch-add\/new-value .*needs patch\.supported|needs .*patch\.supported/)
    expect(stdout).toMatch(/\d+ at \/accounts, such as/)
    expect(stdout).toContain('"userName": "scimc-xxxxxxxx-')
    expect(stdout).toMatch(/\d+ +POST +\/accounts/)
    expect(stdout).toMatch(/not among --only/)
  })

  test('OAuth: no token is asked for; as data', async () => {
    const file = targetFile(
      `auth: { type: oauth2, grant: client-credentials, tokenEndpoint: "${server.origin}/token", clientId: me, clientSecret: "$\{SECRET}" }`,
    )
    const result = await callCli(['run', '--plan', '--quick', '--json', '--target', file], {
      cwd: folder.path,
      env: { API_KEY: 'plan-api-key-1', SECRET: 'plan-secret-2' },
    })
    expect(result.exitCode).toBe(0)
    expect(server.seen).toEqual([])
    expect(result.stdout).not.toMatch(/plan-api-key-1|plan-secret-2/)
    const plan: unknown = JSON.parse(result.stdout)
    expect(plan).toMatchObject({
      target: { name: 'Acme', baseUrl: `${server.origin}/scim` },
      credentials: expect.stringContaining('client "me"'),
      writes: true,
      requests: { total: expect.any(Number) },
      creates: expect.arrayContaining([expect.objectContaining({ path: '/accounts' })]),
    })
  })

  test('another machine: what is asked before it begins is shown, and nobody is asked', async () => {
    const file = folder.write(
      'far.yaml',
      'name: Far\nbaseUrl: https://scim.example.invalid/v2\nauth: { type: none }\nsafety: own-data\n',
    )
    const result = await callCli(['run', '--plan', '--only', 'create/created', '--target', file], { cwd: folder.path })
    expect(result.stdout.replace(/\s+/g, ' ')).toMatch(/Asks before it begins: The run creates .* at Far/)
    expect(result.exitCode).toBe(0)
    const readOnly = folder.write(
      'read.yaml',
      'name: Far\nbaseUrl: https://scim.example.invalid/v2\nauth: { type: none }\nsafety: read-only\n',
    )
    const other = await callCli(['run', '--plan', '--only', 'create/created', '--target', readOnly], {
      cwd: folder.path,
    })
    expect(other.stdout).toContain('Creates nothing')
    expect(other.stdout).toMatch(/Journal +none/)
    expect(readdirSync(folder.path)).not.toContain('reports')
  })
})
