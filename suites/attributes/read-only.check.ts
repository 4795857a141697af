// Attributes that the schemas declare readOnly (RFC 7643 §2.2, §7).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import type { JsonObject } from '../../src/scim/json.ts'
import { valueAt } from '../../src/scim/value.ts'
import { ensureUsualCreate, isSuccess, readBack, readCreated, replacementOf } from '../support/answers.ts'
import { anotherValue, attributesOf, withAttribute } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'

/** What no service provider would assign by itself; undefined for a Boolean, where chance decides. */
function inventedValue(definition: AttributeDefinition, unique: string): unknown {
  if (definition.multiValued) {
    const one = inventedValue({ ...definition, multiValued: false }, unique)
    return one === undefined ? undefined : [one]
  }
  switch (definition.type) {
    case 'boolean':
      return undefined
    case 'integer':
      return 918_273
    case 'decimal':
      return 918_273.25
    case 'dateTime':
      return '2001-02-03T04:05:06Z'
    case 'binary':
      return Buffer.from(unique).toString('base64')
    case 'reference':
      return `https://example.com/${unique}`
    case 'string':
      return anotherValue(definition, '', unique)
    case 'complex': {
      const text = definition.subAttributes.find(
        ({ type, canonicalValues }) => type === 'string' && canonicalValues.length === 0,
      )
      return text === undefined ? undefined : { [text.name]: unique }
    }
  }
}

/** The readOnly attributes of a type with an invented value each. */
function inventions(type: ProviderType, unique: string) {
  return attributesOf(type)
    .filter(({ attribute }) => attribute.mutability === 'readOnly')
    .flatMap(found => {
      const value = inventedValue(found.attribute, unique)
      return value === undefined ? [] : [{ found, value, trace: traceOf(value) }]
    })
}

/** The text by which an invented value is known again. */
function traceOf(value: unknown): string {
  return (
    JSON.stringify(value)
      .replace(/^[[{"]+|(?<![\]}"])[\]}"]+$/g, '')
      .split('"')
      .at(-1) ?? ''
  )
}

export const readOnlyAttributes = suite('Attributes declared readOnly', [
  check(
    'read-only/create',
    {
      title: 'readOnly attributes in a create are ignored, not refused and not stored',
      verifies: ['7644-3.3-03', '7643-7-26', '7644-3.3-02'],
      fix: 'Drop attributes whose mutability is readOnly from the body of a POST before anything else.',
    },
    async context => {
      const { resources, scim, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const unique = resources.unique()
        const invented = inventions(type, unique)
        if (invented.length === 0) unsupported(`no attribute of ${type.name} is readOnly`)
        let body: JsonObject = await resources.build(type)
        for (const { found, value } of invented) body = withAttribute(body, found, value)
        const response = await scim.create(type, body)
        await ensureUsualCreate(context, type, response)
        expectThat(isSuccess(response), {
          expected: '201 Created, readOnly attributes ignored',
          got: describeResponse(response),
          response,
        })
        const stored = await readCreated(context, type, response)
        for (const { found, trace } of invented) {
          await subject(`${type.name} ${found.attribute.name}`, () => {
            const now = valueAt(stored.json, found)
            expectThat(!JSON.stringify(now ?? null).includes(trace), {
              requirement: '7643-7-26',
              expected: 'what the service provider assigned, or nothing',
              got: `${found.attribute.name} ${show(now)}, as it was sent`,
              response: stored.response,
            })
          })
        }
      })
    },
  ),

  check(
    'read-only/replace',
    {
      title: 'readOnly attributes in a PUT are ignored, not refused and not stored',
      verifies: ['7644-3.5.1-10', '7643-7-26'],
      fix: 'Drop attributes whose mutability is readOnly from the body of a PUT and keep their stored values.',
    },
    async context => {
      const { resources, scim, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const unique = resources.unique()
        const invented = inventions(type, unique)
        if (invented.length === 0) unsupported(`no attribute of ${type.name} is readOnly`)
        const created = await resources.create(type)
        let body: JsonObject = replacementOf(created)
        for (const { found, value } of invented) body = withAttribute(body, found, value)
        const response = await scim.replace(type, created.id, body)
        expectThat(isSuccess(response), {
          expected: '200 OK, readOnly attributes ignored',
          got: describeResponse(response),
          response,
        })
        const stored = await readBack(context, created)
        for (const { found, trace } of invented) {
          await subject(`${type.name} ${found.attribute.name}`, () => {
            const now = valueAt(stored.json, found)
            expectThat(!JSON.stringify(now ?? null).includes(trace), {
              requirement: '7643-7-26',
              expected: 'what the service provider assigned, or nothing',
              got: `${found.attribute.name} ${show(now)}, as it was sent`,
              response: stored.response,
            })
          })
        }
      })
    },
  ),
])
