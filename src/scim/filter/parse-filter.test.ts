import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { userUri } from '../schemas.test-data.ts'
import { anyFilter } from './arbitrary-filter.test-data.ts'
import type { Filter } from './filter.ts'
import { FilterSyntaxError } from './filter.ts'
import { parseFilter } from './parse-filter.ts'
import { normaliseFilter, printFilter } from './print-filter.ts'

/** The examples of RFC 7644 figure 2. */
const examples = [
  'userName eq "bjensen"',
  'name.familyName co "O\'Malley"',
  'userName sw "J"',
  'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"',
  'title pr',
  'meta.lastModified gt "2011-05-13T04:42:34Z"',
  'meta.lastModified ge "2011-05-13T04:42:34Z"',
  'meta.lastModified lt "2011-05-13T04:42:34Z"',
  'meta.lastModified le "2011-05-13T04:42:34Z"',
  'title pr and userType eq "Employee"',
  'title pr or userType eq "Intern"',
  'schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"',
  'userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")',
  'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")',
  'userType eq "Employee" and (emails.type eq "work")',
  'userType eq "Employee" and emails[type eq "work" and value co "@example.com"]',
  'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
]

const a: Filter = { kind: 'present', path: { attribute: 'a' } }
const b: Filter = { kind: 'present', path: { attribute: 'b' } }
const c: Filter = { kind: 'present', path: { attribute: 'c' } }

describe('parseFilter', () => {
  it.each(examples)('reads the RFC example %s', text => {
    const filter = parseFilter(text)
    expect(parseFilter(printFilter(filter))).toEqual(filter)
  })

  it.each<[string, Filter]>([
    ['a or b and c', { kind: 'or', operands: [a, { kind: 'and', operands: [b, c] }] }],
    ['a and b or c', { kind: 'or', operands: [{ kind: 'and', operands: [a, b] }, c] }],
    ['(a or b) and c', { kind: 'and', operands: [{ kind: 'or', operands: [a, b] }, c] }],
    ['a and b and c', { kind: 'and', operands: [a, b, c] }],
    ['a and (b and c)', { kind: 'and', operands: [a, { kind: 'and', operands: [b, c] }] }],
    ['not (a) and b', { kind: 'and', operands: [{ kind: 'not', filter: a }, b] }],
    ['NOT(a) OR b', { kind: 'or', operands: [{ kind: 'not', filter: a }, b] }],
    ['((a))', a],
    ['not (not(a))', { kind: 'not', filter: { kind: 'not', filter: a } }],
    ['x[a or (b)]', { kind: 'value path', path: { attribute: 'x' }, filter: { kind: 'or', operands: [a, b] } }],
  ])('groups %s', (text, filter) => {
    expect(parseFilter(text.replace(/\b[abc]\b/g, name => `${name} pr`))).toEqual(filter)
  })

  it.each<[string, Filter]>([
    ['a EQ true', { kind: 'comparison', path: { attribute: 'a' }, operator: 'eq', value: true }],
    ['a ne null', { kind: 'comparison', path: { attribute: 'a' }, operator: 'ne', value: null }],
    ['a gt -1.5e3', { kind: 'comparison', path: { attribute: 'a' }, operator: 'gt', value: -1500 }],
    ['a eq "\\"\\u00e9\\/"', { kind: 'comparison', path: { attribute: 'a' }, operator: 'eq', value: '"é/' }],
    ['a eq "(b) and [c]"', { kind: 'comparison', path: { attribute: 'a' }, operator: 'eq', value: '(b) and [c]' }],
    ['a.$ref PR', { kind: 'present', path: { attribute: 'a', subAttribute: '$ref' } }],
    ['not pr', { kind: 'present', path: { attribute: 'not' } }],
    ['and eq "and"', { kind: 'comparison', path: { attribute: 'and' }, operator: 'eq', value: 'and' }],
    [`${userUri}:a.b pr`, { kind: 'present', path: { schema: userUri, attribute: 'a', subAttribute: 'b' } }],
  ])('reads %s', (text, filter) => expect(parseFilter(text)).toEqual(filter))

  it.each<[string, number]>([
    ['', 0],
    [' a pr', 0],
    ['a pr ', 4],
    ['a', 1],
    ['a eq', 4],
    ['a eq ', 4],
    ['a eq b', 4],
    ["a eq 'b'", 4],
    ['a eq TRUE', 4],
    ['a eq 01', 4],
    ['a eq "b', 4],
    ['a eq "\\x"', 4],
    ['a eq "\n"', 4],
    ['a eq "b"c', 4],
    ['a  eq "b"', 1],
    ['a eq  "b"', 4],
    ['a\teq "b"', 1],
    ['a eq"b"', 1],
    ['a regex "b"', 1],
    ['a pr "b"', 4],
    ['a pr and', 4],
    ['a pr and ', 9],
    ['and a pr', 3],
    ['a pr && b pr', 4],
    ['a pr b pr', 4],
    ['a eq "b" eq "c"', 8],
    ['()', 1],
    ['(a pr', 5],
    ['a pr)', 4],
    ['( a pr)', 1],
    ['not a pr', 3],
    ['not  (a pr)', 3],
    ['not not (a pr)', 3],
    ['emails[', 7],
    ['emails[]', 7],
    ['emails[a pr', 11],
    ['emails[a pr].value eq "x"', 12],
    ['emails[type pr and ims[a pr]]', 22],
    ['emails [a pr]', 6],
    ['[a pr]', 0],
    ['a.b.c pr', 0],
    ['1a eq "x"', 0],
    ['-a eq "x"', 0],
    ['urn:x: eq "x"', 0],
    ['"a" eq "x"', 0],
    ['a eq [1]', 4],
    ['a eq {}', 4],
  ])('refuses "%s" at %i', (text, offset) => {
    expect(() => parseFilter(text)).toThrow(expect.objectContaining({ name: 'FilterSyntaxError', offset }))
  })

  it('bounds length and depth', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}a pr${')'.repeat(depth)}`
    expect(parseFilter(nested(64))).toEqual(a)
    expect(() => parseFilter(nested(65))).toThrow(FilterSyntaxError)
    expect(() => parseFilter(nested(30_000))).toThrow(FilterSyntaxError)
    expect(() => parseFilter(`a eq "${'x'.repeat(70_000)}"`)).toThrow(FilterSyntaxError)
    expect(() => parseFilter(`a eq "${'x'.repeat(60_000)}`)).toThrow(FilterSyntaxError)
    expect(parseFilter(Array(5000).fill('a pr').join(' or '))).toMatchObject({ kind: 'or' })
  })

  it('reads back what printFilter writes', () => {
    fc.assert(
      fc.property(anyFilter, filter => {
        expect(parseFilter(printFilter(filter))).toEqual(filter)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws anything but FilterSyntaxError', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '(',
      ')',
      '[',
      ']',
      'not',
      ' eq ',
      ' pr',
      '"',
      '"x"',
      ' and ',
      ' or ',
      '.',
      ':',
      '1',
      '\\',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        try {
          parseFilter(pieces.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(FilterSyntaxError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('normaliseFilter', () => {
  it.each([
    ['A pr and (B pr and c pr)', 'a pr and b pr and c pr'],
    ['not (not (A.B pr))', 'a.b pr'],
    ['URN:X:Y:A pr or (b pr or not (not (c pr or d pr)))', 'urn:x:y:a pr or b pr or c pr or d pr'],
    ['Emails[Type EQ "Work"]', 'emails[type eq "Work"]'],
  ])('brings %s to %s', (text, normal) => expect(printFilter(normaliseFilter(parseFilter(text)))).toBe(normal))

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyFilter, filter => {
        const once = normaliseFilter(filter)
        expect(normaliseFilter(once)).toEqual(once)
      }),
      { numRuns: 200 },
    )
  })
})
