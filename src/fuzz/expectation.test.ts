// What may be answered to texts that are no filters, or hardly one.

import { expect, test } from 'vitest'
import { attributeDefinition } from '../scim/attribute.ts'
import { parseFilter } from '../scim/filter/parse-filter.ts'
import type { ResourceSchemas } from '../scim/resource-schemas.ts'
import { expectationOf } from './expectation.ts'

const schemas: ResourceSchemas = {
  base: {
    id: 'urn:x:Thing',
    attributes: [
      attributeDefinition('userName'),
      attributeDefinition('active', { type: 'boolean' }),
      attributeDefinition('name', { type: 'complex', subAttributes: [attributeDefinition('familyName')] }),
      attributeDefinition('emails', {
        type: 'complex',
        multiValued: true,
        subAttributes: [attributeDefinition('value'), attributeDefinition('type')],
      }),
    ],
  },
  extensions: [],
}

test.each([
  ['userName eq', '7644-3.4.2.2-31'],
  ['userName eq "x', '7644-3.4.2.2-31'],
  ['(userName eq "x"', '7644-3.4.2.2-31'],
  ['userName eq "x" userName', '7644-3.4.2.2-31'],
  ['userName eq "x" and', '7644-3.4.2.2-31'],
  ['emails[type eq "work"', '7644-3.4.2.2-31'],
  ['emails[]', '7644-3.4.2.2-31'],
  ['()', '7644-3.4.2.2-31'],
  ['', '7644-3.4.2.2-31'],
  ['userName zz "x"', '7644-3.4.2.2-48'],
  ['userName pr and userName scimcop "x"', '7644-3.4.2.2-48'],
  ['active gt true', '7644-3.4.2.2-16'],
  ['active le true', '7644-3.4.2.2-22'],
  ['emails[nothing eq "x"]', '7644-3.4.2.2-29'],
  ['userName[value eq "x"]', '7644-3.4.2.2-29'],
])('%s is refused', (text, requirement) => {
  expect(expectationOf(text, schemas)).toEqual({ kind: 'refuse', requirement })
})

test.each([
  ['name eq "x"', 'scimcNothing eq "x"'],
  ['not (name eq "x") and userName pr', 'not (scimcNothing eq "x") and userName pr'],
])('%s is refused, and matching nothing there is forgiven', (text, lenient) => {
  expect(expectationOf(text, schemas)).toEqual({
    kind: 'refuse',
    requirement: '7644-3.4.2.2-45',
    lenient: parseFilter(lenient),
  })
})

test('what has to be refused for another reason too is not forgiven', () => {
  expect(expectationOf('active gt true and name eq "x"', schemas)).not.toHaveProperty('lenient')
})

test.each([
  'userName  eq "x"',
  ' userName eq "x"',
  '( userName eq "x" )',
  "userName eq 'x'",
  'userName eq TRUE',
  'userName eq Sales Supervisor',
  'userName eq Vendor or Partner',
  'not userName pr',
  'userName eq "a\\d"',
  'userName eq 01',
  'nothing eq "x"',
  'a.b.c eq "x"',
  'userName eq 12',
])('%s may be refused or read', text => {
  expect(expectationOf(text, schemas).kind).toBe('either')
})

test.each(['userName eq "x"', 'not (userName pr)', 'emails[type eq "work" and value co "x"]', '((active eq true))'])(
  '%s is a filter',
  text => {
    expect(expectationOf(text, schemas).kind).toBe('valid')
  },
)
