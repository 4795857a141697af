// What a PUT leaves open, and what it settles.

import { expect, test } from 'vitest'
import { attributeDefinition } from '../../scim/attribute.ts'
import { differences } from '../../scim/compare.ts'
import type { ResourceSchemas } from '../../scim/resource-schemas.ts'
import { expectedAfterReplace } from './expected-replace.ts'

const part = attributeDefinition('part')
const schemas: ResourceSchemas = {
  base: {
    id: 'urn:test:Thing',
    attributes: [
      attributeDefinition('title'),
      attributeDefinition('words', { multiValued: true }),
      attributeDefinition('fixed', { mutability: 'immutable' }),
      attributeDefinition('count', { mutability: 'readOnly' }),
      attributeDefinition('whole', { type: 'complex', subAttributes: [part, attributeDefinition('other')] }),
    ],
  },
  extensions: [{ schema: { id: 'urn:test:More', attributes: [attributeDefinition('extra')] }, required: false }],
}

const before = { id: '1', title: 'a', words: ['x'], fixed: 'f', count: 'c', whole: { part: 'p', other: 'o' } }

test.each([
  ['what was given is there', { title: 'b' }, { ...before, title: 'b' }, []],
  ['what was given is not there', { title: 'b' }, before, ['title']],
  ['what was left out is kept, cleared or given a default', { title: 'b' }, { id: '1', title: 'b', words: ['d'] }, []],
  ['a list is replaced and not merged', { words: ['y'] }, { ...before, words: ['x', 'y'] }, ['words']],
  ['null clears', { title: null }, before, ['title']],
  ['an empty list clears', { words: [] }, before, ['words']],
  ['an immutable value stays', { fixed: 'f' }, { ...before, fixed: 'g' }, ['fixed']],
  ['a readOnly value is ignored', { count: 'other' }, before, []],
  ['parts that were given are there', { whole: { part: 'q' } }, before, ['whole.part']],
  ['parts that were left out may stay', { whole: { part: 'q' } }, { ...before, whole: { part: 'q', other: 'o' } }, []],
  ['an extension counts too', { 'urn:test:More': { extra: 'e' } }, before, ['urn:test:More:extra']],
])('%s', (_, given, after, different) => {
  const expected = expectedAfterReplace(given, before, after, schemas)
  expect([...new Set(differences(expected, after, schemas).map(({ path }) => path))]).toEqual(different)
})
