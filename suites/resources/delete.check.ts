// Deleting resources (RFC 7644 §3.6).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import type { HttpResponse, ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { isArray, isObject, member } from '../../src/scim/json.ts'
import { isSuccess, replacementOf } from '../support/answers.ts'
import { freeTextOf } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'

/** Creates a resource and deletes it; ends the subject as blocked where either fails. */
async function deleted({ resources, scim, blocked }: CheckContext, type: ProviderType): Promise<Created> {
  const created = await resources.create(type)
  const response = await scim.remove(type, created.id)
  if (!isSuccess(response)) blocked(`A ${type.name} could not be deleted: ${describeResponse(response)}.`)
  return created
}

/** Whether a list answer holds the resource; undefined where it does not tell. */
function holds({ status, json }: HttpResponse, id: string): boolean | undefined {
  if (status !== 200 || !isObject(json)) return undefined
  const found = member(json, 'Resources')
  const elements = isArray(found) ? found : []
  if (elements.some(element => isObject(element) && member(element, 'id') === id)) return true
  return Number(member(json, 'totalResults')) <= elements.length ? false : undefined
}

export const deleting = suite('Deleting a resource', [
  check(
    'delete/no-content',
    {
      title: 'a DELETE is answered 204 without a body',
      verifies: '7644-3.6-05',
      fix: 'Answer a successful DELETE with 204 and send no body.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const { id } = await resources.create(type)
        const response = await scim.remove(type, id)
        expectResponse(response).toHaveStatus(204)
        expectThat(response.text === '', {
          expected: '204 No Content without a body',
          got: `204 No Content with ${response.text.length} characters`,
          response,
        })
      })
    },
  ),

  check(
    'delete/gone',
    {
      title: 'every operation on a deleted resource is answered 404',
      verifies: ['7644-3.6-01', '7644-3.5.1-02'],
      fix: 'Look the resource up first, and answer 404 in GET, PUT, PATCH and DELETE where it was deleted.',
    },
    async context => {
      const { scim, provider } = context
      await eachCreatableType(context, async type => {
        const created = await deleted(context, type)
        const { id } = created
        const read = await scim.read(type, id)
        const replaced = await scim.replace(type, id, replacementOf(created), { aim: 'nothing' })
        const path = freeTextOf(type)?.attribute.name
        const patched =
          provider.capabilities['patch.supported'].met && path !== undefined
            ? await scim.patch(type, id, [{ op: 'replace', path, value: 'changed' }], { aim: 'nothing' })
            : undefined
        // What a PUT or PATCH is said to have brought back has told enough; it is deleted at the end, if it is there.
        const isBack = [replaced, patched].some(response => response !== undefined && isSuccess(response))
        const removed = isBack ? undefined : await scim.remove(type, id, { aim: 'nothing' })
        const again = await scim.read(type, id)
        const answers = { GET: read, PUT: replaced, PATCH: patched, DELETE: removed, 'GET afterwards': again }
        expectAll(
          ...Object.entries(answers).map(([method, response]) => () => {
            if (response === undefined) return
            expectThat(response.status === 404, {
              expected: `${method}: 404 Not Found`,
              got: `${method}: ${describeResponse(response)}`,
              response,
            })
          }),
        )
      })
    },
  ),

  check(
    'delete/unknown-id',
    {
      title: 'a DELETE of an id that no resource has is answered 404',
      verifies: ['7644-3.6-05', '7644-3.6-01'],
      fix: 'Answer DELETE with 404 where no resource has the id of the URL.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const response = await context.scim.remove(type, context.resources.unknownId(), { aim: 'nothing' })
        expectResponse(response).toBeScimError({ status: 404 })
      })
    },
  ),

  check(
    'delete/not-in-lists',
    {
      title: 'a deleted resource is in no list any more',
      verifies: '7644-3.6-02',
      fix: 'Leave deleted resources out of every query, those kept for the record too.',
    },
    async context => {
      const { scim } = context
      await eachCreatableType(context, async type => {
        const { id } = await deleted(context, type)
        const response = await scim.list(type)
        if (holds(response, id) === undefined) context.unsupported('a list shows only part of the resources')
        expectThat(holds(response, id) === false, {
          expected: 'a list without the deleted resource',
          got: 'a list with it',
          response,
        })
      })
    },
  ),

  check(
    'delete/not-in-filtered-lists',
    {
      title: 'a filter does not find a deleted resource any more',
      verifies: '7644-3.6-02',
      needs: ['filter.supported'],
      fix: 'Leave deleted resources out of filtered queries, and take them out of search indexes.',
    },
    async context => {
      const { scim } = context
      await eachCreatableType(context, async type => {
        const { id, sent } = await deleted(context, type)
        const userName = member(sent, 'userName')
        const byName = typeof userName === 'string' ? [`userName eq ${JSON.stringify(userName)}`] : []
        const answers: HttpResponse[] = []
        for (const filter of [`id eq ${JSON.stringify(id)}`, ...byName]) answers.push(await scim.list(type, { filter }))
        const told = answers.filter(response => holds(response, id) !== undefined)
        if (told.length === 0) context.unsupported('neither filter is answered 200')
        for (const response of told) {
          expectThat(holds(response, id) === false, {
            expected: 'no match for the deleted resource',
            got: 'the deleted resource',
            response,
          })
        }
      })
    },
  ),

  check(
    'delete/frees-user-name',
    {
      title: 'a User can be created with the userName of a deleted one',
      verifies: ['7644-3.6-03', '7644-3.6-04'],
      fix: 'Ignore deleted resources when you look for conflicting values.',
    },
    async context => {
      const { sent } = await deleted(context, context.type('User'))
      const response = await context.scim.create('User', sent)
      expectThat(isSuccess(response), {
        expected: '201 Created with the userName of a deleted User',
        got: describeResponse(response),
        response,
      })
    },
  ),
])
