// Several operations in one PATCH: their order, and all or nothing (RFC 7644 §3.5.2).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { member } from '../../src/scim/json.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { isSuccess, readBack } from '../support/answers.ts'
import { isChangeable } from '../support/attribute-choice.ts'
import { swapCase } from '../support/attributes.ts'
import { metaOf, patchAndCompare, prepare } from '../support/patch-and-compare.ts'
import {
  addableExtensionOf,
  changeableListOf,
  eachTypeWith,
  exampleOf,
  listOf,
  replaceableTextOf,
  textOf,
} from '../support/patch-choice.ts'

export const sequences = suite('Several operations in one PATCH', [
  check(
    'patch-sequence/order',
    {
      title: 'operations are carried out in the order of the array',
      verifies: '7644-3.5.2-20',
      fix: 'Apply the operations one after the other, each to what the one before has left.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[text, `${unique} old`]])
        const path = pathOf(text)
        const values = [`${unique} 3`, `${unique} 1`, `${unique} 2`]
        await patchAndCompare(
          context,
          resource,
          values.map(value => ({ op: 'replace', path, value })),
        )
      })
    },
  ),

  check(
    'patch-sequence/remove-then-add',
    {
      title: 'an attribute that one operation removes and the next adds has the new value',
      verifies: '7644-3.5.2-20',
      fix: 'Apply the operations one after the other; do not gather removes and adds.',
    },
    async context => {
      await eachTypeWith(context, 'optional text', textOf, async (type, text) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[text, `${unique} old`]])
        const path = pathOf(text)
        const added = await patchAndCompare(context, resource, [
          { op: 'remove', path },
          { op: 'add', path, value: `${unique} new` },
        ])
        await patchAndCompare(context, added, [
          { op: 'add', path, value: `${unique} newer` },
          { op: 'remove', path },
        ])
      })
    },
  ),

  check(
    'patch-sequence/result-of-earlier',
    {
      title: 'an operation finds the element that an earlier one of the same request has added',
      verifies: ['7644-3.5.2-20', '7644-3.5.2-11'],
      fix: 'Evaluate each path on what the operations before it have left, not on the stored resource.',
    },
    async context => {
      await eachTypeWith(context, 'list whose values change', changeableListOf, async (type, list) => {
        const { found, types, element } = list
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[found, [element(`${unique}a`, types[0])]]])
        const path = pathOf(found)
        await patchAndCompare(context, resource, [
          { op: 'add', path, value: [element(`${unique}b`, types[1])] },
          {
            op: 'replace',
            path: `${path}[type eq "${types[1]}"].value`,
            value: member(element(`${unique}c`, ''), 'value'),
          },
        ])
      })
    },
  ),

  check(
    'patch-sequence/several-removals',
    {
      title: 'several removals through filters in one request take away what they name, and nothing else',
      verifies: ['7644-3.5.2-20', '7644-3.5.2.2-06'],
      needs: ['complex-filter.supported'],
      fix: 'Select elements by the filter when the operation runs; positions move as elements go.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, thirdType, element }) => {
        if (thirdType === undefined) return context.unsupported(`${found.attribute.name} has two types only`)
        const unique = context.resources.unique()
        const kinds = [...types, thirdType]
        const elements = kinds.map((kind, index) => element(`${unique}${index}`, kind))
        const resource = await prepare(context, type, [[found, elements]])
        const remove = (index: number) => ({
          op: 'remove',
          path: `${pathOf(found)}[value eq ${JSON.stringify(member(elements[index] ?? {}, 'value'))}]`,
        })
        await patchAndCompare(context, resource, [remove(0), remove(1)])
      })
    },
  ),

  check(
    'patch-sequence/last-fails',
    {
      title: 'a PATCH whose last operation fails leaves nothing of the earlier ones behind',
      verifies: ['7644-3.5.2-23', '7644-3.5.2-24', '7644-3.5.2-25', '7644-3.5.2-26'],
      fix: 'Apply all operations to a copy, and store it only when the last one has succeeded.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[text, `${unique} old`]])
        await patchAndCompare(context, resource, [
          { op: 'replace', path: pathOf(text), value: `${unique} new` },
          { op: 'replace', path: 'id', value: context.resources.unknownId() },
        ])
      })
    },
  ),

  check(
    'patch-sequence/last-fails-after-extension',
    {
      title: 'a PATCH whose last operation fails leaves no change to an extension behind',
      verifies: ['7644-3.5.2-23', '7644-3.5.2-24'],
      fix: 'Apply the operations on extensions to the same copy as all others, and store it when the last one has succeeded.',
    },
    async context => {
      await eachTypeWith(context, 'extension attribute', addableExtensionOf, async (type, { found, values }) => {
        const resource = await prepare(context, type, [[found, values[0]]])
        await patchAndCompare(context, resource, [
          { op: 'replace', path: pathOf(found), value: values[1] },
          { op: 'replace', path: 'id', value: context.resources.unknownId() },
        ])
      })
    },
  ),

  check(
    'patch-sequence/first-fails',
    {
      title: 'a PATCH whose second of three operations fails carries out none of them',
      verifies: ['7644-3.5.2-21', '7644-3.5.2-24', '7644-3.5.2-23'],
      fix: 'Stop at the first operation that fails, and store nothing.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[text, `${unique} old`]])
        await patchAndCompare(context, resource, [
          { op: 'replace', path: pathOf(text), value: `${unique} first` },
          { op: 'replace', path: 'scimcNoSuchAttribute', value: `${unique} second` },
          { op: 'replace', path: pathOf(text), value: `${unique} third` },
        ])
      })
    },
  ),

  check(
    'patch-sequence/taken-user-name',
    {
      title: 'a PATCH that ends in a userName that is taken is refused with uniqueness and changes nothing',
      verifies: ['7644-3.5.2-23', '7644-3.12-19', '7644-3.5.2-24'],
      needs: ['user-resource'],
      fix: 'Check uniqueness before anything is stored: 409 or 400 with scimType "uniqueness".',
    },
    async context => {
      const { resources, scim, type, unsupported } = context
      const user = type('User')
      const other = await resources.create(user)
      const resource = await prepare(context, user)
      const example = await exampleOf(context, user)
      const text = example === undefined ? undefined : replaceableTextOf(example)?.attribute.name
      if (text === undefined) return unsupported('a User has no text to change')
      const taken = member(other.sent, 'userName')
      if (taken === undefined) unsupported('a User has no userName')
      const response = await scim.patch(user, resource.id, [
        { op: 'replace', path: text, value: `${resources.unique()} new` },
        { op: 'replace', path: 'userName', value: taken },
      ])
      const { json: after } = await readBack(context, resource)
      expectAll(
        () =>
          expectResponse(response, { requirement: '7644-3.12-19' }).toBeScimError({
            status: [409, 400],
            scimType: isChangeable(user, 'userName') ? 'uniqueness' : ['uniqueness', 'mutability'],
          }),
        () =>
          expectThat(member(after, text) === member(resource.stored, text), {
            response,
            expected: `${text} ${show(member(resource.stored, text))} as before`,
            got: `${text} ${show(member(after, text))}`,
          }),
        () =>
          expectThat(metaOf(after, 'version') === metaOf(resource.stored, 'version'), {
            requirement: '7644-3.5.2-24',
            response,
            expected: `meta.version ${show(metaOf(resource.stored, 'version'))} as before`,
            got: `meta.version ${show(metaOf(after, 'version'))}`,
          }),
      )
    },
  ),

  check(
    'patch-sequence/taken-user-name-in-other-case',
    {
      title: 'a PATCH cannot give a User the userName of another one in other letter case',
      verifies: '7643-4.1.1-03',
      needs: ['patch.supported'],
      fix: 'Compare userNames without regard to letter case before a PATCH is stored, as for a create.',
    },
    async context => {
      const { resources, scim, type, unsupported } = context
      const user = type('User')
      const taken = String(member((await resources.create(user)).sent, 'userName'))
      const other = swapCase(taken)
      if (other === taken) return unsupported('a userName has no letters')
      const resource = await prepare(context, user)
      const response = await scim.patch(user, resource.id, [{ op: 'replace', path: 'userName', value: other }])
      const { json: after } = await readBack(context, resource)
      expectThat(String(member(after, 'userName')).toLowerCase() !== taken.toLowerCase(), {
        response,
        expected: `a userName that differs from ${show(taken)} by more than letter case`,
        got: `userName ${show(member(after, 'userName'))}`,
      })
    },
  ),

  check(
    'patch-sequence/schemas-then-attribute',
    {
      title: 'an operation may add the URN of an extension to schemas, and the next one an attribute of it',
      verifies: '7644-3.5.2-18',
      fix: 'Let operations change schemas, and read the operations after them by the schemas they have left.',
    },
    async context => {
      await eachTypeWith(context, 'extension attribute', addableExtensionOf, async (type, { found, values }) => {
        const resource = await prepare(context, type, [[found, undefined]])
        const add = { op: 'add', path: 'schemas', value: [found.extension] }
        const first = await context.scim.patch(type, resource.id, [add])
        if (!isSuccess(first)) context.unsupported(`schemas cannot be patched: ${describeResponse(first)}`)
        const { json: stored } = await readBack(context, resource)
        const operations = [add, { op: 'add', path: pathOf(found), value: values[0] }]
        await patchAndCompare(context, { ...resource, stored }, operations, { schemas: true })
      })
    },
  ),
])
