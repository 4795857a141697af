// /Me, the resource of the authenticated subject (RFC 7644 §3.11).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { describeResponse } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { tailOf } from '../support/answers.ts'

export const me = suite('The authenticated subject', [
  check(
    'me/not-offered',
    {
      title: '/Me is answered 501 where it is not supported',
      verifies: '7644-3.11-02',
      fix: 'Answer 501 with a SCIM error at /Me while it stands for no resource.',
    },
    async ({ scim, unsupported }) => {
      const response = await scim.request({ method: 'GET', path: '/Me' })
      if (response.status >= 200 && response.status < 400) unsupported('/Me is supported')
      if ([401, 403].includes(response.status)) unsupported('/Me is not for these credentials')
      expectThat(response.status === 501, {
        expected: '501 Not Implemented',
        got: describeResponse(response),
        response,
        ...([404, 405].includes(response.status) ? { arguable: 28 } : {}),
      })
    },
  ),

  check(
    'me/resource',
    {
      title: '/Me answers with the resource, and Location names its permanent URI',
      verifies: '7644-3.11-05',
      needs: ['me.supported'],
      fix: 'Send the permanent URI of the resource, as in meta.location, in the Location header of answers at /Me.',
    },
    async ({ scim, unsupported }) => {
      const response = await scim.request({ method: 'GET', path: '/Me' })
      const isDirect = /\/me\/?$/i.test(response.url.split('?')[0] ?? '')
      if ([401, 403, 404, 501].includes(response.status)) unsupported(`/Me is answered ${response.status}`)
      const json = expectResponse(response).toBeJsonObject(200)
      const id = member(json, 'id')
      const meta = member(json, 'meta')
      const own = isObject(meta) ? member(meta, 'location') : undefined
      if (!isDirect) return
      const { location } = response.headers
      expectAll(
        () =>
          expectThat(typeof id === 'string' && id !== '', {
            expected: 'a resource with its id',
            got: 'no id',
            response,
          }),
        () =>
          expectThat(location !== undefined && !/\/me\/?$/i.test(location), {
            expected: 'Location with the permanent URI',
            got: location === undefined ? 'no Location' : 'Location with /Me',
            response,
          }),
        () =>
          expectThat(location === undefined || own === undefined || tailOf(location) === tailOf(own), {
            expected: 'Location equal to meta.location',
            got: 'another end',
            response,
          }),
      )
    },
  ),
])
