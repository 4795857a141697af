// Unique values, as the schemas declare them (RFC 7643 §7).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import type { FoundAttribute } from '../../src/scim/resource-schemas.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { isSuccess, readCreated } from '../support/answers.ts'
import { attributesOf, freeTextOf, swapCase, withAttribute } from '../support/attributes.ts'
import { describesSchemas, eachCreatableType } from '../support/types.ts'

/** Creates two resources that share a value, the second one spelt by `spell`, and gives the second answer. */
async function twice(
  context: CheckContext,
  type: ProviderType,
  found: FoundAttribute,
  spell: (text: string) => string,
) {
  const { resources, scim, unsupported, blocked } = context
  const sample = valueAt(await resources.build(type, {}, { extent: 'all' }), found)
  const value = typeof sample === 'string' ? sample : undefined
  if (value === undefined) return unsupported('no value can be made up')
  const first = await scim.create(type, withAttribute(await resources.build(type), found, value))
  if (!isSuccess(first)) return blocked(`A ${type.name} could not be created: ${describeResponse(first)}.`)
  const stored = await readCreated(context, type, first)
  if (found.attribute.returned !== 'request' && isUnassigned(valueAt(stored.json, found))) {
    return unsupported(`${found.attribute.name} is not kept`)
  }
  return scim.create(type, withAttribute(await resources.build(type), found, spell(value)), { aim: 'malformed' })
}

async function eachUnique(
  context: CheckContext,
  isMeant: (found: FoundAttribute) => boolean,
  spell: (text: string) => string,
): Promise<void> {
  await eachCreatableType(context, async type => {
    const unique = attributesOf(type).filter(
      found =>
        found.attribute.uniqueness !== 'none' &&
        found.attribute.type === 'string' &&
        !found.attribute.multiValued &&
        found.attribute.mutability !== 'readOnly' &&
        found.attribute.name.toLowerCase() !== 'username' &&
        isMeant(found),
    )
    if (unique.length === 0) context.unsupported(`no such attribute of ${type.name} but userName is unique`)
    for (const found of unique) {
      await context.subject(`${type.name} ${found.attribute.name}`, async () => {
        const response = await twice(context, type, found, spell)
        expectThat(!isSuccess(response), {
          expected: '409 Conflict, scimType "uniqueness"',
          got: `${describeResponse(response)}, a second ${type.name} with the ${found.attribute.name}`,
          response,
        })
        expectResponse(response, { requirement: '7644-3.3-10' }).toBeScimError({ status: 409, scimType: 'uniqueness' })
      })
    }
  })
}

export const uniqueAttributes = suite('Attributes declared unique', [
  check(
    'unique/same-value',
    {
      title: 'a value that is declared unique and taken is refused in a create',
      verifies: ['7643-7-41', '7643-7-42', '7644-3.3-10'],
      fix: 'Enforce the uniqueness that your schema declares, and answer 409 with scimType "uniqueness".',
    },
    context =>
      eachUnique(
        context,
        () => true,
        text => text,
      ),
  ),

  check(
    'unique/value-in-other-case',
    {
      title: 'a unique value that is not case exact is taken in every letter case',
      verifies: ['7643-7-41', '7644-3.3-10'],
      fix: 'Compare unique values without regard to case where the schema says caseExact false.',
    },
    context => eachUnique(context, ({ attribute }) => !attribute.caseExact, swapCase),
  ),

  check(
    'unique/not-declared',
    {
      title: 'a value that is not declared unique can be used twice',
      verifies: ['7643-7-40', '7643-2.2-06'],
      fix: 'Refuse duplicates only where the schema declares uniqueness; or declare it.',
    },
    async context => {
      const { unsupported } = context
      if (!describesSchemas(context)) unsupported('the service provider does not describe its schemas')
      await eachCreatableType(context, async type => {
        const found = freeTextOf(type)
        if (found === undefined) return unsupported(`${type.name} has no text attribute that is not unique`)
        const response = await twice(context, type, found, text => text)
        expectThat(isSuccess(response), {
          expected: `201 Created for a second ${type.name} with the ${found.attribute.name}`,
          got: describeResponse(response),
          response,
          ...(response.status === 409 ? { arguable: 36 } : {}),
        })
      })
    },
  ),
])
