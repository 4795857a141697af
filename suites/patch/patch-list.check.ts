// PATCH on multi-valued attributes as a whole, and their primary value (RFC 7644 §3.5.2, §3.5.2.1, §3.5.2.3).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { elementsOf, valueAt } from '../../src/scim/value.ts'
import { isSuccess, readBack } from '../support/answers.ts'
import { type Judgement, metaOf, patchAndCompare, prepare } from '../support/patch-and-compare.ts'
import { eachTypeWith, listOf, listWithPrimaryOf, wordsOf } from '../support/patch-choice.ts'

/** Adding what is there should succeed and change nothing (RFC 7644 §3.5.2.1); losing what is there is worse. */
const again: Judgement = {
  requirement: '7644-3.5.2.1-06',
  refused: '7644-3.5.2.1-10',
  discouraged: '7644-3.5.2.1-10',
}

export const patchingLists = suite('PATCH of multi-valued attributes', [
  check(
    'patch-list/add',
    {
      title: 'add appends to a multi-valued attribute and keeps the values that are there',
      verifies: '7644-3.5.2.1-06',
      fix: 'On add at a multi-valued attribute, append the new values to the stored ones.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, element }) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[found, [element(`${unique}a`, types[0])]]])
        const value = [element(`${unique}b`, types[1])]
        await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(found), value }])
      })
    },
  ),

  check(
    'patch-list/add-object',
    {
      title: 'add appends an element that comes alone, without an array around it',
      verifies: '7644-3.5.2.1-06',
      needs: ['patch.supported'],
      fix: 'On add at a multi-valued attribute, take one object for an array of one, and append it to the stored values.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, element }) => {
        const { resources, scim, unsupported } = context
        const unique = resources.unique()
        const attempt = async (one: string, other: string) => ({
          resource: await prepare(context, type, [[found, [element(`${unique}${one}`, types[0])]]]),
          operations: [{ op: 'add', path: pathOf(found), value: element(`${unique}${other}`, types[1]) }],
        })
        const first = await attempt('a', 'b')
        const response = await scim.patch(type, first.resource.id, first.operations)
        // Whoever reads the schema strictly wants an array.
        if (response.status === 400)
          unsupported(`an element without an array is refused: ${describeResponse(response)}`)
        const { resource, operations } = await attempt('c', 'd')
        await patchAndCompare(context, resource, operations)
      })
    },
  ),

  check(
    'patch-list/add-to-none',
    {
      title: 'add to a multi-valued attribute without values gives it all the values of an array',
      verifies: ['7644-3.5.2.1-06', '7644-3.5.2.1-04'],
      fix: 'On add at a multi-valued attribute, append every element of the array, also where there was none before.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, element }) => {
        if (found.attribute.required) context.unsupported(`${found.attribute.name} is required`)
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[found, undefined]])
        const value = [element(`${unique}a`, types[0]), element(`${unique}b`, types[1])]
        await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(found), value }])
      })
    },
  ),

  check(
    'patch-list/add-words',
    {
      title: 'add appends to a multi-valued attribute of simple values',
      verifies: '7644-3.5.2.1-06',
      fix: 'On add at a multi-valued attribute, append the new values to the stored ones.',
    },
    async context => {
      await eachTypeWith(context, 'list of words', wordsOf, async (type, words) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[words, [`${unique}a`]]])
        const value = [`${unique}b`, `${unique}c`]
        await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(words), value }])
      })
    },
  ),

  check(
    'patch-list/add-again',
    {
      title: 'adding an element that is already there neither repeats it nor moves meta.lastModified',
      verifies: ['7644-3.5.2.1-10', '7644-3.5.2.1-11', '7644-3.5.2.1-06', '7643-2.4-13'],
      needs: ['patch.supported'],
      fix: 'Leave elements out of an add that are there already, and leave meta alone when none is left.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, element }) => {
        const unique = context.resources.unique()
        const elements = [element(`${unique}a`, types[0]), element(`${unique}b`, types[1])]
        const resource = await prepare(context, type, [[found, elements]])
        const operation = { op: 'add', path: pathOf(found), value: elements.slice(0, 1) }
        const patched = await patchAndCompare(context, resource, [operation], again)
        const [before, after] = [metaOf(resource.stored, 'lastModified'), metaOf(patched.stored, 'lastModified')]
        expectThat(before === after, {
          requirement: '7644-3.5.2.1-11',
          response: patched.response,
          expected: `meta.lastModified ${show(before)} as before`,
          got: `meta.lastModified ${show(after)}`,
        })
      })
    },
  ),

  check(
    'patch-list/replace',
    {
      title: 'replace of a multi-valued attribute replaces the whole list, and an empty array leaves none',
      verifies: '7644-3.5.2.3-03',
      fix: 'On replace at a multi-valued attribute without a filter, store the new list in place of the old one.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, element }) => {
        const unique = context.resources.unique()
        const elements = [element(`${unique}a`, types[0]), element(`${unique}b`, types[1])]
        const resource = await prepare(context, type, [[found, elements]])
        const path = pathOf(found)
        const value = [element(`${unique}c`, types[1])]
        const replaced = await patchAndCompare(context, resource, [{ op: 'replace', path, value }])
        if (found.attribute.required) return
        await patchAndCompare(context, replaced, [{ op: 'replace', path, value: [] }])
      })
    },
  ),

  check(
    'patch-list/replace-words',
    {
      title: 'replace of a multi-valued attribute of simple values replaces the whole list',
      verifies: '7644-3.5.2.3-03',
      fix: 'On replace at a multi-valued attribute, store the new list in place of the old one.',
    },
    async context => {
      await eachTypeWith(context, 'list of words', wordsOf, async (type, words) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[words, [`${unique}a`, `${unique}b`]]])
        await patchAndCompare(context, resource, [{ op: 'replace', path: pathOf(words), value: [`${unique}c`] }])
      })
    },
  ),

  check(
    'patch-list/add-primary',
    {
      title: 'adding an element that is primary takes that from the one that was',
      verifies: ['7644-3.5.2-22', '7643-2.4-06'],
      needs: ['patch.supported'],
      fix: 'When PATCH stores an element with primary true, set primary to false in all others of the list.',
    },
    async context => {
      await eachTypeWith(context, 'list with primary', listWithPrimaryOf, async (type, { found, types, element }) => {
        const unique = context.resources.unique()
        const elements = [element(`${unique}a`, types[0], { primary: true })]
        const resource = await prepare(context, type, [[found, elements]])
        const value = [element(`${unique}b`, types[1], { primary: true })]
        await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(found), value }])
      })
    },
  ),

  check(
    'patch-list/primary-by-filter',
    {
      title: 'making one element primary through a filter takes that from the one that was',
      verifies: ['7644-3.5.2-22', '7644-3.5.2.3-10'],
      fix: 'When PATCH sets primary to true, set it to false in all other elements of the list.',
    },
    async context => {
      await eachTypeWith(context, 'list with primary', listWithPrimaryOf, async (type, { found, types, element }) => {
        const unique = context.resources.unique()
        const elements = [element(`${unique}a`, types[0], { primary: true }), element(`${unique}b`, types[1])]
        const resource = await prepare(context, type, [[found, elements]])
        const path = `${pathOf(found)}[type eq "${types[1]}"].primary`
        await patchAndCompare(context, resource, [{ op: 'replace', path, value: true }])
      })
    },
  ),

  check(
    'patch-list/two-primaries',
    {
      title: 'a PATCH with two primary elements is refused, or one of them is primary afterwards',
      verifies: '7643-2.4-06',
      needs: ['patch.supported'],
      fix: 'Refuse a list with two primary elements with 400 "invalidValue", or keep primary on one of them.',
    },
    async context => {
      await eachTypeWith(context, 'list with primary', listWithPrimaryOf, async (type, { found, types, element }) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type)
        const value = types.map((kind, index) => element(`${unique}${index}`, kind, { primary: true }))
        const operation = { op: 'replace', path: pathOf(found), value }
        const response = await context.scim.patch(type, resource.id, [operation])
        expectThat(isSuccess(response) || response.status === 400, {
          response,
          expected: '400 Bad Request, or one primary element',
          got: String(response.status || 'no answer'),
        })
        const { json, response: read } = await readBack(context, resource)
        const stored = elementsOf(valueAt(json, found))
        const primaries = stored.filter(one => isObject(one) && member(one, 'primary') === true)
        expectThat(primaries.length < 2, {
          response: read,
          expected: `one primary element in ${found.attribute.name} at the most`,
          got: `${primaries.length} primary elements`,
        })
      })
    },
  ),
])
