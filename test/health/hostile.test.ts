// A service provider that means ill: odd ids, endpoints of others, escapes in every text, depth without end. A look ends, leaves its
// host to nobody else, and what it prints is plain.

import { createServer, type RequestListener } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { lookAtHealth } from '../../src/health/look-at-health.ts'
import { renderHealthHtml } from '../../src/report/health-html.ts'
import { renderHealthMarkdown } from '../../src/report/health-markdown.ts'
import { renderHealth } from '../../src/report/health-terminal.ts'
import { localTarget } from '../proof/examine-provider.ts'

const evil = '\u001b]0;owned\u0007\u001b[31m<script>alert(1)</script>\u202e\ud800|`\n# x'
const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

const json = (value: unknown): string => JSON.stringify(value)
const list = (...resources: readonly unknown[]): string =>
  json({
    schemas: [listUrn],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  })

const types = (...endpoints: readonly string[]): string =>
  list(
    ...endpoints.map(endpoint => ({
      name: `Type ${evil}`,
      endpoint,
      schema: userUrn,
      schemaExtensions: [{ schema: evil, required: true }],
    })),
  )

const ids = ['\ud800', '../admin', '..', '%2e%2e', '?x=1', '#', '', 'a/b', evil, '\u0000', ' ']
const users = list(...ids.map(id => ({ schemas: [userUrn, evil], id, userName: id, externalId: evil, __proto__: 1 })))

const cases: readonly [name: string, resourceTypes: string, resources: string][] = [
  ['ids that are none', types('/Users'), users],
  [
    'endpoints of another place',
    types('../admin', '//evil.example/x', 'https://evil.example/Users', '/Users?x#y', evil),
    users,
  ],
  ['depth without end', types('/Users'), `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  [
    'numbers without end',
    types('/Users'),
    `{"totalResults":1e308,"Resources":[{"id":"a","meta":{"version":${'9'.repeat(5000)}}}]}`,
  ],
  [
    'prototypes',
    types('/Users'),
    '{"totalResults":1,"Resources":[{"__proto__":{"id":"x"},"constructor":{"prototype":{"y":1}},"id":"a"}]}',
  ],
  [
    'a cursor that leads to itself',
    types('/Users'),
    json({ totalResults: 1e6, Resources: [{ id: 'a' }, { id: 'b' }], nextCursor: '\ud800' }),
  ],
  ['texts as resources', types('/Users'), json({ totalResults: 2, Resources: ['a', evil] })],
  [
    'a thousand types',
    list(...Array.from({ length: 1000 }, (_, n) => ({ name: `T${n}`, endpoint: `/T${n}`, schema: userUrn }))),
    users,
  ],
]

test.each(cases)('%s', { timeout: 60_000 }, async (_, resourceTypes, resources) => {
  const strangers: string[] = []
  const foreign = await serve((request, response) => {
    strangers.push(request.url ?? '')
    response.end('{}')
  })
  const methods = new Set<string>()
  const base = await serve((request, response) => {
    methods.add(request.method ?? '')
    const path = (request.url ?? '').split('?')[0]
    const config = { filter: { supported: true }, pagination: { cursor: true, index: true }, documentationUri: evil }
    const body =
      path === '/v2/ServiceProviderConfig'
        ? json(config)
        : path === '/v2/ResourceTypes'
          ? resourceTypes
          : path === '/v2/Schemas'
            ? list()
            : resources
    response.writeHead(200, { 'content-type': 'application/scim+json', 'x-ratelimit-remaining': '1e999' })
    response.end(body.replaceAll('https://evil.example', foreign))
  })
  const target = localTarget(`${base}/v2`, 'hostile-token', { name: `Tenant ${evil}` })
  const result = await lookAtHealth(target, { seconds: 20 })
  expect(result.requests).toBeLessThanOrEqual(60)
  expect([...methods]).toEqual(['GET'])
  expect(strangers).toEqual([])
  const printed = [
    renderHealth(result, { colour: false, width: 100 }),
    renderHealthMarkdown([result]),
    renderHealthHtml([result]),
  ]
  for (const text of printed) {
    expect(text).not.toMatch(/\p{Cc}(?<!\n)|\u202e|\p{Cs}/u)
    expect(text).not.toContain('hostile-token')
  }
  for (const text of printed.slice(1)) expect(text).not.toContain('<script>alert')
  for (const { words } of result.items) expect(words.length).toBeLessThan(1500)
})
