// A complex attribute with two texts, which PATCH then changes in part.

import type { CheckContext } from '../../src/check/context.ts'
import { type Prepared, prepare } from '../support/patch-and-compare.ts'
import { type ComplexChoice, complexOf, eachTypeWith } from '../support/patch-choice.ts'

export interface WholeComplex extends ComplexChoice {
  readonly resource: Prepared
  /** What the texts begin with: the first goes on with "one", the second with "other". */
  readonly unique: string
}

/** Examines a resource of each type that has such an attribute, with both of its texts stored. */
export function eachWholeComplex(
  context: CheckContext,
  examine: (whole: WholeComplex) => Promise<unknown>,
): Promise<void> {
  return eachTypeWith(context, 'complex attribute', complexOf, async (type, complex) => {
    const unique = context.resources.unique()
    const { found, one, other } = complex
    const value = { [one.name]: `${unique} one`, [other.name]: `${unique} other` }
    const resource = await prepare(context, type, [[found, value]])
    await examine({ ...complex, resource, unique })
  })
}
