import { expect, it } from 'vitest'
import type { PageRequest } from './paging.ts'
import { expectedPage } from './paging.ts'

it.each<[PageRequest, number, number, number]>([
  [{ totalResults: 5 }, 1, 1, 5],
  [{ totalResults: 5, startIndex: 2, count: 2 }, 2, 1, 2],
  [{ totalResults: 5, startIndex: 5, count: 2 }, 5, 1, 1],
  [{ totalResults: 5, startIndex: 6, count: 2 }, 6, 0, 0],
  [{ totalResults: 5, startIndex: 0, count: 2 }, 1, 1, 2],
  [{ totalResults: 5, startIndex: -7 }, 1, 1, 5],
  [{ totalResults: 5, count: 0 }, 1, 0, 0],
  [{ totalResults: 5, count: -1 }, 1, 0, 0],
  [{ totalResults: 5, count: 100 }, 1, 1, 5],
  [{ totalResults: 500, count: 100, maxResults: 20 }, 1, 1, 20],
  [{ totalResults: 500, maxResults: 0 }, 1, 1, 500],
  [{ totalResults: 0, count: 10 }, 1, 0, 0],
])('expectedPage(%j): from %i, %i to %i resources', (request, startIndex, fewest, most) => {
  expect(expectedPage(request)).toEqual({ startIndex, totalResults: request.totalResults, fewest, most })
})
