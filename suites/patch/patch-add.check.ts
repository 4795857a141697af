// PATCH with "add" on single-valued and complex attributes (RFC 7644 §3.5.2.1).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { show } from '../../src/check/words.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { metaOf, patchAndCompare, prepare } from '../support/patch-and-compare.ts'
import {
  addableExtensionOf,
  complexOf,
  eachTypeWith,
  listOf,
  replaceableTextOf,
  textOf,
  textsOf,
} from '../support/patch-choice.ts'
import { eachWholeComplex } from './whole-complex.ts'

export const adding = suite('PATCH add: single values', [
  check(
    'patch-add/new-value',
    {
      title: 'add gives a value to an attribute that has none',
      verifies: ['7644-3.5.2.1-08', '7644-3.5.2.1-04'],
      fix: 'On add, set the attribute at the path whether or not it has a value yet.',
    },
    async context => {
      await eachTypeWith(context, 'optional text', textOf, async (type, text) => {
        const resource = await prepare(context, type, [[text, undefined]])
        const value = `${context.resources.unique()} added`
        await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(text), value }])
      })
    },
  ),

  check(
    'patch-add/existing-value',
    {
      title: 'add replaces the value of a single-valued attribute and leaves all others alone',
      verifies: '7644-3.5.2.1-07',
      fix: 'On add, put the new value in place of the old one of a single-valued attribute.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const resource = await prepare(context, type, [[text, `${context.resources.unique()} old`]])
        const value = `${context.resources.unique()} new`
        await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(text), value }])
      })
    },
  ),

  check(
    'patch-add/complex',
    {
      title: 'add to a complex attribute sets the sub-attributes it names and leaves the others',
      verifies: '7644-3.5.2.1-05',
      fix: 'On add, merge the object into the complex attribute instead of storing it in its place.',
    },
    async context => {
      await eachWholeComplex(context, async ({ resource, found, other, unique }) => {
        const value = { [other.name]: `${unique} new` }
        await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(found), value }])
      })
    },
  ),

  check(
    'patch-add/sub-attribute',
    {
      title: 'add at the path of a sub-attribute sets it, whether or not it had a value, and leaves the others',
      verifies: ['7644-3.5.2.1-08', '7644-3.5.2.1-07', '7644-3.10-04'],
      fix: 'Resolve name.sub in a PATCH path to the sub-attribute, and change that alone.',
    },
    async context => {
      await eachTypeWith(context, 'complex attribute', complexOf, async (type, { found, one, other }) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[found, { [one.name]: `${unique} one` }]])
        const path = pathOf({ ...found, subAttribute: other })
        const added = await patchAndCompare(context, resource, [{ op: 'add', path, value: `${unique} new` }])
        await patchAndCompare(context, added, [{ op: 'add', path, value: `${unique} newer` }], {
          requirement: '7644-3.5.2.1-07',
        })
      })
    },
  ),

  check(
    'patch-add/without-path',
    {
      title: 'add without a path merges an object of attributes into the resource',
      verifies: '7644-3.5.2.1-03',
      fix: 'Without a path, treat every member of the value as an add at that attribute.',
    },
    async context => {
      await eachTypeWith(
        context,
        'text',
        example => {
          const text = replaceableTextOf(example)
          return text === undefined ? undefined : { text, list: listOf(example), second: textsOf(example)[1] }
        },
        async (type, { text, list, second }) => {
          const unique = context.resources.unique()
          const [kind, otherKind] = list?.types ?? ['', '']
          const resource = await prepare(context, type, [
            [text, `${unique} old`],
            ...(second === undefined ? [] : [[second, `${unique} kept`] as const]),
            ...(list === undefined ? [] : [[list.found, [list.element(`${unique}a`, kind)]] as const]),
          ])
          const value = {
            [text.attribute.name]: `${unique} new`,
            ...(list === undefined ? {} : { [list.found.attribute.name]: [list.element(`${unique}b`, otherKind)] }),
          }
          await patchAndCompare(context, resource, [{ op: 'add', value }])
        },
      )
    },
  ),

  check(
    'patch-add/extension',
    {
      title: 'add at the URN of an extension attribute stores it in the extension',
      verifies: ['7644-3.10-02', '7644-3.5.2-12', '7644-3.5.2.1-04'],
      fix: 'Split a PATCH path after the longest schema URN it begins with, and write into the object under that URN.',
    },
    async context => {
      await eachTypeWith(context, 'extension attribute', addableExtensionOf, async (type, { found, values }) => {
        const resource = await prepare(context, type, [[found, undefined]])
        await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(found), value: values[0] }])
      })
    },
  ),

  check(
    'patch-add/extension-without-path',
    {
      title: 'add without a path takes extension attributes in an object under the URN of the extension',
      verifies: '7644-3.5.2.1-03',
      fix: 'Read a member of the value that is the URN of an extension as an object of its attributes.',
    },
    async context => {
      await eachTypeWith(context, 'extension attribute', addableExtensionOf, async (type, { found, values }) => {
        const resource = await prepare(context, type, [[found, undefined]])
        const value = { [found.extension]: { [found.attribute.name]: values[0] } }
        await patchAndCompare(context, resource, [{ op: 'add', value }])
      })
    },
  ),

  check(
    'patch-add/schemas-listed',
    {
      title: 'schemas lists an extension once an attribute of it was added',
      verifies: ['7643-3.3-07', '7643-3-02'],
      needs: ['patch.supported'],
      fix: 'Add the URN of the extension to schemas when PATCH stores the first attribute of it.',
    },
    async context => {
      await eachTypeWith(context, 'extension attribute', addableExtensionOf, async (type, { found, values }) => {
        const resource = await prepare(context, type, [[found, undefined]])
        const operation = { op: 'add', path: pathOf(found), value: values[0] }
        await patchAndCompare(context, resource, [operation], { schemas: true })
      })
    },
  ),

  check(
    'patch-add/same-value',
    {
      title: 'adding a value that is already there leaves meta.lastModified and meta.version as they are',
      verifies: '7644-3.5.2.1-11',
      fix: 'Compare the resource before and after the operations, and do not touch meta where nothing changed.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const value = context.resources.unique()
        const resource = await prepare(context, type, [[text, value]])
        const patched = await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(text), value }])
        for (const name of ['lastModified', 'version']) {
          const [before, after] = [metaOf(resource.stored, name), metaOf(patched.stored, name)]
          expectThat(before === after, {
            response: patched.response,
            expected: `meta.${name} ${show(before)} as before`,
            got: `meta.${name} ${show(after)}`,
          })
        }
      })
    },
  ),
])
