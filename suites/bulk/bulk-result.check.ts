// The BulkResponse: one result for each operation, and what stands in it (RFC 7644 §3.7, §3.7.3).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { bulkResponseUrn, errorUrn } from '../../src/check/scim.ts'
import { amount, describeResponse, show } from '../../src/check/words.ts'
import { isArray, isObject, member, sameName } from '../../src/scim/json.ts'
import { tailOf } from '../support/answers.ts'
import {
  type BulkResult,
  idOf,
  isDone,
  isSameTail,
  needRoomFor,
  resultOf,
  resultWords,
  sendBulk,
} from '../support/bulk.ts'
import { deletesShow } from '../support/deletion.ts'
import { type MixedJob, mixedJob, type Step, sentOnce } from './mixed-job.ts'

const needs = ['user-resource'] as const

/** Examines the result of each step as a subject; those without a result are another check's business. */
async function eachResult(
  context: CheckContext,
  examine: (step: Step, result: BulkResult, job: MixedJob) => void | Promise<void>,
): Promise<void> {
  const job = await mixedJob(context)
  for (const [index, step] of job.steps.entries()) {
    const result = resultOf(job, index)
    if (result !== undefined) await context.subject(step.name, () => examine(step, result, job))
  }
  if (job.results.length === 0) context.blocked('The answer to a bulk job holds no results.')
}

export const bulkResults = suite('Results of bulk operations', [
  check(
    'bulk-result/http-status',
    {
      title: 'a bulk job that was processed is answered 200, although some of its operations failed',
      verifies: '7644-3.7-19',
      needs,
      fix: 'Answer a processed bulk job with 200, and put the errors of operations into their results.',
    },
    async context => {
      needRoomFor(context, 8)
      const { response } = await sentOnce(context)
      expectResponse(response).toBeJsonObject(200)
    },
  ),

  check(
    'bulk-result/schemas',
    {
      title: 'the answer to a bulk job carries the BulkResponse URN',
      verifies: '7644-3.7-03',
      needs,
      fix: `Send schemas with ${bulkResponseUrn} in the answer to a bulk job.`,
    },
    async context => {
      const { response } = await mixedJob(context)
      const schemas = isObject(response.json) ? member(response.json, 'schemas') : undefined
      expectThat(isArray(schemas) && schemas.length === 1 && schemas[0] === bulkResponseUrn, {
        response,
        expected: `schemas ${show([bulkResponseUrn])}`,
        got: `schemas ${show(schemas)}`,
      })
    },
  ),

  check(
    'bulk-result/no-fail-on-errors',
    {
      title: 'failOnErrors is no member of the answer',
      verifies: '7644-3.7-06',
      needs,
      fix: 'Leave failOnErrors out of the BulkResponse.',
    },
    async context => {
      const { response } = await mixedJob(context)
      const value = isObject(response.json) ? member(response.json, 'failOnErrors') : undefined
      expectThat(value === undefined, { response, expected: 'no failOnErrors', got: `failOnErrors ${show(value)}` })
    },
  ),

  check(
    'bulk-result/one-each',
    {
      title: 'every operation that was processed has one result',
      verifies: ['7644-3.7.3-01', '7644-3.7-07', '7644-3.7-20'],
      needs,
      fix: 'Append a result to Operations for every operation, failed or not.',
    },
    async context => {
      const job = await mixedJob(context)
      const { response } = job
      expectThat(job.results.length === job.steps.length, {
        response,
        expected: `${job.steps.length} results for as many operations`,
        got: amount(job.results.length, 'result'),
      })
      const missing = job.steps.filter((_, index) => resultOf(job, index) === undefined)
      expectThat(missing.length === 0, {
        response,
        expected: 'a result for every operation',
        got: `none for ${missing.map(({ name }) => name).join(', ')}`,
      })
    },
  ),

  check(
    'bulk-result/method',
    {
      title: 'a result repeats the method of its operation',
      verifies: ['7644-3.7-08', '7644-3.7-04'],
      needs,
      fix: 'Copy method from the operation into its result.',
    },
    async context => {
      await eachResult(context, ({ operation }, { method }, { response }) =>
        expectThat(typeof method === 'string' && sameName(method, operation.method), {
          response,
          expected: `method ${show(operation.method)}`,
          got: `method ${show(method)}`,
        }),
      )
    },
  ),

  check(
    'bulk-result/bulk-id',
    {
      title: 'the result of a POST repeats its bulkId, also when it failed',
      verifies: ['7644-3.7-22', '7644-3.7-04'],
      needs,
      fix: 'Copy bulkId from the operation into its result, whatever came of it.',
    },
    async context => {
      const { results, steps, response } = await mixedJob(context)
      for (const { name, operation } of steps) {
        if (operation.bulkId === undefined) continue
        await context.subject(name, () =>
          expectThat(
            results.some(({ bulkId }) => bulkId === operation.bulkId),
            {
              response,
              expected: `a result with bulkId ${show(operation.bulkId)}`,
              got: `bulkIds ${show(results.map(({ bulkId }) => bulkId).filter(id => id !== undefined))}`,
            },
          ),
        )
      }
    },
  ),

  check(
    'bulk-result/status',
    {
      title: 'status of a result is the HTTP status as a string',
      verifies: '7644-3.7-17',
      needs,
      fix: 'Write status of a result as a string: "201", neither 201 nor an object.',
    },
    async context => {
      await eachResult(context, (_, { statusText }, { response }) => {
        const isCode = isObject(statusText) && /^\d{3}$/.test(String(member(statusText, 'code')))
        expectThat(typeof statusText === 'string' && /^\d{3}$/.test(statusText), {
          response,
          expected: 'status as a string of three digits',
          got: `status ${show(statusText)}`,
          ...(isCode ? { arguable: 6 } : {}),
        })
      })
    },
  ),

  check(
    'bulk-result/code',
    {
      title: 'status of a result is the one that the single request would have had',
      verifies: '7644-3.7.3-03',
      needs,
      fix: 'Take status of a result from the same code that answers single requests.',
    },
    async context => {
      await eachResult(context, ({ expected }, result, { response }) =>
        expectThat(expected.includes(result.status), {
          response,
          expected: `status ${expected.map(code => `"${code}"`).join(' or ')}`,
          got: resultWords(result, response),
        }),
      )
    },
  ),

  check(
    'bulk-result/location',
    {
      title: 'a result has the location of its resource, unless it is that of a POST that failed',
      verifies: ['7644-3.7-14', '7644-3.7.3-02'],
      needs,
      fix: 'Put the URI of the resource into location of every result but that of a failed POST.',
    },
    async context => {
      await eachResult(context, async ({ operation }, result, { response }) => {
        const isFailedPost = operation.method === 'POST' && !isDone(result)
        if (isFailedPost) return
        const { location } = result
        const tail = operation.method === 'POST' ? undefined : tailOf(operation.path)
        expectThat(typeof location === 'string' && URL.canParse(location), {
          response,
          expected: 'location, an absolute URL',
          got: `location ${show(location)}`,
        })
        expectThat(tail === undefined || isSameTail(location, operation.path), {
          response,
          expected: `location that ends in ${tail}`,
          got: `location ${show(location)}`,
        })
        if (operation.method !== 'POST') return
        const read = await context.scim.read('User', idOf({ ...result, response: undefined }) ?? '')
        expectThat(read.status === 200, {
          response: read,
          expected: '200 OK for a GET of the location',
          got: describeResponse(read),
        })
      })
    },
  ),

  check(
    'bulk-result/version',
    {
      title: 'a result has the version of the resource it made or changed',
      verifies: '7644-3.7-04',
      needs: [...needs, 'etag.supported'],
      fix: 'Put the current entity tag of the resource into version of the results of POST, PUT and PATCH.',
    },
    async context => {
      await eachResult(context, async (step, result, { response, reads }) => {
        if (step.operation.method === 'DELETE' || !isDone(result)) return
        const read = reads.get(step.name) ?? (await context.scim.read('User', idOf(result) ?? ''))
        expectThat(result.version === read.headers.etag, {
          response,
          expected: `version ${show(read.headers.etag)}, the ETag of a GET`,
          got: `version ${show(result.version)}`,
        })
      })
    },
  ),

  check(
    'bulk-result/response',
    {
      title: 'a result that failed has a SCIM error as its response, with the status and a detail for people',
      verifies: ['7644-3.7-15', '7644-3.7-18', '7644-3.7.3-04'],
      needs,
      fix: 'Put the body that the single request would have been answered with into response of a failed result.',
    },
    async context => {
      await eachResult(context, (_, result, { response }) => {
        if (isDone(result)) return
        const body = result.response
        expectThat(isObject(body), {
          response,
          expected: 'response with a SCIM error',
          got: `response ${show(body)}`,
        })
        const [schemas, status, detail] = ['schemas', 'status', 'detail'].map(name => member(body, name))
        expectAll(
          () =>
            expectThat(isArray(schemas) && schemas.includes(errorUrn), {
              requirement: '7644-3.7-18',
              response,
              expected: `response.schemas with ${errorUrn}`,
              got: `response.schemas ${show(schemas)}`,
            }),
          () =>
            expectThat(Number(status) === result.status, {
              requirement: '7644-3.7-18',
              response,
              expected: `response.status ${show(result.statusText)}, as in the result`,
              got: `response.status ${show(status)}`,
            }),
          () =>
            expectThat(typeof detail === 'string' && detail.trim() !== '', {
              requirement: '7644-3.7.3-04',
              response,
              expected: 'response.detail, a text',
              got: `response.detail ${show(detail)}`,
            }),
        )
      })
    },
  ),

  check(
    'bulk-result/done',
    {
      title: 'what the results say was done is done, and operations that failed undo nothing',
      verifies: ['7644-3.7-20', '7644-3.7-24', '7644-3.7.3-03'],
      needs,
      fix: 'Carry out every operation as if it had been sent alone, each in a transaction of its own.',
    },
    async context => {
      await eachResult(context, async (step, result, { reads, change }) => {
        if (!isDone(result)) return
        const { method } = step.operation
        const read = reads.get(step.name) ?? (await context.scim.read('User', idOf(result) ?? ''))
        if (method === 'DELETE') {
          if (!(await deletesShow(context))) return
          expectThat(read.status === 404, {
            response: read,
            expected: '404 Not Found for a GET of what was deleted',
            got: describeResponse(read),
          })
          return
        }
        const json = expectResponse(read).toBeJsonObject(200)
        if (change === undefined) return
        const stored = change.read(json)
        expectThat(stored === change.text, {
          response: read,
          expected: `${change.path} ${show(change.text)} after ${method}`,
          got: `${change.path} ${show(stored)}`,
        })
      })
    },
  ),

  check(
    'bulk-result/no-password',
    {
      title: 'the result of a POST does not show the password that was sent',
      verifies: ['7643-4.1.1-17', '7643-7-34'],
      needs,
      fix: 'Put the resource into response as any other answer shows it: without what is never returned.',
    },
    async context => {
      const { resources, type, unsupported } = context
      needRoomFor(context, 1)
      const user = type('User')
      const password = user.schemas.base.attributes.find(({ name }) => sameName(name, 'password'))
      if (password === undefined || password.mutability === 'readOnly') return unsupported('Users have no password')
      const secret = `Pw-${resources.unique()}-9x!`
      const data = await resources.build(user, { [password.name]: secret })
      const answer = await sendBulk(context, [{ method: 'POST', bulkId: 'b1', path: user.endpoint, data }])
      const result = resultOf(answer, 0)
      if (!isDone(result)) return unsupported(`the POST is refused: ${resultWords(result, answer.response)}`)
      expectThat(!answer.response.text.includes(secret), {
        response: answer.response,
        expected: 'a result without the password',
        got: 'a result with the password',
      })
    },
  ),
])
