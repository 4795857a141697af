// What Okta sends to provision users: the requests of its integrations and of the test suite it asks vendors to pass.

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { show } from '../../src/check/words.ts'
import { isObject, type JsonObject, member, withMember } from '../../src/scim/json.ts'
import { findAttribute } from '../../src/scim/resource-schemas.ts'
import {
  ask,
  aUser,
  create,
  expectDone,
  expectFound,
  expectStored,
  expectValues,
  needAttributes,
  patched,
  quoted,
  readAgain,
  userNameOf,
} from './dialect.ts'

/** A search as Okta puts it, with spaces as %20. */
function lookUp(context: CheckContext, userName: string): Promise<HttpResponse> {
  const filter = encodeURIComponent(`userName eq ${quoted(userName)}`)
  return ask(context, 'User', `filter=${filter}&startIndex=1&count=100`)
}

/** PUT of what was read, with these changes. */
async function putBack(context: CheckContext, user: Created, changes: JsonObject): Promise<void> {
  const { json } = await readAgain(context, user)
  const body = Object.entries(changes).reduce((resource, [name, value]) => withMember(resource, name, value), json)
  expectDone(await context.scim.replace('User', user.id, body), [200])
}

/** An error in JSON with a detail for people. */
function expectDetail(response: HttpResponse): void {
  const detail = isObject(response.json) ? member(response.json, 'detail') : undefined
  const isThere = typeof detail === 'string' && detail !== ''
  expectThat(isThere, { response, expected: 'an error in JSON with a detail', got: `detail ${show(detail)}` })
}

export const oktaUsers = suite('Okta: users', [
  check(
    'okta-users/connection',
    {
      title: 'a list of two users says in integers how many there are',
      verifies: 'okta-01',
      fix: 'Answer GET /Users with a ListResponse whose totalResults, startIndex and itemsPerPage are JSON integers.',
    },
    async context => {
      await aUser(context)
      const response = await ask(context, 'User', 'startIndex=1&count=2')
      const { json, resources } = expectResponse(response).toBeListResponse()
      for (const name of ['totalResults', 'startIndex', 'itemsPerPage']) {
        const value = member(json, name)
        expectThat(Number.isInteger(value), {
          response,
          expected: `${name}, an integer`,
          got: `${name} ${show(value)}`,
        })
      }
      const isPage = resources.length > 0 && resources.length <= 2
      expectThat(isPage, { response, expected: 'one resource or two', got: `${resources.length} resources` })
    },
  ),

  check(
    'okta-users/no-match',
    {
      title: 'a search for a userName that nobody has is answered with an empty list',
      verifies: 'okta-02',
      fix: 'Answer a filter that matches nobody 200 with totalResults 0.',
    },
    async context => {
      expectFound(await lookUp(context, context.resources.unknownId()), [])
    },
  ),

  check(
    'okta-users/upper-case',
    {
      title: 'a user is found by its userName in upper case',
      verifies: 'okta-03',
      fix: 'Compare userName without regard to case.',
    },
    async context => {
      const user = await aUser(context)
      expectFound(await lookUp(context, userNameOf(user).toUpperCase()), [user.id])
    },
  ),

  check(
    'okta-users/create',
    {
      title: 'a create with a password and an empty list of groups is done, and shows no password',
      verifies: 'okta-04',
      fix: 'Pass over groups in a create, take a password even if you do not use it, and never show it.',
    },
    async context => {
      const user = await create(context, 'User', {
        externalId: context.resources.unique(),
        locale: 'en-US',
        groups: [],
        password: `Aa1!${context.resources.unique()}`,
        active: true,
      })
      expectValues(user.resource, user.response, { userName: userNameOf(user), active: true })
      const password = member(user.resource, 'password')
      expectThat(password === undefined || password === null, {
        response: user.response,
        expected: 'no password in the answer',
        got: 'a password',
      })
    },
  ),

  check(
    'okta-users/create-json',
    {
      title: 'a create as application/json is done, and the answer shows what was stored',
      verifies: 'okta-05',
      fix: 'Take application/json as well as application/scim+json.',
    },
    async context => {
      const name = { givenName: 'Mira', familyName: 'Voss' }
      const headers = { 'content-type': 'application/json' }
      const user = await create(context, 'User', { name, active: true }, { headers })
      expectValues(user.resource, user.response, {
        userName: userNameOf(user),
        active: true,
        'name.givenName': name.givenName,
        'name.familyName': name.familyName,
      })
    },
  ),

  check(
    'okta-users/duplicate',
    {
      title: 'a second create of the same user is answered 409',
      verifies: 'okta-06',
      fix: 'Answer 409 where the userName is taken.',
    },
    async context => {
      const { sent } = await aUser(context)
      expectResponse(await context.scim.create('User', sent)).toHaveStatus(409)
    },
  ),

  check(
    'okta-users/unknown-id',
    {
      title: 'an id of digits that nobody has is answered 404 with a detail',
      verifies: 'okta-07',
      fix: 'Answer 404 for every id that is not there, also where it is not of the form of your ids.',
    },
    async context => {
      const response = await context.scim.read('User', '010101001010101011001010101011')
      expectResponse(response).toHaveStatus(404)
      expectDetail(response)
    },
  ),

  check(
    'okta-users/put-back',
    {
      title: 'a PUT of what was read, changed in place, is done',
      verifies: 'okta-08',
      fix: 'Pass over readOnly attributes in a PUT, such as id, groups and meta with its version.',
    },
    async context => {
      needAttributes(context, 'User', ['name.givenName', 'name.familyName'])
      const user = await aUser(context)
      const [givenName, familyName] = [context.resources.unique(), 'Voss']
      await putBack(context, user, { name: { givenName, familyName } })
      await expectStored(context, user, { 'name.givenName': givenName, 'name.familyName': familyName })
    },
  ),

  check(
    'okta-users/deactivate',
    {
      title: 'a replace of active without a path deactivates a user, which stays readable, and activates it again',
      verifies: 'okta-09',
      fix: 'Take operations without a path, and keep users whose active is false in reads and searches.',
    },
    async context => {
      needAttributes(context, 'User', ['active'])
      const user = await aUser(context, { active: true })
      await patched(context, user, [{ op: 'replace', value: { active: false } }])
      const read = await context.scim.read('User', user.id)
      expectValues(expectResponse(read).toBeJsonObject(200), read, { active: false })
      expectFound(await lookUp(context, userNameOf(user)), [user.id])
      await patched(context, user, [{ op: 'replace', value: { active: true } }])
      await expectStored(context, user, { active: true })
    },
  ),

  check(
    'okta-users/deactivate-by-put',
    {
      title: 'a PUT of what was read with active false deactivates a user',
      verifies: 'okta-10',
      fix: 'Take active in a PUT, and pass over readOnly attributes beside it.',
    },
    async context => {
      needAttributes(context, 'User', ['active'])
      const user = await aUser(context, { active: true })
      await putBack(context, user, { active: false })
      await expectStored(context, user, { active: false })
    },
  ),

  check(
    'okta-users/password',
    {
      title: 'a replace of the password without a path is done, and shows no password',
      verifies: 'okta-11',
      fix: 'Take password in a value without path, and leave it out of every answer.',
    },
    async context => {
      if (findAttribute(context.type('User').schemas, 'password') === undefined)
        context.unsupported('the schema of User has no password')
      const user = await aUser(context)
      const password = `Aa1!${context.resources.unique()}`
      const response = await patched(context, user, [{ op: 'replace', value: { password } }])
      const shown = isObject(response.json) && member(response.json, 'password') !== undefined
      expectThat(!shown, { response, expected: 'no password in the answer', got: 'a password' })
    },
  ),

  check(
    'okta-users/wrong-credentials',
    {
      title: 'wrong credentials are answered 401 with a detail',
      verifies: 'okta-12',
      needs: ['bearer-auth'],
      fix: 'Answer requests with wrong credentials 401, with a SCIM error in JSON.',
    },
    async ({ scim }) => {
      const response = await scim.list('User', { count: 1 }, { credentials: { authorization: 'non-token' } })
      expectResponse(response).toHaveStatus(401)
      expectDetail(response)
    },
  ),
])
