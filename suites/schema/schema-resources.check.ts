// Schema resources as a whole: id, name, attributes, and which of them there are (RFC 7643 §7).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, listWords, show } from '../../src/check/words.ts'
import { isUriReference } from '../../src/scim/data-type.ts'
import { isArray, isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { schemaSchemaUri } from '../../src/scim/schema.ts'
import { isText, listedDocuments } from '../discovery/documents.ts'

const discoveryUris = [
  schemaSchemaUri,
  'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
]
/** Names below schemas:core in the IANA registry of SCIM schemas. */
const registered = ['User', 'Group', 'Schema', 'ResourceType', 'ServiceProviderConfig', 'Device', 'EndpointApp']

async function eachSchema(
  context: CheckContext,
  examine: (schema: { readonly json: JsonObject; readonly response: HttpResponse }) => void,
): Promise<void> {
  const { elements, response } = listedDocuments(context, 'Schemas')
  for (const { name, json } of elements) await context.subject(name, () => examine({ json, response }))
}

function idsOf(context: CheckContext): { ids: readonly string[]; response: HttpResponse } {
  const { elements, response } = listedDocuments(context, 'Schemas')
  return { ids: elements.map(({ json }) => member(json, 'id')).filter(isText), response }
}

export const schemaResources = suite('Schema resources', [
  check(
    'schema-resources/schemas',
    {
      title: 'each schema names the schema of schemas',
      verifies: '7643-7-04',
      fix: `Send "schemas": ["${schemaSchemaUri}"] with each Schema resource.`,
    },
    context =>
      eachSchema(context, ({ json, response }) => {
        const schemas = member(json, 'schemas')
        const named = isArray(schemas) && schemas.some(urn => typeof urn === 'string' && sameName(urn, schemaSchemaUri))
        expectThat(named, { expected: `schemas: ["${schemaSchemaUri}"]`, got: `schemas: ${show(schemas)}`, response })
      }),
  ),

  check(
    'schema-resources/id',
    {
      title: 'each schema has a URI of its own as its id',
      verifies: ['7643-7-07', '7643-7-06'],
      fix: 'Send the URI of the schema as "id" of its Schema resource, each once.',
    },
    async context => {
      await eachSchema(context, ({ json, response }) => {
        const id = member(json, 'id')
        expectThat(isText(id) && isUriReference(id) && id.includes(':'), {
          expected: 'id, a URI',
          got: `id: ${show(id)}`,
          response,
        })
      })
      const { ids, response } = idsOf(context)
      const twice = ids.filter((id, index) => ids.findIndex(other => sameName(other, id)) < index)
      expectThat(twice.length === 0, {
        expected: 'each schema once',
        got: `${listWords(twice)} more than once`,
        response,
      })
    },
  ),

  check(
    'schema-resources/attributes',
    {
      title: 'each schema has a list of attribute definitions',
      verifies: ['7643-7-10', '7643-7-06', '7643-7-03'],
      fix: 'Send "attributes" as an array of attribute definitions with each Schema resource.',
    },
    context =>
      eachSchema(context, ({ json, response }) => {
        const attributes = member(json, 'attributes')
        const fits = isArray(attributes) && attributes.length > 0 && attributes.every(isObject)
        expectThat(fits, {
          expected: 'attributes, an array of objects',
          got: `attributes: ${show(attributes, 60)}`,
          response,
        })
      }),
  ),

  check(
    'schema-resources/name-and-description',
    {
      title: 'name and description of a schema are texts',
      verifies: ['7643-7-08', '7643-7-09'],
      fix: 'Send "name" and "description" as strings, or leave them out.',
    },
    context =>
      eachSchema(context, ({ json, response }) => {
        const [name, description] = [member(json, 'name'), member(json, 'description')]
        expectAll(
          () =>
            expectThat(name === undefined || name === null || isText(name), {
              expected: 'name, a string',
              got: `name: ${show(name)}`,
              response,
            }),
          () =>
            expectThat(description === undefined || description === null || typeof description === 'string', {
              requirement: '7643-7-09',
              expected: 'description, a string',
              got: `description: ${show(description)}`,
              response,
            }),
        )
      }),
  ),

  check(
    'schema-resources/no-message-schemas',
    {
      title: 'schemas of messages are not listed',
      verifies: '7644-3.1-07',
      fix: 'List at /Schemas the schemas of resources alone, not those below urn:ietf:params:scim:api.',
    },
    async context => {
      const { ids, response } = idsOf(context)
      const messages = ids.filter(id => /^urn:ietf:params:scim:api:/i.test(id))
      expectThat(messages.length === 0, {
        expected: 'no schema below urn:ietf:params:scim:api',
        got: listWords(messages),
        response,
      })
    },
  ),

  check(
    'schema-resources/discovery-schemas',
    {
      title: 'the schemas of the discovery resources are described too',
      verifies: '7643-7-01',
      fix: 'Describe Schema, ResourceType and ServiceProviderConfig at /Schemas as well (RFC 7643 §8.7.2).',
    },
    async context => {
      const { ids } = idsOf(context)
      for (const uri of discoveryUris) {
        if (ids.some(id => sameName(id, uri))) continue
        await context.subject(uri, async () => {
          const response = await context.scim.discover('Schemas', uri)
          const id = isObject(response.json) ? member(response.json, 'id') : undefined
          expectThat(response.status === 200 && isText(id) && sameName(id, uri), {
            arguable: 25,
            expected: 'a Schema resource',
            got: response.status === 200 ? `a document with the id ${show(id)}` : describeResponse(response),
            response,
          })
        })
      }
    },
  ),

  check(
    'schema-resources/no-schema-of-common-attributes',
    {
      title: 'the common attributes have no schema of their own',
      verifies: '7643-3.1-03',
      fix: 'Do not list a schema that holds only id, externalId and meta: they belong to every resource without one.',
    },
    async context => {
      const used = context.provider.types.map(type => type.schemas.base.id)
      await eachSchema(context, ({ json, response }) => {
        const [id, list] = [member(json, 'id'), member(json, 'attributes')]
        const names = (isArray(list) ? list.filter(isObject) : []).map(attribute => member(attribute, 'name'))
        const isCommon = (name: unknown) => typeof name === 'string' && /^(schemas|id|externalId|meta)$/i.test(name)
        const isBase = used.some(uri => isText(id) && sameName(uri, id))
        expectThat(isBase || names.length === 0 || !names.every(isCommon), {
          expected: 'attributes besides the common ones',
          got: `only ${listWords(names.map(String))}`,
          response,
        })
      })
    },
  ),

  check(
    'schema-resources/registered-urns',
    {
      title: 'URNs below urn:ietf:params:scim have the registered form',
      verifies: '7643-10.2.1-01',
      fix: 'Name schemas of your own below a namespace of your own, not below urn:ietf:params:scim.',
    },
    context =>
      eachSchema(context, ({ json, response }) => {
        const id = member(json, 'id')
        if (!isText(id) || !/^urn:ietf:params:scim:/i.test(id)) return
        const form = /^urn:ietf:params:scim:(schemas|api):[^:]+(:[^:]+)*$/i.test(id)
        expectThat(form, { expected: 'urn:ietf:params:scim:schemas:{name}', got: id, response })
        const core = /^urn:ietf:params:scim:schemas:core:2\.0:(.*)$/i.exec(id)?.[1]
        expectThat(core === undefined || registered.some(name => sameName(name, core)), {
          expected: 'a name that the specifications define below urn:ietf:params:scim:schemas:core',
          got: id,
          response,
        })
      }),
  ),

  check(
    'schema-resources/extensions-do-not-redefine',
    {
      title: 'an extension does not define attributes that its base schema has',
      verifies: '7643-3.3-05',
      fix: 'Give attributes of extensions names that the base schema and the common attributes do not use.',
    },
    async ({ provider, subject, unsupported }) => {
      if (!provider.types.some(type => type.schemas.extensions.length > 0)) unsupported('no type has an extension')
      const response = provider.answers.Schemas
      for (const { name, schemas } of provider.types) {
        const taken = [
          ...schemas.base.attributes.map(attribute => attribute.name),
          'id',
          'externalId',
          'meta',
          'schemas',
        ]
        for (const { schema } of schemas.extensions) {
          await subject(`${name}: ${schema.id}`, () => {
            const again = schema.attributes
              .map(attribute => attribute.name)
              .filter(one => taken.some(n => sameName(n, one)))
            expectThat(again.length === 0, {
              expected: 'attribute names that the base schema does not have',
              got: `${listWords(again)} again`,
              response,
            })
          })
        }
      }
    },
  ),
])
