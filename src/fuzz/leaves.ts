// The comparisons, tests of presence and value paths that a filter is made of.

import type { Filter } from '../scim/filter/filter.ts'

export type WithPath = Filter & { readonly kind: 'comparison' | 'present' | 'value path' }

/** The leaves of a filter, from left to right; what stands in brackets is part of its value path. */
export function leavesOf(filter: Filter): readonly WithPath[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(leavesOf)
    case 'not':
      return leavesOf(filter.filter)
    default:
      return [filter]
  }
}
