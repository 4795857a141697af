// Sends a filter and reads all it gives, within bounds.

import type { CheckContext } from '../check/context.ts'
import { expectResponse } from '../check/expect.ts'
import { NotConformant } from '../check/outcome.ts'
import type { HttpResponse, ProviderType, RequirementId } from '../check/vocabulary.ts'
import { describeResponse, show } from '../check/words.ts'
import { isObject, type JsonObject, member } from '../scim/json.ts'
import { filterWords } from './filter-words.ts'
import type { FuzzData } from './fuzz-data.ts'

/** Pages read of one list at the most. */
const mostPages = 20
const usualPage = 100

/** What came back: resources, "declined" where the filter is not offered, or nothing that could be judged. */
export type Answer =
  | {
      readonly kind: 'resources'
      readonly resources: readonly JsonObject[]
      readonly ids: ReadonlySet<string>
      readonly totalResults: number
      /** Whether the list was read to its end, and did not grow or shrink on the way. */
      readonly complete: boolean
      /** Resources that came twice. */
      readonly repeated: number
      readonly exchanges: readonly number[]
    }
  | { readonly kind: 'declined'; readonly response: HttpResponse }
  | { readonly kind: 'no verdict' }

export interface Asked {
  readonly via?: 'GET' | '.search'
  /** Resources wanted on a page. */
  readonly count?: number
  /** What an answer other than 200 and 400 breaks. */
  readonly requirement: RequirementId
}

/** Answers that say nothing about a filter: limits, credentials, maintenance. */
export function isNoVerdict({ status, problem }: HttpResponse): boolean {
  return [401, 408, 429, 503].includes(status) || problem?.kind === 'unreachable' || problem?.kind === 'timeout'
}

/** Whether a filter is declined (RFC 7644 table 9): 400 with scimType invalidFilter or none, 403 or 501. */
export function isDeclined({ status, json }: HttpResponse): boolean {
  if (status === 501 || status === 403) return true
  const scimType = isObject(json) ? member(json, 'scimType') : undefined
  return (
    status === 400 && isObject(json) && (scimType === 'invalidFilter' || scimType === undefined || scimType === null)
  )
}

/** Asks with a filter and follows the pages. Throws NotConformant for an answer that is neither a list nor declines. */
export async function ask(
  scim: CheckContext['scim'],
  type: ProviderType,
  filter: string,
  { via = 'GET', count = usualPage, requirement }: Asked,
): Promise<Answer> {
  const resources: JsonObject[] = []
  const ids = new Set<string>()
  const exchanges: number[] = []
  let place: Record<string, string | number> = {}
  let repeated = 0
  let totalResults = 0
  let moved = false
  for (let page = 0; page < mostPages; page++) {
    const query = { filter, count, ...place }
    const response = via === 'GET' ? await scim.list(type, query) : await scim.search(type, query)
    if (isNoVerdict(response)) return { kind: 'no verdict' }
    if (page === 0 && isDeclined(response)) return { kind: 'declined', response }
    exchanges.push(response.exchange.id)
    if (response.status !== 200) {
      const expected = `for ${filterWords(filter)}: 200 OK and what matches, or 400 Bad Request, scimType "invalidFilter"`
      throw new NotConformant([{ requirement, expected, got: describeResponse(response), exchanges }])
    }
    const list = expectResponse(response, { requirement }).toBeListResponse()
    const before = ids.size
    for (const resource of list.resources) {
      const id = idOf(resource)
      if (ids.has(id)) {
        repeated++
        continue
      }
      ids.add(id)
      resources.push(resource)
    }
    if (page > 0 && list.totalResults !== totalResults) moved = true
    totalResults = list.totalResults
    const next = member(list.json, 'nextCursor')
    const cursor = typeof next === 'string' && next !== '' ? next : undefined
    if (cursor === undefined && (ids.size >= totalResults || ids.size === before)) {
      return { kind: 'resources', resources, ids, totalResults, complete: !moved, repeated, exchanges }
    }
    place = cursor === undefined ? { startIndex: ids.size + 1 } : { cursor }
  }
  return { kind: 'resources', resources, ids, totalResults, complete: false, repeated, exchanges }
}

/** The id of a resource, or what stands in its place. */
export function idOf(resource: JsonObject): string {
  const id = member(resource, 'id')
  return typeof id === 'string' ? id : show(id)
}

/** Whether so many other resources are there that lists have to be narrowed to the data. */
export async function isCrowded(scim: CheckContext['scim'], { type, members }: FuzzData): Promise<boolean> {
  const { json } = await scim.list(type, { count: 1 })
  const total = isObject(json) ? member(json, 'totalResults') : undefined
  return typeof total !== 'number' || total > members.length + 50
}

const searchers = new WeakMap<ProviderType, Promise<boolean>>()

/** Whether POST to .search is taken for a query (RFC 7644 §3.4.3), though the filter may be declined; asked once. */
export function offersSearch(scim: CheckContext['scim'], type: ProviderType): Promise<boolean> {
  const known = searchers.get(type)
  if (known !== undefined) return known
  const asking = scim
    .search(type, { filter: 'id pr', count: 1 })
    .then(response => response.status === 200 || (response.status === 400 && isDeclined(response)))
  searchers.set(type, asking)
  return asking
}
