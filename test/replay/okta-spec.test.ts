// Okta's SPEC test for SCIM 2.0 integrations: its twelve requests and 52 assertions, without the pauses between them.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JsonObject } from '../../fixtures/provider/json.ts'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { at, errorUrn, listUrn, type Reply, sender, textAt, userUrn } from './client.ts'

const token = 'okta-spec'
const reading = {
  accept: 'application/scim+json',
  'content-type': 'application/scim+json; charset=utf-8',
  'accept-charset': 'utf-8',
  'user-agent': 'OKTA SCIM Integration',
}
const writing = { accept: 'application/scim+json; charset=utf-8', 'content-type': 'application/json' }

/** One assertion: what it is about, and whether the reply fulfils it. Values are compared as text, as the suite does. */
type Assertion = readonly [about: string, holds: (reply: Reply, saved: Saved) => boolean]

interface Saved {
  firstId: string
  newId: string
}

const status = (code: number): Assertion => [`the status is ${code}`, reply => reply.status === code]
const filled = (path: string): Assertion => [
  `${path} is not empty`,
  ({ body }) => !['', null, undefined].some(nothing => at(body, path) === nothing),
]
const isNumber = (path: string): Assertion => [`${path} is a number`, ({ body }) => typeof at(body, path) === 'number']
const equals = (path: string, text: string): Assertion => [
  `${path} is ${text}`,
  ({ body }) => String(at(body, path)) === text,
]
const hasSchema = (urn: string): Assertion => [
  `schemas has ${urn}`,
  ({ body }) => JSON.stringify(at(body, 'schemas') ?? '').includes(`"${urn}"`),
]

const person = { givenName: 'Runscope417', familyName: 'Qabcdefgh208' }
const email = `${person.givenName}${person.familyName}@atko.com`
const newUser: JsonObject = {
  schemas: [userUrn],
  userName: email,
  name: person,
  emails: [{ primary: true, value: email, type: 'work' }],
  displayName: `${person.givenName} ${person.familyName}`,
  active: true,
}
const shape = ['id', 'name.familyName', 'name.givenName', 'userName', 'active', 'emails.0.value']
const lookUp = (userName: string) => `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`

interface Step {
  readonly step: number
  readonly path: string | ((saved: Saved) => string)
  readonly body?: JsonObject
  readonly authorization?: string
  readonly assertions: readonly Assertion[]
  readonly save?: (reply: Reply, saved: Saved) => void
}

const steps: readonly Step[] = [
  {
    step: 1,
    path: '/Users?count=1&startIndex=1',
    assertions: [
      status(200),
      filled('Resources.0'),
      hasSchema(listUrn),
      ...['itemsPerPage', 'startIndex', 'totalResults'].map(isNumber),
      ...shape.map(path => filled(`Resources.0.${path}`)),
    ],
    save: (reply, saved) => {
      saved.firstId = textAt(reply, 'Resources.0.id')
    },
  },
  {
    step: 2,
    path: ({ firstId }) => `/Users/${firstId}`,
    assertions: [
      status(200),
      ...shape.map(filled),
      ['the id is that of step 1', ({ body }, { firstId }) => at(body, 'id') === firstId],
    ],
  },
  {
    step: 3,
    path: lookUp('abcdefgh@atko.com'),
    assertions: [status(200), hasSchema(listUrn), equals('totalResults', '0')],
  },
  {
    step: 4,
    path: '/Users/010101001010101011001010101011',
    assertions: [status(404), filled('detail'), hasSchema(errorUrn)],
  },
  {
    step: 5,
    path: lookUp(email),
    assertions: [status(200), equals('totalResults', '0'), hasSchema(listUrn)],
  },
  {
    step: 6,
    path: '/Users',
    body: newUser,
    assertions: [
      status(201),
      equals('active', 'true'),
      filled('id'),
      equals('name.familyName', person.familyName),
      equals('name.givenName', person.givenName),
      hasSchema(userUrn),
      equals('userName', email),
    ],
    save: (reply, saved) => {
      saved.newId = textAt(reply, 'id')
    },
  },
  {
    step: 7,
    path: ({ newId }) => `/Users/${newId}`,
    assertions: [
      status(200),
      equals('userName', email),
      equals('name.familyName', person.familyName),
      equals('name.givenName', person.givenName),
    ],
  },
  { step: 8, path: '/Users', body: newUser, assertions: [status(409)] },
  { step: 9, path: lookUp(email.toUpperCase()), assertions: [status(200)] },
  {
    step: 10,
    path: '/Groups',
    // The suite also wants this answer within 600 ms; a machine under load says nothing about that.
    assertions: [
      status(200),
      ['nothing, or a list', ({ body }) => at(body, 'totalResults') === 0 || Array.isArray(at(body, 'Resources'))],
    ],
  },
  {
    step: 11,
    path: lookUp(email),
    authorization: 'non-token',
    assertions: [status(401), filled('detail'), equals('status', '401'), hasSchema(errorUrn)],
  },
  {
    step: 12,
    path: '/Users/00919288221112222',
    assertions: [status(404), filled('detail'), equals('status', '404'), hasSchema(errorUrn)],
  },
]

let provider: ProviderHandle
const saved: Saved = { firstId: '', newId: '' }

beforeAll(async () => {
  const existing = { ...newUser, userName: 'first@atko.com', emails: [{ value: 'first@atko.com', primary: true }] }
  provider = await startProvider({ token, seed: { User: [existing] } })
})
afterAll(() => provider.close())

test('there are 52 assertions in 12 steps, one about time giving way to the script of its step', () => {
  expect(steps).toHaveLength(12)
  expect(steps.flatMap(({ assertions }) => assertions)).toHaveLength(52)
})

test.each(steps)('step $step', async ({ path, body, authorization = `Bearer ${token}`, assertions, save }) => {
  const headers = { ...(body === undefined ? reading : writing), authorization }
  const send = sender(provider, headers)
  const reply = await send(body === undefined ? 'GET' : 'POST', typeof path === 'string' ? path : path(saved), body)
  const broken = assertions.filter(([, holds]) => !holds(reply, saved)).map(([about]) => about)
  expect(broken, JSON.stringify(reply.body)).toEqual([])
  save?.(reply, saved)
})

test('step 9 finds the user whatever the letter case, which the suite does not look at', async () => {
  const send = sender(provider, { ...reading, authorization: `Bearer ${token}` })
  const reply = await send('GET', lookUp(email.toUpperCase()))
  expect(at(reply.body, 'Resources.0.id')).toBe(saved.newId)
})
