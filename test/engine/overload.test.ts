// A service provider that cannot keep up: what it does not answer for our haste is nobody's departure.

import { createServer, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { check, suite, topic } from '../../src/check/check.ts'
import { examine } from '../../src/engine/examine.ts'
import { localTarget } from '../proof/examine-provider.ts'

const closings: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

/**
 * The embedded provider behind a door that answers so many requests at once and leaves all others without an answer; the first
 * request whose body holds `carriedOut` is carried out all the same.
 */
async function behindNarrowDoor(atOnce: number, carriedOut?: string): Promise<string> {
  const provider = await startProvider({ token: 't0ken' })
  let inside = 0
  let isSilent = carriedOut !== undefined
  const door: Server = createServer(async (request, response) => {
    if (inside >= atOnce || request.url?.includes('/stuck')) return
    inside++
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const answer = await fetch(`${new URL(provider.baseUrl).origin}${request.url}`, {
      method: request.method ?? 'GET',
      headers: { authorization: 'Bearer t0ken', 'content-type': request.headers['content-type'] ?? '' },
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    })
    const text = await answer.text()
    await new Promise(resolve => setTimeout(resolve, 20))
    inside--
    if (isSilent && Buffer.concat(chunks).includes(carriedOut ?? '')) {
      isSilent = false
      return
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
    response.end(text)
  })
  await new Promise<void>(resolve => door.listen(0, '127.0.0.1', resolve))
  const address = door.address()
  closings.push(
    () => provider.close(),
    () => door.closeAllConnections(),
    () => door.close(),
  )
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/v2`
}

test('checks without an answer are tried once more alone, and fewer requests are sent at once', async () => {
  const baseUrl = await behindNarrowDoor(2)
  const checks = Array.from({ length: 16 }, (_, index) =>
    check(
      `test/list-${index}`,
      { title: 'a list is answered', verifies: '7644-3.4.2-05', fix: 'Answer it.' },
      async ({ scim, shared, report }) => {
        await shared('read once', async ({ scim: own, blocked }) => {
          const { status, problem } = await own.list('User')
          return status === 200 ? status : blocked(`no answer: ${problem?.message ?? status}`)
        })
        const { status, problem } = await scim.list('User')
        if (status !== 200) report({ expected: '200 OK', got: `no answer: ${problem?.message ?? status}` })
      },
    ),
  )
  const target = localTarget(baseUrl, 't0ken', { requestTimeoutMs: 2000, safety: 'read-only' })
  const result = await examine(target, { topics: [topic('test', [suite('t', checks)])] })
  expect(result.checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
  expect(result.notes).toContainEqual(expect.stringContaining('Not all requests were answered in time'))
})

test('what has no answer however little is asked is tried again three times in all', async () => {
  const baseUrl = await behindNarrowDoor(8)
  let asked = 0
  const checks = Array.from({ length: 6 }, (_, index) =>
    check(
      `test/stuck-${index}`,
      { title: 'a list is answered', verifies: '7644-3.4.2-05', fix: 'Answer it.' },
      async ({ scim, report }) => {
        asked++
        const { status } = await scim.request({ method: 'GET', path: '/stuck' })
        if (status !== 404) report({ expected: '404 Not Found', got: 'no answer' })
      },
    ),
  )
  const target = localTarget(baseUrl, 't0ken', { requestTimeoutMs: 300, safety: 'read-only' })
  const result = await examine(target, { topics: [topic('test', [suite('t', checks)])] })
  expect(result.counts.fail).toBe(6)
  expect(asked).toBe(9)
})

test('what a first try has made without an answer does not stand in the way of the second', async () => {
  const baseUrl = await behindNarrowDoor(8, 'test-create')
  const create = check(
    'test/create',
    { title: 'a create is answered', verifies: '7644-3.3-02', fix: 'Answer it.' },
    async ({ scim, resources, report }) => {
      const { status } = await scim.create('User', await resources.build('User'))
      if (status !== 201) report({ expected: '201 Created', got: status === 0 ? 'no answer' : String(status) })
    },
  )
  const target = localTarget(baseUrl, 't0ken', { requestTimeoutMs: 1500 })
  const result = await examine(target, { topics: [topic('test', [suite('t', [create])])] })
  expect(result.checks.map(({ verdict, got }) => [verdict, got])).toEqual([['pass', undefined]])
  expect(result.notes).toContainEqual(expect.stringContaining('1 create was not answered'))
})
