// failOnErrors: how many errors a bulk job bears (RFC 7644 §3.7, §3.7.3).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { amount, describeResponse } from '../../src/check/words.ts'
import type { JsonObject } from '../../src/scim/json.ts'
import { type BulkAnswer, type BulkOperation, isDone, needRoomFor, resultOf, sendBulk } from '../support/bulk.ts'
import { deletesShow } from '../support/deletion.ts'

interface Tried extends BulkAnswer {
  /**
   * Which of the resources that were to be deleted are gone, by the place of the operation; as the results say, if they do,
   * where nothing that is deleted goes.
   */
  readonly gone: readonly (boolean | undefined)[]
}

/**
 * Sends deletes: of a User of ours where the pattern says "good", of an unknown id where it says "bad", and looks which
 * Users are gone. Deletes need no data and depend on nothing.
 */
async function tryDeletes(
  context: CheckContext,
  pattern: readonly ('good' | 'bad')[],
  more: JsonObject = {},
): Promise<Tried> {
  needRoomFor(context, pattern.length)
  const { resources, scim, type, blocked } = context
  const user = type('User')
  const ids = await Promise.all(
    pattern.map(async one => (one === 'good' ? (await resources.create(user)).id : resources.unknownId())),
  )
  const operations = ids.map((id): BulkOperation => ({ method: 'DELETE', path: scim.pathOf(user, id) }))
  const answer = await sendBulk(context, operations, more)
  // What 0 means is nowhere said, so a refusal is no obstacle there; it is what that check looks at.
  const isOpen = more.failOnErrors === 0
  if (answer.response.status >= 500 && !isOpen) blocked(`A bulk job is answered ${describeResponse(answer.response)}.`)
  const isSeen = await deletesShow(context)
  const gone = await Promise.all(
    pattern.map(async (one, index) => {
      if (one === 'bad') return undefined
      if (isSeen) return (await scim.read(user, ids[index] ?? '')).status === 404
      const result = resultOf(answer, index)
      return result === undefined ? undefined : isDone(result)
    }),
  )
  return { ...answer, gone }
}

function expectGone({ gone, response }: Tried, index: number, expected: boolean): void {
  if (gone[index] === undefined) return
  expectThat(gone[index] === expected, {
    response,
    expected: `operation ${index + 1} ${expected ? 'carried out' : 'not carried out'}`,
    got: gone[index] ? 'it was carried out' : 'it was not carried out',
  })
}

function expectResults({ results, response }: Tried, count: number): void {
  expectThat(response.status === 200 && results.length === count, {
    response,
    expected: `200 OK with ${count} ${count === 1 ? 'result' : 'results'}`,
    got: response.status === 200 ? amount(results.length, 'result') : describeResponse(response),
  })
}

/**
 * The results up to the error that ended the job. RFC 7644 §3.7 calls that answer an error response, the examples of §3.7.3
 * have 200; and what was not tried may be named, as failed.
 */
function expectResultsSoFar(tried: Tried, count: number): void {
  const { results, response } = tried
  const isAnswer = response.status === 200 || (response.status >= 400 && response.status < 500)
  const rest = results.slice(count)
  if (!isAnswer || results.length < count || rest.some(({ status }) => !(status >= 400))) expectResults(tried, count)
}

const needs = ['user-resource'] as const

export const bulkErrors = suite('Errors in bulk jobs', [
  check(
    'bulk-errors/go-on',
    {
      title: 'without failOnErrors all operations are tried, whatever fails',
      verifies: ['7644-3.7-20', '7644-3.7.3-01'],
      needs,
      fix: 'Go on after an operation that failed unless failOnErrors says otherwise.',
    },
    async context => {
      const tried = await tryDeletes(context, ['bad', 'good', 'bad', 'good'])
      expectAll(
        () => expectResults(tried, 4),
        () => expectGone(tried, 1, true),
        () => expectGone(tried, 3, true),
      )
    },
  ),

  check(
    'bulk-errors/stop-at-one',
    {
      title: 'with failOnErrors 1 the job ends at the first error, and the answer holds the results so far',
      verifies: ['7644-3.7.3-05', '7644-3.7.3-01'],
      needs,
      fix: 'Count errors, and stop as soon as there are failOnErrors of them; what was done before stays done.',
    },
    async context => {
      const tried = await tryDeletes(context, ['good', 'bad', 'good', 'good'], { failOnErrors: 1 })
      expectAll(
        () => expectResultsSoFar(tried, 2),
        () => expectGone(tried, 0, true),
        () => expectGone(tried, 2, false),
        () => expectGone(tried, 3, false),
      )
    },
  ),

  check(
    'bulk-errors/first-fails',
    {
      title: 'with failOnErrors 1 and a first operation that fails the answer holds one result',
      verifies: '7644-3.7.3-05',
      needs,
      fix: 'Answer with the results of the operations that were tried, be it one.',
    },
    async context => {
      const tried = await tryDeletes(context, ['bad', 'good'], { failOnErrors: 1 })
      expectAll(
        () => expectResultsSoFar(tried, 1),
        () => expectGone(tried, 1, false),
      )
    },
  ),

  check(
    'bulk-errors/below-limit',
    {
      title: 'with failOnErrors 2 a single error does not end the job',
      verifies: '7644-3.7.3-06',
      needs,
      fix: 'Stop when the number of errors reaches failOnErrors, not at the first one.',
    },
    async context => {
      const tried = await tryDeletes(context, ['bad', 'good', 'good'], { failOnErrors: 2 })
      expectAll(
        () => expectResults(tried, 3),
        () => expectGone(tried, 1, true),
        () => expectGone(tried, 2, true),
      )
    },
  ),

  check(
    'bulk-errors/stop-at-two',
    {
      title: 'with failOnErrors 2 the job ends at the second error',
      verifies: '7644-3.7.3-05',
      needs,
      fix: 'Stop when the number of errors reaches failOnErrors, not when it passes it.',
    },
    async context => {
      const tried = await tryDeletes(context, ['bad', 'good', 'bad', 'good'], { failOnErrors: 2 })
      expectAll(
        () => expectResultsSoFar(tried, 3),
        () => expectGone(tried, 1, true),
        () => expectGone(tried, 3, false),
      )
    },
  ),

  check(
    'bulk-errors/all-fail',
    {
      title: 'a job whose operations all fail is answered 200 with their results',
      verifies: ['7644-3.7-19', '7644-3.7.3-01'],
      needs,
      fix: 'Answer a processed bulk job with 200, even if no operation succeeded.',
    },
    async context => {
      const tried = await tryDeletes(context, ['bad', 'bad'])
      expectResults(tried, 2)
      expectThat(
        [0, 1].every(index => resultOf(tried, index) !== undefined && !isDone(resultOf(tried, index))),
        { response: tried.response, expected: 'two results with status "404"', got: 'a result that says it was done' },
      )
    },
  ),

  check(
    'bulk-errors/zero',
    {
      title: 'whatever failOnErrors 0 is taken for, what the results say was done is done, and nothing else',
      verifies: ['7644-3.7.3-01', '7644-3.12-15'],
      needs,
      fix: 'Refuse failOnErrors 0 with 400, or take it for none or for 1; answer with the results of all that was tried.',
    },
    async context => {
      const tried = await tryDeletes(context, ['good', 'bad', 'good'], { failOnErrors: 0 })
      const { response, gone } = tried
      expectThat(response.status < 500, {
        requirement: '7644-3.12-15',
        response,
        expected: '200 OK with results, or an error of 4xx',
        got: describeResponse(response),
      })
      expectAll(
        ...[0, 2].map(index => () => {
          if (gone[index] === undefined) return
          const isTold = isDone(resultOf(tried, index))
          expectThat(gone[index] === isTold, {
            response,
            expected: `operation ${index + 1} ${gone[index] ? 'with a result, as it was carried out' : 'without a result that says it was done'}`,
            got: response.status === 200 ? amount(tried.results.length, 'result') : describeResponse(response),
          })
        }),
      )
    },
  ),
])
