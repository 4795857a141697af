// Builds resources that the service provider's own schemas allow, with values a real client would send.

import type { AttributeDefinition } from '../scim/attribute.ts'
import { isObject, type JsonObject, member, memberName, sameName, withMember } from '../scim/json.ts'
import type { ProviderType } from '../target/provider.ts'

export interface BuildOptions {
  /**
   * `usual` (the default): what is required and what real clients always send. `required`: only what is required, and
   * one attribute to carry the mark. `all`: every attribute a client can write.
   */
  readonly extent?: 'usual' | 'required' | 'all'
}

export interface BuildSettings {
  /** A new text with the run's mark: `scimc-7f3a-12`. */
  readonly unique: () => string
  readonly emailDomain: string
  /** Attributes the target file wants on every resource of this type; `{unique}` becomes a new marked text. */
  readonly template: JsonObject
  /** The id of an existing resource of one of these types, for references that must exist; undefined if none can be had. */
  readonly referTo: (referenceTypes: readonly string[]) => Promise<{ id: string; path: string } | undefined>
}

/** What real clients send with every User, whatever the schema at hand says is required. */
const usualOfUser = new Set(['username', 'name', 'displayname', 'emails', 'active'])
const usualSubAttributes = new Set(['givenname', 'familyname', 'value', 'type', 'primary'])
/** Values that a service provider may want to be real, or that cannot be made up. */
const neverMadeUp = new Set(['x509certificates', 'groups', 'photos', 'profileurl', 'members', 'entitlements', 'roles'])

/** A resource of the type that carries the run's mark; `attributes` win over everything made up. */
export async function buildResource(
  type: ProviderType,
  attributes: JsonObject,
  settings: BuildSettings,
  { extent = 'usual' }: BuildOptions = {},
): Promise<JsonObject> {
  const unique = settings.unique()
  const make = new ValueMaker(unique, settings)
  const resource: Record<string, unknown> = { schemas: [type.schemas.base.id] }
  for (const attribute of type.schemas.base.attributes) {
    if (!isWanted(attribute, extent, sameName(type.name, 'User'))) continue
    const value = await make.value(attribute, extent)
    if (value !== undefined) resource[attribute.name] = value
  }
  const schemas = [type.schemas.base.id]
  for (const { schema, required } of type.schemas.extensions) {
    const usual = schema.attributes.filter(a => (required || extent === 'all') && isWanted(a, extent, false))
    // A required extension that requires no attribute is not there for some unless it has a value.
    const wanted = required && usual.length === 0 ? schema.attributes.filter(isEasilyGiven).slice(0, 1) : usual
    const values: Record<string, unknown> = {}
    for (const attribute of wanted) {
      const value = await make.value(attribute, extent)
      if (value !== undefined) values[attribute.name] = value
    }
    if (!required && Object.keys(values).length === 0) continue
    resource[schema.id] = values
    schemas.push(schema.id)
  }
  resource.schemas = schemas
  const withTemplate = merge(resource, fillTemplate(settings.template, unique))
  let whole = merge(withTemplate, attributes)
  // Who gives some attributes of an extension does not mean to leave out those that it requires.
  for (const { schema } of type.schemas.extensions) {
    const given = member(attributes, schema.id)
    if (!isObject(given)) continue
    let container = given
    for (const attribute of schema.attributes.filter(one => isWanted(one, 'required', false))) {
      if (memberName(given, attribute.name) !== undefined) continue
      const value = await make.value(attribute, extent)
      if (value !== undefined) container = withMember(container, attribute.name, value)
    }
    whole = withMember(whole, schema.id, container)
  }
  return JSON.stringify(whole).includes(unique) || JSON.stringify(attributes).includes(unique.replace(/-\d+$/, ''))
    ? whole
    : carryMark(type, whole, attributes, unique)
}

function isWanted(attribute: AttributeDefinition, extent: BuildOptions['extent'], isUser: boolean): boolean {
  if (attribute.mutability === 'readOnly' || attribute.returned === 'never')
    return attribute.required && attribute.mutability !== 'readOnly'
  if (['schemas', 'id', 'externalid', 'meta'].includes(attribute.name.toLowerCase())) return false
  if (attribute.required) return true
  if (extent === 'required') return false
  const name = attribute.name.toLowerCase()
  if (extent === 'all') return !neverMadeUp.has(name)
  return isUser ? usualOfUser.has(name) : name === 'displayname'
}

function isEasilyGiven({ type, multiValued, mutability, returned, name }: AttributeDefinition): boolean {
  const isOrdinary = mutability === 'readWrite' && returned !== 'never' && !neverMadeUp.has(name.toLowerCase())
  return type === 'string' && !multiValued && isOrdinary
}

/** Puts the mark into the first text attribute that can take it. */
function carryMark(type: ProviderType, resource: JsonObject, given: JsonObject, unique: string): JsonObject {
  const can = (attribute: AttributeDefinition): boolean =>
    attribute.type === 'string' &&
    !attribute.multiValued &&
    (attribute.mutability === 'readWrite' || attribute.mutability === 'immutable') &&
    attribute.returned !== 'never' &&
    attribute.canonicalValues.length === 0 &&
    member(given, attribute.name) === undefined
  const carrier =
    type.schemas.base.attributes.find(attribute => attribute.name.toLowerCase() === 'displayname' && can(attribute)) ??
    type.schemas.base.attributes.find(
      attribute => !/^(locale|timezone|preferredLanguage)$/i.test(attribute.name) && can(attribute),
    )
  return withMember(resource, carrier?.name ?? 'externalId', unique)
}

/** A deep copy of a template in which `{unique}` is filled in. */
function fillTemplate(template: JsonObject, unique: string): JsonObject {
  const filled: unknown = JSON.parse(JSON.stringify(template).replaceAll('{unique}', unique))
  return isObject(filled) ? filled : {}
}

/** Members of `over` win, letter case aside; objects are not merged but replaced; undefined takes a member away. */
function merge(under: JsonObject, over: JsonObject): JsonObject {
  let merged = under
  for (const [name, value] of Object.entries(over)) merged = withMember(merged, name, value)
  return merged
}

class ValueMaker {
  readonly #unique: string
  readonly #settings: BuildSettings

  constructor(unique: string, settings: BuildSettings) {
    this.#unique = unique
    this.#settings = settings
  }

  async value(
    attribute: AttributeDefinition,
    extent: BuildOptions['extent'],
    parent?: AttributeDefinition,
  ): Promise<unknown> {
    const one =
      attribute.type === 'complex' ? await this.#complex(attribute, extent) : await this.#simple(attribute, parent)
    return one !== undefined && attribute.multiValued ? [one] : one
  }

  async #complex(attribute: AttributeDefinition, extent: BuildOptions['extent']): Promise<JsonObject | undefined> {
    const made: Record<string, unknown> = {}
    const reference = attribute.subAttributes.find(sub => sub.type === 'reference' && refersToResources(sub))
    const target = reference === undefined ? undefined : await this.#settings.referTo(reference.referenceTypes)
    for (const sub of attribute.subAttributes) {
      const name = sub.name.toLowerCase()
      if (sub.mutability === 'readOnly') continue
      if (reference !== undefined && (name === 'value' || sub === reference)) {
        // A reference to a resource: both halves name the same one, or the attribute is left out.
        if (target !== undefined && name === 'value') made[sub.name] = target.id
        if (target !== undefined && sub === reference && sub.required) made[sub.name] = target.path
        continue
      }
      if (name === 'primary') {
        if (attribute.multiValued) made[sub.name] = true
        continue
      }
      if (!sub.required && extent !== 'all' && !usualSubAttributes.has(name)) continue
      if (name === 'display' && !sub.required) continue
      const value = await this.value(sub, extent, attribute)
      if (value !== undefined) made[sub.name] = value
    }
    const substance = Object.keys(made).filter(name => !/^(type|primary)$/i.test(name))
    return substance.length === 0 ? undefined : nested(attribute, made)

    function nested(definition: AttributeDefinition, value: Record<string, unknown>): JsonObject {
      // addresses.formatted would repeat the parts, and service providers often compute name.formatted themselves.
      if (!sameName(definition.name, 'name') || Object.keys(value).length === 1) return value
      const formatted = definition.subAttributes.find(sub => sameName(sub.name, 'formatted'))
      if (formatted !== undefined && !formatted.required) delete value[formatted.name]
      return value
    }
  }

  async #simple(attribute: AttributeDefinition, parent?: AttributeDefinition): Promise<unknown> {
    const [canonical] = attribute.canonicalValues
    switch (attribute.type) {
      case 'string':
        return canonical ?? this.#text(attribute, parent)
      case 'boolean':
        return true
      case 'integer':
        return 7
      case 'decimal':
        return 7.5
      case 'dateTime':
        return '2026-01-02T03:04:05Z'
      case 'binary':
        return Buffer.from(this.#unique).toString('base64')
      case 'reference': {
        if (!refersToResources(attribute)) return `https://${this.#settings.emailDomain}/${this.#unique}`
        const target = await this.#settings.referTo(attribute.referenceTypes)
        return target?.path
      }
      case 'complex':
        return undefined
    }
  }

  #text(attribute: AttributeDefinition, parent?: AttributeDefinition): string {
    const unique = this.#unique
    const email = `${unique}@${this.#settings.emailDomain}`
    switch (attribute.name.toLowerCase()) {
      case 'value':
        if (parent !== undefined && sameName(parent.name, 'phoneNumbers')) return 'tel:+1-201-555-0123'
        return parent === undefined || sameName(parent.name, 'emails') ? email : unique
      case 'username':
      case 'email':
      case 'mail':
        return email
      case 'givenname':
        return 'Scimc'
      case 'familyname':
        return unique
      case 'locale':
      case 'preferredlanguage':
        return 'en-US'
      case 'timezone':
        return 'Europe/Berlin'
      case 'country':
        return 'DE'
      case 'password':
        return `Pw-${unique}-9x!`
      default:
        return unique
    }
  }
}

function refersToResources(attribute: AttributeDefinition): boolean {
  return attribute.referenceTypes.some(name => name !== 'external' && name !== 'uri')
}
