// How many resources a page has (RFC 7644 §3.4.2.4).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { amount } from '../../src/check/words.ts'
import { type Dataset, eachDataset, narrowed } from '../support/dataset.ts'

/** Whether totalResults counts all matches: the dataset alone where it can be narrowed to, else that and more. */
function isTotal({ narrow, members }: Dataset, totalResults: number): boolean {
  return narrow === undefined ? totalResults >= members.length : totalResults === members.length
}

function totalWords({ narrow, members }: Dataset): string {
  return `totalResults ${narrow === undefined ? 'at least ' : ''}${members.length}`
}

export const sizeOfPages = suite('How long pages are', [
  check(
    'count/honoured',
    {
      title: 'a page never has more resources than count asks for',
      verifies: '7644-3.4.2.4-05',
      needs: ['index.supported'],
      fix: 'Cut the list after count resources.',
    },
    context =>
      eachDataset(context, async data => {
        const examine = async (count: number): Promise<() => void> => {
          const response = await context.scim.list(data.type, { ...narrowed(data), startIndex: 1, count })
          return () => {
            const list = expectResponse(response).toBeListResponse()
            const { length } = list.resources
            expectThat(length > 0 && length <= count, {
              expected: count === 1 ? 'one resource' : `${count} resources at the most, and one at least`,
              got: amount(length, 'resource'),
              response,
            })
          }
        }
        expectAll(await examine(1), await examine(2), await examine(5))
      }),
  ),

  check(
    'count/zero',
    {
      title: 'count 0 gives no resources, only totalResults',
      verifies: '7644-3.4.2.4-08',
      needs: ['index.supported'],
      fix: 'Take count=0 at its word instead of as no count: clients ask so how many matches there are.',
    },
    context => eachDataset(context, data => expectNone(context, data, 0)),
  ),

  check(
    'count/negative',
    {
      title: 'a negative count counts as 0',
      verifies: '7644-3.4.2.4-07',
      needs: ['index.supported'],
      fix: 'Raise a negative count to 0 instead of refusing it or passing over it.',
    },
    context => eachDataset(context, data => expectNone(context, data, -1)),
  ),

  check(
    'count/larger-than-total',
    {
      title: 'a count larger than the list gives what there is',
      verifies: ['7644-3.4.2.4-11', '7644-3.4.2.4-05'],
      needs: ['index.supported'],
      fix: 'Take count as an upper limit: fewer resources, or the most you allow, are a fine answer.',
    },
    context =>
      eachDataset(context, async data => {
        const query = { ...narrowed(data), startIndex: 1, count: 100 }
        const response = await context.scim.list(data.type, query)
        const list = expectResponse(response).toBeListResponse()
        expectThat(list.resources.length > 0 && isTotal(data, list.totalResults), {
          expected: `resources, ${totalWords(data)}`,
          got: `${list.resources.length} resources, totalResults ${list.totalResults}`,
          response,
        })
      }),
  ),

  check(
    'count/absent',
    {
      title: 'without count the service provider chooses how many resources a page has',
      verifies: '7644-3.4.2.4-09',
      needs: ['index.supported'],
      fix: 'Use a page size of your own when count is missing; it is not 0.',
    },
    context =>
      eachDataset(context, async data => {
        const response = await context.scim.list(data.type, { ...narrowed(data), startIndex: 1 })
        const list = expectResponse(response).toBeListResponse()
        const { length } = list.resources
        expectThat(length > 0 && length <= list.totalResults, {
          expected: `at least one resource, and ${list.totalResults} at the most`,
          got: `${length} resources, totalResults ${list.totalResults}`,
          response,
        })
      }),
  ),

  check(
    'count/not-a-number',
    {
      title: 'a count that is no number is refused with 400',
      verifies: '7644-3.4.2.4-04',
      needs: ['index.supported'],
      fix: 'Answer a count that is no integer with 400 and scimType invalidValue.',
    },
    context =>
      eachDataset(context, async data => {
        const response = await context.scim.list(data.type, { ...narrowed(data), startIndex: 1, count: 'abc' })
        expectResponse(response).toBeScimError({ status: 400 })
      }),
  ),

  check(
    'count/total-of-all-pages',
    {
      title: 'totalResults counts all matches, on every page',
      verifies: ['7644-3.4.2-05', '7644-3.4.2.4-11'],
      needs: ['index.supported'],
      fix: 'Count the matches before cutting the page out of them.',
    },
    context =>
      eachDataset(context, async data => {
        const examine = async (startIndex: number): Promise<() => void> => {
          const response = await context.scim.list(data.type, { ...narrowed(data), startIndex, count: 1 })
          return () => {
            const { totalResults } = expectResponse(response).toBeListResponse()
            expectThat(isTotal(data, totalResults), {
              expected: totalWords(data),
              got: `totalResults ${totalResults}`,
              response,
            })
          }
        }
        expectAll(await examine(1), await examine(4))
      }),
  ),
])

async function expectNone({ scim }: CheckContext, data: Dataset, count: number): Promise<void> {
  const response = await scim.list(data.type, { ...narrowed(data), startIndex: 1, count })
  const list = expectResponse(response).toBeListResponse()
  expectThat(list.resources.length === 0 && isTotal(data, list.totalResults), {
    expected: `no resources, ${totalWords(data)}`,
    got: `${list.resources.length} resources, totalResults ${list.totalResults}`,
    response,
  })
}
