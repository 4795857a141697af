// The filter as a tree (RFC 7644 §3.4.2.2, figure 1), and the error its parser throws.

import type { AttributePath } from '../attribute-path.ts'

/** The comparison operators (RFC 7644 table 3), in lower case. */
export const compareOperators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const
export type CompareOperator = (typeof compareOperators)[number]

/** A comparison value: JSON's false, null, true, number or string. */
export type CompareValue = boolean | null | number | string

/** A filter. Grouping shows in the shape of the tree; "and" and "or" have two operands or more. */
export type Filter =
  | {
      readonly kind: 'comparison'
      readonly path: AttributePath
      readonly operator: CompareOperator
      readonly value: CompareValue
    }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | { readonly kind: 'and'; readonly operands: readonly Filter[] }
  | { readonly kind: 'or'; readonly operands: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'value path'; readonly path: AttributePath; readonly filter: Filter }

/** A text that is no filter; offset is the 0-based place where reading stopped. */
export class FilterSyntaxError extends Error {
  override readonly name = 'FilterSyntaxError'
  readonly offset: number

  constructor(message: string, offset: number) {
    super(`${message} (at offset ${offset})`)
    this.offset = offset
  }
}
