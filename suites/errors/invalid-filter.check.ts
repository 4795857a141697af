// Filters that the grammar does not have (RFC 7644 §3.4.2.2, §3.12).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse } from '../../src/check/expect.ts'
import { sameName } from '../../src/scim/json.ts'

/** Broken in the same way for every grammar that calls itself SCIM's; `NAME` stands for a text attribute. */
const broken: readonly string[] = [
  'NAME eq',
  'eq "scimc"',
  'NAME zz "scimc"',
  'NAME eq "scimc',
  '(NAME eq "scimc"',
  'NAME eq "scimc" and',
  'NAME eq "scimc" NAME',
]

export const invalidFilters = suite('Filters that cannot be read', [
  check(
    'invalid-filter/syntax',
    {
      title: 'a filter outside the grammar is refused as invalidFilter',
      verifies: '7644-3.12-17',
      fix: 'Parse the whole filter before answering, and answer 400 with scimType "invalidFilter" where parsing stops.',
    },
    async ({ provider, scim, subject, unsupported }) => {
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      const name = sameName(type.name, 'User') ? 'userName' : 'id'
      for (const form of broken) {
        const filter = form.replaceAll('NAME', name)
        await subject(filter, async () => {
          const response = await scim.list(type, { filter, count: 1 })
          expectResponse(response).toBeScimError({ status: 400, scimType: 'invalidFilter' })
        })
      }
    },
  ),
])
