import { expect, test } from 'vitest'
import { ConfigurationError } from '../errors.ts'
import { candidatePaths, hideSecrets, readAddress } from './probe-address.ts'

test.each([
  ['https://acme.example/scim/v2', 'https://acme.example', '/scim/v2', '', 0],
  ['https://acme.example/scim/v2/', 'https://acme.example', '/scim/v2', '', 0],
  ['acme.example/scim', 'https://acme.example', '/scim', '', 1],
  ['acme.example:8443', 'https://acme.example:8443', '', '', 1],
  ['localhost:8080/v2', 'http://localhost:8080', '/v2', '', 1],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080', '', '', 1],
  ['https://acme.example/scim/v2/Users', 'https://acme.example', '/scim/v2', '', 1],
  ['https://acme.example/scim/v2/users/42?attributes=userName', 'https://acme.example', '/scim/v2', '', 2],
  ['https://acme.example/v2/ServiceProviderConfig', 'https://acme.example', '/v2', '', 1],
  ['https://acme.example/v2?region=eu&count=3', 'https://acme.example', '/v2', '?region=eu', 1],
  ['https://acme.example/{tenant}/v2', 'https://acme.example', '/%7Btenant%7D/v2', '', 0],
  [' https://acme.example/v2#top ', 'https://acme.example', '/v2', '', 0],
])('%s', (typed, origin, path, query, notes) => {
  const address = readAddress(typed)
  expect(address).toMatchObject({ origin, path, query })
  expect(address.notes).toHaveLength(notes)
})

test.each(['', 'ftp://acme.example/', 'https://', 'ht tp://x', 'https://ann:pa55word@acme.example/'])(
  'refused: %j',
  typed => {
    const read = (): unknown => readAddress(typed)
    expect(read).toThrow(ConfigurationError)
    expect(read).not.toThrow(/pa55word/)
  },
)

test('the given path comes first, then the usual ends, with and without what it ends in', () => {
  expect(candidatePaths('')).toEqual(['', '/scim/v2', '/v2', '/scim', '/api/scim/v2', '/scim2'])
  expect(candidatePaths('', ['/enzi/v0/scim/v2'])[1]).toBe('/enzi/v0/scim/v2')
  expect(candidatePaths('/Acme/v2')).toEqual([
    '/Acme/v2',
    '/Acme',
    '/Acme/scim/v2',
    '/Acme/scim',
    '/Acme/api/scim/v2',
    '/Acme/scim2',
    '/acme/v2',
  ])
  expect(candidatePaths('/api/scim/v2')).toContain('/v2')
})

test.each([
  ['/tokens/a%2Fb/scim/v2', '', '/tokens/{token}/scim/v2', { token: 'a/b' }],
  ['/v2', '?api_key=abc&region=eu', '/v2?api_key={api_key}&region=eu', { api_key: 'abc' }],
  ['/scim/v2', '?tenant=acme', '/scim/v2?tenant=acme', {}],
  ['/tokens', '', '/tokens', {}],
])('what is secret in %s%s', (path, query, template, secrets) => {
  expect(hideSecrets(path, query)).toEqual({ template, secrets })
})
