// Paging by cursor (RFC 9865 §2): the walk through all pages.

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { show } from '../../src/check/words.ts'
import { member } from '../../src/scim/json.ts'
import { eachDataset, eachDatasetTogether, narrowed } from '../support/dataset.ts'
import { coverageWords, idsOf, pageSizeFor, readCursorPage, walkByCursor } from '../support/walk.ts'

export const cursorPages = suite('Paging by cursor', [
  check(
    'cursor/first-page',
    {
      title: 'an empty cursor asks for the first page, written cursor= or cursor',
      verifies: '9865-2-01',
      fix: 'Take a cursor parameter without a value as the request for the first page.',
    },
    context =>
      eachDataset(context, async data => {
        const { scim } = context
        const filter = data.narrow === undefined ? '' : `&filter=${encodeURIComponent(data.narrow)}`
        const path = scim.endpointOf(data.type)
        const answers = [
          await scim.list(data.type, { ...narrowed(data), cursor: '', count: 2 }),
          await scim.request({ method: 'GET', path: `${path}?cursor&count=2${filter}` }),
        ]
        expectAll(
          ...answers.map(response => () => {
            const { list } = readCursorPage(response)
            const next = member(list.json, 'nextCursor')
            expectThat(list.resources.length > 0 && typeof next === 'string' && next !== '', {
              expected: 'the first page, with a nextCursor',
              got: `${list.resources.length} resources, nextCursor ${show(next)}`,
              response,
            })
          }),
        )
      }),
  ),

  check(
    'cursor/complete',
    {
      title: 'following nextCursor to the end gives every resource once',
      verifies: ['9865-2-09', '9865-2-10'],
      fix: 'Return nextCursor on every page but the last, and let it stand for the place after the last resource returned.',
      quiet: true,
    },
    context =>
      eachDatasetTogether(context, async data => {
        const opening = { ...narrowed(data), cursor: '', count: 1 }
        const { totalResults } = readCursorPage(await context.scim.list(data.type, opening)).list
        const count = data.narrow === undefined && totalResults < 0 ? 50 : pageSizeFor(totalResults)
        const walk = await walkByCursor(context, data.type, narrowed(data), count)
        if (!walk.complete) {
          const late = walk.pages.slice(-10)
          const seen = new Set(walk.pages.slice(0, -10).flatMap(({ list }) => idsOf(list)))
          const isNew = late.flatMap(({ list }) => idsOf(list)).some(id => !seen.has(id))
          expectThat(isNew || totalResults < 0 || seen.size < totalResults, {
            requirement: '9865-2-10',
            expected: `no nextCursor after the page with the last of ${totalResults} resources`,
            got: `nextCursor on every one of ${walk.pages.length} pages, the last 10 without another resource`,
            exchanges: late.map(({ response }) => response.exchange.id),
          })
          return context.unsupported('the list has more pages than are read and cannot be narrowed')
        }
        const last = walk.pages.at(-1)
        const next = last === undefined ? undefined : member(last.list.json, 'nextCursor')
        const times = data.members.map(({ id }) => walk.ids.filter(other => other === id).length)
        const missing = times.filter(n => n === 0).length
        const exchanges = walk.pages.map(({ response }) => response.exchange.id)
        expectAll(
          () =>
            expectThat(missing === 0 && times.every(n => n <= 1), {
              requirement: missing > 0 ? '9865-2-09' : '9865-2-10',
              expected: `each of ${data.members.length} resources once, over all pages`,
              got: coverageWords({ missing, twice: times.filter(n => n > 1).length }, walk.pages.length),
              exchanges,
            }),
          () =>
            expectThat(next === undefined, {
              requirement: '9865-2-10',
              expected: 'no nextCursor on the last page',
              got: `nextCursor ${show(next)}`,
              exchanges,
            }),
        )
      }),
  ),

  check(
    'cursor/count-honoured',
    {
      title: 'no page of a cursor list has more resources than count asks for',
      verifies: '9865-2-05',
      fix: 'Cut every page after count resources.',
    },
    context =>
      eachDataset(context, async data => {
        const { scim, type } = { scim: context.scim, type: data.type }
        const first = readCursorPage(await scim.list(type, { ...narrowed(data), cursor: '', count: 3 }))
        const next = member(first.list.json, 'nextCursor')
        const pages = [first]
        if (typeof next === 'string') {
          pages.push(readCursorPage(await scim.list(type, { ...narrowed(data), cursor: next, count: 3 })))
        }
        expectAll(
          ...pages.map(({ list, response }) => () => {
            const { length } = list.resources
            expectThat(length <= 3, { expected: '3 resources at the most', got: `${length} resources`, response })
          }),
        )
      }),
  ),

  check(
    'cursor/first-has-no-previous',
    {
      title: 'the first page has no previousCursor',
      verifies: '9865-2-12',
      fix: 'Leave previousCursor out of the first page altogether.',
    },
    context =>
      eachDataset(context, async data => {
        const page = readCursorPage(await context.scim.list(data.type, { ...narrowed(data), cursor: '', count: 2 }))
        const previous = member(page.list.json, 'previousCursor')
        expectThat(previous === undefined, {
          expected: 'no previousCursor',
          got: `previousCursor ${show(previous)}`,
          response: page.response,
        })
      }),
  ),

  check(
    'cursor/alphabet',
    {
      title: 'cursors are made of characters that need no escape in a URL',
      verifies: '9865-2-02',
      fix: 'Encode cursors as base64url: letters, digits, - . _ and ~ are the only characters allowed.',
    },
    context =>
      eachDataset(context, async data => {
        const { scim } = context
        const first = readCursorPage(await scim.list(data.type, { ...narrowed(data), cursor: '', count: 2 }))
        const next = member(first.list.json, 'nextCursor')
        if (typeof next !== 'string') return context.unsupported('no cursor was returned')
        const second = await scim.list(data.type, { ...narrowed(data), cursor: next, count: 2 })
        const pages = [first, ...(second.status === 200 ? [readCursorPage(second)] : [])]
        for (const { list, response } of pages) {
          for (const name of ['nextCursor', 'previousCursor']) {
            const cursor = member(list.json, name)
            expectThat(typeof cursor !== 'string' || /^[A-Za-z0-9._~-]*$/.test(cursor), {
              expected: `${name} of letters, digits, "-", ".", "_" and "~"`,
              got: `${name} ${show(cursor)}`,
              response,
            })
          }
        }
      }),
  ),

  check(
    'cursor/total-results',
    {
      title: 'totalResults in a cursor list, where it is given, counts all matches',
      verifies: '9865-2-14',
      fix: 'Count all matches, or leave totalResults out of cursor pages where that costs too much.',
    },
    context =>
      eachDataset(context, async data => {
        const page = readCursorPage(await context.scim.list(data.type, { ...narrowed(data), cursor: '', count: 2 }))
        const { totalResults } = page.list
        if (totalResults < 0) return context.unsupported('totalResults is left out')
        const { length } = data.members
        expectThat(data.narrow === undefined ? totalResults >= length : totalResults === length, {
          expected: `totalResults ${data.narrow === undefined ? 'at least ' : ''}${length}`,
          got: `totalResults ${totalResults}`,
          response: page.response,
        })
      }),
  ),

  check(
    'cursor/search',
    {
      title: 'a search by POST is paged by cursor as well',
      verifies: '9865-3-01',
      fix: 'Read cursor and count from the body of a SearchRequest too.',
    },
    context =>
      eachDataset(context, async data => {
        const request = { ...narrowed(data), count: 2 }
        const first = readCursorPage(await context.scim.search(data.type, { ...request, cursor: '' }))
        const next = member(first.list.json, 'nextCursor')
        expectThat(typeof next === 'string' && first.list.resources.length <= 2, {
          expected: 'a page of 2 resources at the most, with a nextCursor',
          got: `${first.list.resources.length} resources, nextCursor ${show(next)}`,
          response: first.response,
        })
        const second = readCursorPage(await context.scim.search(data.type, { ...request, cursor: next }))
        const repeated = idsOf(second.list).filter(id => idsOf(first.list).includes(id)).length
        expectThat(second.list.resources.length > 0 && repeated === 0, {
          expected: 'the next resources',
          got: `${second.list.resources.length} resources, ${repeated} of them of the first page`,
          response: second.response,
        })
      }),
  ),
])
