// What comes of unusual and of wrong parameters in paging by cursor (RFC 9865 §2, §2.1, §2.4, §4).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { amount, describeResponse } from '../../src/check/words.ts'
import { member } from '../../src/scim/json.ts'
import { type Dataset, eachDataset, narrowed } from '../support/dataset.ts'
import { readCursorPage } from '../support/walk.ts'

/** A query of a database, or a line of a stack trace. */
const leaks = [
  /\bselect\b.{1,200}\bfrom\b.{1,200}\bwhere\b/i,
  /\bat [\w.$]{1,200} ?\([^)]{1,200}:\d+/,
  /Traceback \(most recent/,
]

export const cursorParameters = suite('Parameters of paging by cursor', [
  check(
    'cursor-parameters/zero-count',
    {
      title: 'count 0 with a cursor gives no resources',
      verifies: '9865-2-04',
      fix: 'Take count=0 at its word with cursors too.',
    },
    context =>
      eachDataset(context, async data => {
        const response = await context.scim.list(data.type, { ...narrowed(data), cursor: '', count: 0 })
        const { list } = readCursorPage(response)
        expectThat(list.resources.length === 0, {
          expected: 'no resources',
          got: amount(list.resources.length, 'resource'),
          response,
        })
      }),
  ),

  check(
    'cursor-parameters/negative-count',
    {
      title: 'a negative count with a cursor counts as 0, or is refused as invalidCount',
      verifies: '9865-2-03',
      fix: 'Raise a negative count to 0, or answer 400 with scimType invalidCount.',
    },
    context =>
      eachDataset(context, async data => {
        const response = await context.scim.list(data.type, { ...narrowed(data), cursor: '', count: -1 })
        if (response.status === 400) {
          expectResponse(response).toBeScimError({ status: 400, scimType: 'invalidCount' })
          return
        }
        const { list } = readCursorPage(response)
        expectThat(list.resources.length === 0, {
          expected: 'no resources, or 400 Bad Request, scimType "invalidCount"',
          got: amount(list.resources.length, 'resource'),
          response,
        })
      }),
  ),

  check(
    'cursor-parameters/unknown-cursor',
    {
      title: 'a cursor that was never issued is refused as invalidCursor',
      verifies: ['9865-2.1-02', '9865-5.2-05'],
      fix: 'Answer a cursor you do not know with 400 and scimType invalidCursor, and keep the reason to yourself.',
    },
    context =>
      eachDataset(context, async data => {
        const cursor = `not-a-cursor-${context.random.word(12)}`
        const response = await context.scim.list(data.type, { ...narrowed(data), cursor, count: 2 })
        // A service provider that forgets old cursors cannot tell an unknown one from an expired one.
        expectResponse(response).toBeScimError({ status: 400, scimType: ['invalidCursor', 'expiredCursor'] })
        const leak = leaks.find(pattern => pattern.test(response.text))
        expectThat(leak === undefined, {
          requirement: '9865-5.2-05',
          expected: 'an error that tells nothing of the inside',
          got: 'an error with a query or a stack trace in it',
          response,
        })
      }),
  ),

  check(
    'cursor-parameters/changed-cursor',
    {
      title: 'a cursor that was tampered with is noticed',
      verifies: '9865-5.2-04',
      fix: 'Make cursors that cannot be guessed, or sign them, and answer others with 400 invalidCursor.',
    },
    context =>
      eachDataset(context, async data => {
        const cursor = await firstCursor(context, data)
        const last = cursor.at(-2) ?? cursor.at(-1) ?? ''
        const changed = `${cursor.slice(0, -2)}${last === 'x' ? 'y' : 'x'}${cursor.at(-1)}`
        const response = await context.scim.list(data.type, { ...narrowed(data), cursor: changed, count: 2 })
        expectThat(response.status >= 400 && response.status < 500, {
          expected: '400 Bad Request, scimType "invalidCursor"',
          got: describeResponse(response),
          response,
        })
      }),
  ),

  check(
    'cursor-parameters/count-not-a-number',
    {
      title: 'a count that is no number is refused with 400 in a cursor list',
      verifies: '9865-2.1-01',
      fix: 'Answer a count that is no integer with 400 and a SCIM error.',
    },
    context =>
      eachDataset(context, async data => {
        const response = await context.scim.list(data.type, { ...narrowed(data), cursor: '', count: 'abc' })
        expectResponse(response).toBeScimError({ status: 400 })
      }),
  ),

  check(
    'cursor-parameters/changed-count',
    {
      title: 'another count with the next cursor is honoured or refused as invalidCount',
      verifies: '9865-2.1-04',
      fix: 'Honour the new count, or answer 400 with scimType invalidCount.',
    },
    context =>
      eachDataset(context, async data => {
        const cursor = await firstCursor(context, data)
        const response = await context.scim.list(data.type, { ...narrowed(data), cursor, count: 1 })
        if (response.status === 400) {
          expectResponse(response).toBeScimError({ status: 400, scimType: 'invalidCount' })
          return
        }
        const { list } = readCursorPage(response)
        expectThat(list.resources.length <= 1, {
          expected: 'one resource, or 400 Bad Request, scimType "invalidCount"',
          got: amount(list.resources.length, 'resource'),
          response,
        })
      }),
  ),

  check(
    'cursor-parameters/sorted',
    {
      title: 'the pages of a cursor list are sorted as a whole',
      verifies: '9865-2.2-01',
      fix: 'Sort the list before cutting it into pages, and keep the order in the cursor.',
    },
    context =>
      eachDataset(context, async data => {
        if (data.narrow === undefined) return context.unsupported('no filter narrows the list to our own resources')
        const ids: string[] = []
        let cursor = ''
        for (let page = 0; page <= data.members.length; page++) {
          const query = { filter: data.narrow, sortBy: data.label, cursor, count: 2 }
          const { list } = readCursorPage(await context.scim.list(data.type, query))
          ids.push(...list.resources.map(resource => String(member(resource, 'id'))))
          const next = member(list.json, 'nextCursor')
          if (typeof next !== 'string') break
          cursor = next
        }
        const words = ids.map(id => data.members.find(one => one.id === id)?.word ?? 'another')
        const sorted = words.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
        expectThat(words.join() === sorted.join(), {
          expected: `over all pages ${sorted.join(', ')}`,
          got: words.join(', '),
        })
      }),
  ),

  check(
    'cursor-parameters/default-method',
    {
      title: 'a list asked for without startIndex and cursor is paged by the default method',
      verifies: '9865-2.4-01',
      fix: 'Page by pagination.defaultPaginationMethod when the client does not choose.',
    },
    context =>
      eachDataset(context, async data => {
        const method = context.provider.config.pagination?.defaultPaginationMethod
        const styles = [await styleOf(context, data), await styleOf(context, data)]
        const [style] = styles
        if (style === undefined) return context.unsupported('the list has only one page')
        expectThat(styles[1] === style && (method === undefined || method === style), {
          expected: method === undefined ? 'one method whenever it is asked' : `a page of the ${method} method`,
          got: `a page of the ${style} method${styles[1] === style ? '' : `, then of the ${styles[1]} method`}`,
        })
      }),
  ),

  check(
    'cursor-parameters/most-per-page',
    {
      title: 'no page is longer than pagination.maxPageSize',
      verifies: '9865-2-07',
      fix: 'Cut pages at maxPageSize, whether count is given or not.',
    },
    context =>
      eachDataset(context, async data => {
        const most = context.provider.config.pagination?.maxPageSize
        if (most === undefined) return context.unsupported('no maxPageSize is published')
        const response = await context.scim.list(data.type, { cursor: '' })
        const { list } = readCursorPage(response)
        expectThat(list.resources.length <= most, {
          expected: `${most} resources at the most`,
          got: amount(list.resources.length, 'resource'),
          response,
        })
      }),
  ),
])

async function firstCursor(context: CheckContext, data: Dataset): Promise<string> {
  const { list } = readCursorPage(await context.scim.list(data.type, { ...narrowed(data), cursor: '', count: 2 }))
  const next = member(list.json, 'nextCursor')
  return typeof next === 'string' && next !== '' ? next : context.blocked('the first page has no nextCursor')
}

async function styleOf(context: CheckContext, data: Dataset): Promise<'cursor' | 'index' | undefined> {
  const { list } = readCursorPage(await context.scim.list(data.type, { ...narrowed(data), count: 2 }))
  const hasNext = typeof member(list.json, 'nextCursor') === 'string'
  // A page that tells both can be continued either way.
  if (hasNext && list.startIndex !== undefined) return context.unsupported('pages tell startIndex and nextCursor')
  if (hasNext) return 'cursor'
  return list.resources.length < list.totalResults ? 'index' : undefined
}
