// Where a page of a list begins (RFC 7644 §3.4.2.4).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { amount } from '../../src/check/words.ts'
import { member } from '../../src/scim/json.ts'
import { eachDataset, narrowed } from '../support/dataset.ts'

export const startOfPages = suite('Where pages begin', [
  check(
    'start-index/default',
    {
      title: 'without startIndex a list begins with its first resource',
      verifies: '7644-3.4.2.4-02',
      needs: ['index.supported'],
      fix: 'Take a missing startIndex as 1.',
    },
    context =>
      eachDataset(context, async data => {
        const query = { ...narrowed(data), count: 100 }
        const first = expectResponse(await context.scim.list(data.type, { ...query, startIndex: 1 })).toBeListResponse()
        const response = await context.scim.list(data.type, query)
        if (member(expectResponse(response).toBeJsonObject(200), 'nextCursor') !== undefined) {
          return context.unsupported('without startIndex the list is paged by cursor')
        }
        const list = expectResponse(response).toBeListResponse()
        const same = data.narrow === undefined || list.resources.length === first.resources.length
        expectThat((list.startIndex ?? 1) === 1 && same, {
          expected: `startIndex 1 and ${first.resources.length} resources, as with startIndex=1`,
          got: `startIndex ${list.startIndex ?? 'absent'} and ${amount(list.resources.length, 'resource')}`,
          response,
        })
      }),
  ),

  check(
    'start-index/below-one',
    {
      title: 'a startIndex below 1 counts as 1',
      verifies: '7644-3.4.2.4-03',
      needs: ['index.supported'],
      fix: 'Raise a startIndex of 0 or less to 1 instead of refusing it or counting from it.',
    },
    context =>
      eachDataset(context, async data => {
        const query = { ...narrowed(data), count: 100 }
        const first = expectResponse(await context.scim.list(data.type, { ...query, startIndex: 1 })).toBeListResponse()
        const examine = async (startIndex: number): Promise<() => void> => {
          const response = await context.scim.list(data.type, { ...query, startIndex })
          return () => {
            const list = expectResponse(response).toBeListResponse()
            const { length } = list.resources
            const isNarrow = data.narrow !== undefined
            const same = isNarrow ? length === first.resources.length : length > 0
            expectThat((list.startIndex ?? 1) === 1 && same, {
              expected: `as with startIndex=1: startIndex 1 and ${isNarrow ? first.resources.length : 'some'} resources`,
              got: `startIndex ${list.startIndex ?? 'absent'} and ${amount(list.resources.length, 'resource')}`,
              response,
            })
          }
        }
        expectAll(await examine(0), await examine(-5))
      }),
  ),

  check(
    'start-index/beyond-end',
    {
      title: 'a startIndex beyond the end gives an empty page with the true totalResults',
      verifies: '7644-3.4.2.4-13',
      needs: ['index.supported'],
      fix: 'Answer 200 with no Resources and the number of all matches when startIndex is beyond the last one.',
    },
    context =>
      eachDataset(context, async data => {
        const beyond = data.narrow === undefined ? 10_000_000 : data.members.length + 1
        const query = { ...narrowed(data), startIndex: beyond, count: 2 }
        const response = await context.scim.list(data.type, query)
        const list = expectResponse(response).toBeListResponse()
        const total = data.narrow === undefined ? 'at least ' : ''
        const isTotal =
          data.narrow === undefined
            ? list.totalResults >= data.members.length
            : list.totalResults === data.members.length
        expectThat(list.resources.length === 0 && isTotal, {
          expected: `no resources, totalResults ${total}${data.members.length}`,
          got: `${list.resources.length} resources, totalResults ${list.totalResults}`,
          response,
        })
      }),
  ),

  check(
    'start-index/returned',
    {
      title: 'a page of a longer list tells the startIndex it begins with',
      verifies: '7644-3.4.2.4-12',
      needs: ['index.supported'],
      fix: 'Return the startIndex of the page: the one asked for, or 1 if that was lower.',
    },
    context =>
      eachDataset(context, async data => {
        const examine = async (startIndex: number): Promise<() => void> => {
          const response = await context.scim.list(data.type, { ...narrowed(data), startIndex, count: 2 })
          return () => {
            const list = expectResponse(response).toBeListResponse()
            if (list.resources.length >= list.totalResults) return
            // That it is there at all, list-response/partial sees on every answer.
            const returned = list.startIndex
            expectThat(returned === undefined || returned === startIndex, {
              expected: `startIndex ${startIndex}`,
              got: `startIndex ${returned}`,
              response,
            })
          }
        }
        expectAll(await examine(1), await examine(3))
      }),
  ),
])
