import { describe, expect, it } from 'vitest'
import { readResourceType } from './resource-type.ts'

const user = { name: 'User', endpoint: '/Users', schema: 'urn:x:User' }

describe('readResourceType', () => {
  it('reads name, endpoint, schema and extensions (RFC 7643 §6)', () => {
    const json = { ...user, id: 'User', schemaExtensions: [{ schema: 'urn:x:Extra', required: true }], meta: {} }
    expect(readResourceType(json)).toEqual({
      resourceType: { ...user, id: 'User', schemaExtensions: [{ schema: 'urn:x:Extra', required: true }] },
      problems: [],
    })
  })

  it.each([
    ['an array', [], [['', 'wrong type']], false],
    ['no endpoint', { name: 'User', schema: 'urn:x:User' }, [['endpoint', 'missing']], false],
    ['an empty schema', { ...user, schema: '' }, [['schema', 'missing']], false],
    ['a number as name', { ...user, name: 7 }, [['name', 'wrong type']], false],
    ['extensions as object', { ...user, schemaExtensions: {} }, [['schemaExtensions', 'wrong type']], true],
    [
      'an extension as URI',
      { ...user, schemaExtensions: ['urn:x:Extra'] },
      [['schemaExtensions[0]', 'wrong type']],
      true,
    ],
    [
      'an extension without required',
      { ...user, schemaExtensions: [{ schema: 'urn:x:Extra' }] },
      [['schemaExtensions[0].required', 'missing']],
      true,
    ],
    ['extensions null', { ...user, schemaExtensions: null }, [], true],
  ])('tells what is wrong with %s', (_, json, expected, usable) => {
    const { resourceType, problems } = readResourceType(json)
    expect(problems.map(({ path, kind }) => [path, kind])).toEqual(expected)
    expect(resourceType !== undefined).toBe(usable)
  })

  it('takes an extension once, whatever its letter case', () => {
    const schemaExtensions = [
      { schema: 'urn:x:Extra', required: false },
      { schema: 'URN:X:EXTRA', required: false },
    ]
    const { resourceType, problems } = readResourceType({ ...user, schemaExtensions })
    expect(resourceType?.schemaExtensions).toHaveLength(1)
    expect(problems).toMatchObject([{ path: 'schemaExtensions[1].schema', kind: 'duplicate' }])
  })
})
