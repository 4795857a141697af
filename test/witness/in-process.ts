// The embedded provider without its socket: its parts are called as functions, so that thousands of cases take seconds.

import type { Context } from '../../fixtures/provider/context.ts'
import { createCursors } from '../../fixtures/provider/cursor.ts'
import type { JsonObject, JsonValue } from '../../fixtures/provider/json.ts'
import { type ProviderOptions, partsFrom, settingsFrom } from '../../fixtures/provider/options.ts'
import { parametersFromUrl } from '../../fixtures/provider/query-parameters.ts'
import { deviceType, groupType, userType } from '../../fixtures/provider/resource-types.ts'
import type { ResourceType } from '../../fixtures/provider/schema.ts'
import { ScimError } from '../../fixtures/provider/scim-error.ts'
import { createStore, type StoredResource } from '../../fixtures/provider/store.ts'
import type { ResourceSchemas } from '../../src/scim/resource-schemas.ts'
import { readSchema } from '../../src/scim/schema.ts'

/** A resource type as the provider sees it and as the oracle reads it from the JSON that the provider publishes. */
export interface Witnessed {
  readonly type: ResourceType
  readonly schemas: ResourceSchemas
}

function oracleSchema(json: unknown): ResourceSchemas['base'] {
  const { schema, problems } = readSchema(json)
  if (schema === undefined || problems.length > 0) throw new Error(`not a schema: ${JSON.stringify(problems)}`)
  return schema
}

function witnessed(type: ResourceType): Witnessed {
  const extensions = type.extensions.map(({ schema, required }) => ({ schema: oracleSchema(schema.json), required }))
  return { type, schemas: { base: oracleSchema(type.schema.json), extensions } }
}

export const user = witnessed(userType)
export const group = witnessed(groupType)
export const device = witnessed(deviceType)

/** Ids of resources that every provider here has, for references to point at. */
export const knownUsers = ['user-one', 'user-two', 'User-Three']
export const knownGroup = 'group-one'

export interface InProcess {
  readonly context: Context
  /** Creates a resource. Throws the provider's ScimError where it refuses. */
  create(type: ResourceType, body: JsonObject, id?: string): StoredResource
  /** The resource as a client that asks for all attributes sees it; never-returned ones are left out. */
  read(id: string): JsonObject
  /** What GET on the endpoint of a type answers. */
  list(type: ResourceType, query: Readonly<Record<string, string>>): JsonObject
}

/** A fresh provider in memory, holding the known users and the known group. */
export function provider(options: ProviderOptions = {}): InProcess {
  const parts = partsFrom(options)
  const context: Context = {
    settings: settingsFrom({ clock: () => Date.UTC(2024, 0, 1), ...options }),
    parts,
    store: createStore(parts.indexEntries),
    cursors: createCursors(1000),
    baseUrl: 'http://127.0.0.1/v2',
    principal: { name: 'witness', rights: 'all', me: undefined },
    promised: new Map(),
  }
  const create = (type: ResourceType, body: JsonObject, id?: string) => parts.create(context, type, body, id).record
  const userSchemas = [userType.schema.id]
  for (const id of knownUsers) create(userType, { schemas: userSchemas, userName: `known ${id}` }, id)
  create(groupType, { schemas: [groupType.schema.id], displayName: 'known' }, knownGroup)
  return {
    context,
    create,
    read(id) {
      const record = context.store.get(id)
      if (record === undefined) throw new Error(`there is no ${id}`)
      return parsed(JSON.stringify(withoutSecrets(parts.render(context, record), record.type)))
    },
    list(type, query) {
      return parts.query(context, [type], parametersFromUrl(context, new URLSearchParams(query)))
    },
  }
}

function withoutSecrets(resource: JsonObject, type: ResourceType): JsonObject {
  const secret = type.schema.attributes.filter(({ returned }) => returned === 'never').map(({ name }) => name)
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !secret.includes(name)))
}

/** Reads JSON that is known to be an object. */
export function parsed(text: string): JsonObject {
  const value: JsonValue = JSON.parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`not an object: ${text}`)
  return value
}

/** What the provider makes of something: its result, or the error it answers. Whatever else is thrown is a crash. */
export function attempt<T>(make: () => T): { readonly result: T } | { readonly refused: ScimError } {
  try {
    return { result: make() }
  } catch (error) {
    if (error instanceof ScimError) return { refused: error }
    throw error
  }
}
