// The PatchOp message itself (RFC 7644 §3.5.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { patchOpUrn } from '../../src/check/scim.ts'
import type { JsonObject } from '../../src/scim/json.ts'
import { type Judgement, patchAndCompare, patchBodyAndCompare, prepare } from '../support/patch-and-compare.ts'
import { eachTypeWith, replaceableTextOf } from '../support/patch-choice.ts'

/** Sends bodies that are no proper PatchOp to one resource of each type; each would set a text if it were one. */
async function sendEach(
  context: CheckContext,
  bodiesFor: (operation: JsonObject) => readonly JsonObject[],
  judgement: Judgement = {},
): Promise<void> {
  await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
    const unique = context.resources.unique()
    const resource = await prepare(context, type, [[text, `${unique} old`]])
    const operation = { op: 'replace', path: text.attribute.name, value: `${unique} new` }
    let latest = resource
    for (const body of bodiesFor(operation)) latest = await patchBodyAndCompare(context, latest, body, judgement)
  })
}

const schemas = [patchOpUrn]
const malformed = '7644-3.12-08'

export const patchMessages = suite('The PatchOp message', [
  check(
    'patch-message/schemas',
    {
      title: 'a PATCH whose schemas does not name PatchOp is refused',
      verifies: ['7644-3.5.2-03', malformed],
      needs: ['patch.supported'],
      fix: 'Check that schemas of a PATCH body holds the PatchOp URN: 400 with scimType "invalidSyntax" or "invalidValue".',
    },
    async context => {
      await sendEach(
        context,
        operation => [
          { Operations: [operation] },
          { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], Operations: [operation] },
        ],
        { discouraged: malformed },
      )
    },
  ),

  check(
    'patch-message/operations',
    {
      title: 'a PATCH without an array of operations, or with an empty one, is refused',
      verifies: '7644-3.5.2-04',
      fix: 'Check that Operations is an array with one element at least: 400 with scimType "invalidSyntax".',
    },
    async context => {
      await sendEach(context, operation => [
        { schemas },
        { schemas, Operations: [] },
        { schemas, Operations: operation },
      ])
    },
  ),

  check(
    'patch-message/op-missing',
    {
      title: 'an operation without op is refused',
      verifies: '7644-3.5.2-05',
      fix: 'Check that every operation has an op: 400 with scimType "invalidSyntax"; never guess one.',
    },
    async context => {
      await sendEach(context, ({ path, value }) => [{ schemas, Operations: [{ path, value }] }])
    },
  ),

  check(
    'patch-message/op-unknown',
    {
      title: 'an op other than add, remove and replace is refused',
      verifies: '7644-3.5.2-02',
      fix: 'Accept add, remove and replace as op and nothing else: 400 with scimType "invalidSyntax".',
    },
    async context => {
      await sendEach(context, operation =>
        ['move', 'copy', 'test', 'frobnicate', 5].map(op => ({ schemas, Operations: [{ ...operation, op }] })),
      )
    },
  ),

  check(
    'patch-message/path-type',
    {
      title: 'a path that is no string is refused',
      verifies: '7644-3.5.2-07',
      fix: 'Check that path is a string: 400 with scimType "invalidPath" or "invalidSyntax".',
    },
    async context => {
      await sendEach(context, operation =>
        [5, {}, ['a']].map(path => ({ schemas, Operations: [{ ...operation, path }] })),
      )
    },
  ),

  check(
    'patch-message/letter-case',
    {
      title: 'letter case does not matter in the member names of a PatchOp',
      verifies: '7643-2.1-01',
      needs: ['patch.supported'],
      fix: 'Read the members of a PatchOp (Operations, op, path, value) without regard to case.',
    },
    async context => {
      await sendEach(context, ({ op, path, value }) => [
        { Schemas: schemas, operations: [{ OP: op, Path: path, VALUE: value }] },
      ])
    },
  ),

  check(
    'patch-message/unqualified',
    {
      title: 'a PatchOp needs no other schemas than its own for the attributes it names',
      verifies: ['7644-3.5.2-17', '7644-3.5.2-03'],
      fix: 'Take the schemas from the stored resource, not from the schemas member of the PATCH body.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const resource = await prepare(context, type)
        const value = context.resources.unique()
        await patchAndCompare(context, resource, [{ op: 'replace', path: text.attribute.name, value }])
      })
    },
  ),
])
