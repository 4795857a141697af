// What the answers to writes and lists show: everything by default, and what attributes and excludedAttributes say
// (RFC 7644 §3.9).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectResponse } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { isSuccess } from '../support/answers.ts'
import { labelOf } from '../support/attribute-choice.ts'
import { narrowed } from '../support/dataset.ts'
import { eachResource, expectProjection, firstOptional, resourceIn } from './projected.ts'

export const projectedWrites = suite('What answers to writes and lists show', [
  check(
    'projected-writes/default-set',
    {
      title: 'the answers to POST and PUT, and lists, show the same attributes as GET',
      verifies: ['7644-3.9-01', '7643-7-36'],
      fix: 'Return every attribute with returned "always" or "default" that has a value, in each representation.',
    },
    context =>
      eachResource(context, async ({ type, id, full, data }) => {
        const created = await context.resources.create(type)
        const shown = await readFull(context, created)
        const replaced = await context.scim.replace(type, created.id, { ...created.sent, id: created.id })
        // A PUT may unassign what the create was given as a default.
        const shownAfter = await readFull(context, created)
        const listed = await context.scim.list(type, { ...narrowed(data), startIndex: 1 })
        expectAll(
          () => {
            // That a create is answered with a body, create/created examines.
            if (!isObject(created.response.json)) return
            expectProjection(created.response, created.resource, type, { afterWrite: true }, shown)
          },
          () => {
            // Whether PUT works at all is another check's business.
            if (replaced.status !== 200 || !isObject(replaced.json)) return
            expectProjection(replaced, replaced.json, type, { afterWrite: true }, shownAfter)
          },
          () => {
            const { resources } = expectResponse(listed).toBeListResponse()
            const one = resources.find(resource => member(resource, 'id') === id)
            if (one !== undefined) expectProjection(listed, one, type, {}, full)
          },
        )
      }),
  ),

  check(
    'projected-writes/create',
    {
      title: 'attributes and excludedAttributes apply to the answer of a create',
      verifies: ['7644-3.9-05', '7644-3.9-08'],
      fix: 'Apply attributes and excludedAttributes to every answer that has a resource in it, that of POST too.',
    },
    context =>
      eachResource(context, async ({ type, full }) => {
        const name = firstOptional(context, type, full)
        for (const [parameters, requirement] of [
          [{ attributes: [name] }, '7644-3.9-05'],
          [{ excludedAttributes: [name] }, '7644-3.9-08'],
        ] as const) {
          const query = Object.fromEntries(Object.entries(parameters).map(([key, names]) => [key, names.join()]))
          const response = await context.scim.create(type, await context.resources.build(type), { query })
          // That it is 201, with a body, create/created examines.
          if (isSuccess(response) && response.json === undefined)
            context.unsupported('creates are answered without a body')
          const actual = resourceIn(response, [201, 200])
          const id = member(actual, 'id')
          const shown = typeof id === 'string' ? await readFull(context, { type, id }) : { id: 'its id' }
          expectProjection(response, actual, type, { ...parameters, afterWrite: true }, shown, { requirement })
        }
      }),
  ),

  check(
    'projected-writes/replace',
    {
      title: 'attributes and excludedAttributes apply to the answer of a PUT',
      verifies: ['7644-3.9-05', '7644-3.9-08'],
      fix: 'Apply attributes and excludedAttributes to every answer that has a resource in it, that of PUT too.',
    },
    context =>
      eachResource(context, async ({ type, full }) => {
        const created = await context.resources.create(type)
        const name = firstOptional(context, type, full)
        const body = { ...created.sent, id: created.id }
        const one = await context.scim.replace(type, created.id, body, { query: { attributes: name } })
        const other = await context.scim.replace(type, created.id, body, { query: { excludedAttributes: name } })
        if (one.status === 405 || one.status === 501) return context.unsupported(`PUT is answered ${one.status}`)
        const shown = await readFull(context, created)
        expectAll(
          () => expectProjection(one, resourceIn(one, [200]), type, { attributes: [name], afterWrite: true }, shown),
          () => {
            const parameters = { excludedAttributes: [name], afterWrite: true }
            expectProjection(other, resourceIn(other, [200]), type, parameters, shown, { requirement: '7644-3.9-08' })
          },
        )
      }),
  ),

  check(
    'projected-writes/patch',
    {
      title: 'attributes applies to the answer of a PATCH',
      verifies: '7644-3.9-05',
      needs: ['patch.supported'],
      fix: 'Apply attributes to every answer that has a resource in it, that of PATCH too.',
    },
    context =>
      eachResource(context, async ({ type }) => {
        const label = labelOf(type)
        if (label === undefined) return context.unsupported('no text can be changed')
        const created = await context.resources.create(type)
        const shown = await readFull(context, created)
        const name = firstOptional(context, type, shown)
        // What is not required may have had no value yet.
        const value = member(created.sent, label.name) ?? context.resources.unique()
        const operation = { op: 'replace', path: label.name, value }
        const response = await context.scim.patch(type, created.id, [operation], { query: { attributes: name } })
        // 204 although attributes are asked for breaks another sentence, §3.5.2.
        if (response.status === 204) return context.unsupported('PATCH is answered 204')
        const actual = resourceIn(response, [200])
        expectProjection(response, actual, type, { attributes: [name], afterWrite: true }, shown)
      }),
  ),
])

async function readFull(
  { scim, blocked }: CheckContext,
  { type, id }: Pick<Created, 'type' | 'id'>,
): Promise<JsonObject> {
  const response = await scim.read(type, id)
  return response.status === 200 && isObject(response.json) ? response.json : blocked('the resource cannot be read')
}
