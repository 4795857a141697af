// What a PATCH does not name stays as it was, in resources that have values everywhere (RFC 7644 §3.5.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import type { PatchOperation } from '../../src/check/scim.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { readBack } from '../support/answers.ts'
import { type Prepared, patchAndCompare, prepare } from '../support/patch-and-compare.ts'
import {
  eachTypeWith,
  extensionOf,
  extensionPairOf,
  ifPossible,
  replaceableTextOf,
  textsOf,
} from '../support/patch-choice.ts'

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
          const [first, second] = textsOf(example)
          const text = first ?? replaceableTextOf(example)
          return text && { texts: [text, ...(second === undefined ? [] : [second])], inExtension: extensionOf(example) }
        },
        async (type, { texts, inExtension }) => {
          let resource = await wholeResource(context, type)
          const changes = texts.map(
            (text): PatchOperation => ({ op: 'replace', path: pathOf(text), value: context.resources.unique() }),
          )
          const ofExtension: readonly PatchOperation[] =
            inExtension === undefined
              ? []
              : [{ op: 'replace', path: pathOf(inExtension.found), value: inExtension.values[0] }]
          for (const operation of [...changes, ...ofExtension]) {
            resource = await patchAndCompare(context, resource, [operation])
          }
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
      await eachTypeWith(context, 'extension with two attributes', extensionPairOf, async (type, [one, other]) => {
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
      })
    },
  ),
])
