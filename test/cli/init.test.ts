// `init` as its users meet it: what it finds, what it writes, what it says; and that what it wrote works.

import { existsSync, readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { k2Cloud, k2ProcInst } from '../../fixtures/emulations/k2.ts'
import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { allVariants } from '../../fixtures/variants/all.ts'
import { authority, serverCertificate, serverKey } from '../../src/auth/certificates.test-data.ts'
import { exitCodeOfError } from '../../src/cli/exit-code.ts'
import { initCommand } from '../../src/cli/init.ts'
import type { Output } from '../../src/cli/terminal.ts'
import { ConfigurationError, HarnessError, InterruptedError } from '../../src/errors.ts'
import { loadTarget } from '../../src/target/read-target.ts'
import { type CliResult, runCli, temporaryFolder } from './run-cli.ts'

const token = 'init-test-token-123'
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
const closing: (() => Promise<unknown>)[] = []
afterAll(async () => {
  await Promise.all(closing.map(close => close()))
})

async function provider(options: ProviderOptions): Promise<{ origin: string; baseUrl: string }> {
  const handle = await startProvider(options)
  closing.push(() => handle.close())
  return { origin: `http://127.0.0.1:${handle.port}`, baseUrl: handle.baseUrl }
}

/** A server that is no SCIM service provider; gives its origin. */
async function server(listener: RequestListener): Promise<string> {
  const made = createServer(listener)
  await new Promise<void>(resolve => made.listen(0, '127.0.0.1', resolve))
  closing.push(async () => made.closeAllConnections())
  closing.push(() => new Promise(resolve => made.close(resolve)))
  return `http://127.0.0.1:${portOf(made.address())}`
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

type Options = Parameters<typeof initCommand>[0]
type Environment = Readonly<Record<string, string>>

interface Init extends CliResult {
  /** The target file, where one was written. */
  readonly text: string | undefined
  readonly folder: string
}

/** The real command in a folder of its own, with what it wrote. */
async function cli(args: readonly string[], env: Environment = {}): Promise<Init> {
  const folder = newFolder()
  const result = await runCli(['init', ...args], { cwd: folder, env })
  return { ...result, text: writtenIn(folder), folder }
}

/** The same within this process, which is quicker. */
async function init(options: Partial<Options>, env: Environment = {}, folder = newFolder()): Promise<Init> {
  const { output, printed, told } = keptOutput()
  let stderr = ''
  const exitCode = await initCommand({ ...usualOptions(folder), ...options }, output, env, undefined).catch(error => {
    if (!(error instanceof HarnessError)) throw error
    stderr = `Error ${error.code}: ${error.message}\n  ${error.hint}\n`
    return exitCodeOfError(error)
  })
  return { exitCode, stdout: printed(), stderr: told() + stderr, text: writtenIn(folder), folder }
}

function newFolder(): string {
  const folder = temporaryFolder()
  closing.push(async () => folder.remove())
  return folder.path
}

function writtenIn(folder: string): string | undefined {
  const file = join(folder, 'scim-target.yaml')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function usualOptions(folder: string): Options {
  return { out: join(folder, 'scim-target.yaml'), force: false, yes: false, readOnly: false, insecure: false }
}

function keptOutput(): { readonly output: Output; printed(): string; told(): string } {
  let printed = ''
  let told = ''
  const print = (text: string): void => {
    printed += `${text}\n`
  }
  const tell = (text: string): void => {
    told += `${text}\n`
  }
  return { output: { print, tell, live: false, colour: false, width: 100 }, printed: () => printed, told: () => told }
}

describe.concurrent('without a terminal', { timeout: 300_000 }, () => {
  test('a host alone: finds the base URL, and what it writes works at once', async () => {
    const { origin, baseUrl } = await provider({ token, basePath: '/scim/v2' })
    const made = await cli([origin], { SCIM_TOKEN: token })
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    expect(made.stdout).toContain(
      `${origin} has nothing that is SCIM: /ServiceProviderConfig, /Users and /users 404 Not`,
    )
    expect(made.stdout).toContain(`${baseUrl} is SCIM, signed in`)
    expect(made.stdout).toContain('Without credentials, too: /ServiceProviderConfig.')
    expect(made.stdout).toMatch(/\nWrote scim-target\.yaml\. Next:\n {2}scim-conformance run\n$/)
    expect(made.text).toContain(`baseUrl: ${baseUrl}\n`)
    expect(made.text).toMatch(/\nauth:\n {2}type: bearer\n {2}token: \$\{SCIM_TOKEN\}\n/)
    expect(made.text + made.stdout).not.toContain(token)
    const run = await runCli(['run', '--only', 'create/created'], { cwd: made.folder, env: { SCIM_TOKEN: token } })
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('a token that is not set: the file is written, and what to set is said', async () => {
    const { baseUrl } = await provider({ token })
    const made = await cli(['--url', `${baseUrl}/Users?count=1`, '--token-env', 'ACME_TOKEN'])
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    expect(made.stdout).toContain('The base URL ends before /Users, so that was left out.')
    expect(made.stdout).toContain('The credentials were not tried: ACME_TOKEN is not set.')
    expect(made.stdout).toMatch(/Next:\n {2}export ACME_TOKEN=…\n {2}scim-conformance run\n$/)
    expect(made.text).toContain('ACME_TOKEN}')
  })

  test('a token that is refused: exit 2 and no file; with --yes a file', async () => {
    const { baseUrl } = await provider({ token })
    const env = { SCIM_TOKEN: 'wrong-token-456' }
    const made = await init({ url: baseUrl }, env)
    expect(made).toMatchObject({ exitCode: 2, text: undefined })
    expect(made.stderr).toMatch(/^Error E_AUTH: GET \/Users was answered 401 Unauthorized, asks for Bearer/)
    const forced = await init({ url: baseUrl, yes: true }, env)
    expect(forced.exitCode).toBe(0)
    expect(forced.stdout).toContain('written all the same')
    expect(made.stdout + made.stderr + forced.stdout + forced.stderr).not.toContain('wrong-token-456')
  })

  test('a credential without the right to read: says that it lacks a role', async () => {
    const origin = await server((_, response) => response.writeHead(403).end('{"schemas":[],"detail":"No role."}'))
    const made = await init({ url: `${origin}/scim/v2` }, { SCIM_TOKEN: token })
    expect(made).toMatchObject({ exitCode: 2, text: undefined })
    expect(made.stderr).toMatch(/E_AUTH: .*403 Forbidden, "No role\.".*\n.*SCIM role or scope/)
  })

  test('Basic, and all of discovery behind it; pages are short', async () => {
    const { origin } = await provider({
      basic: { username: 'ann: no', password: 'pa55word-789' },
      choices: { discovery: 'authenticated' },
      features: { maxResults: 3 },
      seed: { User: ['a', 'b', 'c', 'd', 'e'].map(userName => ({ schemas: [userSchema], userName })) },
    })
    const bad = await init({ url: origin, username: 'ann: no' }, { SCIM_PASSWORD: 'pa55word-789' })
    expect(bad.exitCode).toBe(2)
    expect(bad.stderr).toMatch(/auth\.username: must not hold a colon/)
    const { origin: other } = await provider({
      basic: { username: 'ann', password: 'pa55word-789' },
      choices: { discovery: 'authenticated' },
      features: { maxResults: 3 },
      seed: { User: ['a', 'b', 'c', 'd', 'e'].map(userName => ({ schemas: [userSchema], userName })) },
    })
    const made = await init({ url: other, username: 'ann' }, { SCIM_PASSWORD: 'pa55word-789' })
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    expect(made.stdout).toContain(
      '/v2 wants credentials: /ServiceProviderConfig and /Users 401 Unauthorized, asks for Basic.',
    )
    expect(made.stdout).not.toContain('Without credentials, too')
    expect(made.text).toContain('A page holds 3 users at the most: 1000 of 5 were asked for.')
    expect(made.text).toContain('\n  type: basic\n  username: ann\n')
    expect(made.text + made.stdout).not.toContain('pa55word-789')
  })

  test('no credentials needed', async () => {
    const { baseUrl } = await provider({})
    const made = await init({ url: baseUrl })
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    expect(made.text).toContain('# Users can be read without credentials.\nauth:\n  type: none\n')
  })

  test('lower-case paths and no discovery: the paths are written, the preset is named as a guess', async () => {
    const secrets = { path: '4711', password: 'pa55word-789', token }
    const { origin } = await provider(k2ProcInst.options(secrets))
    const made = await init({ url: `${origin}/api/scim/v2/4711` }, { SCIM_TOKEN: token })
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    expect(made.stdout).toContain('User resources are at /users, and not at /Users.')
    expect(made.stdout).toContain('/ServiceProviderConfig, /ResourceTypes and /Schemas 404 Not Found')
    expect(made.text).toMatch(/\n# preset: k2-procinst\n/)
    expect(made.text).toMatch(/\npaths: .*\n {2}User: \/users\n {2}Group: \/groups\n/)
    const run = await runCli(['run', '--only', 'create/created'], { cwd: made.folder, env: { SCIM_TOKEN: token } })
    expect(run.exitCode).toBe(0)
  })

  test('a secret in the path is neither shown nor written', async () => {
    const secrets = { path: 'path-secret-0815', password: 'x', token }
    const { origin } = await provider(k2Cloud.options(secrets))
    const made = await init({ url: `${origin}/tokens/path-secret-0815` }, { SCIM_TOKEN: token })
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    expect(made.stdout).toContain(`${origin}/tokens/[redacted] is SCIM, signed in`)
    expect(made.stdout).toMatch(/export SCIM_PATH_TOKEN=…/)
    expect(made.text).toContain(`baseUrl: ${origin}/tokens/{token}\n`)
    expect(made.text + made.stdout).not.toContain('path-secret-0815')
    const env = { SCIM_TOKEN: token, SCIM_PATH_TOKEN: 'path-secret-0815' }
    expect((await runCli(['run', '--only', 'create/created'], { cwd: made.folder, env })).exitCode).toBe(0)
  })

  test('a preset that is asked for', async () => {
    const secrets = { path: '4711', password: 'pa55word-789', token }
    const { origin } = await provider(k2ProcInst.options(secrets))
    const url = `${origin}/api/scim/v2/4711`
    const made = await cli([url, '--preset', 'k2-procinst', '--username', 'scim-api', '--read-only'], {
      SCIM_PASSWORD: 'pa55word-789',
    })
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    expect(made.text).toMatch(/\npreset: k2-procinst .*\nbaseUrl: http:\/\/\{host\}\/api\/scim\/v2\/\{procInstId\}\n/)
    expect(made.text).toContain('  procInstId: "4711"\n')
    expect(made.text).toContain('\nsafety: read-only\n')
    expect(made.text).not.toContain('paths:')
    const wrong = await init({ url, preset: 'k2-procinsst' })
    expect(wrong.stderr).toMatch(/no preset "k2-procinsst"\.\n.*Did you mean k2-procinst\?/)
    expect(wrong.exitCode).toBe(2)
  })

  test('a web page everywhere: exit 2, each place is named once, only GET was sent', async () => {
    const methods = new Set<string | undefined>()
    const origin = await server((request, response) => {
      methods.add(request.method)
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>')
    })
    const made = await init({ url: `${origin}/app` }, { SCIM_TOKEN: token })
    expect(made).toMatchObject({ exitCode: 2, text: undefined })
    const places = ['/app', '/app/scim/v2', '/app/v2', '/app/scim', '/app/api/scim/v2', '/app/scim2']
    const answer =
      '/ServiceProviderConfig and /Users 200 OK, a web page: to sign in, or an app that answers every path.'
    const [first = '', ...others] = places
    const sentences = [`${origin}${first} has nothing that is SCIM: ${answer}`, `The same at ${others.join(', ')}.`]
    expect(made.stdout).toBe(`${sentences.join('\n')}\n`)
    expect(made.stderr).toMatch(
      /^Error E_UNREACHABLE: Nothing at .*\/app answers like SCIM; nothing was written\.\n.*ends where/,
    )
    expect([...methods]).toEqual(['GET'])
  })

  test('a redirect to another host is told, and not followed', async () => {
    const origin = await server((_, response) =>
      response.writeHead(302, { location: 'https://sso.acme.example/login?state=abc' }).end(),
    )
    const made = await init({ url: `${origin}/scim/v2` })
    expect(made.stdout).toContain('302 Found, leads to https://sso.acme.example/login')
    expect(made.stdout).not.toContain('state=abc')
    expect(made).toMatchObject({ exitCode: 2, text: undefined })
  })

  test('an authorization code: written without a try, and login comes next', async () => {
    const { baseUrl } = await provider({ token })
    const oauth = ['--auth', 'oauth2', '--grant', 'authorization-code', '--issuer', 'https://login.acme.example']
    const made = await cli([baseUrl, ...oauth, '--client-id', 'scim', '--scope', 'openid scim'])
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    expect(made.stdout).toContain('The credentials were not tried: someone has to sign in first.')
    expect(made.stdout).toMatch(/Next:\n {2}scim-conformance login\n {2}scim-conformance run\n$/)
    expect(made.text).toMatch(
      /\n {2}grant: authorization-code\n {2}issuer: https:\/\/login.acme.example\n {2}clientId: scim\n/,
    )
    const without = await init({ url: baseUrl, auth: 'oauth2', clientId: 'scim' })
    expect(without.stderr).toMatch(/^Error E_CONFIG: Issuer: not given.*\n.*--issuer or --token-endpoint/)
    expect(without).toMatchObject({ exitCode: 2, text: undefined })
  })

  test('client credentials are tried', async () => {
    const { baseUrl } = await provider({ token })
    const origin = await server((_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 300 })),
    )
    const env = { SCIM_CLIENT_SECRET: 'client-secret-42' }
    const made = await init({ url: baseUrl, clientId: 'scim', tokenEndpoint: `${origin}/token` }, env)
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    expect(made.stdout).toContain('is SCIM, signed in')
    expect(made.text).toContain(`tokenEndpoint: ${origin}/token\n`)
    expect(made.text + made.stdout).not.toMatch(/client-secret-42|init-test-token/)
    const nowhere = 'http://127.0.0.1:9/token'
    const dead = await init({ url: baseUrl, clientId: 'scim', tokenEndpoint: nowhere }, env)
    expect(dead.stderr).toMatch(/^Error E_AUTH: .*127\.0\.0\.1:9/)
    expect(dead).toMatchObject({ exitCode: 2, text: undefined })
  })

  test('nothing there: exit 2, one sentence; with --yes a file that can be read', async () => {
    const made = await init({ url: 'http://127.0.0.1:9/scim' })
    expect(made).toMatchObject({ exitCode: 2, text: undefined })
    expect(made.stdout).toBe('http://127.0.0.1:9/scim gives no answer (connect ECONNREFUSED 127.0.0.1:9).\n')
    expect(made.stderr).toMatch(/^Error E_UNREACHABLE: .* cannot be talked to: .*\n.*host and port/)
    expect((await init({ url: 'http://127.0.0.1:9/scim', yes: true }, {}, made.folder)).exitCode).toBe(0)
    const { baseUrl } = await loadTarget(join(made.folder, 'scim-target.yaml'), { SCIM_TOKEN: token })
    expect(baseUrl).toBe('http://127.0.0.1:9/scim')
  })

  test('a certificate of an unknown authority: says what to do, which then works', async () => {
    const { origin } = await provider({ token })
    const secure = createTlsServer({ cert: serverCertificate, key: serverKey }, (request, response) => {
      const headers = { authorization: request.headers.authorization ?? '' }
      void fetch(`${origin}${request.url}`, { headers }).then(async answer => {
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
        response.end(await answer.text())
      })
    })
    await new Promise<void>(resolve => secure.listen(0, '127.0.0.1', resolve))
    closing.push(async () => secure.close())
    const url = `https://localhost:${portOf(secure.address())}/v2`
    const made = await init({ url }, { SCIM_TOKEN: token })
    expect(made).toMatchObject({ exitCode: 2, text: undefined })
    expect(made.stderr).toMatch(/E_UNREACHABLE: .*\n.*PEM file of its authority with --ca/)
    const folder = temporaryFolder()
    closing.push(async () => folder.remove())
    const ca = folder.write('authority.pem', authority)
    const trusting = await init({ url, ca }, { SCIM_TOKEN: token })
    expect(trusting).toMatchObject({ exitCode: 0, stderr: '' })
    expect(trusting.text).toMatch(/\ntls:\n {2}ca: .*authority\.pem"?\n/)
  })

  test('a file that is there stays, and with --force it goes', async () => {
    const { baseUrl } = await provider({})
    const made = await init({ url: baseUrl })
    const there = { cwd: made.folder }
    const again = await runCli(['init', 'http://127.0.0.1:9/'], there)
    expect(again.stderr).toMatch(/^Error E_CONFIG: scim-target\.yaml is there already.*\n.*--force/)
    expect(again).toMatchObject({ exitCode: 2, stdout: '' })
    expect(writtenIn(made.folder)).toBe(made.text)
    const forced = await init({ url: baseUrl, force: true, name: 'Acme: staging' }, {}, made.folder)
    expect(forced.exitCode).toBe(0)
    expect(forced.text).toContain('name: "Acme: staging"\n')
    const elsewhere = await runCli(['init', baseUrl, '--out', 'other.yaml'], there)
    expect(elsewhere.stdout).toMatch(/scim-conformance run --target other\.yaml\n$/)
    const nowhere = await init({ url: baseUrl, out: join(made.folder, 'nowhere/other.yaml') })
    expect(nowhere.stderr).toMatch(/^Error E_CONFIG: .*nowhere\/other\.yaml cannot be written: ENOENT/)
    expect(nowhere.exitCode).toBe(2)
  })

  test.each([
    [[], /^Error E_CONFIG: init needs the URL .*\n.*init https:\/\//],
    [['ftp://acme.example'], /^Error E_CONFIG: That is not the URL/],
    [['https://ann:pa55word@acme.example'], /^Error E_CONFIG: The URL holds a user name or password/],
    [['127.0.0.1:9', '--token-env', 'ghp_pa55word'], /^Error E_CONFIG: --token-env wants the name of an environment/],
    [['127.0.0.1:9', '--auth', 'digest'], /digest/],
  ])('%j: exit 2, no secret shown', async (args, message) => {
    const made = await cli(args)
    expect(made.stderr).toMatch(message)
    expect(made.stderr + made.stdout).not.toContain('pa55word')
    expect(made).toMatchObject({ exitCode: 2, text: undefined })
  })
})

test('every legal variant is found where it is, and its file says what its users have to write', {
  timeout: 120_000,
}, async () => {
  for (const { name, options = {}, change, target = {} } of allVariants) {
    const { baseUrl } = await provider({ token, ...options, ...(change === undefined ? {} : { parts: change }) })
    const query = target.baseQuery === undefined ? '' : `?${new URLSearchParams(target.baseQuery)}`
    const folder = newFolder()
    const made = await init({ url: baseUrl + query }, { SCIM_TOKEN: token }, folder)
    expect(made, name).toMatchObject({ exitCode: 0, stderr: '' })
    const read = await loadTarget(join(folder, 'scim-target.yaml'), { SCIM_TOKEN: token })
    const { baseQuery = {}, paths = {} } = target
    expect(read, name).toMatchObject({
      baseUrl,
      baseQuery,
      paths,
      auth: { type: expect.stringMatching(/bearer|none/) },
    })
  }
})

/** Runs init at a terminal of streams; each answer is typed when a question has been asked. */
async function asked(args: readonly string[], answers: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const folder = newFolder()
  const { output, printed } = keptOutput()
  const input = new PassThrough()
  const screen = new PassThrough()
  let shown = ''
  const left = [...answers]
  screen.on('data', chunk => {
    shown += String(chunk)
    // Every question ends in a colon or [y/N], which an escape sequence may follow.
    if (!/(: |\[y\/N\] )$/.test(stripVTControlCharacters(shown))) return
    const next = left.shift()
    if (next !== undefined) setImmediate(() => input.write(next))
  })
  const outcome: unknown = await initCommand(
    { ...usualOptions(folder), ...(args[0] === undefined ? {} : { url: args[0] }) },
    output,
    env,
    { input, output: screen },
  ).catch((error: unknown) => error)
  return { outcome, printed: printed(), shown, left, text: writtenIn(folder) }
}

describe('at a terminal', () => {
  test('every question has an answer to take; the token is not shown', async () => {
    const { origin } = await provider({ token, basePath: '/scim/v2' })
    const made = await asked([], [`${origin}\r`, '\r', '\r', `${token}\r`, 'Acme staging\r', 'read\r'])
    expect(made).toMatchObject({ outcome: 0, left: [] })
    expect(made.text).toContain('name: Acme staging\n')
    expect(made.text).toContain('safety: read-only\n')
    expect(made.printed).toMatch(/export SCIM_TOKEN=…\n.* run --target /)
    for (const text of [made.shown, made.printed, made.text]) expect(text).not.toContain(token)
  })

  test('a refused token can be given again', async () => {
    const { baseUrl } = await provider({ token })
    const made = await asked([baseUrl], ['bearer\r', '\r', 'no-such-token\r', '\r', '\r', `${token}\r`, '\r', '\r'])
    expect(made).toMatchObject({ outcome: 0, left: [] })
    expect(made.printed).toContain('does not accept these credentials')
    for (const text of [made.shown, made.printed, made.text]) expect(text).not.toMatch(/no-such-token|init-test-token/)
  })

  test('refused three times: no file unless that is wanted', async () => {
    const { baseUrl } = await provider({ token })
    const wrong = ['\r', '\r', 'wrong\r']
    const made = await asked([baseUrl], [...wrong, ...wrong, ...wrong, 'n\r'])
    expect(made.outcome).toMatchObject({ code: 'E_AUTH' })
    expect(made.text).toBeUndefined()
    const kept = await asked([baseUrl], [...wrong, ...wrong, ...wrong, 'y\r', '\r', '\r'])
    expect(kept.outcome).toBe(0)
    expect(kept.text).toContain('baseUrl')
  })

  test('the product is asked for where the address looks like one; a token pasted as a name is not taken', async () => {
    const { origin } = await provider(k2ProcInst.options({ path: '4711', password: 'pa55word-789', token }))
    const answers = ['y\r', 'basic\r', 'scim-api\r', 'pa55word-789\r', 'K2_PASSWORD\r', '\r', '\r']
    const made = await asked([`${origin}/api/scim/v2/4711`], answers, { K2_PASSWORD: 'pa55word-789' })
    expect(made).toMatchObject({ outcome: 0, left: [] })
    expect(made.text).toContain('\npreset: k2-procinst ')
    expect(made.text).toContain('K2_PASSWORD}')
    expect(made.text).not.toContain('pa55word-789')
  })

  test('OAuth 2.0 with a browser', async () => {
    const { baseUrl } = await provider({ token })
    const begin = ['oauth\r', 'authorization-code\r', '\r', 'https://login.acme.example\r', 'scim\r', 'n\r']
    const made = await asked([baseUrl], [...begin, 'openid\r', '\r', '\r', '\r'])
    expect(made).toMatchObject({ outcome: 0, left: [] })
    expect(made.text).toMatch(/ {2}issuer: .*\n {2}clientId: scim\n {2}scope: openid\n/)
    expect(made.printed).toMatch(/ login --target .*\n.* run --target /)
  })

  test.each([
    ['Ctrl-C', '\u0003', InterruptedError],
    ['Ctrl-D', '\u0004', ConfigurationError],
  ])('%s: nothing is written', async (_, key, error) => {
    const { baseUrl } = await provider({ token })
    const made = await asked([baseUrl], [key])
    expect(made.outcome).toBeInstanceOf(error)
    expect(made.text).toBeUndefined()
  })
})
