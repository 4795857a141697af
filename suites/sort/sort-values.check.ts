// What a list is sorted by: sub-attributes, one of several values, missing values, types (RFC 7644 §3.4.2.3).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { amount } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { readValues } from '../../src/scim/value.ts'
import { complexWithTexts, listWithPrimary, numbersOf } from '../support/attribute-choice.ts'
import { eachDataset, storedText } from '../support/dataset.ts'
import { canShowOrder, expectSorted, listSorted, plainMembers } from './sorted-list.ts'

export const valuesSortedBy = suite('What a list is sorted by', [
  check(
    'sort-values/sub-attribute',
    {
      title: 'sortBy follows a dot into a complex attribute',
      verifies: ['7644-3.4.2.3-02', '7644-3.4.2.3-05', '7644-3.4.2.3-03'],
      fix: 'Sort by the value of the sub-attribute that sortBy names.',
    },
    context =>
      eachDataset(context, async data => {
        const complex = complexWithTexts(data.type)
        const path = complex === undefined ? '' : `${complex.attribute.name}.${complex.texts[0].name}`
        if (complex === undefined || !canShowOrder(data, path)) {
          return context.unsupported('no complex attribute with a text is stored')
        }
        const listed = await listSorted(context, data, { sortBy: path })
        expectSorted(data, plainMembers(data, listed, path), path, undefined)
      }),
  ),

  check(
    'sort-values/multi-valued',
    {
      title: 'of several values the primary one decides the order, else the first',
      verifies: '7644-3.4.2.3-04',
      fix: 'Sort a multi-valued attribute by its primary value, or by the first where none is primary.',
    },
    context =>
      eachDataset(context, async data => {
        const attribute = listWithPrimary(data.type)
        const path = `${attribute?.name}.value`
        if (attribute === undefined || !canShowOrder(data, path)) {
          return context.unsupported('no attribute with several values is stored')
        }
        const havePrimary = data.members.every(({ resource }) =>
          readValues(resource, attribute.name, data.type.schemas).some(
            element => isObject(element) && member(element, 'primary') === true,
          ),
        )
        if (!havePrimary) return context.unsupported(`${attribute.name} are stored without a primary one`)
        expectSorted(data, await listSorted(context, data, { sortBy: path }), path, undefined)
      }),
  ),

  check(
    'sort-values/missing',
    {
      title: 'resources without the attribute come last when ascending and first when descending',
      verifies: '7644-3.4.2.3-06',
      fix: 'Put missing values after all others, and turn that round with the order.',
    },
    context =>
      eachDataset(context, async data => {
        const { sparse } = data
        const have = sparse === undefined ? [] : data.members.filter(one => storedText(data, one, sparse) !== undefined)
        if (sparse === undefined || have.length === data.members.length) {
          return context.unsupported('no attribute is there that only some resources have')
        }
        const examine = async (sortOrder: 'ascending' | 'descending'): Promise<() => void> => {
          const { members, pages, exchanges } = await listSorted(context, data, { sortBy: sparse, sortOrder })
          const row = members.map(one => (have.includes(one) ? 'value' : 'none'))
          const values = row.filter(word => word === 'value')
          const none = row.filter(word => word === 'none')
          const expected = sortOrder === 'ascending' ? [...values, ...none] : [...none, ...values]
          return () => {
            expectThat(row.join() === expected.join(), {
              expected: `${sortOrder}: ${expected.join(', ')}`,
              got: row.join(', '),
              exchanges,
            })
            // Of a longer list, or one that comes in pages, something may have escaped the walk.
            const isWhole = data.narrow !== undefined && pages <= 1
            expectThat(!isWhole || members.length === data.members.length, {
              expected: `${sortOrder}: all ${data.members.length} resources, with ${sparse} and without`,
              got: `${members.length} of them, ${none.length === 0 ? 'none' : amount(none.length, 'resource')} without ${sparse}`,
              exchanges,
            })
          }
        }
        expectAll(await examine('ascending'), await examine('descending'))
      }),
  ),

  check(
    'sort-values/case-exact',
    {
      title: 'a list can be sorted by a caseExact attribute',
      verifies: '7644-3.4.2.3-10',
      fix: 'Sort caseExact texts by their characters.',
    },
    context =>
      eachDataset(context, async data => {
        if (!canShowOrder(data, 'externalId')) return context.unsupported('no externalId is stored')
        const listed = await listSorted(context, data, { sortBy: 'externalId' })
        expectSorted(data, plainMembers(data, listed, 'externalId'), 'externalId', undefined)
      }),
  ),

  check(
    'sort-values/date-time',
    {
      title: 'dateTimes are sorted as points in time',
      verifies: ['7644-3.4.2.3-10', '7644-3.4.2.3-03'],
      fix: 'Compare dateTimes as instants: meta.created, latest first when descending.',
    },
    context =>
      eachDataset(context, async data => {
        const path = 'meta.created'
        const times = data.members.flatMap(({ resource }) => readValues(resource, path, data.type.schemas))
        if (new Set(times).size < 2) return context.unsupported('all resources show one time of creation, or none')
        for (const sortOrder of ['ascending', 'descending'] as const) {
          expectSorted(data, await listSorted(context, data, { sortBy: path, sortOrder }), path, sortOrder)
        }
      }),
  ),

  check(
    'sort-values/numbers',
    {
      title: 'numbers are sorted by value',
      verifies: '7644-3.4.2.3-10',
      fix: 'Compare integers and decimals as numbers, not as texts: 9 comes before 10.',
    },
    context =>
      eachDataset(context, async data => {
        const paths = numbersOf(data.type).flatMap(({ name }) => (canShowOrder(data, name) ? [name] : []))
        if (paths.length === 0) return context.unsupported('no number is stored')
        for (const path of paths) expectSorted(data, await listSorted(context, data, { sortBy: path }), path, undefined)
      }),
  ),
])
