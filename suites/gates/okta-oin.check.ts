// What Okta wants of an integration that it lists, as far as it shows from outside and no other check looks at it.

import { check, passiveCheck, suite } from '../../src/check/check.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { show } from '../../src/check/words.ts'
import { isArray, isObject, member, withMember } from '../../src/scim/json.ts'
import {
  ask,
  at,
  aUser,
  create,
  expectDone,
  expectFound,
  needAttributes,
  quoted,
  readAgain,
} from '../interop/dialect.ts'

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/
const longestBaseUrl = 1024

export const oktaOin = suite('Okta Integration Network', [
  check(
    'okta-oin/base-url',
    {
      title: 'the base URL is https, has no underscore and at most 1024 characters',
      verifies: 'oktaoin-01',
      fix: 'Serve SCIM at an https address without underscores, such as https://example.com/scim/v2.',
    },
    async ({ scim }) => {
      const base = scim.urlOf('')
      const { protocol, hostname } = new URL(base)
      const isNear = loopback.test(hostname)
      expectAll(
        () => expectThat(protocol === 'https:' || isNear, { expected: 'an https URL', got: `an ${protocol} URL` }),
        () =>
          expectThat(!base.includes('_'), {
            expected: 'a base URL without an underscore',
            got: 'one with an underscore',
          }),
        () =>
          expectThat(base.length <= longestBaseUrl, {
            expected: `at most ${longestBaseUrl} characters`,
            got: `${base.length} characters`,
          }),
      )
    },
  ),

  check(
    'okta-oin/found-as-created',
    {
      title: 'a user that was assigned is found by its userName, with the names and the e-mail address it was given',
      verifies: 'oktaoin-02',
      fix: 'Show userName, name and emails in lists as they were sent.',
    },
    async context => {
      const userName = `${context.resources.unique()}@example.com`
      const name = { givenName: 'Mira', familyName: 'Voss' }
      const user = await create(context, 'User', {
        userName,
        name,
        emails: [{ primary: true, value: userName, type: 'work' }],
        active: true,
      })
      const filter = encodeURIComponent(`userName eq ${quoted(userName)}`)
      const response = await ask(context, 'User', `filter=${filter}&startIndex=1&count=100`)
      const [found = {}] = expectFound(response, [user.id])
      const emails = member(found, 'emails')
      const first: unknown = isArray(emails) ? emails[0] : undefined
      const rows: readonly (readonly [string, unknown, string])[] = [
        ['userName', member(found, 'userName'), userName],
        ['emails[0].value', isObject(first) ? member(first, 'value') : undefined, userName],
        ['name.familyName', at(found, 'name.familyName'), name.familyName],
        ['name.givenName', at(found, 'name.givenName'), name.givenName],
      ]
      expectAll(
        ...rows.map(
          ([path, value, sent]) =>
            () =>
              expectThat(value === sent, {
                response,
                expected: `${path} ${show(sent)}`,
                got: `${path} ${show(value)}`,
              }),
        ),
      )
    },
  ),

  check(
    'okta-oin/empty-value',
    {
      title: 'a PUT of what was read with an empty displayName is done, and the old value is gone',
      verifies: 'oktaoin-03',
      fix: 'Take an empty text for an optional attribute as its new value, or as none.',
    },
    async context => {
      needAttributes(context, 'User', ['displayName'])
      const user = await aUser(context, { displayName: 'Mira Voss' })
      const { json } = await readAgain(context, user)
      expectDone(await context.scim.replace('User', user.id, withMember(json, 'displayName', '')), [200])
      const after = await readAgain(context, user)
      const found = member(after.json, 'displayName')
      expectThat(found !== 'Mira Voss', {
        response: after.response,
        expected: 'displayName empty or absent',
        got: `displayName ${show(found)}`,
      })
    },
  ),

  check(
    'okta-oin/groups-listed',
    {
      title: 'groups are listed from startIndex=1 with count=100',
      verifies: 'oktaoin-04',
      fix: 'Answer GET /Groups?startIndex=1&count=100 with a ListResponse, be it empty.',
    },
    async context => {
      const response = await ask(context, 'Group', 'startIndex=1&count=100')
      const { resources } = expectResponse(response).toBeListResponse()
      expectThat(resources.length <= 100, {
        response,
        expected: 'at most 100 groups',
        got: `${resources.length} groups`,
      })
    },
  ),

  passiveCheck(
    'okta-oin/retry-after',
    {
      title: 'a 429 says in whole seconds when to come back',
      verifies: 'oktaoin-05',
      fix: 'Send Retry-After with a whole number of seconds; for a date or nothing Okta waits five minutes.',
    },
    () =>
      ({ response }, observer) => {
        if (response.status !== 429) return
        observer.examined()
        const value = response.headers['retry-after']
        if (value === undefined || !/^\d+$/.test(value))
          observer.fault({ expected: '429 with Retry-After, whole seconds', got: `Retry-After ${show(value)}` })
      },
  ),
])
