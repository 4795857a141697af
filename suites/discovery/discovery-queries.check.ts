// Query parameters and writes at the discovery endpoints (RFC 7644 §4).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { DiscoveryEndpoint, HttpResponse, RequirementId } from '../../src/check/vocabulary.ts'
import { amount, describeResponse } from '../../src/check/words.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { configDocument, documentKey, elementsOf, isText, listedDocuments } from './documents.ts'

const endpoints = ['ServiceProviderConfig', 'ResourceTypes', 'Schemas'] as const

/** What a discovery answer says, as a text that is the same for the same content; undefined where it is no document. */
function contentOf(endpoint: DiscoveryEndpoint, response: HttpResponse): string | undefined {
  if (response.status !== 200) return undefined
  if (endpoint === 'ServiceProviderConfig') return isObject(response.json) ? documentKey(response.json) : undefined
  return elementsOf(response.json)
    .map(({ json }) => documentKey(json))
    .sort()
    .join('\n')
}

/** Why an endpoint that cannot be read at all is not examined here. */
function ensureReadable(context: CheckContext, endpoint: DiscoveryEndpoint): HttpResponse {
  if (endpoint === 'ServiceProviderConfig') return configDocument(context).response
  return listedDocuments(context, endpoint).response
}

interface Writing {
  readonly endpoint: DiscoveryEndpoint
  readonly slug: string
  readonly what: string
  readonly requirement: RequirementId
}

const readOnly: readonly Writing[] = [
  {
    endpoint: 'ServiceProviderConfig',
    slug: 'service-provider-config',
    what: 'the configuration',
    requirement: '7643-5-03',
  },
  { endpoint: 'ResourceTypes', slug: 'resource-types', what: 'resource types', requirement: '7643-6-01' },
  { endpoint: 'Schemas', slug: 'schemas', what: 'schemas', requirement: '7643-7-02' },
]

/** The guard knows discovery endpoints by their names. */
const canAimAt = (path: string): boolean => /\/(ServiceProviderConfig|ResourceTypes|Schemas)$/i.test(path)

export const discoveryQueries = suite('Query parameters and writes at discovery endpoints', [
  check(
    'discovery-queries/other-parameters',
    {
      title: 'paging and sorting parameters are ignored at the discovery endpoints',
      verifies: '7644-4-08',
      fix: 'Ignore startIndex, count, sortBy and sortOrder at /ServiceProviderConfig, /ResourceTypes and /Schemas.',
    },
    async context => {
      for (const endpoint of endpoints) {
        await context.subject(endpoint, async () => {
          const whole = contentOf(endpoint, ensureReadable(context, endpoint))
          const query = { startIndex: 2, count: 1, sortBy: 'id', sortOrder: 'descending' }
          const response = await context.scim.discover(endpoint, undefined, { query })
          const expected = 'the same answer as without the parameters'
          expectThat(response.status === 200, { expected, got: describeResponse(response), response })
          const got =
            endpoint === 'ServiceProviderConfig'
              ? 'another document'
              : `a list of ${amount(elementsOf(response.json).length, 'element')}`
          expectThat(contentOf(endpoint, response) === whole, { expected, got, response })
        })
      }
    },
  ),

  check(
    'discovery-queries/filter',
    {
      title: 'a filter at a discovery endpoint is refused with 403',
      verifies: ['7644-4-09', '7644-4-08'],
      fix: 'Answer 403 where the request to a discovery endpoint has a filter; never apply it.',
    },
    async context => {
      for (const endpoint of endpoints) {
        await context.subject(endpoint, async () => {
          const known = ensureReadable(context, endpoint)
          const whole = contentOf(endpoint, known)
          const id = elementsOf(known.json).map(({ json }) => member(json, 'id') ?? member(json, 'name'))
          const filter = `${endpoint === 'Schemas' ? 'id' : 'name'} eq ${JSON.stringify(id.find(isText) ?? 'User')}`
          const response = await context.scim.discover(endpoint, undefined, { query: { filter } })
          if (response.status === 403) return
          const content = contentOf(endpoint, response)
          if (content !== undefined && content !== whole) {
            const got = `200 OK with ${elementsOf(response.json).length} elements: the filter was applied`
            expectThat(false, { requirement: '7644-4-08', expected: '403 Forbidden, or no filtering', got, response })
          }
          const got = content === undefined ? describeResponse(response) : '200 OK, unfiltered'
          expectThat(false, {
            expected: '403 Forbidden',
            got,
            arguable: 11,
            response,
          })
        })
      }
    },
  ),

  ...readOnly.map(({ endpoint, slug, what, requirement }) =>
    check(
      `discovery-queries/read-only-${slug}`,
      {
        title: `clients cannot change ${what}`,
        verifies: requirement,
        fix: `Refuse POST, PUT, PATCH and DELETE at /${endpoint} with 405 and an Allow header.`,
      },
      async context => {
        const { resources, scim, subject, unsupported } = context
        const before = ensureReadable(context, endpoint)
        const path = scim.discoveryPath(endpoint)
        if (!canAimAt(path)) unsupported('the target file moves this endpoint: nothing is written to a path of its own')
        const whole = contentOf(endpoint, before)
        // No write could do harm where it is carried out: what is put is what is there, and no element is deleted.
        const [first] = endpoint === 'ServiceProviderConfig' ? [] : elementsOf(before.json)
        const id = first === undefined ? undefined : member(first.json, 'id')
        const at = isText(id) ? `${path}/${encodeURIComponent(id.toWellFormed())}` : path
        const known = first?.json ?? (isObject(before.json) ? before.json : {})
        const gone =
          endpoint === 'ServiceProviderConfig' ? path : `${path}/${encodeURIComponent(resources.unknownId())}`
        const writes = [
          { method: 'PUT', path: at, body: known },
          { method: 'PATCH', path: at, body: patchOf(known) },
          { method: 'POST', path, body: { ...withoutMeta(known), id: `urn:example:scim:${resources.unique()}` } },
          { method: 'DELETE', path: gone },
        ]
        for (const write of writes) {
          await subject(write.method, async () => {
            const response = await scim.request({ ...write, aim: 'read-only' })
            expectThat(response.status >= 400, {
              expected: `${write.method} refused, with 405 Method Not Allowed at best`,
              got: describeResponse(response),
              response,
              // What is put or patched is what is there: a service provider may ignore that rather than refuse it.
              ...(write.method === 'PUT' || write.method === 'PATCH' ? { arguable: 20 } : {}),
            })
          })
        }
        const after = await scim.discover(endpoint)
        expectThat(contentOf(endpoint, after) === whole, {
          expected: 'the same document after the writes',
          got: after.status === 200 ? 'another document' : describeResponse(after),
          response: after,
        })
      },
    ),
  ),
])

function withoutMeta(json: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([name]) => name.toLowerCase() !== 'meta'))
}

/** A PATCH that replaces a text with itself. */
function patchOf(json: JsonObject): JsonObject {
  const name = ['description', 'name', 'documentationUri'].find(candidate => isText(member(json, candidate)))
  const operation =
    name === undefined ? { op: 'replace', value: {} } : { op: 'replace', path: name, value: member(json, name) }
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] }
}
