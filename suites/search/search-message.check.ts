// What comes of a search by POST whose body is not as it should be (RFC 7644 §3.4.3).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { searchRequestUrn } from '../../src/check/scim.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { amount, describeResponse, listWords } from '../../src/check/words.ts'
import type { JsonObject } from '../../src/scim/json.ts'
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

  check(
    'search-message/letter-case',
    {
      title: 'letter case does not matter in the member names of a SearchRequest',
      verifies: '7643-2.1-01',
      fix: 'Read the members of a SearchRequest (filter, startIndex, count, attributes) without regard to case.',
    },
    context =>
      eachSearched(context, async data => {
        const { scim, unsupported } = context
        const path = `${scim.endpointOf(data.type)}/.search`
        const search = (body: JsonObject) =>
          scim.request({ method: 'POST', path, body: { schemas: [searchRequestUrn], ...body }, aim: 'search' })
        const usual = await search({ ...filterOf(data), count: 1, attributes: ['id'] })
        if (usual.status !== 200) unsupported(`a search for ids is answered ${usual.status}`)
        const isOurs = data.narrow !== undefined
        const expected = shapeOf(usual, isOurs)
        const { filter } = filterOf(data)
        const turned = await search({
          ...(filter === undefined ? {} : { FILTER: filter }),
          Count: 1,
          ATTRIBUTES: ['id'],
        })
        expectThat(turned.status === 200 && shapeOf(turned, isOurs) === expected, {
          expected: `${expected}, as with the usual letter case`,
          got: turned.status === 200 ? shapeOf(turned, isOurs) : describeResponse(turned),
          response: turned,
        })
      }),
  ),
])

/** How many resources are in the list, what they show, and how many there are where none but ours are counted. */
function shapeOf(response: HttpResponse, isOurs: boolean): string {
  const { totalResults, resources } = expectResponse(response).toBeListResponse()
  const names = new Set(resources.flatMap(resource => Object.keys(resource)).map(name => name.toLowerCase()))
  const page = `${amount(resources.length, 'resource')} with ${listWords([...names].sort())}`
  return isOurs ? `totalResults ${totalResults}, ${page}` : page
}
