// The basic call of each feature, with which the claims of the configuration are tried.

import type { CheckContext } from '../../src/check/context.ts'
import type { Created } from '../../src/check/resources.ts'
import { bulkResponseUrn } from '../../src/check/scim.ts'
import type { HttpResponse, ProviderType } from '../../src/check/vocabulary.ts'
import { show } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isArray, isObject, type JsonObject, member } from '../../src/scim/json.ts'
import type { FoundAttribute } from '../../src/scim/resource-schemas.ts'
import { valueAt } from '../../src/scim/value.ts'
import { readBack } from '../support/answers.ts'
import { freeTextOf } from '../support/attributes.ts'
import { sendBulk } from '../support/bulk.ts'
import { configDocument } from './documents.ts'

/** A resource of the first type that can be created and has a text to change. */
async function aChangeableResource(context: CheckContext): Promise<{ created: Created; text: FoundAttribute }> {
  const type = context.provider.types.find(one => freeTextOf(one) !== undefined)
  const text = type === undefined ? undefined : freeTextOf(type)
  if (type === undefined || text === undefined) return context.unsupported('no type has a text attribute to change')
  const value = context.resources.unique()
  const given = text.extension === undefined ? { [text.attribute.name]: value } : {}
  const created = await context.resources.create(type, given)
  const { json } = await readBack(context, created)
  if (text.extension === undefined && valueAt(json, text) !== value) {
    context.unsupported(`${text.attribute.name} is not kept as it is sent: the service provider computes it`)
  }
  return { created, text }
}

/** Ends the check as unsupported unless the configuration says in so many words that the feature is not offered. */
export function ensureRefused(context: CheckContext, feature: 'patch' | 'bulk'): void {
  const part = member(configDocument(context).json, feature)
  const supported = isObject(part) ? member(part, 'supported') : undefined
  if (supported !== false) context.unsupported(`${feature}.supported is ${show(supported)}`)
}

/** The path of an attribute in standard notation (RFC 7644 §3.10). */
export function pathOf({ extension, attribute }: FoundAttribute): string {
  return extension === undefined ? attribute.name : `${extension}:${attribute.name}`
}

/** Replaces a text of a new resource by PATCH, and reads whether it was. */
export async function patchText(
  context: CheckContext,
): Promise<{ response: HttpResponse; applied: boolean; path: string }> {
  const { created, text } = await aChangeableResource(context)
  const value = context.resources.unique()
  const path = pathOf(text)
  const response = await context.scim.patch(created.type, created.id, [{ op: 'replace', path, value }])
  const { json } = await readBack(context, created)
  return { response, applied: valueAt(json, text) === value, path }
}

/** A bulk request with one create in it. */
export async function bulkCreate(context: CheckContext): Promise<HttpResponse> {
  const { provider, resources, unsupported } = context
  const [type] = provider.types
  if (type === undefined) return unsupported('no resource type is known')
  const operation = { method: 'POST', path: type.endpoint, bulkId: 'claim', data: await resources.build(type) }
  return (await sendBulk(context, [operation])).response
}

/** Whether an answer is a BulkResponse (RFC 7644 §3.7). */
export function isBulkResponse({ status, json }: HttpResponse): boolean {
  const schemas = isObject(json) ? member(json, 'schemas') : undefined
  return status === 200 && isArray(schemas) && schemas.includes(bulkResponseUrn)
}

/** Resources of a list by their ids, in its order. */
export function idsIn(response: HttpResponse): readonly string[] {
  const listed = isObject(response.json) ? member(response.json, 'Resources') : undefined
  const resources: readonly JsonObject[] = isArray(listed) ? listed.filter(isObject) : []
  return resources.map(resource => member(resource, 'id')).filter(id => typeof id === 'string')
}

/** An attribute by which lists can be sorted and filtered: userName, or a free text. */
export function keyOf(type: ProviderType): FoundAttribute | undefined {
  const userName = findDefinition(type.schemas.base.attributes, 'userName')
  return userName === undefined ? freeTextOf(type) : { attribute: userName }
}
