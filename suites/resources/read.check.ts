// Reading one resource (RFC 7644 §3.4.1).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { swapCase } from '../support/attributes.ts'
import { eachCreatableType, unchangedResource } from '../support/types.ts'

export const reading = suite('Reading a resource', [
  check(
    'read/by-id',
    {
      title: 'a GET below the endpoint gives the resource with that id',
      verifies: ['7644-3.4.1-02', '7644-3.4.1-01', '7643-3.1-06'],
      fix: 'Answer GET {endpoint}/{id} with 200 and the resource whose id that is.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { created, read } = await unchangedResource(context, type)
        const json = expectResponse(read).toBeJsonObject(200)
        expectThat(member(json, 'id') === created.id, {
          expected: `the resource with id ${show(created.id)}`,
          got: `a resource with id ${show(member(json, 'id'))}`,
          response: read,
        })
      })
    },
  ),

  check(
    'read/object-with-schemas',
    {
      title: 'a resource is a JSON object with a schemas array that names its base schema',
      verifies: ['7643-2.1-02', '7643-3-02', '7643-3.3-03', '7644-3.1-02'],
      fix: 'Return schemas with every resource: an array with the URN of its base schema and of the extensions in use.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { read } = await unchangedResource(context, type)
        const json = expectResponse(read).toBeJsonObject(200)
        const schemas = member(json, 'schemas')
        const urns: unknown[] = Array.isArray(schemas) ? schemas : []
        const isThere = urns.some(
          urn => typeof urn === 'string' && urn.toLowerCase() === type.schemas.base.id.toLowerCase(),
        )
        expectThat(isThere, {
          expected: `schemas with ${type.schemas.base.id}`,
          got: `schemas ${show(schemas)}`,
          response: read,
        })
      })
    },
  ),

  check(
    'read/unknown-id',
    {
      title: 'a GET of an id that no resource has is answered 404',
      verifies: ['7644-3.4.1-01', '7644-3.12-11'],
      fix: 'Answer 404 with a SCIM error where no resource has the id of the URL.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const response = await context.scim.read(type, context.resources.unknownId())
        expectResponse(response).toBeScimError({ status: 404 })
      })
    },
  ),

  check(
    'read/id-of-another-type',
    {
      title: 'a resource is found at the endpoint of its own type alone',
      verifies: ['7644-3.4.1-01', '7643-3-01'],
      fix: 'Look an id up among the resources of the endpoint only.',
    },
    async context => {
      const { provider, scim, unsupported } = context
      await eachCreatableType(context, async type => {
        const other = provider.types.find(({ name }) => name !== type.name)
        if (other === undefined) return unsupported('there is one resource type only')
        const { created, read } = await unchangedResource(context, type)
        const response = await scim.read(other, created.id)
        const isSame = response.status === 200 && isObject(response.json) && member(response.json, 'id') === created.id
        // Ids are unique across types (RFC 7643 §3.1); where they are not, another check says so, and this one has no case.
        if (isSame && !textsOf(response.json).some(text => textsOf(read.json).includes(text))) {
          unsupported(`a ${other.name} has the same id as the ${type.name}`)
        }
        expectThat(!isSame, {
          expected: `404 Not Found for a ${type.name} at ${other.endpoint}`,
          got: describeResponse(response),
          response,
        })
      })
    },
  ),

  check(
    'read/id-in-other-case',
    {
      title: 'an id in other letter case is another id',
      verifies: '7643-3.1-11',
      fix: 'Compare ids exactly, letter case included.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { created } = await unchangedResource(context, type)
        const twin = swapCase(created.id)
        if (twin === created.id) return context.unsupported('the id has no letters')
        const response = await context.scim.read(type, twin)
        expectThat(response.status !== 200, {
          ...(isUuid(created.id) ? { arguable: 45 } : {}),
          expected: '404 Not Found for the id in other letter case',
          got: describeResponse(response),
          response,
        })
      })
    },
  ),
])

/** Whether an id is a UUID, which whoever reads it takes in any letter case (RFC 9562 §4). */
function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
}

/** The texts of a resource that tell it from others: those of its attributes but id, schemas and meta. */
function textsOf(json: unknown): readonly string[] {
  if (!isObject(json)) return []
  const own = Object.entries(json).filter(([name]) => !['id', 'schemas', 'meta'].includes(name.toLowerCase()))
  return own.flatMap(([, value]) => (typeof value === 'string' && value !== '' ? [value] : []))
}
