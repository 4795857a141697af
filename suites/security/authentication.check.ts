// Requests without credentials, or with wrong ones (RFC 7644 §2, §3.12; RFC 9110 §11.6.1).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { HttpRequest, HttpResponse, RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse, show, statusText } from '../../src/check/words.ts'
import { isSuccess, replacementOf } from '../support/answers.ts'
import { eachCreatableType } from '../support/types.ts'
import { withoutCredentials, wrongCredentials } from './credentials.ts'

/** A challenge: the name of a scheme, and parameters after it (RFC 9110 §11.6.1). */
const challenge = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+(\s|,|$)/

/** 401 with a challenge; too many requests say nothing. */
function expectUnauthorized(response: HttpResponse, requirement: RequirementId): void {
  if (response.status === 429) return
  expectAll(
    () =>
      expectThat(response.status === 401, {
        requirement,
        expected: statusText(401),
        got: describeResponse(response),
        response,
      }),
    () => expectChallenge(response),
  )
}

function expectChallenge(response: HttpResponse): void {
  if (response.status !== 401) return
  const header = response.headers['www-authenticate']
  expectThat(header !== undefined && challenge.test(header), {
    requirement: '9110-11.6.1-01',
    expected: '401 with a WWW-Authenticate header that names a scheme',
    got: header === undefined ? '401 without WWW-Authenticate' : `WWW-Authenticate: ${show(header, 60)}`,
    response,
  })
}

export const authentication = suite('Authentication', [
  check(
    'authentication/missing',
    {
      title: 'every operation on resources asks for credentials',
      verifies: ['7644-3.12-09', '9110-11.6.1-01', '7644-2-05'],
      fix: 'Check credentials before anything else, for every method of every endpoint, and answer 401 with WWW-Authenticate.',
    },
    async context => {
      const none = withoutCredentials(context)
      await eachCreatableType(context, async type => {
        const { provider, resources, scim } = context
        const created = await resources.create(type)
        const path = scim.pathOf(type, created.id)
        const patchOp = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [] }
        const requests: HttpRequest[] = [
          { method: 'GET', path: type.endpoint, query: { count: 1 } },
          { method: 'GET', path },
          { method: 'POST', path: type.endpoint, body: await resources.build(type) },
          { method: 'PUT', path, body: replacementOf(created) },
          { method: 'DELETE', path },
        ]
        if (provider.capabilities['patch.supported'].met) requests.push({ method: 'PATCH', path, body: patchOp })
        // DELETE comes last: what it deletes can no longer be asked for.
        const inOrder = [...requests.filter(r => r.method !== 'DELETE'), ...requests.filter(r => r.method === 'DELETE')]
        for (const request of inOrder) {
          const place = `${request.method} ${type.endpoint}${request.path === path ? '/{id}' : ''}`
          await context.subject(place, async () => {
            expectUnauthorized(await scim.request({ ...request, ...none }), '7644-3.12-09')
          })
        }
      })
    },
  ),

  check(
    'authentication/missing-elsewhere',
    {
      title: 'searches, queries at the base URL, bulk requests and /Me ask for credentials',
      verifies: ['7644-3.12-09', '9110-11.6.1-01', '7644-2-05'],
      fix: 'Put the authentication before the router, so that no endpoint is left out.',
    },
    async context => {
      const none = withoutCredentials(context)
      const { provider, scim, subject } = context
      const search = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], count: 1 }
      const bulk = { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: [] }
      const requests: HttpRequest[] = [
        ...provider.types.map(
          type => ({ method: 'POST', path: `${type.endpoint}/.search`, body: search, aim: 'search' }) as const,
        ),
        { method: 'POST', path: '/.search', body: search, aim: 'search' },
        { method: 'POST', path: '/Bulk', body: bulk, aim: 'bulk' },
        { method: 'GET', path: '/Me' },
      ]
      for (const request of requests) {
        await subject(`${request.method} ${request.path}`, async () => {
          const response = await scim.request({ ...request, ...none })
          // What is not offered at all may say so to anyone.
          if ([404, 405, 501].includes(response.status)) context.unsupported(`it is answered ${response.status}`)
          expectUnauthorized(response, '7644-3.12-09')
        })
      }
    },
  ),

  check(
    'authentication/discovery',
    {
      title: 'discovery without credentials is answered, or refused with 401',
      verifies: ['7644-2-05', '9110-11.6.1-01'],
      fix: 'Serve the discovery endpoints to anyone, or answer 401 with WWW-Authenticate: no redirect to a login page.',
    },
    async context => {
      const none = withoutCredentials(context)
      for (const endpoint of ['ServiceProviderConfig', 'ResourceTypes', 'Schemas'] as const) {
        await context.subject(endpoint, async () => {
          const response = await context.scim.discover(endpoint, undefined, none)
          if (response.status === 200) {
            expectThat(response.json !== undefined, {
              requirement: '7644-2-05',
              expected: '200 with JSON, or 401 Unauthorized',
              got: describeResponse(response),
              response,
            })
          } else if (response.status === 404) context.unsupported('the endpoint is not offered')
          else expectUnauthorized(response, '7644-3.12-09')
        })
      }
    },
  ),

  check(
    'authentication/wrong',
    {
      title: 'wrong credentials are refused for reads',
      verifies: ['7644-2-03', '7644-3.12-09', '9110-11.6.1-01'],
      fix: 'Verify the token itself, not only that there is one, and answer 401 with WWW-Authenticate.',
    },
    async context => {
      const { provider, scim, subject, unsupported } = context
      if (provider.types.length === 0) unsupported('no resource type is known')
      for (const type of provider.types.slice(0, 2)) {
        const anonymous = await scim.list(type, { count: 1 }, withoutCredentials(context))
        for (const [name, signing] of wrongCredentials(context)) {
          await subject(`${name}, GET ${type.endpoint}`, async () => {
            const response = await scim.list(type, { count: 1 }, signing)
            // A malformed header may be a bad request (RFC 6750 §3.1).
            if (response.status === 400 && name.includes('without')) return
            expectUnauthorized(response, requirementOf(response, anonymous))
          })
        }
      }
    },
  ),

  check(
    'authentication/wrong-write',
    {
      title: 'wrong credentials are refused for writes, and nothing is written',
      verifies: ['7644-2-03', '7644-3.12-09', '9110-11.6.1-01'],
      fix: 'Verify the token for POST, PUT, PATCH and DELETE as for GET.',
    },
    async context => {
      const [[, signing] = []] = wrongCredentials(context)
      await eachCreatableType(context, async type => {
        const { resources, scim } = context
        const none = withoutCredentials(context)
        const anonymous = await scim.create(type, await resources.build(type), none)
        const response = await scim.create(type, await resources.build(type), signing ?? {})
        expectUnauthorized(response, requirementOf(response, anonymous))
        const [one, other] = [await resources.create(type), await resources.create(type)]
        const removedByNoOne = await scim.remove(type, one.id, none)
        const removed = await scim.remove(type, other.id, signing ?? {})
        expectUnauthorized(removed, requirementOf(removed, removedByNoOne))
      })
    },
  ),
])

/**
 * A token taken for good breaks more than the advice on which status to choose, where the same request wants credentials.
 * Where it is open to everyone (RFC 7644 §2.2), no token is looked at.
 */
function requirementOf(wrong: HttpResponse, anonymous: HttpResponse): RequirementId {
  return isSuccess(wrong) && !isSuccess(anonymous) ? '7644-2-03' : '7644-3.12-09'
}
