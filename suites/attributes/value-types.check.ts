// Values that do not fit the data type the schemas declare (RFC 7643 §2.3).

import type { ActiveCheck } from '../../src/check/check.ts'
import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import type { ProviderType, RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import type { AttributeDefinition, AttributeType } from '../../src/scim/attribute.ts'
import { describeType, isOfType } from '../../src/scim/data-type.ts'
import { isArray, isObject, type JsonObject } from '../../src/scim/json.ts'
import { type FoundAttribute, pathOf } from '../../src/scim/resource-schemas.ts'
import { isNeverReturned, isUnassigned, valueAt } from '../../src/scim/value.ts'
import { isSuccess, readCreated } from '../support/answers.ts'
import { attributesOf, withAttribute } from '../support/attributes.ts'
import { eachCreatableType, fullResource } from '../support/types.ts'

interface Case {
  /** What is sent in place of a valid value. */
  readonly wrong: unknown
  /** Whether a stored value is still one that the type allows. */
  readonly fits: (value: unknown, definition: AttributeDefinition) => boolean
  readonly words: string
}

/**
 * Sends the wrong value in each of the attributes. It is to be refused with 400; a service provider that takes it must
 * not store what does not fit; one that leaves it out or turns it into a fitting value is only told so.
 */
async function refusesWrongValue(
  context: CheckContext,
  choose: (found: FoundAttribute) => boolean,
  { wrong, fits, words }: Case,
): Promise<void> {
  const { resources, scim, subject, unsupported } = context
  await eachCreatableType(context, async type => {
    const attributes = writableOf(type).filter(choose)
    if (attributes.length === 0) unsupported(`${type.name} has no such attribute`)
    for (const found of attributes) {
      const path = pathOf(found)
      await subject(`${type.name} ${path}`, async () => {
        const body = marked(context, withAttribute(await resources.build(type), found, wrong))
        const response = await scim.create(type, body, { aim: 'malformed' })
        if (!isSuccess(response)) {
          expectResponse(response).toHaveStatus(400)
          return expectResponse(response, { requirement: '7644-3.12-24' }).toBeScimError({
            status: 400,
            scimType: ['invalidValue', 'invalidSyntax', undefined],
          })
        }
        if (found.attribute.returned === 'request') return
        const stored = await readCreated(context, type, response)
        const now = valueAt(stored.json, found)
        expectThat(isUnassigned(now) || fits(now, found.attribute), {
          expected: `400 Bad Request, or ${words}`,
          got: `${path} ${show(now)}`,
          response: stored.response,
        })
        if (isUnassigned(now)) {
          // An attribute that is never kept cannot be kept wrongly.
          const full = await fullResource(context, type)
          const usual = isObject(full.read.json) ? valueAt(full.read.json, found) : undefined
          if (isUnassigned(usual)) unsupported(`${path} is not kept`)
        }
        expectThat(false, {
          requirement: '7643-2.3-02',
          expected: '400 Bad Request, scimType "invalidValue"',
          got: `${response.status}, ${path} ${isUnassigned(now) ? 'left out' : show(now)}`,
          response,
        })
      })
    }
  })
}

/**
 * The body with an externalId of ours where the wrong value has taken the place of all that names it: whoever takes it
 * all the same shows by that whose it is, so that it can be deleted.
 */
function marked({ resources }: CheckContext, body: JsonObject): JsonObject {
  const mark = resources.unique()
  const isNamed = JSON.stringify(body).includes(mark.slice(0, 'scimc-7f3a09bc'.length))
  return isNamed ? body : { ...body, externalId: mark }
}

/** Attributes a client can write and see. */
function writableOf(type: ProviderType): readonly FoundAttribute[] {
  return attributesOf(type).filter(
    ({ attribute }) => attribute.mutability !== 'readOnly' && !isNeverReturned(attribute),
  )
}

/** The check for single values of one data type. */
function typeCheck(type: AttributeType, wrong: unknown, requirement: RequirementId): ActiveCheck {
  const slug = type.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  return check(
    `value-types/${slug}`,
    {
      title: `${describeType(type)} is asked for where the schema says ${type}`,
      verifies: [requirement, '7643-2.3-02', '7644-3.12-24'],
      fix: `Refuse a value of type ${type} that is not ${describeType(type)} with 400 and scimType "invalidValue".`,
    },
    context =>
      refusesWrongValue(context, ({ attribute }) => attribute.type === type && !attribute.multiValued, {
        wrong,
        fits: value => isOfType(value, type),
        words: describeType(type),
      }),
  )
}

export const valueTypes = suite('The data types of attributes', [
  typeCheck('string', 12345, '7643-2.3-02'),
  typeCheck('boolean', 'notabool', '7643-2.3.2-01'),
  typeCheck('decimal', 'heavy', '7643-2.3.3-01'),
  typeCheck('integer', 1.5, '7643-2.3-02'),
  typeCheck('dateTime', 'not-a-date', '7643-2.3.5-04'),
  typeCheck('binary', '-- not base64 --', '7643-2.3-02'),
  typeCheck('reference', 12345, '7643-2.3.7-01'),
  typeCheck('complex', 'a text', '7643-2.3.8-01'),

  check(
    'value-types/date-without-time',
    {
      title: 'a date without a time is refused where the schema says dateTime',
      verifies: ['7643-2.3.5-02', '7643-2.3-02', '7644-3.12-24'],
      fix: 'Refuse a dateTime without a time with 400 and scimType "invalidValue": a parser of dates alone takes too much.',
    },
    context =>
      refusesWrongValue(context, ({ attribute }) => attribute.type === 'dateTime' && !attribute.multiValued, {
        wrong: '2026-03-01',
        fits: value => isOfType(value, 'dateTime'),
        words: describeType('dateTime'),
      }),
  ),

  check(
    'value-types/list-for-one-value',
    {
      title: 'a list is refused where the schema has one value',
      verifies: ['7643-1.2-02', '7643-2.3-02', '7644-3.12-24'],
      fix: 'Refuse an array for an attribute whose multiValued is false with 400 and scimType "invalidValue".',
    },
    context =>
      refusesWrongValue(
        context,
        ({ attribute }) => attribute.type === 'string' && !attribute.multiValued && attribute.uniqueness === 'none',
        { wrong: ['one', 'two'], fits: value => !isArray(value), words: 'one value' },
      ),
  ),

  check(
    'value-types/one-value-for-list',
    {
      title: 'a value that stands without its array is refused or shown as an array',
      verifies: ['7643-2.4-01', '7643-1.2-03'],
      fix: 'Store and return multi-valued attributes as arrays, whatever a client sends.',
    },
    async context => {
      const { resources, scim, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const sample = await resources.build(type, {}, { extent: 'all' })
        const lists = writableOf(type).filter(found => {
          const value = valueAt(sample, found)
          return found.attribute.multiValued && isArray(value) && value.length === 1
        })
        if (lists.length === 0) unsupported(`${type.name} has no multi-valued attribute`)
        for (const found of lists) {
          const value = valueAt(sample, found)
          await subject(`${type.name} ${pathOf(found)}`, async () => {
            const alone = isArray(value) ? value[0] : value
            const response = await scim.create(type, withAttribute(await resources.build(type), found, alone))
            if (!isSuccess(response)) {
              return expectThat(response.status === 400, {
                expected: '400 Bad Request, or an array',
                got: describeResponse(response),
                response,
              })
            }
            const stored = await readCreated(context, type, response)
            const now = valueAt(stored.json, found)
            expectThat(isUnassigned(now) || isArray(now), {
              expected: '400 Bad Request, or an array',
              got: `${pathOf(found)} ${show(now)}`,
              response: stored.response,
            })
          })
        }
      })
    },
  ),
])
