import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyPath, filters } from './filter/arbitrary-filter.test-data.ts'
import type { PatchPath } from './path.ts'
import { PathSyntaxError, parsePath, printPath } from './path.ts'
import { enterpriseUri, userUri } from './schemas.test-data.ts'

describe('parsePath', () => {
  // The first five are the examples of RFC 7644 figure 8.
  it.each([
    'members',
    'name.familyName',
    'addresses[type eq "work"]',
    'members[value eq "2819c223-7f76-453a-919d-413861904646"]',
    'members[value eq "2819c223-7f76-453a-919d-413861904646"].displayName',
    'emails[type eq "a] or [b"].value',
    'emails[not (type eq "work" or value pr)].value',
    `${userUri}:name.givenName`,
    `${userUri}:emails[type eq "work"].value`,
    `${enterpriseUri}:manager`,
    'members.$ref',
  ])('reads %s', text => expect(printPath(parsePath(text))).toBe(text))

  it.each<[string, number, boolean]>([
    ['', 0, false],
    ['a..b', 0, false],
    ['a.b.c', 0, false],
    ['a b', 0, false],
    [' a', 0, false],
    ['emails[', 7, true],
    ['emails[]', 7, true],
    ['emails[0]', 7, true],
    ['emails[type eq "work"', 21, true],
    ['emails[type eq"work"]', 11, true],
    ['emails[type pr]x', 15, false],
    ['emails[type pr].', 15, false],
    ['emails[type pr].a.b', 15, false],
    ['emails[type pr] ', 15, false],
    ['emails[a[b pr]]', 8, true],
    ['[x eq 1]', 0, false],
    ['/emails/0', 0, false],
    ['emails[type pr)]', 14, true],
    ['x'.repeat(70_000), 65_536, false],
  ])('refuses "%.20s" at %i', (text, offset, inFilter) => {
    expect(() => parsePath(text)).toThrow(expect.objectContaining({ name: 'PathSyntaxError', offset, inFilter }))
  })

  it('reads back what printPath writes', () => {
    const selected = filters(anyPath, fc.string()).filter(filter => !JSON.stringify(filter).includes('"value path"'))
    const name = fc.constantFrom('value', '$ref', 'a-b')
    const anyPatchPath: fc.Arbitrary<PatchPath> = fc.oneof(
      fc.record({ kind: fc.constant('attribute path' as const), path: anyPath }),
      fc.record(
        { kind: fc.constant('value path' as const), path: anyPath, filter: selected, subAttribute: name },
        { requiredKeys: ['kind', 'path', 'filter'] },
      ),
    )
    fc.assert(
      fc.property(anyPatchPath, path => {
        expect(parsePath(printPath(path))).toEqual(path)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws anything but PathSyntaxError', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab.[]() "\\:$eqprnot1') }), text => {
        try {
          parsePath(text)
        } catch (error) {
          expect(error).toBeInstanceOf(PathSyntaxError)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
