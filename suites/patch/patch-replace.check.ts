// PATCH with "replace" on single-valued and complex attributes (RFC 7644 §3.5.2.3).

import { check, suite } from '../../src/check/check.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { patchAndCompare, prepare } from '../support/patch-and-compare.ts'
import {
  type Example,
  eachTypeWith,
  extensionOf,
  listOf,
  replaceableTextOf,
  textOf,
  typedAttributesOf,
} from '../support/patch-choice.ts'
import { eachWholeComplex } from './whole-complex.ts'

export const replacingParts = suite('PATCH replace: single values', [
  check(
    'patch-replace/existing-value',
    {
      title: 'replace gives a single-valued attribute its new value and leaves all others alone',
      verifies: ['7644-3.5.2.3-02', '7644-3.5.2.3-11'],
      fix: 'On replace, write the value to the attribute at the path and to nothing else.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const resource = await prepare(context, type, [[text, `${context.resources.unique()} old`]])
        const value = `${context.resources.unique()} new`
        await patchAndCompare(context, resource, [{ op: 'replace', path: pathOf(text), value }])
      })
    },
  ),

  check(
    'patch-replace/data-types',
    {
      title: 'replace takes a value of each data type: boolean, integer, decimal, dateTime, binary, reference',
      verifies: '7644-3.5.2.3-02',
      fix: 'Read the value of a PATCH operation by the data type of the attribute at the path.',
    },
    async context => {
      await eachTypeWith(
        context,
        'attribute that is no string',
        example => {
          const typed = typedAttributesOf(example)
          return typed.length === 0 ? undefined : typed
        },
        async (type, typed) => {
          let resource = await prepare(context, type)
          for (const { found, value } of typed) {
            resource = await patchAndCompare(context, resource, [{ op: 'replace', path: pathOf(found), value }])
          }
        },
      )
    },
  ),

  check(
    'patch-replace/data-types-without-path',
    {
      title: 'replace without a path takes values of each data type, and false as well as true',
      verifies: '7644-3.5.2.3-01',
      needs: ['patch.supported'],
      fix: 'Ask whether the object has the attribute in it, not whether its value counts as true: false is a value.',
    },
    async context => {
      const choose = (example: Example) => {
        const typed = typedAttributesOf(example)
        return typed.length === 0 ? undefined : typed
      }
      await eachTypeWith(context, 'attribute that is no string', choose, async (type, typed) => {
        let resource = await prepare(context, type)
        const values = typed.flatMap(({ found, value }) =>
          typeof value === 'boolean' ? [true, false].map(each => ({ found, value: each })) : [{ found, value }],
        )
        for (const { found, value } of values) {
          const { extension, attribute } = found
          const inner = { [attribute.name]: value }
          const operation = { op: 'replace', value: extension === undefined ? inner : { [extension]: inner } }
          resource = await patchAndCompare(context, resource, [operation])
        }
      })
    },
  ),

  check(
    'patch-replace/missing-value',
    {
      title: 'replace gives a value to an attribute that has none',
      verifies: '7644-3.5.2.3-04',
      fix: 'Treat replace at an attribute without value as add.',
    },
    async context => {
      await eachTypeWith(context, 'optional text', textOf, async (type, text) => {
        const resource = await prepare(context, type, [[text, undefined]])
        const value = `${context.resources.unique()} new`
        await patchAndCompare(context, resource, [{ op: 'replace', path: pathOf(text), value }])
      })
    },
  ),

  check(
    'patch-replace/complex',
    {
      title: 'replace of a complex attribute sets the sub-attributes it names and leaves the others',
      verifies: ['7644-3.5.2.3-06', '7644-3.5.2.3-05'],
      fix: 'On replace of a complex attribute, merge the object into the stored value; do not put it in its place.',
    },
    async context => {
      await eachWholeComplex(context, async ({ resource, found, other, unique }) => {
        const value = { [other.name]: `${unique} new` }
        await patchAndCompare(context, resource, [{ op: 'replace', path: pathOf(found), value }])
      })
    },
  ),

  check(
    'patch-replace/sub-attribute',
    {
      title: 'replace at the path of a sub-attribute sets it and leaves the others',
      verifies: ['7644-3.5.2.3-02', '7644-3.5.2.3-06'],
      fix: 'Resolve name.sub in a PATCH path to the sub-attribute, and change that alone.',
    },
    async context => {
      await eachWholeComplex(context, async ({ resource, found, one, unique }) => {
        const path = pathOf({ ...found, subAttribute: one })
        await patchAndCompare(context, resource, [{ op: 'replace', path, value: `${unique} new` }])
      })
    },
  ),

  check(
    'patch-replace/without-path',
    {
      title: 'replace without a path replaces the attributes in its object and leaves all others',
      verifies: ['7644-3.5.2.3-01', '7644-3.5.2.3-11'],
      fix: 'Without a path, treat every member of the value as a replace of that attribute, and touch no other.',
    },
    async context => {
      await eachTypeWith(
        context,
        'text',
        example => {
          const text = replaceableTextOf(example)
          return text === undefined ? undefined : { text, list: listOf(example) }
        },
        async (type, { text, list }) => {
          const unique = context.resources.unique()
          const [kind, otherKind] = list?.types ?? ['', '']
          const old = [list?.element(`${unique}a`, kind), list?.element(`${unique}b`, otherKind)]
          const resource = await prepare(context, type, [
            [text, `${unique} old`],
            ...(list === undefined ? [] : [[list.found, old] as const]),
          ])
          const patched = await patchAndCompare(context, resource, [
            { op: 'replace', value: { [text.attribute.name]: `${unique} new` } },
          ])
          if (list === undefined) return
          const value = { [list.found.attribute.name]: [list.element(`${unique}c`, kind)] }
          await patchAndCompare(context, patched, [{ op: 'replace', value }])
        },
      )
    },
  ),

  check(
    'patch-replace/complex-without-path',
    {
      title: 'replace without a path merges an object into a complex attribute',
      verifies: ['7644-3.5.2.3-06', '7644-3.5.2.3-01'],
      fix: 'Merge objects for complex attributes the same way with and without a path.',
    },
    async context => {
      await eachWholeComplex(context, async ({ resource, found, one, unique }) => {
        const container = { [found.attribute.name]: { [one.name]: `${unique} new` } }
        const value = found.extension === undefined ? container : { [found.extension]: container }
        await patchAndCompare(context, resource, [{ op: 'replace', value }])
      })
    },
  ),

  check(
    'patch-replace/null',
    {
      title: 'replace with null leaves an attribute without value',
      verifies: '7643-2.5-02',
      needs: ['patch.supported'],
      fix: 'Read null in a PATCH value as "unassigned", and clear the attribute.',
    },
    async context => {
      await eachTypeWith(context, 'optional text', textOf, async (type, text) => {
        const resource = await prepare(context, type, [[text, context.resources.unique()]])
        await patchAndCompare(context, resource, [{ op: 'replace', path: pathOf(text), value: null }])
      })
    },
  ),

  check(
    'patch-replace/extension',
    {
      title: 'replace at the URN of an extension attribute changes it, with and without a path',
      verifies: ['7644-3.5.2.3-02', '7644-3.5.2.3-01', '7644-3.10-02'],
      fix: 'Resolve a URN-qualified path to the attribute in the extension, and a URN in the value to its attributes.',
    },
    async context => {
      await eachTypeWith(context, 'extension attribute', extensionOf, async (type, { found, values }) => {
        const resource = await prepare(context, type, [[found, values[0]]])
        const path = pathOf(found)
        const replaced = await patchAndCompare(context, resource, [{ op: 'replace', path, value: values[1] }])
        const value = { [found.extension]: { [found.attribute.name]: values[0] } }
        await patchAndCompare(context, replaced, [{ op: 'replace', value }], { requirement: '7644-3.5.2.3-01' })
      })
    },
  ),
])
