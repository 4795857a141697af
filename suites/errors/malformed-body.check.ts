// Bodies that are no resource at all (RFC 7644 §3.12).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { listWords } from '../../src/check/words.ts'
import { differences } from '../../src/scim/compare.ts'
import { readBack } from '../support/answers.ts'
import { eachCreatableType } from '../support/types.ts'
import { expectSyntaxError } from './expect-error.ts'

const verifies = ['7644-3.12-08', '7644-3.12-21'] as const

export const malformedBodies = suite('Bodies that cannot be read', [
  check(
    'malformed-body/create',
    {
      title: 'a create whose body is no JSON is refused as invalidSyntax',
      verifies,
      fix: 'Catch what the JSON parser throws, and answer 400 with scimType "invalidSyntax".',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim } = context
        const whole = JSON.stringify(await resources.build(type))
        expectSyntaxError(await scim.create(type, whole.slice(0, -1), { aim: 'malformed' }))
      }),
  ),

  check(
    'malformed-body/not-an-object',
    {
      title: 'a create whose body is JSON but no object is refused as invalidSyntax',
      verifies,
      fix: 'Check that the parsed body is a JSON object before reading attributes from it.',
    },
    async ({ provider, resources, scim, subject, unsupported }) => {
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      // Where there is room for the mark of the run it is there, for those who make a resource of it.
      const bodies = {
        'an array': [await resources.build(type)],
        'a text': resources.unique(),
        'the body 17': 17,
        'the body null': null,
        'the body true': true,
      }
      for (const [words, body] of Object.entries(bodies)) {
        await subject(words, async () => {
          expectSyntaxError(await scim.create(type, JSON.stringify(body), { aim: 'malformed' }))
        })
      }
    },
  ),

  check(
    'malformed-body/empty',
    {
      title: 'a create without a body is refused as invalidSyntax',
      verifies,
      fix: 'Answer a POST without a body with 400 and scimType "invalidSyntax".',
    },
    async ({ provider, scim, unsupported }) => {
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      expectSyntaxError(await scim.create(type, '', { aim: 'malformed' }))
    },
  ),

  check(
    'malformed-body/replace',
    {
      title: 'a PUT whose body is no JSON is refused as invalidSyntax and changes nothing',
      verifies,
      fix: 'Parse the whole body of a PUT before changing anything, and answer 400 with scimType "invalidSyntax".',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim } = context
        const created = await resources.create(type)
        const before = await readBack(context, created)
        const response = await scim.replace(type, created.id, JSON.stringify(created.sent).slice(0, -1))
        const after = await readBack(context, created)
        const changed = differences(before.json, after.json, type.schemas, { readOnly: true }).map(({ path }) => path)
        expectAll(
          () => expectSyntaxError(response),
          () =>
            expectThat(changed.length === 0, {
              expected: 'the resource as it was',
              got: `${listWords(changed)} changed`,
              response: after.response,
            }),
        )
      }),
  ),

  check(
    'malformed-body/patch',
    {
      title: 'a PATCH whose body is no JSON is refused as invalidSyntax',
      verifies,
      needs: ['patch.supported'],
      fix: 'Catch what the JSON parser throws for PATCH too, and answer 400 with scimType "invalidSyntax".',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim } = context
        const { id } = await resources.create(type)
        const body = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":['
        expectSyntaxError(await scim.request({ method: 'PATCH', path: scim.pathOf(type, id), body }))
      }),
  ),

  check(
    'malformed-body/search',
    {
      title: 'a search whose body is no JSON is refused as invalidSyntax',
      verifies,
      needs: ['search-post.supported'],
      fix: 'Catch what the JSON parser throws for .search too, and answer 400 with scimType "invalidSyntax".',
    },
    async ({ provider, scim, unsupported }) => {
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      const path = `${scim.endpointOf(type)}/.search`
      expectSyntaxError(await scim.request({ method: 'POST', path, body: '{"schemas":[', aim: 'search' }))
    },
  ),
])
