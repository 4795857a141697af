// What comes of a search by POST whose body is not as it should be (RFC 7644 §3.4.3).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse } from '../../src/check/expect.ts'
import { eachSearched, filterOf } from './searched.ts'

export const searchMessages = suite('Bodies of searches', [
  check(
    'search-message/malformed-filter',
    {
      title: 'a malformed filter in the body of a search is refused as invalidFilter',
      verifies: '7644-3.4.3-07',
      needs: ['filter.supported'],
      fix: 'Parse the filter of a SearchRequest as strictly as that of a GET.',
    },
    context =>
      eachSearched(context, async data => {
        const response = await context.scim.search(data.type, { filter: `${data.label} eq` })
        expectResponse(response).toBeScimError({ status: 400, scimType: 'invalidFilter' })
      }),
  ),

  check(
    'search-message/message-schema',
    {
      title: 'a search whose body is no SearchRequest is refused with 400, or read as if it were one',
      verifies: '7644-3.4.3-04',
      fix: 'Answer a body without the SearchRequest URN with 400 and scimType invalidSyntax.',
    },
    context =>
      eachSearched(context, async data => {
        const other = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
        const response = await context.scim.search(data.type, { schemas: [other], ...filterOf(data), count: 1 })
        expectResponse(response).toHaveStatus(400, 200)
      }),
  ),

  check(
    'search-message/malformed-body',
    {
      title: 'a search whose body is no JSON is refused with 400',
      verifies: '7644-3.4.3-04',
      fix: 'Answer a body that cannot be parsed with 400 and scimType invalidSyntax.',
    },
    context =>
      eachSearched(context, async data => {
        const path = `${context.scim.endpointOf(data.type)}/.search`
        const response = await context.scim.request({ method: 'POST', path, body: '{"schemas":[', aim: 'search' })
        expectResponse(response).toBeScimError({ status: 400 })
      }),
  ),
])
