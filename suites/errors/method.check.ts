// Methods that an endpoint does not take, and features that are not offered (RFC 7644 §3.2, §3.12; RFC 9110 §9.1).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import { bulkRequestUrn } from '../../src/check/scim.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, mediaType } from '../../src/check/words.ts'
import { freeTextOf } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'
import { expectNoInternalError } from './expect-error.ts'

export const methods = suite('Methods', [
  check(
    'method/not-allowed',
    {
      title: 'a method that an endpoint does not take is refused',
      verifies: ['9110-15.5.6-01', '9110-9.1-02'],
      fix: 'Answer 405 with an Allow header and a SCIM error where the path exists and the method does not fit.',
    },
    async ({ provider, resources, scim, unsupported, subject }) => {
      if (provider.types.length === 0) unsupported('no resource type is known')
      for (const type of provider.types) {
        await subject(`POST ${type.endpoint}/{id}`, async () => {
          const body = await resources.build(type)
          const path = scim.pathOf(type, resources.unknownId())
          const response = await scim.request({ method: 'POST', path, body, aim: 'nothing' })
          expectThat([400, 403, 404, 405, 501].includes(response.status), {
            requirement: '9110-9.1-02',
            expected: '405 Method Not Allowed',
            got: describeResponse(response),
            response,
          })
          expectThat(response.status !== 405 || response.headers.allow !== undefined, {
            expected: '405 with an Allow header',
            got: '405 without Allow',
            response,
          })
        })
      }
    },
  ),

  check(
    'method/unknown',
    {
      title: 'a method that SCIM does not have is refused',
      verifies: '9110-9.1-02',
      fix: 'Answer 405, or 501, to methods that RFC 7644 §3.2 does not list.',
    },
    async ({ provider, resources, scim, unsupported }) => {
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      const path = scim.pathOf(type, resources.unknownId())
      const response = await scim.request({ method: 'PROPFIND', path, aim: 'nothing' })
      // Many HTTP servers drop the connection instead.
      const isRefused = response.status === 0 || (response.status >= 400 && response.status !== 500)
      expectThat(isRefused, {
        expected: '405 Method Not Allowed, or 501 Not Implemented',
        got: describeResponse(response),
        response,
      })
    },
  ),

  check(
    'method/head',
    {
      title: 'HEAD is answered like GET, without a body',
      verifies: '9110-9.1-01',
      fix: 'Route HEAD to the handler of GET and leave the body out, or answer 405 or 501.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim, unsupported } = context
        const { id } = await resources.create(type)
        const path = scim.pathOf(type, id)
        const head = await scim.request({ method: 'HEAD', path })
        if ([404, 405, 501].includes(head.status)) unsupported(`HEAD is answered ${head.status}`)
        const get = await scim.request({ method: 'GET', path })
        const isLike = head.status === get.status && (mediaType(head) === mediaType(get) || mediaType(head) === '')
        expectThat(isLike && head.text === '', {
          expected: `what GET answers: ${get.status}, Content-Type ${mediaType(get)}`,
          got: `${describeResponse(head)}, Content-Type ${mediaType(head) || 'missing'}`,
          response: head,
        })
      }),
  ),
])

export const missingFeatures = suite('Features that are not offered', [
  check(
    'not-offered/patch',
    {
      title: 'PATCH is answered 501 where it is not supported',
      verifies: '7644-3.12-16',
      fix: 'Answer 501 with a SCIM error to PATCH while ServiceProviderConfig says that it is not supported.',
    },
    async context => {
      offeredElse(context, 'patch.supported')
      await eachCreatableType(context, async type => {
        const { resources, scim, unsupported } = context
        const text = freeTextOf(type)
        if (text === undefined) return unsupported('no free text attribute to write to')
        const { id } = await resources.create(type)
        const operations = [{ op: 'replace', path: text.attribute.name, value: resources.unique() }]
        expectNotImplemented(await scim.patch(type, id, operations))
      })
    },
  ),

  check(
    'not-offered/bulk',
    {
      title: 'POST to /Bulk is answered 501 where bulk is not supported',
      verifies: '7644-3.12-16',
      fix: 'Answer 501 with a SCIM error at /Bulk while ServiceProviderConfig says that it is not supported.',
    },
    async context => {
      offeredElse(context, 'bulk.supported')
      const body = { schemas: [bulkRequestUrn], Operations: [] }
      expectNotImplemented(await context.scim.request({ method: 'POST', path: '/Bulk', body, aim: 'bulk' }))
    },
  ),

  check(
    'not-offered/search',
    {
      title: 'a search by POST is answered with an error that says so where it is not supported',
      verifies: '7644-3.12-16',
      fix: 'Answer 501 with a SCIM error to POST .search where you do not support it.',
    },
    async context => {
      const { provider, scim, unsupported } = context
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      const response = await scim.search(type, { count: 1 })
      if (response.status === 200) unsupported('search by POST is supported')
      expectNotImplemented(response)
    },
  ),
])

function offeredElse(
  { provider, unsupported }: Pick<CheckContext, 'provider' | 'unsupported'>,
  feature: 'patch.supported' | 'bulk.supported',
): void {
  if (provider.capabilities[feature].met) unsupported(`it is offered: ${provider.capabilities[feature].detail}`)
}

/** 501; another refusal departs from the advice only, and is a warning (interpretation 28). */
function expectNotImplemented(response: HttpResponse): void {
  expectNoInternalError(response)
  expectThat(response.status === 501, {
    expected: '501 Not Implemented',
    got: describeResponse(response),
    response,
    ...([404, 405].includes(response.status) ? { arguable: 28 } : {}),
  })
}
