// What kind of answer a passive check is looking at: an error, a list, resources; and which of them say nothing of SCIM.

import type { Seen } from '../../src/check/check.ts'
import { bulkResponseUrn } from '../../src/check/scim.ts'
import type { Provider, ProviderType } from '../../src/check/vocabulary.ts'
import { isArray, isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'

const scimMethods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
/** Statuses with which HTTP itself refuses a message before SCIM sees it, or a gateway stands in for what is behind it. */
const statusesOfHttp = new Set([408, 414, 417, 421, 426, 429, 431, 502, 503, 504, 505])
/** What many HTTP servers refuse on their own: encoded slashes, dots, NUL and bytes that are not UTF-8. */
const refusedByServers = /%(00|2e|2f|5c|ff)/i
const longestOrdinaryPath = 1500
/** Resources of one list that are looked at. */
const mostResources = 60

/** Whether SCIM speaks for the answer: a method of RFC 7644 §3.2 below the base URL, and a complete answer. */
export function isScimExchange({ request, response }: Seen): boolean {
  const { path, method } = request
  if (response.status === 0 || response.problem !== undefined) return false
  return scimMethods.has(method) && !/^https?:/i.test(path)
}

/** Whether the answer is an error that the service provider, not HTTP around it, has to put into words. */
export function isScimError(seen: Seen): boolean {
  const { request, response } = seen
  if (!isScimExchange(seen) || response.status < 400 || statusesOfHttp.has(response.status)) return false
  // A bulk job that ended at failOnErrors may be told by the status; its body is the BulkResponse all the same.
  if (isBulkResponse(response.json)) return false
  return !refusedByServers.test(request.path) && request.path.length <= longestOrdinaryPath
}

function isBulkResponse(json: unknown): boolean {
  const schemas = isObject(json) ? member(json, 'schemas') : undefined
  return isArray(schemas) && schemas.includes(bulkResponseUrn)
}

/** The path without query and without a slash at its end. */
export function barePath({ request }: Pick<Seen, 'request'>): string {
  return (request.path.split('?')[0] ?? '').replace(/\/$/, '')
}

/** Whether the request goes to ServiceProviderConfig, ResourceTypes or Schemas. */
export function isDiscovery(seen: Seen): boolean {
  return /\/(ServiceProviderConfigs?|ResourceTypes|Schemas)(\/|$)/i.test(barePath(seen))
}

/** Whether an answer with 200 has to be a ListResponse by the place it comes from, or says that it is one. */
export function isList(seen: Seen, provider: Provider): boolean {
  const { request, response } = seen
  if (!isScimExchange(seen) || response.status !== 200 || response.text === '') return false
  const path = barePath(seen)
  if (request.method === 'POST') return path.endsWith('/.search')
  if (request.method !== 'GET') return false
  if (provider.types.some(({ endpoint }) => sameName(endpoint, path))) return true
  if (/\/(ResourceTypes|Schemas)$/i.test(path)) return true
  return isObject(response.json) && member(response.json, 'totalResults') !== undefined
}

/** The resources of a list, as far as they are objects. */
export function listed(json: JsonObject): readonly JsonObject[] {
  const found = member(json, 'Resources')
  return Array.isArray(found) ? found.filter(isObject) : []
}

export interface SeenResource {
  readonly resource: JsonObject
  /** The type of the endpoint it comes from, or that meta.resourceType names. */
  readonly type: ProviderType | undefined
  /** Whether it is the only one in the answer, so that headers speak of it. */
  readonly single: boolean
  /** The id in the path of the request, decoded; undefined in lists and answers to a create. */
  readonly requestedId: string | undefined
}

/** The resources of types (not of discovery) in a successful answer; a bounded number of each list. */
export function resourcesIn(seen: Seen, provider: Provider): readonly SeenResource[] {
  const { request, response } = seen
  const { json } = response
  if (!isScimExchange(seen) || (response.status !== 200 && response.status !== 201)) return []
  if (!isObject(json) || isDiscovery(seen) || request.method === 'DELETE') return []
  if (request.aim === 'bulk' || member(json, 'Operations') !== undefined) return []
  const path = barePath(seen)
  const named = provider.types.find(
    ({ endpoint }) => sameName(path, endpoint) || path.toLowerCase().startsWith(`${endpoint.toLowerCase()}/`),
  )
  if (isList(seen, provider)) {
    return listed(json)
      .slice(0, mostResources)
      .map(resource => ({ resource, type: named ?? typeOf(resource, provider), single: false, requestedId: undefined }))
  }
  const isMe = /^\/Me$/i.test(path)
  if (named === undefined && !isMe) return []
  const rest = named === undefined ? '' : path.slice(named.endpoint.length + 1)
  if (rest.includes('/') || (request.method === 'POST' && rest !== '')) return []
  return [
    {
      resource: json,
      type: named ?? typeOf(json, provider),
      single: true,
      requestedId: rest === '' ? undefined : decoded(rest),
    },
  ]
}

function typeOf(resource: JsonObject, provider: Provider): ProviderType | undefined {
  const meta = member(resource, 'meta')
  const name = isObject(meta) ? member(meta, 'resourceType') : undefined
  return provider.types.find(type => type.name === name)
}

/** Whether the client asked for a part of the attributes, so that others may be missing. */
export function isPartial({ request }: Seen): boolean {
  const names = new URLSearchParams(request.path.split('?')[1] ?? '')
  const body = isObject(request.body) ? request.body : {}
  return ['attributes', 'excludedAttributes'].some(
    name =>
      [...names.keys(), ...Object.keys(request.query ?? {})].some(key => sameName(key, name)) ||
      (request.path.endsWith('/.search') && member(body, name) !== undefined),
  )
}

/** A percent-encoded segment decoded, or as it is where that fails. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/**
 * What a URI may name a resource by besides its id (RFC 7643 §3.1 asks for a URI of the resource, and no more). Whether such a
 * URI leads to it is told by the checks that follow it.
 */
export function namesOf(resource: JsonObject): readonly string[] {
  const names = ['userName', 'externalId', 'displayName'].map(name => member(resource, name))
  return names.filter(name => typeof name === 'string' && name !== '').map(String)
}

/** Whether the representation is whole enough to show what its URI may name it by. */
export function isNamed(resource: JsonObject, type: ProviderType): boolean {
  const first = type.schemas.base.attributes.some(({ name }) => sameName(name, 'userName')) ? 'userName' : 'displayName'
  return member(resource, first) !== undefined
}
