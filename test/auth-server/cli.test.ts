// `run --auth-server` as its users meet it.

import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { protectedBy } from '../../fixtures/authorization-server/protect.ts'
import { type AuthorizationServerHandle, startAuthorizationServer } from '../../fixtures/authorization-server/server.ts'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { runCli, temporaryFolder } from '../cli/run-cli.ts'

const folder = temporaryFolder()
const env = { SCIM_TOKEN: 'cli-test-token-123', CLIENT_SECRET: 'the-secret-of-the-client' }
let server: AuthorizationServerHandle
let provider: ProviderHandle

beforeAll(async () => {
  server = await startAuthorizationServer()
  provider = await startProvider({ token: env.SCIM_TOKEN, ...protectedBy(server) })
})
afterAll(async () => {
  await provider.close()
  await server.close()
  folder.remove()
})

function target(name: string, more: string): string {
  const auth = 'auth: { type: bearer, token: "$' + '{SCIM_TOKEN}" }'
  return folder.write(name, `name: Acme\nbaseUrl: ${provider.baseUrl}\n${auth}\n${more}`)
}

function section(): string {
  const secret = '$' + '{CLIENT_SECRET}'
  return [
    'authServer:',
    `  issuer: ${server.issuer}`,
    '  clientId: okta',
    `  clientSecret: ${secret}`,
    `  redirectUri: ${server.client.redirectUris[0]}`,
    '',
  ].join('\n')
}

test('examines the authorization server of the target file', { timeout: 120_000 }, async () => {
  const file = target('with.yaml', section())
  const args = [
    'run',
    '--auth-server',
    '--only',
    'auth-server',
    '--target',
    file,
    '--out',
    join(folder.path, 'reports'),
  ]
  const { exitCode, stdout, stderr } = await runCli(args, { env })
  expect(stderr).toBe('')
  expect(stdout).toContain('Okta with OAuth 2.0: 8 of 8 dialect checks pass.')
  expect(stdout).toContain('0 fail')
  expect(stdout).not.toContain(env.CLIENT_SECRET)
  expect(exitCode).toBe(0)
})

test('says what is missing where the target file names none', async () => {
  const file = target('without.yaml', '')
  const { exitCode, stderr } = await runCli(['run', '--auth-server', '--target', file], { env })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('authServer section')
})

test('says that the flag is missing where these checks alone are asked for', async () => {
  const file = target('again.yaml', section())
  const { exitCode, stderr } = await runCli(['run', '--only', 'auth-code/', '--target', file], { env })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('--auth-server')
})
