// URLs as the service provider has to read them (RFC 7644 §1.2, §3.13; RFC 3986).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { describeResponse } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { eachCreatableType } from '../support/types.ts'

export const uris = suite('Reading URLs', [
  check(
    'uri/encoded-path',
    {
      title: 'a percent-encoded letter in the id means that letter',
      verifies: '7644-1.2-01',
      fix: 'Percent-decode each segment of the path before looking the id up: %61 and a are one letter (RFC 3986 §2.3).',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim, unsupported } = context
        const { id } = await resources.create(type)
        const at = id.search(/[a-z0-9]/i)
        if (at < 0) return unsupported('the id has no letter or digit')
        const code = id.charCodeAt(at).toString(16).toUpperCase()
        const spelt = `${encodeURIComponent(id.slice(0, at).toWellFormed())}%${code}${encodeURIComponent(id.slice(at + 1).toWellFormed())}`
        const response = await scim.request({ method: 'GET', path: `${scim.endpointOf(type)}/${spelt}` })
        const json = expectResponse(response, { arguable: 35 }).toBeJsonObject(200)
        expectThat(member(json, 'id') === id, { expected: 'the resource', got: 'another one', response })
      }),
  ),

  check(
    'uri/unknown-parameter',
    {
      title: 'a query parameter that no RFC knows is ignored',
      verifies: '7644-3.4.2-03',
      fix: 'Read the query parameters you know and pass over the others.',
    },
    async ({ provider, scim, unsupported }) => {
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      const response = await scim.list(type, { count: 1, scimcUnknown: '1' })
      expectThat(response.status === 200, { expected: '200 OK', got: describeResponse(response), response })
    },
  ),

  check(
    'uri/unknown-version',
    {
      title: 'a protocol version that is not spoken is refused',
      verifies: '7644-3.13-03',
      fix: 'Answer 400 with scimType "invalidVers", or 404, to a version segment other than yours.',
    },
    async ({ provider, scim, unsupported }) => {
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      const base = new URL(scim.urlOf(''))
      base.pathname = base.pathname.replace(/\/v\d+\/?$/i, '/v99')
      const path = `${base.origin}${base.pathname}${scim.endpointOf(type)}${base.search}`
      const response = await scim.request({ method: 'GET', path })
      const isServed =
        response.status === 200 && isObject(response.json) && member(response.json, 'totalResults') !== undefined
      expectThat(!isServed && response.status !== 500, {
        expected: '400 with scimType "invalidVers", or 404 Not Found',
        got: isServed ? '200 OK with a list' : describeResponse(response),
        response,
      })
    },
  ),
])
