// What ServiceProviderConfig claims against what happens: the basic call of each feature (RFC 7643 §5).

import { check, passiveCheck, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, listWords, show } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isObject, member, sameName } from '../../src/scim/json.ts'
import { valueAt } from '../../src/scim/value.ts'
import { isSuccess, readBack, replacementOf } from '../support/answers.ts'
import { eachCreatableType } from '../support/types.ts'
import { bulkCreate, ensureRefused, idsIn, isBulkResponse, keyOf, patchText, pathOf } from './claim-calls.ts'

/** Works although it is said not to: no one is misled into failing, so it is a warning. */
const underClaimed = { arguable: 28 } as const

export const claims = suite('What the configuration claims', [
  check(
    'claims/patch',
    {
      title: 'where patch is supported, a simple PATCH changes the resource',
      verifies: ['7643-5-02', '7643-5-07'],
      needs: ['patch.supported'],
      fix: 'Carry out PATCH, or send patch.supported false.',
    },
    async context => {
      const { response, applied, path } = await patchText(context)
      expectThat(isSuccess(response) && applied, {
        expected: `PATCH carried out: ${path} replaced`,
        got: isSuccess(response) ? `${describeResponse(response)}, and ${path} as before` : describeResponse(response),
        response,
      })
    },
  ),

  check(
    'claims/no-patch',
    {
      title: 'where patch is not supported, PATCH is refused',
      verifies: ['7643-5-02', '7643-5-07'],
      fix: 'Send patch.supported true where PATCH works, and refuse it with 501 where it does not.',
    },
    async context => {
      ensureRefused(context, 'patch')
      const { response, applied } = await patchText(context)
      const expected = 'PATCH refused, as patch.supported is false'
      const got = `${describeResponse(response)}, ${applied ? 'and the change is there' : 'and nothing changed'}`
      if (applied) expectThat(!isSuccess(response), { ...underClaimed, expected, got, response })
      expectThat(!isSuccess(response) && !applied, { expected, got, response })
    },
  ),

  check(
    'claims/bulk',
    {
      title: 'where bulk is supported, a bulk request is answered with a BulkResponse',
      verifies: ['7643-5-02', '7643-5-09', '7644-3.2-13'],
      needs: ['bulk.supported'],
      fix: 'Answer POST /Bulk, or send bulk.supported false.',
    },
    async context => {
      const response = await bulkCreate(context)
      const expected = '200 OK with a BulkResponse'
      expectThat(isBulkResponse(response), { expected, got: describeResponse(response), response })
    },
  ),

  check(
    'claims/no-bulk',
    {
      title: 'where bulk is not supported, a bulk request is refused',
      verifies: ['7643-5-02', '7643-5-09'],
      fix: 'Send bulk.supported true where /Bulk works, and refuse it with 501 where it does not.',
    },
    async context => {
      ensureRefused(context, 'bulk')
      const response = await bulkCreate(context)
      const expected = 'POST /Bulk refused, as bulk.supported is false'
      const arguable = isBulkResponse(response) ? underClaimed : {}
      expectThat(!isSuccess(response), { ...arguable, expected, got: describeResponse(response), response })
    },
  ),

  check(
    'claims/filter',
    {
      title: 'where filter is supported, some simple filter finds a resource',
      verifies: ['7643-5-02', '7643-5-13'],
      needs: ['filter.supported'],
      fix: 'Evaluate filters such as userName eq "…", or send filter.supported false.',
    },
    async context =>
      eachCreatableType(context, async type => {
        const { resources, scim, unsupported } = context
        const created = await resources.create(type, { externalId: resources.unique() })
        const key = keyOf(type)
        const value = key === undefined ? undefined : valueAt(created.resource, key)
        const filters = [
          ...(key === undefined || typeof value !== 'string' ? [] : [`${pathOf(key)} eq ${JSON.stringify(value)}`]),
          `id eq ${JSON.stringify(created.id)}`,
          `externalId eq ${JSON.stringify(member(created.sent, 'externalId'))}`,
        ]
        const answers: string[] = []
        let declined = 0
        for (const filter of filters) {
          const response = await scim.list(type, { filter })
          if (response.status === 200 && idsIn(response).includes(created.id)) return
          if (response.status === 400) declined++
          answers.push(response.status === 200 ? '200 OK without it' : describeResponse(response))
        }
        // Which filters a service provider takes is its own affair (RFC 7644 §3.12, invalidFilter).
        if (declined === filters.length) unsupported(`no filter that was tried is taken for ${type.name}`)
        expectThat(false, {
          expected: `the ${type.name} found by one of ${filters.length} filters with eq`,
          got: listWords([...new Set(answers)]),
        })
      }),
  ),

  check(
    'claims/sort',
    {
      title: 'where sort is supported, sortOrder turns the order of resources around',
      verifies: ['7643-5-02', '7643-5-18'],
      needs: ['sort.supported'],
      fix: 'Sort by sortBy and sortOrder, or send sort.supported false.',
    },
    async context => {
      const { resources, scim, provider, unsupported } = context
      const [type] = provider.types
      const key = type === undefined ? undefined : keyOf(type)
      if (type === undefined || key === undefined) return unsupported('no type has a text attribute to sort by')
      const mark = resources.unique()
      const isUserName = sameName(key.attribute.name, 'userName')
      if (key.extension !== undefined) unsupported(`${type.name} has no text attribute of its own to sort by`)
      const own: string[] = []
      const texts = new Set<unknown>()
      for (const letter of ['b', 'c', 'a']) {
        const attributes = isUserName ? {} : { [key.attribute.name]: `${mark}${letter}` }
        const created = await resources.create(type, attributes)
        own.push(created.id)
        texts.add(valueAt(created.resource, key))
      }
      if (texts.size < 3) unsupported(`${key.attribute.name} is not kept as it is sent`)
      const order = async (sortOrder: string): Promise<{ ids: readonly string[]; response: HttpResponse }> => {
        const response = await scim.list(type, { sortBy: pathOf(key), sortOrder, count: 1000 })
        if (response.status === 400) unsupported(`sortBy=${pathOf(key)} is not taken: ${describeResponse(response)}`)
        if (response.status !== 200) {
          expectThat(false, { expected: `a list sorted by ${pathOf(key)}`, got: describeResponse(response), response })
        }
        return { ids: idsIn(response).filter(id => own.includes(id)), response }
      }
      const up = await order('ascending')
      const down = await order('descending')
      if (up.ids.length < 3 || down.ids.length < 3) unsupported('the resources to compare are not on the first page')
      expectThat(up.ids.join() === [...down.ids].reverse().join(), {
        expected: 'the reverse order with sortOrder descending',
        got: up.ids.join() === down.ids.join() ? 'the same order' : 'another order',
        response: down.response,
      })
    },
  ),

  check(
    'claims/etag',
    {
      title: 'where etag is supported, a resource comes with its ETag',
      verifies: ['7643-5-02', '7643-5-20'],
      needs: ['etag.supported'],
      fix: 'Send an ETag header with every single resource, or etag.supported false.',
    },
    async context =>
      eachCreatableType(context, async type => {
        const created = await context.resources.create(type)
        const { response } = await readBack(context, created)
        expectThat(response.headers.etag !== undefined, {
          expected: '200 OK with an ETag header',
          got: '200 OK without one',
          response,
        })
      }),
  ),

  check(
    'claims/change-password',
    {
      title: 'where changePassword is supported, a password can be replaced',
      verifies: ['7643-5-02', '7643-5-16'],
      needs: ['changePassword.supported', 'user-resource'],
      fix: 'Take a new password with PUT, or send changePassword.supported false.',
    },
    async ({ resources, scim, type, unsupported }) => {
      const user = type('User')
      if (findDefinition(user.schemas.base.attributes, 'password') === undefined) {
        unsupported('the User schema has no password: it may be changed elsewhere')
      }
      const created = await resources.create(user, { password: `Pw-${resources.unique()}-9x!` })
      const body = replacementOf(created, { password: `Pw-${resources.unique()}-8y!` })
      const response = await scim.replace(user, created.id, body)
      if (response.status === 400) unsupported(`the password was not taken: ${describeResponse(response)}`)
      expectThat(isSuccess(response), {
        expected: 'PUT with a new password carried out',
        got: describeResponse(response),
        response,
      })
    },
  ),

  check(
    'claims/cursor',
    {
      title: 'where cursor paging is offered, an empty cursor is answered with a first page',
      verifies: ['7643-5-02', '9865-4-02'],
      needs: ['cursor.supported'],
      fix: 'Answer ?cursor with a page by cursor, or send pagination.cursor false.',
    },
    async ({ provider, scim, unsupported }) => {
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      const response = await scim.list(type, { cursor: '', count: 1 })
      const total = isObject(response.json) ? member(response.json, 'totalResults') : undefined
      expectThat(response.status === 200 && isObject(response.json), {
        expected: '200 OK with a first page',
        got: describeResponse(response),
        response,
      })
      const next = isObject(response.json) ? member(response.json, 'nextCursor') : undefined
      expectThat(typeof next === 'string' || typeof total !== 'number' || total <= idsIn(response).length, {
        expected: 'nextCursor, as there are more resources',
        got: `nextCursor: ${show(next)} with totalResults ${show(total)}`,
        response,
      })
    },
  ),

  passiveCheck(
    'claims/no-cursor',
    {
      title: 'a service provider that pages by cursor says so in the configuration',
      verifies: '7643-5-02',
      fix: 'Send "pagination" with cursor true where answers have nextCursor.',
    },
    () =>
      ({ response }, observer, { provider }) => {
        const { json } = response
        if (!isObject(json) || member(json, 'totalResults') === undefined) return
        observer.examined()
        if (member(json, 'nextCursor') === undefined || provider.config.pagination?.cursor === true) return
        observer.fault({
          requirement: '9865-4-01',
          expected: 'pagination.cursor true, or no nextCursor',
          got: `a nextCursor, and pagination.cursor ${show(provider.config.pagination?.cursor)}`,
        })
      },
  ),
])
