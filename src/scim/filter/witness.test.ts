// scim2-parse-filter as a second opinion on generated filters and users. Where it disagrees, the RFC decides: the reasons
// are listed here, and any other disagreement fails.

import fc from 'fast-check'
import { filter as asPredicate, parse } from 'scim2-parse-filter'
import { describe, expect, it } from 'vitest'
import { parseAttributePath } from '../attribute-path.ts'
import { userSchemas } from '../schemas.test-data.ts'
import { filters } from './arbitrary-filter.test-data.ts'
import { evaluateFilter } from './evaluate-filter.ts'
import type { CompareValue, Filter } from './filter.ts'
import { parseFilter } from './parse-filter.ts'
import { printFilter } from './print-filter.ts'

const word = fc.constantFrom('a', 'b', 'ab', 'work', 'home')
const aUser = (emails: number) =>
  fc.record(
    {
      userName: word,
      title: word,
      active: fc.boolean(),
      name: fc.record({ givenName: word, familyName: word }, { requiredKeys: [] }),
      emails: fc.array(fc.record({ value: word, type: word }, { requiredKeys: ['value'] }), {
        minLength: 1,
        maxLength: emails,
      }),
    },
    { requiredKeys: ['userName'] },
  )
const path = fc.constantFrom(
  ...['userName', 'title', 'active', 'name.givenName', 'name.familyName', 'emails.value', 'emails.type'].map(text => {
    const parsed = parseAttributePath(text)
    if (parsed === undefined) throw new Error(text)
    return parsed
  }),
)
const literal: fc.Arbitrary<CompareValue> = fc.oneof(word, fc.boolean())
const valuePath: fc.Arbitrary<Filter> = filters(fc.constantFrom({ attribute: 'value' }, { attribute: 'type' }), word)
  .filter(inner => !uses(inner, 'value path'))
  .map(inner => ({ kind: 'value path', path: { attribute: 'emails' }, filter: inner }))
const plain = filters(path, literal).filter(filter => !uses(filter, 'value path'))
// The witness reads a value path across elements (see below), so it can speak for one element only.
const witnessed = fc.oneof(fc.tuple(plain, aUser(3)), fc.tuple(valuePath, aUser(1)))

function uses(filter: Filter, kind: Filter['kind']): boolean {
  if (filter.kind === kind) return true
  if (filter.kind === 'and' || filter.kind === 'or') return filter.operands.some(operand => uses(operand, kind))
  return filter.kind === 'not' || filter.kind === 'value path' ? uses(filter.filter, kind) : false
}

describe('scim2-parse-filter as a witness', () => {
  it('agrees wherever the RFC settles the answer', () => {
    let agreed = 0
    fc.assert(
      fc.property(witnessed, ([filter, resource]) => {
        const { matches } = evaluateFilter(filter, resource, userSchemas)
        if (matches === 'undefined by the RFC') return
        expect(asPredicate(parse(printFilter(filter)))(resource)).toBe(matches)
        agreed += 1
      }),
      { numRuns: 3000, seed: 7 },
    )
    expect(agreed).toBeGreaterThan(1000)
  })

  it.each<[string, string, object, boolean]>([
    [
      '§3.4.2.2: strings that are not caseExact compare without regard to case',
      'userName eq "ANNA"',
      { userName: 'anna' },
      true,
    ],
    ['table 3: "pr" needs a value that is not empty', 'title pr', { title: '' }, false],
    [
      'table 5: a value path holds within one element',
      'emails[type eq "a" and value eq "b"]',
      { emails: [{ type: 'a' }, { value: 'b' }] },
      false,
    ],
    ['RFC 7643 §2.5: an empty list has no element to match', 'emails[not (type eq "a")]', { emails: [] }, false],
    ['RFC 7643 §2.5: null is unassigned', 'title pr', { title: null }, false],
    [
      'table 3: dateTimes compare by time',
      'meta.created eq "2020-01-01T01:00:00+01:00"',
      { meta: { created: '2020-01-01T00:00:00Z' } },
      true,
    ],
    [
      'RFC 7643 §2.4: an element that does not say so is not primary',
      'emails[primary eq false]',
      { emails: [{ value: 'a' }] },
      true,
    ],
  ])('differs, and the RFC is with us: %s', (_, text, resource, ours) => {
    expect(evaluateFilter(parseFilter(text), { ...resource }, userSchemas).matches).toBe(ours)
    expect(asPredicate(parse(text))(resource)).toBe(!ours)
  })

  it.each(['a  eq "b"', 'a eq "b" ', 'not a pr', 'emails[a pr].b eq "c"'])(
    'accepts what the grammar does not: %s',
    text => {
      expect(() => parseFilter(text)).toThrow()
      expect(() => parse(text)).not.toThrow()
    },
  )
})
