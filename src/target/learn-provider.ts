// Reads the three discovery endpoints once, tolerantly, and falls back to the RFC's defaults where they say nothing.

import type { HttpResponse } from '../http/exchange.ts'
import type { Condition } from '../requirements/requirement.ts'
import { isArray, isObject, member, sameName } from '../scim/json.ts'
import { resourceSchemasOf } from '../scim/resource-schemas.ts'
import { type ResourceType, readResourceType } from '../scim/resource-type.ts'
import { readSchema, type Schema } from '../scim/schema.ts'
import { readServiceProviderConfig } from '../scim/service-provider-config.ts'
import { groupSchemaUri, standardSchemas, userSchemaUri } from '../scim/standard-schemas.ts'
import { learnCapabilities } from './capabilities.ts'
import type { DiscoveryEndpoint, Provider, ProviderType, Send } from './provider.ts'
import type { Target } from './target.ts'

/** Further pages of a discovery list that are fetched at the most. */
const maxPages = 50
/** Resource types and schemas that are examined; service providers have a handful of them. */
const mostTypes = 100
const mostSchemas = 1000
/** Characters. */
const longestEndpoint = 500

/**
 * Learns what the service provider offers (RFC 7644 §4). Never throws for what it answers: what cannot be read is told
 * in `notes`, and the checks on discovery judge it. `wanted` names the conditions some check of this run rests on;
 * others are not probed.
 */
export async function learnProvider(send: Send, target: Target, wanted: ReadonlySet<Condition>): Promise<Provider> {
  const path = (endpoint: DiscoveryEndpoint): string => target.paths[endpoint] ?? `/${endpoint}`
  const [config, resourceTypes, schemas] = await Promise.all([
    send({ method: 'GET', path: path('ServiceProviderConfig') }),
    readList(send, path('ResourceTypes')),
    readList(send, path('Schemas')),
  ])
  const notes: string[] = []
  const read = readServiceProviderConfig(config.json)
  const configFound = config.status === 200 && isObject(config.json)
  if (!configFound) notes.push('ServiceProviderConfig could not be read: capabilities were probed or assumed.')

  const listedSchemas = firstOf(schemas.elements, mostSchemas, 'Schemas', notes).flatMap(
    json => readSchema(json).schema ?? [],
  )
  const listedTypes = firstOf(resourceTypes.elements, mostTypes, 'ResourceTypes', notes)
    .flatMap(json => readResourceType(json).resourceType ?? [])
    .filter(({ name, endpoint }) => {
      const isUsable = target.paths[name] !== undefined || isPlainPath(endpointPath(endpoint, target.baseUrl))
      if (!isUsable)
        notes.push(
          `The endpoint of ${shortened(name)} is no path below the base URL: ${JSON.stringify(shortened(endpoint))}. It is not examined.`,
        )
      return isUsable
    })
  const assumed = listedTypes.length === 0 ? await assumeTypes(send, target) : []
  if (assumed.length > 0) {
    const names = assumed.map(type => type.name).join(' and ')
    notes.push(`ResourceTypes lists nothing that can be read: ${names} assumed at the RFC's endpoints.`)
  }
  const types = [...listedTypes, ...assumed].filter(({ name, endpoint }) => {
    if (target.paths[name] !== undefined || !leadsOutside(endpoint)) return true
    notes.push(`The endpoint of ${name} leads out of the base URL (${endpoint}): nothing is sent there.`)
    return false
  })
  const known = await completeSchemas(send, path('Schemas'), types, listedSchemas, notes)
  const providerTypes = types.map((resourceType): ProviderType => {
    const { resourceSchemas } = resourceSchemasOf(resourceType, known)
    const endpoint = target.paths[resourceType.name] ?? endpointPath(resourceType.endpoint, target.baseUrl)
    return { name: resourceType.name, endpoint, resourceType, schemas: resourceSchemas }
  })
  const capabilities = await learnCapabilities(send, target, {
    config: read.config,
    configJson: configFound ? config.json : undefined,
    types: providerTypes,
    wanted,
  })
  return {
    config: read.config,
    types: providerTypes,
    schemas: known,
    capabilities,
    answers: { ServiceProviderConfig: config, ResourceTypes: resourceTypes.answer, Schemas: schemas.answer },
    notes,
  }
}

/** The first elements of a list that is longer than any that is meant. */
function firstOf<T>(elements: readonly T[], most: number, endpoint: DiscoveryEndpoint, notes: string[]): readonly T[] {
  if (elements.length > most) notes.push(`${endpoint} lists ${elements.length}: only the first ${most} are examined.`)
  return elements.slice(0, most)
}

/** Whether resources can be looked for below it: no dot segments, queries, control characters or other ways to elsewhere. */
function isPlainPath(path: string): boolean {
  if (path.length > longestEndpoint || !/^(?:\/[^/\\?#\s\p{Cc}\p{Cf}\p{Cs}]+)+$/u.test(path)) return false
  return !/%2[ef]|%5c|\/\.{1,2}(?:\/|$)/i.test(path)
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`
}

/** All elements of a discovery list: a ListResponse in one or several pages, or (not conforming, but readable) a bare array. */
async function readList(send: Send, path: string): Promise<{ answer: HttpResponse; elements: readonly unknown[] }> {
  const answer = await send({ method: 'GET', path })
  const elements = [...elementsOf(answer)]
  const total = isObject(answer.json) ? member(answer.json, 'totalResults') : undefined
  for (let page = 1; page < maxPages && typeof total === 'number' && elements.length > 0; page++) {
    if (elements.length >= total) break
    const next = elementsOf(await send({ method: 'GET', path, query: { startIndex: elements.length + 1 } }))
    const known = new Set(elements.map(idOf))
    const added = next.filter(element => !known.has(idOf(element)))
    if (added.length === 0) break
    elements.push(...added)
  }
  return { answer, elements }
}

function idOf(element: unknown): string {
  if (!isObject(element)) return JSON.stringify(element)
  return String(member(element, 'id') ?? member(element, 'name') ?? JSON.stringify(element))
}

function elementsOf(answer: HttpResponse): readonly unknown[] {
  if (answer.status !== 200) return []
  if (isArray(answer.json)) return answer.json
  const resources = isObject(answer.json) ? member(answer.json, 'Resources') : undefined
  return isArray(resources) ? resources : []
}

/** Where nothing is listed: User and Group, each if its endpoint of the RFC answers JSON. */
async function assumeTypes(send: Send, target: Target): Promise<readonly ResourceType[]> {
  const candidates = [
    { name: 'User', endpoint: '/Users', schema: userSchemaUri },
    { name: 'Group', endpoint: '/Groups', schema: groupSchemaUri },
  ]
  const found = await Promise.all(
    candidates.map(async candidate => {
      const path = target.paths[candidate.name] ?? candidate.endpoint
      const { status, json } = await send({ method: 'GET', path, query: { count: 1 } })
      return status === 200 && (isObject(json) || isArray(json)) ? [{ ...candidate, schemaExtensions: [] }] : []
    }),
  )
  return found.flat()
}

/** The listed schemas, and for those a resource type names and the list lacks: the one at its own URL, or the RFC's. */
async function completeSchemas(
  send: Send,
  path: string,
  types: readonly ResourceType[],
  listed: readonly Schema[],
  notes: string[],
): Promise<readonly Schema[]> {
  const named = types.flatMap(type => [type.schema, ...type.schemaExtensions.map(extension => extension.schema)])
  const missing = [...new Set(named)].filter(uri => !listed.some(schema => sameName(schema.id, uri)))
  const found = await Promise.all(
    missing.slice(0, 20).map(async uri => {
      const answer = await send({ method: 'GET', path: `${path}/${encodeURIComponent(uri.toWellFormed())}` })
      const single = answer.status === 200 ? readSchema(answer.json).schema : undefined
      if (single !== undefined && sameName(single.id, uri)) return [single]
      const standard = standardSchemas.find(schema => sameName(schema.id, uri))
      notes.push(
        standard === undefined
          ? `The schema ${uri} is not described by the service provider.`
          : `The schema ${uri} is not described by the service provider: RFC 7643's definition stands in.`,
      )
      return standard === undefined ? [] : [standard]
    }),
  )
  return [...listed, ...found.flat()]
}

/** Whether an endpoint means a place that is not below the base URL: another host, or one that its dot segments lead to. */
function leadsOutside(endpoint: string): boolean {
  const written = endpoint.replace(/%2e/gi, '.').replace(/%2f|%5c|\\/gi, '/')
  return written.startsWith('//') || /(^|\/)\.{1,2}(\/|$)/.test(written)
}

/** The path of an endpoint below the base URL, whether discovery gives it relative (as it should) or absolute. */
export function endpointPath(endpoint: string, baseUrl: string): string {
  const base = new URL(baseUrl)
  if (/^https?:\/\//i.test(endpoint) && URL.canParse(endpoint)) {
    const { pathname } = new URL(endpoint)
    const prefix = base.pathname.replace(/\/$/, '')
    return pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname
  }
  const path = `/${endpoint.replace(/^\/+/, '').replace(/(?<!\/)\/+$/, '')}`
  // "/scim/v2/Users" below https://host/scim/v2, resolved as RFC 3986 §5.2 has it: what another server might mean by it is not there.
  const prefix = base.pathname.replace(/\/$/, '')
  return prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path
}
