// Methods that an endpoint does not take (RFC 7644 §3.2; RFC 9110 §9.1).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { describeResponse, mediaType } from '../../src/check/words.ts'
import { eachCreatableType } from '../support/types.ts'

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
