// and, or, not and parentheses (RFC 7644 §3.4.2.2, table 4, and figure 1).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { sameName } from '../../src/scim/json.ts'
import { expectControl, expectMatches, findOne, isDeclinedFilter, noteOffer } from '../support/filter-answer.ts'
import { type FilterData, filterDataOf, shownValues } from '../support/filter-data.ts'

/** Comparisons that hold for one resource each: by its naming text, and by its id. */
interface Terms {
  readonly data: FilterData
  named(index: number): string
  id(index: number): string
}

export const filterLogic = suite('Logical operators in filters', [
  check(
    'filter/and',
    {
      title: 'and gives the resources for which both sides hold',
      verifies: '7644-3.4.2.2-23',
      fix: 'Let and hold where both of its operands do.',
    },
    context =>
      eachType(context, async ({ data, named, id }) => {
        const asked = { what: 'and', by: data.label }
        await expectMatches(context, data, `${named(0)} and ${id(0)}`, asked)
        await expectMatches(context, data, `${named(0)} and ${id(1)}`, asked)
        await expectMatches(context, data, `${id(1)} and ${named(0)}`, asked)
      }),
  ),

  check(
    'filter/or',
    {
      title: 'or gives the resources for which either side holds, each once',
      verifies: '7644-3.4.2.2-24',
      fix: 'Let or hold where one of its operands does, and join the results without repeating any.',
    },
    context =>
      eachType(context, async ({ data, named, id }) => {
        const asked = { what: 'or', by: data.label }
        await expectMatches(context, data, `${named(0)} or ${named(3)}`, asked)
        await expectMatches(context, data, `${named(2)} or ${id(2)}`, asked)
      }),
  ),

  check(
    'filter/not',
    {
      title: 'not gives the resources for which the filter in its parentheses does not hold',
      verifies: '7644-3.4.2.2-25',
      fix: 'Evaluate the group after not and turn the result over.',
    },
    context =>
      eachType(context, async ({ data, named }) => {
        const asked = { what: 'not', by: data.label, narrow: true }
        await expectMatches(context, data, `not (${named(0)})`, asked)
        await expectMatches(context, data, `not (${named(1)} or ${named(2)})`, asked)
      }),
  ),

  check(
    'filter/grouping',
    {
      title: 'what stands in parentheses is evaluated first',
      verifies: '7644-3.4.2.2-43',
      fix: 'Read a parenthesised filter as one operand.',
    },
    context =>
      eachType(context, async ({ data, named, id }) => {
        const asked = { what: 'parentheses', by: data.label }
        await expectMatches(context, data, `(${named(0)} or ${named(1)}) and ${id(1)}`, asked)
        await expectMatches(context, data, `${id(1)} and (${named(0)} or (${named(1)} and ${id(1)}))`, asked)
      }),
  ),

  check(
    'filter/precedence',
    {
      title: 'and binds closer than or, and not closer than both',
      verifies: '7644-3.4.2.2-43',
      fix: 'Read or-joined groups of and-joined terms; not belongs to its parentheses alone.',
    },
    context =>
      eachType(context, async ({ data, named, id }) => {
        const asked = { what: 'and together with or', by: data.label }
        await expectMatches(context, data, `${named(0)} or ${named(1)} and ${id(2)}`, asked)
        await expectMatches(context, data, `${id(2)} and ${named(1)} or ${named(0)}`, asked)
        await expectMatches(context, data, `not (${named(0)}) and ${named(1)}`, { what: 'not', by: data.label })
      }),
  ),

  check(
    'filter/chained',
    {
      title: 'any number of filters can be joined',
      verifies: '7644-3.4.2.2-36',
      fix: 'Go on reading operands as long as and or or follows.',
    },
    context =>
      firstType(context, async ({ data, named, id }) => {
        const by = data.label
        const four = [0, 2, 3, 5].map(named).join(' or ')
        await expectMatches(context, data, four, { what: 'or', by })
        await expectMatches(context, data, `${named(4)} and ${id(4)} and ${data.label} pr`, { what: 'and', by })
        await expectMatches(context, data, `${named(4)} and ${id(4)} and ${named(5)}`, { what: 'and', by })
      }),
  ),

  check(
    'filter/logical-letter-case',
    {
      title: 'and, or and not are understood in any letter case',
      verifies: '7644-3.4.2.2-03',
      fix: 'Read and, or and not without regard to letter case.',
    },
    context =>
      firstType(context, async ({ data, named, id }) => {
        const negated = `${named(1)} and not (${named(0)})`
        const cases = [
          { word: 'and', written: 'AND', usual: `${named(0)} and ${id(1)}` },
          { word: 'or', written: 'Or', usual: `${named(0)} or ${named(1)}` },
          { word: 'not', written: 'NOT', usual: negated },
        ] as const
        for (const { word, written, usual } of cases) {
          const other = usual.replace(` ${word} `, ` ${written} `)
          await context.subject(written, () => expectInAnyCase(context, data, [usual, other], word))
        }
      }),
  ),

  check(
    'filter/not-spelling',
    {
      title: 'not is understood with and without a space before its parenthesis',
      verifies: ['7644-3.4.2.2-52', '7644-3.4.2.2-32'],
      fix: 'Allow spaces between not and the parenthesis, as the examples of the RFC have it, and none, as its grammar has it.',
    },
    context =>
      firstType(context, async ({ data, named }) => {
        const spellings = [
          { filter: `${named(1)} and not (${named(0)})`, requirement: '7644-3.4.2.2-52' },
          { filter: `${named(1)} and not(${named(0)})`, requirement: '7644-3.4.2.2-32' },
        ] as const
        const answers = []
        for (const { filter } of spellings) answers.push(await context.scim.list(data.type, { filter, count: 1 }))
        const [first] = answers
        if (first !== undefined && answers.every(isDeclinedFilter)) {
          return noteOffer(context, 'not', spellings[0].filter, first)
        }
        for (const [index, { filter, requirement }] of spellings.entries()) {
          const response = answers[index]
          if (response === undefined) continue
          expectThat(response.status === 200, {
            requirement,
            ...(requirement === '7644-3.4.2.2-32' ? { arguable: 15 } : {}),
            expected: `for ${filter}: 200 OK, as for the other spelling`,
            got: describeResponse(response),
            response,
          })
        }
        const asked = { what: 'not', by: data.label }
        const [withSpace, without] = spellings
        await expectControl(context, data, withSpace.filter, asked, 'filter/not')
        await expectMatches(context, data, without.filter, { ...asked, requirement: without.requirement })
      }),
  ),
])

/** The result of a filter in another letter case; declining it, where the usual spelling is answered, is a departure. */
async function expectInAnyCase(
  context: CheckContext,
  data: FilterData,
  [usual, other]: readonly [string, string],
  word: 'and' | 'or' | 'not',
): Promise<void> {
  const asked = { what: word, by: data.label }
  await expectControl(context, data, usual, asked, `filter/${word}`)
  await expectMatches(context, data, other, { ...asked, answered: true })
}

async function eachType(context: CheckContext, examine: (terms: Terms) => Promise<void>): Promise<void> {
  for (const type of context.provider.types) {
    await context.subject(type.name, async () => examine(await termsOf(context, type)))
  }
}

/** Reading a filter is the same for all types: one of them is enough. */
async function firstType(context: CheckContext, examine: (terms: Terms) => Promise<void>): Promise<void> {
  const [type] = context.provider.types
  if (type === undefined) return context.unsupported('no resource type is known')
  await examine(await termsOf(context, type))
}

/** Logic can be judged only where the comparisons themselves find what they should. */
async function termsOf(context: CheckContext, type: ProviderType): Promise<Terms> {
  const data = await filterDataOf(context, type)
  const { members, label } = data
  const texts = members.map(one => JSON.stringify(String(shownValues(data, one, label)[0] ?? one.id)))
  const named = (index: number) => `${label} eq ${texts[index]}`
  const id = (index: number) => `id eq ${JSON.stringify(members[index]?.id)}`
  const usual = [
    { filter: named(0), checkId: sameName(label, 'userName') ? 'eq/user-name' : 'eq/string-attribute' },
    { filter: id(0), checkId: 'eq/id' },
  ]
  for (const { filter, checkId } of usual) {
    const outcome = await findOne(context, data, filter, members[0]?.id)
    const [path] = filter.split(' ')
    if (outcome === 'declined') context.unsupported(`${path} eq is declined`)
    if (outcome === 'not found') context.blocked(`${path} eq alone does not find what it should, see ${checkId}`)
  }
  return { data, named, id }
}
