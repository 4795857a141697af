// The order that sortBy and sortOrder ask for (RFC 7644 §3.4.2.3).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse } from '../../src/check/expect.ts'
import { findAttribute } from '../../src/scim/resource-schemas.ts'
import { extensionTexts } from '../support/attribute-choice.ts'
import { eachDataset, narrowed } from '../support/dataset.ts'
import { pageSizeFor } from '../support/walk.ts'
import { canShowOrder, expectSorted, listSorted, plainMembers } from './sorted-list.ts'

export const orderOfLists = suite('The order of a sorted list', [
  check(
    'order/ascending',
    {
      title: 'sortBy orders a list by the values of that attribute',
      verifies: '7644-3.4.2.3-02',
      fix: 'Sort the matches by the attribute named in sortBy before the page is cut out of them.',
    },
    context =>
      eachDataset(context, async data => {
        const sorting = { sortBy: data.label, sortOrder: 'ascending' } as const
        const listed = await listSorted(context, data, sorting, { mustWork: true })
        expectSorted(data, plainMembers(data, listed, data.label), data.label, 'ascending')
      }),
  ),

  check(
    'order/default-is-ascending',
    {
      title: 'sortBy without sortOrder sorts ascending',
      verifies: '7644-3.4.2.3-08',
      fix: 'Take a missing sortOrder as ascending.',
    },
    context =>
      eachDataset(context, async data => {
        const listed = await listSorted(context, data, { sortBy: data.label })
        expectSorted(data, plainMembers(data, listed, data.label), data.label, undefined)
      }),
  ),

  check(
    'order/descending',
    {
      title: 'sortOrder descending turns the order round',
      verifies: ['7644-3.4.2.3-02', '7644-3.4.2.3-07'],
      fix: 'Sort from the highest value to the lowest when sortOrder is descending.',
    },
    context =>
      eachDataset(context, async data => {
        const listed = await listSorted(context, data, { sortBy: data.label, sortOrder: 'descending' })
        expectSorted(data, plainMembers(data, listed, data.label), data.label, 'descending')
      }),
  ),

  check(
    'order/letter-case',
    {
      title: 'texts that are not caseExact are sorted without regard to letter case',
      verifies: '7644-3.4.2.3-09',
      fix: 'Fold the letter case of values before comparing them, unless the attribute is caseExact.',
    },
    context =>
      eachDataset(context, async data => {
        const isExact = findAttribute(data.type.schemas, data.label)?.attribute.caseExact ?? false
        if (isExact) return context.unsupported(`${data.label} is caseExact`)
        expectSorted(data, await listSorted(context, data, { sortBy: data.label }), data.label, undefined)
      }),
  ),

  check(
    'order/across-pages',
    {
      title: 'a sorted list is in order over all its pages',
      verifies: '7644-3.4.2.3-02',
      needs: ['index.supported'],
      fix: 'Sort all matches first and cut the pages out afterwards, rather than sorting each page.',
    },
    context =>
      eachDataset(context, async data => {
        const first = await context.scim.list(data.type, { ...narrowed(data), startIndex: 1, count: 1 })
        const count = pageSizeFor(expectResponse(first).toBeListResponse().totalResults)
        const listed = await listSorted(context, data, { sortBy: data.label, count })
        expectSorted(data, plainMembers(data, listed, data.label), data.label, undefined)
      }),
  ),

  check(
    'order/notation',
    {
      title: 'sortBy takes attribute names in any letter case, and with the URN of the schema',
      verifies: ['7644-3.10-01', '7644-3.10-05'],
      needs: ['sort.supported'],
      fix: 'Read sortBy as any attribute path: without regard to letter case, with or without the schema URN.',
    },
    context =>
      eachDataset(context, async data => {
        const urn = `${data.type.schemas.base.id}:${data.label}`
        for (const [sortBy, requirement] of [
          [data.label.toUpperCase(), '7644-3.10-05'],
          [urn, '7644-3.10-01'],
        ] as const) {
          const listed = await listSorted(context, data, { sortBy })
          expectSorted(data, plainMembers(data, listed, data.label), data.label, undefined, { requirement })
        }
      }),
  ),

  check(
    'order/extension-attribute',
    {
      title: 'sortBy takes an attribute of an extension by its URN and name',
      verifies: '7644-3.10-01',
      needs: ['sort.supported'],
      fix: 'Look an attribute with the URN of an extension up in that extension when sorting.',
    },
    context =>
      eachDataset(context, async data => {
        const paths = extensionTexts(data.type).map(({ urn, attribute }) => `${urn}:${attribute.name}`)
        const path = paths.find(candidate => canShowOrder(data, candidate))
        if (path === undefined) return context.unsupported('no extension with a text is stored')
        // Both ways round: one of them may happen to be the order in which the resources are stored.
        for (const sortOrder of ['ascending', 'descending'] as const) {
          const listed = await listSorted(context, data, { sortBy: path, sortOrder })
          expectSorted(data, plainMembers(data, listed, path), path, sortOrder)
        }
      }),
  ),

  check(
    'order/unknown-order',
    {
      title: 'a sortOrder that is neither ascending nor descending is refused',
      verifies: '7644-3.4.2.3-07',
      fix: 'Answer an unknown sortOrder with 400 and scimType invalidValue.',
    },
    context =>
      eachDataset(context, async data => {
        const query = { ...narrowed(data), sortBy: data.label, sortOrder: 'sideways', count: 2 }
        expectResponse(await context.scim.list(data.type, query)).toBeScimError({ status: 400 })
      }),
  ),
])
