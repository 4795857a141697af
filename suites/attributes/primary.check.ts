// The primary element of a multi-valued attribute (RFC 7643 §2.4).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isArray, isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { type FoundAttribute, pathOf } from '../../src/scim/resource-schemas.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { isSuccess, readBack, readCreated, replacementOf } from '../support/answers.ts'
import { anotherValue, attributesOf, withAttribute } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'

/** Two different elements of the attribute that both say they are primary; undefined where they cannot be made up. */
function twoPrimary(sample: JsonObject, found: FoundAttribute, unique: string): readonly JsonObject[] | undefined {
  const value = valueAt(sample, found)
  const [first] = isArray(value) ? value : []
  const types = findDefinition(found.attribute.subAttributes, 'type')?.canonicalValues ?? []
  const [, secondType] = types
  const other = anotherValue({ ...found.attribute, multiValued: false }, first, unique)
  if (!isObject(first) || !isObject(other)) return undefined
  const second = secondType === undefined ? other : { ...other, type: secondType }
  return [
    { ...first, primary: true },
    { ...second, primary: true },
  ]
}

async function eachWithPrimary(
  context: CheckContext,
  examine: (type: ProviderType, found: FoundAttribute, elements: readonly JsonObject[]) => Promise<void>,
): Promise<void> {
  const { resources, subject, unsupported } = context
  await eachCreatableType(context, async type => {
    const sample = await resources.build(type, {}, { extent: 'all' })
    const cases = attributesOf(type).flatMap(found => {
      const { attribute } = found
      const canBePrimary =
        attribute.multiValued &&
        attribute.mutability === 'readWrite' &&
        findDefinition(attribute.subAttributes, 'primary') !== undefined
      const elements = canBePrimary ? twoPrimary(sample, found, resources.unique()) : undefined
      return elements === undefined ? [] : [{ found, elements }]
    })
    if (cases.length === 0) unsupported(`${type.name} has no attribute with a primary element`)
    for (const { found, elements } of cases) {
      await subject(`${type.name} ${pathOf(found)}`, () => examine(type, found, elements))
    }
  })
}

function primaryIn(value: unknown): number {
  return (isArray(value) ? value : []).filter(one => isObject(one) && member(one, 'primary') === true).length
}

export const primaryElements = suite('The primary element', [
  check(
    'primary/one-at-most',
    {
      title: 'of two elements sent as primary, at most one is stored as primary',
      verifies: '7643-2.4-06',
      fix: 'Refuse a second primary element with 400 and scimType "invalidValue", or keep the flag on one of them.',
    },
    context =>
      eachWithPrimary(context, async (type, found, elements) => {
        const { resources, scim } = context
        const response = await scim.create(type, withAttribute(await resources.build(type), found, elements))
        if (!isSuccess(response)) {
          return expectThat(response.status === 400, {
            expected: '400 Bad Request, or one primary element',
            got: describeResponse(response),
            response,
          })
        }
        const stored = await readCreated(context, type, response)
        const count = primaryIn(valueAt(stored.json, found))
        expectThat(count <= 1, {
          expected: '400 Bad Request, or one primary element',
          got: `${count} primary elements stored`,
          response: stored.response,
        })
      }),
  ),

  check(
    'primary/one-at-most-after-replace',
    {
      title: 'of two elements a PUT sends as primary, at most one is stored as primary',
      verifies: '7643-2.4-06',
      fix: 'Check the primary flags of a PUT as those of a POST.',
    },
    context =>
      eachWithPrimary(context, async (type, found, elements) => {
        const { resources, scim } = context
        const created = await resources.create(type)
        const body = withAttribute(replacementOf(created), found, elements)
        const response = await scim.replace(type, created.id, body)
        if (!isSuccess(response) && response.status !== 400) context.blocked(describeResponse(response))
        const stored = await readBack(context, created)
        const value = valueAt(stored.json, found)
        if (isSuccess(response) && isUnassigned(value)) context.unsupported(`${found.attribute.name} is not kept`)
        const count = primaryIn(value)
        expectThat(count <= 1, {
          expected: '400 Bad Request, or one primary element',
          got: `${count} primary elements stored`,
          response: stored.response,
        })
      }),
  ),
])
