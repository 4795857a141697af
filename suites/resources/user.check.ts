// The attributes of a User that have a meaning of their own (RFC 7643 §4.1.1, §4.1.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { includesElement } from '../../src/scim/compare.ts'
import { isArray, isObject, member, sameName } from '../../src/scim/json.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { ensureUsualCreate, isSuccess, readBack, readCreated, replacementOf } from '../support/answers.ts'

/** The definition of an attribute of the User; ends the check as unsupported where clients cannot write it. */
function writable(context: CheckContext, name: string) {
  const definition = findDefinition(context.type('User').schemas.base.attributes, name)
  if (definition === undefined) return context.unsupported(`the User schema has no ${name}`)
  if (definition.mutability !== 'readWrite') return context.unsupported(`${name} is ${definition.mutability}`)
  return definition
}

/** A User can be created with this value and shows it again. */
async function takes(context: CheckContext, name: string, value: unknown): Promise<void> {
  const { resources, scim } = context
  writable(context, name)
  const response = await scim.create('User', await resources.build('User', { [name]: value }))
  await ensureUsualCreate(context, 'User', response)
  expectThat(isSuccess(response), {
    expected: `201 Created with ${name} ${show(value)}`,
    got: describeResponse(response),
    response,
  })
  await isKept(context, name, value, response)
}

/** The User that was created shows the value. */
async function isKept(context: CheckContext, name: string, value: unknown, response: HttpResponse): Promise<void> {
  const definition = writable(context, name)
  const stored = await readCreated(context, context.type('User'), response)
  const found = member(stored.json, name)
  if (isUnassigned(found)) context.unsupported(`${name} is not kept`)
  const elements: readonly unknown[] = isArray(found) ? found : [found]
  const wanted: readonly unknown[] = isArray(value) ? value : [value]
  const isThere = wanted.every(one => elements.some(element => includesElement(element, one, definition)))
  expectThat(isThere, { expected: `${name} ${show(value)}`, got: `${name} ${show(found)}`, response: stored.response })
}

export const users = suite('The attributes of a User', [
  check(
    'user/active',
    {
      title: 'a User can be created inactive, and made active by a PUT',
      verifies: '7643-4.1.1-15',
      fix: 'Keep active as a Boolean that clients can set to true and to false.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      writable(context, 'active')
      const user = await resources.create('User', { active: false })
      const before = await readBack(context, user)
      const first = member(before.json, 'active')
      if (isUnassigned(first)) {
        // Whoever shows true can show false: it is lost on the way.
        const active = await readBack(context, await resources.create('User', { active: true }))
        if (isUnassigned(member(active.json, 'active'))) unsupported('active is not kept')
      }
      expectThat(first === false, { expected: 'active false', got: `active ${show(first)}`, response: before.response })
      const response = await scim.replace('User', user.id, replacementOf(user, { active: true }))
      expectThat(isSuccess(response), { expected: '200 OK', got: describeResponse(response), response })
      const after = await readBack(context, user)
      const second = member(after.json, 'active')
      expectThat(second === true, { expected: 'active true', got: `active ${show(second)}`, response: after.response })
    },
  ),

  check(
    'user/preferred-language',
    {
      title: 'preferredLanguage takes what an Accept-Language header can hold',
      verifies: '7643-4.1.1-11',
      fix: 'Accept a list of language ranges with weights in preferredLanguage.',
    },
    async context => {
      for (const value of ['en-US', 'da, en-GB;q=0.8, en;q=0.7']) {
        await context.subject(value, () => takes(context, 'preferredLanguage', value))
      }
    },
  ),

  check(
    'user/locale',
    {
      title: 'locale takes a language tag',
      verifies: '7643-4.1.1-12',
      fix: 'Accept BCP 47 language tags in locale, not only language and country.',
    },
    async context => {
      for (const value of ['en-US', 'es-419']) await context.subject(value, () => takes(context, 'locale', value))
    },
  ),

  check(
    'user/timezone',
    {
      title: 'timezone takes the name of an IANA time zone',
      verifies: '7643-4.1.1-14',
      fix: 'Accept names such as America/Los_Angeles in timezone.',
    },
    context => takes(context, 'timezone', 'America/Los_Angeles'),
  ),

  check(
    'user/profile-url',
    {
      title: 'profileUrl takes a URL',
      verifies: '7643-4.1.1-10',
      fix: 'Accept absolute URLs in profileUrl and keep them as they are.',
    },
    context => takes(context, 'profileUrl', 'https://example.com/people/a%20b?x=1#y'),
  ),

  check(
    'user/formatted-name',
    {
      title: 'name.formatted and the parts of the name describe one name',
      verifies: '7643-4.1.1-05',
      fix: 'Build name.formatted from the parts, or return it as the client sent it with them.',
    },
    async context => {
      const { resources, unsupported } = context
      const definition = writable(context, 'name')
      const required = definition.subAttributes.find(sub => sub.required && sameName(sub.name, 'formatted'))
      if (required !== undefined)
        return unsupported('name.formatted is required, so that it is the client who gives it')
      const parts = { givenName: 'Barbara', familyName: 'Jensen' }
      const user = await resources.create('User', { name: parts })
      const { json, response } = await readBack(context, user)
      const name = member(json, 'name')
      const formatted = isObject(name) ? member(name, 'formatted') : undefined
      if (typeof formatted !== 'string' || formatted === '') return unsupported('name.formatted is not returned')
      expectThat(
        Object.values(parts).some(part => formatted.includes(part)),
        {
          expected: 'a formatted name with Barbara or Jensen in it',
          got: `formatted ${show(formatted)}`,
          response,
        },
      )
    },
  ),

  check(
    'user/photos',
    {
      title: 'photos take the types photo and thumbnail',
      verifies: '7643-4.1.2-14',
      fix: 'Accept "photo" and "thumbnail" as types of photos.',
    },
    async context => {
      const value = 'https://example.com/photos/scimc.jpg'
      writable(context, 'photos')
      const untyped = await context.resources.build('User', { photos: [{ value }] })
      const response = await context.scim.create('User', untyped)
      if (!isSuccess(response)) context.unsupported(`the photo itself is refused: ${describeResponse(response)}`)
      for (const type of ['photo', 'thumbnail']) {
        const photo = { value, type }
        await context.subject(type, () => takes(context, 'photos', [photo]))
      }
    },
  ),

  check(
    'user/country',
    {
      title: 'addresses take a country as an ISO 3166-1 alpha-2 code',
      verifies: '7643-4.1.2-18',
      fix: 'Accept two-letter codes in addresses.country and return them.',
    },
    context => takes(context, 'addresses', [{ country: 'US', locality: 'Hollywood', type: 'work' }]),
  ),

  check(
    'user/country-of-three-letters',
    {
      title: 'a country with three letters is refused or turned into its alpha-2 code',
      verifies: '7643-4.1.2-18',
      fix: 'Refuse countries that are no ISO 3166-1 alpha-2 codes with 400 and scimType "invalidValue".',
    },
    async context => {
      const { resources, scim, unsupported } = context
      writable(context, 'addresses')
      const addresses = [{ country: 'USA', locality: 'Hollywood', type: 'work' }]
      const response = await scim.create('User', await resources.build('User', { addresses }))
      if (!isSuccess(response)) {
        return expectThat(response.status === 400, {
          expected: '400 Bad Request, scimType "invalidValue"',
          got: describeResponse(response),
          response,
        })
      }
      const stored = await readCreated(context, context.type('User'), response)
      const found = member(stored.json, 'addresses')
      const [first] = isArray(found) ? found : []
      const country = isObject(first) ? member(first, 'country') : undefined
      if (isUnassigned(country)) return unsupported('country is not kept')
      expectThat(typeof country === 'string' && /^[A-Za-z]{2}$/.test(country), {
        arguable: 27,
        expected: '400 Bad Request, or a country of two letters',
        got: `country ${show(country)}`,
        response: stored.response,
      })
    },
  ),

  check(
    'user/roles',
    {
      title: 'roles take any text',
      verifies: ['7643-4.1.2-26', '7643-2.2-02'],
      fix: 'Do not limit the values of roles, unless the product knows a closed set of them.',
    },
    context => takesOwnWord(context, 'roles'),
  ),

  check(
    'user/entitlements',
    {
      title: 'entitlements take any text',
      verifies: ['7643-4.1.2-25', '7643-2.2-02'],
      fix: 'Do not limit the values of entitlements, unless the product knows a closed set of them.',
    },
    context => takesOwnWord(context, 'entitlements'),
  ),
])

/** A closed set of values that the schema does not tell of is a warning; a value that is changed is not kept. */
async function takesOwnWord(context: CheckContext, name: string): Promise<void> {
  const definition = writable(context, name)
  const value = findDefinition(definition.subAttributes, 'value')
  if ((value?.canonicalValues.length ?? 0) > 0) context.unsupported(`${name} have canonical values`)
  const element = { value: context.resources.unique() }
  const response = await context.scim.create('User', await context.resources.build('User', { [name]: [element] }))
  await ensureUsualCreate(context, 'User', response)
  expectThat(isSuccess(response), {
    requirement: '7643-2.2-02',
    expected: `201 Created with ${name} ${show([element])}`,
    got: describeResponse(response),
    response,
  })
  await isKept(context, name, [element], response)
}
