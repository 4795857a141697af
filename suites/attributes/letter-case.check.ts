// Letter case of values, as the schemas declare it (RFC 7643 §7).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { isSuccess, readCreated } from '../support/answers.ts'
import { attributesOf, withAttribute } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'

export const letterCase = suite('The letter case of values', [
  check(
    'letter-case/kept',
    {
      title: 'the letter case of a value that is case exact is kept',
      verifies: '7643-7-22',
      fix: 'Store the values of attributes whose caseExact is true exactly as they were sent.',
    },
    async context => {
      const { resources, scim, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const exact = attributesOf(type).filter(
          ({ attribute }) =>
            attribute.caseExact &&
            attribute.type === 'string' &&
            !attribute.multiValued &&
            attribute.canonicalValues.length === 0 &&
            (attribute.mutability === 'readWrite' || attribute.mutability === 'immutable') &&
            (attribute.returned === 'default' || attribute.returned === 'always'),
        )
        if (exact.length === 0) unsupported(`no text attribute of ${type.name} is case exact`)
        for (const found of exact) {
          await subject(`${type.name} ${found.attribute.name}`, async () => {
            const sent = `MiXeD-${resources.unique()}`
            const response = await scim.create(type, withAttribute(await resources.build(type), found, sent))
            if (!isSuccess(response)) return unsupported(`such a value is refused: ${describeResponse(response)}`)
            const stored = await readCreated(context, type, response)
            const now = valueAt(stored.json, found)
            if (isUnassigned(now)) return unsupported(`${found.attribute.name} is not kept`)
            const isOtherCase = typeof now === 'string' && now.toLowerCase() === sent.toLowerCase() && now !== sent
            expectThat(!isOtherCase, {
              expected: `${found.attribute.name} ${show(sent)}`,
              got: `${found.attribute.name} ${show(now)}`,
              response: stored.response,
            })
          })
        }
      })
    },
  ),
])
