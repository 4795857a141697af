// The value of an operation made ready to be stored: checked against the schema, spelt as the schema spells (RFC 7643 §2).

import type { AttributeDefinition } from '../attribute.ts'
import { findDefinition } from '../attribute.ts'
import { describeType, isOfType } from '../data-type.ts'
import { isArray, isObject, member, sameName } from '../json.ts'
import { isUnassigned } from '../value.ts'
import type { Change } from './outcome.ts'
import { badValue, becomes, combine, fails } from './outcome.ts'

/** The ways in which a provider may take a value for an attribute: the list for a multi-valued one, one value otherwise. */
export function prepareValue(value: unknown, definition: AttributeDefinition): readonly Change[] {
  if (!definition.multiValued) return prepareElement(value, definition)
  if (!isArray(value)) {
    // One element where a list belongs: accepted by some, refused by others.
    return [...combine([prepareElement(value, definition)], values => values), badValue('the value is no array')]
  }
  const elements = value.filter(element => !isUnassigned(element))
  return combine(
    elements.map(element => prepareElement(element, definition)),
    values => values,
  )
}

/** The ways to take one value or one element. */
export function prepareElement(value: unknown, definition: AttributeDefinition): readonly Change[] {
  const { type, canonicalValues } = definition
  if (!isOfType(value, type)) {
    const wrong = badValue(`${definition.name} takes ${describeType(type)}`)
    // The empty text is a relative reference of RFC 3986 §4.2, though one that refers to nothing.
    if (type === 'reference' && value === '' && !definition.required) return [wrong, becomes(value)]
    if (type !== 'boolean' || typeof value !== 'string' || !/^(?:true|false)$/i.test(value)) return [wrong]
    return [wrong, becomes(sameName(value, 'true'), 'a boolean was read from text')]
  }
  if (isObject(value)) return prepareComplex(value, definition)
  if (definition.required && value === '') return [badValue(`${definition.name} cannot be empty`)]
  const isUnusual =
    canonicalValues.length > 0 && typeof value === 'string' && !canonicalValues.some(known => sameName(known, value))
  // What is not among the canonical values may be kept, left out or refused (RFC 7643 §2.3.1, §7).
  return isUnusual ? [becomes(value), becomes(undefined), badValue('the value is not canonical')] : [becomes(value)]
}

function prepareComplex(
  value: { readonly [name: string]: unknown },
  definition: AttributeDefinition,
): readonly Change[] {
  const parts: (readonly Change[])[] = []
  for (const [name, part] of Object.entries(value)) {
    if (isUnassigned(part)) continue
    const subAttribute = findDefinition(definition.subAttributes, name)
    if (subAttribute === undefined) {
      const kept = becomes([name, part])
      // Of a complex attribute without sub-attributes nothing is known, so all of it is kept.
      if (definition.subAttributes.length === 0) parts.push([kept])
      else
        parts.push([
          becomes(undefined),
          kept,
          fails(`no sub-attribute ${name}`, 'invalidValue', 'invalidPath', 'noTarget', 'invalidSyntax', undefined),
        ])
    } else if (subAttribute.mutability === 'readOnly') {
      parts.push([becomes(undefined), fails(`${name} is readOnly`, 'mutability', undefined)])
    } else {
      parts.push(combine([prepareValue(part, subAttribute)], ([prepared]) => [subAttribute.name, prepared]))
    }
  }
  return combine(parts, entries => Object.fromEntries(entries.filter(isEntry)))
}

function isEntry(entry: unknown): entry is readonly [string, unknown] {
  return isArray(entry) && entry.length === 2 && typeof entry[0] === 'string'
}

/** The required sub-attributes that a value lacks (RFC 7643 §2.2); nothing is required of a value that is not complex. */
export function lacksRequired(value: unknown, { subAttributes }: AttributeDefinition): boolean {
  if (!isObject(value) || isUnassigned(value)) return false
  return subAttributes.some(
    ({ name, required, mutability }) => required && mutability !== 'readOnly' && isUnassigned(member(value, name)),
  )
}

/** Adds the error that a provider answers where new values lack required sub-attributes; going on is discouraged. */
export function withRequiredChecked(changes: readonly Change[], definition: AttributeDefinition): readonly Change[] {
  return changes.flatMap(change => {
    if (change.kind !== 'value') return [change]
    const elements = isArray(change.value) ? change.value : [change.value]
    if (!elements.some(element => lacksRequired(element, definition))) return [change]
    return [
      badValue('a required sub-attribute is missing'),
      becomes(change.value, 'a required sub-attribute is missing'),
    ]
  })
}
