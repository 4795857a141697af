// Many targets swept by the real command: each for what it is, the dead and the hanging beside the rest, in parts, with one exit code.

import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { temporaryFolder } from '../cli/run-cli.ts'
import { startTenant, type Tenant } from '../safety/tenant.ts'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function aTenant(): Promise<Tenant> {
  const tenant = await startTenant(5, {}, { token: 't0ken' })
  closers.push(() => tenant.close())
  return tenant
}

async function aUser(tenant: Tenant, mark: string): Promise<void> {
  await fetch(`${tenant.baseUrl}/Users`, {
    method: 'POST',
    headers: { authorization: 'Bearer t0ken', 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: `${mark}-create-b57q-1@example.com`,
    }),
  })
}

/** Takes connections and answers nothing. */
async function aHole(): Promise<string> {
  const server: Server = createServer(() => undefined)
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/scim`
}

function folder() {
  const made = temporaryFolder()
  closers.push(made.remove)
  return made
}

async function cli(args: readonly string[], state: string) {
  let stdout = ''
  let stderr = ''
  const exitCode = await main(
    [...args],
    { SCIM_CONFORMANCE_STATE: state },
    {
      print: text => {
        stdout += `${text}\n`
      },
      tell: text => {
        stderr += `${text}\n`
      },
      live: false,
      colour: false,
      width: 100,
    },
  )
  return { exitCode, stdout, stderr }
}

const verdictsIn = (stdout: string): Record<string, string> =>
  Object.fromEntries(
    JSON.parse(stdout).targets.map((one: { name: string; verdict: string }) => [one.name, one.verdict]),
  )

test('each is told for what it is; one that hangs holds up none of the others', { timeout: 120_000 }, async () => {
  const place = folder()
  const [clean, full, young] = [await aTenant(), await aTenant(), await aTenant()]
  await aUser(full, 'scimc-0a1b2c3d')
  await aUser(young, 'scimc-0a1b2c3e')
  const ages = full.provider.store
  for (const one of ages.all('User')) ages.save({ ...one, created: 0, lastModified: 0 })
  const entry = (name: string, baseUrl: string, token = 't0ken') =>
    `  - { name: ${name}, baseUrl: "${baseUrl}", auth: { type: bearer, token: ${token} } }`
  const file = place.write(
    'targets.yaml',
    [
      'targets:',
      entry('clean', clean.baseUrl),
      entry('full', full.baseUrl),
      entry('young', young.baseUrl),
      entry('dead', clean.baseUrl, 'old'),
      entry('gone', 'http://127.0.0.1:1/scim'),
      `  - { name: hangs, baseUrl: "${await aHole()}", timeouts: { request: 2 }, auth: { type: none } }`,
      `  - { name: frozen, baseUrl: "${full.baseUrl}", safety: read-only, auth: { type: none } }`,
      '  - { name: broken, baseUrl: 7 }',
      '',
    ].join('\n'),
  )
  const state = join(place.path, 'state')
  const sweep = (...more: string[]) => cli(['sweep', '--targets', file, '--seconds', '60', ...more], state)

  const dry = await sweep('--dry-run', '--all', '--json')
  expect(verdictsIn(dry.stdout)).toMatchObject({ clean: 'clean', full: 'found', young: 'found' })
  expect([clean, full, young].map(one => one.own())).toEqual([0, 1, 1])

  const swept = await sweep()
  expect([clean, full, young].map(one => one.own())).toEqual([0, 0, 1])
  expect(swept.exitCode).toBe(2)
  for (const line of [
    /^✓ clean +clean +nothing is left$/m,
    /^✓ full +swept +deleted 1, nothing is left$/m,
    /^✗ young +left$/m,
    /^✗ dead +sign-in-needed$/m,
    /^✗ gone +unreachable$/m,
    /^✗ hangs +unreachable/m,
    /^■ frozen +misconfigured +Its/m,
    /^■ broken +misconfigured$/m,
    /another machine.*--older-than|may be under way on another machine/,
    /^1 resource deleted; 1 resource left; 5 targets could not be swept to the end\.$/m,
  ])
    expect(swept.stdout).toMatch(line)
  expect(swept.stdout).not.toContain('t0ken')

  const rest = place.write(
    'rest.yaml',
    ['targets:', entry('clean', clean.baseUrl), entry('young', young.baseUrl), ''].join('\n'),
  )
  const spared = await cli(['sweep', '--targets', rest], state)
  expect(spared.exitCode).toBe(1)
  const parts = await Promise.all(
    ['1/2', '2/2'].map(part => cli(['sweep', '--targets', rest, '--shard', part, '--all', '--json'], state)),
  )
  expect(parts.map(({ exitCode }) => exitCode)).toEqual([0, 0])
  expect(Object.assign({}, ...parts.map(({ stdout }) => verdictsIn(stdout)))).toEqual({
    clean: 'clean',
    young: 'swept',
  })
  expect(young.own()).toBe(0)
})

test('somebody has to agree once for all, and options of one target are refused', async () => {
  const place = folder()
  const file = place.write(
    'targets.yaml',
    'targets:\n  - { name: acme, baseUrl: "https://scim.example.invalid/v2", auth: { type: none } }\n',
  )
  const state = join(place.path, 'state')
  await expect(cli(['sweep', '--targets', file], state)).resolves.toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/acme {2}https:\/\/scim\.example\.invalid\/v2[\s\S]*Give --yes to agree/),
  })
  const listed = await cli(['sweep', '--targets', file, '--list'], state)
  expect([listed.exitCode, listed.stderr]).toEqual([2, expect.stringContaining('--list is for one target')])
  const lonely = await cli(['sweep', '--jobs', '2'], state)
  expect([lonely.exitCode, lonely.stderr]).toEqual([2, expect.stringContaining('--jobs is for many targets')])
})
