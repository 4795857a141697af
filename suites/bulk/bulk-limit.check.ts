// The limits of bulk jobs: maxOperations and maxPayloadSize (RFC 7644 §3.7.4).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { bulkRequestUrn } from '../../src/check/scim.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { amount, describeResponse, show } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { type BulkOperation, resultsIn } from '../support/bulk.ts'
import { deletesShow } from '../support/deletion.ts'

/** Jobs larger than these are not sent: they would cost the service provider and us too much. */
const mostOperations = 2000
const mostBytes = 2_000_000

const needs = ['user-resource'] as const

function maxOperations({ provider, unsupported }: CheckContext): number {
  const limit = provider.config.bulk.maxOperations
  if (limit === undefined || limit < 1) return unsupported('bulk.maxOperations is not told')
  if (limit > mostOperations)
    return unsupported(`bulk.maxOperations is ${limit}; more than ${mostOperations} are not sent`)
  return limit
}

function maxPayloadSize({ provider, unsupported }: CheckContext): number {
  const limit = provider.config.bulk.maxPayloadSize
  if (limit === undefined || limit < 1) return unsupported('bulk.maxPayloadSize is not told')
  if (limit > mostBytes)
    return unsupported(`bulk.maxPayloadSize is ${limit}; more than ${mostBytes} bytes are not sent`)
  return limit
}

function deletesOfNothing({ resources, scim, type }: CheckContext, count: number): readonly BulkOperation[] {
  const path = scim.pathOf(type('User'), resources.unknownId())
  return Array.from({ length: count }, () => ({ method: 'DELETE', path }))
}

/** A User of ours and an operation that deletes it: it shows whether a job that was refused was carried out. */
async function aVictim({ resources, scim, type }: CheckContext) {
  const user = type('User')
  const { id } = await resources.create(user)
  const operation: BulkOperation = { method: 'DELETE', path: scim.pathOf(user, id) }
  return { operation, isThere: async (): Promise<boolean> => (await scim.read(user, id)).status === 200 }
}

/** The text of a bulk request, filled up with spaces to so many bytes; every character of it is ASCII. */
function bodyOf(operations: readonly BulkOperation[], bytes = 0): string {
  return JSON.stringify({ schemas: [bulkRequestUrn], Operations: operations }).padEnd(bytes, ' ')
}

function send({ scim }: CheckContext, body: string): Promise<HttpResponse> {
  return scim.request({ method: 'POST', path: '/Bulk', body, aim: 'bulk', timeoutMs: 60_000 })
}

/** 413 with a SCIM error that names the limit, and nothing done. */
async function expectTooLarge(
  response: HttpResponse,
  limit: { readonly name: string; readonly value: number },
  isThere: () => Promise<boolean>,
): Promise<void> {
  const kept = await isThere()
  expectAll(
    () => expectResponse(response).toBeScimError({ status: 413 }),
    () =>
      expectThat(kept, {
        response,
        expected: 'no operation of the job carried out',
        got: 'its first operation was carried out',
      }),
    () => {
      if (response.status !== 413) return
      const detail = isObject(response.json) ? member(response.json, 'detail') : undefined
      const digits = String(detail ?? '').replace(/(?<=\d)[.,' ](?=\d)/g, '')
      const names = digits.toLowerCase().includes(limit.name.toLowerCase()) || digits.includes(String(limit.value))
      expectThat(names, {
        requirement: '7644-3.7.4-04',
        response,
        expected: `detail that names ${limit.name} or ${limit.value}`,
        got: `detail ${show(detail)}`,
      })
    },
  )
}

export const bulkLimits = suite('Limits of bulk jobs', [
  check(
    'bulk-limit/told',
    {
      title: 'ServiceProviderConfig tells how many operations and bytes a bulk job may have',
      verifies: '7644-3.7.4-01',
      fix: 'Set bulk.maxOperations and bulk.maxPayloadSize to the limits of the service provider, both above 0.',
    },
    async ({ provider, report }) => {
      for (const name of ['maxOperations', 'maxPayloadSize'] as const) {
        const value = provider.config.bulk[name]
        if (value === undefined || !Number.isInteger(value) || value < 1) {
          const response = provider.answers.ServiceProviderConfig
          report({ response, expected: `bulk.${name}, an integer above 0`, got: `bulk.${name} ${show(value)}` })
        }
      }
    },
  ),

  check(
    'bulk-limit/at-max-operations',
    {
      title: 'a job of maxOperations operations is processed, the last one too',
      verifies: ['7644-3.7-19', '7644-3.7.3-01'],
      needs,
      fix: 'Refuse jobs that have more operations than bulk.maxOperations, not those that have as many.',
    },
    async context => {
      const count = maxOperations(context)
      const size = context.provider.config.bulk.maxPayloadSize ?? mostBytes
      const { operation, isThere } = await aVictim(context)
      const body = bodyOf([...deletesOfNothing(context, count - 1), operation])
      if (body.length > size) context.unsupported(`so many operations pass bulk.maxPayloadSize, ${size} bytes`)
      const response = await send(context, body)
      const results = resultsIn(response.json)
      expectThat(response.status === 200 && results.length === count, {
        response,
        expected: `200 OK with ${count} results`,
        got: response.status === 200 ? amount(results.length, 'result') : describeResponse(response),
      })
      if (!(await deletesShow(context))) return
      expectThat(!(await isThere()), {
        response,
        expected: 'the last operation carried out, which deletes a User',
        got: 'the User is still there',
      })
    },
  ),

  check(
    'bulk-limit/over-max-operations',
    {
      title: 'a job of one operation more than maxOperations is refused with 413, and nothing of it is done',
      verifies: ['7644-3.7.4-03', '7644-3.7.4-04'],
      needs,
      fix: 'Count the operations before the first is carried out: 413 with a detail that names maxOperations.',
    },
    async context => {
      const count = maxOperations(context)
      const size = context.provider.config.bulk.maxPayloadSize ?? mostBytes
      const { operation, isThere } = await aVictim(context)
      const body = bodyOf([operation, ...deletesOfNothing(context, count)])
      if (body.length > size) context.unsupported(`so many operations pass bulk.maxPayloadSize, ${size} bytes`)
      await expectTooLarge(await send(context, body), { name: 'maxOperations', value: count }, isThere)
    },
  ),

  check(
    'bulk-limit/at-max-payload',
    {
      title: 'a job of maxPayloadSize bytes is processed',
      verifies: '7644-3.7-19',
      needs,
      fix: 'Refuse jobs that are larger than bulk.maxPayloadSize bytes, not those that are as large.',
    },
    async context => {
      const size = maxPayloadSize(context)
      const body = bodyOf(deletesOfNothing(context, 1), size)
      if (body.length > size) context.unsupported(`a job of one operation has more than ${size} bytes`)
      expectResponse(await send(context, body)).toHaveStatus(200)
    },
  ),

  check(
    'bulk-limit/over-max-payload',
    {
      title: 'a job larger than maxPayloadSize is refused with 413, and nothing of it is done',
      verifies: ['7644-3.7.4-03', '7644-3.7.4-04'],
      needs,
      fix: 'Check the size of the body before it is read: 413 with a detail that names maxPayloadSize.',
    },
    async context => {
      const size = maxPayloadSize(context)
      const { operation, isThere } = await aVictim(context)
      const response = await send(context, bodyOf([operation], size + 1))
      await expectTooLarge(response, { name: 'maxPayloadSize', value: size }, isThere)
    },
  ),
])
