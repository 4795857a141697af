// Whether a URI that a service provider gives leads to the resource, however it names it.

import type { CheckContext } from '../../src/check/context.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { isObject, member } from '../../src/scim/json.ts'

/**
 * Whether a GET of the URI is answered with the resource of this id. A URI may name a resource otherwise than by its id
 * (RFC 7643 §3.1). What stands elsewhere than below the base URL is not followed: the credentials are for that alone.
 */
export async function leadsTo({ scim }: Pick<CheckContext, 'scim'>, uri: unknown, id: string): Promise<boolean> {
  return isBelowBase({ scim }, uri) && shows(await follow({ scim }, uri), id)
}

/** What a GET of a URI below the base URL is answered. */
export function follow({ scim }: Pick<CheckContext, 'scim'>, uri: string): Promise<HttpResponse> {
  return scim.request({ method: 'GET', path: uri.slice(baseOf({ scim }).length) })
}

/** Whether it is the resource of this id. */
export function shows({ status, json }: HttpResponse, id: string): boolean {
  return status === 200 && isObject(json) && member(json, 'id') === id
}

/** Whether a URI is absolute and stands below the base URL. */
export function isBelowBase({ scim }: Pick<CheckContext, 'scim'>, uri: unknown): uri is string {
  return typeof uri === 'string' && uri.startsWith(`${baseOf({ scim })}/`)
}

function baseOf({ scim }: Pick<CheckContext, 'scim'>): string {
  return scim.urlOf('').split('?')[0]?.replace(/\/$/, '') ?? ''
}
