// The schemas attribute of what clients send (RFC 7643 §3, §3.3).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse, listWords, show } from '../../src/check/words.ts'
import type { JsonObject } from '../../src/scim/json.ts'
import { member, sameName, withMember } from '../../src/scim/json.ts'
import { isSuccess, readCreated } from '../support/answers.ts'
import { eachCreatableType } from '../support/types.ts'

const unknownUrn = 'urn:example:params:scim:schemas:core:2.0:NotOfThisType'

/** The schemas of what a create with these schemas made; undefined where it was refused as a client's fault. */
async function createdWith(
  context: CheckContext,
  type: ProviderType,
  change: (resource: JsonObject) => JsonObject,
  expected: string,
) {
  const { resources, scim } = context
  const response = await scim.create(type, change(await resources.build(type)), { aim: 'malformed' })
  if (!isSuccess(response)) {
    expectThat(response.status === 400, { expected, got: describeResponse(response), response })
    return undefined
  }
  const stored = await readCreated(context, type, response)
  const schemas = member(stored.json, 'schemas')
  const urns: unknown[] = Array.isArray(schemas) ? schemas : []
  return { urns, shown: show(schemas), response: stored.response }
}

export const schemasAttribute = suite('The schemas attribute', [
  check(
    'schemas-attribute/missing',
    {
      title: 'a resource sent without schemas is refused, or gets its schemas',
      verifies: '7643-3-02',
      fix: 'Refuse a resource without schemas with 400, or store it with the URN of its base schema.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const expected = '400 Bad Request, or a resource with its schemas'
        const made = await createdWith(context, type, body => withMember(body, 'schemas', undefined), expected)
        if (made === undefined) return
        expectThat(
          made.urns.some(urn => typeof urn === 'string' && sameName(urn, type.schemas.base.id)),
          { expected, got: `a resource whose schemas is ${made.shown}`, response: made.response },
        )
      })
    },
  ),

  check(
    'schemas-attribute/empty',
    {
      title: 'a resource sent with empty schemas is refused, or gets its schemas',
      verifies: ['7643-3-04', '7643-3.3-02'],
      fix: 'Refuse a resource whose schemas is empty with 400, or store it with the URN of its base schema.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const expected = '400 Bad Request, or a resource with its schemas'
        const made = await createdWith(context, type, body => withMember(body, 'schemas', []), expected)
        if (made === undefined) return
        expectThat(made.urns.length > 0, {
          expected,
          got: `a resource whose schemas is ${made.shown}`,
          response: made.response,
        })
      })
    },
  ),

  check(
    'schemas-attribute/unknown-urn',
    {
      title: 'a schema that the resource type does not declare never gets into schemas',
      verifies: '7643-3-05',
      fix: 'Accept in schemas only the base schema and the extensions that the ResourceType lists.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const expected = `400 Bad Request, or a resource without ${unknownUrn}`
        const made = await createdWith(
          context,
          type,
          body => ({ ...body, schemas: [...listOf(body.schemas), unknownUrn] }),
          expected,
        )
        if (made === undefined) return
        expectThat(!made.urns.includes(unknownUrn), {
          expected,
          got: `a resource whose schemas is ${made.shown}`,
          response: made.response,
        })
      })
    },
  ),

  check(
    'schemas-attribute/repeated-urn',
    {
      title: 'a schema sent twice is not shown twice',
      verifies: ['7643-3-06', '7643-3-03'],
      fix: 'Keep schemas as a set.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const expected = '400 Bad Request, or each schema once'
        const made = await createdWith(
          context,
          type,
          body => ({ ...body, schemas: [...listOf(body.schemas), ...listOf(body.schemas)] }),
          expected,
        )
        if (made === undefined) return
        const names = made.urns.map(urn => String(urn).toLowerCase())
        expectThat(new Set(names).size === names.length, {
          expected,
          got: `a resource whose schemas is ${made.shown}`,
          response: made.response,
        })
      })
    },
  ),

  check(
    'schemas-attribute/extension-alone',
    {
      title: 'a resource whose schemas lists an extension alone is refused, or gets its base schema',
      verifies: '7643-3.3-03',
      fix: 'Refuse a resource that does not list its base schema with 400, or add the URN.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const [extension] = type.schemas.extensions
        if (extension === undefined) return context.unsupported(`${type.name} has no extension`)
        const expected = `400 Bad Request, or schemas with ${type.schemas.base.id}`
        const made = await createdWith(context, type, body => ({ ...body, schemas: [extension.schema.id] }), expected)
        if (made === undefined) return
        expectThat(
          made.urns.some(urn => typeof urn === 'string' && sameName(urn, type.schemas.base.id)),
          { expected, got: `a resource whose schemas is ${made.shown}`, response: made.response },
        )
      })
    },
  ),

  check(
    'schemas-attribute/order',
    {
      title: 'the order of schemas makes no difference',
      verifies: '7643-3-07',
      fix: 'Look for the URNs in schemas wherever they stand.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const usual = await resources.create(type, {}, { extent: 'all' })
        const urns = listOf(usual.sent.schemas)
        if (urns.length < 2) return context.unsupported(`no ${type.name} with an extension can be made up`)
        const body = await resources.build(type, {}, { extent: 'all' })
        const response = await scim.create(type, { ...body, schemas: urns.toReversed() })
        expectThat(isSuccess(response), {
          expected: `201 Created, as with schemas ${show(urns)}`,
          got: describeResponse(response),
          response,
        })
        const before = await readCreated(context, type, usual.response)
        const after = await readCreated(context, type, response)
        const missing = Object.keys(before.json).filter(name => member(after.json, name) === undefined)
        expectThat(missing.length === 0, {
          expected: 'the same attributes as in the usual order',
          got: `no ${listWords(missing)}`,
          response: after.response,
        })
      })
    },
  ),
])

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
