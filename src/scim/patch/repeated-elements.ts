// A list that says the same twice: what a provider may make of it (RFC 7643 §2.4).

import type { AttributeDefinition } from '../attribute.ts'
import { findDefinition } from '../attribute.ts'
import { sameValue } from '../compare.ts'
import { isObject, member, withMembers } from '../json.ts'
import { isUnassigned } from '../value.ts'

/**
 * The lists that may be stored for one in which elements repeat: each once; of those with the same (type, value) only the
 * first, or all in one; or the list as it is, since that is only advised against (RFC 7643 §2.4).
 */
export function withoutRepetition(
  elements: readonly unknown[],
  definition: AttributeDefinition,
): readonly (readonly unknown[])[] {
  const once = keepFirst(elements, (one, other) => sameValue([one], [other], definition))
  const isAkin = (one: unknown, other: unknown) => haveSame(['type', 'value'], one, other, definition)
  const firsts = keepFirst(once, isAkin)
  const results = [once]
  if (firsts.length < once.length) {
    const merged = firsts.map(first =>
      once.filter(element => element !== first && isAkin(first, element)).reduce(mergedWith, first),
    )
    results.push(merged, firsts)
  }
  return once.length < elements.length ? [...results, elements] : results
}

function keepFirst(elements: readonly unknown[], isSame: (one: unknown, other: unknown) => boolean): unknown[] {
  return elements.filter((element, index) => !elements.slice(0, index).some(earlier => isSame(earlier, element)))
}

function mergedWith(one: unknown, other: unknown): unknown {
  return isObject(one) && isObject(other) ? withMembers(one, other) : one
}

/** Whether two elements have a "value", and agree in it and in the other sub-attributes named. */
export function haveSame(
  names: readonly string[],
  one: unknown,
  other: unknown,
  { subAttributes }: AttributeDefinition,
): boolean {
  if (!isObject(one) || !isObject(other)) return false
  return names.every(name => {
    const part = findDefinition(subAttributes, name)
    if (part === undefined) return name !== 'value'
    const [first, second] = [member(one, name), member(other, name)]
    return (name !== 'value' || !isUnassigned(first)) && sameValue(first, second, part, { readOnly: true })
  })
}
