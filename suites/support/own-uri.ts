// Whether a URI that a service provider gives leads to the resource, however it names it.

import type { CheckContext } from '../../src/check/context.ts'
import { isObject, member } from '../../src/scim/json.ts'

/**
 * Whether a GET of the URI is answered with the resource of this id. A URI may name a resource otherwise than by its id
 * (RFC 7643 §3.1). What stands elsewhere than below the base URL is not followed: the credentials are for that alone.
 */
export async function leadsTo({ scim }: Pick<CheckContext, 'scim'>, uri: unknown, id: string): Promise<boolean> {
  const base = scim.urlOf('').split('?')[0]?.replace(/\/$/, '') ?? ''
  if (typeof uri !== 'string' || !uri.startsWith(`${base}/`)) return false
  const { status, json } = await scim.request({ method: 'GET', path: uri.slice(base.length) })
  return status === 200 && isObject(json) && member(json, 'id') === id
}
