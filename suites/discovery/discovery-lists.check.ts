// ResourceTypes and Schemas as lists and one by one: the same documents by either way (RFC 7644 §4).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { listResponseUrn } from '../../src/check/scim.ts'
import { amount, describeResponse, listWords, show } from '../../src/check/words.ts'
import { isArray, isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { isDiscoverySchema } from '../../src/scim/resource-type.ts'
import { documentKey, elementsOf, isText, type Listed, listedDocuments } from './documents.ts'

/** Elements of one list whose locations are followed. */
const mostFollowed = 20

/** The answer is a complete ListResponse. */
function expectWholeList({ provider }: CheckContext, endpoint: 'ResourceTypes' | 'Schemas'): void {
  const response = provider.answers[endpoint]
  expectResponse(response, { requirement: endpoint === 'Schemas' ? '7644-3.2-12' : '7644-3.2-11' }).toHaveStatus(200)
  const expected = 'a ListResponse with schemas, totalResults and Resources'
  expectThat(!isArray(response.json), { expected, got: 'a bare array', response })
  const listing = expectResponse(response).toBeListResponse()
  const schemas = member(listing.json, 'schemas')
  const named = isArray(schemas) && schemas.some(urn => typeof urn === 'string' && sameName(urn, listResponseUrn))
  expectThat(named, { expected, got: `schemas: ${show(schemas)}`, response })
  const { totalResults, resources } = listing
  const requirement = endpoint === 'Schemas' ? '7644-4-03' : '7644-4-05'
  expectThat(resources.length > 0, { requirement, expected: 'at least one element', got: 'an empty list', response })
  expectThat(totalResults === resources.length, {
    ...(endpoint === 'Schemas' ? { requirement: '7644-4-03' as const } : {}),
    expected: `all ${totalResults} elements in one answer`,
    got: `totalResults ${totalResults} with ${amount(resources.length, 'element')}`,
    response,
  })
}

/** Reads elements of a list by their ids, and holds each against the list. */
async function expectSameById(
  context: CheckContext,
  endpoint: 'ResourceTypes' | 'Schemas',
  requirement: '7644-4-04' | '7644-4-06',
  elements: readonly Listed[],
): Promise<void> {
  for (const { name, json } of elements.slice(0, 40)) {
    const id = member(json, 'id')
    if (!isText(id)) continue
    await context.subject(name, async () => {
      const response = await context.scim.discover(endpoint, id)
      expectResponse(response, { requirement }).toHaveStatus(200)
      const one = expectResponse(response).toBeJsonObject(200)
      expectThat(member(one, 'Resources') === undefined, {
        expected: 'the one element as a JSON object',
        got: 'a list with "Resources"',
        response,
      })
      const different = differentMembers(json, one)
      expectThat(different.length === 0, {
        requirement: endpoint === 'Schemas' ? '7643-7-07' : requirement,
        expected: `the element of /${endpoint} with that id`,
        got: `another ${listWords(different)}`,
        response,
      })
    })
  }
}

function differentMembers(listed: Readonly<Record<string, unknown>>, one: Readonly<Record<string, unknown>>): string[] {
  const names = new Map([...Object.keys(one), ...Object.keys(listed)].map(name => [name.toLowerCase(), name]))
  return [...names.values()].filter(
    name =>
      documentKey({ value: member(listed, name) }) !== documentKey({ value: member(one, name) }) && name !== 'meta',
  )
}

export const discoveryLists = suite('Lists of resource types and schemas', [
  check(
    'discovery-lists/resource-types',
    {
      title: 'GET /ResourceTypes is answered with a complete ListResponse',
      verifies: ['7644-4-07', '7644-3.2-11', '7644-4-05'],
      fix: 'Answer GET /ResourceTypes with a ListResponse that holds every resource type.',
    },
    async context => expectWholeList(context, 'ResourceTypes'),
  ),

  check(
    'discovery-lists/schemas',
    {
      title: 'GET /Schemas is answered with a complete ListResponse',
      verifies: ['7644-4-07', '7644-3.2-12', '7644-4-03'],
      fix: 'Answer GET /Schemas with a ListResponse that holds every schema.',
    },
    async context => expectWholeList(context, 'Schemas'),
  ),

  check(
    'discovery-lists/all-used-schemas',
    {
      title: 'Schemas lists every schema that a resource type names',
      verifies: ['7644-4-03', '7643-3.2-01'],
      fix: 'List at /Schemas the base schema and the extensions of every resource type.',
    },
    async context => {
      const { elements, response } = listedDocuments(context, 'Schemas')
      const ids = elements.map(({ json }) => member(json, 'id')).filter(isText)
      for (const type of context.provider.types) {
        await context.subject(type.name, () => {
          const { schema, schemaExtensions } = type.resourceType
          const missing = [schema, ...schemaExtensions.map(extension => extension.schema)].filter(
            uri => !ids.some(id => sameName(id, uri)),
          )
          expectThat(missing.length === 0, {
            expected: `the schemas of ${type.name} in /Schemas`,
            got: `no schema with the id ${listWords(missing)}`,
            response,
          })
        })
      }
    },
  ),

  check(
    'discovery-lists/schema-ids-match',
    {
      title: 'the schema URIs of a resource type are ids of Schema resources',
      verifies: ['7643-6-08', '7643-6-11'],
      fix: 'Spell "schema" of resource types and extensions exactly as the id of the Schema resource.',
    },
    async context => {
      const { elements } = listedDocuments(context, 'ResourceTypes')
      const { provider, scim, subject } = context
      const listed = elementsOf(provider.answers.Schemas.json)
      // That the schemas of discovery are described is a recommendation of its own (interpretation 25).
      const types = elements.filter(({ json }) => !isDiscoverySchema(member(json, 'schema')))
      for (const { name, json } of types) {
        const extensions = member(json, 'schemaExtensions')
        const uris = [
          { uri: member(json, 'schema'), requirement: '7643-6-08' as const },
          ...(isArray(extensions) ? extensions.filter(isObject) : []).map(extension => ({
            uri: member(extension, 'schema'),
            requirement: '7643-6-11' as const,
          })),
        ]
        for (const { uri, requirement } of uris) {
          if (!isText(uri)) continue
          await subject(`${name}: ${uri}`, async () => {
            if (listed.some(schema => member(schema.json, 'id') === uri)) return
            const response = await scim.discover('Schemas', uri)
            const id = isObject(response.json) ? member(response.json, 'id') : undefined
            const got =
              response.status === 200 ? `a Schema resource with the id ${show(id)}` : describeResponse(response)
            const expected = `a Schema resource with the id ${show(uri)}`
            expectThat(response.status === 200 && id === uri, { requirement, expected, got, response })
          })
        }
      }
    },
  ),

  check(
    'discovery-lists/resource-type-by-id',
    {
      title: 'a resource type is found by its id, with what the list says of it',
      verifies: '7644-4-06',
      fix: 'Answer GET /ResourceTypes/{id} with the same resource type that the list holds.',
    },
    async context => {
      const { elements } = listedDocuments(context, 'ResourceTypes')
      if (!elements.some(({ json }) => isText(member(json, 'id')))) context.unsupported('resource types have no ids')
      await expectSameById(context, 'ResourceTypes', '7644-4-06', elements)
    },
  ),

  check(
    'discovery-lists/schema-by-id',
    {
      title: 'a schema is found by its URI, with what the list says of it',
      verifies: ['7644-4-06', '7644-4-04', '7643-7-07', '7643-7-03'],
      fix: 'Answer GET /Schemas/{id} with the same schema that the list holds.',
    },
    async context => {
      const { elements } = listedDocuments(context, 'Schemas')
      if (!elements.some(({ json }) => isText(member(json, 'id')))) context.blocked('the listed schemas have no ids')
      await expectSameById(context, 'Schemas', '7644-4-04', elements)
    },
  ),

  check(
    'discovery-lists/schema-by-plain-uri',
    {
      title: 'a schema is found by its URI with the colons as they are',
      verifies: '7644-4-04',
      fix: 'Match the last segment of /Schemas/{id} percent-decoded, so that ":" and "%3A" are the same.',
    },
    async context => {
      const { elements } = listedDocuments(context, 'Schemas')
      const id = elements.map(({ json }) => member(json, 'id')).find(isText)
      if (id === undefined || !/^[\w:.-]+$/.test(id))
        return context.unsupported('no listed schema has a plain URN as id')
      const path = `${context.scim.discoveryPath('Schemas')}/${id}`
      const response = await context.scim.request({ method: 'GET', path })
      const json = expectResponse(response).toBeJsonObject(200)
      expectThat(member(json, 'id') === id, {
        expected: `the schema ${id}`,
        got: `id: ${show(member(json, 'id'))}`,
        response,
      })
    },
  ),

  check(
    'discovery-lists/unknown-schema',
    {
      title: 'an unknown schema is answered 404',
      verifies: '7644-4-04',
      fix: 'Answer GET /Schemas/{id} with 404 where there is no schema with that id.',
    },
    async context => {
      listedDocuments(context, 'Schemas')
      const { resources, scim } = context
      const response = await scim.discover('Schemas', `urn:example:scim:schemas:${resources.unknownId()}`)
      expectResponse(response).toHaveStatus(404)
    },
  ),

  check(
    'discovery-lists/unknown-resource-type',
    {
      title: 'an unknown resource type is answered 404',
      verifies: '7644-3.4.1-01',
      fix: 'Answer GET /ResourceTypes/{id} with 404 where there is no resource type with that id.',
    },
    async context => {
      listedDocuments(context, 'ResourceTypes')
      const { resources, scim } = context
      const response = await scim.discover('ResourceTypes', resources.unknownId())
      expectResponse(response).toHaveStatus(404)
    },
  ),

  check(
    'discovery-lists/endpoints-answer',
    {
      title: 'the endpoint of each listed resource type answers',
      verifies: ['7644-4-05', '7643-6-06'],
      fix: 'List only resource types whose endpoint exists, spelt as the endpoint is.',
    },
    async ({ provider, scim, subject, unsupported }) => {
      if (provider.types.length === 0) unsupported('no resource type is known')
      for (const type of provider.types) {
        await subject(type.name, async () => {
          const response = await scim.list(type, { count: 1 })
          const isThere = response.status !== 404 && response.status !== 0 && response.status !== 500
          expectThat(isThere, {
            expected: `an answer of the endpoint ${type.endpoint}`,
            got: describeResponse(response),
            response,
          })
        })
      }
    },
  ),

  check(
    'discovery-lists/served-types-are-listed',
    {
      title: 'a resource type with resources is listed',
      verifies: '7644-4-05',
      fix: 'List in /ResourceTypes every resource type that has an endpoint.',
    },
    async context => {
      const { provider, scim, subject, unsupported } = context
      listedDocuments(context, 'ResourceTypes')
      const unlisted = ['/Users', '/Groups'].filter(
        path => !provider.types.some(({ endpoint }) => sameName(endpoint.split('/').at(-1) ?? '', path.slice(1))),
      )
      if (unlisted.length === 0) unsupported('User and Group are both listed')
      for (const path of unlisted) {
        await subject(path, async () => {
          const response = await scim.request({ method: 'GET', path, query: { count: 1 } })
          const total = isObject(response.json) ? member(response.json, 'totalResults') : undefined
          const isServed = response.status === 200 && typeof total === 'number' && total > 0
          expectThat(!isServed, {
            expected: `no resources at ${path}, or an entry in /ResourceTypes`,
            got: `${total} resources at ${path}, and no entry`,
            response,
          })
        })
      }
    },
  ),

  check(
    'discovery-lists/locations',
    {
      title: 'meta.location of a resource type or schema leads to it',
      verifies: '7643-3.1-27',
      fix: 'Build meta.location of ResourceTypes and Schemas from the path at which each of them can be read.',
    },
    async context => {
      const { scim, subject, unsupported } = context
      const base = scim.urlOf('').split('?')[0]?.replace(/\/$/, '') ?? ''
      const located = (['ResourceTypes', 'Schemas'] as const).flatMap(endpoint =>
        listedDocuments(context, endpoint)
          .elements.slice(0, mostFollowed)
          .flatMap(({ name, json }) => {
            const meta = member(json, 'meta')
            const location = isObject(meta) ? member(meta, 'location') : undefined
            // Credentials go nowhere but below the base URL, so what stands elsewhere is not followed.
            const isBelow = typeof location === 'string' && location.startsWith(`${base}/`)
            return isBelow ? [{ name, json, location, path: location.slice(base.length) }] : []
          }),
      )
      if (located.length === 0) unsupported('no resource type or schema has a meta.location below the base URL')
      for (const { name, json, location, path } of located) {
        await subject(name, async () => {
          const response = await scim.request({ method: 'GET', path })
          const found = response.status === 200 && isObject(response.json) ? response.json : undefined
          const isSame = found !== undefined && keysOf(found).some(key => keysOf(json).includes(key))
          expectThat(isSame, {
            expected: `${name} at its meta.location`,
            got: found === undefined ? describeResponse(response) : `something else at ${show(location)}`,
            response,
          })
        })
      }
    },
  ),
])

/** What a resource type or a schema is known by, in lower case. */
function keysOf(json: JsonObject): readonly string[] {
  return ['id', 'name'].map(name => member(json, name)).flatMap(key => (isText(key) ? [key.toLowerCase()] : []))
}
