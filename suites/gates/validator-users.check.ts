// The tests of users that are known of Microsoft's SCIM validator, as far as no check of what Entra ID sends looks at the same;
// PATCH in both dialects. What is not asserted there is not looked at here.

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import type { PatchOperation } from '../../src/check/scim.ts'
import { show } from '../../src/check/words.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import {
  ask,
  at,
  aUser,
  create,
  elementsAt,
  enterpriseUrn,
  expectFound,
  expectStored,
  hasAttribute,
  inEnterprise,
  needAttributes,
  patched,
  quoted,
  readAgain,
  spaced,
  userNameOf,
} from '../interop/dialect.ts'
import { isKept } from '../support/answers.ts'
import { inEachDialect, replaceOf } from './dialects.ts'

const manager = `${enterpriseUrn}:manager`

/** Elements of multi-valued attributes by attribute and type, with the sub-attribute that is changed in them. */
const elements: readonly (readonly [attribute: string, type: string, subAttribute: string])[] = [
  ['emails', 'work', 'value'],
  ['phoneNumbers', 'mobile', 'value'],
  ['addresses', 'work', 'locality'],
]
const texts = [
  'displayName',
  'title',
  'preferredLanguage',
  'name.givenName',
  'name.familyName',
  `${enterpriseUrn}:department`,
]

/** Those of the attributes that the schema of User has. */
function known(context: CheckContext, paths: readonly string[]): readonly string[] {
  return paths.filter(path => hasAttribute(context, 'User', path))
}

/** A value of the form that the attribute asks for. */
function valueFor(context: CheckContext, path: string): string {
  if (path.startsWith('emails')) return `${context.resources.unique()}@example.com`
  if (path.startsWith('phoneNumbers')) return '555-0199'
  return path === 'preferredLanguage' ? 'nl-NL' : context.resources.unique()
}

/** The path under which `expectStored` finds what a PATCH calls by URN and name. */
function stored(path: string): string {
  return path.startsWith(`${enterpriseUrn}:`) ? inEnterprise(path.slice(enterpriseUrn.length + 1)) : path
}

async function withManager(context: CheckContext): Promise<{ user: Created; others: readonly [Created, Created] }> {
  needAttributes(context, 'User', [manager])
  return { user: await aUser(context), others: [await aUser(context), await aUser(context)] }
}

/** A manager as the default dialect names it: by id alone; with the flag, as the complex value it is. */
function managerValue(pathless: boolean, id: string): unknown {
  return pathless ? { value: id } : id
}

export const validatorUsers = suite("Microsoft's SCIM validator: users", [
  check(
    'validator-users/create',
    {
      title: 'a create with every attribute that the validator fills is done, and the user is found',
      verifies: 'entratest-01',
      fix: 'Take the attributes that your schema lists; read "True" for primary as true.',
    },
    async context => {
      const email = `${context.resources.unique()}@example.com`
      const payload: JsonObject = {
        externalId: context.resources.unique(),
        displayName: 'Lena Ortiz',
        title: 'Engineer',
        preferredLanguage: 'en-US',
        name: { formatted: 'Lena Ortiz', familyName: 'Ortiz', givenName: 'Lena' },
        emails: [{ primary: true, type: 'work', value: email }],
        phoneNumbers: ['work', 'mobile', 'fax'].map((type, index) => ({ type, value: `555-010${index}` })),
        addresses: [{ type: 'work', streetAddress: '1 Way', locality: 'Town', country: 'US' }],
        roles: [{ primary: 'True', display: 'Editor', value: 'editor', type: 'app' }],
        active: true,
      }
      const kept = Object.fromEntries(
        Object.entries(payload).filter(([name]) => name === 'externalId' || hasAttribute(context, 'User', name)),
      )
      const user = await create(context, 'User', kept)
      expectFound(await ask(context, 'User', `filter=${spaced(`userName eq ${quoted(userNameOf(user))}`)}`), [user.id])
    },
  ),

  check(
    'validator-users/letter-case',
    {
      title: 'a user is found by its userName in another letter case',
      verifies: 'entratest-02',
      fix: 'Compare userName without regard to case.',
    },
    async context => {
      const user = await aUser(context)
      const other = userNameOf(user).toUpperCase()
      expectFound(await ask(context, 'User', `filter=${spaced(`userName eq ${quoted(other)}`)}`), [user.id])
    },
  ),

  check(
    'validator-users/replace-many',
    {
      title: 'a PATCH with a replace for each of many attributes changes all of them',
      verifies: 'entratest-03',
      fix: 'Apply each operation to what its path names: sub-attributes, elements chosen by a filter, extensions.',
    },
    context =>
      inEachDialect(context, async dialect => {
        const plain = known(context, texts)
        const chosen = elements.filter(
          ([attribute, , subAttribute]) =>
            known(context, [`${attribute}.${subAttribute}`, `${attribute}.type`]).length === 2,
        )
        if (plain.length === 0) context.unsupported('the schema of User has none of these attributes')
        const before: JsonObject = Object.fromEntries(
          chosen.map(([attribute, type, name]) => [attribute, [{ type, [name]: valueFor(context, attribute) }]]),
        )
        const user = await create(context, 'User', before)
        const values = Object.fromEntries(plain.map(path => [path, valueFor(context, path)]))
        const inElements = chosen.map(one => [one, valueFor(context, one[0])] as const)
        const operations: readonly PatchOperation[] = [
          ...Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value })),
          ...inElements.map(([[attribute, type, name], value]) => ({
            op: 'replace',
            path: `${attribute}[type eq "${type}"].${name}`,
            value,
          })),
        ]
        await patched(context, user, dialect.spell(operations))
        const json = await expectStored(
          context,
          user,
          Object.fromEntries(Object.entries(values).map(([path, value]) => [stored(path), value])),
        )
        for (const [[attribute, type, name], value] of inElements) {
          const found = elementsAt(json, attribute).find(one => isKept(member(one, 'type'), type, false))
          const got = found === undefined ? undefined : member(found, name)
          expectThat(isKept(got, value, false), {
            expected: `${attribute} of type ${type} with ${name} ${show(value)}`,
            got: `${name} ${show(got)}`,
          })
        }
      }),
  ),

  check(
    'validator-users/add-many',
    {
      title: 'a PATCH with an add for each of many attributes sets all of them',
      verifies: 'entratest-04',
      fix: 'On add, set single-valued attributes whether or not they had a value.',
    },
    context =>
      inEachDialect(context, async dialect => {
        const plain = known(context, [...texts, 'nickName'])
        if (plain.length === 0) context.unsupported('the schema of User has none of these attributes')
        const user = await aUser(context)
        const values = Object.fromEntries(plain.map(path => [path, valueFor(context, path)]))
        const operations = Object.entries(values).map(([path, value]) => ({ op: 'add', path, value }))
        await patched(context, user, dialect.spell(operations))
        const expected = Object.entries(values).map(([path, value]) => [stored(path), value] as const)
        await expectStored(context, user, Object.fromEntries(expected))
      }),
  ),

  check(
    'validator-users/user-name',
    {
      title: 'a PATCH changes the userName',
      verifies: 'entratest-05',
      fix: 'Let userName be replaced, with a path and without one.',
    },
    context =>
      inEachDialect(context, async dialect => {
        const user = await aUser(context)
        const userName = `${context.resources.unique()}@example.com`
        await patched(context, user, replaceOf(dialect, { userName }))
        await expectStored(context, user, { userName })
      }),
  ),

  check(
    'validator-users/manager-added',
    {
      title: 'a manager is added',
      verifies: 'entratest-06',
      fix: 'Take the id of a user as value of manager, or in its value sub-attribute.',
    },
    context =>
      inEachDialect(context, async dialect => {
        const { user, others } = await withManager(context)
        const value = managerValue(dialect.pathless, others[0].id)
        await patched(context, user, dialect.spell([{ op: 'add', path: manager, value }]))
        await expectStored(context, user, { [inEnterprise('manager.value')]: others[0].id })
      }),
  ),

  check(
    'validator-users/manager-replaced',
    {
      title: 'a manager is replaced by another',
      verifies: 'entratest-07',
      fix: 'On replace at manager, keep nothing of the one before.',
    },
    context =>
      inEachDialect(context, async dialect => {
        const { user, others } = await withManager(context)
        for (const [op, other] of [
          ['add', others[0]],
          ['replace', others[1]],
        ] as const) {
          const value = managerValue(dialect.pathless, other.id)
          await patched(context, user, dialect.spell([{ op, path: manager, value }]))
        }
        await expectStored(context, user, { [inEnterprise('manager.value')]: others[1].id })
      }),
  ),

  check(
    'validator-users/manager-emptied',
    {
      title: 'a replace of the manager by an empty text removes it',
      verifies: 'entratest-08',
      fix: 'Take an empty text for manager as none.',
    },
    context =>
      inEachDialect(context, async dialect => {
        const { user, others } = await withManager(context)
        const value = managerValue(dialect.pathless, others[0].id)
        await patched(context, user, dialect.spell([{ op: 'add', path: manager, value }]))
        await patched(context, user, dialect.spell([{ op: 'replace', path: manager, value: '' }]))
        const { json, response } = await readAgain(context, user)
        const found = at(json, inEnterprise('manager'))
        const left = isObject(found) ? member(found, 'value') : found
        const isGone = left === undefined || left === null || left === ''
        expectThat(isGone, { response, expected: 'no manager', got: `manager ${show(left)}` })
      }),
  ),
])
