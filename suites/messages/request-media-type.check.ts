// Media types a client sends (RFC 7644 §3.8; RFC 9110 §15.5.16).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { valueAt } from '../../src/scim/value.ts'
import { ensureUsualCreate, isKept, isSuccess, readCreated } from '../support/answers.ts'
import { freeTextOf, withAttribute } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'

const _scimJson = 'application/scim+json'

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
        await ensureUsualCreate(context, type, response)
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
        await ensureUsualCreate(context, type, response)
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
