// What sequences are made of: attributes of a type whose values the service provider was seen to keep.

import type { ProviderType } from '../../check/vocabulary.ts'
import type { AttributeDefinition } from '../../scim/attribute.ts'
import { isArray, isObject, type JsonObject, member, withMember } from '../../scim/json.ts'
import type { FoundAttribute } from '../../scim/resource-schemas.ts'

/** Stands in values for a text that no other resource has. */
export const placeholder = '{unique}'

/** How an attribute is written to. */
export type GroundKind = 'text' | 'typed' | 'complex' | 'list' | 'words' | 'references'

/** An attribute that was seen to keep each of its values. */
export interface GroundAttribute {
  /** In standard notation: `title`, `urn:…:User:department`. */
  readonly path: string
  readonly kind: GroundKind
  readonly found: FoundAttribute
  /** Values, or elements of a list; `{unique}` stands for a text of the resource's own. Empty for references. */
  readonly values: readonly unknown[]
  /** Whether it can be taken away. */
  readonly removable: boolean
  /** Sub-attributes that are written one by one, and by which elements are selected. */
  readonly parts: readonly AttributeDefinition[]
}

/** The resources that those of a type refer to: users in groups, say. */
export interface Referred {
  readonly type: ProviderType
  /** A resource as it is created, with `{unique}` in it. */
  readonly base: JsonObject
  /** The readOnly attribute that shows from there who refers to it; undefined where it was not seen to follow. */
  readonly backwards?: string
}

/** All that is known of one resource type. */
export interface Ground {
  readonly type: ProviderType
  /** What is needed to create one, with `{unique}` in it. */
  readonly base: JsonObject
  readonly attributes: readonly GroundAttribute[]
  /** The text attribute by which resources are told apart: userName, displayName. */
  readonly label?: GroundAttribute
  /** Whether a filter on the label was seen to find a resource. */
  readonly findable: boolean
  readonly referred?: Referred
}

/** A template with its placeholders filled in. */
export function filled(template: unknown, unique: string): unknown {
  const text = JSON.stringify(template)
  if (text === undefined) return undefined
  const value: unknown = JSON.parse(text.replaceAll(placeholder, unique))
  return value
}

/** A template that is an object, filled in. */
export function filledObject(template: JsonObject, unique: string): JsonObject {
  const value = filled(template, unique)
  return isObject(value) ? value : {}
}

/** Puts the value of an attribute into a resource, in its extension where it has one, and the extension into schemas. */
export function withValue(resource: JsonObject, { extension, attribute }: FoundAttribute, value: unknown): JsonObject {
  if (extension === undefined) return withMember(resource, attribute.name, value)
  const container = member(resource, extension)
  const changed = withMember(isObject(container) ? container : {}, attribute.name, value)
  const schemas = member(resource, 'schemas')
  const uris: readonly unknown[] = isArray(schemas) ? schemas : []
  const listed = uris.includes(extension) ? uris : [...uris, extension]
  return withMember(withMember(resource, 'schemas', listed), extension, changed)
}
