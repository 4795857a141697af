// What bulk answers say was made and taken away.

import { expect, test } from 'vitest'
import { createdBy, deletedInBulk, idsNamedBy } from './created.ts'
import type { HttpRequest, HttpResponse } from './exchange.ts'
import { createOwnResources } from './own-resources.ts'

const baseUrl = 'https://scim.example/v2'
const post = { method: 'POST', bulkId: 'a', path: '/Users', data: {} }
const request: HttpRequest = { method: 'POST', path: '/Bulk', aim: 'bulk', body: { Operations: [post] } }

function answer(...Operations: readonly object[]): HttpResponse {
  return {
    exchange: { id: 1, checkId: 'c', startedAt: '', durationMs: 0, request: { method: 'POST', url: '', headers: {} } },
    status: 200,
    headers: {},
    text: '',
    json: { Operations },
    url: `${baseUrl}/Bulk`,
  }
}

test.each([
  ['below the base URL', `${baseUrl}/Users/1`, ['/Users/1']],
  ['on another host', 'https://proxy.example/other/Users/1', ['/Users/1']],
  ['relative', '/Users/1', ['/Users/1']],
  ['at another endpoint', `${baseUrl}/Groups/1`, undefined],
  ['nowhere', undefined, undefined],
])('what a create in a bulk job has made, its location %s', (_, location, paths) => {
  const made = createdBy(
    request,
    answer({ method: 'POST', bulkId: 'a', status: '201', location }),
    createOwnResources('r'),
    baseUrl,
  )
  expect(made?.map(({ path }) => path)).toEqual(paths)
})

test.each<[string, HttpResponse, readonly [] | undefined]>([
  ['without results', answer(), undefined],
  ['without a body', { ...answer(), json: undefined }, undefined],
  ['with a result that refuses', answer({ method: 'POST', bulkId: 'a', status: '409' }), []],
  ['with a refusal as RFC 7644 first had it', answer({ method: 'POST', status: { code: '400' } }), []],
  ['400', { ...answer(), status: 400, json: undefined }, []],
])('a bulk job with a create that is answered %s', (_, response, expected) => {
  expect(createdBy(request, response, createOwnResources('r'), baseUrl)).toEqual(expected)
})

test('a result that names none of the operations counts only at an endpoint that one was sent to', () => {
  const result = (path: string) => ({ method: 'POST', bulkId: 'other', status: '201', location: `${baseUrl}${path}` })
  const made = createdBy(request, answer(result('/Users/1'), result('/Groups/1')), createOwnResources('r'), baseUrl)
  expect(made?.map(({ path }) => path)).toEqual(['/Users/1'])
})

test('a POST to a resource that is taken for one to its endpoint has made what its location names', () => {
  const own = createOwnResources('r')
  const toResource = { ...post, path: '/Users/1' }
  const job: HttpRequest = { ...request, body: { Operations: [toResource] } }
  const result = { method: 'POST', bulkId: 'a', status: '201', location: `${baseUrl}/Users/2` }
  expect(createdBy(job, answer(result), own, baseUrl)?.map(({ path }) => path)).toEqual(['/Users/2'])

  const alone = {
    ...answer(),
    status: 201,
    json: { id: '2' },
    headers: { location: `${baseUrl}/Users/2` },
  }
  const made = createdBy({ method: 'POST', path: '/Users/1', body: {} }, alone, own, baseUrl)
  expect(made?.map(({ path }) => path)).toEqual(['/Users/2'])
})

test('what the deletes of a bulk job have taken away', () => {
  const result = (status: string, id: string, method = 'DELETE') => ({
    method,
    status,
    location: `${baseUrl}/Users/${id}`,
  })
  const all = answer(result('204', '1'), result('404', '2'), result('200', '3', 'PUT'), {
    method: 'DELETE',
    status: '204',
  })
  expect(deletedInBulk(all, baseUrl)).toEqual(['/Users/1'])
})

test.each([
  ['a create', 201, '/Users', `${baseUrl}/Users/..%2f1`, ['../1']],
  ['a create that failed on its way', 500, '/Users', `${baseUrl}/Users/7`, ['7']],
  ['a refusal that says where it was refused', 405, '/ServiceProviderConfig', `${baseUrl}/ServiceProviderConfig`, []],
  ['a refusal that names the one in the way', 409, '/Users', `${baseUrl}/Users/7`, []],
  ['a redirect', 308, '/Users', `${baseUrl}/Users/`, []],
  ['a create that names its endpoint alone', 201, '/Users', `${baseUrl}/Users`, []],
])('the ids that %s names', (_, status, path, location, ids) => {
  expect(idsNamedBy({ path }, { status, json: undefined, headers: { location } })).toEqual(ids)
})
