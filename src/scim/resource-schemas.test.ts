import { describe, expect, it } from 'vitest'
import { parseAttributePath, printAttributePath } from './attribute-path.ts'
import { findAttribute, findInExtensions, pathOf, resourceSchemasOf } from './resource-schemas.ts'
import { enterpriseSchema, enterpriseUri, userSchema, userSchemas, userUri } from './schemas.test-data.ts'

describe('parseAttributePath (RFC 7644 §3.10)', () => {
  it.each([
    ['userName', { attribute: 'userName' }],
    ['name.givenName', { attribute: 'name', subAttribute: 'givenName' }],
    ['members.$ref', { attribute: 'members', subAttribute: '$ref' }],
    [`${userUri}:name.givenName`, { schema: userUri, attribute: 'name', subAttribute: 'givenName' }],
    ['https://example.com/schemas/x:a', { schema: 'https://example.com/schemas/x', attribute: 'a' }],
  ])('reads %s', (text, path) => {
    expect(parseAttributePath(text)).toEqual(path)
    expect(printAttributePath(path)).toBe(text)
  })

  it.each([
    '',
    '.',
    'a.',
    '.a',
    'a.b.c',
    '1a',
    'a b',
    'a:b',
    ':a',
    'urn:x:',
    'urn:a b:c',
    'a[b]',
    `urn:${'x'.repeat(5000)}:a`,
  ])('refuses "%s"', text => expect(parseAttributePath(text)).toBeUndefined())
})

describe('findAttribute', () => {
  it.each([
    ['username', 'userName'],
    ['ID', 'id'],
    ['meta.LASTMODIFIED', 'meta.lastModified'],
    [`${userUri.toUpperCase()}:NAME.GIVENNAME`, 'name.givenName'],
    [`${userUri}:id`, 'id'],
    [`${enterpriseUri}:department`, `${enterpriseUri}:department`],
    [`${enterpriseUri}:manager.displayName`, `${enterpriseUri}:manager.displayName`],
  ])('finds %s', (path, spelt) => {
    const found = findAttribute(userSchemas, path)
    expect(found && pathOf(found)).toBe(spelt)
  })

  it.each([
    'nosuch',
    'userName.value',
    'name.nosuch',
    'department',
    'urn:x:y:userName',
    `${enterpriseUri}:userName`,
    `${enterpriseUri}:id`,
    enterpriseUri,
    '__proto__',
    'constructor',
  ])('does not find %s', path => expect(findAttribute(userSchemas, path)).toBeUndefined())

  it('finds extension attributes written without URI on request', () => {
    const found = findInExtensions(userSchemas, { attribute: 'department' })
    expect(found && pathOf(found)).toBe(`${enterpriseUri}:department`)
    expect(findInExtensions(userSchemas, { attribute: 'userName' })).toBeUndefined()
  })

  it('lets the common attributes win over a listing of the schema (RFC 7643 §3.1)', () => {
    const [first] = userSchema.attributes
    const attributes = first === undefined ? [] : [{ ...first, name: 'id', mutability: 'readWrite' as const }]
    const found = findAttribute({ base: { id: userUri, attributes }, extensions: [] }, 'id')
    expect(found?.attribute.mutability).toBe('readOnly')
  })
})

describe('resourceSchemasOf', () => {
  const type = { name: 'User', endpoint: '/Users', schema: userUri.toUpperCase() }

  it('finds base schema and extensions, letter case aside', () => {
    const schemaExtensions = [{ schema: enterpriseUri, required: true }]
    expect(resourceSchemasOf({ ...type, schemaExtensions }, [enterpriseSchema, userSchema])).toEqual({
      resourceSchemas: { base: userSchema, extensions: [{ schema: enterpriseSchema, required: true }] },
      problems: [],
    })
  })

  it('tells a schema that is not there', () => {
    const schemaExtensions = [{ schema: 'urn:x:None', required: false }]
    const { problems } = resourceSchemasOf({ ...type, schemaExtensions }, [userSchema])
    expect(problems).toMatchObject([{ path: 'schemaExtensions[0].schema', kind: 'unknown schema' }])
  })
})
