// The attributes a User and a Group cannot be without (RFC 7643 §4.1.1, §4.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { show } from '../../src/check/words.ts'
import { member } from '../../src/scim/json.ts'
import { isSuccess, readCreated } from '../support/answers.ts'

/** Creates without a value of the attribute: refused with invalidValue, or the service provider puts one in its place. */
async function withoutValue(context: CheckContext, typeName: string, attribute: string): Promise<void> {
  const { resources, scim, subject } = context
  const type = context.type(typeName)
  const ways = { absent: undefined, empty: '', null: null }
  for (const [words, value] of Object.entries(ways)) {
    await subject(`${attribute} ${words}`, async () => {
      const body = await resources.build(type, { [attribute]: value })
      const response = await scim.create(type, body, { aim: 'malformed' })
      if (isSuccess(response)) {
        const stored = await readCreated(context, type, response)
        const assigned = member(stored.json, attribute)
        expectThat(typeof assigned === 'string' && assigned !== '', {
          expected: `400 Bad Request, scimType "invalidValue", or a ${attribute} assigned`,
          got: `${response.status}, a ${type.name} whose ${attribute} is ${show(assigned)}`,
          response,
          ...(assigned === '' && attribute !== 'userName' ? { arguable: 38 } : {}),
        })
        return
      }
      expectResponse(response).toHaveStatus(400)
      expectResponse(response, { requirement: '7644-3.12-24' }).toBeScimError({
        status: 400,
        scimType: ['invalidValue', 'invalidSyntax', undefined],
      })
    })
  }
}

export const requiring = suite('What a User and a Group cannot be without', [
  check(
    'required/user-name',
    {
      title: 'a User without a userName is refused',
      verifies: ['7643-4.1.1-01', '7644-3.12-24'],
      fix: 'Refuse a User whose userName is missing, null or empty with 400 and scimType "invalidValue".',
    },
    context => withoutValue(context, 'User', 'userName'),
  ),

  check(
    'required/group-display-name',
    {
      title: 'a Group without a displayName is refused',
      verifies: ['7643-4.2-02', '7644-3.12-24'],
      fix: 'Refuse a Group whose displayName is missing, null or empty with 400 and scimType "invalidValue".',
    },
    context => withoutValue(context, 'Group', 'displayName'),
  ),
])
