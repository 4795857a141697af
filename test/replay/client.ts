// Sends an identity provider's requests as they are told to be, headers included, and reads the answers.

import type { JsonObject, JsonValue } from '../../fixtures/provider/json.ts'
import { isObject } from '../../fixtures/provider/json.ts'
import type { ProviderHandle } from '../../fixtures/provider/provider.ts'

export const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'
export const patchOpUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: JsonObject
}

export type Send = (method: string, path: string, body?: JsonObject) => Promise<Reply>

/** A sender with the headers of one client; what they say of Content-Type holds for bodies. */
export function sender(provider: ProviderHandle, headers: Readonly<Record<string, string>>): Send {
  return async (method, path, body) => {
    const payload = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${provider.baseUrl}${path}`, { method, headers, ...payload })
    const text = await response.text()
    const json: JsonValue = text === '' ? null : JSON.parse(text)
    return { status: response.status, headers: response.headers, body: isObject(json) ? json : {} }
  }
}

/** The value at a path such as Resources.0.name.givenName; undefined where there is none. */
export function at(body: JsonValue | undefined, path: string): JsonValue | undefined {
  return path.split('.').reduce<JsonValue | undefined>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)]
    return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
  }, body)
}

/** A text at a path. Throws where there is none. */
export function textAt(reply: Reply, path: string): string {
  const value = at(reply.body, path)
  if (typeof value !== 'string') throw new Error(`no text at ${path} in ${JSON.stringify(reply.body)}`)
  return value
}

/** A PatchOp with these operations. */
export function patchOp(...operations: JsonObject[]): JsonObject {
  return { schemas: [patchOpUrn], Operations: operations }
}
