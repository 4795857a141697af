// Bulk requests and their answers as checks read them (RFC 7644 §3.7).

import type { CheckContext } from '../../src/check/context.ts'
import { Unsupported } from '../../src/check/outcome.ts'
import { bulkRequestUrn } from '../../src/check/scim.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isArray, isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { lastSegment, tailOf } from './answers.ts'

export interface BulkOperation {
  readonly method: string
  readonly bulkId?: string
  readonly path?: string
  readonly version?: string
  readonly data?: unknown
}

/** One entry of a BulkResponse, read tolerantly. */
export interface BulkResult {
  readonly json: JsonObject
  readonly method: unknown
  readonly bulkId: unknown
  readonly location: unknown
  readonly version: unknown
  readonly response: unknown
  /** As it stands in the answer. */
  readonly statusText: unknown
  /** The HTTP status it means, in whatever form; NaN where it means none. */
  readonly status: number
}

export interface BulkAnswer {
  readonly operations: readonly BulkOperation[]
  readonly response: HttpResponse
  /** Empty where the answer holds no array of objects. */
  readonly results: readonly BulkResult[]
}

type Sending = Pick<CheckContext, 'scim' | 'provider'>

/** Sends operations in a well-formed BulkRequest; not applicable where it would pass bulk.maxPayloadSize. */
export async function sendBulk(
  { scim, provider }: Sending,
  operations: readonly BulkOperation[],
  more: JsonObject = {},
): Promise<BulkAnswer> {
  const body = { schemas: [bulkRequestUrn], ...more, Operations: operations }
  const response = await sendBulkBody({ scim, provider }, body)
  return { operations, response, results: resultsIn(response.json) }
}

/** Sends a body to /Bulk as it is; not applicable where it would pass bulk.maxPayloadSize. */
export function sendBulkBody({ scim, provider }: Sending, body: unknown): Promise<HttpResponse> {
  const bytes = Buffer.byteLength(typeof body === 'string' ? body : JSON.stringify(body))
  const { maxPayloadSize = 0 } = provider.config.bulk
  if (maxPayloadSize > 0 && maxPayloadSize < bytes) {
    throw new Unsupported(`bulk.maxPayloadSize is ${maxPayloadSize}, and the job has ${bytes} bytes`)
  }
  return scim.request({ method: 'POST', path: '/Bulk', body, aim: 'bulk' })
}

/** The entries of a BulkResponse. */
export function resultsIn(json: unknown): readonly BulkResult[] {
  const list = isObject(json) ? member(json, 'Operations') : undefined
  return (isArray(list) ? list : []).filter(isObject).map(result => ({
    json: result,
    method: member(result, 'method'),
    bulkId: member(result, 'bulkId'),
    location: member(result, 'location'),
    version: member(result, 'version'),
    response: member(result, 'response'),
    statusText: member(result, 'status'),
    status: readStatus(member(result, 'status')),
  }))
}

/** The HTTP status in "201", 201 or { "code": "201" } (interpretation 6). */
function readStatus(status: unknown): number {
  const code = isObject(status) ? member(status, 'code') : status
  return typeof code === 'number' || (typeof code === 'string' && /^\d{3}$/.test(code)) ? Number(code) : Number.NaN
}

/** The result of an operation: by bulkId, else by method and location, else by its place in a list that is complete. */
export function resultOf({ operations, results }: BulkAnswer, index: number): BulkResult | undefined {
  const operation = operations[index]
  if (operation === undefined) return undefined
  if (operation.bulkId !== undefined) {
    const byId = results.find(({ bulkId }) => bulkId === operation.bulkId)
    if (byId !== undefined) return byId
  }
  const byPlace = results.find(
    ({ location, method }) =>
      typeof method === 'string' &&
      sameName(method, operation.method) &&
      operation.method !== 'POST' &&
      isSameTail(location, operation.path),
  )
  return byPlace ?? (results.length === operations.length ? results[index] : undefined)
}

/** Whether two addresses end in the same endpoint, letter case aside, and the same id. */
export function isSameTail(one: unknown, other: unknown): boolean {
  const [first, second] = [tailOf(one)?.split('/'), tailOf(other)?.split('/')]
  if (first === undefined || second === undefined) return false
  return first.at(-1) === second.at(-1) && sameName(first.at(-2) ?? '', second.at(-2) ?? '')
}

/** `"201"`, or what was answered in place of a result. */
export function resultWords(result: BulkResult | undefined, response: HttpResponse): string {
  if (result === undefined) return response.status === 200 ? 'no result' : describeResponse(response)
  const error = isObject(result.response) ? result.response : {}
  const [scimType, detail] = [member(error, 'scimType'), member(error, 'detail')]
  return [
    `status ${show(result.statusText)}`,
    ...(typeof scimType === 'string' ? [`scimType ${show(scimType)}`] : []),
    ...(typeof detail === 'string' ? [show(detail)] : []),
  ].join(', ')
}

/** Whether an operation was done. */
export function isDone(result: BulkResult | undefined): boolean {
  return result !== undefined && result.status >= 200 && result.status < 300
}

/** The id of what a result made or changed: the end of its location, or the id in its response. */
export function idOf(result: BulkResult | undefined): string | undefined {
  const inResponse = isObject(result?.response) ? member(result.response, 'id') : undefined
  return typeof inResponse === 'string' ? inResponse : lastSegment(result?.location)
}

/** Ends the check as not applicable where so many operations do not fit into one request. */
export function needRoomFor({ provider, unsupported }: Pick<CheckContext, 'provider' | 'unsupported'>, count: number) {
  const { maxOperations } = provider.config.bulk
  if (maxOperations !== undefined && maxOperations < count)
    unsupported(`bulk.maxOperations is ${maxOperations}, and ${count} operations are needed`)
}

/** Whether a text that refers to an operation is left anywhere. */
export function hasBulkIdLeft(json: unknown): boolean {
  return JSON.stringify(json ?? '').includes('"bulkId:')
}
