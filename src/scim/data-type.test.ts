import { describe, expect, it } from 'vitest'
import type { AttributeType } from './attribute.ts'
import { compareInstants, isOfType, parseDateTime } from './data-type.ts'

const valid: readonly [AttributeType, readonly unknown[]][] = [
  ['string', ['', 'text', 'ß', '\ud83d\ude00']],
  ['boolean', [true, false]],
  ['integer', [0, -1, 7, 1e3]],
  ['decimal', [0, 1.5, -0.25, 3]],
  [
    'dateTime',
    [
      '2008-01-23T04:56:22Z',
      '2008-01-23T04:56:22',
      '2008-01-23T04:56:22.123456789+05:30',
      '2008-02-29T24:00:00Z',
      '-0001-01-01T00:00:00Z',
      '12008-01-01T00:00:00-14:00',
    ],
  ],
  ['binary', ['', 'aGVsbG8=', 'aGVsbG8', 'aGk=', '-_-_', '+/+/']],
  [
    'reference',
    [
      '',
      'https://example.com/Users/1',
      'Users/1',
      '../Groups/1',
      'urn:x:y',
      '/a?b=c#d',
      '//h/p',
      'http://[::1]/a',
      '#x',
    ],
  ],
  ['complex', [{}, { a: 1 }]],
]

const invalid: readonly [AttributeType, readonly unknown[]][] = [
  ['string', [1, true, null, undefined, [], {}]],
  ['boolean', ['true', 0, 1, null]],
  ['integer', [1.5, '1', Number.NaN, Number.POSITIVE_INFINITY]],
  ['decimal', ['1.5', Number.NaN, Number.POSITIVE_INFINITY]],
  [
    'dateTime',
    [
      '2008-01-23',
      '04:56:22',
      '2008-01-23 04:56:22Z',
      '2008-01-23T04:56Z',
      '2008-13-01T00:00:00Z',
      '2007-02-29T00:00:00Z',
      '2008-01-32T00:00:00Z',
      '2008-01-23T24:00:01Z',
      '2008-01-23T23:59:60Z',
      '2008-01-23T04:56:22+14:01',
      '2008-01-23T04:56:22z',
      '2008-01-23t04:56:22Z',
      '2008-01-23T04:56:22.Z',
      '0000-01-01T00:00:00Z',
      '08-01-23T04:56:22Z',
      '1201064182',
      1201064182,
      '',
    ],
  ],
  ['binary', ['a', 'aGVsbG8==', 'a-b/', 'aGVs bG8=', 'aGVs\nbG8=', '=', 'ä', 5]],
  ['reference', ['a b', 'http://x/%zz', '<x>', 'http://x/[', '1a:b', 'http://x/#a#b', 'ä', null]],
  ['complex', ['text', [], null]],
]

describe('isOfType (RFC 7643 §2.3)', () => {
  it.each(valid.flatMap(([type, values]) => values.map(value => [type, value] as const)))(
    '%s takes %j',
    (type, value) => expect(isOfType(value, type)).toBe(true),
  )
  it.each(invalid.flatMap(([type, values]) => values.map(value => [type, value] as const)))(
    '%s refuses %j',
    (type, value) => expect(isOfType(value, type)).toBe(false),
  )
})

describe('instants', () => {
  const order = (one: string, other: string) => {
    const [a, b] = [parseDateTime(one), parseDateTime(other)]
    return a && b && Math.sign(compareInstants(a, b))
  }

  it.each([
    ['2008-01-23T04:56:22Z', '2008-01-23T05:56:22+01:00', 0],
    ['2008-01-23T04:56:22Z', '2008-01-23T04:56:22.000Z', 0],
    ['2008-01-23T24:00:00Z', '2008-01-24T00:00:00Z', 0],
    ['2008-01-23T04:56:22.1Z', '2008-01-23T04:56:22.09Z', 1],
    ['2008-01-23T04:56:22.123456Z', '2008-01-23T04:56:22.123457Z', -1],
    ['2008-01-23T23:00:00-05:00', '2008-01-24T03:59:59Z', 1],
    ['1969-12-31T23:59:59Z', '1970-01-01T00:00:00Z', -1],
  ])('%s against %s gives %i', (one, other, expected) => expect(order(one, other)).toBe(expected))

  it.each([
    '1970-01-01T00:00:00Z',
    '2000-02-29T12:34:56Z',
    '1900-03-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '0001-01-01T00:00:00Z',
  ])('counts the seconds of %s as Date does', text =>
    expect(parseDateTime(text)?.seconds).toBe(Date.parse(text) / 1000),
  )
})
