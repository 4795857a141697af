// Filters that do not follow the grammar have to be refused (RFC 7644 §3.4.2.2, figure 1).

import { type ActiveCheck, check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import { Blocked } from '../../src/check/outcome.ts'
import type { ProviderType, RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { labelOf } from '../support/attribute-choice.ts'
import { expectRefused } from '../support/filter-refused.ts'

interface Broken {
  readonly slug: string
  readonly title: string
  readonly requirement: RequirementId
  readonly fix: string
  /** `N` stands for an attribute of text; what is written as `V` for a quoted value. */
  readonly forms: readonly string[]
  readonly keyword?: 'asked'
}

const broken: readonly Broken[] = [
  {
    slug: 'no-expression',
    title: 'a filter without any expression is refused',
    requirement: '7644-3.4.2.2-04',
    fix: 'Ask for one expression at least, within parentheses too.',
    forms: ['()', 'N', '(N)'],
  },
  {
    slug: 'malformed-expression',
    title: 'an expression without its attribute, operator or value is refused',
    requirement: '7644-3.4.2.2-05',
    fix: 'Ask for an attribute, an operator and, except after pr, a value in every expression.',
    forms: ['N eq', 'eq V', 'N V', 'N pr V'],
  },
  {
    slug: 'malformed-grouping',
    title: 'parentheses and brackets without their partner are refused',
    requirement: '7644-3.4.2.2-31',
    fix: 'Read the whole filter; every parenthesis has a partner.',
    forms: ['(N eq V', 'N eq V)', '(N eq V))', 'N eq V]'],
  },
  {
    slug: 'malformed-logic',
    title: 'logical operators without both operands are refused, and so are those of other languages',
    requirement: '7644-3.4.2.2-31',
    fix: 'Ask for a filter on both sides of and and or, and for the end of the text after the last one.',
    forms: ['N eq V and', 'and N eq V', 'N eq V or or N eq V', 'N eq V N eq V', 'N eq V && N eq V', 'N eq V trailing'],
  },
  {
    slug: 'malformed-value',
    title: 'values that are not JSON are refused',
    requirement: '7644-3.4.2.2-37',
    fix: 'Read the value as JSON: a string in double quotes, a number, true, false or null.',
    forms: ['N eq "scimc', "N eq 'scimc a'", 'N eq scimc"', 'N eq {"a":1}', 'N eq [V]'],
  },
  {
    slug: 'malformed-escape',
    title: 'escapes that JSON does not have are refused',
    requirement: '7644-3.4.2.2-38',
    fix: 'Read the quoted value with a JSON reader, and refuse what that refuses.',
    forms: ['N eq "a\\qb"', 'N eq "a\\u12"', 'N eq "a\\"'],
  },
  {
    slug: 'unknown-operator',
    title: 'an operator that is not known is refused as invalidFilter',
    requirement: '7644-3.4.2.2-48',
    fix: 'Answer 400 with scimType "invalidFilter" to operators you do not know; never an unfiltered list.',
    forms: ['N scimcop V', 'N = V', 'N == V'],
    keyword: 'asked',
  },
  {
    slug: 'not-without-parentheses',
    title: 'not before a filter without parentheses is refused',
    requirement: '7644-3.4.2.2-32',
    fix: 'Ask for a parenthesis after not.',
    forms: ['not N eq V', 'not N pr'],
  },
  {
    slug: 'missing-spaces',
    title: 'an expression without spaces between its parts is refused',
    requirement: '7644-3.4.2.2-35',
    fix: 'Ask for a space before and after the operator.',
    forms: ['Neq"scimc"'],
  },
]

export const malformedFilters = suite('Filters outside the grammar', [
  ...broken.map(malformedCheck),

  check(
    'filter/unknown-operator-detail',
    {
      title: 'the refusal of an unknown operator says what was wrong',
      verifies: '7644-3.4.2.2-49',
      fix: 'Name the operator in detail, for the person who reads the answer.',
    },
    async context => {
      const { type, name } = textOf(context)
      const response = await context.scim.list(type, { filter: `${name} scimcop "scimc"`, count: 1 })
      if (response.status !== 400) context.unsupported('an unknown operator is not refused')
      const detail = isObject(response.json) ? member(response.json, 'detail') : undefined
      expectThat(typeof detail === 'string' && detail.trim() !== '', {
        expected: 'a detail that says what was wrong',
        got: `detail ${show(detail)}`,
        response,
      })
    },
  ),

  check(
    'filter/unquoted-value',
    {
      title: 'a value of several words without quotes is refused as invalidFilter',
      verifies: ['7644-3.4.2.2-31', '7644-3.12-17'],
      fix: 'Tell a value without quotes by its first character and answer 400 with scimType "invalidFilter".',
    },
    async context => {
      const type = context.provider.types.find(({ name }) => sameName(name, 'Group')) ?? context.provider.types[0]
      const label = type === undefined ? undefined : labelOf(type)?.name
      if (type === undefined || label === undefined) return context.unsupported('no type has a text that names it')
      for (const words of ['Sales Supervisor', 'Ops and Field', 'Vendor or Partner']) {
        await context.subject(words, async () => {
          const name = `${context.resources.unique()} ${words}`
          const id = await createNamed(context, type, { [label]: name })
          const filter = `${label} eq ${name}`
          const response = await context.scim.list(type, { filter, count: 5 })
          // Whoever takes the rest of the line for the value has understood it: two examples of the RFC have no quotes.
          if (response.status === 200 && id !== undefined && isOnly(response.json, id)) return
          const scimType = isObject(response.json) ? member(response.json, 'scimType') : undefined
          expectThat(response.status === 400 && (scimType === 'invalidFilter' || scimType === undefined), {
            requirement: response.status === 400 ? '7644-3.12-17' : '7644-3.4.2.2-31',
            expected: `for ${filter}: 400 Bad Request, scimType "invalidFilter"`,
            got: `${describeResponse(response)}${response.status === 200 ? ' and a list' : ''}`,
            response,
          })
        })
      }
    },
  ),
])

/** The id of a resource of that name; undefined where names like it are not taken, as where userName is an e-mail address. */
async function createNamed(
  { resources }: CheckContext,
  type: ProviderType,
  named: JsonObject,
): Promise<string | undefined> {
  try {
    return (await resources.create(type, named)).id
  } catch (error) {
    if (error instanceof Blocked) return undefined
    throw error
  }
}

function malformedCheck({ slug, title, requirement, fix, forms, keyword }: Broken): ActiveCheck {
  return check(`filter/${slug}`, { title, verifies: requirement, fix }, async context => {
    const { type, name } = textOf(context)
    for (const form of forms) {
      const filter = form.replaceAll('N', name).replaceAll('V', '"scimc"')
      await context.subject(filter, () => expectRefused(context, type, filter, requirement, keyword))
    }
  })
}

/** The text attribute that names resources of the first type. */
function textOf({ provider, unsupported }: CheckContext): { readonly type: ProviderType; readonly name: string } {
  const [type] = provider.types
  if (type === undefined) return unsupported('no resource type is known')
  return { type, name: labelOf(type)?.name ?? 'id' }
}

/** Whether a list holds this resource and no other. */
function isOnly(json: unknown, id: string): boolean {
  const found = isObject(json) ? member(json, 'Resources') : undefined
  return Array.isArray(found) && found.length === 1 && found.every(one => isObject(one) && member(one, 'id') === id)
}
