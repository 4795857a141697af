import { describe, expect, it } from 'vitest'
import { isAttributeName } from './attribute.ts'
import { readSchema, schemaSchemaUri } from './schema.ts'
import listing from './standard-schemas.json' with { type: 'json' }
import { standardSchemas } from './standard-schemas.ts'

const withAttribute = (attribute: unknown, id = 'urn:x:S') => ({ id, attributes: [attribute] })
const simple = { name: 'a', type: 'string', multiValued: false }

describe('readSchema', () => {
  it('fills in the defaults of RFC 7643 §2.2', () => {
    const { schema, problems } = readSchema({ ID: 'urn:x:S', Name: 'S', attributes: [simple] })
    expect(problems).toEqual([])
    expect(schema?.id).toBe('urn:x:S')
    expect(schema?.attributes[0]).toEqual({
      name: 'a',
      type: 'string',
      multiValued: false,
      required: false,
      canonicalValues: [],
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
      referenceTypes: [],
      subAttributes: [],
    })
  })

  it('gives a multi-valued complex attribute the default sub-attributes (§2.4)', () => {
    const { schema, problems } = readSchema(withAttribute({ name: 'a', type: 'complex', multiValued: true }))
    expect(schema?.attributes[0]?.subAttributes.map(({ name }) => name)).toEqual([
      'type',
      'primary',
      'display',
      'value',
      '$ref',
    ])
    expect(problems.map(({ kind }) => kind)).toEqual(['no sub-attributes'])
  })

  const complexInside = {
    name: 'a',
    type: 'complex',
    multiValued: false,
    subAttributes: [{ name: 'b', type: 'complex', multiValued: false, subAttributes: [simple] }],
  }

  it.each([
    ['a string', 'text', [['', 'wrong type']]],
    ['null', null, [['', 'wrong type']]],
    [
      'nothing in it',
      {},
      [
        ['id', 'missing'],
        ['attributes', 'missing'],
      ],
    ],
    ['no attributes', { id: 'urn:x:S', attributes: [] }, [['attributes', 'empty']]],
    ['attributes as object', { id: 'urn:x:S', attributes: {} }, [['attributes', 'wrong type']]],
    ['an attribute that is no object', withAttribute('userName'), [['attributes[0]', 'wrong type']]],
    ['no name', withAttribute({ type: 'string', multiValued: false }), [['attributes[0].name', 'missing']]],
    ['no type', withAttribute({ name: 'a', multiValued: false }), [['attributes[0].type', 'missing']]],
    ['no multiValued', withAttribute({ name: 'a', type: 'string' }), [['attributes[0].multiValued', 'missing']]],
    [
      'multiValued as text',
      withAttribute({ ...simple, multiValued: 'no' }),
      [['attributes[0].multiValued', 'wrong type']],
    ],
    ['a new type', withAttribute({ ...simple, type: 'uuid' }), [['attributes[0].type', 'unknown keyword']]],
    [
      'another case',
      withAttribute({ ...simple, mutability: 'readwrite' }),
      [['attributes[0].mutability', 'keyword spelling']],
    ],
    ['a bad name', withAttribute({ ...simple, name: '1a' }), [['attributes[0].name', 'invalid name']]],
    [
      'caseExact boolean',
      withAttribute({ ...simple, type: 'boolean', caseExact: true }),
      [['attributes[0].caseExact', 'does not apply']],
    ],
    [
      'unique dateTime',
      withAttribute({ ...simple, type: 'dateTime', uniqueness: 'server' }),
      [['attributes[0].uniqueness', 'does not apply']],
    ],
    [
      'reference to nowhere',
      withAttribute({ ...simple, type: 'reference' }),
      [['attributes[0].referenceTypes', 'missing']],
    ],
    [
      'referenceTypes of a string',
      withAttribute({ ...simple, referenceTypes: ['User'] }),
      [['attributes[0].referenceTypes', 'does not apply']],
    ],
    [
      'sub-attributes of a string',
      withAttribute({ ...simple, subAttributes: [simple] }),
      [['attributes[0].subAttributes', 'does not apply']],
    ],
    [
      'canonicalValues as text',
      withAttribute({ ...simple, canonicalValues: 'work' }),
      [['attributes[0].canonicalValues', 'wrong type']],
    ],
    [
      'the same name twice',
      { id: 'urn:x:S', attributes: [simple, { ...simple, name: 'A' }] },
      [['attributes[1]', 'duplicate']],
    ],
    ['a complex sub-attribute', withAttribute(complexInside), [['a.b', 'complex sub-attribute']]],
    ['the same in the Schema schema', withAttribute(complexInside, schemaSchemaUri), []],
  ])('tells what is wrong with %s', (_, json, expected) => {
    expect(readSchema(json).problems.map(({ path, kind }) => [path, kind])).toEqual(expected)
  })

  it('has nothing against the schemas of the RFC (§8.7)', () => {
    expect(listing.flatMap(json => readSchema(json).problems)).toEqual([])
    expect(standardSchemas).toHaveLength(listing.length)
  })

  it('survives hostile input', () => {
    let nested: unknown = simple
    for (let level = 0; level < 5000; level++) {
      nested = { name: 'a', type: 'complex', multiValued: false, subAttributes: [nested] }
    }
    expect(readSchema(withAttribute(nested)).schema).toBeDefined()
    const json: unknown = JSON.parse(
      '{"id":"urn:x:S","__proto__":{"attributes":[]},"attributes":[{"name":"__proto__"}]}',
    )
    expect(readSchema(json).problems.map(({ kind }) => kind)).toContain('invalid name')
    expect(Object.hasOwn(Object.prototype, 'attributes')).toBe(false)
  })
})

describe('isAttributeName', () => {
  it.each(['userName', 'a', 'A-b_c$1', '$ref', '$REF'])('takes %s', name => expect(isAttributeName(name)).toBe(true))
  it.each(['', '1a', '$value', '-a', 'a b', 'a.b', 'ä'])('refuses "%s"', name =>
    expect(isAttributeName(name)).toBe(false),
  )
})
