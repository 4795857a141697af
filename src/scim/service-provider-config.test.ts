import { describe, expect, it } from 'vitest'
import { readServiceProviderConfig } from './service-provider-config.ts'

const scheme = { type: 'oauthbearertoken', name: 'OAuth', description: 'A bearer token' }
const complete = {
  patch: { supported: true },
  bulk: { supported: true, maxOperations: 10, maxPayloadSize: 1000 },
  filter: { supported: true, maxResults: 200 },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: false },
  authenticationSchemes: [scheme],
}

describe('readServiceProviderConfig', () => {
  it('reads a complete one (RFC 7643 §5)', () => {
    expect(readServiceProviderConfig({ schemas: [], meta: {}, ...complete })).toEqual({
      config: complete,
      problems: [],
    })
  })

  it('reads what RFC 9865 and RFC 9967 add', () => {
    const pagination = { cursor: true, index: true, defaultPaginationMethod: 'index', maxPageSize: 100 }
    const { config, problems } = readServiceProviderConfig({
      ...complete,
      pagination,
      securityEvents: { asyncRequest: 'LONG' },
    })
    expect(problems).toEqual([])
    expect(config.pagination).toEqual(pagination)
    expect(config.asyncRequest).toBe('long')
  })

  it.each([
    ['nothing', undefined, [['', 'wrong type']]],
    ['no etag', { ...complete, etag: undefined }, [['etag', 'missing']]],
    ['sort as boolean', { ...complete, sort: true }, [['sort', 'wrong type']]],
    ['supported as text', { ...complete, patch: { supported: 'true' } }, [['patch.supported', 'wrong type']]],
    ['no maxResults', { ...complete, filter: { supported: true } }, [['filter.maxResults', 'missing']]],
    [
      'a negative limit',
      { ...complete, filter: { supported: true, maxResults: -1 } },
      [['filter.maxResults', 'wrong type']],
    ],
    ['no schemes', { ...complete, authenticationSchemes: null }, [['authenticationSchemes', 'missing']]],
    [
      'a scheme without type',
      { ...complete, authenticationSchemes: [{ ...scheme, type: null }] },
      [['authenticationSchemes[0].type', 'missing']],
    ],
    [
      'an unknown paging method',
      { ...complete, pagination: { cursor: true, index: false, defaultPaginationMethod: 'page' } },
      [['pagination.defaultPaginationMethod', 'unknown keyword']],
    ],
  ])('tells what is wrong with %s', (_, json, expected) => {
    expect(readServiceProviderConfig(json).problems.map(({ path, kind }) => [path, kind])).toEqual(expected)
  })

  it('takes silence as not supported', () => {
    const { config } = readServiceProviderConfig({})
    expect([config.patch, config.bulk, config.filter]).toEqual(Array(3).fill({ supported: false }))
  })
})
