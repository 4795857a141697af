// What add, replace and remove do to one attribute or sub-attribute as a whole (RFC 7644 §3.5.2.1 to §3.5.2.3).

import type { AttributeDefinition } from '../attribute.ts'
import { findDefinition } from '../attribute.ts'
import { includesElement, sameValue } from '../compare.ts'
import type { JsonObject } from '../json.ts'
import { isArray, isObject, member, withMember, withMembers } from '../json.ts'
import { elementsOf, isUnassigned } from '../value.ts'
import type { Change } from './outcome.ts'
import { badValue, becomes, combine, fails, notMutable } from './outcome.ts'
import type { PatchOperation } from './patch-op.ts'
import { prepareValue, withRequiredChecked } from './prepare-value.ts'
import { eachWithOnePrimary } from './primary.ts'
import { haveSame, withoutRepetition } from './repeated-elements.ts'

/** How an operation arrives at an attribute. */
export interface Manner {
  readonly op: PatchOperation['op']
  /** The attribute stands inside the operation's value, not in its path: then readOnly ones are a grey area. */
  readonly inValue: boolean
}

/**
 * The possible states of an attribute after an operation that names it without a filter; `old` and `value` are arrays
 * for a multi-valued one.
 */
export function changeAttribute(
  old: unknown,
  definition: AttributeDefinition,
  { op, inValue }: Manner,
  value: unknown,
): readonly Change[] {
  const { name, mutability } = definition
  const asBefore = becomes(old)
  const isSame = op !== 'remove' && isAlreadyThere(op, old, value, definition)
  if (mutability === 'readOnly') {
    const refused = fails(`${name} is readOnly`, 'mutability', undefined)
    // Interpretation 20; and a readOnly attribute without value cannot be removed, or is gone already.
    const unfit = op === 'remove' ? [] : faultsOf(value, definition)
    return inValue || isSame || (op === 'remove' && isUnassigned(old))
      ? [asBefore, refused, ...unfit]
      : [refused, ...unfit]
  }
  if (mutability === 'immutable' && !isUnassigned(old)) {
    const refused = notMutable(`${name} is immutable and has a value`)
    if (op === 'remove') return [refused]
    const nothingToAdd = op === 'add' && isUnassigned(value)
    return [...(isSame || nothingToAdd ? [asBefore] : []), refused, ...faultsOf(value, definition)]
  }
  if (op === 'remove') return removeAttribute(old, definition, value)
  if (isUnassigned(value)) return setToNothing(old, definition, op, value)
  if (definition.multiValued)
    return op === 'add' ? addElements(old, definition, value) : replaceElements(definition, value)
  if (definition.type === 'complex' && isObject(value)) return mergeComplex(old, definition, op, value)
  // A value that is left out leaves the attribute as it was, or without value.
  return prepareValue(value, definition).flatMap(change =>
    change.kind === 'value' && isUnassigned(change.value) ? [asBefore, change] : [change],
  )
}

/** Why a value could not stand in the attribute anyway: of two faults a provider tells the one it comes upon first. */
function faultsOf(value: unknown, definition: AttributeDefinition): readonly Change[] {
  if (isUnassigned(value)) return [badValue('there is no value')]
  return prepareValue(value, definition).filter(({ kind }) => kind === 'error')
}

/** Removing (RFC 7644 §3.5.2.2). A value beside the path has no meaning there; some remove what it lists only. */
function removeAttribute(old: unknown, definition: AttributeDefinition, value: unknown): readonly Change[] {
  if (definition.required) {
    const refused = fails(`${definition.name} is required`, 'mutability')
    return isUnassigned(old) ? [becomes(old), refused] : [refused]
  }
  if (isUnassigned(old))
    return [becomes(old), fails(`${definition.name} has no value (interpretation 3)`, 'noTarget', undefined)]
  if (definition.multiValued && !isUnassigned(value)) {
    return [becomes(undefined), { kind: 'open', why: 'remove with both path and value is not described' }]
  }
  const lasting = definition.subAttributes.some(
    ({ name, mutability }) => mutability === 'immutable' && isObject(old) && !isUnassigned(member(old, name)),
  )
  return lasting ? [becomes(undefined), notMutable('a sub-attribute is immutable')] : [becomes(undefined)]
}

/** null, [] and {} (RFC 7643 §2.5): they unassign, except that {} names no sub-attribute and so changes none. */
function setToNothing(
  old: unknown,
  definition: AttributeDefinition,
  op: 'add' | 'replace',
  value: unknown,
): readonly Change[] {
  const refused = badValue('there is no value')
  if (op === 'add' && definition.multiValued) return [becomes(old), refused]
  if (isObject(value)) return [becomes(old), becomes(undefined), refused]
  if (definition.required) {
    const needed = fails(`${definition.name} is required`, 'mutability', 'invalidValue', undefined)
    return op === 'add' ? [becomes(old), needed] : [needed]
  }
  if (op === 'add') return [becomes(undefined), becomes(old), refused]
  const fits = value === null || (definition.multiValued && isArray(value) && value.length === 0)
  return fits ? [becomes(undefined)] : [becomes(undefined), refused]
}

/** Setting some sub-attributes of a complex attribute; the others stay (RFC 7644 §3.5.2.1, §3.5.2.3). */
export function mergeComplex(
  old: unknown,
  definition: AttributeDefinition,
  op: 'add' | 'replace',
  value: JsonObject,
): readonly Change[] {
  const before = isObject(old) ? old : {}
  const known: { readonly subAttribute: AttributeDefinition; readonly changes: readonly Change[] }[] = []
  const unknown: (readonly [string, unknown])[] = []
  for (const [name, part] of Object.entries(value)) {
    const subAttribute = findDefinition(definition.subAttributes, name)
    if (subAttribute === undefined) unknown.push([name, part])
    else
      known.push({
        subAttribute,
        changes: changeAttribute(member(before, name), subAttribute, { op, inValue: true }, part),
      })
  }
  // Unknown sub-attributes go through the same door as those of a whole value: dropped, kept or refused.
  const others = prepareValue(Object.fromEntries(unknown), { ...definition, multiValued: false })
  const merged = combine([...known.map(({ changes }) => changes), others], values => {
    const parts = values.slice(0, known.length)
    const extra = values.at(-1)
    let result = before
    for (const [index, part] of parts.entries()) {
      const subAttribute = known[index]?.subAttribute
      if (subAttribute !== undefined)
        result = withMember(result, subAttribute.name, isUnassigned(part) ? undefined : part)
    }
    return isObject(extra) ? withMembers(result, extra) : result
  })
  return withRequiredChecked(merged, definition)
}

/** Appending to a multi-valued attribute (RFC 7644 §3.5.2.1). */
function addElements(old: unknown, definition: AttributeDefinition, value: unknown): readonly Change[] {
  const present = elementsOf(old)
  const untouched = new Set(present)
  const lists = withRequiredChecked(prepareValue(value, definition), definition).flatMap(change => {
    if (change.kind !== 'value' || !isArray(change.value)) return [change]
    return appended(present, change.value, definition).map(list =>
      becomes(list.elements, list.discouraged ?? change.discouraged),
    )
  })
  return eachWithOnePrimary(lists, element => !untouched.has(element))
}

/**
 * The lists that can come of appending: what is there already is not added again, though doing so is only discouraged. An
 * element with the "value" of one that is there but otherwise different is another one, or the same one in a new state.
 */
function appended(
  present: readonly unknown[],
  elements: readonly unknown[],
  definition: AttributeDefinition,
): readonly { readonly elements: readonly unknown[]; readonly discouraged?: string }[] {
  const isIncluded = (element: unknown) => present.some(known => includesElement(known, element, definition))
  // A part of an element that is there may be meant as another one (RFC 7643 §2.4), unless it refers to the same resource.
  const identity = findDefinition(definition.subAttributes, '$ref') === undefined ? ['value', 'type'] : ['value']
  const isThere = (element: unknown) =>
    present.some(known => sameValue([known], [element], definition)) ||
    (isIncluded(element) && present.some(known => haveSame(identity, known, element, definition)))
  const notIncluded = elements.filter(element => !isIncluded(element))
  const notThere = elements.filter(element => !isThere(element))
  const readings = notThere.length === notIncluded.length ? [notIncluded] : [notIncluded, notThere]
  const results = readings
    .flatMap(reading => withoutRepetition(reading, definition))
    .flatMap(fresh => [
      { elements: [...present, ...fresh] },
      ...filledUp(present, fresh, ['value', 'type'], definition),
      ...filledUp(present, fresh, ['value'], definition),
    ])
  if (notThere.length === elements.length) return results
  const everything = { elements: [...present, ...elements], discouraged: 'a value that was there is added again' }
  return [...results, everything]
}

/** The lists in which new elements that agree in some sub-attributes with one that is there change it, or are left out. */
function filledUp(
  present: readonly unknown[],
  fresh: readonly unknown[],
  names: readonly string[],
  definition: AttributeDefinition,
): readonly { readonly elements: readonly unknown[] }[] {
  const akin = (element: unknown) => present.find(known => haveSame(names, known, element, definition))
  const strange = fresh.filter(element => akin(element) === undefined)
  if (strange.length === fresh.length) return []
  const filled = present.map(known =>
    fresh
      .filter(element => akin(element) === known)
      .reduce((one, update) => (isObject(one) && isObject(update) ? withMembers(one, update) : one), known),
  )
  return [{ elements: [...filled, ...strange] }, { elements: [...present, ...strange] }]
}

/** Replacing a whole list (RFC 7644 §3.5.2.3); repeated elements may be kept or dropped. */
function replaceElements(definition: AttributeDefinition, value: unknown): readonly Change[] {
  const changes = withRequiredChecked(prepareValue(value, definition), definition)
  const lists = changes.flatMap(change => {
    if (change.kind !== 'value' || !isArray(change.value)) return [change]
    return withoutRepetition(change.value, definition).map(list => becomes(list, change.discouraged))
  })
  return eachWithOnePrimary(lists, () => true)
}

/** Whether an operation would change nothing: the value, or all its elements or sub-attributes, are there already. */
function isAlreadyThere(op: 'add' | 'replace', old: unknown, value: unknown, definition: AttributeDefinition): boolean {
  const everything = { readOnly: true }
  if (sameValue(old, value, definition, everything)) return true
  if (!definition.multiValued)
    return definition.type === 'complex' && includesElement(old, value, definition, everything)
  if (op === 'replace' || !isArray(value)) return false
  const present = elementsOf(old)
  return value.every(element => present.some(known => includesElement(known, element, definition, everything)))
}
