// Queries by POST to .search (RFC 7644 §3.4.3): the same as by GET.

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { amount, describeResponse } from '../../src/check/words.ts'
import { isArray, isObject, member } from '../../src/scim/json.ts'
import { expectProjection, firstOptional } from '../projection/projected.ts'
import { expectSorted, plainMembers } from '../sort/sorted-list.ts'
import { type Dataset, eachDataset, memberWith } from '../support/dataset.ts'
import { equals, expectOnly, isDeclined } from '../support/filtered.ts'
import { idsOf } from '../support/walk.ts'
import { eachSearched, filterOf } from './searched.ts'

export const searching = suite('Searching by POST', [
  check(
    'search/offered',
    {
      title: 'a POST to .search is answered with a list, at each endpoint and at the root',
      verifies: '7644-3.2-14',
      fix: 'Offer POST .search under every endpoint and at the base URL: filters in URLs end up in logs.',
    },
    async context => {
      const { provider, scim } = context
      for (const type of [...provider.types, undefined]) {
        await context.subject(type === undefined ? 'the root' : type.name, async () => {
          const response = await scim.search(type, { count: 1 })
          const json = isObject(response.json) ? response.json : {}
          const isAList = member(json, 'totalResults') !== undefined || isArray(member(json, 'Resources'))
          expectThat(response.status === 200 && isAList, {
            arguable: 7,
            expected: '200 OK with a ListResponse',
            got: describeResponse(response),
            response,
          })
        })
      }
    },
  ),

  check(
    'search/is-no-create',
    {
      title: 'a POST to .search is a query: it creates nothing',
      verifies: '7644-3.4.3-02',
      fix: 'Route paths that end in /.search to the query before the create.',
    },
    context =>
      eachSearched(context, async data => {
        const response = await context.scim.search(data.type, { ...filterOf(data), startIndex: 1, count: 2 })
        expectThat(response.status === 200, { expected: '200 OK', got: describeResponse(response), response })
        expectResponse(response).toBeListResponse()
      }),
  ),

  check(
    'search/same-as-get',
    {
      title: 'a search gives the same resources as the same query by GET',
      verifies: ['7644-3.4.3-13', '7644-3.4.3-07'],
      needs: ['filter.supported'],
      fix: 'Answer both with the same code: a SearchRequest is the query of a GET in a body.',
    },
    context =>
      eachSearched(context, async data => {
        if (data.narrow === undefined) return context.unsupported('no filter narrows the list to our own resources')
        const byGet = await context.scim.list(data.type, { ...filterOf(data), startIndex: 1 })
        const bySearch = await context.scim.search(data.type, { ...filterOf(data), startIndex: 1 })
        const [one, other] = [byGet, bySearch].map(response => expectResponse(response).toBeListResponse())
        if (one === undefined || other === undefined) return
        // Of a list in several pages the first may hold other resources: no order is promised.
        const isWhole = one.resources.length === one.totalResults
        const [ids, others] = [one, other].map(list => (isWhole ? [...idsOf(list)].sort().join() : ''))
        expectThat(ids === others && one.totalResults === other.totalResults, {
          expected: `${one.resources.length} resources, totalResults ${one.totalResults}, as by GET`,
          got: `${amount(other.resources.length, 'resource')}${ids === others ? '' : ', not the same ones'}, totalResults ${other.totalResults}`,
          exchanges: [byGet.exchange.id, bySearch.exchange.id],
        })
      }),
  ),

  check(
    'search/filter',
    {
      title: 'filter in the body of a search selects the resources',
      verifies: '7644-3.4.3-07',
      needs: ['filter.supported'],
      fix: 'Evaluate the filter of a SearchRequest.',
    },
    context =>
      eachDataset(context, async data => {
        const { id, text } = memberWith(context, data, 3, data.label)
        const response = await context.scim.search(data.type, { filter: equals(data.label, text) })
        if (isDeclined(response)) return context.unsupported(`the filter is declined: ${describeResponse(response)}`)
        const list = expectResponse(response).toBeListResponse()
        expectOnly({ response, list }, [id], `the one with this ${data.label}`)
      }),
  ),

  check(
    'search/paging',
    {
      title: 'startIndex and count in the body of a search cut the page out',
      verifies: '7644-3.4.3-13',
      needs: ['index.supported'],
      fix: 'Apply startIndex and count of a SearchRequest as those of a GET.',
    },
    context =>
      eachSearched(context, async data => {
        const { length } = data.members
        const pageAt = async (startIndex: number, count: number, most: number): Promise<() => void> => {
          const response = await context.scim.search(data.type, { ...filterOf(data), startIndex, count })
          return () => {
            const list = expectResponse(response).toBeListResponse()
            const isTotal = data.narrow === undefined ? list.totalResults >= length : list.totalResults === length
            expectThat(list.resources.length <= most && (most === 0 || list.resources.length > 0) && isTotal, {
              expected: `${most === 0 ? 'no resource' : `${most} resources at the most`}, totalResults ${length}`,
              got: `${list.resources.length} resources, totalResults ${list.totalResults}`,
              response,
            })
          }
        }
        expectAll(
          await pageAt(1, 2, 2),
          await pageAt(0, 3, 3),
          await pageAt(1, 0, 0),
          await pageAt(1, -1, 0),
          ...(data.narrow === undefined ? [] : [await pageAt(length, 5, 1), await pageAt(length + 1, 2, 0)]),
        )
      }),
  ),

  check(
    'search/attributes',
    {
      title: 'attributes in the body of a search is an array of names, and only those are returned',
      verifies: '7644-3.4.3-05',
      fix: 'Apply the attributes of a SearchRequest, a JSON array, to every resource returned.',
    },
    context =>
      eachSearched(context, async data => {
        const name = firstOptional(context, data.type, data.members[0]?.resource ?? {})
        await expectProjected(context, data, { attributes: [name] })
      }),
  ),

  check(
    'search/excluded-attributes',
    {
      title: 'excludedAttributes in the body of a search takes away what it names, but never the id',
      verifies: '7644-3.4.3-06',
      fix: 'Apply the excludedAttributes of a SearchRequest, a JSON array, except to what is always returned.',
    },
    context =>
      eachSearched(context, async data => {
        const name = firstOptional(context, data.type, data.members[0]?.resource ?? {})
        await expectProjected(context, data, { excludedAttributes: ['id', name] })
      }),
  ),

  check(
    'search/sort',
    {
      title: 'sortBy and sortOrder in the body of a search order the list',
      verifies: ['7644-3.4.3-08', '7644-3.4.3-09'],
      fix: 'Apply sortBy and sortOrder of a SearchRequest as those of a GET.',
    },
    context =>
      eachSearched(context, async data => {
        const urn = `${data.type.schemas.base.id}:${data.label}`
        for (const [sortBy, sortOrder, requirement] of [
          [data.label, 'ascending', '7644-3.4.3-08'],
          [data.label, 'descending', '7644-3.4.3-08'],
          [urn, 'ascending', '7644-3.4.3-09'],
        ] as const) {
          const response = await context.scim.search(data.type, { ...filterOf(data), sortBy, sortOrder, startIndex: 1 })
          const list = expectResponse(response, { requirement }).toBeListResponse()
          const members = idsOf(list).flatMap(id => data.members.find(one => one.id === id) ?? [])
          const listed = plainMembers(data, { members, pages: 1, exchanges: [response.exchange.id] }, data.label)
          expectSorted(data, listed, data.label, sortOrder, { requirement })
        }
      }),
  ),
])

async function expectProjected(
  context: CheckContext,
  data: Dataset,
  parameters: { readonly attributes?: readonly string[]; readonly excludedAttributes?: readonly string[] },
): Promise<void> {
  const response = await context.scim.search(data.type, { ...filterOf(data), ...parameters, startIndex: 1 })
  const list = expectResponse(response).toBeListResponse()
  const own = list.resources.flatMap(resource => {
    const one = data.members.find(({ id }) => id === member(resource, 'id'))
    return one === undefined ? [] : [{ resource, full: one.resource }]
  })
  if (own.length === 0 && data.narrow === undefined) context.unsupported('none of our own resources is listed')
  expectThat(own.length > 0, {
    expected: 'resources with their id',
    got: `${list.resources.length} resources, none with an id of ours`,
    response,
  })
  for (const { resource, full } of own) expectProjection(response, resource, data.type, parameters, full)
}
