// Queries at the base URL, over all resource types at once (RFC 7644 §3.4.2.1).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { eachDataset, memberWith } from '../support/dataset.ts'
import { equals, expectOnly, isDeclined, listBy } from '../support/filtered.ts'

export const rootQueries = suite('Queries at the base URL', [
  check(
    'root-query/all-types',
    {
      title: 'a query at the base URL finds resources of every type',
      verifies: ['7644-3.4.2.1-02', '7644-3.4.2.1-05'],
      needs: ['filter.supported'],
      fix: 'Evaluate a query at the base URL over the resources of all types.',
    },
    context =>
      eachDataset(context, async data => {
        const { id } = memberWith(context, data, 0, 'id')
        await expectAtRoot(context, equals('id', id), [id], `the ${data.type.name} with this id`)
      }),
  ),

  check(
    'root-query/several-types',
    {
      title: 'one query at the base URL gives resources of several types together',
      verifies: '7644-3.4.2.1-02',
      needs: ['filter.supported'],
      fix: 'Gather the matches of all types into one list, with one totalResults.',
    },
    async context => {
      const ids: string[] = []
      await eachDataset(context, async data => {
        ids.push(memberWith(context, data, 1, 'id').id)
      })
      // Two, because a page may have no more.
      const wanted = ids.slice(0, 2)
      if (wanted.length < 2) return context.unsupported('there is only one resource type to be found')
      const filter = wanted.map(id => equals('id', id)).join(' or ')
      await expectAtRoot(context, filter, wanted, 'one of each of two types')
    },
  ),

  check(
    'root-query/unknown-to-a-type',
    {
      title: 'at the base URL an attribute that a type does not have counts as having no value there',
      verifies: '7644-3.4.2.1-06',
      fix: 'In a query over several types take an attribute a type lacks for one without value, not for an error.',
    },
    async context => {
      const { types } = context.provider
      await eachDataset(context, async data => {
        const isOwn = types.every(
          ({ name, schemas }) =>
            name === data.type.name ||
            schemas.base.attributes.every(other => other.name.toLowerCase() !== data.label.toLowerCase()),
        )
        if (!isOwn || types.length < 2) return context.unsupported(`other types have a ${data.label} too`)
        const { id, text } = memberWith(context, data, 2, data.label)
        const filter = equals(data.label, text)
        await listBy(context, data.type, filter)
        // What the endpoint takes, the base URL cannot decline because of the other types.
        const response = await context.scim.request({ method: 'GET', path: '/', query: { filter } })
        const found = { response, list: expectResponse(response).toBeListResponse() }
        expectOnly(found, [id], `the ${data.type.name} with this ${data.label}`)
      })
    },
  ),

  check(
    'root-query/resource-type',
    {
      title: 'meta.resourceType tells the types apart in a query at the base URL',
      verifies: '7644-3.4.2.1-05',
      fix: 'Let filters at the base URL compare meta.resourceType.',
    },
    context =>
      eachDataset(context, async data => {
        const { id } = memberWith(context, data, 4, 'id')
        const other = context.provider.types.find(({ name }) => name !== data.type.name)?.name ?? 'Nothing'
        const filter = (name: string): string => `${equals('meta.resourceType', name)} and ${equals('id', id)}`
        await expectAtRoot(context, filter(data.type.name), [id], `it is a ${data.type.name}`)
        await expectAtRoot(context, filter(other), [], `it is no ${other}`)
      }),
  ),

  check(
    'root-query/search',
    {
      title: 'a search by POST at the root finds resources of every type',
      verifies: ['7644-3.4.2.1-02', '7644-3.4.3-13'],
      needs: ['filter.supported', 'search-post.supported'],
      fix: 'Answer POST /.search as a query at the base URL.',
    },
    context =>
      eachDataset(context, async data => {
        const { id } = memberWith(context, data, 5, 'id')
        const response = await context.scim.search(undefined, { filter: equals('id', id) })
        if ([404, 405, 501].includes(response.status)) {
          return context.unsupported(`POST /.search is answered ${response.status}`)
        }
        examineRoot(context, response, [id], `the ${data.type.name} with this id`)
      }),
  ),
])

async function expectAtRoot(
  context: CheckContext,
  filter: string,
  ids: readonly string[],
  what: string,
): Promise<void> {
  examineRoot(context, await context.scim.request({ method: 'GET', path: '/', query: { filter } }), ids, what)
}

function examineRoot(context: CheckContext, response: HttpResponse, ids: readonly string[], what: string): void {
  if (isDeclined(response)) context.unsupported(`the filter is declined at the base URL: ${describeResponse(response)}`)
  expectOnly({ response, list: expectResponse(response).toBeListResponse() }, ids, what)
}
