import { describe, expect, test } from 'vitest'
import { ReadOnlyError } from '../errors.ts'
import type { HttpRequest } from './exchange.ts'
import { guardRequest } from './guard.ts'
import { createOwnResources } from './own-resources.ts'

const own = createOwnResources('7f3a')
own.add({ path: '/Users/1', id: '1', checkId: 'x' })
own.add({ path: '/Users/2', id: '2', checkId: 'x' })
own.remove('/Users/2')

const bulk = (...Operations: object[]): string => JSON.stringify({ Operations })

const passes: [string, HttpRequest, string?][] = [
  ['a read of anything', { method: 'GET', path: '/Users/foreign' }],
  ['a create with the mark', { method: 'POST', path: '/Users' }, '{"userName":"scimc-7f3a-1"}'],
  ['a change of our own', { method: 'PATCH', path: '/Users/1' }, '{}'],
  ['our own in other letter case of the endpoint', { method: 'DELETE', path: '/users/1' }],
  ['a delete of what we deleted before', { method: 'DELETE', path: '/Users/2', aim: 'nothing' }],
  ['a delete of an id with the mark', { method: 'DELETE', path: '/Users/scimc-7f3a-x-unknown', aim: 'nothing' }],
  ['a write to discovery', { method: 'PUT', path: '/ServiceProviderConfig', aim: 'read-only' }, '{}'],
  [
    'a write to discovery at an address of its own',
    { method: 'PUT', path: 'https://scim.example/v2/ServiceProviderConfig', aim: 'read-only' },
    '{}',
  ],
  ['a search', { method: 'POST', path: '/Users/.search', aim: 'search' }, '{}'],
  ['a malformed create', { method: 'POST', path: '/Users', aim: 'malformed' }, '{'],
  [
    'a form to the authorization server',
    { method: 'POST', path: 'https://auth.example//token', aim: 'authorization-server' },
    'grant_type=refresh_token',
  ],
  [
    'a bulk of our own',
    { method: 'POST', path: '/Bulk', aim: 'bulk' },
    bulk(
      { method: 'POST', path: '/Users', data: { userName: 'scimc-7f3a-2' } },
      { method: 'DELETE', path: '/Users/1' },
    ),
  ],
]

const refusals: [string, HttpRequest, string?][] = [
  [
    'JSON for the authorization server',
    { method: 'POST', path: 'https://a.example/Users', aim: 'authorization-server' },
    ' {}',
  ],
  [
    'a delete at the authorization server',
    { method: 'DELETE', path: 'https://a.example/x', aim: 'authorization-server' },
  ],
  ['a form to a path of the target', { method: 'POST', path: '/Users', aim: 'authorization-server' }, 'a=b'],
  ['a create without the mark', { method: 'POST', path: '/Users' }, '{"userName":"bjensen"}'],
  ['a create with the mark of another run', { method: 'POST', path: '/Users' }, '{"userName":"scimc-0000-1"}'],
  ['a change of a foreign resource', { method: 'PUT', path: '/Users/3' }, '{"userName":"scimc-7f3a-1"}'],
  ['an id that only begins like ours', { method: 'DELETE', path: '/Users/11' }],
  ['the same id at another endpoint', { method: 'DELETE', path: '/Groups/1' }],
  ['our path with another letter case of the id', { method: 'DELETE', path: '/Users/1/../3' }],
  [
    'another resource by an absolute URL that climbs',
    { method: 'PUT', path: 'https://scim.example/v2/Schemas/../Users/3', aim: 'read-only' },
    '{}',
  ],
  ['a whole endpoint', { method: 'DELETE', path: '/Users' }],
  ['an aim at nothing that could hit something', { method: 'DELETE', path: '/Users/3', aim: 'nothing' }],
  ['an undeclared bulk', { method: 'POST', path: '/Bulk' }, bulk({ method: 'POST', data: 'scimc-7f3a' })],
  [
    'a bulk with a foreign delete',
    { method: 'POST', path: '/Bulk', aim: 'bulk' },
    bulk({ method: 'DELETE', path: '/Users/3' }),
  ],
  [
    'a bulk with an unmarked create',
    { method: 'POST', path: '/Bulk', aim: 'bulk' },
    bulk({ method: 'post', path: '/Users', data: {} }),
  ],
  [
    'a bulk with a foreign delete whose path has no slash in front',
    { method: 'POST', path: '/Bulk', aim: 'bulk' },
    bulk({ method: 'DELETE', path: 'Users/3' }),
  ],
  [
    'a bulk with a delete of a whole endpoint',
    { method: 'POST', path: '/Bulk', aim: 'bulk' },
    bulk({ method: 'DELETE', path: '/Users' }),
  ],
  [
    'a bulk with an absolute URL',
    { method: 'POST', path: '/Bulk', aim: 'bulk' },
    bulk({ method: 'DELETE', path: 'https://example.com/v2' }),
  ],
  ['a search that is none', { method: 'POST', path: '/Users', aim: 'search' }, '{}'],
  ['a write to discovery that is none', { method: 'PUT', path: '/Users/3', aim: 'read-only' }, '{}'],
  ['dot segments', { method: 'DELETE', path: '/Users/../Groups/scimc-7f3a-/../foreign', aim: 'nothing' }],
  ['encoded dot segments', { method: 'DELETE', path: '/Schemas/%2e%2e/Users/foreign', aim: 'read-only' }],
  ['an encoded slash', { method: 'DELETE', path: '/Users%2Ff-scimc-7f3a', aim: 'nothing' }],
  [
    'a bulk sent as malformed',
    { method: 'POST', path: '/Bulk', aim: 'malformed' },
    bulk({ method: 'DELETE', path: '/Users/3' }),
  ],
  ['a bulk with a slash at its end', { method: 'POST', path: '/bulk/' }, bulk({ method: 'DELETE', path: '/Users/3' })],
  [
    'a bulk with a second list of operations',
    { method: 'POST', path: '/Bulk', aim: 'bulk' },
    JSON.stringify({ operations: [], Operations: [{ method: 'DELETE', path: '/Users/3' }] }),
  ],
  [
    'a broken bulk that a lenient reader could carry out',
    { method: 'POST', path: '/Bulk', aim: 'bulk' },
    '{"Operations":[{"method":"DELETE","path":"/Users/3"},]}',
  ],
  [
    'a bulk with names in another letter case',
    { method: 'POST', path: '/Bulk', aim: 'bulk' },
    JSON.stringify({ Operations: [{ Method: 'DELETE', Path: '/Users/3' }] }),
  ],
  [
    'a bulk with a path twice',
    { method: 'POST', path: '/Bulk', aim: 'bulk' },
    JSON.stringify({ Operations: [{ method: 'DELETE', Path: '/Users/3', path: '/Users/scimc-7f3a-1' }] }),
  ],
  ['a mark in a query alone', { method: 'DELETE', path: '/Users/3?scimc-7f3a', aim: 'nothing' }],
  ['a malformed change', { method: 'PUT', path: '/Users/3', aim: 'malformed' }, '{'],
]

describe('guardRequest', () => {
  test.each(passes)('lets %s pass', (_, request, body) => {
    expect(() => guardRequest(request, body, own, 'own-data')).not.toThrow()
  })
  test.each(refusals)('refuses %s', (_, request, body) => {
    expect(() => guardRequest(request, body, own, 'own-data')).toThrow(/was not sent/)
  })
  test('read-only lets reads, searches and requests to the authorization server pass and nothing else', () => {
    const reads: HttpRequest[] = [
      { method: 'GET', path: '/Users' },
      { method: 'POST', path: '/Users/.search', aim: 'search' },
    ]
    for (const request of reads) expect(() => guardRequest(request, '{}', own, 'read-only')).not.toThrow()
    for (const [, request, body] of passes) {
      if (request.method === 'GET' || request.aim === 'search' || request.aim === 'authorization-server') continue
      expect(() => guardRequest(request, body, own, 'read-only')).toThrow(ReadOnlyError)
    }
  })
})
