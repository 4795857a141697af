// Generated filters for the property tests of this folder.

import fc from 'fast-check'
import type { AttributePath } from '../attribute-path.ts'
import type { CompareValue, Filter } from './filter.ts'
import { compareOperators } from './filter.ts'

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,6}$/)

/** Paths with and without URI and sub-attribute; by chance also names such as "not", "and" and "pr". */
export const anyPath: fc.Arbitrary<AttributePath> = fc.record(
  {
    schema: fc.constantFrom('urn:ietf:params:scim:schemas:core:2.0:User', 'https://example.com/a/b', 'urn:x:2.0'),
    attribute: fc.oneof(name, fc.constantFrom('not', 'and', 'or', 'pr', 'eq', 'NOT', '$ref', 'true')),
    subAttribute: name,
  },
  { requiredKeys: ['attribute'] },
)

const anyValue: fc.Arbitrary<CompareValue> = fc.oneof(
  fc.boolean(),
  fc.constant(null),
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.double({ noNaN: true }),
)

/** Filters over given paths and values; brackets hold no further brackets. */
export function filters(paths: fc.Arbitrary<AttributePath>, values: fc.Arbitrary<CompareValue>): fc.Arbitrary<Filter> {
  const leaf: fc.Arbitrary<Filter> = fc.oneof(
    fc.record({
      kind: fc.constant('comparison' as const),
      path: paths,
      operator: fc.constantFrom(...compareOperators),
      value: values,
    }),
    fc.record({ kind: fc.constant('present' as const), path: paths }),
  )
  const logic = (inner: fc.Arbitrary<Filter>, depth: number): fc.Arbitrary<Filter> => {
    if (depth === 0) return inner
    const below = logic(inner, depth - 1)
    const operands = fc.array(below, { minLength: 2, maxLength: 3 })
    return fc.oneof(
      inner,
      fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), operands }),
      fc.record({ kind: fc.constant('not' as const), filter: below }),
    )
  }
  const valuePath = fc.record({ kind: fc.constant('value path' as const), path: paths, filter: logic(leaf, 2) })
  return logic(fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: valuePath }), 3)
}

export const anyFilter = filters(anyPath, anyValue)
