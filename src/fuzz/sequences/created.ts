// The id of what a create has made.

import type { HttpResponse } from '../../check/vocabulary.ts'
import { isObject, member } from '../../scim/json.ts'

/** From the body, or the last segment of Location; undefined where neither tells. */
export function createdId({ json, headers }: Pick<HttpResponse, 'json' | 'headers'>): string | undefined {
  const id = isObject(json) ? member(json, 'id') : undefined
  if (typeof id === 'string' && id !== '') return id
  const last = headers.location?.split('?')[0]?.split('/').at(-1)
  if (last === undefined || last === '') return undefined
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
