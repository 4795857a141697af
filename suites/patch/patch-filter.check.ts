// PATCH through value filters: emails[type eq "work"] and the like (RFC 7644 §3.5.2, figure 7, and §3.5.2.1 to §3.5.2.3).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { member } from '../../src/scim/json.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { isFreeText } from '../support/attributes.ts'
import { patchAndCompare, prepare } from '../support/patch-and-compare.ts'
import {
  changeableListOf,
  type Example,
  eachTypeWith,
  ifPossible,
  type ListChoice,
  listOf,
} from '../support/patch-choice.ts'

/** A resource with an element of each of the two types. */
async function twoElements(context: CheckContext, type: ProviderType, { found, types, element }: ListChoice) {
  const unique = context.resources.unique()
  const elements = [element(`${unique}a`, types[0]), element(`${unique}b`, types[1])] as const
  return { unique, elements, resource: await prepare(context, type, [[found, elements]]), path: pathOf(found) }
}

/** A list whose elements have a text that takes any word, such as `display`. */
function textInListOf(example: Example): { readonly list: ListChoice; readonly text: string } | undefined {
  const list = listOf(example)
  const text = list?.found.attribute.subAttributes.find(
    sub =>
      !/^(value|type)$/i.test(sub.name) &&
      isFreeText({ ...sub, mutability: sub.mutability === 'immutable' ? 'readWrite' : sub.mutability }),
  )
  return list === undefined || text === undefined ? undefined : { list, text: text.name }
}

/** A value as it stands in a filter. */
function quoted(value: unknown): string {
  return JSON.stringify(value)
}

export const patchingElements = suite('PATCH of elements that a filter selects', [
  check(
    'patch-filter/replace-sub-attribute',
    {
      title: 'replace with a filter and a sub-attribute changes that part of the matching element alone',
      verifies: ['7644-3.5.2.3-08', '7644-3.5.2-11'],
      fix: 'Evaluate the filter in the path on each element, and change the sub-attribute in those that match.',
    },
    async context => {
      await eachTypeWith(context, 'list whose values change', changeableListOf, async (type, list) => {
        const { unique, resource, path } = await twoElements(context, type, list)
        const value = member(list.element(`${unique}c`, ''), 'value')
        await patchAndCompare(context, resource, [
          { op: 'replace', path: `${path}[type eq ${quoted(list.types[1])}].value`, value },
        ])
      })
    },
  ),

  check(
    'patch-filter/add-sub-attribute',
    {
      title: 'add with a filter and a sub-attribute replaces that part of the matching element alone',
      verifies: ['7644-3.5.2.1-09', '7644-3.5.2-11'],
      needs: ['complex-filter.supported'],
      fix: 'On add with a filter, write the sub-attribute of the matching elements.',
    },
    async context => {
      await eachTypeWith(context, 'list whose values change', changeableListOf, async (type, list) => {
        const { unique, resource, path } = await twoElements(context, type, list)
        const value = member(list.element(`${unique}c`, ''), 'value')
        await patchAndCompare(context, resource, [
          { op: 'add', path: `${path}[type eq ${quoted(list.types[0])}].value`, value },
        ])
      })
    },
  ),

  check(
    'patch-filter/bracket-in-value',
    {
      title: 'a bracket and a dot in a quoted value of the filter do not end the path',
      verifies: ['7644-3.5.2-11', '7644-3.5.2-10'],
      needs: ['complex-filter.supported'],
      fix: 'Read the path with a parser that knows quoted strings, instead of looking for the first "]".',
    },
    async context => {
      await eachTypeWith(context, 'list with a text besides the value', textInListOf, async (type, { list, text }) => {
        const { found, types, element } = list
        const unique = context.resources.unique()
        const [plain, odd] = [`${unique} one`, `${unique}].two`]
        const elements = [
          element(`${unique}a`, types[0], { [text]: plain }),
          element(`${unique}b`, types[1], { [text]: odd }),
        ]
        const resource = await ifPossible(() => prepare(context, type, [[found, elements]]))
        if (resource === undefined) {
          // Where an ordinary text is refused as well, the bracket is not to blame.
          const ordinary = [plain, `${unique} two`].map((word, at) =>
            element(`${unique}${at}`, types[at] ?? '', { [text]: word }),
          )
          await prepare(context, type, [[found, ordinary]])
          return context.unsupported(`a ${text} with a bracket is not taken`)
        }
        await patchAndCompare(context, resource, [
          { op: 'remove', path: `${pathOf(found)}[${text} eq ${quoted(odd)}]` },
        ])
      })
    },
  ),

  check(
    'patch-filter/replace-several',
    {
      title: 'replace with a filter changes every matching element and no other',
      verifies: ['7644-3.5.2.3-07', '7644-3.5.2.3-08'],
      fix: 'Change all the elements that match the filter, not the first one alone.',
    },
    async context => {
      await eachTypeWith(context, 'list whose values change', changeableListOf, async (type, list) => {
        const { found, types, element } = list
        const unique = context.resources.unique()
        const third = list.thirdType
        if (third === undefined) return context.unsupported(`${found.attribute.name} has two types only`)
        const elements = [...types, third].map((kind, index) => element(`${unique}${index}`, kind))
        const resource = await prepare(context, type, [[found, elements]])
        const filter = `type eq ${quoted(types[0])} or type eq ${quoted(third)}`
        const value = member(element(`${unique}n`, ''), 'value')
        await patchAndCompare(context, resource, [{ op: 'replace', path: `${pathOf(found)}[${filter}].value`, value }])
      })
    },
  ),

  check(
    'patch-filter/replace-element',
    {
      title: 'replace with a filter puts a new element in place of the matching one and leaves the others',
      verifies: ['7644-3.5.2.3-07', '7644-3.5.2-11'],
      fix: 'Replace the elements that match the filter, and keep all others of the list.',
    },
    async context => {
      await eachTypeWith(context, 'list whose values change', changeableListOf, async (type, list) => {
        const { unique, resource, path } = await twoElements(context, type, list)
        const value = list.element(`${unique}c`, list.types[1])
        await patchAndCompare(context, resource, [
          { op: 'replace', path: `${path}[type eq ${quoted(list.types[1])}]`, value },
        ])
      })
    },
  ),

  check(
    'patch-filter/replace-no-match',
    {
      title: 'replace with a filter that matches nothing is refused with noTarget',
      verifies: '7644-3.5.2.3-09',
      fix: 'When no element matches the filter of a replace, answer 400 with scimType "noTarget"; create nothing.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, element }) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[found, [element(`${unique}a`, types[0])]]])
        const value = element(`${unique}b`, types[1])
        const path = `${pathOf(found)}[type eq ${quoted(types[1])}]`
        await patchAndCompare(context, resource, [{ op: 'replace', path, value }], { scimTypeReading: 5 })
      })
    },
  ),

  check(
    'patch-filter/add-no-match',
    {
      title: 'add with a filter that matches nothing makes that element, or is refused with noTarget; others stay',
      verifies: '7644-3.5.2-11',
      fix: 'When no element matches the filter of an add, create one or answer 400 "noTarget"; change no other.',
    },
    async context => {
      await eachTypeWith(context, 'list whose values change', changeableListOf, async (type, list) => {
        const { found, types, element } = list
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[found, [element(`${unique}a`, types[0])]]])
        const value = member(element(`${unique}b`, ''), 'value')
        const path = `${pathOf(found)}[type eq ${quoted(types[1])}].value`
        await patchAndCompare(context, resource, [{ op: 'add', path, value }])
      })
    },
  ),

  check(
    'patch-filter/remove-by-type',
    {
      title: 'remove with a filter takes away the matching element and leaves the others',
      verifies: ['7644-3.5.2.2-06', '7644-3.5.2-11'],
      fix: 'On remove with a filter, take out the elements that match it and keep all others.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, list) => {
        const { resource, path } = await twoElements(context, type, list)
        await patchAndCompare(context, resource, [{ op: 'remove', path: `${path}[type eq ${quoted(list.types[0])}]` }])
      })
    },
  ),

  check(
    'patch-filter/remove-several',
    {
      title: 'remove with a filter takes away every matching element, not the first one alone',
      verifies: ['7644-3.5.2.2-06', '7644-3.5.2.2-07'],
      fix: 'On remove with a filter, take out all the elements that match it.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, thirdType, element }) => {
        if (thirdType === undefined) return context.unsupported(`${found.attribute.name} has two types only`)
        const unique = context.resources.unique()
        const elements = [...types, thirdType].map((kind, index) => element(`${unique}${index}`, kind))
        const resource = await prepare(context, type, [[found, elements]])
        const filter = `type eq ${quoted(types[0])} or type eq ${quoted(thirdType)}`
        await patchAndCompare(context, resource, [{ op: 'remove', path: `${pathOf(found)}[${filter}]` }])
      })
    },
  ),

  check(
    'patch-filter/remove-by-value',
    {
      title: 'remove with a filter on value takes away that element, and the last one leaves none',
      verifies: ['7644-3.5.2.2-05', '7644-3.5.2.2-06', '7644-3.5.2.2-08'],
      fix: 'On remove with a filter, take out the elements that match it; with none left the attribute has no value.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, list) => {
        const { resource, elements, path } = await twoElements(context, type, list)
        const remove = (index: 0 | 1) => ({
          op: 'remove',
          path: `${path}[value eq ${quoted(member(elements[index], 'value'))}]`,
        })
        const one = await patchAndCompare(context, resource, [remove(1)])
        if (list.found.attribute.required) return
        await patchAndCompare(context, one, [remove(0)], { requirement: '7644-3.5.2.2-08' })
      })
    },
  ),

  check(
    'patch-filter/remove-within-one',
    {
      title: 'a filter of two comparisons selects an element only where both hold in that one element',
      verifies: ['7644-3.5.2.2-07', '7644-3.5.2-11'],
      fix: 'Evaluate the whole filter on one element at a time, never across the list.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, list) => {
        const { resource, elements, path } = await twoElements(context, type, list)
        const filter = (kind: 0 | 1, value: 0 | 1): string =>
          `type eq ${quoted(list.types[kind])} and value eq ${quoted(member(elements[value], 'value'))}`
        const across = await patchAndCompare(context, resource, [{ op: 'remove', path: `${path}[${filter(0, 1)}]` }])
        await patchAndCompare(context, across, [{ op: 'remove', path: `${path}[${filter(0, 0)}]` }])
      })
    },
  ),

  check(
    'patch-filter/remove-sub-attribute',
    {
      title: 'remove with a filter and a sub-attribute clears that part of the matching element alone',
      verifies: '7644-3.5.2.2-01',
      fix: 'On remove with a filter and a sub-attribute, clear the sub-attribute and keep the element.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, list) => {
        const { resource, elements, path } = await twoElements(context, type, list)
        const filter = `value eq ${quoted(member(elements[0], 'value'))}`
        await patchAndCompare(context, resource, [{ op: 'remove', path: `${path}[${filter}].type` }])
      })
    },
  ),

  check(
    'patch-filter/remove-no-match',
    {
      title: 'remove with a filter that matches nothing changes nothing, or is refused with noTarget',
      verifies: '7644-3.5.2.2-06',
      fix: 'When no element matches the filter of a remove, answer success or 400 "noTarget", and remove nothing.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, list) => {
        const { unique, resource, path } = await twoElements(context, type, list)
        const value = member(list.element(`${unique}z`, ''), 'value')
        await patchAndCompare(context, resource, [{ op: 'remove', path: `${path}[value eq ${quoted(value)}]` }])
      })
    },
  ),
])
