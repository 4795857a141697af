import { describe, expect, it } from 'vitest'
import type { ResourceProblemOptions } from './resource-problems.ts'
import { resourceProblems } from './resource-problems.ts'
import {
  deviceSchemas,
  deviceUri,
  enterpriseSchema,
  enterpriseUri,
  userSchema,
  userSchemas,
  userUri,
} from './schemas.test-data.ts'

const user = { schemas: [userUri], id: '1', userName: 'anna', meta: { resourceType: 'User' } }
const device = { schemas: [deviceUri], id: '1', serialNumber: 's' }

type Case = readonly [string, unknown, readonly (readonly [string, string])[], ResourceProblemOptions?]

describe('resourceProblems', () => {
  const users: readonly Case[] = [
    ['a minimal user', user, []],
    ['names in any case', { Schemas: [userUri.toUpperCase()], ID: '1', USERNAME: 'x' }, []],
    ['null and []', { ...user, nickName: null, emails: [], name: {} }, []],
    ['an extension', { ...user, schemas: [enterpriseUri, userUri], [enterpriseUri]: { department: 'x' } }, []],
    ['an extension listed without values', { ...user, schemas: [userUri, enterpriseUri] }, []],
    ['a partial one', { id: '1' }, [], { partial: true }],
    ['a string', 'x', [['', 'not an object']]],
    ['null', null, [['', 'not an object']]],
    [
      'nothing in it',
      {},
      [
        ['schemas', 'schemas missing'],
        ['id', 'required missing'],
        ['userName', 'required missing'],
      ],
    ],
    ['a partial one without id', { userName: 'x' }, [['id', 'required missing']], { partial: true }],
    ['an empty id', { ...user, id: '' }, [['id', 'required missing']]],
    ['an unknown attribute', { ...user, shoeSize: 7 }, [['shoeSize', 'unknown attribute']]],
    ['an unknown sub-attribute', { ...user, name: { nick: 'x' } }, [['name.nick', 'unknown attribute']]],
    ['a flat extension attribute', { ...user, department: 'x' }, [['department', 'unknown attribute']]],
    ['a password', { ...user, password: 'x' }, [['password', 'never returned']]],
    ['text for a boolean', { ...user, active: 'true' }, [['active', 'wrong type']]],
    ['an array for a singular attribute', { ...user, title: ['x'] }, [['title', 'an array']]],
    ['an object for an array', { ...user, emails: { value: 'x' } }, [['emails', 'not an array']]],
    ['a text as element', { ...user, emails: ['x'] }, [['emails[0]', 'wrong type']]],
    [
      'an element of the wrong type',
      { ...user, emails: [{ value: 'x' }, { value: 7 }] },
      [['emails[1].value', 'wrong type']],
    ],
    ['an unusual type', { ...user, emails: [{ value: 'x', type: 'boat' }] }, [['emails[0].type', 'not canonical']]],
    [
      'two primaries',
      {
        ...user,
        emails: [
          { value: 'x', primary: true },
          { value: 'y', primary: true },
        ],
      },
      [['emails', 'several primary']],
    ],
    ['an element twice', { ...user, emails: [{ value: 'x' }, { value: 'x' }] }, [['emails', 'repeated element']]],
    ['one name in two spellings', { ...user, title: 'x', Title: 'y' }, [['Title', 'repeated name']]],
    ['schemas as text', { ...user, schemas: userUri }, [['schemas', 'not an array']]],
    ['empty schemas', { ...user, schemas: [] }, [['schemas', 'schemas missing']]],
    ['a schema twice', { ...user, schemas: [userUri, userUri] }, [['schemas[1]', 'schemas repeated']]],
    ['a schema of another type', { ...user, schemas: [userUri, 'urn:x:y'] }, [['schemas', 'schemas undeclared']]],
    ['a number among schemas', { ...user, schemas: [userUri, 5] }, [['schemas[1]', 'wrong type']]],
    ['no base schema', { ...user, schemas: [enterpriseUri] }, [['schemas', 'schemas without base']]],
    [
      'an extension not listed',
      { ...user, [enterpriseUri]: { department: 'x' } },
      [['schemas', 'schemas without extension']],
    ],
    [
      'a text as extension',
      { ...user, schemas: [userUri, enterpriseUri], [enterpriseUri]: 'x' },
      [[enterpriseUri, 'wrong type']],
    ],
    ['a local time', { ...user, meta: { created: '2020-01-01T00:00:00' } }, [['meta.created', 'no time zone']]],
    ['a bare date', { ...user, meta: { created: '2020-01-01' } }, [['meta.created', 'wrong type']]],
  ]
  it.each(users.map(([title, resource, expected, options]) => ({ title, resource, expected, options })))(
    'judges $title',
    ({ resource, expected, options }) => {
      expect(resourceProblems(resource, userSchemas, options).map(({ path, kind }) => [path, kind])).toEqual(expected)
    },
  )

  it.each<[string, unknown, [string, string][]]>([
    ['a good device', { ...device, size: 1, weight: 1.5, tags: ['x'], place: { desk: 'a' } }, []],
    ['a broken size', { ...device, size: 1.5 }, [['size', 'wrong type']]],
    ['broken base64', { ...device, key: '!' }, [['key', 'wrong type']]],
    ['a reference with spaces', { ...device, owner: 'a b' }, [['owner', 'wrong type']]],
    ['a required sub-attribute missing', { ...device, place: { room: 'a' } }, [['place.desk', 'required missing']]],
    [
      'one missing in an element',
      { ...device, slots: [{ name: 'a' }, { speed: 1 }] },
      [['slots[1].name', 'required missing']],
    ],
  ])('judges %s', (_, resource, expected) => {
    expect(resourceProblems(resource, deviceSchemas).map(({ path, kind }) => [path, kind])).toEqual(expected)
  })

  it('asks for a required extension', () => {
    const schemas = { base: userSchema, extensions: [{ schema: enterpriseSchema, required: true }] }
    expect(resourceProblems(user, schemas).map(({ path, kind }) => [path, kind])).toEqual([
      ['schemas', 'schemas without extension'],
      [enterpriseUri, 'required missing'],
    ])
  })

  it('does not repeat a secret', () => {
    expect(JSON.stringify(resourceProblems({ ...user, password: 'hunter2' }, userSchemas))).not.toContain('hunter2')
  })
})
