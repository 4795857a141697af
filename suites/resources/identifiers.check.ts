// The id of a resource (RFC 7643 §3.1).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { isSuccess, replacementOf } from '../support/answers.ts'
import { eachCreatableType, unchangedResource } from '../support/types.ts'

export const identifiers = suite('The id of a resource', [
  check(
    'identifiers/unique',
    {
      title: 'no two resources share an id, of whatever type they are',
      verifies: '7643-3.1-07',
      fix: 'Draw ids from one source for all resource types, such as random UUIDs.',
    },
    async context => {
      const { resources } = context
      const owners = new Map<string, string>()
      await eachCreatableType(context, async type => {
        const { created } = await unchangedResource(context, type)
        const second = await resources.create(type)
        for (const { id, response } of [created, second]) {
          const owner = owners.get(id)
          expectThat(owner === undefined, {
            expected: 'an id that no other resource has',
            got: `id ${show(id)}, which a ${owner ?? type.name} has as well`,
            response,
          })
          owners.set(id, type.name)
        }
      })
    },
  ),

  check(
    'identifiers/reserved-word',
    {
      title: 'no id contains the reserved word "bulkId"',
      verifies: '7643-3.1-10',
      fix: 'Leave "bulkId" out of ids: bulk requests use it to refer to resources that are still to be created.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { created } = await unchangedResource(context, type)
        expectThat(!created.id.includes('bulkId'), {
          expected: 'an id without "bulkId"',
          got: `id ${show(created.id)}`,
          response: created.response,
        })
      })
    },
  ),

  check(
    'identifiers/stable',
    {
      title: 'the id stays the same when a resource is replaced, even with another id in the body',
      verifies: ['7643-3.1-08', '7643-3.1-12', '7643-3.1-05', '7644-3.5.1-10'],
      fix: 'Take the id of a replaced resource from the URL and ignore the one in the body.',
    },
    async context => {
      const { resources, scim, blocked } = context
      await eachCreatableType(context, async type => {
        const created = await resources.create(type)
        const body = { ...replacementOf(created), id: resources.unknownId() }
        const response = await scim.replace(type, created.id, body)
        expectThat(isSuccess(response), {
          requirement: '7644-3.5.1-10',
          expected: '200 OK, the id in the body ignored',
          got: describeResponse(response),
          response,
        })
        const id = isObject(response.json) ? member(response.json, 'id') : created.id
        expectThat(id === created.id, {
          expected: `id ${show(created.id)} as before`,
          got: `id ${show(id)} in the answer to the PUT`,
          response,
        })
        const read = await scim.read(type, created.id)
        if (read.status === 0) blocked(describeResponse(read))
        expectThat(isObject(read.json) && member(read.json, 'id') === created.id, {
          expected: `the resource with id ${show(created.id)} as before`,
          got: describeResponse(read),
          response: read,
        })
      })
    },
  ),

  check(
    'identifiers/not-reused',
    {
      title: 'a resource created anew after its deletion gets another id',
      verifies: '7643-3.1-08',
      fix: 'Never derive the id from other attributes and never hand out the id of a deleted resource again.',
    },
    async context => {
      const { resources, scim, blocked } = context
      await eachCreatableType(context, async type => {
        const first = await resources.create(type)
        const removed = await scim.remove(type, first.id)
        if (!isSuccess(removed)) blocked(`A ${type.name} could not be deleted: ${describeResponse(removed)}.`)
        const again = await scim.create(type, first.sent)
        const response = again.status === 409 ? (await resources.create(type)).response : again
        const id = isObject(response.json) ? member(response.json, 'id') : undefined
        expectThat(id !== first.id, {
          expected: 'an id that was never used before',
          got: 'the id of the deleted resource',
          response,
        })
      })
    },
  ),
])
