// Signing in as its users meet it: `login`, runs on what it keeps, expiry and dead refresh tokens, and no secret anywhere.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readKeptTokens } from '../../src/auth/token-file.ts'
import { readReport } from '../../src/report/json.ts'
import { findBrowser, startBrowser } from '../browser/browser.ts'
import { type CliResult, runCli, temporaryFolder } from '../cli/run-cli.ts'
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  type Gate,
  signInByForms,
  startAuthorizationServer,
  startGate,
} from './authorization-server.ts'
import { startLogin } from './run-login.ts'

const clientSecret = 'marked-client-secret-4711'
const clients = [
  {
    client_id: 'native',
    token_endpoint_auth_method: 'none',
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['http://127.0.0.1/callback'],
  },
  {
    client_id: 'vendor',
    client_secret: clientSecret,
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['https://vendor.example/oauth/callback'],
  },
]

const ofVendor = `clientId: vendor\n  clientSecret: $\{CLIENT_SECRET}\n  redirectUri: https://vendor.example/oauth/callback`

interface Stage {
  readonly server: AuthorizationServer
  readonly gate: Gate
  readonly folder: ReturnType<typeof temporaryFolder>
  /** The target file. */
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  tokenFile(): string
}

/** An authorization server, a service provider behind it, and a target file that fits. */
async function setStage(
  options: Partial<AuthorizationServerOptions> = {},
  client = 'clientId: native',
  accepts?: (token: string, server: AuthorizationServer, method: string) => Promise<boolean>,
  further = '',
): Promise<Stage> {
  const folder = temporaryFolder()
  const server = await startAuthorizationServer({ clients, ...options })
  const gate = await startGate((token, method) => accepts?.(token, server, method) ?? server.accepts(token))
  onTestFinished(async () => {
    server.close()
    await gate.close()
    folder.remove()
  })
  const file = folder.write(
    'scim-target.yaml',
    `name: Acme\nbaseUrl: ${gate.baseUrl}\nauth:\n  type: oauth2\n  grant: authorization-code\n  issuer: ${server.issuer}\n  ${client}\n  scope: openid offline_access\n${further}`,
  )
  const config = join(folder.path, 'config')
  const env = { SCIM_CONFORMANCE_CONFIG: config, CLIENT_SECRET: clientSecret }
  const tokenFile = (): string => {
    const [name = ''] = readdirSync(join(config, 'tokens'))
    return join(config, 'tokens', name)
  }
  return { server, gate, folder, file, env, tokenFile }
}

const signIn = async ({ file, env }: Stage): Promise<CliResult> => {
  const login = await startLogin(['--target', file], env)
  await fetch(await signInByForms(login.url))
  return login.result
}

const run = (stage: Stage, args: readonly string[]): Promise<CliResult> =>
  runCli(['run', '--target', stage.file, '--out', join(stage.folder.path, 'reports'), ...args], { env: stage.env })

const report = (stage: Stage) => readReport(readFileSync(join(stage.folder.path, 'reports', 'report.json'), 'utf8'))

describe('login', { timeout: 120_000 }, () => {
  test('in a browser: signed in, told in terminal and page; status, run, logout', async ({ skip }) => {
    const executable = findBrowser()
    if (executable === undefined) return skip('no browser on this machine')
    const stage = await setStage()
    const login = await startLogin(['--target', stage.file], stage.env)
    const browser = await startBrowser(executable)
    onTestFinished(() => browser.close())
    const page = await browser.newPage()
    await page.route('https://**', route => route.abort())
    await page.goto(login.url)
    await page.fill('input[name=login]', 'alice')
    await page.fill('input[name=password]', 'x')
    await page.click('button[type=submit]')
    await page.click('button[type=submit]')
    await page.waitForSelector('h1:has-text("Signed in")')
    expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback\?/)

    const { exitCode, stdout } = await login.result
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(
      /^Signed in to Acme as alice@example\.com\.\n {2}Access token: good for another \d+ minutes, until .*Z\n {2}Refresh token: kept/,
    )

    const status = await runCli(['login', '--status', '--target', stage.file], { env: stage.env })
    expect(status.exitCode).toBe(0)
    expect(status.stdout).toContain('Signed in to Acme as alice@example.com (client "native" at')
    expect((await run(stage, ['--only', 'create/created'])).exitCode).toBe(0)
    const out = await runCli(['logout', '--target', stage.file], { env: stage.env })
    expect(out.stdout).toBe('Signed out of Acme: the tokens are forgotten and revoked.\n')
    const after = await runCli(['login', '--status', '--target', stage.file], { env: stage.env })
    expect(after.exitCode).toBe(2)
    expect(after.stdout).toContain('Nobody is signed in to Acme')
  })

  test('a redirect URI of the vendor: the address is pasted', async () => {
    const stage = await setStage({}, ofVendor)
    const login = await startLogin(['--target', stage.file], stage.env)
    login.type(await signInByForms(login.url))
    const { exitCode, stdout } = await login.result
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Signed in to Acme as alice@example.com.')
  })

  test('another state: refused, in terminal and page', async () => {
    const stage = await setStage()
    const login = await startLogin(['--target', stage.file], stage.env)
    const came = new URL(await signInByForms(login.url))
    came.searchParams.set('state', 'forged')
    const page = await fetch(came)
    expect(page.status).toBe(400)
    expect(await page.text()).toContain('Not signed in')
    const { exitCode, stderr } = await login.result
    expect(exitCode).toBe(2)
    expect(stderr).toContain('Error E_AUTH: The browser came back with another state than was sent')
  })

  test('interrupted', async () => {
    const stage = await setStage()
    const login = await startLogin(['--target', stage.file], stage.env)
    login.stop()
    const { exitCode, stderr } = await login.result
    expect(exitCode).toBe(3)
    expect(stderr).toContain('The sign-in was interrupted.')
  })

  test('nothing to sign in to', async () => {
    const folder = temporaryFolder()
    onTestFinished(() => folder.remove())
    const file = folder.write('t.yaml', 'baseUrl: https://acme.example\nauth: { type: none }\n')
    const { exitCode, stderr } = await runCli(['login', '--target', file])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('There is nothing to sign in to: auth has type: none')
  })
})

describe('a run', { timeout: 120_000 }, () => {
  test('nobody signed in: exit 2, and how to', async () => {
    const stage = await setStage()
    const { exitCode, stderr } = await run(stage, ['--only', 'create/created'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/Error E_AUTH: You are not signed in: sign in with `scim-conformance login --target \S+`\./)
  })

  test('the access token lives for two seconds: renewed before it expires, and nobody notices', async () => {
    const refused: string[] = []
    const stage = await setStage(
      { accessTokenSeconds: 2 },
      undefined,
      async (token, server) => {
        const isGood = await server.accepts(token)
        if (!isGood) refused.push(token)
        return isGood
      },
      'rateLimit: { perSecond: 25 }\n',
    )
    await signIn(stage)
    const { exitCode, stderr } = await run(stage, ['--only', 'create/,replace/,delete/', '--concurrency', '1'])
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
    const renewals = stage.server.tokenRequests.filter(({ grant_type: grant }) => grant === 'refresh_token')
    expect(renewals.length).toBeGreaterThan(1)
    // On a machine that stalls a token may run out on its way; most are renewed before.
    expect(new Set(refused).size).toBeLessThan(renewals.length)
    expect(report(stage).counts.fail).toBe(0)
  })

  test('the access token ends in mid-run before its time: renewed after the 401', async () => {
    const firstSeen = new Map<string, number>()
    const stage = await setStage({}, undefined, async (token, server) => {
      const first = firstSeen.get(token) ?? Date.now()
      firstSeen.set(token, first)
      return Date.now() - first < 2500 && (await server.accepts(token))
    })
    await signIn(stage)
    const { exitCode, stderr } = await run(stage, ['--only', 'create/,replace/,delete/', '--concurrency', '1'])
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
    expect(report(stage).counts.fail).toBe(0)
  })

  test('the refresh token is dead at the start: exit 2, sign in again', async () => {
    const stage = await setStage({ accessTokenSeconds: 1 })
    await signIn(stage)
    const { refreshToken = '', expiresAt = 0 } = (await readKeptTokens(stage.tokenFile())) ?? {}
    await (await stage.server.provider.RefreshToken.find(refreshToken))?.destroy()
    await expect.poll(() => Date.now() > expiresAt, { timeout: 5000 }).toBe(true)
    const { exitCode, stderr } = await run(stage, ['--only', 'create/created'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(
      /Error E_AUTH: The refresh token is no longer accepted: sign in again with `scim-conformance login --target \S+scim-target\.yaml`\./,
    )
    expect(stderr).toContain('invalid_grant')
  })

  test('and in mid-run: exit 2, checks not yet run are blocked, none failed', async () => {
    let creates = 0
    const stage = await setStage({}, undefined, async (token, server, method) => {
      if (method === 'POST') creates++
      if (creates < 3) return server.accepts(token)
      const { refreshToken = '' } = (await readKeptTokens(stage.tokenFile())) ?? {}
      await (await server.provider.RefreshToken.find(refreshToken))?.destroy()
      return false
    })
    await signIn(stage)
    const { exitCode, stdout, stderr } = await run(stage, ['--only', 'create/,replace/,delete/', '--concurrency', '1'])
    expect(stderr).toBe('')
    expect(exitCode).toBe(2)
    expect(stdout.replace(/\s+/g, ' ')).toContain('The refresh token is no longer accepted: sign in again with')
    const { counts, finished, stopped } = report(stage)
    expect(stopped?.code).toBe('E_AUTH')
    expect(finished).toBe(false)
    expect(counts.fail + counts.warn + counts.error).toBe(0)
    expect(counts.blocked).toBeGreaterThan(0)
  })
})

describe('nothing secret', { timeout: 120_000 }, () => {
  test('in any byte that was written but the kept tokens', async () => {
    const outputs: string[] = []
    let refusals = 0
    const stage = await setStage(
      {},
      ofVendor,
      // A few 401s, so that there are renewals, and exchanges with them in the reports.
      async (token, server) => ++refusals % 9 !== 0 && (await server.accepts(token)),
    )
    const { file, env, folder, server } = stage
    const state = join(folder.path, 'state')
    const withState = { ...env, SCIM_CONFORMANCE_STATE: state }
    const keep = ({ stdout, stderr }: CliResult): void => void outputs.push(stdout, stderr)

    const login = await startLogin(['--target', file], withState)
    const came = await signInByForms(login.url)
    const pastCode = new URL(came).searchParams.get('code') ?? ''
    login.type(came)
    keep(await login.result)
    keep(await runCli(['login', '--status', '--target', file], { env: withState }))
    const out = join(folder.path, 'reports')
    // What is a fault shows with its exchanges: the 401s above make some checks fail.
    keep(await runCli(['run', '--target', file, '--out', out, '--only', 'create/,read/,bearer'], { env: withState }))
    keep(
      await runCli(['run', '--target', file, '--out', out, '--json', '--only', 'create/created'], { env: withState }),
    )
    // The code and the refresh token have been spent: both are tried again.
    const again = await startLogin(['--target', file], withState)
    again.type(`https://vendor.example/oauth/callback?code=${pastCode}&state=x`)
    keep(await again.result)
    const kept = (await readKeptTokens(stage.tokenFile())) ?? { version: 1, obtainedAt: 0 }
    for (const value of server.given) await (await server.provider.RefreshToken.find(value))?.destroy()
    refusals = 8
    keep(await runCli(['run', '--target', file, '--out', join(folder.path, 'dead')], { env: withState }))
    keep(await runCli(['logout', '--target', file], { env: withState }))

    const written = [...outputs, ...filesBelow(folder.path).map(path => readFileSync(path, 'utf8'))]
    const verifiers = server.tokenRequests
      .map(({ code_verifier: verifier }) => verifier)
      .filter(one => one !== undefined)
    const secrets = [
      clientSecret,
      Buffer.from(`vendor:${clientSecret}`).toString('base64'),
      pastCode,
      ...verifiers,
      ...server.given,
    ]
    expect(verifiers.length).toBeGreaterThan(0)
    expect(server.given.size).toBeGreaterThan(6)
    expect(kept.refreshToken).toBeDefined()
    const leaks = secrets.filter(secret => written.some(text => text.includes(secret)))
    expect(leaks).toEqual([])
  })
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(name => join(folder, String(name)))
    .filter(path => statSync(path).isFile())
}
