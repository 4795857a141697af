// Picks attributes of a resource type by their characteristics, so that checks never rest on a schema of the RFC.

import type { ProviderType } from '../../src/check/vocabulary.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import { commonAttributes } from '../../src/scim/common-attributes.ts'
import { sameName } from '../../src/scim/json.ts'

/** Texts that have to follow a form of their own, so that no word can be made up for them. */
const formed = new Set(['locale', 'timezone', 'preferredlanguage', 'password', 'profileurl', 'country', 'externalid'])
/** Multi-valued attributes whose values have a form, or must exist. */
const formedLists = new Set([
  'phonenumbers',
  'ims',
  'photos',
  'addresses',
  'groups',
  'entitlements',
  'roles',
  'x509certificates',
  'members',
])

/** Whether an attribute is a text that a client can set to any word, change, and read back. */
export function isFreeText(attribute: AttributeDefinition): boolean {
  return (
    attribute.type === 'string' &&
    !attribute.multiValued &&
    attribute.mutability === 'readWrite' &&
    (attribute.returned === 'default' || attribute.returned === 'always') &&
    attribute.canonicalValues.length === 0 &&
    !formed.has(attribute.name.toLowerCase()) &&
    !commonAttributes.some(({ name }) => sameName(name, attribute.name))
  )
}

/** The text by which people tell resources of this type apart: userName, displayName, or the first one there is. */
export function labelOf({ schemas }: ProviderType): AttributeDefinition | undefined {
  const texts = schemas.base.attributes.filter(isFreeText)
  const named = (name: string) => texts.find(attribute => sameName(attribute.name, name))
  return named('userName') ?? named('displayName') ?? texts.find(({ required }) => required) ?? texts[0]
}

/** Further free texts of the base schema, which need not be unique and are not required. */
export function furtherTexts(type: ProviderType): readonly AttributeDefinition[] {
  const label = labelOf(type)
  return type.schemas.base.attributes.filter(
    attribute =>
      isFreeText(attribute) &&
      attribute !== label &&
      !attribute.required &&
      attribute.uniqueness === 'none' &&
      !sameName(attribute.name, 'displayName'),
  )
}

/** A singular complex attribute with two free texts in it, such as `name`: the attribute and the two. */
export function complexWithTexts(
  type: ProviderType,
): { attribute: AttributeDefinition; texts: readonly [AttributeDefinition, AttributeDefinition] } | undefined {
  for (const attribute of type.schemas.base.attributes) {
    if (attribute.type !== 'complex' || attribute.multiValued || attribute.mutability !== 'readWrite') continue
    if (attribute.returned !== 'default' || attribute.subAttributes.some(sub => sub.type === 'reference')) continue
    const free = attribute.subAttributes.filter(sub => isFreeText(sub) && !sameName(sub.name, 'formatted'))
    const [first, second] = free
    if (first === undefined || second === undefined) continue
    // Whoever writes these two alone leaves nothing out.
    const isMore = attribute.subAttributes.some(sub => sub.required && sub !== first && sub !== second)
    if (!isMore) return { attribute, texts: [first, second] }
  }
  return undefined
}

/** A multi-valued complex attribute of texts with `value` and `primary`, such as `emails`. */
export function listWithPrimary(type: ProviderType): AttributeDefinition | undefined {
  const lists = type.schemas.base.attributes.filter(attribute => {
    if (attribute.type !== 'complex' || !attribute.multiValued || attribute.mutability !== 'readWrite') return false
    const sub = (name: string) => attribute.subAttributes.find(one => sameName(one.name, name))
    const value = sub('value')
    const isText = value?.type === 'string' && value.mutability !== 'readOnly' && value.canonicalValues.length === 0
    return isText && sub('primary')?.type === 'boolean' && !formedLists.has(attribute.name.toLowerCase())
  })
  return lists.find(({ name }) => sameName(name, 'emails')) ?? lists[0]
}

/** The first free text of each extension, with the URN of the extension. */
export function extensionTexts({ schemas }: ProviderType): readonly { urn: string; attribute: AttributeDefinition }[] {
  return schemas.extensions.flatMap(({ schema }) => {
    const texts = schema.attributes.filter(isFreeText)
    const attribute = texts.find(({ name }) => sameName(name, 'department')) ?? texts[0]
    return attribute === undefined ? [] : [{ urn: schema.id, attribute }]
  })
}

/** Singular numbers a client can set, integers first. */
export function numbersOf({ schemas }: ProviderType): readonly AttributeDefinition[] {
  const free = schemas.base.attributes.filter(
    ({ multiValued, mutability, returned }) => !multiValued && mutability === 'readWrite' && returned === 'default',
  )
  return [...free.filter(({ type }) => type === 'integer'), ...free.filter(({ type }) => type === 'decimal')]
}

/** Whether the schema lets clients give a resource another value of an attribute: a userName may be fixed once it is set. */
export function isChangeable({ schemas }: ProviderType, name: string): boolean {
  const definition = schemas.base.attributes.find(attribute => sameName(attribute.name, name))
  return definition === undefined || definition.mutability === 'readWrite' || definition.mutability === 'writeOnly'
}
