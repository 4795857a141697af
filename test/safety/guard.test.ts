// The write guard under attack: service providers that name what is others' as ours, that redirect, that lie about bulk jobs.
// None of them is ever sent a write to what is others'.

import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import type { ScimRequest, ScimResponse } from '../../fixtures/provider/http-message.ts'
import { examine } from '../../src/engine/examine.ts'
import type { RunResult } from '../../src/result/run-result.ts'
import { allTopics } from '../../suites/all.ts'
import { localTarget } from '../proof/examine-provider.ts'
import { startTenant, type Tampering, type Tenant } from './tenant.ts'

/** Checks that create, replace, patch and delete, one by one and in bulk jobs. */
const only = [
  'create/created',
  'create/location',
  'replace/',
  'delete/',
  'patch-replace/',
  'patch-members/',
  'bulk-operation/',
  'bulk-result/method',
  'bulk-result/location',
  'bulk-reference/',
  'if-match/any',
]

const isCreate = ({ method, path }: ScimRequest): boolean => method === 'POST' && /^\/(Users|Groups)$/.test(path)
const victimOf = (tenant: Tenant, { path }: ScimRequest): string =>
  (path.startsWith('/Groups') ? tenant.foreign.at(-1) : tenant.foreign[3]) ?? ''

/** The answer with another id, in the body, in its location and in the header. */
function renamed(response: ScimResponse, id: string, where: 'body' | 'location' | 'both'): ScimResponse {
  const { body, headers } = response
  if (typeof body !== 'object') return response
  const old = String(body.id)
  const swap = (text: string): string => text.replaceAll(old, id)
  const changed: ScimResponse['body'] = where === 'location' ? body : JSON.parse(swap(JSON.stringify(body)))
  const location = String(headers.Location ?? headers.location ?? '')
  return { ...response, body: changed, headers: where === 'body' ? headers : { ...headers, Location: swap(location) } }
}

/** Changes the answers to successful creates. */
function afterCreate(
  change: (response: ScimResponse, tenant: Tenant, request: ScimRequest) => ScimResponse,
): Tampering {
  return {
    after: (request, response, tenant) =>
      isCreate(request) && response.status === 201 ? change(response, tenant, request) : response,
  }
}

function redirecting(status: number, to: (request: ScimRequest, tenant: Tenant) => string): Tampering {
  return {
    before: (request, tenant) =>
      ['PUT', 'PATCH', 'DELETE'].includes(request.method)
        ? { status, headers: { Location: to(request, tenant) } }
        : undefined,
  }
}

/** Changes each result of a bulk job that succeeded. */
function bulkResults(change: (result: Record<string, unknown>, tenant: Tenant) => Record<string, unknown>): Tampering {
  return {
    after: (request, response, tenant) => {
      if (!/\/bulk$/i.test(request.path) || typeof response.body !== 'object') return response
      const { Operations } = response.body
      if (!Array.isArray(Operations)) return response
      const results = Operations.map(one =>
        typeof one === 'object' && one !== null && !Array.isArray(one) ? change({ ...one }, tenant) : one,
      )
      const body: ScimResponse['body'] = JSON.parse(JSON.stringify({ ...response.body, Operations: results }))
      return { ...response, body }
    },
  }
}

let firstId = ''
const attacks: Readonly<Record<string, Tampering>> = {
  'the id of another user in body and Location, with what was sent': afterCreate((response, tenant, request) =>
    renamed(response, victimOf(tenant, request), 'both'),
  ),
  'the id of another user in the body': afterCreate((response, tenant, request) =>
    renamed(response, victimOf(tenant, request), 'body'),
  ),
  'a Location alone, of another user': afterCreate((response, tenant, request) => {
    const { status, headers } = renamed(response, victimOf(tenant, request), 'location')
    return { status, headers }
  }),
  'an existing user in place of the new one (upsert)': {
    before: (request, tenant) => {
      if (!isCreate(request)) return undefined
      const record = tenant.provider.store.get(victimOf(tenant, request))
      return { status: 200, headers: {}, body: { id: String(record?.id), ...record?.attributes } }
    },
  },
  'one id for every create': afterCreate(response => {
    if (typeof response.body === 'object' && firstId === '') firstId = String(response.body.id)
    return renamed(response, firstId, 'both')
  }),
  'an id that climbs to another endpoint': afterCreate((response, tenant) =>
    renamed(response, `../Users/${tenant.foreign[3]}`, 'body'),
  ),
  'an id that climbs with its dots encoded': afterCreate((response, tenant) =>
    renamed(response, `%2e%2e/Groups/${tenant.foreign.at(-1)}`, 'body'),
  ),
  'an id with a query': afterCreate((response, tenant) => renamed(response, `${tenant.foreign[3]}?a=b`, 'both')),
  'an id with a fragment': afterCreate((response, tenant) => renamed(response, `${tenant.foreign[3]}#a`, 'both')),
  'an id with an encoded slash': afterCreate((response, tenant) =>
    renamed(response, `x%2F..%2F${tenant.foreign[3]}`, 'both'),
  ),
  'an empty id': afterCreate(response => renamed(response, '', 'body')),
  'an id that is a userName': afterCreate(response => renamed(response, 'person-3', 'both')),
  'a Location at another endpoint': afterCreate((response, tenant) => {
    const { body: _, ...rest } = response
    return { ...rest, headers: { Location: `${tenant.baseUrl}/Groups/${tenant.foreign.at(-1)}` } }
  }),
  'writes redirected (307) to another user': redirecting(
    307,
    (_, { baseUrl, foreign }) => `${baseUrl}/Users/${foreign[3]}`,
  ),
  'writes redirected (308) to another endpoint': redirecting(
    308,
    ({ path }, { baseUrl }) => `${baseUrl}/Groups/${path.split('/').at(-1)}`,
  ),
  'writes redirected (308) to another user, relative': redirecting(308, (_, { foreign }) => `../Users/${foreign[3]}`),
  'creates redirected (307) to a user': {
    before: (request, { baseUrl, foreign }) =>
      isCreate(request) ? { status: 307, headers: { Location: `${baseUrl}/Users/${foreign[3]}` } } : undefined,
  },
  'bulk results that name another user': bulkResults((result, { baseUrl, foreign }) => ({
    ...result,
    location: `${baseUrl}/Users/${foreign[3]}`,
  })),
  'bulk results with the responses of another user': bulkResults((result, { foreign }) => {
    const { location: _, ...rest } = result
    return { ...rest, response: { id: foreign[3], userName: 'person-3' } }
  }),
  'bulk results that exchange their creates': bulkResults(result => ({ ...result, method: 'POST', bulkId: 'other' })),
  'reads that lie too, by an error': {
    before: ({ method, path }, { foreign }) =>
      method === 'GET' && path.endsWith(foreign[3] ?? '') ? { status: 500, headers: {} } : undefined,
    after: (request, response, tenant) =>
      isCreate(request) && response.status === 201
        ? { status: 201, headers: { Location: `${tenant.baseUrl}/Users/${tenant.foreign[3]}` } }
        : response,
  },
}

function run(tenant: Tenant, checks = only): Promise<RunResult> {
  return examine(localTarget(tenant.baseUrl, 't0ken', { requestTimeoutMs: 20_000 }), {
    topics: allTopics,
    only: checks,
  })
}

test.each(Object.entries(attacks))('%s', { timeout: 120_000 }, async (_, tampering) => {
  firstId = ''
  const tenant = await startTenant(20, tampering, { token: 't0ken' })
  const before = tenant.digest()
  const result = await run(tenant)
  const after = tenant.digest()
  await tenant.close()
  expect(tenant.aimed).toEqual([])
  expect(after).toBe(before)
  // What cannot be tried is nobody's fault, and least of all ours.
  expect(result.checks.flatMap(({ id, verdict, reason }) => (verdict === 'error' ? [`${id}: ${reason}`] : []))).toEqual(
    [],
  )
})

test('what a lying provider named is said in the report, with how to find what is left', async () => {
  const lie = attacks['the id of another user in body and Location, with what was sent']
  const tenant = await startTenant(20, lie, { token: 't0ken' })
  const result = await run(tenant, ['create/created', 'replace/replaced'])
  await tenant.close()
  expect(result.notes.join('\n')).toMatch(/answered with the id of a resource that does not carry the mark .*sweep/)
  expect(result.checks.find(({ id }) => id === 'replace/replaced')?.reason).toContain('what is there is not ours')
})

test('an id that is given to somebody else after our delete is not written to again', async () => {
  // As with row numbers that are used again: the deleted id is another's at once.
  let taken = ''
  const tenant = await startTenant(
    20,
    {
      before: ({ method, path }) =>
        taken !== '' && method === 'GET' && path.endsWith(taken)
          ? { status: 200, headers: {}, body: { id: taken, userName: 'newcomer' } }
          : undefined,
      after: ({ method, path }, response) => {
        if (method === 'DELETE' && response.status === 204) taken = path.split('/').at(-1) ?? ''
        return response
      },
    },
    { token: 't0ken' },
  )
  await run(tenant, ['delete/gone', 'delete/unknown-id', 'replace-rules/'])
  const deletes = tenant.writes.filter(write => write.startsWith('DELETE ') && !write.includes('unknown'))
  await tenant.close()
  expect(new Set(deletes).size).toBe(deletes.length)
})

test.each([
  ['climbs out of the base URL', '/../admin/Users'],
  ['climbs with its dots encoded', '/%2e%2e/admin'],
  ['is at another host', 'OTHER/Users'],
  ['has no scheme but a host', '//OTHERHOST/Users'],
])('a resource type whose endpoint %s: nothing is written there, and no credentials go there', async (_, endpoint) => {
  const seen: string[] = []
  const other = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.authorization ?? ''}`)
    response.writeHead(200, { 'content-type': 'application/scim+json' }).end('{"id":"1"}')
  })
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const place = endpoint.replace('OTHERHOST', `127.0.0.1:${port}`).replace('OTHER', `http://127.0.0.1:${port}`)
  const outside: string[] = []
  const tenant = await startTenant(
    5,
    {
      after: (request, response) => {
        if (!/ResourceTypes/.test(request.path) || typeof response.body !== 'object') return response
        return {
          ...response,
          body: JSON.parse(JSON.stringify(response.body).replaceAll('"/Users"', JSON.stringify(place))),
        }
      },
    },
    { token: 't0ken' },
  )
  tenant.provider.store.all('User')
  const result = await run(tenant, ['create/', 'delete/'])
  await tenant.close()
  other.close()
  outside.push(...tenant.writes.filter(write => / \/(?!Users|Groups|Devices)/.test(write)))
  expect(seen.filter(line => !line.startsWith('GET') || line.includes('t0ken'))).toEqual([])
  expect(outside).toEqual([])
  expect(result.counts.error).toBe(0)
})
