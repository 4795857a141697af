// Bulk requests that do not fit, as a whole or in one operation (RFC 7644 §3.7).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { bulkRequestUrn, searchRequestUrn } from '../../src/check/scim.ts'
import type { HttpResponse, RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse, statusText } from '../../src/check/words.ts'
import type { JsonObject } from '../../src/scim/json.ts'
import { isSuccess } from '../support/answers.ts'
import { needRoomFor, resultOf, resultsIn, resultWords, sendBulk, sendBulkBody } from '../support/bulk.ts'
import { deletesShow } from '../support/deletion.ts'

const needs = ['user-resource'] as const
const lenient: RequirementId = '7644-3.12-08'
const keyword: RequirementId = '7644-3.12-21'

/** The whole message is refused with 400; which keyword goes with it is a recommendation. */
function expectMessageRefused(response: HttpResponse): void {
  expectResponse(response).toBeScimError({ status: 400 })
  expectResponse(response, { requirement: keyword }).toBeScimError({
    status: 400,
    scimType: ['invalidSyntax', 'invalidValue', undefined],
  })
}

/** Sends one operation: the job, or the operation in it, has to be refused with one of these statuses. */
async function expectRefused(
  context: CheckContext,
  operation: JsonObject,
  statuses: readonly number[],
  accepted?: RequirementId,
): Promise<void> {
  const response = await sendBulkBody(context, { schemas: [bulkRequestUrn], Operations: [operation] })
  const [result] = resultsIn(response.json)
  const status = isSuccess(response) ? (result?.status ?? 0) : response.status
  expectThat(statuses.includes(status), {
    response,
    ...(accepted !== undefined && status < 300 ? { requirement: accepted } : {}),
    expected: `${statuses.map(statusText).join(' or ')} for the operation`,
    got: isSuccess(response) ? resultWords(result, response) : describeResponse(response),
  })
}

/** A User of ours, an operation that would delete it, and whether it is still there. */
async function aDelete({ resources, scim, type }: CheckContext) {
  const user = type('User')
  const { id } = await resources.create(user)
  const path = scim.pathOf(user, id)
  return {
    path,
    operation: { method: 'DELETE', path },
    isThere: async (): Promise<boolean> => (await scim.read(user, id)).status === 200,
  }
}

export const bulkRequests = suite('The BulkRequest message', [
  check(
    'bulk-request/schemas',
    {
      title: 'a bulk request whose schemas does not name BulkRequest is refused',
      verifies: ['7644-3.7-02', keyword],
      needs,
      fix: 'Check that schemas of a bulk request holds the BulkRequest URN: 400 with scimType "invalidSyntax".',
    },
    async context => {
      for (const schemas of [{}, { schemas: [searchRequestUrn] }]) {
        const { operation } = await aDelete(context)
        const response = await sendBulkBody(context, { ...schemas, Operations: [operation] })
        expectMessageRefused(response)
      }
    },
  ),

  check(
    'bulk-request/operations',
    {
      title: 'a bulk request without an array of operations is refused',
      verifies: ['7644-3.7-07', keyword],
      fix: 'Check that Operations is an array: 400 with scimType "invalidSyntax".',
    },
    async context => {
      for (const operations of [{}, { Operations: 'none' }]) {
        const response = await sendBulkBody(context, { schemas: [bulkRequestUrn], ...operations })
        expectMessageRefused(response)
      }
    },
  ),

  check(
    'bulk-request/no-json',
    {
      title: 'a bulk request that is no JSON is refused',
      verifies: ['7644-3.7-19', keyword],
      fix: 'Answer a body that is no JSON with 400 and scimType "invalidSyntax".',
    },
    async context => {
      const response = await sendBulkBody(context, `{"schemas":["${bulkRequestUrn}"],"Operations":[`)
      expectMessageRefused(response)
    },
  ),

  check(
    'bulk-request/method',
    {
      title: 'an operation without a method, or with one that bulk does not know, fails with 400',
      verifies: '7644-3.7-08',
      needs,
      fix: 'Accept POST, PUT, PATCH and DELETE as method and nothing else; fail the operation with 400.',
    },
    async context => {
      const { path, isThere } = await aDelete(context)
      for (const method of [{}, { method: 'GET' }, { method: 'FROBNICATE' }]) {
        await expectRefused(context, { ...method, path }, [400, 405, 501])
      }
      expectThat(await isThere(), { expected: 'the User as before', got: 'no such User' })
    },
  ),

  check(
    'bulk-request/no-bulk-id',
    {
      title: 'a POST without bulkId fails with 400',
      verifies: ['7644-3.7-09', lenient],
      needs,
      fix: 'Check that every POST has a bulkId, and fail it with 400 otherwise.',
    },
    async context => {
      const data = await context.resources.build('User')
      await expectRefused(context, { method: 'POST', path: context.type('User').endpoint, data }, [400], lenient)
    },
  ),

  check(
    'bulk-request/no-path',
    {
      title: 'an operation without path fails with 400',
      verifies: '7644-3.7-11',
      needs,
      fix: 'Check that every operation has a path, and fail it with 400 otherwise.',
    },
    async context => {
      const data = await context.resources.build('User')
      await expectRefused(context, { method: 'POST', bulkId: 'scimc-no-path', data }, [400, 404, 405, 501])
    },
  ),

  check(
    'bulk-request/path-of-other-kind',
    {
      title: 'a POST to a resource and a PUT to an endpoint fail',
      verifies: '7644-3.7-12',
      needs,
      fix: 'Take POST at endpoints and the other methods at resources; fail other operations with 400, 404 or 405.',
    },
    async context => {
      const { path } = await aDelete(context)
      const data = await context.resources.build('User')
      await expectRefused(context, { method: 'POST', bulkId: 'scimc-kind', path, data }, [400, 404, 405, 501])
      await expectRefused(context, { method: 'PUT', path: context.type('User').endpoint, data }, [400, 404, 405, 501])
    },
  ),

  check(
    'bulk-request/unknown-endpoint',
    {
      title: 'an operation at an endpoint that does not exist fails with 404, and the others are done',
      verifies: ['7644-3.7.3-03', '7644-3.7-20'],
      needs,
      fix: 'Fail an operation whose path names no endpoint with 404, and go on.',
    },
    async context => {
      const { operation, isThere } = await aDelete(context)
      const data = await context.resources.build('User')
      const unknown = { method: 'POST', bulkId: 'scimc-nowhere', path: '/ScimcNoSuchEndpoint', data }
      needRoomFor(context, 2)
      const answer = await sendBulk(context, [unknown, operation])
      const { response } = answer
      const first = resultOf(answer, 0)
      expectThat(first !== undefined && [400, 404, 405, 501].includes(first.status), {
        response,
        expected: 'status "404" for the operation',
        got: resultWords(first, response),
      })
      if (!(await deletesShow(context))) return
      expectThat(!(await isThere()), {
        requirement: '7644-3.7-20',
        response,
        expected: 'the second operation carried out',
        got: 'it was not carried out',
      })
    },
  ),

  check(
    'bulk-request/no-data',
    {
      title: 'a POST and a PUT without data fail with 400',
      verifies: '7644-3.7-13',
      needs,
      fix: 'Check that POST, PUT and PATCH have data, and fail the operation with 400 otherwise.',
    },
    async context => {
      const { path, isThere } = await aDelete(context)
      const { endpoint } = context.type('User')
      await expectRefused(context, { method: 'POST', bulkId: 'scimc-no-data', path: endpoint }, [400])
      await expectRefused(context, { method: 'PUT', path }, [400])
      expectThat(await isThere(), { expected: 'the User as before', got: 'no such User' })
    },
  ),
])
