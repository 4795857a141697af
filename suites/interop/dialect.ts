// What the checks of all clients' dialects have in common: their requests as they put them, and what must come of them.

import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import type { Extra, PatchOperation } from '../../src/check/scim.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { show } from '../../src/check/words.ts'
import { isArray, isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { findAttribute } from '../../src/scim/resource-schemas.ts'
import { isKept } from '../support/answers.ts'
import { asMembers, idsIn, membersOf } from '../support/group-members.ts'

export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** A filter in a query as most clients spell it: `userName+eq+%22lena%22`. */
export function spaced(filter: string): string {
  return encodeURIComponent(filter).replaceAll('%20', '+')
}

/** A text in a filter, with its quotation marks. */
export function quoted(text: string): string {
  return JSON.stringify(text)
}

/** GET of the endpoint of a type with exactly this query. */
export function ask({ scim }: Pick<CheckContext, 'scim'>, type: string, query: string): Promise<HttpResponse> {
  return scim.request({ method: 'GET', path: `${scim.endpointOf(type)}?${query}` })
}

/** The list holds exactly the resources with these ids. */
export function expectFound(response: HttpResponse, ids: readonly string[]): readonly JsonObject[] {
  const { totalResults, resources } = expectResponse(response).toBeListResponse()
  const found = resources.map(resource => member(resource, 'id'))
  const isExact = totalResults === ids.length && found.length === ids.length && ids.every(id => found.includes(id))
  expectThat(isExact, {
    response,
    expected: ids.length === 0 ? '200 OK with totalResults 0' : `totalResults ${ids.length} and the id ${show(ids[0])}`,
    got: `totalResults ${totalResults}, ${found.length === 0 ? 'no resource' : `ids ${show(found)}`}`,
  })
  return resources
}

/** A PATCH that has to be done: 200 or 204. */
export async function patched(
  { scim }: Pick<CheckContext, 'scim'>,
  { type, id }: Pick<Created, 'type' | 'id'>,
  operations: readonly PatchOperation[],
  extra: Extra = {},
): Promise<HttpResponse> {
  const response = await scim.patch(type, id, operations, extra)
  expectDone(response, [200, 204])
  return response
}

/** The answer says that it was done, with one of these statuses. */
export function expectDone(response: HttpResponse, statuses: readonly number[]): void {
  expectResponse(response).toHaveStatus(...statuses)
}

/** The value at a path such as `name.givenName`, or `urn:…:User|manager.value` in an extension. */
export function at(resource: JsonObject, path: string): unknown {
  const [first, ...rest] = path.includes('|') ? path.split('|') : path.split('.')
  const steps = path.includes('|') ? [first ?? '', ...rest.join('|').split('.')] : [first ?? '', ...rest]
  return steps.reduce<unknown>((value, step) => (isObject(value) ? member(value, step) : undefined), resource)
}

/** The path of an attribute of the enterprise extension for `at`. */
export function inEnterprise(path: string): string {
  return `${enterpriseUrn}|${path}`
}

/** The resource as a GET shows it, which it has to. */
export async function readAgain(
  { scim }: Pick<CheckContext, 'scim'>,
  { type, id }: Pick<Created, 'type' | 'id'>,
): Promise<{ readonly response: HttpResponse; readonly json: JsonObject }> {
  const response = await scim.read(type, id)
  return { response, json: expectResponse(response).toBeJsonObject(200) }
}

/** A GET shows these values; texts may have come back in another letter case. `response` is the answer to the write. */
export async function expectStored(
  context: CheckContext,
  resource: Pick<Created, 'type' | 'id'>,
  expected: Readonly<Record<string, unknown>>,
): Promise<JsonObject> {
  const { json, response } = await readAgain(context, resource)
  expectValues(json, response, expected)
  return json
}

/** The resource has these values. */
export function expectValues(
  json: JsonObject,
  response: HttpResponse,
  expected: Readonly<Record<string, unknown>>,
): void {
  for (const [path, value] of Object.entries(expected)) {
    const found = at(json, path)
    const isThere = typeof value === 'string' ? isKept(found, value, false) : found === value
    const name = path.split('|').at(-1)
    expectThat(isThere, { response, expected: `${name} ${show(value)}`, got: `${name} ${show(found)}` })
  }
}

/** Ends the check as not applicable where the schema of the type lacks one of these attributes, or clients cannot write it. */
export function needAttributes({ type, unsupported }: CheckContext, typeName: string, paths: readonly string[]): void {
  for (const path of paths) {
    if (!hasAttribute({ type }, typeName, path))
      unsupported(`the schema of ${typeName} has no ${path} that clients can write`)
  }
}

/** Whether the schema of the type has an attribute that clients can write. */
export function hasAttribute({ type }: Pick<CheckContext, 'type'>, typeName: string, path: string): boolean {
  const found = findAttribute(type(typeName).schemas, path)
  return (
    (found?.subAttribute ?? found?.attribute)?.mutability === 'readWrite' && found?.attribute.mutability === 'readWrite'
  )
}

/** The elements of a multi-valued attribute that are objects. */
export function elementsAt(resource: JsonObject, path: string): readonly JsonObject[] {
  const value = at(resource, path)
  return isArray(value) ? value.filter(isObject) : []
}

/** The value of the first element with this type. */
export function valueOfType(resource: JsonObject, path: string, type: string): unknown {
  const found = elementsAt(resource, path).find(element => isKept(member(element, 'type'), type, false))
  return found === undefined ? undefined : member(found, 'value')
}

/** The group has exactly these members; `what` says in words what has become of it otherwise. */
export async function expectMembers(
  context: CheckContext,
  group: Pick<Created, 'type' | 'id'>,
  ids: readonly string[],
): Promise<void> {
  const { members } = membersOf(context)
  const { json, response } = await readAgain(context, group)
  const found = idsIn(json, members)
  const isExact = found.length === ids.length && ids.every(id => found.includes(id))
  expectThat(isExact, {
    response,
    expected: `${ids.length === 1 ? 'one member' : `${ids.length} members`}${ids.length === 0 ? '' : `: ${ids.join(', ')}`}`,
    got: found.length === 0 ? 'no member' : `${found.length} members: ${found.join(', ')}`,
  })
}

/** A user as a client makes it: where that is refused, the client does not get anywhere. */
export function aUser(context: CheckContext, attributes: JsonObject = {}): Promise<Created> {
  return create(context, 'User', attributes)
}

/** A group as a client makes it: created empty, and then given these members. */
export async function aGroup(context: CheckContext, ids: readonly string[]): Promise<Created> {
  membersOf(context)
  const group = await create(context, 'Group', { displayName: context.resources.unique() })
  if (ids.length === 0) return group
  await patched(context, group, [{ op: 'add', path: 'members', value: asMembers(ids) }])
  await expectMembers(context, group, ids)
  return group
}

/** The userName a User was created with. */
export function userNameOf({ sent }: Created): string {
  return String(member(sent, 'userName'))
}

/** POST of a resource built from the provider's schemas with a client's attributes over it; gives what came of it. */
export async function create(
  context: CheckContext,
  type: string,
  attributes: JsonObject,
  extra: Extra = {},
): Promise<Created> {
  const sent = await context.resources.build(type, attributes)
  const response = await context.scim.create(type, sent, extra)
  expectDone(response, [201])
  const resource = expectResponse(response).toBeJsonObject(201)
  const id = member(resource, 'id')
  expectThat(typeof id === 'string' && id !== '', { response, expected: 'an id, a string', got: `id ${show(id)}` })
  return { type: context.type(type), id: String(id), sent, response, resource }
}

/** Gone: 404 for a read. */
export async function expectGone({ scim }: CheckContext, { type, id }: Pick<Created, 'type' | 'id'>): Promise<void> {
  expectResponse(await scim.read(type, id)).toHaveStatus(404)
}
