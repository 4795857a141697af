// PATCH with "remove" (RFC 7644 §3.5.2.2).

import { check, suite } from '../../src/check/check.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { attributesOf } from '../support/attributes.ts'
import { patchAndCompare, prepare } from '../support/patch-and-compare.ts'
import {
  type Example,
  eachTypeWith,
  extensionOf,
  listOf,
  replaceableTextOf,
  textOf,
  typedAttributesOf,
  wordsOf,
} from '../support/patch-choice.ts'
import { eachWholeComplex } from './whole-complex.ts'

export const removing = suite('PATCH remove', [
  check(
    'patch-remove/single-value',
    {
      title: 'remove takes away the value of a single-valued attribute, and nothing else',
      verifies: '7644-3.5.2.2-03',
      fix: 'On remove, clear the attribute at the path.',
    },
    async context => {
      await eachTypeWith(context, 'optional text', textOf, async (type, text) => {
        const resource = await prepare(context, type, [[text, context.resources.unique()]])
        await patchAndCompare(context, resource, [{ op: 'remove', path: pathOf(text) }])
      })
    },
  ),

  check(
    'patch-remove/data-types',
    {
      title: 'remove takes away a number, a dateTime, a binary or a reference, and leaves no empty value of its type',
      verifies: '7644-3.5.2.2-03',
      fix: 'On remove, unassign the attribute whatever its data type: no 0, no empty text.',
    },
    async context => {
      // A Boolean may go back to a default.
      const choose = (example: Example) => {
        const typed = typedAttributesOf(example).filter(
          ({ found: { attribute } }) => attribute.type !== 'boolean' && !attribute.required,
        )
        return typed.length === 0 ? undefined : typed
      }
      await eachTypeWith(context, 'optional attribute that is no string', choose, async (type, typed) => {
        let resource = await prepare(
          context,
          type,
          typed.map(({ found, value }) => [found, value]),
        )
        for (const { found } of typed) {
          resource = await patchAndCompare(context, resource, [{ op: 'remove', path: pathOf(found) }])
        }
      })
    },
  ),

  check(
    'patch-remove/sub-attribute',
    {
      title: 'remove takes away one sub-attribute and leaves the others',
      verifies: '7644-3.5.2.2-03',
      fix: 'Resolve name.sub in a PATCH path to the sub-attribute, and clear that alone.',
    },
    async context => {
      await eachWholeComplex(context, async ({ resource, found, one, other }) => {
        const removed = one.required ? other : one
        if (removed.required) context.unsupported(`the sub-attributes of ${found.attribute.name} are required`)
        await patchAndCompare(context, resource, [{ op: 'remove', path: pathOf({ ...found, subAttribute: removed }) }])
      })
    },
  ),

  check(
    'patch-remove/all-values',
    {
      title: 'remove without a filter takes away all values of a multi-valued attribute',
      verifies: '7644-3.5.2.2-04',
      fix: 'On remove at a multi-valued attribute without a filter, clear the whole list.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, element }) => {
        if (found.attribute.required) context.unsupported(`${found.attribute.name} is required`)
        const unique = context.resources.unique()
        const elements = [element(`${unique}a`, types[0]), element(`${unique}b`, types[1])]
        const resource = await prepare(context, type, [[found, elements]])
        await patchAndCompare(context, resource, [{ op: 'remove', path: pathOf(found) }])
      })
    },
  ),

  check(
    'patch-remove/all-words',
    {
      title: 'remove takes away all values of a multi-valued attribute of simple values',
      verifies: '7644-3.5.2.2-04',
      fix: 'On remove at a multi-valued attribute without a filter, clear the whole list.',
    },
    async context => {
      await eachTypeWith(context, 'list of words', wordsOf, async (type, words) => {
        if (words.attribute.required) context.unsupported(`${words.attribute.name} is required`)
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[words, [`${unique}a`, `${unique}b`]]])
        await patchAndCompare(context, resource, [{ op: 'remove', path: pathOf(words) }])
      })
    },
  ),

  check(
    'patch-remove/extension',
    {
      title: 'remove at the URN of an extension attribute takes its value away',
      verifies: ['7644-3.5.2.2-03', '7644-3.10-02'],
      fix: 'Resolve a URN-qualified path to the attribute in the extension, and clear it there.',
    },
    async context => {
      await eachTypeWith(context, 'extension attribute', extensionOf, async (type, { found, values }) => {
        const resource = await prepare(context, type, [[found, values[0]]])
        await patchAndCompare(context, resource, [{ op: 'remove', path: pathOf(found) }])
      })
    },
  ),

  check(
    'patch-remove/no-value',
    {
      title: 'removing an attribute that has no value changes nothing, or is refused with noTarget',
      verifies: '7644-3.5.2.2-03',
      fix: 'Answer a remove at an attribute without value with success, or with 400 and scimType "noTarget".',
    },
    async context => {
      await eachTypeWith(context, 'optional text', textOf, async (type, text) => {
        const resource = await prepare(context, type, [[text, undefined]])
        await patchAndCompare(context, resource, [{ op: 'remove', path: pathOf(text) }])
      })
    },
  ),

  check(
    'patch-remove/without-path',
    {
      title: 'remove without a path is refused with noTarget',
      verifies: ['7644-3.5.2.2-02', '7644-3.5.2-09'],
      fix: 'Answer a remove without path with 400 and scimType "noTarget"; never remove anything.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async type => {
        const resource = await prepare(context, type)
        await patchAndCompare(context, resource, [{ op: 'remove' }])
      })
    },
  ),

  check(
    'patch-remove/required',
    {
      title: 'removing a required attribute is refused with mutability',
      verifies: '7644-3.5.2.2-09',
      fix: 'Check required attributes before a remove is carried out: 400 with scimType "mutability".',
    },
    async context => {
      await eachTypeWith(
        context,
        'required attribute',
        ({ type }) =>
          attributesOf(type).find(
            ({ attribute, extension }) =>
              extension === undefined && attribute.required && attribute.mutability === 'readWrite',
          ),
        async (type, required) => {
          const resource = await prepare(context, type)
          await patchAndCompare(context, resource, [{ op: 'remove', path: pathOf(required) }])
        },
      )
    },
  ),

  check(
    'patch-remove/read-only',
    {
      title: 'removing a readOnly attribute, such as id or meta, is refused with mutability',
      verifies: '7644-3.5.2.2-09',
      fix: 'Check the mutability of the attribute before a remove is carried out: 400 with scimType "mutability".',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async type => {
        const resource = await prepare(context, type)
        await patchAndCompare(context, resource, [{ op: 'remove', path: 'id' }])
        await patchAndCompare(context, resource, [{ op: 'remove', path: 'meta' }])
      })
    },
  ),
])
