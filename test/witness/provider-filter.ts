// A filter as the provider reads it, in the shape the oracle has for it.

import type { Filter as ProviderFilter } from '../../fixtures/provider/filter/tree.ts'
import type { AttributePath } from '../../src/scim/attribute-path.ts'
import type { Filter } from '../../src/scim/filter/filter.ts'

function asOraclePath({ schema, name, sub }: Extract<ProviderFilter, { kind: 'present' }>['path']): AttributePath {
  return {
    ...(schema === undefined ? {} : { schema }),
    attribute: name,
    ...(sub === undefined ? {} : { subAttribute: sub }),
  }
}

/** The same tree with the oracle's names; "and" and "or" keep their two operands. */
export function asOracleFilter(filter: ProviderFilter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, operands: [asOracleFilter(filter.left), asOracleFilter(filter.right)] }
    case 'not':
      return { kind: 'not', filter: asOracleFilter(filter.filter) }
    case 'valuePath':
      return { kind: 'value path', path: asOraclePath(filter.path), filter: asOracleFilter(filter.filter) }
    case 'present':
      return { kind: 'present', path: asOraclePath(filter.path) }
    case 'comparison': {
      const { operator, value } = filter
      return { kind: 'comparison', path: asOraclePath(filter.path), operator, value }
    }
  }
}
