// Looks for resources that carry the mark of a run, by reading alone: with a filter where one can be relied on, else page by
// page.

import type { HttpResponse } from '../http/exchange.ts'
import { marksOf } from '../http/mark.ts'
import type { LookRecord } from '../result/sweep-result.ts'
import { isArray, isObject, type JsonObject, member } from '../scim/json.ts'
import { isList as isListResponse } from '../target/probe-look.ts'
import type { ProviderType } from '../target/provider.ts'

/** A resource in a list that carries marks. */
export interface Marked {
  readonly type: string
  /** Relative to the base URL, percent-encoded. */
  readonly path: string
  readonly marks: readonly string[]
  /** Changes when the resource does, as far as it says. */
  readonly version: string
  /** When it was made or changed last, in milliseconds since the epoch, where it says so. */
  readonly touched?: number
}

export interface Look extends LookRecord {
  readonly marked: readonly Marked[]
}

/** Reads: GET of an endpoint with a query, or the search that stands for it. */
export interface Reader {
  list(path: string, query: Readonly<Record<string, string | number>>): Promise<HttpResponse>
  search(path: string, body: JsonObject): Promise<HttpResponse>
}

const pageSize = 100
/** Resources of a type up to which all are looked at; of more, a filter takes the marked ones out. */
const fewResources = 2000
const mostPages = 5000
/** Attributes that may carry a mark, in the order in which they are likely to. */
const carriers = ['userName', 'displayName', 'externalId', 'name.familyName', 'emails.value'] as const

type Query = Readonly<Record<string, string | number>>
type Ask = (query: Query) => Promise<HttpResponse>

/** Looks through one resource type. Never throws for what is answered: what could not be looked at is said. */
export async function lookThrough(type: ProviderType, reader: Reader): Promise<Look> {
  const hasMembers = type.schemas.base.attributes.some(({ name }) => name.toLowerCase() === 'members')
  const opened = await open(type, reader, hasMembers ? { excludedAttributes: 'members' } : {})
  const about = { type: type.name, endpoint: type.endpoint }
  if ('refused' in opened) {
    return { ...about, how: 'not at all', seen: 0, complete: false, marked: [], detail: opened.refused }
  }
  const { ask, first } = opened
  const total = totalOf(first)
  if (total !== undefined && total > Math.max(fewResources, resourcesOf(first).length)) {
    const filtered = await byFilter(type, ask, resourcesOf(first))
    if (filtered !== undefined) return { ...about, ...filtered }
  }
  const { seen, marked, complete } = await allPages(type, ask, {}, first)
  const detail = complete ? {} : { detail: `only ${seen} of ${total ?? 'an unknown number'} could be read` }
  return { ...about, how: 'pages', seen, complete, marked, ...detail }
}

/** The way to read the list: GET, or the search where GET is refused. */
async function open(
  { endpoint }: ProviderType,
  reader: Reader,
  shorter: Query,
): Promise<{ readonly ask: Ask; readonly first: HttpResponse } | { readonly refused: string }> {
  const ways: Ask[] = [
    query => reader.list(endpoint, { ...shorter, ...query }),
    ...(Object.keys(shorter).length === 0 ? [] : [(query: Query) => reader.list(endpoint, query)]),
    query => reader.search(endpoint, query),
  ]
  let refused = ''
  for (const ask of ways) {
    const first = await ask({ count: pageSize })
    if (isList(first)) return { ask, first }
    refused ||= first.status === 0 ? (first.problem?.message ?? 'no answer') : `it is answered ${first.status}`
  }
  return { refused: `its list cannot be read: ${refused}` }
}

/**
 * The marked resources by filters, each tried first on a resource that is known to be there; undefined where none of them can
 * be relied on.
 */
async function byFilter(
  type: ProviderType,
  ask: Ask,
  known: readonly JsonObject[],
): Promise<Pick<Look, 'how' | 'seen' | 'complete' | 'marked' | 'detail'> | undefined> {
  const marked = new Map<string, Marked>()
  const used: string[] = []
  let complete = true
  let seen = 0
  for (const attribute of carriers) {
    const control = known.map(one => ({ one, text: textOf(one, attribute) })).find(({ text }) => text.length >= 4)
    if (control === undefined) continue
    for (const operator of ['co', 'sw'] as const) {
      const part = control.text.slice(operator === 'co' ? 1 : 0, -1)
      const tried = await ask({ filter: `${attribute} ${operator} ${JSON.stringify(part)}`, count: pageSize })
      const finds = isList(tried) && resourcesOf(tried).some(one => idOf(one) === idOf(control.one))
      if (!finds) continue
      const filter = `${attribute} ${operator} "scimc-"`
      const first = await ask({ filter, count: pageSize })
      if (!isList(first)) continue
      const pages = await allPages(type, ask, { filter }, first)
      for (const one of pages.marked) marked.set(one.path, one)
      complete &&= pages.complete
      seen += pages.seen
      used.push(filter)
      break
    }
  }
  // Whatever a run makes carries its mark where clients name such a resource.
  const naming = used.some(filter => /^(userName|displayName) /.test(filter))
  if (!naming) return undefined
  return { how: 'filter', seen, complete, marked: [...marked.values()], detail: used.join(', ') }
}

/** Goes from page to page, by cursor where one is given, until nothing new comes. */
async function allPages(
  type: ProviderType,
  ask: Ask,
  query: Query,
  first: HttpResponse,
): Promise<Pick<Look, 'seen' | 'marked' | 'complete'>> {
  const ids = new Set<string>()
  const marked: Marked[] = []
  /** How many of a page are new. */
  const take = (answer: HttpResponse): number => {
    const fresh = resourcesOf(answer).filter(resource => !ids.has(idOf(resource)))
    for (const resource of fresh) ids.add(idOf(resource))
    marked.push(...markedOf(fresh, type))
    return fresh.length
  }
  take(first)
  const total = totalOf(first)
  let last = first
  for (let page = 1; page < mostPages; page++) {
    const cursor = isObject(last.json) ? member(last.json, 'nextCursor') : undefined
    const byCursor = typeof cursor === 'string' && cursor !== ''
    if (!byCursor && (total === undefined ? resourcesOf(last).length < pageSize : ids.size >= total)) break
    last = await ask({ ...query, ...(byCursor ? { cursor } : { startIndex: ids.size + 1 }), count: pageSize })
    if (!isList(last) || take(last) === 0) break
  }
  return { seen: ids.size, marked, complete: isList(last) && (total === undefined || ids.size >= total) }
}

function markedOf(resources: readonly JsonObject[], { name, endpoint }: ProviderType): readonly Marked[] {
  return resources.flatMap(resource => {
    const marks = marksOf(resource)
    const id = idOf(resource)
    if (marks.length === 0 || id === '') return []
    const touched = touchedOf(resource)
    return {
      type: name,
      path: `${endpoint}/${encodeURIComponent(id.toWellFormed())}`,
      marks,
      version: versionOf(resource),
      ...(touched === undefined ? {} : { touched }),
    }
  })
}

function versionOf(resource: JsonObject): string {
  const meta = member(resource, 'meta')
  return isObject(meta) ? JSON.stringify([member(meta, 'lastModified'), member(meta, 'version')]) : ''
}

/** The later of meta.created and meta.lastModified. */
function touchedOf(resource: JsonObject): number | undefined {
  const meta = member(resource, 'meta')
  if (!isObject(meta)) return undefined
  const times = [member(meta, 'created'), member(meta, 'lastModified')].flatMap(value => {
    const time = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN
    return Number.isNaN(time) ? [] : time
  })
  return times.length === 0 ? undefined : Math.max(...times)
}

/** The text at a path of one or two names; '' where there is none. */
function textOf(resource: JsonObject, path: string): string {
  const [name = '', inner] = path.split('.')
  const outer = member(resource, name)
  const one = isArray(outer) ? outer[0] : outer
  const value = inner === undefined ? one : isObject(one) ? member(one, inner) : undefined
  return typeof value === 'string' && /^[\w.@-]+$/.test(value) ? value : ''
}

/** With cursors totalResults may be left out (RFC 9865 §2), and Resources where there are none. */
function isList({ status, json }: HttpResponse): boolean {
  if (status !== 200) return false
  if (isArray(json) || isListResponse(json)) return true
  return isObject(json) && (member(json, 'totalResults') !== undefined || isArray(member(json, 'Resources')))
}

function resourcesOf({ json }: HttpResponse): readonly JsonObject[] {
  const list = isObject(json) ? member(json, 'Resources') : json
  return isArray(list) ? list.filter(isObject) : []
}

function totalOf({ json }: HttpResponse): number | undefined {
  const total = Number(isObject(json) ? member(json, 'totalResults') : Number.NaN)
  return Number.isSafeInteger(total) && total >= 0 ? total : undefined
}

function idOf(resource: JsonObject): string {
  const id = member(resource, 'id')
  return typeof id === 'string' || typeof id === 'number' ? String(id) : ''
}
