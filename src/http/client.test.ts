import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type ClientOptions, createClient } from './client.ts'
import type { Exchange, HttpRequest, HttpResponse } from './exchange.ts'
import { createOwnResources, type OwnResources } from './own-resources.ts'
import { createRedactor } from './redact.ts'
import { createTransport } from './transport.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void

async function serve(handler: Handler): Promise<{ port: number; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    seen.push(request)
    request.resume()
    request.on('end', () => handler(request, response, seen.length))
  })
  server.on('connection', socket => sockets.add(socket))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closers.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })
  const address = server.address()
  return { port: (address as AddressInfo).port, seen }
}

interface Made {
  send(request: HttpRequest): Promise<HttpResponse>
  readonly exchanges: Exchange[]
  readonly own: OwnResources
}

function clientFor(port: number, extra: Partial<ClientOptions> = {}): Made {
  const transport = createTransport({
    connections: 4,
    http2: false,
    tls: { insecure: false },
    maxResponseBytes: 10_000,
  })
  closers.push(() => transport.close())
  const own = createOwnResources('7f3a')
  const exchanges: Exchange[] = []
  const client = createClient({
    baseUrl: `http://127.0.0.1:${port}/v2`,
    baseQuery: {},
    headers: {},
    userAgent: 'test',
    transport,
    authorizer: { headers: async () => ({ Authorization: 'Bearer top-secret' }), renew: async () => false },
    redactor: createRedactor(['top-secret']),
    own,
    safety: 'own-data',
    concurrency: 4,
    requestTimeoutMs: 300,
    retryBudgetSeconds: 5,
    ...extra,
  })
  return { send: request => client.send(request, 'a/check', exchange => exchanges.push(exchange)), exchanges, own }
}

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/scim+json', ...headers })
  response.end(JSON.stringify(body))
}

test('a request carries credentials, run and check, and the record hides the secret', async () => {
  const { port, seen } = await serve((_, response) => json(response, 200, { note: 'top-secret' }))
  const { send, exchanges } = clientFor(port, { baseQuery: { tenant: 'a b' } })
  const response = await send({ method: 'GET', path: '/Schemas', query: { filter: 'a eq "ü+&"' } })

  expect(seen[0]?.url).toBe('/v2/Schemas?tenant=a%20b&filter=a%20eq%20%22%C3%BC%2B%26%22')
  expect(seen[0]?.headers.authorization).toBe('Bearer top-secret')
  expect(seen[0]?.headers['user-agent']).toBe('test check/a/check')
  expect(response.json).toEqual({ note: 'top-secret' })
  expect(JSON.stringify(exchanges)).not.toContain('top-secret')
  expect(exchanges[0]?.request.headers.authorization).toBe('Bearer [redacted]')
})

test('credentials can be left out and replaced', async () => {
  const { port, seen } = await serve((_, response) => json(response, 401, {}))
  const { send } = clientFor(port)
  await send({ method: 'GET', path: '/Users', credentials: 'none' })
  await send({ method: 'GET', path: '/Users', credentials: { authorization: 'Bearer wrong' } })
  expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer wrong'])
})

test('whatever answers 2xx to a create is ours, and gone once deleted', async () => {
  const { port } = await serve((request, response) =>
    request.method === 'DELETE'
      ? response.writeHead(204).end()
      : json(response, request.method === 'POST' ? 201 : 200, { id: 'a/b', userName: 'scimc-7f3a-1' }),
  )
  const { send, own } = clientFor(port)
  await send({ method: 'POST', path: '/Users', body: { userName: 'scimc-7f3a-1' } })
  expect(own.remaining().map(({ path }) => path)).toEqual(['/Users/a%2Fb'])
  await send({ method: 'DELETE', path: '/Users/a%2Fb' })
  expect(own.remaining()).toEqual([])
})

test('a create answered with a Location alone is ours too', async () => {
  const { port } = await serve((_, response) =>
    response.writeHead(201, { location: 'https://proxy.example/v2/Users/9' }).end(),
  )
  const { send, own } = clientFor(port)
  await send({ method: 'POST', path: '/Users', body: { userName: 'scimc-7f3a-1' } })
  expect(own.remaining().map(({ path }) => path)).toEqual(['/Users/9'])
})

test('429 with Retry-After is obeyed, and both exchanges are kept', async () => {
  const { port } = await serve((_, response, count) =>
    count === 1 ? json(response, 429, {}, { 'retry-after': '0' }) : json(response, 200, {}),
  )
  const { send, exchanges } = clientFor(port)
  expect((await send({ method: 'GET', path: '/Users' })).status).toBe(200)
  expect(exchanges.map(({ repeats }) => repeats?.id)).toEqual([undefined, 1])
})

test('429 is given back once the budget is spent', async () => {
  const { port, seen } = await serve((_, response) => json(response, 429, {}, { 'retry-after': '100' }))
  const { send } = clientFor(port)
  expect((await send({ method: 'GET', path: '/Users' })).status).toBe(429)
  expect(seen.length).toBe(1)
})

test('a reset before an answer is tried once more on a new connection, a create is not', async () => {
  const { port, seen } = await serve((request, response, count) => {
    if (count === 1 || request.method === 'POST') request.socket.destroy()
    else json(response, 200, {})
  })
  const { send, exchanges } = clientFor(port)
  expect((await send({ method: 'GET', path: '/Users' })).status).toBe(200)
  expect(exchanges.map(({ problem }) => problem?.kind)).toEqual(['reset', undefined])
  const created = await send({ method: 'POST', path: '/Users', body: { userName: 'scimc-7f3a-1' } })
  expect([created.status, created.problem?.kind]).toEqual([0, 'reset'])
  expect(seen.length).toBe(3)
})

test.each<[string, Handler, string]>([
  ['no answer in time', () => undefined, 'timeout'],
  ['an endless body', (_, response) => void response.writeHead(200).write('x'.repeat(20_000)), 'too-large'],
  [
    'a body that stops halfway',
    (request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{')
      setTimeout(() => request.socket.destroy(), 20)
    },
    'reset',
  ],
  ['no HTTP', request => void request.socket.end('SSH-2.0-OpenSSH\r\n\r\n'), 'protocol'],
])('%s is data', async (_, handler, kind) => {
  const { port } = await serve(handler)
  const { send } = clientFor(port)
  expect((await send({ method: 'GET', path: '/Users' })).problem?.kind).toBe(kind)
})

test('no connection is data', async () => {
  const { port } = await serve(() => undefined)
  await closers.pop()?.()
  const { send } = clientFor(port)
  expect((await send({ method: 'GET', path: '/Users' })).problem?.kind).toBe('unreachable')
})

test.each([
  ['broken JSON', Buffer.from('{"a":')],
  ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ['deep nesting', Buffer.from('['.repeat(9000))],
])('%s is told, not thrown', async (_, bytes) => {
  const { port } = await serve((_request, response) => void response.writeHead(200).end(bytes))
  const { send } = clientFor(port)
  const response = await send({ method: 'GET', path: '/Users' })
  expect(response.json).toBeUndefined()
  expect(response.jsonProblem).toBeTypeOf('string')
})

test('a redirect is followed within the origin and never beyond', async () => {
  const other = await serve((_, response) => json(response, 200, { stolen: true }))
  const { port } = await serve((request, response) => {
    if (request.url === '/v2/Users') response.writeHead(307, { location: '/v2/users' }).end()
    else if (request.url === '/v2/Groups')
      response.writeHead(302, { location: `http://127.0.0.1:${other.port}/` }).end()
    else json(response, 200, { here: true })
  })
  const { send } = clientFor(port)
  expect((await send({ method: 'GET', path: '/Users' })).json).toEqual({ here: true })
  expect((await send({ method: 'GET', path: '/Groups' })).status).toBe(302)
  expect(other.seen.length).toBe(0)
})

test('after a 401 the credentials are renewed once and the request is repeated', async () => {
  const { port } = await serve((_, response, count) => json(response, count === 1 ? 401 : 200, {}))
  const { send } = clientFor(port, { authorizer: { headers: async () => ({}), renew: async () => true } })
  expect((await send({ method: 'GET', path: '/Users' })).status).toBe(200)
})

test('people the run did not create are masked in the record, not for the check', async () => {
  const { port } = await serve((_, response) =>
    json(response, 200, { totalResults: 1, Resources: [{ userName: 'bjensen' }] }),
  )
  const { send, exchanges } = clientFor(port)
  const response = await send({ method: 'GET', path: '/Users' })
  expect(JSON.stringify(response.json)).toContain('bjensen')
  expect(JSON.stringify(exchanges)).not.toContain('bjensen')
})

test.each<[string, Handler]>([
  ['".."', (_, response) => json(response, 201, { id: '..' })],
  [
    'none, and a Location at another endpoint',
    (_, response) => response.writeHead(201, { location: '/v2/Groups/1' }).end(),
  ],
  [
    'none, and a Location that cannot be decoded',
    (_, response) => response.writeHead(201, { location: '/v2/Users' }).end(),
  ],
])('an answer to a create whose id is %s registers nothing, and is counted', async (_, handler) => {
  const { port } = await serve(handler)
  const { send, own } = clientFor(port)
  await send({ method: 'POST', path: '/Users', body: { userName: 'scimc-7f3a-1' } })
  expect([own.remaining(), own.lost]).toEqual([[], 1])
})

test.each<[string, object | string, string]>([
  ['a number', { id: 17 }, '/Users/17'],
  ['spelt ID', { ID: 'x' }, '/Users/x'],
])('an id that is %s is understood, so that the resource can be deleted', async (_, body, path) => {
  const { port } = await serve((_request, response) => json(response, 201, body))
  const { send, own } = clientFor(port)
  await send({ method: 'POST', path: '/Users', body: { userName: 'scimc-7f3a-1' } })
  expect(own.remaining().map(one => one.path)).toEqual([path])
})

test('a Location with a broken percent sign is taken as it is', async () => {
  const { port } = await serve((_, response) => response.writeHead(201, { location: '/v2/Users/a%zz' }).end())
  const { send, own } = clientFor(port)
  await send({ method: 'POST', path: '/Users', body: { userName: 'scimc-7f3a-1' } })
  expect(own.remaining().map(({ id }) => id)).toEqual(['a%zz'])
})

test('what discovery takes from a write is not ours', async () => {
  const { port } = await serve((_, response) => json(response, 200, { id: 'urn:x' }))
  const { send, own } = clientFor(port)
  await send({ method: 'PUT', path: '/Schemas/urn:x', body: {}, aim: 'read-only' })
  await send({ method: 'POST', path: '/Schemas', body: {}, aim: 'read-only' })
  expect(own.remaining()).toEqual([])
})

test('a write is not redirected to what is not ours', async () => {
  const { port, seen } = await serve((_, response) => response.writeHead(307, { location: '/v2/Groups/1' }).end())
  const { send, own } = clientFor(port)
  own.add({ path: '/Users/1', id: '1', checkId: 'x' })
  own.prove('/Users/1')
  expect((await send({ method: 'DELETE', path: '/Users/1' })).status).toBe(307)
  expect(seen.length).toBe(1)
})

test('a write is not redirected to what a create named and nobody has read', async () => {
  const { port, seen } = await serve((_, response) => response.writeHead(308, { location: '/v2/Groups/1' }).end())
  const { send, own } = clientFor(port)
  for (const path of ['/Users/1', '/Groups/1']) own.add({ path, id: '1', checkId: 'x' })
  own.prove('/Users/1')
  expect((await send({ method: 'DELETE', path: '/Users/1' })).status).toBe(308)
  expect(seen.length).toBe(1)
})

test('many requests that are told to wait at the same time spend the budget once', async () => {
  const { port } = await serve((_, response, count) =>
    count <= 4 ? json(response, 429, {}, { 'retry-after': '1' }) : json(response, 200, {}),
  )
  const { send } = clientFor(port, { retryBudgetSeconds: 1.5 })
  const statuses = await Promise.all(
    [1, 2, 3, 4].map(async () => (await send({ method: 'GET', path: '/Users' })).status),
  )
  expect(statuses).toEqual([200, 200, 200, 200])
})

test('a body that cannot be read as JSON is recorded without what it says of people', async () => {
  const { port } = await serve((_, response) => void response.writeHead(200).end('{"Resources":[{"userName":"bjensen"'))
  const { send, exchanges } = clientFor(port)
  await send({ method: 'GET', path: '/Users' })
  expect(exchanges[0]?.response?.body).toBe('{"Resources":[{"userName":"[masked]"')
})

test("a group that only has a member of ours is somebody else's", async () => {
  const { port } = await serve((_, response) =>
    json(response, 200, { displayName: 'Everyone', members: [{ display: 'scimc-7f3a-1' }, { display: 'Barbara' }] }),
  )
  const { send, exchanges } = clientFor(port)
  await send({ method: 'GET', path: '/Groups/1' })
  expect(exchanges[0]?.response?.body).not.toContain('Barbara')
})

test('secret headers of the target do not go to another origin', async () => {
  const other = await serve((_, response) => json(response, 200, {}))
  const { port } = await serve((_, response) => json(response, 200, {}))
  const { send } = clientFor(port, { headers: { 'X-Api-Key': 'k' } })
  await send({ method: 'GET', path: `http://127.0.0.1:${other.port}/ServiceProviderConfig` })
  expect([other.seen[0]?.headers['x-api-key'], other.seen[0]?.headers.authorization]).toEqual([undefined, undefined])
})

test('a read whose answer is cut off is repeated once, over a new connection; a write is not', async () => {
  const cutOffFirst: Handler = (request, response, count) => {
    if (count > 1) return void response.end('{}')
    response.writeHead(200, { 'content-length': '100' })
    response.write('{')
    setTimeout(() => request.socket.destroy(), 20)
  }
  const reads = await serve(cutOffFirst)
  const answer = await clientFor(reads.port).send({ method: 'GET', path: '/Users' })
  expect([answer.problem, answer.text, answer.exchange.repeats?.reason]).toEqual([
    undefined,
    '{}',
    'the connection was reset within an answer',
  ])
  const writes = await serve(cutOffFirst)
  const path = '/Users/scimc-7f3a-unknown'
  expect((await clientFor(writes.port).send({ method: 'DELETE', path, aim: 'nothing' })).problem?.kind).toBe('reset')
  expect(writes.seen).toHaveLength(1)
})

test.each([
  '0',
  '-5',
  '0.0',
  'Sun, 06 Nov 1994 08:49:37 GMT',
  '9'.repeat(400),
  'Fri, 31 Dec 9999 23:59:59 GMT',
  'soon',
  '',
])('a storm of 429 with Retry-After "%s" ends', async retryAfter => {
  const { port, seen } = await serve((_, response) => response.writeHead(429, { 'retry-after': retryAfter }).end())
  const { send } = clientFor(port, { retryBudgetSeconds: 1 })
  expect((await send({ method: 'GET', path: '/Users' })).status).toBe(429)
  expect(seen.length).toBeLessThan(10)
})

test('a redirect to the same place with a user name and a password is not followed', async () => {
  const { port, seen } = await serve((request, response) => {
    response.writeHead(302, { location: `http://admin:hunter2@${request.headers.host}/v2/Users` }).end()
  })
  expect((await clientFor(port).send({ method: 'GET', path: '/Users' })).status).toBe(302)
  expect(seen).toHaveLength(1)
})
