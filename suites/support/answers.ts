// Reading back what a write left behind.

import type { CheckContext } from '../../src/check/context.ts'
import type { Created } from '../../src/check/resources.ts'
import type { HttpResponse, ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isObject, type JsonObject, member, withMember, withMembers } from '../../src/scim/json.ts'

type Reading = Pick<CheckContext, 'scim' | 'blocked'>

/** Whether the answer says that it was done. */
export function isSuccess({ status }: Pick<HttpResponse, 'status'>): boolean {
  return status >= 200 && status <= 299
}

/**
 * Where a create was refused: ends the check (or the subject) as blocked if a usual resource of the type cannot be created
 * either, since then the refusal says nothing of what was particular about this one.
 */
export async function ensureUsualCreate(
  { resources }: Pick<CheckContext, 'resources'>,
  type: ProviderType | string,
  response: Pick<HttpResponse, 'status'>,
): Promise<void> {
  if (!isSuccess(response)) await resources.create(type)
}

/** The resource as it is stored; ends the check (or the subject) as blocked where it cannot be read. */
export async function readBack({ scim, blocked }: Reading, { type, id }: Pick<Created, 'type' | 'id'>) {
  const response = await scim.read(type, id)
  if (response.status !== 200 || !isObject(response.json)) {
    return blocked(`A ${type.name} could not be read: ${describeResponse(response)}.`)
  }
  const { json } = response
  // Members that are only shown where they are asked for, as may be where Groups are large.
  const members = findDefinition(type.schemas.base.attributes, 'members')
  if (members?.returned !== 'request' || member(json, 'members') !== undefined) return { response, json }
  const asked = await scim.read(type, id, { query: { attributes: 'members' } })
  const shown = isObject(asked.json) ? member(asked.json, 'members') : undefined
  return shown === undefined ? { response, json } : { response: asked, json: withMember(json, 'members', shown) }
}

/** The id of what a create answered with 2xx has made: in the body or, where there is none, in Location. */
export function createdId(response: HttpResponse): string | undefined {
  const id = isObject(response.json) ? member(response.json, 'id') : lastSegment(response.headers.location)
  return typeof id === 'string' ? id : undefined
}

/** The resource that a create answered with 2xx has made, as it is stored. */
export async function readCreated(context: Reading, type: ProviderType, response: HttpResponse) {
  const id = createdId(response)
  if (id === undefined || id === '') {
    return context.blocked(`The answer to a create has no id: ${describeResponse(response)}.`)
  }
  return { id, ...(await readBack(context, { type, id })) }
}

/** What a client sends in a PUT: the resource as it was created, with its id and these changes (RFC 7644 §3.5.1). */
export function replacementOf({ sent, id }: Pick<Created, 'sent' | 'id'>, changes: JsonObject = {}): JsonObject {
  return withMembers({ ...sent, id }, changes)
}

/** The last segment of a URI, percent-decoded: the id of what it points to. */
export function lastSegment(uri: unknown): string | undefined {
  if (typeof uri !== 'string') return undefined
  const segment = uri.split(/[?#]/)[0]?.replace(/\/$/, '').split('/').at(-1)
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** The end of a URI from the endpoint on, by which two spellings of one resource's address agree: `Users/2819c223`. */
export function tailOf(uri: unknown): string | undefined {
  if (typeof uri !== 'string') return undefined
  const path = uri.split(/[?#]/)[0]?.replace(/\/$/, '') ?? ''
  const tail = path.split('/').slice(-2).join('/')
  try {
    return decodeURIComponent(tail)
  } catch {
    return tail
  }
}

/**
 * Whether a text came back as it was sent. A service provider may normalise Unicode, take spaces from the ends, and change
 * the letter case of what is not caseExact (RFC 7644 §3.1: its own reading of what was submitted).
 */
export function isKept(found: unknown, sent: string, caseExact: boolean): boolean {
  const plain = (text: string): string => {
    const trimmed = text.normalize().trim()
    return caseExact ? trimmed : trimmed.toLowerCase()
  }
  return typeof found === 'string' && plain(found) === plain(sent)
}
