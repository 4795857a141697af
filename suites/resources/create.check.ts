// Creating resources with POST (RFC 7644 §3.3).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'

export const creating = suite('Creating resources', [
  check(
    'create/created',
    {
      title: 'a POST to a resource endpoint is answered 201 with the new resource',
      verifies: '7644-3.3-06',
      fix: 'Answer a successful create with 201 and the full representation of the new resource.',
    },
    async ({ provider, resources, scim, subject, unsupported }) => {
      if (provider.types.length === 0) unsupported('no resource type is known')
      for (const type of provider.types) {
        await subject(type.name, async () => {
          const response = await scim.create(type, await resources.build(type))
          const json = expectResponse(response).toBeJsonObject(201)
          const id = member(json, 'id')
          expectThat(typeof id === 'string' && id !== '', {
            expected: '201 Created with the new resource and its id',
            got: `201 Created, id ${show(id)}`,
            response,
          })
        })
      }
    },
  ),

  check(
    'create/duplicate-user-name',
    {
      title: 'a second User with the same userName is refused',
      verifies: '7644-3.3-10',
      needs: ['user-resource'],
      fix: 'Look the userName up without regard to case before inserting (RFC 7643 §4.1.1).',
    },
    async ({ resources, scim }) => {
      const first = await resources.create('User')
      const second = await scim.create('User', await resources.build('User', { userName: first.sent.userName }))

      expectResponse(second).toBeScimError({ status: 409, scimType: 'uniqueness' })
    },
  ),
])
