// What add, replace and remove do to the elements that a value path selects (RFC 7644 §3.5.2.1 to §3.5.2.3).

import type { AttributeDefinition } from '../attribute.ts'
import { findDefinition } from '../attribute.ts'
import { evaluateInBrackets } from '../filter/evaluate-filter.ts'
import type { Filter } from '../filter/filter.ts'
import { judgeInBrackets } from '../filter/judge-filter.ts'
import type { JsonObject } from '../json.ts'
import { isObject, member, withMember, withMembers } from '../json.ts'
import { elementsOf, isUnassigned } from '../value.ts'
import { changeAttribute, mergeComplex } from './change-attribute.ts'
import type { Change } from './outcome.ts'
import { badValue, becomes, combine, fails, notMutable } from './outcome.ts'
import type { PatchOperation } from './patch-op.ts'
import { lacksRequired, prepareElement, withRequiredChecked } from './prepare-value.ts'
import { eachWithOnePrimary } from './primary.ts'

/** The elements a filter selects; where the RFCs leave some open there are several such sets. */
type Selection = ReadonlySet<unknown>

/** The possible states of a complex multi-valued attribute after an operation on the elements its filter selects. */
export function changeElements(
  old: unknown,
  attribute: AttributeDefinition,
  filter: Filter,
  subAttributeName: string | undefined,
  operation: PatchOperation,
): readonly Change[] {
  if (attribute.type !== 'complex') {
    return [{ kind: 'open', why: 'a value path on a simple attribute (erratum 7122)' }, invalidFilter('not complex')]
  }
  if (!attribute.multiValued)
    return [{ kind: 'open', why: 'a value path on a singular attribute' }, invalidFilter('singular')]
  const concerns = judgeInBrackets(filter, attribute)
  const refusals = concerns.slice(0, 1).map(({ kind, path }) => invalidFilter(`${kind}: ${path}`))
  if (concerns.some(({ answer }) => answer === 'refuse')) return refusals
  const subAttribute =
    subAttributeName === undefined ? undefined : findDefinition(attribute.subAttributes, subAttributeName)
  if (subAttributeName !== undefined && subAttribute === undefined) {
    return [fails(`${attribute.name} has no ${subAttributeName}`, 'invalidPath', 'noTarget', 'invalidValue', undefined)]
  }
  if (attribute.mutability === 'readOnly') return [notMutable(`${attribute.name} is readOnly`), ...refusals]
  if (attribute.mutability === 'immutable' && !isUnassigned(old))
    return [notMutable(`${attribute.name} is immutable`), ...refusals]
  const elements = elementsOf(old)
  const changes = selections(elements, attribute, filter).flatMap(selected => {
    if (selected.size === 0) return nothingSelected(elements, attribute, filter, subAttribute, operation)
    if (subAttribute !== undefined) return changeSubAttribute(elements, selected, subAttribute, operation)
    return operation.op === 'remove'
      ? removeElements(elements, selected, attribute)
      : changeWhole(elements, selected, attribute, operation.op, operation.value)
  })
  return [...refusals, ...eachWithOnePrimary(changes, element => !elements.includes(element))]
}

function invalidFilter(why: string): Change {
  return fails(why, 'invalidFilter', 'invalidPath', 'noTarget', 'invalidValue', undefined)
}

/** Of more elements than these, for which it is open whether the filter selects them, only none and all are followed. */
const mostUnsure = 4

function selections(
  elements: readonly unknown[],
  attribute: AttributeDefinition,
  filter: Filter,
): readonly Selection[] {
  const matches = new Map(elements.map(element => [element, evaluateInBrackets(filter, element, attribute).matches]))
  const sure = elements.filter(element => matches.get(element) === true)
  const unsure = elements.filter(element => matches.get(element) === 'undefined by the RFC')
  if (unsure.length > mostUnsure) return [new Set(sure), new Set([...sure, ...unsure])]
  return subsets(unsure).map(some => new Set([...sure, ...some]))
}

function subsets(elements: readonly unknown[]): readonly (readonly unknown[])[] {
  const [first, ...others] = elements
  if (elements.length === 0) return [[]]
  return subsets(others).flatMap(some => [some, [first, ...some]])
}

/** A filter that selects nothing: each operation has its own rule. */
function nothingSelected(
  elements: readonly unknown[],
  attribute: AttributeDefinition,
  filter: Filter,
  subAttribute: AttributeDefinition | undefined,
  { op, value }: PatchOperation,
): readonly Change[] {
  const noTarget = fails('the filter selects nothing', 'noTarget')
  if (op === 'replace') return [noTarget]
  if (op === 'remove')
    return [becomes(elements), fails('the filter selects nothing (interpretation 3)', 'noTarget', undefined)]
  // Interpretation 4: a new element, with or without what the filter says of it.
  const made = subAttribute === undefined ? prepareElement(value, attribute) : prepared(subAttribute, value)
  const said = saidBy(filter)
  const created = made.flatMap(change =>
    change.kind !== 'value' || !isObject(change.value)
      ? [change]
      : [becomes([...elements, withMembers(said, change.value)]), becomes([...elements, change.value])],
  )
  return [noTarget, ...created]
}

function prepared(subAttribute: AttributeDefinition, value: unknown): readonly Change[] {
  const manner = { op: 'add' as const, inValue: false }
  return combine([changeAttribute(undefined, subAttribute, manner, value)], ([part]) => ({ [subAttribute.name]: part }))
}

/** The values that a filter of "eq" comparisons joined by "and" asks for. */
function saidBy(filter: Filter): JsonObject {
  if (filter.kind === 'and') return filter.operands.map(saidBy).reduce(withMembers, {})
  return filter.kind === 'comparison' && filter.operator === 'eq' ? { [filter.path.attribute]: filter.value } : {}
}

/** Removing the selected elements (RFC 7644 §3.5.2.2); a required attribute cannot lose the last one. */
function removeElements(
  elements: readonly unknown[],
  selected: Selection,
  { name, required }: AttributeDefinition,
): readonly Change[] {
  const left = elements.filter(element => !selected.has(element))
  if (left.length === 0 && required) return [fails(`${name} is required`, 'mutability')]
  return [becomes(left.length === 0 ? undefined : left)]
}

/** Changing one sub-attribute in every selected element. */
function changeSubAttribute(
  elements: readonly unknown[],
  selected: Selection,
  subAttribute: AttributeDefinition,
  { op, value }: PatchOperation,
): readonly Change[] {
  const parts = elements.map((element): readonly Change[] => {
    if (!selected.has(element) || !isObject(element)) return [becomes(element)]
    const old = member(element, subAttribute.name)
    return combine([changeAttribute(old, subAttribute, { op, inValue: false }, value)], ([part]) => {
      // An element that was primary and is set to be again counts as newly set, beside the others that are selected.
      if (part === old && part !== true) return element
      return withMember(element, subAttribute.name, isUnassigned(part) ? undefined : part)
    })
  })
  return combine(parts, values => values)
}

/**
 * Giving the selected elements a new value. Whether the value takes an element's place or is merged into it is not clear
 * (RFC 7644 §3.5.2.3), so both are possible; "add" may also append it (§3.5.2.1).
 */
function changeWhole(
  elements: readonly unknown[],
  selected: Selection,
  attribute: AttributeDefinition,
  op: 'add' | 'replace',
  value: unknown,
): readonly Change[] {
  if (value === null) {
    const left = elements.filter(element => !selected.has(element))
    return [becomes(left), badValue('there is no value')]
  }
  if (!isObject(value)) return [badValue(`${attribute.name} takes an object`)]
  const each = (change: (element: unknown) => readonly Change[]) =>
    combine(
      elements.map(element => (selected.has(element) ? change(element) : [becomes(element)])),
      values => values,
    )
  const asGiven = withRequiredChecked(prepareElement(value, attribute), attribute)
  const appended = op === 'add' ? combine([asGiven], ([element]) => [...elements, element]) : []
  return [
    ...each(element => mergeComplex(element, attribute, op, value)),
    ...each(element => replacedBy(element, asGiven, attribute)),
    ...appended,
  ]
}

/** A new element in the place of an old one; a provider may hold that its immutable sub-attributes may not change. */
function replacedBy(old: unknown, asGiven: readonly Change[], attribute: AttributeDefinition): readonly Change[] {
  const fixed = attribute.subAttributes.some(
    ({ name, mutability }) => mutability === 'immutable' && isObject(old) && !isUnassigned(member(old, name)),
  )
  const sound = asGiven
    .filter(change => change.kind !== 'value' || !lacksRequired(change.value, attribute))
    // Each selected element gets a value of its own, of which one may be primary.
    .map(change =>
      change.kind === 'value' && isObject(change.value) ? { ...change, value: { ...change.value } } : change,
    )
  return fixed ? [...sound, notMutable('a sub-attribute is immutable')] : sound
}
