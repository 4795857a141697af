// Attributes that the schemas declare required (RFC 7643 §7).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { isObject, member, withMember } from '../../src/scim/json.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { isSuccess, readCreated } from '../support/answers.ts'
import { attributesOf, withAttribute } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'

export const requiredAttributes = suite('Attributes declared required', [
  check(
    'required-attributes/missing',
    {
      title: 'a create without a required attribute is refused, or the service provider assigns a value',
      verifies: ['7643-7-17', '7644-3.12-24'],
      fix: 'Check every attribute whose schema says required true, and answer 400 with scimType "invalidValue".',
    },
    async context => {
      const { resources, scim, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const required = attributesOf(type).filter(
          ({ attribute, extension }) =>
            attribute.required && attribute.mutability !== 'readOnly' && extension === undefined,
        )
        if (required.length === 0) unsupported(`no attribute of ${type.name} is required`)
        for (const found of required) {
          const { name } = found.attribute
          await subject(`${type.name} ${name}`, async () => {
            const body = withAttribute(
              await resources.build(type, { externalId: resources.unique() }),
              found,
              undefined,
            )
            const response = await scim.create(type, body, { aim: 'malformed' })
            if (!isSuccess(response)) {
              expectResponse(response).toHaveStatus(400)
              return expectResponse(response, { requirement: '7644-3.12-24' }).toBeScimError({
                status: 400,
                scimType: ['invalidValue', 'invalidSyntax', undefined],
              })
            }
            const stored = await readCreated(context, type, response)
            if (found.attribute.returned === 'request' || found.attribute.returned === 'never') return
            expectThat(!isUnassigned(valueAt(stored.json, found)), {
              expected: `400 Bad Request, scimType "invalidValue", or a ${name} assigned`,
              got: `${response.status}, a ${type.name} without ${name}`,
              response,
            })
          })
        }
      })
    },
  ),

  check(
    'required-attributes/missing-in-element',
    {
      title: 'an element without a required sub-attribute is refused',
      verifies: ['7643-7-17', '7644-3.12-24'],
      fix: 'Check the sub-attributes whose schema says required true in every element that is sent.',
    },
    async context => {
      const { resources, scim, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const sample = await resources.build(type, {}, { extent: 'all' })
        const cases = attributesOf(type).flatMap(found => {
          const value = valueAt(sample, found)
          const element = Array.isArray(value) ? value[0] : value
          const isWritable = found.attribute.mutability !== 'readOnly'
          const subs = found.attribute.subAttributes.filter(sub => sub.required && sub.mutability !== 'readOnly')
          return isWritable && isObject(element) && Object.keys(element).length > 1
            ? subs.map(sub => ({ found, sub, element }))
            : []
        })
        if (cases.length === 0) unsupported(`no sub-attribute of ${type.name} is required`)
        for (const { found, sub, element } of cases) {
          const path = `${found.attribute.name}.${sub.name}`
          await subject(`${type.name} ${path}`, async () => {
            const without = withMember(element, sub.name, undefined)
            const value = found.attribute.multiValued ? [without] : without
            const response = await scim.create(type, withAttribute(await resources.build(type), found, value))
            if (!isSuccess(response)) return expectResponse(response).toHaveStatus(400)
            const stored = await readCreated(context, type, response)
            const kept = valueAt(stored.json, found)
            const elements: readonly unknown[] = Array.isArray(kept) ? kept : isUnassigned(kept) ? [] : [kept]
            const isWhole = elements.every(one => isObject(one) && !isUnassigned(member(one, sub.name)))
            expectThat(isWhole, {
              expected: '400 Bad Request, scimType "invalidValue"',
              got: `${response.status}, ${found.attribute.name} without ${sub.name}`,
              response,
            })
          })
        }
      })
    },
  ),
])
