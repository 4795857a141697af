// Page after page: together they are the list (RFC 7644 §3.4.2.4).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import type { Query } from '../../src/check/scim.ts'
import { type Dataset, eachDataset, eachDatasetTogether, narrowed } from '../support/dataset.ts'
import { coverageWords, idsOf, pageSizeFor, type Walk, walkByIndex } from '../support/walk.ts'

/** How often a walk is tried: without sorting no order is promised, so one that goes wrong once proves nothing. */
const tries = 3

export const pageAfterPage = suite('Page after page', [
  check(
    'pages/complete',
    {
      title: 'the pages of a list have every resource in them, none left out and none twice',
      verifies: '7644-3.4.2.4-13',
      needs: ['index.supported'],
      fix: 'Keep one order over all pages, and let each begin with the resource at startIndex, the first being 1.',
      quiet: true,
    },
    context =>
      eachDatasetTogether(context, async data => {
        const sorted = context.provider.capabilities['sort.supported'].met ? { sortBy: data.label } : {}
        const query = { ...narrowed(data), ...sorted }
        const first = await context.scim.list(data.type, { ...query, startIndex: 1, count: 1 })
        const count = pageSizeFor(expectResponse(first).toBeListResponse().totalResults)
        let walk: Walk | undefined
        let found = { missing: 0, twice: 0 }
        for (let attempt = 1; attempt <= tries; attempt++) {
          walk = await walkByIndex(context, data.type, query, count)
          found = compareWithOwn(data, walk)
          if (found.missing === 0 && found.twice === 0) return
          if (!walk.complete) {
            return context.unsupported(
              `the list has more pages than are read (${walk.pages.length}) and cannot be narrowed`,
            )
          }
        }
        expectThat(false, {
          expected: `each of ${data.members.length} resources once, over all pages`,
          got: coverageWords(found, walk?.pages.length ?? 0),
          exchanges: walk?.pages.map(({ response }) => response.exchange.id) ?? [],
        })
      }),
  ),

  check(
    'pages/next-begins-where-this-ended',
    {
      title: 'the page at startIndex + itemsPerPage begins with the next resource',
      verifies: ['7644-3.4.2.4-02', '7644-3.4.2.4-13'],
      needs: ['index.supported'],
      fix: 'Count startIndex in resources, from 1: it is no page number and no offset from 0.',
    },
    context =>
      eachDataset(context, async data => {
        if (data.narrow === undefined) return context.unsupported('no filter narrows the list to our own resources')
        const sorted = context.provider.capabilities['sort.supported'].met ? { sortBy: data.label } : {}
        const read = (startIndex: number, count: number) =>
          pageOf(context, data, { ...narrowed(data), ...sorted, startIndex, count })
        let got = ''
        let exchanges: readonly number[] = []
        for (let attempt = 1; attempt <= tries; attempt++) {
          const two = await read(1, 2)
          const second = await read(2, 1)
          if (two.ids.length < 2) return context.unsupported('pages have one resource at the most')
          if (second.ids.length === 1 && second.ids[0] === two.ids[1]) return
          got =
            second.ids[0] === two.ids[0] ? 'the first resource again' : `${second.ids.length} resources, another one`
          exchanges = [two.exchange, second.exchange]
        }
        expectThat(false, { expected: 'startIndex=2 begins with the second resource of the list', got, exchanges })
      }),
  ),
])

async function pageOf({ scim }: CheckContext, { type }: Dataset, query: Query) {
  const response = await scim.list(type, query)
  return { ids: idsOf(expectResponse(response).toBeListResponse()), exchange: response.exchange.id }
}

function compareWithOwn({ members }: Dataset, { ids }: Walk): { missing: number; twice: number } {
  const times = new Map<string, number>()
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1)
  const counts = members.map(({ id }) => times.get(id) ?? 0)
  return { missing: counts.filter(n => n === 0).length, twice: counts.filter(n => n > 1).length }
}
