// What an answer says was created: read with care, since whatever is named here is deleted later.

import type { HttpRequest, HttpResponse } from './exchange.ts'
import { mentionsMark } from './mark.ts'
import type { OwnResource, OwnResources } from './own-resources.ts'

export type Made = Omit<OwnResource, 'checkId'>

/**
 * What a write has made, or undefined where it made something that the answer does not name. Only a path below the
 * endpoint that was asked counts, and never one that this run did not ask to exist. It is a claim of the service provider,
 * which may name somebody else's resource: before the first write there it is read, and must carry the mark.
 */
export function createdBy(
  request: HttpRequest,
  response: HttpResponse,
  own: OwnResources,
  baseUrl: string,
): readonly Made[] | undefined {
  // A bulk job may have made resources whatever its own status.
  if (request.aim === 'bulk') {
    const made = createdInBulk(response.json, request.body, baseUrl, own.mark)
    return made.length === 0 && isSilentOnCreates(response, request.body) ? undefined : made
  }
  if (response.status < 200 || response.status > 299) return []
  const marked = response.text.includes(own.mark)
  if (request.aim === 'read-only' && !(request.method === 'POST' && marked)) return []
  const echoed = mentionsMark(response.json, own.mark)
  if (request.method === 'PUT' || request.method === 'PATCH') {
    if (own.has(request.path) || !(request.path.includes(own.mark) || own.had(request.path))) return []
    return [{ path: request.path, id: lastSegmentOf(request.path), echoed }]
  }
  if (request.method !== 'POST') return []
  const hasMark = mentionsMarkIn(request.body, own.mark)
  const about = {
    echoed,
    carriers: carriersOf(request.body, own.mark),
    ...(hasMark ? {} : { unmarked: true as const }),
  }
  const id = idOf(response.json)
  // A POST to a resource may be taken for one to its endpoint.
  const named = pathBelow(baseUrl, response.headers.location)
  if (named !== undefined && named !== request.path && isBeside(named, request.path)) {
    return [{ path: named, id: lastSegmentOf(named), ...about }]
  }
  if (id !== undefined) return [{ path: `${request.path}/${encodeURIComponent(id.toWellFormed())}`, id, ...about }]
  return named !== undefined && isAt(named, request.path)
    ? [{ path: named, id: lastSegmentOf(named), ...about }]
    : undefined
}

/**
 * The ids that an answer to creates names, whether they are followed or not. A refusal has made nothing, so it names
 * nothing, whatever Location it has; and a Location that is the place the request went to is none of something new.
 */
export function idsNamedBy(
  request: Pick<HttpRequest, 'path' | 'aim'>,
  { status, json, headers }: Pick<HttpResponse, 'status' | 'json' | 'headers'>,
): readonly string[] {
  const isRefused = (status >= 300 && status <= 499) || status === 501
  if (isRefused && request.aim !== 'bulk') return []
  const results = membersOf(json, 'operations')
  const bodies = [json, ...results.map(result => result.response)]
  const locations = [headers.location, ...results.map(({ location }) => location)]
  const asked = lastSegmentOf(request.path.split(/[?#]/)[0] ?? '')
  return [
    ...bodies.flatMap(body => rawIdOf(body) ?? []),
    ...locations.flatMap(location => {
      if (typeof location !== 'string') return []
      const named = lastSegmentOf(location.split(/[?#]/)[0] ?? '')
      return named === asked ? [] : named
    }),
  ]
}

function mentionsMarkIn(body: unknown, mark: string): boolean {
  return body !== undefined && (typeof body === 'string' ? body : JSON.stringify(body)).includes(mark)
}

/** The attributes that carry the mark in what was sent, as the query parameter `attributes` names them. */
function carriersOf(body: unknown, mark: string): readonly string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return []
  return Object.entries(body).flatMap(([name, value]) => {
    if (!mentionsMark(value, mark)) return []
    if (!name.toLowerCase().startsWith('urn:') || typeof value !== 'object' || value === null) return name
    return Object.entries(value).flatMap(([inner, part]) => (mentionsMark(part, mark) ? `${name}:${inner}` : []))
  })
}

/**
 * The id in a body, whatever the letter case of its name; numbers are tolerated. A text that some would take for a path
 * to another place is none.
 */
function idOf(json: unknown): string | undefined {
  const text = rawIdOf(json)
  return text !== undefined && text !== '' && !climbs(text) ? text : undefined
}

function rawIdOf(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  const id: unknown = Object.entries(json).find(([name]) => name.toLowerCase() === 'id')?.[1]
  return typeof id === 'number' ? String(id) : typeof id === 'string' ? id : undefined
}

/** Whether a text has a dot segment, also where it is read with its percent-encoding undone once more. */
function climbs(text: string): boolean {
  return /(^|[/\\])\.{1,2}([/\\]|$)/.test(text.replace(/%2e/gi, '.').replace(/%2f|%5c/gi, '/'))
}

/** What the creates of a bulk request have made: by location, or else by the id in the response of the operation. */
function createdInBulk(json: unknown, body: unknown, baseUrl: string, mark: string): readonly Made[] {
  const operations = membersOf(body, 'operations')
  const asked = new Map(operations.map(operation => [operation.bulkid, operation] as const))
  const endpoints = operations.flatMap(({ method, path }) =>
    String(method).toUpperCase() === 'POST' && typeof path === 'string' ? [`/${path.replace(/^\//, '')}`] : [],
  )
  return membersOf(json, 'operations').flatMap(result => {
    const request = typeof result.bulkid === 'string' ? asked.get(result.bulkid) : undefined
    const method = String(request?.method ?? result.method ?? '').toUpperCase()
    const status = Number(typeof result.status === 'object' ? 0 : (result.status ?? 0))
    if (method !== 'POST' || status >= 400) return []
    const endpoint = typeof request?.path === 'string' ? `/${request.path.replace(/^\//, '')}` : undefined
    const path = pathIn(baseUrl, result.location)
    const echoed = mentionsMark(result.response, mark)
    // A result that names none of our operations counts only below an endpoint that one of them was sent to.
    const isAsked = (each: string): boolean =>
      path !== undefined && (isAt(path, each) || (path !== each && isBeside(path, each)))
    if (path !== undefined && (endpoint === undefined ? endpoints : [endpoint]).some(isAsked)) {
      return [{ path, id: lastSegmentOf(path), echoed }]
    }
    const id = idOf(result.response)
    if (id === undefined || endpoint === undefined) return []
    return [{ path: `${endpoint}/${encodeURIComponent(id.toWellFormed())}`, id, echoed }]
  })
}

/** Whether a bulk job with creates was answered with success, and without a result that refuses one of them. */
function isSilentOnCreates({ status, json }: HttpResponse, body: unknown): boolean {
  const isCreate = ({ method }: Record<string, unknown>): boolean => String(method).toUpperCase() === 'POST'
  if (status < 200 || status > 299 || !membersOf(body, 'operations').some(isCreate)) return false
  return !membersOf(json, 'operations').some(result => /^[45]\d\d$/.test(String(statusOf(result))))
}

/** The status of a bulk result as some give it, too: a number, or an object with a code. */
function statusOf({ status }: Record<string, unknown>): unknown {
  return typeof status === 'object' && status !== null && 'code' in status ? status.code : status
}

/** The path that a location in a bulk result names; behind a proxy that renames the path, its end: `/Users/2819c223`. */
function pathIn(baseUrl: string, location: unknown): string | undefined {
  if (typeof location !== 'string') return undefined
  const path = pathBelow(baseUrl, location) ?? /\/[^/?#]+\/[^/?#]+$/.exec(location)?.[0]
  return path === undefined || climbs(path) ? undefined : path
}

/** The paths of what the deletes of a bulk request have taken away, by the locations of their results. */
export function deletedInBulk({ json }: Pick<HttpResponse, 'json'>, baseUrl: string): readonly string[] {
  return membersOf(json, 'operations').flatMap(({ method, status, location }) => {
    const isDone = String(method).toUpperCase() === 'DELETE' && /^2\d\d$/.test(String(status))
    return isDone ? (pathIn(baseUrl, location) ?? []) : []
  })
}

/** Whether a resource's path stands directly below an endpoint. */
function isAt(path: string, endpoint: string): boolean {
  return path.slice(0, path.lastIndexOf('/')).toLowerCase() === endpoint.replace(/\/$/, '').toLowerCase()
}

/** Whether both are paths of resources at the same endpoint, as `/Users/1` and `/Users/2` are. */
function isBeside(path: string, other: string): boolean {
  return /^\/[^/]+\/[^/]+$/.test(other) && isAt(path, other.slice(0, other.lastIndexOf('/')))
}

/** The objects in an array member of a message, with their names in lower case. */
function membersOf(json: unknown, name: string): Record<string, unknown>[] {
  if (typeof json !== 'object' || json === null) return []
  const list: unknown = Object.entries(json).find(([key]) => key.toLowerCase() === name)?.[1]
  if (!Array.isArray(list)) return []
  return list
    .filter((element: unknown) => typeof element === 'object' && element !== null)
    .map((element: object) =>
      Object.fromEntries(Object.entries(element).map(([key, value]) => [key.toLowerCase(), value])),
    )
}

/** The last segment of a path, percent-decoded where it can be. */
export function lastSegmentOf(path: string): string {
  const segment = path.slice(path.lastIndexOf('/') + 1)
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** The path of a URL relative to the base URL, whatever host it names (proxies rename hosts); undefined if there is none. */
export function pathBelow(baseUrl: string, location: string | undefined): string | undefined {
  if (location === undefined || !URL.canParse(location, `${baseUrl}/`)) return undefined
  const { pathname } = new URL(location, `${baseUrl}/`)
  const base = new URL(baseUrl).pathname.replace(/\/$/, '')
  const below = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname
  return /^\/[^/]+\/[^/]+$/.test(below) && !climbs(below) ? below : undefined
}
