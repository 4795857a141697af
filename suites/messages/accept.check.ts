// Which media types a client can ask for and send (RFC 7644 §3.8, RFC 9110 §12.5.1, §15.5).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, mediaType, show } from '../../src/check/words.ts'
import { isObject } from '../../src/scim/json.ts'
import { valueAt } from '../../src/scim/value.ts'
import { isKept, isSuccess, readCreated } from '../support/answers.ts'
import { freeTextOf, withAttribute } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'

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

export const sending = suite('Media types a client sends', [
  check(
    'request-media-type/charset',
    {
      title: 'a body sent as application/scim+json; charset=utf-8 is accepted',
      verifies: '7644-3.8-04',
      fix: 'Compare the media type of a request without its parameters.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim } = context
        const headers = { 'content-type': 'application/scim+json; charset=utf-8' }
        const response = await scim.create(type, await resources.build(type), { headers })
        expectThat(isSuccess(response), { expected: '201 Created', got: describeResponse(response), response })
      }),
  ),

  check(
    'request-media-type/json',
    {
      title: 'a body sent as application/json is accepted',
      verifies: '7644-3.8-04',
      fix: 'Accept application/json beside application/scim+json in requests: many clients send it.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim } = context
        const headers = { 'content-type': 'application/json' }
        const response = await scim.create(type, await resources.build(type), { headers })
        expectThat(isSuccess(response), { expected: '201 Created', got: describeResponse(response), response })
      }),
  ),

  check(
    'request-media-type/unsupported',
    {
      title: 'a body in another media type is refused with 415',
      verifies: '9110-15.5.16-01',
      fix: 'Answer 415 where Content-Type is neither application/scim+json nor application/json.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim } = context
        const headers = { 'content-type': 'text/plain' }
        const response = await scim.create(type, await resources.build(type), { headers })
        expectThat(response.status === 415 || response.status === 400, {
          expected: '415 Unsupported Media Type',
          got: describeResponse(response),
          response,
        })
      }),
  ),

  check(
    'request-media-type/utf-8',
    {
      title: 'a body without charset is read as UTF-8',
      verifies: ['7644-3.8-01', '7644-3.8-02'],
      fix: 'Decode request bodies as UTF-8, whatever the default of the platform, and store all of Unicode.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim, unsupported } = context
        const attribute = freeTextOf(type)
        if (attribute === undefined) return unsupported('no free text attribute to write to')
        const mark = resources.unique()
        const value = `${mark} Zoë Ærø Ωмега 日本 𝒳 🙂`
        const response = await scim.create(type, withAttribute(await resources.build(type), attribute, value))
        if (!isSuccess(response)) {
          const isRefused = response.status === 400
          // A service provider may allow fewer characters in an attribute than Unicode has.
          if (isRefused) unsupported(`the text is refused: ${describeResponse(response)}`)
          context.blocked(`A ${type.name} could not be created: ${describeResponse(response)}.`)
        }
        const { json, response: read } = await readCreated(context, type, response)
        const stored = valueAt(json, attribute)
        // Whatever the encoding, the mark survives it; where it is gone, the service provider puts in a value of its own.
        const isOwn = typeof stored === 'string' && !stored.toLowerCase().includes(mark.toLowerCase())
        if (stored === undefined || isOwn) unsupported(`${attribute.attribute.name} is not kept`)
        expectThat(isKept(stored, value, attribute.attribute.caseExact), {
          requirement: '7644-3.8-02',
          expected: show(value),
          got: show(stored),
          response: read,
        })
      }),
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
