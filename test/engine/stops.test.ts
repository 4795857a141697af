// What stops a run in the middle, and what is left of it.

import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { check, suite, topic } from '../../src/check/check.ts'
import { exitCodeOf } from '../../src/cli/exit-code.ts'
import { examine } from '../../src/engine/examine.ts'
import { temporaryFolder } from '../cli/run-cli.ts'
import { localTarget } from '../proof/examine-provider.ts'

const about = { title: 'x', verifies: '7644-3.3-06', fix: 'x' } as const

test('a token that dies in mid-run is one cause, and exit 2', async () => {
  let dead = false
  const provider = await startProvider({
    token: 't0ken',
    parts: parts => ({
      authenticate: (settings, authorization) =>
        parts.authenticate(dead ? { ...settings, credentials: [{ token: 'another' }] } : settings, authorization),
    }),
  })
  const checks = ['test/a', 'test/b', 'test/c'].map(id =>
    check(id, { ...about, alone: true }, async ({ scim }) => {
      dead = true
      await scim.list('User')
    }),
  )
  const result = await examine(localTarget(provider.baseUrl, 't0ken'), {
    topics: [topic('test', [suite('t', checks)])],
  })
  await provider.close()
  expect(result.stopped?.code).toBe('E_AUTH')
  expect(result.finished).toBe(false)
  expect(result.checks.map(({ verdict }) => verdict)).toEqual(['blocked', 'blocked', 'blocked'])
  expect(exitCodeOf(result, 'must')).toBe(2)
})

test('a provider that is gone for good is one cause, and exit 2', async () => {
  const provider = await startProvider({ token: 't0ken' })
  const checks = ['test/a', 'test/b'].map(id =>
    check(id, { ...about, alone: true }, async ({ scim }) => {
      await provider.close()
      await scim.list('User')
    }),
  )
  const result = await examine(localTarget(provider.baseUrl, 't0ken'), {
    topics: [topic('test', [suite('t', checks)])],
  })
  expect(result.stopped?.code).toBe('E_UNREACHABLE')
  expect(result.checks.map(({ verdict }) => verdict)).toEqual(['blocked', 'blocked'])
  expect(exitCodeOf(result, 'must')).toBe(2)
})

test('an error of the provider for one request does not stop the run', async () => {
  const provider = await startProvider({ token: 't0ken' })
  const proxy = createServer((request, response) => {
    if (request.url?.includes('/crash')) request.socket.destroy()
    else {
      void fetch(`${new URL(provider.baseUrl).origin}${request.url}`, {
        headers: { authorization: request.headers.authorization ?? '' },
      }).then(async answer => {
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
        response.end(await answer.text())
      })
    }
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const checks = [
    check('test/crash', { ...about, alone: true }, async ({ scim, report }) => {
      const { problem } = await scim.request({ method: 'GET', path: '/crash' })
      report({ expected: 'an answer', got: problem?.kind ?? 'an answer' })
    }),
    check('test/after', { ...about, alone: true }, async ({ scim, report }) => {
      const { status } = await scim.list('User')
      if (status !== 200) report({ expected: '200', got: String(status) })
    }),
  ]
  const target = localTarget(`http://127.0.0.1:${port}/v2`, 't0ken', { safety: 'read-only' })
  const result = await examine(target, { topics: [topic('test', [suite('t', checks)])] })
  proxy.close()
  await provider.close()
  expect(result.checks.map(({ verdict, got }) => [verdict, got])).toEqual([
    ['fail', 'reset'],
    ['pass', undefined],
  ])
  expect(result.finished).toBe(true)
})

test('a proxy that answers nothing but 502 is one cause, and exit 2', async () => {
  const provider = await startProvider({ token: 't0ken' })
  let down = false
  const proxy = createServer((request, response) => {
    if (down) {
      response.writeHead(502).end('bad gateway')
      return
    }
    const headers = { authorization: request.headers.authorization ?? '' }
    void fetch(`${new URL(provider.baseUrl).origin}${request.url}`, { headers }).then(async answer => {
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
      response.end(await answer.text())
    })
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const checks = [
    check('test/a', { ...about, alone: true }, async ({ scim }) => {
      down = true
      for (let count = 0; count < 20; count++) await scim.list('User')
    }),
    check('test/b', { ...about, alone: true }, async ({ scim }) => void (await scim.list('User'))),
  ]
  const target = localTarget(`http://127.0.0.1:${port}/v2`, 't0ken', { safety: 'read-only' })
  const result = await examine(target, { topics: [topic('test', [suite('t', checks)])] })
  proxy.close()
  await provider.close()
  expect(result.stopped?.code).toBe('E_UNREACHABLE')
  expect(result.checks.map(({ verdict }) => verdict)).toEqual(['blocked', 'blocked'])
})

test('a run that was stopped before it began sends nothing', async () => {
  const provider = await startProvider({ token: 't0ken' })
  const signal = AbortSignal.abort()
  const running = examine(localTarget(provider.baseUrl, 't0ken'), { topics: [], signal })
  await expect(running).rejects.toThrow('interrupted')
  await provider.close()
})

test('a token that the provider echoes in its refusal is not printed', async () => {
  const server = createServer((request, response) => {
    response.writeHead(401, { 'content-type': 'application/scim+json' })
    response.end(JSON.stringify({ status: '401', detail: `Unknown ${request.headers.authorization}` }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const error: unknown = await examine(localTarget(`http://127.0.0.1:${port}`, 'super-secret-token-123'), {
    topics: [],
  }).catch((thrown: unknown) => thrown)
  server.close()
  expect(error instanceof Error ? error.message : '').toContain('401')
  expect(error instanceof Error ? error.message : '').not.toContain('super-secret')
})

test('a journal that cannot be written stops the run before anything is created', async () => {
  const provider = await startProvider({ token: 't0ken' })
  const result = await examine(localTarget(provider.baseUrl, 't0ken'), {
    topics: [
      topic('test', [
        suite('t', [check('test/a', about, async ({ resources }) => void (await resources.create('User')))]),
      ]),
    ],
    journalFolder: '/dev/null/journals',
  })
  const made = provider.store.count('User')
  await provider.close()
  expect([result.stopped?.code, made, exitCodeOf(result, 'must')]).toEqual(['E_CONFIG', 0, 2])
})

test('a journal that can no longer be written stops the run, and what was made is deleted all the same', async () => {
  const provider = await startProvider({ token: 't0ken' })
  const place = temporaryFolder()
  const create = check('test/a', about, async ({ resources, shared }) => {
    await resources.create('User')
    await shared('three', async ({ resources: lasting }) => {
      for (let number = 0; number < 3; number++) await lasting.create('User')
    })
    // As where the disk is full.
    for (const name of readdirSync(place.path)) {
      rmSync(join(place.path, name))
      mkdirSync(join(place.path, name))
    }
    await resources.create('User')
  })
  const result = await examine(localTarget(provider.baseUrl, 't0ken'), {
    topics: [topic('test', [suite('t', [create])])],
    journalFolder: place.path,
  })
  const left = provider.store.count('User')
  await provider.close()
  place.remove()
  expect([result.stopped?.code, result.checks[0]?.verdict, left]).toEqual(['E_CONFIG', 'blocked', 0])
})
