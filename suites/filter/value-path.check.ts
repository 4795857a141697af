// Value paths: a filter in brackets over the elements of one attribute (RFC 7644 §3.4.2.2, table 5).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { type AttributeDefinition, findDefinition } from '../../src/scim/attribute.ts'
import { isObject, member, sameName } from '../../src/scim/json.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { listWithPrimary } from '../support/attribute-choice.ts'
import { swapCase } from '../support/attributes.ts'
import { expectControl, expectMatches } from '../support/filter-answer.ts'
import { type FilterData, filterDataOf, shownValues } from '../support/filter-data.ts'
import { expectRefused, expectRefusedOrEmpty } from '../support/filter-refused.ts'
import { typesOf } from '../support/filter-values.ts'

/** A list of typed values in the data, with the words its filters are made of. */
interface TypedList {
  readonly data: FilterData
  readonly list: AttributeDefinition
  /** `type eq "work"`: the type of every first element, and of every second. */
  readonly first: string
  readonly second: string
  /** `value eq ...` for the elements of the first and the second type of the first resource. */
  readonly firstValue: string
  readonly secondValue: string
  /** `value sw "alpha.scimc-7f3a"`: the elements whose value begins with this word. */
  readonly word: (word: string) => string
  readonly named: (index: number) => string
}

export const valuePaths = suite('Value paths in filters', [
  check(
    'filter/value-path',
    {
      title: 'a value path gives the resources of which an element fulfils the filter in brackets',
      verifies: ['7644-3.4.2.2-33', '7644-3.4.2.2-29'],
      fix: 'Read the filter between the brackets and try it on each element of the attribute.',
    },
    context =>
      eachList(context, async ({ data, list, first, secondValue }) => {
        const asked = { what: 'value paths', by: list.name }
        await expectMatches(context, data, `${list.name}[${secondValue}]`, asked)
        await expectMatches(context, data, `${list.name}[${first}]`, { ...asked, narrow: true })
      }),
  ),

  check(
    'filter/value-path-one-element',
    {
      title: 'all conditions in brackets must hold for one and the same element',
      verifies: '7644-3.4.2.2-28',
      fix: 'Evaluate the whole filter in brackets on one element at a time, not each condition on all elements.',
    },
    context =>
      eachList(context, async ({ data, list, first, second, firstValue, secondValue }) => {
        const asked = { what: 'and in value paths', by: list.name }
        await expectMatches(context, data, `${list.name}[${second} and ${secondValue}]`, asked)
        await expectMatches(context, data, `${list.name}[${first} and ${secondValue}]`, asked)
        await expectMatches(context, data, `${list.name}[${firstValue} and ${second}]`, asked)
      }),
  ),

  check(
    'filter/across-elements',
    {
      title: 'without brackets each condition may hold for another element',
      verifies: ['7644-3.4.2.2-44', '7644-3.4.2.2-23'],
      needs: ['filter.supported'],
      fix: 'Evaluate comparisons of sub-attributes one by one, each on all elements.',
    },
    context =>
      eachList(context, async ({ data, list, first, secondValue }) => {
        const filter = `${list.name}.${first} and ${list.name}.${secondValue}`
        await expectMatches(context, data, filter, { what: 'and', by: list.name })
      }),
  ),

  check(
    'filter/value-path-logic',
    {
      title: 'in brackets and, or, not and parentheses work as outside',
      verifies: '7644-3.4.2.2-34',
      fix: 'Use the same reader for the filter in brackets as for any filter.',
    },
    context =>
      eachList(context, async ({ data, list, first, second, word }) => {
        const asked = { what: 'logical operators in value paths', by: list.name }
        await expectMatches(context, data, `${list.name}[${word('beta')} or ${word('gamma')}]`, asked)
        await expectMatches(context, data, `${list.name}[not (${first}) and ${word('alpha')}]`, asked)
        await expectMatches(context, data, `${list.name}[(${first} or ${second}) and ${word('beta')}]`, asked)
      }),
  ),

  check(
    'filter/value-path-within-logic',
    {
      title: 'a value path can be joined with other filters',
      verifies: '7644-3.4.2.2-33',
      fix: 'Let a value path stand wherever a comparison may.',
    },
    context =>
      eachList(context, async ({ data, list, first, second, word, named }) => {
        const asked = { what: 'value paths within logic', by: list.name }
        await expectMatches(context, data, `${list.name}[${first}] and ${named(2)}`, asked)
        await expectMatches(context, data, `${named(4)} or ${list.name}[${second} and ${word('alpha')}]`, asked)
        await expectMatches(context, data, `${named(0)} and not (${list.name}[${second} and ${word('alpha')}])`, asked)
      }),
  ),

  check(
    'filter/value-path-letter-case',
    {
      title: 'names and operators of a value path are understood in any letter case',
      verifies: '7644-3.4.2.2-03',
      needs: ['complex-filter.supported'],
      fix: 'Look sub-attributes and operators in brackets up without regard to letter case.',
    },
    context =>
      eachList(context, async ({ data, list, secondValue }) => {
        const asked = { what: 'value paths', by: list.name }
        await expectControl(context, data, `${list.name}[${secondValue}]`, asked, 'filter/value-path')
        const other = secondValue.replace(/^\S+ eq/, words => words.toUpperCase())
        await expectMatches(context, data, `${list.name.toUpperCase()}[${other}]`, { ...asked, answered: true })
      }),
  ),

  check(
    'filter/value-path-value-case',
    {
      title: 'values in brackets are compared without regard to letter case unless the sub-attribute is caseExact',
      verifies: '7644-3.4.2.2-50',
      needs: ['complex-filter.supported'],
      fix: 'Compare in brackets as outside of them: by the caseExact of the sub-attribute.',
    },
    context =>
      eachList(context, async ({ data, list, secondValue }) => {
        const value = findDefinition(list.subAttributes, 'value')
        if (value?.caseExact !== false) return context.unsupported(`${list.name}.value is caseExact`)
        const asked = { what: 'value paths', by: list.name }
        await expectControl(context, data, `${list.name}[${secondValue}]`, asked, 'filter/value-path')
        const other = secondValue.replace(/"(.*)"$/, text => swapCase(text))
        await expectMatches(context, data, `${list.name}[${other}]`, { ...asked, answered: true })
      }),
  ),

  check(
    'filter/value-path-primary',
    {
      title: 'an element that does not say whether it is primary counts as not primary',
      verifies: '7643-2.4-07',
      needs: ['complex-filter.supported'],
      fix: 'Read an element without "primary" as one with primary false when you evaluate a filter.',
    },
    context =>
      eachList(context, async ({ data, list, first }) => {
        const asked = { what: 'value paths', by: list.name }
        await expectControl(context, data, `${list.name}[${first}]`, asked, 'filter/value-path')
        await expectControl(context, data, `${list.name}[primary eq true]`, asked, 'filter/value-path-logic')
        const isSilent = data.members.some(one =>
          shownValues(data, one, list.name).some(
            element => isObject(element) && isUnassigned(member(element, 'primary')),
          ),
        )
        if (!isSilent) context.unsupported(`every element of ${list.name} is stored with primary true or false`)
        const filter = `${list.name}[${first} and primary eq false]`
        await expectMatches(context, data, filter, { ...asked, arguable: 41 })
      }),
  ),

  check(
    'filter/value-path-refused',
    {
      title: 'brackets that hold no filter over sub-attributes are refused',
      verifies: ['7644-3.4.2.2-29', '7644-3.4.2.2-31'],
      needs: ['complex-filter.supported'],
      fix: 'Answer 400 with scimType "invalidFilter" where the brackets are empty, open, or name no sub-attribute.',
    },
    context =>
      eachList(context, async ({ data, list, first }) => {
        await expectRefused(context, data.type, `${list.name}[]`)
        await context.subject('a name that is not known', () =>
          expectRefusedOrEmpty(context, data.type, `${list.name}[scimcNothing eq "x"]`, 13),
        )
        await expectRefused(context, data.type, `${list.name}[${first}`, '7644-3.4.2.2-31')
        await expectRefused(context, data.type, `${list.name}[${first}]]`, '7644-3.4.2.2-31')
      }),
  ),
])

/** Examines each type whose resources keep a list of typed values. */
async function eachList(context: CheckContext, examine: (list: TypedList) => Promise<void>): Promise<void> {
  for (const type of context.provider.types) {
    await context.subject(type.name, async () => {
      const list = listWithPrimary(type)
      const types = list === undefined ? undefined : typesOf(list)
      if (list === undefined || types === undefined)
        return context.unsupported('the schema has no list of typed values')
      const data = await filterDataOf(context, type)
      const value = list.subAttributes.find(({ name }) => sameName(name, 'value'))?.name ?? 'value'
      const kind = list.subAttributes.find(({ name }) => sameName(name, 'type'))?.name ?? 'type'
      const [one] = data.members
      const valueOfType = (wanted: string): unknown => {
        const elements = one === undefined ? [] : shownValues(data, one, list.name).filter(isObject)
        const element = elements.find(each => sameName(String(member(each, kind)), wanted))
        return element === undefined ? undefined : member(element, value)
      }
      const values = types.map(valueOfType)
      if (!values.every(each => typeof each === 'string')) {
        return context.unsupported(`${list.name} does not keep values of two types`)
      }
      await examine({
        data,
        list,
        firstValue: `${value} eq ${JSON.stringify(values[0])}`,
        secondValue: `${value} eq ${JSON.stringify(values[1])}`,
        first: `${kind} eq ${JSON.stringify(types[0])}`,
        second: `${kind} eq ${JSON.stringify(types[1])}`,
        word: word => `${value} sw ${JSON.stringify(`${word}.${data.mark}`)}`,
        named: index => {
          const one = data.members[index]
          const text = one === undefined ? undefined : shownValues(data, one, data.label)[0]
          return `${data.label} eq ${JSON.stringify(String(text))}`
        },
      })
    })
  }
}
