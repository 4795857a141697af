// At most one primary value (RFC 7643 §2.4), and what PATCH does about the others (RFC 7644 §3.5.2).

import { isArray, isObject, member, withMember } from '../json.ts'
import type { Change } from './outcome.ts'
import { badValue, becomes } from './outcome.ts'

/** Whether an element says that it is primary. */
export function isPrimary(element: unknown): boolean {
  return isObject(element) && member(element, 'primary') === true
}

/**
 * Sees to it that one element at most is primary after some were set to be: the others lose it. Where several were set
 * at once, the provider refuses or picks one (interpretation 19).
 */
export function withOnePrimary(
  elements: readonly unknown[],
  isNewlyPrimary: (element: unknown) => boolean,
): readonly Change[] {
  const chosen = elements.filter(element => isPrimary(element) && isNewlyPrimary(element))
  if (chosen.length === 0) return [becomes(elements)]
  const only = (one: unknown) =>
    becomes(
      elements.map(element =>
        element !== one && isObject(element) && isPrimary(element) ? withMember(element, 'primary', false) : element,
      ),
    )
  if (chosen.length === 1) return chosen.map(only)
  return [...chosen.map(only), badValue('several values are primary')]
}

/** withOnePrimary for every possible list. */
export function eachWithOnePrimary(
  changes: readonly Change[],
  isNewlyPrimary: (element: unknown) => boolean,
): readonly Change[] {
  return changes.flatMap(change => {
    if (change.kind !== 'value' || !isArray(change.value)) return [change]
    return withOnePrimary(change.value, isNewlyPrimary).map(settled =>
      settled.kind === 'value' ? becomes(settled.value, change.discouraged) : settled,
    )
  })
}
