// How attributes and operators are named in filters: letter case, URNs, sub-attributes, names nobody knows (RFC 7644
// §3.4.2.2, §3.10).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import type { RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { complexWithTexts, listWithPrimary } from '../support/attribute-choice.ts'
import { expectControl, expectMatches, isDeclinedFilter, refusesWithAnotherKeyword } from '../support/filter-answer.ts'
import { type FilterData, filterDataOf, shownValues } from '../support/filter-data.ts'
import { type Column, columnsOf, type Operator, pairsOf } from '../support/filter-matrix.ts'
import { expectRefused } from '../support/filter-refused.ts'

export const filterNames = suite('Names in filters', [
  check(
    'filter/operator-letter-case',
    {
      title: 'every operator is understood in any letter case',
      verifies: '7644-3.4.2.2-03',
      fix: 'Read operators without regard to letter case.',
    },
    async context => {
      const columns = await columnsOf(context)
      const operators: readonly Operator[] = ['co', 'sw', 'ew', 'pr', 'gt', 'ge', 'lt', 'le']
      for (const operator of operators) {
        const pair = pairsOf(
          operator,
          columns.filter(({ kind }) => kind === 'naming text'),
        )[0]
        if (pair === undefined) continue
        const other = operator.slice(0, 1).toUpperCase() + operator.slice(1)
        const filter = pair.filter.replace(` ${operator}`, ` ${operator === 'pr' ? 'PR' : other}`)
        await context.subject(filter.split(' ')[1] ?? operator, () =>
          expectLike(context, pair.column, pair.filter, filter),
        )
      }
    },
  ),

  check(
    'filter/sub-attribute-letter-case',
    {
      title: 'names of sub-attributes are understood in any letter case',
      verifies: ['7644-3.4.2.2-03', '7644-3.10-05'],
      needs: ['filter.supported'],
      fix: 'Look sub-attributes up without regard to letter case.',
    },
    context =>
      eachSubAttribute(context, async ({ column, usual, value }) => {
        await expectLike(context, column, usual, `${column.path.toUpperCase()} eq ${value}`)
        await expectLike(context, column, usual, `${column.path.toLowerCase()} eq ${value}`)
      }),
  ),

  check(
    'filter/urn-with-sub-attribute',
    {
      title: 'a sub-attribute can be named with the URN of its schema',
      verifies: ['7644-3.4.2.2-40', '7644-3.10-04', '7644-3.10-05'],
      needs: ['filter.supported'],
      fix: 'Take the name after the last colon of a path, and the sub-attribute after its dot.',
    },
    context =>
      eachSubAttribute(context, async ({ column, usual, value }) => {
        const path = `${column.data.type.schemas.base.id}:${column.path}`
        await expectLike(context, column, usual, `${path} eq ${value}`)
        await expectLike(context, column, usual, `${path.toUpperCase()} eq ${value}`, '7644-3.10-05')
      }),
  ),

  check(
    'filter/urn-with-operators',
    {
      title: 'an attribute named with its URN can be used with every operator and beside others',
      verifies: ['7644-3.4.2.2-40', '7644-3.10-02'],
      needs: ['filter.supported'],
      fix: 'Resolve the URN where the path is read, so that every operator sees the attribute alone.',
    },
    async context => {
      const column = (await columnsOf(context)).find(({ kind }) => kind === 'naming text')
      if (column === undefined) return context.unsupported('no attribute keeps texts')
      const { data, path } = column
      const urn = `${data.type.schemas.base.id}:${path}`
      for (const operator of ['sw', 'co', 'pr'] as const) {
        const [pair] = pairsOf(operator, [column])
        if (pair === undefined) continue
        const filter = pair.filter.replace(path, urn)
        await context.subject(`${operator} on ${urn}`, () => expectLike(context, column, pair.filter, filter))
      }
      const [one] = data.members
      const text = JSON.stringify(String(one === undefined ? '' : shownValues(data, one, path)[0]))
      const usual = `${path} eq ${text} or ${path} eq "none"`
      await context.subject(`or with ${urn}`, () =>
        expectLike(context, column, usual, `${path} eq "none" or ${urn} eq ${text}`),
      )
    },
  ),

  check(
    'filter/urn-with-value-path',
    {
      title: 'the attribute of a value path can be named with the URN of its schema',
      verifies: ['7644-3.4.2.2-33', '7644-3.4.2.2-40'],
      fix: 'Resolve the URN before the brackets are read.',
    },
    async context => {
      for (const type of context.provider.types) {
        await context.subject(type.name, async () => {
          const list = listWithPrimary(type)
          if (list === undefined) return context.unsupported('the schema has no list of typed values')
          const data = await filterDataOf(context, type)
          const [text] = data.members.flatMap(one => shownValues(data, one, `${list.name}.value`))
          const brackets = `${list.name}[value eq ${JSON.stringify(text)}]`
          const filter = `${type.schemas.base.id}:${brackets}`
          if (typeof text !== 'string') return context.unsupported(`${list.name} keeps no values`)
          await expectControl(context, data, brackets, { what: 'value paths', by: list.name }, 'filter/value-path')
          await expectMatches(context, data, filter, { what: 'value paths', by: list.name, answered: true })
        })
      }
    },
  ),

  check(
    'filter/unknown-attribute',
    {
      title: 'a filter on an attribute that no schema has matches nothing or is refused',
      verifies: ['7644-3.4.2.2-02', '7644-3.12-17'],
      fix: 'Answer 400 with scimType "invalidFilter" to unknown attributes in filters, or treat them as having no value.',
    },
    async context => {
      const [type] = context.provider.types
      if (type === undefined) return context.unsupported('no resource type is known')
      const complex = complexWithTexts(type)?.attribute.name
      const paths = [
        'scimcNothing',
        ...(complex === undefined ? [] : [`${complex}.scimcNothing`]),
        'urn:scimc:none:scimcNothing',
      ]
      // With data there to be matched wrongly.
      await filterDataOf(context, type)
      for (const filter of paths.flatMap(path => [`${path} eq "scimc"`, `${path} pr`])) {
        await context.subject(filter, async () => {
          const response = await context.scim.list(type, { filter, count: 1 })
          if (isDeclinedFilter(response)) return
          expectThat(response.status === 200, {
            requirement: '7644-3.12-17',
            ...(refusesWithAnotherKeyword(response) ? { arguable: 13 } : {}),
            expected: `for ${filter}: 400 Bad Request, scimType "invalidFilter", or an empty list`,
            got: describeResponse(response),
            response,
          })
          const { totalResults, resources } = expectResponse(response).toBeListResponse()
          expectThat(totalResults === 0 && resources.length === 0, {
            requirement: '7644-3.4.2.2-02',
            expected: `for ${filter}: an empty list, or 400 Bad Request, scimType "invalidFilter"`,
            got: `a list with totalResults ${totalResults}`,
            response,
          })
        })
      }
    },
  ),

  check(
    'filter/malformed-name',
    {
      title: 'names that cannot be attribute names are refused',
      verifies: ['7644-3.4.2.2-40', '7644-3.4.2.2-41'],
      fix: 'A path is a name that begins with a letter, and one sub-attribute at the most.',
    },
    async context => {
      const [type] = context.provider.types
      if (type === undefined) return context.unsupported('no resource type is known')
      await context.subject('three levels', () =>
        expectRefused(context, type, 'scimca.scimcb.scimcc eq "x"', '7644-3.4.2.2-40'),
      )
      for (const name of ['1scimc', '-scimc', '.scimc']) {
        await context.subject(name, () => expectRefused(context, type, `${name} eq "x"`, '7644-3.4.2.2-41'))
      }
    },
  ),
])

interface SubAttribute {
  readonly column: Column
  readonly usual: string
  /** The value as JSON. */
  readonly value: string
}

/** Examines the sub-attribute of a complex attribute, where a resource keeps one. */
async function eachSubAttribute(context: CheckContext, examine: (sub: SubAttribute) => Promise<void>): Promise<void> {
  const columns = (await columnsOf(context)).filter(
    ({ kind }) => kind === 'text sub-attribute' || kind === 'text in a list',
  )
  if (columns.length === 0) context.unsupported('no sub-attribute keeps texts')
  for (const column of columns) {
    await context.subject(`${column.data.type.name} ${column.path}`, async () => {
      const value = JSON.stringify(firstValue(column.data, column.path))
      await examine({ column, usual: `${column.path} eq ${value}`, value })
    })
  }
}

function firstValue(data: FilterData, path: string): string {
  const values = data.members.flatMap(one => shownValues(data, one, path))
  return String(values.find(value => typeof value === 'string' && value !== ''))
}

/** Holds when a filter gives what it should, as the usual way to write it does; where that is declined nothing is learned. */
async function expectLike(
  context: CheckContext,
  { data, path }: Column,
  usual: string,
  filter: string,
  requirement?: RequirementId,
): Promise<void> {
  const basis = requirement === undefined ? {} : { requirement }
  const what = usual.replace(/ "(?:[^"\\]|\\.)*"/g, '').replace(/^(\S+) (\w+)$/, '$2 on $1')
  const asked = { what, by: path, narrow: / pr$| [gl][te] /i.test(usual) }
  const [, operator = 'eq'] = / (\w\w)(?: |$)/.exec(usual) ?? []
  await expectControl(context, data, usual, asked, `filter/${operator.toLowerCase()}-attribute-types`)
  await expectMatches(context, data, filter, { ...basis, ...asked, answered: true })
}
