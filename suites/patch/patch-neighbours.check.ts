// What a PATCH does not name stays as it was, in resources that have values everywhere (RFC 7644 §3.5.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { PatchOperation } from '../../src/check/scim.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { show } from '../../src/check/words.ts'
import { sameValue } from '../../src/scim/compare.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { type FoundAttribute, pathOf } from '../../src/scim/resource-schemas.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { isSuccess, readBack } from '../support/answers.ts'
import { withAttribute } from '../support/attributes.ts'
import { type Prepared, patchAndCompare, prepare } from '../support/patch-and-compare.ts'
import {
  complexInExtensionOf,
  complexOf,
  type Example,
  eachTypeWith,
  extensionOf,
  extensionPairsOf,
  ifPossible,
  onRequestOf,
  replaceableTextOf,
  textsOf,
} from '../support/patch-choice.ts'

/** Texts of a resource that are changed in turn. */
const mostTexts = 12

/** A resource with a value for every attribute, externalId too; where that is not welcome, one as clients usually make it. */
async function wholeResource(context: CheckContext, type: ProviderType): Promise<Prepared> {
  const { resources } = context
  const externalId = resources.unique()
  const { id } =
    (await ifPossible(() => resources.create(type, { externalId }, { extent: 'all' }))) ??
    (await ifPossible(() => resources.create(type, { externalId }))) ??
    (await resources.create(type))
  const { json: stored } = await readBack(context, { type, id })
  return { type, id, stored }
}

export const patchingNeighbours = suite('What a PATCH leaves alone', [
  check(
    'patch-neighbours/whole-resource',
    {
      title: 'changing one attribute leaves every other attribute of a full resource as it was',
      verifies: '7644-3.5.2.3-11',
      needs: ['patch.supported'],
      fix: 'Write only what the operation names; do not build the resource anew from a part of its attributes.',
    },
    async context => {
      await eachTypeWith(
        context,
        'text',
        example => {
          const text = replaceableTextOf(example)
          if (text === undefined) return undefined
          return {
            texts: [text, ...textsOf(example).filter(other => other.attribute !== text.attribute)].slice(0, mostTexts),
            complex: complexOf(example),
            inExtension: extensionOf(example),
          }
        },
        async (type, { texts, complex, inExtension }) => {
          const { resources } = context
          let resource = await wholeResource(context, type)
          const replace = (found: FoundAttribute, value: unknown): PatchOperation => ({
            op: 'replace',
            path: pathOf(found),
            value,
          })
          const operations = [
            ...texts.map(text => replace(text, resources.unique())),
            ...(complex === undefined
              ? []
              : [replace({ ...complex.found, subAttribute: complex.one }, resources.unique())]),
            ...(inExtension === undefined ? [] : [replace(inExtension.found, inExtension.values[0])]),
          ]
          for (const operation of operations) resource = await patchAndCompare(context, resource, [operation])
        },
      )
    },
  ),

  check(
    'patch-neighbours/extension',
    {
      title: 'changing or removing one attribute of an extension leaves its other attributes as they were',
      verifies: ['7644-3.5.2.3-11', '7644-3.5.2.2-03', '7644-3.5.2.1-03'],
      needs: ['patch.supported'],
      fix: 'Merge into the object of the extension what an operation names, and keep the rest of it.',
    },
    async context => {
      await eachTypeWith(context, 'extension with two attributes', extensionPairsOf, async (type, pairs) => {
        for (const [one, other] of pairs) {
          const { attribute } = one.found
          const path = pathOf(one.found)
          const inExtension = (value: unknown) => ({ [one.found.extension]: { [attribute.name]: value } })
          let resource = await prepare(context, type, [
            [one.found, one.values[0]],
            [other.found, other.values[0]],
          ])
          const operations: readonly PatchOperation[] = [
            { op: 'replace', path, value: one.values[1] },
            { op: 'replace', value: inExtension(one.values[0]) },
            { op: 'add', value: inExtension(one.values[1]) },
          ]
          for (const operation of operations) resource = await patchAndCompare(context, resource, [operation])
          await patchAndCompare(context, resource, [{ op: 'remove', path }], { requirement: '7644-3.5.2.2-03' })
        }
      })
    },
  ),

  check(
    'patch-neighbours/complex-in-extension',
    {
      title: 'changing one sub-attribute within an extension leaves the others as they were',
      verifies: ['7644-3.5.2.3-06', '7644-3.5.2.1-05'],
      needs: ['patch.supported'],
      fix: 'Merge sub-attributes in the complex attributes of extensions as in those of the base schema.',
    },
    async context => {
      const what = 'complex attribute with two sub-attributes in an extension'
      await eachTypeWith(context, what, complexInExtensionOf, async (type, { found, stored, sub, value }) => {
        const resource = await prepare(context, type, [[found, stored]])
        const path = pathOf({ ...found, subAttribute: sub })
        const next = await patchAndCompare(context, resource, [{ op: 'replace', path, value }])
        const inExtension = { [found.extension]: { [found.attribute.name]: { [sub.name]: member(stored, sub.name) } } }
        const merged = await patchAndCompare(context, next, [{ op: 'replace', value: inExtension }])
        const part = { [sub.name]: value }
        await patchAndCompare(context, merged, [{ op: 'add', path: pathOf(found), value: part }], {
          requirement: '7644-3.5.2.1-05',
        })
      })
    },
  ),

  check(
    'patch-neighbours/shown-on-request',
    {
      title: 'changing another attribute leaves those that are shown on request only as they were',
      verifies: '7644-3.5.2.3-11',
      needs: ['patch.supported'],
      fix: 'Apply a PATCH to the resource as it is stored, and not to what a plain GET shows of it.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      const choose = (example: Example) => {
        const [found, text] = [onRequestOf(example.type), replaceableTextOf(example)]
        return found && text && { found, text }
      }
      await eachTypeWith(context, 'text that is shown on request', choose, async (type, { found, text }) => {
        const path = pathOf(found)
        const word = resources.unique()
        const created = await resources.create(type, withAttribute(await resources.build(type), found, word))
        const asked = async () => {
          const response = await scim.read(type, created.id, { query: { attributes: path } })
          return { response, value: isObject(response.json) ? valueAt(response.json, found) : undefined }
        }
        const before = await asked()
        if (isUnassigned(before.value)) unsupported(`${path} is not kept, or not shown`)
        const change: PatchOperation = { op: 'replace', path: pathOf(text), value: resources.unique() }
        const response = await scim.patch(type, created.id, [change])
        if (!isSuccess(response)) unsupported(`a PATCH of ${pathOf(text)} is answered ${response.status}`)
        const after = await asked()
        expectThat(sameValue(before.value, after.value, found.attribute), {
          expected: `${path} ${show(before.value)} after a PATCH of ${pathOf(text)}`,
          got: `${path} ${show(after.value)}`,
          response: after.response,
        })
      })
    },
  ),
])
