// ResourceTypes: what each entry says, and whether the entries fit together (RFC 7643 §6, RFC 7644 §4).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { listWords, show } from '../../src/check/words.ts'
import { isArray, isObject, member, sameName } from '../../src/scim/json.ts'
import { isDiscoverySchema } from '../../src/scim/resource-type.ts'
import { isText, listedDocuments } from './documents.ts'

const resourceTypeUrn = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'

/** Examines each listed resource type as a subject. */
async function eachType(
  context: CheckContext,
  examine: (type: { json: Readonly<Record<string, unknown>>; response: ReturnType<typeof list>['response'] }) => void,
): Promise<void> {
  const { elements, response } = list(context)
  for (const { name, json } of elements) await context.subject(name, () => examine({ json, response }))
}

function list(context: CheckContext) {
  return listedDocuments(context, 'ResourceTypes')
}

/** Texts that several entries share, by the way they are compared. */
function repeated(values: readonly unknown[], keyOf: (text: string) => string = text => text): readonly string[] {
  const texts = values.filter(isText)
  return [...Map.groupBy(texts, keyOf).values()].filter(group => group.length > 1).flatMap(group => group[0] ?? [])
}

/** `Users`, `/Users` and `https://example.com/v2/Users/` without slashes around them. */
function bareEndpoint(endpoint: string): string {
  return endpoint.replace(/^\/+|(?<!\/)\/+$/g, '')
}

export const resourceTypes = suite('ResourceTypes', [
  check(
    'resource-types/schemas',
    {
      title: 'each resource type names the schema of resource types',
      verifies: '7643-6-01',
      fix: `Send "schemas": ["${resourceTypeUrn}"] with each resource type.`,
    },
    context =>
      eachType(context, ({ json, response }) => {
        const schemas = member(json, 'schemas')
        const named = isArray(schemas) && schemas.some(urn => typeof urn === 'string' && sameName(urn, resourceTypeUrn))
        expectThat(named, { expected: `schemas: ["${resourceTypeUrn}"]`, got: `schemas: ${show(schemas)}`, response })
      }),
  ),

  check(
    'resource-types/name',
    {
      title: 'each resource type has a name, and no other has the same one',
      verifies: ['7643-6-04', '7643-6-02'],
      fix: 'Give each resource type a name of its own, such as "User".',
    },
    async context => {
      await eachType(context, ({ json, response }) => {
        const name = member(json, 'name')
        expectThat(isText(name), { expected: 'name, a string', got: `name: ${show(name)}`, response })
      })
      const { elements, response } = list(context)
      const twice = repeated(elements.map(({ json }) => member(json, 'name')))
      expectThat(twice.length === 0, {
        expected: 'each name once',
        got: `several resource types named ${listWords(twice)}`,
        response,
      })
    },
  ),

  check(
    'resource-types/endpoint',
    {
      title: 'each resource type has an endpoint of its own, relative to the base URL',
      verifies: ['7643-6-06', '7644-4-05'],
      fix: 'Give each resource type an endpoint below the base URL, such as "/Users", that no other type has.',
    },
    async context => {
      await eachType(context, ({ json, response }) => {
        const endpoint = member(json, 'endpoint')
        expectThat(isText(endpoint), { expected: 'endpoint, a string', got: `endpoint: ${show(endpoint)}`, response })
        expectThat(!/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(endpoint), {
          expected: 'an endpoint relative to the base URL, such as "/Users"',
          got: `endpoint: ${show(endpoint)}`,
          response,
        })
      })
      const { elements, response } = list(context)
      const twice = repeated(
        elements.map(({ json }) => member(json, 'endpoint')),
        bareEndpoint,
      )
      expectThat(twice.length === 0, {
        expected: 'each endpoint once',
        got: `several resource types at ${listWords(twice)}`,
        response,
      })
    },
  ),

  check(
    'resource-types/schema',
    {
      title: 'each resource type names its base schema',
      verifies: ['7643-6-07', '7643-6-02'],
      fix: 'Send "schema" with the URI of the base schema of the resource type.',
    },
    context =>
      eachType(context, ({ json, response }) => {
        const schema = member(json, 'schema')
        expectThat(isText(schema), { expected: 'schema, a URI', got: `schema: ${show(schema)}`, response })
      }),
  ),

  check(
    'resource-types/extensions',
    {
      title: 'each extension of a resource type names its schema and says whether it is required',
      verifies: ['7643-6-10', '7643-6-12', '7643-2.4-01'],
      fix: 'Send "schemaExtensions" as an array of objects with "schema", a URI, and "required", true or false.',
    },
    async context => {
      const { elements, response } = list(context)
      if (elements.every(({ json }) => (member(json, 'schemaExtensions') ?? null) === null)) {
        context.unsupported('no resource type lists extensions')
      }
      for (const { name, json } of elements) {
        const extensions = member(json, 'schemaExtensions')
        if (extensions === undefined || extensions === null) continue
        await context.subject(name, () => {
          expectThat(isArray(extensions), {
            requirement: '7643-2.4-01',
            expected: 'schemaExtensions, an array',
            got: `schemaExtensions: ${show(extensions)}`,
            response,
          })
          expectAll(
            ...extensions.slice(0, 20).flatMap((extension, index) => {
              const part = isObject(extension) ? extension : {}
              const [schema, required] = [member(part, 'schema'), member(part, 'required')]
              return [
                () =>
                  expectThat(isText(schema), {
                    expected: `schemaExtensions[${index}].schema, a URI`,
                    got: show(isObject(extension) ? schema : extension),
                    response,
                  }),
                () =>
                  expectThat(typeof required === 'boolean' || !isObject(extension), {
                    requirement: '7643-6-12',
                    expected: `schemaExtensions[${index}].required true or false`,
                    got: show(required),
                    response,
                  }),
              ]
            }),
          )
        })
      }
    },
  ),

  check(
    'resource-types/description',
    {
      title: 'a description of a resource type is a text',
      verifies: '7643-6-05',
      fix: 'Send "description" as a string, or leave it out.',
    },
    context =>
      eachType(context, ({ json, response }) => {
        const text = member(json, 'description')
        expectThat(text === undefined || text === null || typeof text === 'string', {
          expected: 'description, a string',
          got: `description: ${show(text)}`,
          response,
        })
      }),
  ),

  check(
    'resource-types/standard-endpoints',
    {
      title: 'users live at /Users and groups at /Groups',
      verifies: '7644-3.2-01',
      fix: 'Offer users at /Users and groups at /Groups below the base URL, and say so in ResourceTypes.',
    },
    async context => {
      const { elements, response } = list(context)
      for (const [type, wanted] of [
        ['User', 'Users'],
        ['Group', 'Groups'],
      ]) {
        const listed = elements.find(({ json }) => member(json, 'name') === type)
        const endpoint = listed === undefined ? undefined : member(listed.json, 'endpoint')
        if (type === undefined || wanted === undefined || !isText(endpoint)) continue
        await context.subject(type, () => {
          const last = bareEndpoint(endpoint).split('/').at(-1)
          const isRelative = !endpoint.includes(':')
          // Names in URLs are case-sensitive, but who spells them in lower case and says so can be found (§3.2).
          const found = isRelative ? bareEndpoint(endpoint) : last
          expectThat(found?.toLowerCase() === wanted.toLowerCase(), {
            expected: `endpoint "/${wanted}"`,
            got: `endpoint ${show(endpoint)}`,
            response,
          })
        })
      }
    },
  ),

  check(
    'resource-types/custom-endpoints',
    {
      title: 'the endpoint of another resource type is its name with an "s"',
      verifies: '7644-3.2-02',
      fix: 'Name the endpoint after the resource type: "Device" at /Devices.',
    },
    async context => {
      const { elements, response } = list(context)
      const others = elements.filter(({ json }) => {
        const name = member(json, 'name')
        if (isDiscoverySchema(member(json, 'schema'))) return false
        return isText(name) && isText(member(json, 'endpoint')) && name !== 'User' && name !== 'Group'
      })
      if (others.length === 0) context.unsupported('there are no resource types but User and Group')
      for (const { name: subject, json } of others) {
        await context.subject(subject, () => {
          const [name, endpoint] = [member(json, 'name'), member(json, 'endpoint')]
          expectThat(bareEndpoint(String(endpoint)).split('/').at(-1) === `${name}s`, {
            expected: `endpoint "/${name}s"`,
            got: `endpoint ${show(endpoint)}`,
            response,
          })
        })
      }
    },
  ),
])
