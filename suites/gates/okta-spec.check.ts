// Okta's SPEC test, which a vendor has to pass before an integration is listed: a check for each of its twelve requests, with
// all that is asserted of the answer. What the test leaves alone is left alone here.

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import { errorUrn, listResponseUrn } from '../../src/check/scim.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, show, statusText } from '../../src/check/words.ts'
import { isArray, isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { at, create, quoted } from '../interop/dialect.ts'
import { wrongCredentials } from '../security/credentials.ts'

const reading = {
  accept: 'application/scim+json',
  'accept-charset': 'utf-8',
  'content-type': 'application/scim+json; charset=utf-8',
}
const writing = { accept: 'application/scim+json; charset=utf-8', 'content-type': 'application/json' }
const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
/** What has to be there in every user that is listed or read. */
const wanted = ['id', 'name.familyName', 'name.givenName', 'userName', 'active'] as const
/** Milliseconds within which the list of groups has to come. */
const soon = 600

function get({ scim }: Pick<CheckContext, 'scim'>, path: string): Promise<HttpResponse> {
  return scim.request({ method: 'GET', path, headers: reading })
}

function search(context: Pick<CheckContext, 'scim'>, userName: string): Promise<HttpResponse> {
  const filter = encodeURIComponent(`userName eq ${quoted(userName)}`)
  return get(context, `${context.scim.endpointOf('User')}?filter=${filter}`)
}

interface Person extends Created {
  readonly email: string
  readonly givenName: string
  readonly familyName: string
}

/** A user in the shape of the test's own create: no password, no externalId, userName and e-mail address the same. */
async function newPerson(context: CheckContext): Promise<Person> {
  const [givenName, familyName] = ['Runscope417', 'Qabcdefgh208']
  const email = `${givenName}${familyName}${context.resources.unique()}@example.com`
  const attributes: JsonObject = {
    userName: email,
    name: { givenName, familyName },
    emails: [{ primary: true, value: email, type: 'work' }],
    displayName: `${givenName} ${familyName}`,
    active: true,
  }
  return { ...(await create(context, 'User', attributes, { headers: writing })), email, givenName, familyName }
}

/** An expectation on one value in a response. */
function holds(response: HttpResponse, isSo: boolean, expected: string, got: string): () => void {
  return () => expectThat(isSo, { response, expected, got })
}

function hasStatus(response: HttpResponse, status: number): () => void {
  return holds(response, response.status === status, statusText(status), describeResponse(response))
}

/** The answer's body where it is an object; an empty one has none of what is asserted. */
function bodyOf({ json }: HttpResponse): JsonObject {
  return isObject(json) ? json : {}
}

function namesSchema(response: HttpResponse, urn: string): () => void {
  const schemas = member(bodyOf(response), 'schemas')
  return holds(response, isArray(schemas) && schemas.includes(urn), `schemas with ${urn}`, `schemas ${show(schemas)}`)
}

function isFilled(response: HttpResponse, path: string, value: unknown): () => void {
  const isThere = value !== undefined && value !== null && value !== ''
  return holds(response, isThere, `${path} that is not empty`, `${path} ${show(value)}`)
}

/** Compared as text, as the test does. */
function equals(response: HttpResponse, path: string, value: unknown): () => void {
  const found = at(bodyOf(response), path)
  return holds(response, String(found) === String(value), `${path} ${show(value)}`, `${path} ${show(found)}`)
}

/** What has to be there in a user, as it stands in a list or alone. */
function isWholeUser(response: HttpResponse, user: JsonObject): readonly (() => void)[] {
  const emails = member(user, 'emails')
  const first: unknown = isArray(emails) ? emails[0] : undefined
  return [
    ...wanted.map(path => isFilled(response, path, at(user, path))),
    isFilled(response, 'emails[0].value', isObject(first) ? member(first, 'value') : undefined),
  ]
}

/** An error of this status as a SCIM document with a detail. */
function isError(response: HttpResponse, status: number): readonly (() => void)[] {
  return [
    hasStatus(response, status),
    isFilled(response, 'detail', member(bodyOf(response), 'detail')),
    namesSchema(response, errorUrn),
  ]
}

/** A list without anybody. */
function isEmptyList(response: HttpResponse): readonly (() => void)[] {
  return [hasStatus(response, 200), namesSchema(response, listResponseUrn), equals(response, 'totalResults', 0)]
}

export const oktaSpec = suite("Okta's SPEC test", [
  check(
    'okta-spec/first-user',
    {
      title:
        'a list of one user has its three numbers, and a user with id, names, userName, active and an e-mail address',
      verifies: 'oktaspec-01',
      fix: 'Answer GET /Users?count=1&startIndex=1 with a ListResponse, its numbers as numbers, and whole users in it.',
    },
    async context => {
      const { id, email } = await newPerson(context)
      const path = context.scim.endpointOf('User')
      const response = await get(context, `${path}?count=1&startIndex=1`)
      const body = bodyOf(response)
      const resources = member(body, 'Resources')
      const isThere = isArray(resources) && resources.length > 0
      expectAll(
        hasStatus(response, 200),
        holds(
          response,
          isThere,
          'Resources that are not empty',
          `Resources ${isArray(resources) ? 'empty' : show(resources)}`,
        ),
        namesSchema(response, listResponseUrn),
        ...['itemsPerPage', 'startIndex', 'totalResults'].map(name => {
          const value = member(body, name)
          return holds(response, typeof value === 'number', `${name}, a number`, `${name} ${show(value)}`)
        }),
      )
      // The test looks at whoever comes first. That may be a user that another check has just made, with less to it.
      const filter = encodeURIComponent(`userName eq ${quoted(email)}`)
      const own = await get(context, `${path}?filter=${filter}&count=1&startIndex=1`)
      const listed = member(bodyOf(own), 'Resources')
      const users: readonly unknown[] = isArray(listed) ? listed : []
      const user = users.filter(isObject).find(one => member(one, 'id') === id)
      if (user === undefined) {
        expectThat(false, {
          response: own,
          expected: `a list with the user ${show(id)}`,
          got: `Resources ${show(listed)}`,
        })
        return
      }
      expectAll(...isWholeUser(own, user))
    },
  ),

  check(
    'okta-spec/read-user',
    {
      title: 'a user that is read has id, names, userName, active and an e-mail address',
      verifies: 'oktaspec-02',
      fix: 'Show these attributes in GET /Users/{id}, under the id that was asked for.',
    },
    async context => {
      const { id } = await newPerson(context)
      const response = await get(context, context.scim.pathOf('User', id))
      expectAll(hasStatus(response, 200), ...isWholeUser(response, bodyOf(response)), equals(response, 'id', id))
    },
  ),

  check(
    'okta-spec/no-match',
    {
      title: 'a search for an address of somebody else is answered with an empty list',
      verifies: 'oktaspec-03',
      fix: 'Answer a filter that matches nobody 200 with a ListResponse whose totalResults is 0.',
    },
    async context => expectAll(...isEmptyList(await search(context, 'abcdefgh@atko.com'))),
  ),

  check(
    'okta-spec/unknown-id',
    {
      title: 'an id of thirty digits is answered 404 with a SCIM error that has a detail',
      verifies: 'oktaspec-04',
      fix: 'Answer 404 with a SCIM error for every id that is not there, also where it is not of the form of your ids.',
    },
    async context => {
      const path = context.scim.pathOf('User', '010101001010101011001010101011')
      expectAll(...isError(await get(context, path), 404))
    },
  ),

  check(
    'okta-spec/not-there-yet',
    {
      title: 'a search for a user that is still to be created is answered with an empty list',
      verifies: 'oktaspec-05',
      fix: 'Answer a filter that matches nobody 200 with a ListResponse whose totalResults is 0.',
    },
    async context => expectAll(...isEmptyList(await search(context, `${context.resources.unique()}@example.com`))),
  ),

  check(
    'okta-spec/create',
    {
      title: 'a create as application/json is answered 201 with the user as it was sent',
      verifies: 'oktaspec-06',
      fix: 'Take application/json, and answer 201 with id, active, name, userName and the URN of User.',
    },
    async context => {
      const { response, familyName, givenName, email } = await newPerson(context)
      expectAll(
        equals(response, 'active', true),
        isFilled(response, 'id', at(bodyOf(response), 'id')),
        equals(response, 'name.familyName', familyName),
        equals(response, 'name.givenName', givenName),
        namesSchema(response, userUrn),
        equals(response, 'userName', email),
      )
    },
  ),

  check(
    'okta-spec/read-new',
    {
      title: 'a new user is read with the userName and the names it was created with',
      verifies: 'oktaspec-07',
      fix: 'Store userName and name as they were sent; letter case counts here.',
    },
    async context => {
      const { id, familyName, givenName, email } = await newPerson(context)
      const response = await get(context, context.scim.pathOf('User', id))
      expectAll(
        hasStatus(response, 200),
        equals(response, 'userName', email),
        equals(response, 'name.familyName', familyName),
        equals(response, 'name.givenName', givenName),
      )
    },
  ),

  check(
    'okta-spec/duplicate',
    {
      title: 'the same create again is answered 409',
      verifies: 'oktaspec-08',
      fix: 'Answer 409 where the userName is taken.',
    },
    async context => {
      const { sent } = await newPerson(context)
      hasStatus(await context.scim.create('User', sent, { headers: writing }), 409)()
    },
  ),

  check(
    'okta-spec/capitals',
    {
      title: 'a search for the userName in capitals is answered 200',
      verifies: 'oktaspec-09',
      fix: 'Answer the search, and compare userName without regard to case.',
    },
    async context => {
      const { email } = await newPerson(context)
      hasStatus(await search(context, email.toUpperCase()), 200)()
    },
  ),

  check(
    'okta-spec/groups',
    {
      title: `groups are listed, within ${soon} milliseconds`,
      verifies: 'oktaspec-10',
      fix: 'Answer GET /Groups with a first page that is quick to make.',
    },
    async context => {
      const path = context.scim.endpointOf('Group')
      const answers: HttpResponse[] = []
      // The quickest of three: one slow answer says nothing of the service provider.
      for (let count = 0; count < 3; count++) {
        const response = await get(context, path)
        answers.push(response)
        if (response.status !== 200 || response.exchange.durationMs < soon) break
      }
      const quickest = answers.toSorted((a, b) => a.exchange.durationMs - b.exchange.durationMs)[0]
      const response = answers.find(({ status }) => status !== 200) ?? quickest
      if (response === undefined) return
      const { durationMs } = response.exchange
      const body = bodyOf(response)
      const isList = String(member(body, 'totalResults')) === '0' || isArray(member(body, 'Resources'))
      expectAll(
        hasStatus(response, 200),
        holds(
          response,
          durationMs < soon,
          `an answer within ${soon} ms`,
          `an answer after ${Math.round(durationMs)} ms`,
        ),
        holds(
          response,
          isList,
          'totalResults 0, or Resources, an array',
          `Resources ${show(member(body, 'Resources'))}`,
        ),
      )
    },
  ),

  check(
    'okta-spec/wrong-credentials',
    {
      title: 'wrong credentials are answered 401 with a SCIM error that has a detail and the status',
      verifies: 'oktaspec-11',
      fix: 'Answer requests with wrong credentials 401, with a SCIM error like any other.',
    },
    async context => {
      const { scim } = context
      const [[, other] = []] = wrongCredentials(context)
      const isPlain = other === undefined || typeof other.credentials === 'object'
      const signing = isPlain ? { credentials: { authorization: 'non-token' } } : other
      const filter = encodeURIComponent('userName eq "abcdefgh@atko.com"')
      const response = await scim.request({
        method: 'GET',
        path: `${scim.endpointOf('User')}?filter=${filter}`,
        ...signing,
        headers: { ...reading, ...signing.headers },
      })
      expectAll(...isError(response, 401), equals(response, 'status', 401))
    },
  ),

  check(
    'okta-spec/unknown-id-again',
    {
      title: 'an id of seventeen digits is answered 404 with a SCIM error that has a detail and the status',
      verifies: 'oktaspec-12',
      fix: 'Answer 404 with a SCIM error for every id that is not there, also where it is not of the form of your ids.',
    },
    async context => {
      const response = await get(context, context.scim.pathOf('User', '00919288221112222'))
      expectAll(...isError(response, 404), equals(response, 'status', 404))
    },
  ),
])
