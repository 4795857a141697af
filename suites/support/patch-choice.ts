// What PATCH checks work on: attributes that the schema lists, that a client can write, and that were seen to be kept.

import type { CheckContext } from '../../src/check/context.ts'
import { Blocked } from '../../src/check/outcome.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isArray, isObject, type JsonObject, member, sameName, withMember } from '../../src/scim/json.ts'
import type { FoundAttribute } from '../../src/scim/resource-schemas.ts'
import { elementsOf, isUnassigned, valueAt } from '../../src/scim/value.ts'
import { anotherValue, attributesOf, isFreeText, isPlain, standsAlone } from './attributes.ts'

type Sharing = Pick<CheckContext, 'shared'>
type Examining = Pick<CheckContext, 'provider' | 'shared' | 'subject' | 'unsupported'>

/** A resource type with a resource of it that has every attribute the service provider keeps. */
export interface Example {
  readonly type: ProviderType
  readonly stored: JsonObject
}

/** Made once per run and type. Undefined where the type, other than User and Group, takes no creates. */
export function exampleOf({ shared }: Sharing, type: ProviderType): Promise<Example | undefined> {
  return shared(`patch-example-${type.name}`, async ({ resources, scim, blocked }) => {
    const isStandard = sameName(type.name, 'User') || sameName(type.name, 'Group')
    const whole = await resources.build(type, {}, { extent: 'all' })
    const first = await scim.create(type, whole)
    if (!isStandard && [403, 404, 405, 501].includes(first.status)) return undefined
    let id = isObject(first.json) && first.status < 300 ? member(first.json, 'id') : undefined
    // Some attribute may not be welcome: then what clients usually send has to do.
    if (typeof id !== 'string' || id === '') id = (await resources.create(type)).id
    const read = await scim.read(type, String(id))
    if (read.status !== 200 || !isObject(read.json)) return blocked(`A ${type.name} could not be read.`)
    return { type, stored: read.json }
  })
}

/**
 * Examines User and one other type, of those in which `choose` finds what the check needs; `what` says what that is.
 * Types without it count as not applicable.
 */
export async function eachTypeWith<T>(
  context: Examining,
  what: string,
  choose: (example: Example) => T | undefined,
  examine: (type: ProviderType, chosen: T) => Promise<void>,
): Promise<void> {
  const isUser = ({ name }: ProviderType): boolean => sameName(name, 'User')
  const types = [...context.provider.types.filter(isUser), ...context.provider.types.filter(type => !isUser(type))]
  let others = 0
  for (const type of types) {
    if (others > 0) break
    await context.subject(type.name, async () => {
      const example = await exampleOf(context, type)
      const chosen = example === undefined ? undefined : choose(example)
      if (chosen === undefined) return context.unsupported(`it has no ${what} that a client can write`)
      if (!isUser(type)) others++
      await examine(type, chosen)
    })
  }
}

/** Runs a shared setup whose failure must not block the check: undefined then. */
export async function ifPossible<T>(make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof Blocked) return undefined
    throw error
  }
}

function isKept({ stored }: Example, found: FoundAttribute): boolean {
  return !isUnassigned(valueAt(stored, found))
}

/** Texts of the base schema that take any word and are not required; displayName last, as others may follow from it. */
export function textsOf(example: Example): readonly FoundAttribute[] {
  const texts = attributesOf(example.type).filter(
    found =>
      found.extension === undefined &&
      isFreeText(found.attribute) &&
      !found.attribute.required &&
      found.attribute.uniqueness === 'none' &&
      isKept(example, found),
  )
  const isName = ({ attribute }: FoundAttribute): boolean => sameName(attribute.name, 'displayName')
  return [...texts.filter(found => !isName(found)), ...texts.filter(isName)]
}

/** The first of textsOf. */
export function textOf(example: Example): FoundAttribute | undefined {
  return textsOf(example)[0]
}

/** A text that can be given another value, be it required, such as the displayName of a Group. */
export function replaceableTextOf(example: Example): FoundAttribute | undefined {
  return (
    textOf(example) ??
    attributesOf(example.type).find(
      found =>
        found.extension === undefined &&
        isFreeText(found.attribute) &&
        found.attribute.uniqueness === 'none' &&
        isKept(example, found),
    )
  )
}

/** A singular complex attribute and two texts in it, such as `name` with familyName and givenName. */
export interface ComplexChoice {
  readonly found: FoundAttribute
  readonly one: AttributeDefinition
  readonly other: AttributeDefinition
}

/** Finds one whose texts are kept. */
export function complexOf(example: Example): ComplexChoice | undefined {
  for (const found of attributesOf(example.type)) {
    const { attribute } = found
    if (attribute.type !== 'complex' || attribute.multiValued || !isPlain(attribute)) continue
    const value = valueAt(example.stored, found)
    if (attribute.subAttributes.some(({ type }) => type === 'reference') || !isObject(value)) continue
    const [one, other] = attribute.subAttributes.filter(
      sub => isFreeText(sub) && !sameName(sub.name, 'formatted') && !isUnassigned(member(value, sub.name)),
    )
    // Checks write these two alone, and one of them is taken away.
    const isMore = attribute.subAttributes.some(sub => sub.required && sub !== one && sub !== other)
    if (one !== undefined && other !== undefined && !isMore) return { found, one, other }
  }
  return undefined
}

/** A singular complex attribute of an extension with another value for one of its sub-attributes; it has others too. */
export interface ComplexInExtension {
  readonly found: FoundAttribute & { readonly extension: string }
  readonly stored: JsonObject
  readonly sub: AttributeDefinition
  readonly value: unknown
}

/** Finds one of which two sub-attributes at least are kept; references are left alone, as they name other resources. */
export function complexInExtensionOf(example: Example): ComplexInExtension | undefined {
  for (const found of attributesOf(example.type)) {
    const { extension, attribute } = found
    if (extension === undefined || attribute.type !== 'complex' || attribute.multiValued || !isPlain(attribute))
      continue
    const stored = valueAt(example.stored, found)
    if (attribute.subAttributes.some(({ type }) => type === 'reference') || !isObject(stored)) continue
    const kept = attribute.subAttributes.filter(sub => isPlain(sub) && !isUnassigned(member(stored, sub.name)))
    if (kept.length < 2) continue
    for (const sub of kept) {
      const value = anotherValue(sub, member(stored, sub.name), 'scimc-other')
      if (value !== undefined) return { found: { ...found, extension }, stored, sub, value }
    }
  }
  return undefined
}

/** An attribute shown on request only that clients can write, with a value that is kept. */
export function onRequestOf(type: ProviderType): FoundAttribute | undefined {
  return attributesOf(type).find(
    ({ attribute }) => attribute.returned === 'request' && isFreeText({ ...attribute, returned: 'default' }),
  )
}

/** A multi-valued complex attribute with `value` and `type`, such as `emails`, and how to make elements of it. */
export interface ListChoice {
  readonly found: FoundAttribute
  /** Two types that the schema suggests. */
  readonly types: readonly [string, string]
  /** A third one; undefined where the schema suggests two only. */
  readonly thirdType: string | undefined
  readonly hasPrimary: boolean
  /** Whether the value of an element can be changed. */
  readonly valueChanges: boolean
  /** An element with a value of its own, not primary unless said so. */
  element(unique: string, type: string, more?: JsonObject): JsonObject
}

/** Lists whose values have a form, or must exist. */
const formedLists =
  /^(phoneNumbers|ims|photos|addresses|groups|entitlements|roles|x509Certificates|members|manager|owners)$/i

/** Finds one whose elements are kept; emails where there are some. */
export function listOf(example: Example): ListChoice | undefined {
  const lists = attributesOf(example.type).flatMap(found => listChoice(example, found) ?? [])
  return lists.find(({ found }) => sameName(found.attribute.name, 'emails')) ?? lists[0]
}

function listChoice(example: Example, found: FoundAttribute): ListChoice | undefined {
  const { attribute } = found
  if (found.extension !== undefined || attribute.type !== 'complex' || !attribute.multiValued) return undefined
  if (!isPlain(attribute) || formedLists.test(attribute.name)) return undefined
  const [value, type, primary] = ['value', 'type', 'primary'].map(name => findDefinition(attribute.subAttributes, name))
  const [kept] = elementsOf(valueAt(example.stored, found))
  if (value?.type !== 'string' || value.mutability === 'readOnly' || type?.mutability !== 'readWrite') return undefined
  if (!isObject(kept) || isUnassigned(member(kept, 'value')) || isUnassigned(member(kept, 'type'))) return undefined
  const needed = attribute.subAttributes.some(({ name, required }) => required && !/^(value|type|primary)$/i.test(name))
  if (needed) return undefined
  const known = type.canonicalValues
  return {
    found,
    types: [known[0] ?? 'work', known[1] ?? 'home'],
    thirdType: known.length === 0 ? 'other' : known[2],
    hasPrimary: primary?.type === 'boolean' && primary.mutability === 'readWrite',
    valueChanges: value.mutability === 'readWrite',
    element: (unique, kind, more = {}) => ({
      value: anotherValue(value, member(kept, 'value'), unique),
      type: kind,
      ...more,
    }),
  }
}

/** A list whose elements can be told apart by `primary`. */
export function listWithPrimaryOf(example: Example): ListChoice | undefined {
  const list = listOf(example)
  return list?.hasPrimary ? list : undefined
}

/** A list whose elements can get another value. */
export function changeableListOf(example: Example): ListChoice | undefined {
  const list = listOf(example)
  return list?.valueChanges ? list : undefined
}

/** A multi-valued attribute of plain words. */
export function wordsOf(example: Example): FoundAttribute | undefined {
  return attributesOf(example.type).find(
    found =>
      found.attribute.multiValued &&
      isFreeText({ ...found.attribute, multiValued: false }) &&
      isArray(valueAt(example.stored, found)) &&
      isKept(example, found),
  )
}

/** An attribute of an extension with two values it can have. */
export interface ExtensionChoice {
  readonly found: FoundAttribute & { readonly extension: string }
  readonly values: readonly [unknown, unknown]
}

/** Finds a singular simple attribute of an extension that is kept; texts first. */
export function extensionOf(example: Example): ExtensionChoice | undefined {
  const choices = extensionChoices(example)
  return choices.find(({ found }) => found.attribute.type === 'string') ?? choices[0]
}

/** Likewise, in an extension that a resource can get by this one attribute. */
export function addableExtensionOf(example: Example): ExtensionChoice | undefined {
  const choices = extensionChoices(example).filter(({ found }) => standsAlone(example.type, found.extension))
  return choices.find(({ found }) => found.attribute.type === 'string') ?? choices[0]
}

/** Finds two singular simple attributes that are kept, in every extension that has them; undefined where none has. */
export function extensionPairsOf(
  example: Example,
): readonly (readonly [ExtensionChoice, ExtensionChoice])[] | undefined {
  const pairs = [...Map.groupBy(extensionChoices(example), ({ found }) => found.extension).values()].flatMap(
    ([one, other]) => (one === undefined || other === undefined ? [] : [[one, other] as const]),
  )
  return pairs.length === 0 ? undefined : pairs
}

function extensionChoices(example: Example): readonly ExtensionChoice[] {
  return attributesOf(example.type).flatMap((found): ExtensionChoice[] => {
    const { extension, attribute } = found
    if (extension === undefined || attribute.multiValued || attribute.type === 'complex') return []
    if (!isPlain(attribute) || attribute.required || attribute.uniqueness !== 'none') return []
    if (attribute.type === 'reference' || !isKept(example, found)) return []
    const second = valueAt(example.stored, found)
    const first = anotherValue(attribute, second, `${String(second).slice(0, 60)}-other`)
    return first === undefined ? [] : [{ found: { ...found, extension }, values: [first, second] }]
  })
}

/** Singular simple attributes of every data type but string, with another value for each. */
export function typedAttributesOf(
  example: Example,
): readonly { readonly found: FoundAttribute; readonly value: unknown }[] {
  const seen = new Set<string>()
  return attributesOf(example.type).flatMap(found => {
    const { attribute } = found
    if (attribute.multiValued || attribute.type === 'string' || attribute.type === 'complex') return []
    if (!isPlain(attribute) || !isKept(example, found) || seen.has(attribute.type)) return []
    const value = anotherValue(attribute, valueAt(example.stored, found), 'scimc-other')
    if (value === undefined) return []
    seen.add(attribute.type)
    return [{ found, value }]
  })
}

/** The element with further members. */
export function withParts(element: JsonObject, parts: JsonObject): JsonObject {
  return Object.entries(parts).reduce((result, [name, value]) => withMember(result, name, value), element)
}
