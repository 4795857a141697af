// Which attributes generated sequences write to, by their characteristics, and the values they get.

import type { ProviderType } from '../../src/check/vocabulary.ts'
import { type Ground, type GroundAttribute, placeholder } from '../../src/fuzz/sequences/ground.ts'
import { variety } from '../../src/fuzz/sequences/step.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isArray, isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { type FoundAttribute, pathOf } from '../../src/scim/resource-schemas.ts'
import { valueAt } from '../../src/scim/value.ts'
import { anotherValue, attributesOf, isFreeText, isPlain, standsAlone } from '../support/attributes.ts'

/** Lists whose values have a form, or must exist. */
const formedLists =
  /^(phoneNumbers|ims|photos|addresses|groups|entitlements|roles|x509Certificates|members|manager|owners)$/i

/** The attributes of a type that can be written to freely, with values taken from a resource that has them all. */
export function groundAttributes(type: ProviderType, full: JsonObject): readonly GroundAttribute[] {
  return attributesOf(type).flatMap(found => {
    const { attribute, extension } = found
    const value = valueAt(full, found)
    if (value === undefined || !isPlain(attribute) || attribute.uniqueness !== 'none') return []
    if (extension !== undefined && !standsAlone(type, extension)) return []
    const simple = simpleAttribute(found, value)
    if (simple !== undefined || extension !== undefined) return simple ?? []
    return complexAttribute(found, value) ?? listAttribute(found, value) ?? []
  })
}

/** Texts of any words, numbers, flags and the like, and lists of words. */
function simpleAttribute(found: FoundAttribute, value: unknown): GroundAttribute | undefined {
  const { attribute, extension } = found
  const path = pathOf(found)
  const base = { path, found, parts: [], removable: !attribute.required }
  if (attribute.type === 'complex' || attribute.type === 'reference') return undefined
  if (isFreeText(attribute)) {
    if (!String(value).includes(placeholder)) return undefined
    // One that is taken away may be made up from other names.
    return {
      ...base,
      kind: 'text',
      values: [value],
      removable: base.removable && !sameName(attribute.name, 'displayName'),
    }
  }
  if (attribute.multiValued) {
    const isText = isFreeText({ ...attribute, multiValued: false }) && extension === undefined
    const [first] = isArray(value) ? value : []
    return isText && String(first).includes(placeholder) ? { ...base, kind: 'words', values: [first] } : undefined
  }
  // What a service provider does with users that are not active is its own affair (RFC 7643 §4.1.1).
  if (attribute.type === 'string' || sameName(attribute.name, 'active')) return undefined
  const other = anotherValue(attribute, value, 'other')
  if (other === undefined) return undefined
  return { ...base, kind: 'typed', values: [value, other], removable: false }
}

/** A singular complex attribute: the texts in it. */
function complexAttribute(found: FoundAttribute, value: unknown): GroundAttribute | undefined {
  const { attribute } = found
  if (attribute.type !== 'complex' || attribute.multiValued || !isObject(value)) return undefined
  if (attribute.subAttributes.some(({ type }) => type === 'reference')) return undefined
  const parts = attribute.subAttributes.filter(
    sub => isFreeText(sub) && sub.uniqueness === 'none' && !sameName(sub.name, 'formatted') && hasOwnText(value, sub),
  )
  const others = attribute.subAttributes.filter(sub => sub.required && !parts.includes(sub))
  if (parts.length === 0 || others.length > 0) return undefined
  const values = [Object.fromEntries(parts.map(({ name }) => [name, `${name} ${placeholder}`]))]
  return { path: attribute.name, kind: 'complex', found, values, parts, removable: !attribute.required }
}

function hasOwnText(value: JsonObject, { name }: AttributeDefinition): boolean {
  return typeof member(value, name) === 'string'
}

/** A list of elements with `value` and `type`, such as `emails`. */
function listAttribute(found: FoundAttribute, whole: unknown): GroundAttribute | undefined {
  const { attribute } = found
  const [element] = isArray(whole) ? whole : []
  if (attribute.type !== 'complex' || !attribute.multiValued || formedLists.test(attribute.name)) return undefined
  const [value, type, primary] = ['value', 'type', 'primary'].map(name => findDefinition(attribute.subAttributes, name))
  const text = isObject(element) ? member(element, 'value') : undefined
  if (value?.type !== 'string' || value.mutability !== 'readWrite' || type?.mutability !== 'readWrite') return undefined
  if (typeof text !== 'string' || !text.includes(placeholder) || value.uniqueness !== 'none') return undefined
  const isNeeded = attribute.subAttributes.some(
    ({ name, required }) => required && !/^(value|type|primary)$/i.test(name),
  )
  if (isNeeded) return undefined
  const hasPrimary = primary?.type === 'boolean' && primary.mutability === 'readWrite'
  const types = type.canonicalValues.length === 0 ? ['work', 'home', 'other'] : type.canonicalValues
  const values = Array.from({ length: variety }, (_, index) => ({
    value: text,
    type: types[index % types.length],
    ...(hasPrimary && index === 0 ? { primary: true } : {}),
  }))
  const parts = hasPrimary ? [value, type, primary] : [value, type]
  return { path: attribute.name, kind: 'list', found, values, parts, removable: !attribute.required }
}

/** A list that refers to resources of another type which clients can create; undefined where there is none. */
export function referencesOf(
  type: ProviderType,
  grounds: readonly Ground[],
): { readonly attribute: GroundAttribute; readonly target: Ground } | undefined {
  for (const attribute of type.schemas.base.attributes) {
    if (!attribute.multiValued || attribute.type !== 'complex' || !isPlain(attribute)) continue
    const value = findDefinition(attribute.subAttributes, 'value')
    const isNeeded = attribute.subAttributes.some(({ name, required }) => required && !sameName(name, 'value'))
    if (value === undefined || value.mutability === 'readOnly' || isNeeded) continue
    const names = attribute.subAttributes.flatMap(({ referenceTypes }) => referenceTypes)
    const target = grounds.find(
      ground => ground.type.name !== type.name && names.some(name => sameName(name, ground.type.name)),
    )
    if (target === undefined) continue
    const found = { attribute }
    const removable = !attribute.required
    return {
      attribute: { path: attribute.name, kind: 'references', found, values: [], parts: [value], removable },
      target,
    }
  }
  return undefined
}
