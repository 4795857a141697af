// Walks through the pages of a list, within bounds, and tells what came.

import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, type ListResponse } from '../../src/check/expect.ts'
import type { Query } from '../../src/check/scim.ts'
import type { HttpResponse, ProviderType } from '../../src/check/vocabulary.ts'
import { amount } from '../../src/check/words.ts'
import { member } from '../../src/scim/json.ts'

export interface Page {
  readonly response: HttpResponse
  readonly list: ListResponse
}

export interface Walk {
  readonly pages: readonly Page[]
  /** The ids of all resources in the order they came, repetitions included. */
  readonly ids: readonly string[]
  /** Whether the end of the list was reached within the bounds. */
  readonly complete: boolean
}

/** What is wrong with the resources of all pages: `1 missing and 2 twice, in 4 pages`. */
export function coverageWords({ missing, twice }: { missing: number; twice: number }, pages: number): string {
  const faults = [...(missing > 0 ? [`${missing} missing`] : []), ...(twice > 0 ? [`${twice} twice`] : [])]
  return `${faults.join(' and ')}, in ${amount(pages, 'page')}`
}

/** Pages read of one list at the most: a list that is not narrowed to own data may be very long. */
const mostPages = 60

/** How many resources to ask for per page so that a list of this length has several pages, and not too many to read. */
export function pageSizeFor(totalResults: number): number {
  return Math.max(2, Math.ceil(totalResults / (mostPages - 20)))
}

/** The ids in a list, in its order; a resource without an id counts as an empty one. */
export function idsOf({ resources }: Pick<ListResponse, 'resources'>): readonly string[] {
  return resources.map(resource => {
    const id = member(resource, 'id')
    return typeof id === 'string' ? id : ''
  })
}

/**
 * Reads page after page by startIndex, each beginning where the one before ended (RFC 7644 §3.4.2.4): a service provider
 * may return fewer resources than asked. Ends at an empty page, or when as many as totalResults have been passed.
 */
export async function walkByIndex(
  { scim }: Pick<CheckContext, 'scim'>,
  type: ProviderType,
  query: Query,
  count: number,
): Promise<Walk> {
  const pages: Page[] = []
  let startIndex = 1
  while (pages.length < mostPages) {
    const response = await scim.list(type, { ...query, startIndex, count })
    const list = expectResponse(response).toBeListResponse()
    pages.push({ response, list })
    startIndex += list.resources.length
    if (list.resources.length === 0 || startIndex > list.totalResults) return walkOf(pages, true)
  }
  return walkOf(pages, false)
}

/** Reads page after page by cursor, from an empty one to the page without nextCursor (RFC 9865 §2). */
export async function walkByCursor(
  { scim }: Pick<CheckContext, 'scim'>,
  type: ProviderType,
  query: Query,
  count: number,
): Promise<Walk> {
  const pages: Page[] = []
  let cursor = ''
  while (pages.length < mostPages) {
    const page = readCursorPage(await scim.list(type, { ...query, cursor, count }))
    pages.push(page)
    const next = member(page.list.json, 'nextCursor')
    if (typeof next !== 'string' || next === '') return walkOf(pages, true)
    cursor = next
  }
  return walkOf(pages, false)
}

/** Reads a page of a cursor list, where totalResults may be missing (RFC 9865 §2): then it is -1. */
export function readCursorPage(response: HttpResponse): Page {
  const json = expectResponse(response).toBeJsonObject(200)
  if (member(json, 'totalResults') !== undefined) return { response, list: expectResponse(response).toBeListResponse() }
  const list = expectResponse({ ...response, json: { ...json, totalResults: 0 } }).toBeListResponse()
  return { response, list: { ...list, totalResults: -1 } }
}

function walkOf(pages: readonly Page[], complete: boolean): Walk {
  return { pages, ids: pages.flatMap(({ list }) => idsOf(list)), complete }
}
