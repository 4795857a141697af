import { describe, expect, it } from 'vitest'
import { differences } from './compare.ts'
import type { JsonObject } from './json.ts'
import { deviceSchemas, enterpriseUri, groupSchemas, userSchemas, userUri } from './schemas.test-data.ts'
import { isUnassigned } from './value.ts'
import type { ComparisonOptions } from './value-key.ts'

type Case = readonly [string, JsonObject, JsonObject, ComparisonOptions?]
const email = { value: 'a@example.com', type: 'work' }
const extra = { extra: true }

describe('differences', () => {
  const same: readonly Case[] = [
    ['names in another case', { userName: 'x' }, { USERNAME: 'x' }],
    ['case where caseExact is false', { userName: 'Anna' }, { userName: 'anna' }],
    ['absent, null and []', { nickName: null, emails: [] }, {}],
    ['an empty complex value', { name: {} }, { name: { givenName: null } }],
    ['an empty extension', { [enterpriseUri]: {} }, {}],
    ['the order of elements', { emails: [email, { value: 'b' }] }, { emails: [{ value: 'b' }, email] }],
    ['the order of sub-attributes', { emails: [email] }, { emails: [{ type: 'work', value: 'a@example.com' }] }],
    ['primary false and none', { emails: [email] }, { emails: [{ ...email, primary: false }] }],
    ['readOnly attributes', { id: '1', meta: {}, groups: [] }, { id: '2', groups: [{ value: 'g' }] }],
    ['what is never returned', { password: 'secret' }, {}],
    ['the order of schemas', { schemas: [userUri, enterpriseUri] }, { schemas: [enterpriseUri, userUri] }],
    [
      'the case of the extension URI',
      { [enterpriseUri]: { department: 'x' } },
      { [enterpriseUri.toUpperCase()]: { department: 'X' } },
    ],
    [
      'a readOnly sub-attribute',
      { [enterpriseUri]: { manager: { value: '1', displayName: 'A' } } },
      { [enterpriseUri]: { manager: { value: '1' } } },
    ],
    ['more than expected', { userName: 'x' }, { userName: 'x', active: true, emails: [email] }, extra],
    ['more in a complex value', { name: { givenName: 'A' } }, { name: { givenName: 'A', formatted: 'A' } }, extra],
    ['more in an element', { emails: [{ value: 'a@example.com' }] }, { emails: [{ value: 'b' }, email] }, extra],
    ['what is ignored', { title: 'x', name: { formatted: 'x' } }, {}, { ignore: ['TITLE', 'name.formatted'] }],
    [
      'what is ignored in elements',
      { emails: [{ ...email, display: 'x' }] },
      { emails: [email] },
      { ignore: ['emails.display'] },
    ],
  ]
  it.each(same.map(([title, expected, actual, options]) => ({ title, expected, actual, options })))(
    'passes over $title',
    ({ expected, actual, options }) => expect(differences(expected, actual, userSchemas, options)).toEqual([]),
  )

  it.each<[string, JsonObject, JsonObject, ComparisonOptions, string[]]>([
    ['another value', { title: 'x' }, { title: 'y' }, {}, ['title']],
    ['a lost value', { title: 'x' }, { title: null }, {}, ['title']],
    ['a new value', {}, { title: 'x' }, {}, ['title']],
    ['an empty text', {}, { title: '' }, {}, ['title']],
    ['another type', { active: true }, { active: 'true' }, {}, ['active']],
    ['case where caseExact is true', { externalId: 'A' }, { externalId: 'a' }, {}, ['externalId']],
    [
      'a sub-attribute',
      { name: { givenName: 'A', familyName: 'B' } },
      { name: { givenName: 'A' } },
      {},
      ['name.familyName'],
    ],
    ['a whole complex value', { name: { givenName: 'A' } }, {}, {}, ['name.givenName']],
    ['an object for text', { title: 'x' }, { title: { value: 'x' } }, {}, ['title']],
    ['a lost element', { emails: [email, { value: 'b' }] }, { emails: [email] }, {}, ['emails']],
    ['a doubled element', { emails: [email] }, { emails: [email, email] }, {}, ['emails']],
    ['a changed element', { emails: [email] }, { emails: [{ ...email, type: 'home' }] }, {}, ['emails', 'emails']],
    ['an element alone', { emails: [email] }, { emails: email }, {}, ['emails']],
    ['primary', { emails: [{ ...email, primary: true }] }, { emails: [email] }, {}, ['emails', 'emails']],
    [
      'an extension attribute',
      { [enterpriseUri]: { department: 'x' } },
      { department: 'x' },
      {},
      ['department', `${enterpriseUri}:department`],
    ],
    ['an unknown attribute', { favourite: ['x'] }, { favourite: ['y'] }, {}, ['favourite']],
    ['readOnly on request', { id: '1' }, { id: '2' }, { readOnly: true }, ['id']],
    [
      'a lost value, extras allowed',
      { title: 'x', emails: [email] },
      { emails: [{ value: 'b' }] },
      extra,
      ['title', 'emails'],
    ],
    [
      'one element for two, extras allowed',
      { emails: [{ type: 'work' }, { type: 'work' }] },
      { emails: [email] },
      extra,
      ['emails'],
    ],
  ])('tells %s', (_, expected, actual, options, paths) => {
    expect(differences(expected, actual, userSchemas, options).map(({ path }) => path)).toEqual(paths)
  })

  it('compares by data type', () => {
    const one = {
      boughtAt: '2020-01-01T00:00:00Z',
      key: 'aGk=',
      size: 1,
      tags: ['a', 'b'],
      owner: 'Users/1',
      secret: 'x',
    }
    const same = {
      boughtAt: '2020-01-01T01:00:00.000+01:00',
      key: 'aGk',
      size: 1.0,
      tags: ['B', 'a'],
      owner: 'Users/1',
    }
    expect(differences(one, same, deviceSchemas)).toEqual([])
    const other = { boughtAt: '2020-01-01T00:00:01Z', key: 'aGl=', size: 2, tags: ['a'], owner: 'users/1', secret: 'y' }
    expect(differences(one, other, deviceSchemas).map(({ path }) => path)).toEqual([
      'size',
      'boughtAt',
      'key',
      'owner',
      'tags',
      'secret',
    ])
  })

  it('takes a large group in its stride, with and without extras', () => {
    const members = Array.from({ length: 20_000 }, (_, index) => ({ value: `id-${index}` }))
    const actual = { members: members.map(member => ({ ...member, type: 'User' })).reverse() }
    expect(differences({ members }, actual, groupSchemas, extra)).toEqual([])
    expect(differences({ members }, { members: [...members].reverse() }, groupSchemas)).toEqual([])
  })

  it('survives hostile input', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}1${']'.repeat(50_000)}`)
    expect(differences({ a: deep }, { a: deep }, userSchemas)).toEqual([])
    expect(isUnassigned(deep)).toBe(false)
    const polluted: JsonObject = Object.fromEntries([
      ['__proto__', { title: 'x' }],
      ['constructor', 'y'],
    ])
    expect(differences({}, polluted, userSchemas).map(({ path }) => path)).toEqual(['__proto__', 'constructor'])
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`a${index}`, index]))
    expect(differences(wide, {}, userSchemas)).toHaveLength(20_000)
  })
})

it('what is hostile in number is compared all the same', () => {
  const many = (value: number) => Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`K${n}`, value]))
  expect(differences(many(1), many(2), userSchemas)).toHaveLength(20_000)
  const emails = (type: string) => ({ emails: Array.from({ length: 20_000 }, (_, n) => ({ type, display: `${n}` })) })
  expect(differences(emails('a'), emails('b'), userSchemas, { extra: true })).toHaveLength(20_000)
})
