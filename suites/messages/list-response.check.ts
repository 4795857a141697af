// The form of every list (RFC 7644 §3.4.2, RFC 9865 §2).

import { type Observer, passiveCheck, type Seen, suite } from '../../src/check/check.ts'
import { listResponseUrn } from '../../src/check/scim.ts'
import type { Provider } from '../../src/check/vocabulary.ts'
import { show } from '../../src/check/words.ts'
import { isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { mayPageByCursor } from '../../src/scim/service-provider-config.ts'
import { messageSchemasFault } from './error-body.ts'
import { isDiscovery, isList } from './seen.ts'

/** Looks at every list whose body is an object. */
const onLists =
  (judge: (json: JsonObject, seen: Seen, observer: Observer, provider: Provider) => void) =>
  () =>
  (seen: Seen, observer: Observer, { provider }: { readonly provider: Provider }): void => {
    if (!isList(seen, provider)) return
    const { json } = seen.response
    if (!isObject(json)) return
    observer.examined()
    judge(json, seen, observer, provider)
  }

export const listResponses = suite('The form of every list', [
  passiveCheck(
    'list-response/schemas',
    {
      title: 'every list is a message with the ListResponse URN',
      verifies: ['7644-3.4.2-04', '7644-3.1-06', '7644-8.2-01'],
      fix: `Wrap lists, empty ones included, in an object with "schemas": ["${listResponseUrn}"].`,
    },
    () =>
      (seen, observer, { provider }) => {
        if (!isList(seen, provider)) return
        observer.examined()
        const { json } = seen.response
        const fault = isObject(json)
          ? messageSchemasFault(json, listResponseUrn, '7644-3.4.2-04')
          : { expected: 'a ListResponse', got: `a body that is ${Array.isArray(json) ? 'an array' : show(json, 40)}` }
        if (fault !== undefined) observer.fault(fault)
      },
  ),

  passiveCheck(
    'list-response/total-results',
    {
      title: 'every list tells how many resources match',
      verifies: '7644-3.4.2-05',
      fix: 'Send totalResults, an integer: the number of all matches, whatever the page holds.',
    },
    onLists((json, seen, observer, provider) => {
      const total = member(json, 'totalResults')
      // With cursors it may be left out where it is not known (RFC 9865 §2), also where nobody asked for a cursor (§2.3).
      if (total === undefined && (isCursorPage(json, seen) || (mayPageByCursor(provider.config) && !isDiscovery(seen))))
        return
      if (typeof total !== 'number' || !Number.isInteger(total) || total < 0) {
        observer.fault({ expected: 'totalResults, an integer from 0 up', got: `totalResults ${show(total)}` })
      } else if (total < countOf(json)) {
        observer.fault({
          expected: 'totalResults as large as the number of resources returned, or larger',
          got: `totalResults less than the resources in the same answer`,
        })
      }
    }),
  ),

  passiveCheck(
    'list-response/resources',
    {
      title: 'every list with matches has Resources, an array of objects',
      verifies: '7644-3.4.2-06',
      fix: 'Send the resources of a list in the array "Resources", spelt with a capital R.',
    },
    onLists((json, { request }, observer) => {
      const total = member(json, 'totalResults')
      const found = json.Resources
      const expected = 'Resources, an array of objects'
      if (Array.isArray(found)) {
        if (!found.every(isObject)) observer.fault({ expected, got: 'an element that is no object' })
        return
      }
      const otherName = Object.keys(json).find(name => sameName(name, 'Resources') && name !== 'Resources')
      if (otherName !== undefined) observer.fault({ expected, got: `a member named ${show(otherName)}` })
      else if (found !== undefined && found !== null) observer.fault({ expected, got: `Resources ${show(found, 40)}` })
      else if (typeof total === 'number' && total > 0 && !asksForNothing(request) && !isBeyondEnd(request, total)) {
        observer.fault({ expected, got: `totalResults ${total} without Resources` })
      }
    }),
  ),

  passiveCheck(
    'list-response/items-per-page',
    {
      title: 'itemsPerPage is the number of resources in the answer',
      verifies: ['7644-3.4.2-09', '7644-3.4.2.4-10'],
      fix: 'Set itemsPerPage to the length of Resources in the same answer, not to count or to your page size.',
    },
    onLists((json, _seen, observer) => {
      const given = member(json, 'itemsPerPage')
      const number = countOf(json)
      if (given !== undefined && given !== null && given !== number) {
        observer.fault({ expected: 'itemsPerPage as many as there are Resources', got: gotItems(given, number) })
      }
    }),
  ),

  passiveCheck(
    'list-response/partial',
    {
      title: 'a list that is not complete tells startIndex and itemsPerPage',
      verifies: ['7644-3.4.2-08', '7644-3.4.2-09'],
      fix: 'Send startIndex and itemsPerPage with every page that does not hold all matches.',
    },
    onLists((json, seen, observer) => {
      const total = member(json, 'totalResults')
      const number = countOf(json)
      if (typeof total !== 'number' || number === 0 || number >= total) return
      if (isCursorPage(json, seen)) return
      const got = `${number} of more Resources without it`
      if (typeof member(json, 'startIndex') !== 'number') {
        observer.fault({ requirement: '7644-3.4.2-08', expected: 'startIndex in a partial list', got })
      }
      if (typeof member(json, 'itemsPerPage') !== 'number') {
        observer.fault({ requirement: '7644-3.4.2-09', expected: 'itemsPerPage in a partial list', got })
      }
    }),
  ),
])

function countOf(json: JsonObject): number {
  const found = member(json, 'Resources')
  return Array.isArray(found) ? found.length : 0
}

function gotItems(given: unknown, number: number): string {
  if (typeof given !== 'number') return `itemsPerPage ${show(given)}`
  return `itemsPerPage ${given > number ? 'larger' : 'smaller'} than the number of Resources`
}

/** Whether the page belongs to paging by cursor, where other members are required (RFC 9865 §2). */
function isCursorPage(json: JsonObject, { request }: Seen): boolean {
  if (member(json, 'nextCursor') !== undefined || member(json, 'previousCursor') !== undefined) return true
  const inBody = isObject(request.body) && member(request.body, 'cursor') !== undefined
  return inBody || Object.keys(request.query ?? {}).includes('cursor') || /[?&]cursor(=|&|$)/.test(request.path)
}

/** The value of a query parameter, in the URL or in the body of a search. */
function parameter({ query, path, body }: Seen['request'], name: string): number | undefined {
  const value =
    query?.[name] ??
    new URLSearchParams(path.split('?')[1] ?? '').get(name) ??
    (isObject(body) ? member(body, name) : undefined)
  return value === undefined || value === null ? undefined : Number(value)
}

/** Whether count is 0 or less: then no resources are wanted (RFC 7644 §3.4.2.4). */
function asksForNothing(request: Seen['request']): boolean {
  return (parameter(request, 'count') ?? 1) <= 0
}

function isBeyondEnd(request: Seen['request'], total: number): boolean {
  return (parameter(request, 'startIndex') ?? 1) > total
}
