// The write guard: nothing leaves this layer that could change what the run did not create.

import { GuardError, NotOursError, ReadOnlyError } from '../errors.ts'
import { lastSegmentOf } from './created.ts'
import type { HttpRequest } from './exchange.ts'
import type { OwnResources } from './own-resources.ts'

const reads = new Set(['GET', 'HEAD', 'OPTIONS'])
const discovery = /\/(ServiceProviderConfig|ResourceTypes|Schemas)(\/|$)/i

/** Whether a request can change something at a service provider that behaves. */
export function isWrite(request: Pick<HttpRequest, 'method' | 'aim'>): boolean {
  return !reads.has(request.method) && request.aim !== 'search' && request.aim !== 'authorization-server'
}

/**
 * Lets a request pass, or throws: GuardError where it could change what is not ours or its aim is not declared,
 * NotOursError where the service provider has named what is not ours, ReadOnlyError where the target is to be read only.
 * `body` is the text that will be sent. What passes because the service provider named it must still be proven to be ours:
 * `pathsToProve` says which.
 */
export function guardRequest(
  request: HttpRequest,
  body: string | undefined,
  own: OwnResources,
  safety: 'own-data' | 'read-only',
): void {
  const { method, path, aim = 'own' } = request
  if (reads.has(method)) return
  const refuse = (why: string): never => {
    throw new GuardError(`${method} ${path} was not sent: ${why}.`)
  }
  if (aim === 'authorization-server') {
    // A form at an address of its own: nothing that a service provider could take for a resource.
    if (method === 'POST' && /^https?:\/\//i.test(path) && !/^\s*[{[]/.test(body ?? '')) return
    refuse('the authorization server is sent forms, by POST, at its absolute URL')
  }
  if (method !== 'POST') assertNotElsewhere(method, path, own)
  // A path that is not one of ours is judged as it is written, so it must not mean another one.
  const written = decodeDots(path).replace(/^https?:\/\/[^/\\]+/i, '')
  if (!own.had(path) && /(^|\/)\.{1,2}(\/|$)|%2f|%5c|\\|\/\/|.\/$/i.test(written)) refuse('its path is not plain')
  if (/\/Bulk$/i.test(path) && aim !== 'bulk' && !path.includes(own.mark)) refuse('its aim must be declared as bulk')
  if (aim === 'search') {
    if (method === 'POST' && path.endsWith('/.search')) return
    refuse('a search is a POST to a path that ends in /.search')
  }
  if (safety === 'read-only') throw new ReadOnlyError()
  switch (aim) {
    case 'own':
      if (method === 'POST') {
        if (!body?.includes(own.mark)) refuse(`a create must carry the mark ${own.mark}`)
        if (/\/(Bulk|\.search)$/i.test(path)) refuse('its aim must be declared')
      } else if (!own.has(path)) refuse('this run did not create that resource')
      return
    case 'nothing':
      if (!path.split(/[?#]/)[0]?.split('/').at(-1)?.includes(own.mark) && !own.had(path))
        refuse(`a path that should not exist carries the mark ${own.mark} in its last segment`)
      return
    case 'read-only':
      if (!discovery.test(path)) refuse('it is no discovery endpoint')
      return
    case 'malformed':
      if (method !== 'POST') refuse('only a create may be malformed without a mark')
      return
    case 'bulk':
      if (method !== 'POST') refuse('a bulk request is a POST')
      guardBulk(body, own, refuse)
      return
  }
}

function decodeDots(path: string): string {
  return path.replace(/%2e/gi, '.')
}

function guardBulk(body: string | undefined, own: OwnResources, refuse: (why: string) => never): void {
  const operations = readOperations(body)
  for (const operation of operations) {
    const { method, path, data } = operation
    const verb = typeof method === 'string' ? method.toUpperCase() : ''
    const target = typeof path === 'string' ? path : ''
    const segments = target.split(/[?#]/)[0]?.split('/').filter(Boolean) ?? []
    if (verb === 'POST') {
      // Without data there is nothing to create.
      const carries = data === undefined || data === null || JSON.stringify(data).includes(own.mark)
      if (!carries) refuse('a create inside it carries no mark')
    } else if (/^[a-z][a-z\d+.-]*:\/\//i.test(target))
      refuse(`an operation inside it aims at ${target}, an absolute URL`)
    else if (segments.length > 1) {
      const path = `/${segments.join('/')}`
      assertNotElsewhere(verb, path, own)
      const ours = own.had(path) || path.includes(own.mark) || path.includes('bulkId:')
      if (!ours) refuse(`an operation inside it aims at ${target}, which this run did not create`)
    } else if (verb === 'DELETE' || verb === 'PATCH')
      refuse(`an operation inside it would ${verb} all of ${target || 'the tenant'}`)
  }
}

/** Checks take ids from answers. Throws NotOursError where one leads to what is not ours. */
function assertNotElsewhere(method: string, path: string, own: OwnResources): void {
  const refuse = (why: string): never => {
    throw new NotOursError(`${method} ${path} was not sent: ${why}.`)
  }
  if (own.isDisowned(path)) refuse('the service provider names it as created, and what is there is not ours')
  if (own.has(path)) return
  if (own.isShared(path)) refuse('the service provider gave its id to several creates, and it is deleted')
  if (!own.had(path) && own.isNamed(lastSegmentOf(path))) {
    refuse('the service provider names what it created in a way that could mean another place')
  }
}

/** The paths of what a write changes or deletes because the service provider has named it. */
export function pathsToProve(request: HttpRequest, body: string | undefined, own: OwnResources): readonly string[] {
  if (!isWrite(request)) return []
  if (request.aim === 'bulk') {
    const paths = readOperations(body).flatMap(({ method, path }) => {
      const isCreate = typeof method === 'string' && method.toUpperCase() === 'POST'
      return isCreate || typeof path !== 'string' ? [] : [`/${path.replace(/^\/+/, '')}`]
    })
    return [...new Set(paths)].filter(path => own.had(path))
  }
  return request.method !== 'POST' && own.had(request.path) ? [request.path] : []
}

function readOperations(body: string | undefined): { method?: unknown; path?: unknown; data?: unknown }[] {
  let json: unknown
  try {
    json = JSON.parse(body ?? '')
  } catch {
    // Malformed on purpose. A lenient service provider may read it all the same, so what looks like a path counts.
    const paths = [...(body ?? '').matchAll(/"path"\s*:\s*"([^"]*)"/gi)]
    return paths.map(([, path]) => ({ method: 'PUT', path }))
  }
  if (typeof json !== 'object' || json === null) return []
  const lists = Object.entries(json).filter(([name]) => name.toLowerCase() === 'operations')
  return lists.flatMap(([, list]) => (Array.isArray(list) ? list.filter(isObject).flatMap(readingsOf) : []))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** An operation as each reader may take it: many do not mind the letter case of names, and which of two counts is theirs. */
function readingsOf(operation: object): Record<string, unknown>[] {
  const members = Object.entries(operation).map(([name, value]) => [name.toLowerCase(), value] as const)
  return [Object.fromEntries(members), Object.fromEntries(members.toReversed())]
}
