// The requests of RFC 7644 as functions, over whatever sends them.

import type { HttpRequest, HttpResponse } from '../http/exchange.ts'
import type { JsonObject } from '../scim/json.ts'
import type { DiscoveryEndpoint, ProviderType } from '../target/provider.ts'

export const patchOpUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const searchRequestUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
export const listResponseUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'
export const bulkRequestUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
export const bulkResponseUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse'

/** Query parameters of RFC 7644 §3.4.2 and RFC 9865; others may be added. */
export type Query = Readonly<Record<string, string | number>>
/** What a single request may differ in. */
export type Extra = Partial<Pick<HttpRequest, 'query' | 'headers' | 'credentials' | 'aim' | 'timeoutMs'>>
/** A resource type, or its name. */
export type TypeOrName = ProviderType | string

export interface PatchOperation {
  readonly op: string
  readonly path?: string
  readonly value?: unknown
}

export interface Scim {
  /** POST to the type's endpoint (RFC 7644 §3.3). The resource must carry the run's mark unless the aim says otherwise. */
  create(type: TypeOrName, resource: unknown, extra?: Extra): Promise<HttpResponse>
  /** GET of one resource (RFC 7644 §3.4.1). */
  read(type: TypeOrName, id: string, extra?: Extra): Promise<HttpResponse>
  /** GET of the type's endpoint (RFC 7644 §3.4.2). */
  list(type: TypeOrName, query?: Query, extra?: Extra): Promise<HttpResponse>
  /** POST .search at the type's endpoint, or at the root without a type (RFC 7644 §3.4.3). */
  search(type: TypeOrName | undefined, request: JsonObject, extra?: Extra): Promise<HttpResponse>
  /** PUT (RFC 7644 §3.5.1). */
  replace(type: TypeOrName, id: string, resource: unknown, extra?: Extra): Promise<HttpResponse>
  /** PATCH with a well-formed PatchOp around the operations (RFC 7644 §3.5.2). */
  patch(type: TypeOrName, id: string, operations: readonly PatchOperation[], extra?: Extra): Promise<HttpResponse>
  /** DELETE (RFC 7644 §3.6). */
  remove(type: TypeOrName, id: string, extra?: Extra): Promise<HttpResponse>
  /** GET of a discovery endpoint, or of one element of it (RFC 7644 §4). */
  discover(endpoint: DiscoveryEndpoint, id?: string, extra?: Extra): Promise<HttpResponse>
  /** Exactly this request. */
  request(request: HttpRequest): Promise<HttpResponse>
  /** The path of a resource relative to the base URL, percent-encoded. */
  pathOf(type: TypeOrName, id: string): string
  /** The path of a type's endpoint relative to the base URL. */
  endpointOf(type: TypeOrName): string
  /** The path of a discovery endpoint. */
  discoveryPath(endpoint: DiscoveryEndpoint): string
  /** The absolute URL of a path below the base URL, as requests spell it. */
  urlOf(path: string): string
}

export interface ScimOptions {
  readonly send: (request: HttpRequest) => Promise<HttpResponse>
  readonly endpointOf: (type: string) => string
  readonly discoveryPath: (endpoint: DiscoveryEndpoint) => string
  readonly urlOf: (path: string) => string
}

/** Puts the requests of the protocol on top of a sender. */
export function createScim({ send, endpointOf: endpointOfName, discoveryPath, urlOf }: ScimOptions): Scim {
  const endpointOf = (type: TypeOrName): string => (typeof type === 'string' ? endpointOfName(type) : type.endpoint)
  const pathOf = (type: TypeOrName, id: string): string =>
    `${endpointOf(type)}/${encodeURIComponent(id.toWellFormed())}`
  return {
    create: (type, resource, extra) => send({ method: 'POST', path: endpointOf(type), body: resource, ...extra }),
    read: (type, id, extra) => send({ method: 'GET', path: pathOf(type, id), ...extra }),
    list: (type, query, extra) =>
      send({ method: 'GET', path: endpointOf(type), ...(query === undefined ? {} : { query }), ...extra }),
    search: (type, request, extra) =>
      send({
        method: 'POST',
        path: `${type === undefined ? '' : endpointOf(type)}/.search`,
        body: { schemas: [searchRequestUrn], ...request },
        aim: 'search',
        ...extra,
      }),
    replace: (type, id, resource, extra) => send({ method: 'PUT', path: pathOf(type, id), body: resource, ...extra }),
    patch: (type, id, operations, extra) =>
      send({
        method: 'PATCH',
        path: pathOf(type, id),
        body: { schemas: [patchOpUrn], Operations: operations },
        ...extra,
      }),
    remove: (type, id, extra) => send({ method: 'DELETE', path: pathOf(type, id), ...extra }),
    discover: (endpoint, id, extra) =>
      send({
        method: 'GET',
        path:
          id === undefined
            ? discoveryPath(endpoint)
            : `${discoveryPath(endpoint)}/${encodeURIComponent(id.toWellFormed())}`,
        ...extra,
      }),
    request: send,
    pathOf,
    endpointOf,
    discoveryPath,
    urlOf,
  }
}
