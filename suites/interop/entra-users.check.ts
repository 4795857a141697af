// What Microsoft Entra ID sends to provision users, in the dialect it speaks unless it is told otherwise.

import { check, suite } from '../../src/check/check.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { show } from '../../src/check/words.ts'
import { isObject, member, sameName } from '../../src/scim/json.ts'
import { isKept } from '../support/answers.ts'
import {
  ask,
  at,
  aUser,
  create,
  elementsAt,
  enterpriseUrn,
  expectDone,
  expectFound,
  expectGone,
  expectStored,
  hasAttribute,
  inEnterprise,
  needAttributes,
  patched,
  quoted,
  readAgain,
  spaced,
  userNameOf,
  valueOfType,
} from './dialect.ts'

/** A role as Entra ID sends it. */
const roleText = '{"id":"r-1","value":"Editor","displayName":"Editor"}'

export const entraUsers = suite('Microsoft Entra ID: users', [
  check(
    'entra-users/no-match',
    {
      title: 'a search for a userName that nobody has is answered with an empty list',
      verifies: 'entra-01',
      fix: 'Answer a filter that matches nobody 200 with totalResults 0; 404 or 204 sends the job into quarantine.',
    },
    async context => {
      const nobody = `userName eq ${quoted(context.resources.unknownId())}`
      expectFound(await ask(context, 'User', `filter=${spaced(nobody)}`), [])
    },
  ),

  check(
    'entra-users/match-user-name',
    {
      title: 'a search by userName finds that user and no other',
      verifies: 'entra-02',
      fix: 'Decode + as a space in the query, and compare userName as a whole.',
    },
    async context => {
      const user = await aUser(context)
      expectFound(await ask(context, 'User', `filter=${spaced(`userName eq ${quoted(userNameOf(user))}`)}`), [user.id])
    },
  ),

  check(
    'entra-users/match-external-id',
    {
      title: 'a search by externalId finds that user and no other',
      verifies: 'entra-03',
      fix: 'Store externalId, and let filters compare it.',
    },
    async context => {
      const externalId = context.resources.unique()
      const user = await aUser(context, { externalId })
      expectFound(await ask(context, 'User', `filter=${spaced(`externalId eq ${quoted(externalId)}`)}`), [user.id])
    },
  ),

  check(
    'entra-users/match-email',
    {
      title: 'a search by work e-mail address finds that user and no other',
      verifies: 'entra-04',
      fix: 'Read emails[type eq "work"].value eq "…" as emails[type eq "work" and value eq "…"].',
    },
    async context => {
      needAttributes(context, 'User', ['emails.value', 'emails.type'])
      const value = `${context.resources.unique()}@example.com`
      const user = await aUser(context, { emails: [{ type: 'work', primary: true, value }] })
      const filter = `emails[type eq "work"].value eq ${quoted(value)}`
      expectFound(await ask(context, 'User', `filter=${spaced(filter)}`), [user.id])
    },
  ),

  check(
    'entra-users/inactive-found',
    {
      title: 'a user that is not active is found by its userName',
      verifies: 'entra-05',
      fix: 'Leave users with active false in lists and searches.',
    },
    async context => {
      needAttributes(context, 'User', ['active'])
      const user = await aUser(context, { active: false })
      expectFound(await ask(context, 'User', `filter=${spaced(`userName eq ${quoted(userNameOf(user))}`)}`), [user.id])
    },
  ),

  check(
    'entra-users/create',
    {
      title: 'a create with meta.resourceType, an empty list and an extension without data is done',
      verifies: 'entra-06',
      fix: 'Pass over meta and empty lists in a create, and take the URN of an extension that holds nothing.',
    },
    async context => {
      const { schemas } = context.type('User')
      const extends_ = schemas.extensions.some(({ schema }) => sameName(schema.id, enterpriseUrn))
      const built = await context.resources.build('User')
      const given = member(built, 'schemas')
      const urns: readonly unknown[] = Array.isArray(given) ? given : [schemas.base.id]
      const user = await create(context, 'User', {
        schemas: extends_ && !urns.includes(enterpriseUrn) ? [...urns, enterpriseUrn] : urns,
        externalId: context.resources.unique(),
        active: true,
        meta: { resourceType: 'User' },
        roles: [],
      })
      await expectStored(context, user, { userName: userNameOf(user) })
    },
  ),

  check(
    'entra-users/duplicate',
    {
      title: 'a second create of the same user is answered 409',
      verifies: 'entra-07',
      fix: 'Answer 409 where the userName is taken; Entra ID then looks the user up.',
    },
    async context => {
      const { sent } = await aUser(context)
      expectResponse(await context.scim.create('User', sent)).toHaveStatus(409)
    },
  ),

  check(
    'entra-users/capital-operations',
    {
      title: 'Add, Replace and Remove are the operations of the RFC, whatever their letter case',
      verifies: 'entra-08',
      fix: 'Compare op without regard to case.',
    },
    async context => {
      needAttributes(context, 'User', ['displayName', 'nickName', 'title'])
      const [displayName, nickName, title] = [1, 2, 3].map(() => context.resources.unique())
      const user = await aUser(context, { title })
      await patched(context, user, [
        { op: 'Replace', path: 'displayName', value: displayName },
        { op: 'Add', path: 'nickName', value: nickName },
        { op: 'Remove', path: 'title' },
      ])
      const stored = await expectStored(context, user, { displayName, nickName })
      expectThat(member(stored, 'title') !== title, { expected: 'no title', got: `title ${show(title)}` })
    },
  ),

  check(
    'entra-users/work-email-replaced',
    {
      title: 'a Replace at the work e-mail address changes that one and leaves the others',
      verifies: 'entra-09',
      fix: 'Evaluate the filter of the path, and change value in the elements it selects alone.',
    },
    async context => {
      needAttributes(context, 'User', ['emails.value', 'emails.type'])
      const [old, home, value] = [1, 2, 3].map(() => `${context.resources.unique()}@example.com`)
      const user = await aUser(context, {
        emails: [
          { type: 'work', primary: true, value: old },
          { type: 'home', value: home },
        ],
      })
      const { json: before } = await readAgain(context, user)
      if (valueOfType(before, 'emails', 'work') !== old) context.unsupported('a work e-mail address is not kept')
      await patched(context, user, [{ op: 'Replace', path: 'emails[type eq "work"].value', value }])
      const { json, response } = await readAgain(context, user)
      for (const [type, wanted] of [
        ['work', value],
        ['home', valueOfType(before, 'emails', 'home')],
      ] as const) {
        const found = valueOfType(json, 'emails', type)
        const name = `the ${type} e-mail address`
        expectThat(found === wanted, { response, expected: `${name} ${show(wanted)}`, got: `${name} ${show(found)}` })
      }
    },
  ),

  check(
    'entra-users/value-added-by-filter',
    {
      title: 'an Add through a filter that selects nothing makes the element that the filter describes',
      verifies: 'entra-10',
      fix: 'On add at attribute[type eq "…"].value without such an element, append one with that type and value.',
    },
    async context => {
      const attribute = ['phoneNumbers', 'emails'].find(name => hasAttribute(context, 'User', `${name}.type`))
      if (attribute === undefined) return context.unsupported('the schema of User has no phoneNumbers and no emails')
      const user = await aUser(context)
      const { json: before } = await readAgain(context, user)
      const types = attribute === 'emails' ? ['home', 'other'] : ['mobile', 'fax', 'pager']
      const type = types.find(one => valueOfType(before, attribute, one) === undefined)
      if (type === undefined) return context.unsupported(`a new User has ${attribute} of every type`)
      const value = attribute === 'emails' ? `${context.resources.unique()}@example.com` : '+1 555 0100'
      await patched(context, user, [{ op: 'Add', path: `${attribute}[type eq "${type}"].value`, value }])
      const { json, response } = await readAgain(context, user)
      expectThat(valueOfType(json, attribute, type) !== undefined, {
        response,
        expected: `${attribute} with an element of type "${type}"`,
        got: `${attribute} ${show(at(json, attribute))}`,
      })
    },
  ),

  check(
    'entra-users/active-as-text',
    {
      title: 'active "False" disables and "True" restores, and what is stored is the boolean',
      verifies: 'entra-11',
      fix: 'Read "True" and "False" as booleans where the schema has one, before the value is checked.',
    },
    async context => {
      needAttributes(context, 'User', ['active'])
      const user = await aUser(context, { active: true })
      await patched(context, user, [{ op: 'Replace', path: 'active', value: 'False' }])
      await expectStored(context, user, { active: false })
      await patched(context, user, [{ op: 'Replace', path: 'active', value: 'True' }])
      await expectStored(context, user, { active: true })
    },
  ),

  check(
    'entra-users/manager-as-text',
    {
      title: 'a manager given as a plain id is stored',
      verifies: 'entra-12',
      fix: 'Take a text for manager as its value sub-attribute.',
    },
    async context => {
      needAttributes(context, 'User', [`${enterpriseUrn}:manager`])
      const [user, manager] = [await aUser(context), await aUser(context)]
      await patched(context, user, [{ op: 'Add', path: `${enterpriseUrn}:manager`, value: manager.id }])
      await expectStored(context, user, { [inEnterprise('manager.value')]: manager.id })
    },
  ),

  check(
    'entra-users/extension-path',
    {
      title: 'a Replace at the URN path of an enterprise attribute is done',
      verifies: 'entra-13',
      fix: 'Take the attribute after the last colon of the path; the URN itself holds dots and colons.',
    },
    async context => {
      needAttributes(context, 'User', [`${enterpriseUrn}:department`])
      const department = context.resources.unique()
      const user = await aUser(context)
      await patched(context, user, [{ op: 'Replace', path: `${enterpriseUrn}:department`, value: department }])
      await expectStored(context, user, { [inEnterprise('department')]: department })
    },
  ),

  check(
    'entra-users/role-as-json-text',
    {
      title: 'a role whose value is JSON inside a string is kept as it is',
      verifies: 'entra-14',
      fix: 'Store value of a role as the text it is; do not read what stands in it.',
    },
    async context => {
      needAttributes(context, 'User', ['roles.value'])
      const user = await aUser(context)
      await patched(context, user, [{ op: 'Add', path: 'roles', value: [{ value: roleText }] }])
      const { json, response } = await readAgain(context, user)
      const values = elementsAt(json, 'roles').map(element => member(element, 'value'))
      expectThat(
        values.some(value => isKept(value, roleText, false)),
        {
          response,
          expected: `a role with the value ${show(roleText)}`,
          got: values.length === 0 ? 'no role' : `roles with the values ${show(values)}`,
        },
      )
    },
  ),

  check(
    'entra-users/delete',
    {
      title: 'a user that was deleted is neither read nor found',
      verifies: 'entra-15',
      fix: 'Answer DELETE 204, and leave the user out of reads and searches from then on.',
    },
    async context => {
      const user = await aUser(context)
      expectDone(await context.scim.remove('User', user.id), [200, 204])
      await expectGone(context, user)
      expectFound(await ask(context, 'User', `filter=${spaced(`userName eq ${quoted(userNameOf(user))}`)}`), [])
    },
  ),

  check(
    'entra-users/schemas',
    {
      title: 'Schemas lists the schemas in use, with their attributes',
      verifies: 'entra-16',
      fix: 'Answer GET /Schemas with a ListResponse of every schema and its attributes.',
    },
    async context => {
      const response = await context.scim.discover('Schemas')
      const { resources } = expectResponse(response).toBeListResponse()
      for (const { resourceType } of context.provider.types) {
        const found = resources.find(schema => sameName(String(member(schema, 'id')), resourceType.schema))
        const attributes = found === undefined ? undefined : member(found, 'attributes')
        expectThat(Array.isArray(attributes) && attributes.some(isObject), {
          response,
          expected: `${resourceType.schema} with its attributes`,
          got: found === undefined ? 'it is not listed' : 'it is listed without attributes',
        })
      }
    },
  ),
])
