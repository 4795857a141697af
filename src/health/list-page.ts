// One page of a list, as it came, and what is wrong with it for whoever reads lists (RFC 7644 §3.4.2, RFC 9865 §2).

import type { HttpResponse } from '../http/exchange.ts'
import { isArray, isObject, type JsonObject, member } from '../scim/json.ts'
import type { ProviderType } from '../target/provider.ts'
import { outcomeOf } from './words.ts'

export interface ListPage {
  readonly type: ProviderType
  readonly answer: HttpResponse
  readonly resources: readonly JsonObject[]
  /** Absent in a page by cursor where the number is not known. */
  readonly totalResults?: number
  readonly nextCursor?: string
  /** Asked for without what makes it large. */
  readonly partial?: true
}

export type ListAnswer =
  | { readonly kind: 'page'; readonly page: ListPage }
  /** Not given, for a reason that is no fault: rights, limits, a list that is not offered. */
  | { readonly kind: 'refused'; readonly answer: HttpResponse; readonly words: string }
  /** `words` follow the name of the endpoint: "is answered 500". */
  | { readonly kind: 'broken'; readonly answer: HttpResponse; readonly words: string }

/**
 * Reads the answer to a list; one that may be paged by cursor need not tell totalResults (RFC 9865 §2). A provider may decline one that is too long, or that it does not offer without a filter.
 */
export function readPage(type: ProviderType, answer: HttpResponse, byCursor: boolean): ListAnswer {
  const { status, json, problem } = answer
  const broken = (words: string): ListAnswer => ({ kind: 'broken', answer, words })
  const refused = (words: string): ListAnswer => ({ kind: 'refused', answer, words })
  if (problem?.kind === 'too-large') return broken(`is answered ${status}, but ${problem.message}`)
  if (problem !== undefined || status === 0) return broken(`is ${outcomeOf(answer)}`)
  if (status === 429) return refused('is limited: 429 although we waited')
  if (status === 403) return refused('may not be listed with these credentials (403)')
  if (status === 501) return refused('cannot be listed (501, not implemented)')
  if (status === 400 && scimTypeOf(json) === 'tooMany') return refused('cannot be listed whole (400 tooMany)')
  if (status !== 200) return broken(`is ${outcomeOf(answer)}`)
  if (!isObject(json)) return broken(isArray(json) ? 'is answered with a bare array' : `is ${outcomeOf(answer)}`)
  const totalResults = member(json, 'totalResults')
  const found = member(json, 'Resources')
  if (found !== undefined && found !== null && !isArray(found))
    return broken('is answered with Resources that are no array')
  const elements = found ?? []
  const nextCursor = member(json, 'nextCursor')
  const isCount = typeof totalResults === 'number' && Number.isSafeInteger(totalResults) && totalResults >= 0
  if (!isCount && !((byCursor || nextCursor !== undefined) && totalResults === undefined)) {
    return broken('is answered without a number in totalResults')
  }
  if (!elements.every(isObject)) return broken('is answered with elements that are no objects')
  return {
    kind: 'page',
    page: {
      type,
      answer,
      resources: elements.filter(isObject),
      ...(isCount ? { totalResults } : {}),
      ...(typeof nextCursor === 'string' && nextCursor !== '' && nextCursor.isWellFormed() ? { nextCursor } : {}),
    },
  }
}

function scimTypeOf(json: unknown): unknown {
  return isObject(json) ? member(json, 'scimType') : undefined
}

/** The id of a resource; undefined where it has none that can be used. */
export function idOf(resource: JsonObject): string | undefined {
  const id = member(resource, 'id')
  // Half of a surrogate pair cannot be sent in a URL.
  return typeof id === 'string' && id !== '' && id.isWellFormed() ? id : undefined
}
