// SCIM messages that lie or overwhelm: resources, lists, discovery documents.

import type { Hostile } from './hostile.ts'
import { nastyText, pumps } from './texts.ts'
import {
  discovery,
  everyText,
  instead,
  isDiscovery,
  isObject,
  json,
  lists,
  resources,
  twisted,
  type When,
} from './twists.ts'

const found: When = { atOnce: true, later: 'told' }
const atStart: When = { atOnce: true }

const identity = 'Resources'
const ids: readonly (readonly [string, string, (id: unknown, number: number) => unknown])[] = [
  ['id-climbs', 'has ids with ../', id => `../../Groups/${String(id)}`],
  ['id-dots', 'has .. as every id', () => '..'],
  ['id-empty', 'has an empty text as every id', () => ''],
  ['id-null', 'has null as every id', () => null],
  ['id-number', 'has numbers as ids', () => 1e21],
  ['id-object', 'has objects as ids', id => ({ value: id })],
  ['id-list', 'has lists as ids', id => [id]],
  ['id-long', 'has ids of 100 kB', id => String(id) + 'x'.repeat(100_000)],
  ['id-half-pair', 'has halves of surrogate pairs in its ids', id => `${String(id)}\ud800`],
  [
    'id-line-breaks',
    'has line breaks in its ids',
    id => `${String(id)}\r\nX-Evil: 1\r\n\r\nDELETE /v2/Users/1 HTTP/1.1`,
  ],
  ['id-nul', 'has NUL in its ids', id => `${String(id)}\0`],
  ['id-url', 'has URLs of another host as ids', id => `http://127.0.0.1:1/${String(id)}`],
  ['id-query', 'has a query in its ids', id => `?filter=id pr&x=${String(id)}#y`],
  ['id-same', 'has the same id for all', () => 'one'],
  ['id-encoded', 'has percent-encoded dots and slashes in its ids', id => `%2e%2e%2f${String(id)}%00%zz`],
  ['id-bulk', 'has the bulk endpoint as every id', () => '../Bulk'],
  ['id-markup', 'has scripts and terminal escapes in its ids', id => `${String(id)}${nastyText}`],
  ['id-proto', 'has __proto__ as every id', () => '__proto__'],
]
const one: readonly Hostile[] = [
  ...ids.map(([name, what, change]) =>
    twisted(
      identity,
      name,
      what,
      found,
      resources(({ id, ...others }, { number }) => ({ ...others, id: change(id, number) })),
    ),
  ),
  twisted(
    identity,
    'foreign-ids',
    'answers creates with the id of somebody else',
    found,
    json((value, { method }) =>
      isObject(value) && method === 'POST' && 'id' in value
        ? { ...value, id: '2819c223-7f76-453a-919d-413861904646' }
        : value,
    ),
  ),
  twisted(
    identity,
    'location-elsewhere',
    'names a place of another host as the location of everything',
    found,
    instead(({ headers, body }, call) => {
      const text = String(body)
      const value: unknown = text === '' ? undefined : JSON.parse(text)
      return {
        headers: { ...headers, location: 'http://127.0.0.1:1/v2/Users/1' },
        ...(isObject(value) && !isDiscovery(call)
          ? { body: JSON.stringify({ ...value, meta: { location: 'http://127.0.0.1:1/v2/Users/1' } }) }
          : {}),
      }
    }),
  ),
  twisted(
    identity,
    'location-climbs',
    'names a location with ../ for everything',
    found,
    resources(value => ({ ...value, meta: { resourceType: 'User', location: '/v2/Users/../../../admin' } })),
  ),
  twisted(
    identity,
    'dates-far-off',
    'says that everything was made in the year 275760',
    found,
    resources(({ meta, ...others }) => ({
      ...others,
      meta: {
        ...(isObject(meta) ? meta : {}),
        created: '+275760-09-13T00:00:00.000Z',
        lastModified: '0000-00-00T99:99:99Z',
      },
    })),
  ),
  twisted(
    identity,
    'meta-list',
    'has a list as meta',
    found,
    resources(value => ({ ...value, meta: [1, null, 'x'] })),
  ),
  twisted(
    identity,
    'all-null',
    'has null in place of every value',
    found,
    resources(value => Object.fromEntries(Object.keys(value).map(name => [name, name === 'id' ? value.id : null]))),
  ),
  twisted(
    identity,
    'all-objects',
    'has an object in place of every text',
    found,
    resources(({ id, ...others }) => ({ ...Object(everyText(others, text => ({ value: text }))), id })),
  ),
  twisted(
    identity,
    'all-lists',
    'has a list in place of every text',
    found,
    resources(({ id, ...others }) => ({ ...Object(everyText(others, text => [text, [text]])), id })),
  ),
  twisted(
    identity,
    'all-numbers',
    'has a number in place of every text',
    found,
    resources(({ id, ...others }) => ({ ...Object(everyText(others, () => -1e308)), id })),
  ),
  twisted(
    identity,
    'nasty-texts',
    'has scripts and terminal escapes in every text',
    found,
    json(value => everyText(value, text => `${text}${nastyText}`)),
  ),
  twisted(
    identity,
    'nasty-names',
    'has scripts and terminal escapes in the names of members',
    found,
    resources(value => ({ ...value, [nastyText]: { [nastyText]: nastyText }, [`urn:x:${nastyText}`]: nastyText })),
  ),
  twisted(
    identity,
    'nasty-errors',
    'has scripts and terminal escapes in every error',
    { atOnce: true, later: 'told' },
    ({ answer }) =>
      answer({
        status: 400,
        headers: { 'content-type': 'application/scim+json' },
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:api:messages:2.0:Error', nastyText],
          status: nastyText,
          scimType: nastyText,
          detail: nastyText,
        }),
      }),
  ),
  twisted(
    identity,
    'nasty-pages',
    'answers everything with HTML full of scripts and terminal escapes',
    { atOnce: true, later: 'told' },
    ({ answer }) => answer({ status: 200, headers: { 'content-type': 'text/html' }, body: nastyText }),
  ),
  ...pumps.map(([name, text]) =>
    twisted(
      identity,
      `pumped-${name.replaceAll(' ', '-')}`,
      `has 50 kB of ${name} in every text of its resources`,
      { ...found, heavy: true },
      resources(({ id, schemas, ...others }) => ({ ...Object(everyText(others, () => text)), id, schemas })),
    ),
  ),
]

const listed = 'Lists'
const list = (
  name: string,
  what: string,
  change: (value: Record<string, unknown>) => unknown,
  when: When = found,
): Hostile => twisted(listed, name, what, when, lists(change))
const startOf = (url: string): number => Number(/startIndex=(-?\d+)/.exec(url)?.[1] ?? 1)

const many: readonly Hostile[] = [
  list('total-huge', 'says that a list has 10^15 results', value => ({ ...value, totalResults: 1e15 })),
  list('total-negative', 'says that a list has -1 results', value => ({ ...value, totalResults: -1 })),
  list('total-in-words', 'says in words how many results a list has', value => ({ ...value, totalResults: 'many' })),
  list('total-fraction', 'says that a list has half a result', value => ({ ...value, totalResults: 0.5 })),
  list('page-size-lies', 'says that every page holds 10^9', value => ({ ...value, itemsPerPage: 1e9, startIndex: -7 })),
  list('resources-null', 'has null where the resources of a list belong', value => ({ ...value, Resources: null })),
  list('resources-object', 'has an object where the resources of a list belong', value => ({
    ...value,
    Resources: { length: 1e9, 0: 'x' },
  })),
  list('resources-texts', 'lists texts instead of resources', value => ({ ...value, Resources: ['x', null, 1, [[]]] })),
  list(
    'resources-many',
    'lists 20,000 resources on every page',
    value => ({
      ...value,
      totalResults: 20_000,
      itemsPerPage: 20_000,
      Resources: Array.from({ length: 20_000 }, (_, n) => ({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        id: `r${n}`,
        userName: `u${n}`,
        meta: { resourceType: 'User' },
      })),
    }),
    { ...found, heavy: true },
  ),
  list('page-repeats', 'gives the same page for ever', value => ({
    ...value,
    totalResults: 1e6,
    itemsPerPage: 1,
    Resources: [{ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id: 'same', userName: 'same' }],
  })),
  twisted(
    listed,
    'pages-endless',
    'has a new resource on every page, for ever',
    found,
    lists((value, { url }) => ({
      ...value,
      totalResults: startOf(url) + 1000,
      itemsPerPage: 1,
      startIndex: startOf(url),
      Resources: [
        {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          id: `p${startOf(url)}`,
          userName: `p${startOf(url)}`,
        },
      ],
    })),
  ),
  twisted(
    listed,
    'cursors-endless',
    'has a next cursor on every page, for ever',
    found,
    lists((value, { number }) => ({
      ...value,
      totalResults: 1e9,
      nextCursor: `c${number}`,
      previousCursor: `c${number - 1}`,
    })),
  ),
  list('cursor-repeats', 'has the same next cursor on every page', value => ({
    ...value,
    totalResults: 1e9,
    nextCursor: 'same',
  })),
  list('cursor-odd', 'has cursors that are no texts, or very long ones', value => ({
    ...value,
    nextCursor: { a: [nastyText] },
    previousCursor: 'x'.repeat(100_000),
  })),
]

const documents = 'Discovery'
const schemas = (change: (list: Record<string, unknown>[]) => unknown) =>
  discovery('Schemas', value =>
    isObject(value) && Array.isArray(value.Resources)
      ? { ...value, Resources: change(value.Resources.filter(isObject)) }
      : value,
  )
const types = (change: (list: Record<string, unknown>[]) => unknown) =>
  discovery('ResourceTypes', value =>
    isObject(value) && Array.isArray(value.Resources)
      ? { ...value, Resources: change(value.Resources.filter(isObject)) }
      : value,
  )
const config = (change: (value: Record<string, unknown>) => unknown) =>
  discovery('ServiceProviderConfig', value => (isObject(value) ? change(value) : value))
const attributed = (attributes: (own: readonly unknown[]) => readonly unknown[]) =>
  schemas(all =>
    all.map(schema => ({
      ...schema,
      attributes: attributes(Array.isArray(schema.attributes) ? schema.attributes : []),
    })),
  )

const attribute = (name: string, more: object = {}): Record<string, unknown> => ({
  name,
  type: 'string',
  multiValued: false,
  description: name,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
})
const nested = (depth: number): Record<string, unknown> =>
  attribute('deep', { type: 'complex', subAttributes: depth === 0 ? [] : [nested(depth - 1)] })

const described: readonly Hostile[] = [
  twisted(
    documents,
    'resource-types-many',
    'lists 10,000 resource types',
    { ...atStart, heavy: true },
    types(all => [
      ...all,
      ...Array.from({ length: 10_000 }, (_, n) => ({ ...all[0], id: `T${n}`, name: `T${n}`, endpoint: `/T${n}` })),
    ]),
  ),
  twisted(
    documents,
    'schemas-many',
    'lists 10,000 schemas',
    { ...atStart, heavy: true },
    schemas(all => [
      ...all,
      ...Array.from({ length: 10_000 }, (_, n) => ({ ...all[0], id: `urn:x:${n}`, attributes: [attribute('a')] })),
    ]),
  ),
  twisted(
    documents,
    'attributes-many',
    'has 10,000 attributes in every schema',
    { ...atStart, heavy: true },
    attributed(own => [...own, ...Array.from({ length: 10_000 }, (_, n) => attribute(`a${n}`))]),
  ),
  twisted(
    documents,
    'extensions-many',
    'has 1,000 extensions of User that nothing describes',
    atStart,
    types(all =>
      all.map(type => ({
        ...type,
        schemaExtensions: Array.from({ length: 1000 }, (_, n) => ({ schema: `urn:x:${n}`, required: true })),
      })),
    ),
  ),
  twisted(
    documents,
    'sub-attributes-deep',
    'nests sub-attributes 1,000 deep',
    atStart,
    attributed(own => [...own, nested(1000)]),
  ),
  twisted(
    documents,
    'schema-of-itself',
    'has resource types that extend themselves',
    atStart,
    types(all =>
      all.map(type => ({
        ...type,
        schemaExtensions: [
          { schema: type.schema, required: true },
          { schema: type.schema, required: false },
        ],
      })),
    ),
  ),
  twisted(
    documents,
    'listed-twice',
    'lists everything twice',
    atStart,
    json((value, { url }) =>
      /\/(ResourceTypes|Schemas)(\?|$)/.test(url) && isObject(value) && Array.isArray(value.Resources)
        ? { ...value, Resources: [...value.Resources, ...value.Resources] }
        : value,
    ),
  ),
  twisted(
    documents,
    'attribute-names-odd',
    'has attributes named __proto__, constructor, toString and the empty text',
    atStart,
    attributed(own => [
      ...own,
      ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'a.b', 'a[b]', 'a b', '$ref', nastyText].map(
        name => attribute(name),
      ),
    ]),
  ),
  twisted(
    documents,
    'attribute-names-long',
    'has names of attributes of 50 kB',
    atStart,
    attributed(own => [...own, attribute('a'.repeat(50_000)), attribute(`${'a.'.repeat(20_000)}x`)]),
  ),
  twisted(
    documents,
    'characteristics-odd',
    'has lists, null and objects for every characteristic',
    atStart,
    attributed(own =>
      own.map(one =>
        isObject(one)
          ? {
              ...one,
              type: ['string'],
              multiValued: 'yes',
              required: null,
              mutability: {},
              returned: 7,
              uniqueness: [],
              canonicalValues: {},
              referenceTypes: 'User',
            }
          : one,
      ),
    ),
  ),
  twisted(
    documents,
    'canonical-values-many',
    'has 100,000 canonical values for every attribute',
    { ...atStart, heavy: true },
    schemas(all =>
      all.map((schema, n) =>
        n > 0
          ? schema
          : {
              ...schema,
              attributes: [
                attribute('userName', { required: true }),
                attribute('many', { canonicalValues: Array.from({ length: 100_000 }, (_, m) => `v${m}`) }),
              ],
            },
      ),
    ),
  ),
  twisted(
    documents,
    'schemas-nasty',
    'has scripts and terminal escapes in all that discovery says',
    atStart,
    json((value, { url }) =>
      /ServiceProviderConfig|Schemas|ResourceTypes/.test(url)
        ? everyText(value, text => (/^[a-z]+$/.test(text) || /^(urn:|\/)/.test(text) ? text : `${text}${nastyText}`))
        : value,
    ),
  ),
  twisted(
    documents,
    'schema-ids-odd',
    'has schemas whose ids are no URIs, or very long ones',
    atStart,
    schemas(all =>
      all.map((schema, n) => ({
        ...schema,
        id: n % 2 === 0 ? `${String(schema.id)}${'/../'.repeat(10_000)}` : { a: 1 },
      })),
    ),
  ),
  twisted(
    documents,
    'endpoint-climbs',
    'has endpoints with ../',
    atStart,
    types(all => all.map(type => ({ ...type, endpoint: '/../../../etc' }))),
  ),
  twisted(
    documents,
    'endpoint-elsewhere',
    'has endpoints at another host',
    atStart,
    types(all => all.map(type => ({ ...type, endpoint: `http://127.0.0.1:1/v2${String(type.endpoint)}` }))),
  ),
  twisted(
    documents,
    'endpoint-script',
    'has scripts and line breaks as endpoints',
    atStart,
    types(all => all.map(type => ({ ...type, endpoint: `javascript:alert(1)//\r\n${nastyText}` }))),
  ),
  twisted(
    documents,
    'endpoint-user-info',
    'has endpoints that name another host behind @',
    atStart,
    types(all => all.map(type => ({ ...type, endpoint: '@127.0.0.1:1/Users' }))),
  ),
  twisted(
    documents,
    'endpoint-slashes',
    'has endpoints of 1 MB of slashes',
    atStart,
    types(all => all.map(type => ({ ...type, endpoint: `${'/'.repeat(1_000_000)}x` }))),
  ),
  twisted(
    documents,
    'endpoint-root',
    'has / as every endpoint',
    atStart,
    types(all => all.map(type => ({ ...type, endpoint: '/' }))),
  ),
  twisted(
    documents,
    'endpoint-discovery',
    'has the discovery endpoints as endpoints of resources',
    atStart,
    types(all => all.map(type => ({ ...type, endpoint: '/Schemas' }))),
  ),
  twisted(
    documents,
    'limits-huge',
    'has limits of 10^15',
    atStart,
    config(value => ({
      ...value,
      bulk: { supported: true, maxOperations: 1e15, maxPayloadSize: 1e15 },
      filter: { supported: true, maxResults: 1e15 },
    })),
  ),
  twisted(
    documents,
    'limits-negative',
    'has negative limits',
    atStart,
    config(value => ({
      ...value,
      bulk: { supported: true, maxOperations: -1, maxPayloadSize: -1 },
      filter: { supported: true, maxResults: -1 },
    })),
  ),
  twisted(
    documents,
    'limits-zero',
    'has limits of 0',
    atStart,
    config(value => ({
      ...value,
      bulk: { supported: true, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true, maxResults: 0 },
    })),
  ),
  twisted(
    documents,
    'config-odd',
    'has lists, null and texts for every feature',
    atStart,
    config(() => ({
      schemas: null,
      patch: [],
      bulk: 'yes',
      filter: null,
      sort: 1,
      etag: { supported: 'true' },
      changePassword: [[]],
      authenticationSchemes: { a: 1 },
      pagination: 'x',
      securityEvents: 7,
    })),
  ),
  twisted(
    documents,
    'schemes-nasty',
    'has 5,000 authentication schemes',
    atStart,
    config(value => ({
      ...value,
      authenticationSchemes: Array.from({ length: 5000 }, () => ({
        type: nastyText,
        name: nastyText,
        description: nastyText,
        specUri: 'javascript:alert(1)',
        documentationUri: nastyText,
      })),
    })),
  ),
]

export const messages: readonly Hostile[] = [...one, ...many, ...described]
