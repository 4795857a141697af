// A look only reads: a service provider that refuses and writes down every write has nothing to write down.

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { allDefects } from '../../fixtures/defects/all.ts'
import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { lookAtHealth } from '../../src/health/look-at-health.ts'
import { localTarget, optionsOf } from '../proof/examine-provider.ts'
import { fill } from './fill.ts'

/** Whether a request changes nothing: GET, or POST to .search. */
const isRead = (method: string, path: string): boolean =>
  method === 'GET' || (method === 'POST' && (path.split('?')[0] ?? '').endsWith('/.search'))

const defectOptions = (name: string): ProviderOptions => {
  const defect = allDefects.find(one => one.name === name)
  return defect === undefined ? {} : optionsOf(defect)
}

test.each([
  ['a healthy one', {}],
  // Where something is wrong, more is asked to make sure.
  ['one whose filters are ignored', defectOptions('filter-is-ignored')],
  ['one whose pages overlap', defectOptions('pages-overlap')],
  ['one without discovery', defectOptions('config-missing')],
  ['one that declines everything', { features: { filter: false, cursor: false, search: false } }],
])('nothing but reads reaches %s', { timeout: 60_000 }, async (_, options) => {
  const token = 'read-token'
  const provider = await startProvider({ ...options, token })
  await fill(localTarget(provider.baseUrl, token), 5)
  const seen: string[] = []
  const writes: string[] = []
  const guard = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    seen.push(`${method} ${url}`)
    if (!isRead(method, url)) {
      writes.push(`${method} ${url}`)
      return void response.writeHead(500).end()
    }
    void fetch(`${new URL(provider.baseUrl).origin}${url}`, {
      headers: { authorization: headers.authorization ?? '' },
    }).then(async answer =>
      response
        .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
        .end(await answer.text()),
    )
  })
  await new Promise<void>(resolve => guard.listen(0, '127.0.0.1', resolve))
  const address = guard.address()
  const state = mkdtempSync(join(tmpdir(), 'scimc-health-'))
  vi.stubEnv('SCIM_CONFORMANCE_STATE', state)
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    rmSync(state, { recursive: true, force: true })
    guard.close()
    guard.closeAllConnections()
    await provider.close()
  })
  const port = typeof address === 'object' && address !== null ? address.port : 0
  // A target that allows runs to write is only read all the same.
  const target = localTarget(`http://127.0.0.1:${port}/v2`, token, { safety: 'own-data' })
  const before = [...provider.store.all('User')].length
  const result = await lookAtHealth(target, { thresholds: { latencyMs: 60_000 } })
  expect(writes).toEqual([])
  expect(seen.length).toBe(result.requests)
  expect(seen.length).toBeGreaterThan(5)
  expect(seen.length).toBeLessThanOrEqual(40)
  expect([...provider.store.all('User')].length).toBe(before)
  expect(existsSync(join(state, 'journals')) ? readdirSync(join(state, 'journals')) : []).toEqual([])
})

test('of people in the tenant nothing is kept', async () => {
  const token = 'read-token'
  const provider = await startProvider({
    ...defectOptions('filter-is-ignored'),
    token,
    seed: {
      User: Array.from({ length: 12 }, (_, number) => ({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: `grace.hopper.${number}@navy.example`,
        externalId: `employee-4711-${number}`,
      })),
    },
  })
  onTestFinished(() => provider.close())
  const result = await lookAtHealth(localTarget(provider.baseUrl, token))
  const ids = [...provider.store.all('User')].map(({ id }) => id)
  expect(result.verdict).toBe('failing')
  expect(result.exchanges.length).toBeGreaterThan(0)
  const text = JSON.stringify(result)
  for (const somebodys of ['grace', 'hopper', 'navy.example', 'employee-4711', ...ids])
    expect(text).not.toContain(somebodys)
  for (const { response } of result.exchanges) expect(response?.body.length).toBeLessThanOrEqual(2048)
})
