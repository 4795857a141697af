// The first filters every client sends: one attribute eq one value (RFC 7644 §3.4.2.2).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { amount } from '../../src/check/words.ts'
import { sameName } from '../../src/scim/json.ts'
import { complexWithTexts } from '../support/attribute-choice.ts'
import { datasetOf, eachDataset, memberWith, storedText } from '../support/dataset.ts'
import { equals, expectFound, expectOnly, listBy } from '../support/filtered.ts'
import { walkByIndex } from '../support/walk.ts'

export const equalityFilters = suite('Filters with eq', [
  check(
    'eq/user-name',
    {
      title: 'userName eq finds exactly the User with that userName',
      verifies: ['7644-3.4.2.2-08', '7644-3.4.2.2-02'],
      needs: ['user-resource'],
      fix: 'Return the User whose userName equals the quoted value, and nobody else.',
    },
    async context => {
      const data = await datasetOf(context, context.type('User'))
      const { id, text } = memberWith(context, data, 0, 'userName')
      const found = await listBy(context, data.type, equals('userName', text))
      expectOnly(found, [id], 'the User with this userName')
    },
  ),

  check(
    'eq/id',
    {
      title: 'id eq finds exactly the resource with that id',
      verifies: ['7644-3.4.2.2-08', '7644-3.4.2.2-02'],
      fix: 'Let filters compare the id like any other attribute.',
    },
    context =>
      eachDataset(context, async data => {
        const { id } = memberWith(context, data, 2, 'id')
        expectOnly(await listBy(context, data.type, equals('id', id)), [id], 'the one with this id')
      }),
  ),

  check(
    'eq/external-id',
    {
      title: 'externalId eq finds exactly the resource with that externalId',
      verifies: ['7644-3.4.2.2-08', '7644-3.4.2.2-02'],
      fix: 'Let filters compare the externalId: clients look their own resources up by it.',
    },
    context =>
      eachDataset(context, async data => {
        const { id, text } = memberWith(context, data, 1, 'externalId')
        expectOnly(await listBy(context, data.type, equals('externalId', text)), [id], 'the one with this externalId')
      }),
  ),

  check(
    'eq/string-attribute',
    {
      title: 'eq on the text that names a resource finds exactly that resource, in every resource type',
      verifies: ['7644-3.4.2.2-08', '7644-3.4.2.2-02'],
      fix: 'Evaluate filters for every resource type alike, by the attributes of its schema.',
    },
    context =>
      eachDataset(context, async data => {
        if (sameName(data.label, 'userName')) context.unsupported('eq/user-name examines it')
        const { id, text } = memberWith(context, data, 4, data.label)
        const found = await listBy(context, data.type, equals(data.label, text))
        expectOnly(found, [id], `the one with this ${data.label}`)
      }),
  ),

  check(
    'eq/sub-attribute',
    {
      title: 'eq on a sub-attribute finds exactly the resource that has the value there',
      verifies: ['7644-3.4.2.2-42', '7644-3.4.2.2-08'],
      fix: 'Follow the dot of an attribute path into the complex attribute; resources without it just do not match.',
    },
    context =>
      eachDataset(context, async data => {
        const complex = complexWithTexts(data.type)
        if (complex === undefined) return context.unsupported('the schema has no complex attribute with texts')
        const path = `${complex.attribute.name}.${complex.texts[0].name}`
        const { id, text } = memberWith(context, data, 3, path)
        expectOnly(await listBy(context, data.type, equals(path, text)), [id], `the one with this ${path}`)
      }),
  ),

  check(
    'eq/whole-value',
    {
      title: 'eq compares whole values: the beginning of a value does not match',
      verifies: '7644-3.4.2.2-08',
      fix: 'Compare for equality; co, sw and ew are there for parts of a value.',
    },
    context =>
      eachDataset(context, async data => {
        const { text } = memberWith(context, data, 0, data.label)
        const at = text.includes('@') ? text.indexOf('@') : text.length
        for (const part of [text.slice(0, at - 1), text.slice(1)]) {
          const found = await listBy(context, data.type, equals(data.label, part))
          expectOnly(found, [], `none has just this part as its ${data.label}`)
        }
      }),
  ),

  check(
    'eq/no-match',
    {
      title: 'a filter that nothing matches is answered 200 with totalResults 0',
      verifies: '7644-3.4.2-10',
      needs: ['filter.supported'],
      fix: 'Answer an empty ListResponse with totalResults 0; 404 is for resources asked for by URL.',
    },
    context =>
      eachDataset(context, async ({ type, label }) => {
        const text = `${context.resources.unique()}@nowhere.example.com`
        expectOnly(await listBy(context, type, equals(label, text)), [], 'nothing matches')
      }),
  ),

  check(
    'eq/several',
    {
      title: 'eq finds every resource that has the value, each once',
      verifies: ['7644-3.4.2.2-02', '7644-3.4.2.2-08'],
      fix: 'Return all matches of a filter, page by page; values need not be unique.',
    },
    context =>
      eachDataset(context, async data => {
        const { common, members, type } = data
        const [one] = members
        const text = common === undefined || one === undefined ? undefined : storedText(data, one, common)
        if (common === undefined || text === undefined)
          return context.unsupported('no attribute is left in which several resources can be alike')
        const filter = equals(common, text)
        await listBy(context, type, filter)
        const { ids, pages } = await walkByIndex(context, type, { filter }, 20)
        const wanted = members.map(({ id }) => id)
        const missing = wanted.filter(id => !ids.includes(id)).length
        const total = pages[0]?.list.totalResults ?? 0
        const others = ids.filter(id => !wanted.includes(id)).length
        expectThat(missing === 0 && others === 0 && ids.length === wanted.length && total === wanted.length, {
          expected: `${wanted.length} resources, which have this ${common}`,
          got: [
            amount(ids.length, 'resource'),
            ...(missing > 0 ? [`${missing} missing`] : []),
            ...(others > 0 ? [`${others} of them others`] : []),
            `totalResults ${total}`,
          ].join(', '),
          exchanges: pages.map(({ response }) => response.exchange.id),
        })
      }),
  ),

  check(
    'eq/with-paging',
    {
      title: 'count and startIndex page through the matches of a filter, not through all resources',
      verifies: ['7644-3.4.2-05', '7644-3.4.2.4-13'],
      needs: ['filter.supported', 'index.supported'],
      fix: 'Apply the filter first, count the matches, then cut the page out of them.',
    },
    context =>
      eachDataset(context, async data => {
        const { id, text } = memberWith(context, data, 6, data.label)
        const filter = equals(data.label, text)
        await expectFound(context, data.type, filter, [id])
        const first = await listBy(context, data.type, filter, {}, { startIndex: 1, count: 1 })
        expectOnly(first, [id], 'the only match is the first')
        const second = await listBy(context, data.type, filter, {}, { startIndex: 2, count: 1 })
        expectThat(second.list.resources.length === 0 && second.list.totalResults === 1, {
          requirement: '7644-3.4.2.4-13',
          expected: 'no resource, totalResults 1: the page is beyond the only match',
          got: `${second.list.resources.length} resources, totalResults ${second.list.totalResults}`,
          response: second.response,
        })
      }),
  ),
])
