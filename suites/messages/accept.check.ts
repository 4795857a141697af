// Which media types a client can ask for (RFC 7644 §3.8, RFC 9110 §12.5.1, §15.5).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, mediaType, show } from '../../src/check/words.ts'
import { isObject } from '../../src/scim/json.ts'

const scimJson = 'application/scim+json'

export const accepting = suite('Media types a client asks for', [
  check(
    'accept/scim-json',
    {
      title: 'Accept: application/scim+json gets application/scim+json',
      verifies: '7644-3.8-06',
      fix: 'Produce application/scim+json where the client accepts it.',
    },
    async context => {
      const response = await firstPage(context, { accept: scimJson })
      expectThat(response.status === 200 && mediaType(response) === scimJson, {
        expected: `200 with Content-Type ${scimJson}`,
        got: `${describeResponse(response)}, Content-Type ${show(mediaType(response))}`,
        response,
      })
    },
  ),

  check(
    'accept/list',
    {
      title: 'application/scim+json is found in a list of media types, with a weight or without',
      verifies: '7644-3.8-06',
      fix: 'Split Accept at the commas and take the parameters off before comparing media types.',
    },
    async context => {
      for (const accept of [`${scimJson}, application/json`, `${scimJson};q=0.9, text/html;q=0.1`]) {
        await context.subject(`Accept: ${accept}`, async () => {
          const response = await firstPage(context, { accept })
          const isJson = [scimJson, 'application/json'].includes(mediaType(response)) && isObject(response.json)
          expectThat(response.status === 200 && isJson, {
            expected: '200 with JSON',
            got: `${describeResponse(response)}, Content-Type ${show(mediaType(response))}`,
            response,
          })
        })
      }
    },
  ),

  check(
    'accept/json',
    {
      title: 'Accept: application/json gets JSON',
      verifies: '7644-3.8-07',
      fix: 'Answer a client that accepts application/json alone with the same JSON.',
    },
    async context => {
      const response = await firstPage(context, { accept: 'application/json' })
      const isJson = [scimJson, 'application/json'].includes(mediaType(response)) && isObject(response.json)
      expectThat(response.status === 200 && isJson, {
        expected: '200 with JSON',
        got: `${describeResponse(response)}, Content-Type ${show(mediaType(response))}`,
        response,
      })
    },
  ),

  check(
    'accept/default',
    {
      title: 'without a wish for a media type the answer is application/scim+json',
      verifies: '7644-3.8-08',
      fix: 'Make application/scim+json the default where Accept is missing or */*.',
    },
    async context => {
      for (const [name, accept] of [
        ['no Accept', ''],
        ['Accept: */*', '*/*'],
        ['a list with */*', 'text/html, */*;q=0.8'],
      ] as const) {
        await context.subject(name, async () => {
          const response = await firstPage(context, { accept })
          expectThat(response.status === 200 && mediaType(response) === scimJson, {
            expected: `200 with Content-Type ${scimJson}`,
            got: `${describeResponse(response)}, Content-Type ${show(mediaType(response))}`,
            response,
          })
        })
      }
    },
  ),

  check(
    'accept/unacceptable',
    {
      title: 'Accept without JSON gets 406 or JSON all the same',
      verifies: '9110-15.5.7-01',
      fix: 'Where the client accepts nothing you have, answer 406, or ignore Accept.',
    },
    async context => {
      const response = await firstPage(context, { accept: 'text/csv' })
      const isJson = response.status === 200 && isObject(response.json)
      expectThat(response.status === 406 || isJson, {
        expected: '406 Not Acceptable, or 200 with JSON',
        got: `${describeResponse(response)}, Content-Type ${show(mediaType(response))}`,
        response,
      })
    },
  ),
])

async function firstPage(
  { provider, scim, unsupported }: Pick<CheckContext, 'provider' | 'scim' | 'unsupported'>,
  headers: Readonly<Record<string, string>>,
): Promise<HttpResponse> {
  const [type] = provider.types
  if (type === undefined) return unsupported('no resource type is known')
  return scim.list(type, { count: 1 }, { headers })
}
