// Microsoft Entra ID as a client: the tests known of its validator in the compliant dialect, all of which hold; then the
// shapes of its older dialect that depart from the RFC, some of which the provider takes, by choice or always, and the
// rest of which it refuses with a proper SCIM error, as the RFC lets it.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '../../fixtures/provider/json.ts'
import type { LegalChoices } from '../../fixtures/provider/options.ts'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { at, enterpriseUrn, errorUrn, groupUrn, patchOp, type Reply, type Send, sender, textAt } from './client.ts'
import {
  aGroup,
  aUser,
  type Case,
  groupCases,
  groupName,
  type Ids,
  previewCases,
  userCases,
  userName,
} from './entra-cases.ts'

const token = 'entra'
const headers = { 'content-type': 'application/scim+json; charset=utf-8', authorization: `Bearer ${token}` }
const manager = `${enterpriseUrn}:manager`

/** at(), where "urn.manager" stands for the id of the manager: the dots in URNs are no steps. */
function valueIn({ body }: Reply, path: string): JsonValue | undefined {
  const extension = body[enterpriseUrn]
  if (path.startsWith('urn.'))
    return path === 'urn.manager' ? at(extension, 'manager.value') : at(extension, path.slice(4))
  return at(body, path)
}

async function prepared(choices: Partial<LegalChoices>) {
  const provider: ProviderHandle = await startProvider({ token, choices })
  const send: Send = sender(provider, headers)
  const user = textAt(await send('POST', '/Users', aUser(userName)), 'id')
  const other = textAt(await send('POST', '/Users', aUser('other@example.test')), 'id')
  const group = textAt(await send('POST', '/Groups', aGroup(groupName)), 'id')
  return { provider, send, ids: { user, other, group } }
}

describe.each<[string, readonly Case[], number]>([
  ['mandatory tests of users', userCases, 13],
  ['mandatory tests of groups', groupCases, 11],
  ['preview tests', previewCases, 7],
])('%s', (_, cases, count) => {
  let started: Awaited<ReturnType<typeof prepared>>
  beforeEach(async () => {
    started = await prepared({})
  })
  afterEach(() => started.provider.close())

  test('all are here', () => expect(cases).toHaveLength(count))

  test.each(cases)('$name', async ({ exchanges }) => {
    for (const { request, status, expected } of exchanges) {
      const reply = await started.send(...request(started.ids))
      expect(reply.status, JSON.stringify(reply.body)).toBe(status)
      for (const [path, value] of Object.entries(expected?.(started.ids) ?? {})) {
        expect({ path, value: valueIn(reply, path) }).toEqual({ path, value })
      }
    }
  })
})

/** One PATCH of the older dialect. `taken` tells what is there afterwards; `refused` the scimType of the error. */
interface OlderShape {
  readonly name: string
  readonly path?: (ids: Ids) => string
  readonly operations: (ids: Ids) => readonly JsonObject[]
  readonly taken?: (ids: Ids) => Readonly<Record<string, JsonValue | undefined>>
  readonly refused?: string
}

const ofGroup = ({ group }: Ids) => `/Groups/${group}`
const member = (id: string): JsonObject => ({ $ref: null, value: id })

const takenByAll: readonly OlderShape[] = [
  {
    name: 'capitalised operations',
    operations: () => [
      { op: 'Replace', path: 'displayName', value: 'Lena O.' },
      { op: 'Add', path: 'nickName', value: 'Len' },
      { op: 'Remove', path: 'title' },
    ],
    taken: () => ({ displayName: 'Lena O.', nickName: 'Len', title: undefined }),
  },
  {
    name: 'members with $ref null, and removed by a list as value',
    path: ofGroup,
    operations: ids => [
      { op: 'Add', path: 'members', value: [member(ids.user), member(ids.other)] },
      { op: 'Remove', path: 'members', value: [member(ids.user)] },
    ],
    taken: ids => ({ 'members.0.value': ids.other, 'members.1': undefined }),
  },
  {
    name: 'paths as the names of members, without path',
    operations: () => [
      {
        op: 'replace',
        value: { 'name.givenName': 'Leni', 'name.familyName': 'O.', [`${enterpriseUrn}:employeeNumber`]: '7001' },
      },
    ],
    taken: () => ({ 'name.givenName': 'Leni', 'name.familyName': 'O.', 'urn.employeeNumber': '7001' }),
  },
  {
    name: 'a manager whose value is emptied',
    operations: ids => [
      { op: 'Add', path: manager, value: { value: ids.other } },
      { op: 'Replace', path: `${manager}.value`, value: '' },
    ],
    taken: () => ({ 'urn.manager': undefined }),
  },
]

const takenByChoice: readonly OlderShape[] = [
  {
    name: 'a boolean as text',
    operations: () => [{ op: 'Replace', path: 'active', value: 'False' }],
    taken: () => ({ active: false }),
    refused: 'invalidValue',
  },
  {
    name: 'add through a filter that selects nothing',
    operations: () => [{ op: 'Add', path: 'emails[type eq "home"].value', value: 'home@example.test' }],
    taken: () => ({ 'emails.1.type': 'home', 'emails.1.value': 'home@example.test' }),
    refused: 'noTarget',
  },
]

const refusedByAll: readonly OlderShape[] = [
  {
    name: 'replace through a filter that selects nothing: RFC 7644 §3.5.2.3 wants noTarget',
    operations: () => [{ op: 'Replace', path: 'emails[type eq "home"].value', value: 'home@example.test' }],
    refused: 'noTarget',
  },
  {
    name: 'a text for a boolean in a filter: it does not fit the type (RFC 7644 table 9)',
    operations: () => [{ op: 'Replace', path: 'roles[primary eq "True"].value', value: 'x' }],
    refused: 'invalidFilter',
  },
  {
    name: 'a text for a complex attribute: the value has to fit the schema (RFC 7644 §3.5.2)',
    operations: ids => [{ op: 'Add', path: manager, value: ids.other }],
    refused: 'invalidValue',
  },
  {
    name: 'a list for a single-valued attribute: the same',
    operations: ids => [{ op: 'Add', path: manager, value: [{ value: ids.other }] }],
    refused: 'invalidValue',
  },
  {
    name: 'an empty text for a manager: the same',
    operations: () => [{ op: 'Replace', path: manager, value: '' }],
    refused: 'invalidValue',
  },
  {
    name: 'no operations: a PatchOp has one at least (RFC 7644 §3.5.2)',
    operations: () => [],
    refused: 'invalidSyntax',
  },
]

function expectScimError(reply: Reply, status: number, scimType: string | undefined): void {
  const { detail, ...rest } = reply.body
  expect({ code: reply.status, ...rest }).toEqual({
    code: status,
    schemas: [errorUrn],
    status: String(status),
    scimType,
  })
  expect(detail).toBeTypeOf('string')
  expect(reply.headers.get('content-type')).toContain('application/scim+json')
}

describe.each<[string, Partial<LegalChoices>, readonly OlderShape[], readonly OlderShape[]]>([
  ['by default', {}, takenByAll, [...takenByChoice, ...refusedByAll]],
  [
    'with the tolerant choices',
    { booleanStrings: 'accept', addWithoutMatch: 'create' },
    [...takenByAll, ...takenByChoice],
    refusedByAll,
  ],
])('the older dialect, %s', (_, choices, taken, refused) => {
  let started: Awaited<ReturnType<typeof prepared>>
  const target = ({ path }: OlderShape) => path?.(started.ids) ?? `/Users/${started.ids.user}`
  beforeEach(async () => {
    started = await prepared(choices)
  })
  afterEach(() => started.provider.close())

  test.each(taken)('takes: $name', async shape => {
    const reply = await started.send('PATCH', target(shape), patchOp(...shape.operations(started.ids)))
    expect(reply.status, JSON.stringify(reply.body)).toBe(200)
    const read = await started.send('GET', target(shape))
    for (const [path, value] of Object.entries(shape.taken?.(started.ids) ?? {})) {
      expect({ path, value: valueIn(read, path) }).toEqual({ path, value })
    }
  })

  test.each(refused)('refuses: $name', async shape => {
    const before = await started.send('GET', target(shape))
    const reply = await started.send('PATCH', target(shape), patchOp(...shape.operations(started.ids)))
    expectScimError(reply, 400, shape.refused)
    expect((await started.send('GET', target(shape))).body).toEqual(before.body)
  })
})

describe('outside PATCH', () => {
  let started: Awaited<ReturnType<typeof prepared>>
  beforeAll(async () => {
    started = await prepared({})
  })
  afterAll(() => started.provider.close())

  test('a second group of the same name is created: displayName is not unique (RFC 7643 §8.7.1)', async () => {
    expect((await started.send('POST', '/Groups', aGroup(groupName))).status).toBe(201)
  })

  test('a schema that the resource type does not declare is refused (RFC 7643 §3)', async () => {
    const microsoft = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'
    const body = { ...aGroup('Other Team'), schemas: [groupUrn, microsoft] }
    expectScimError(await started.send('POST', '/Groups', body), 400, 'invalidValue')
  })

  test('the flag in the query of the base URL does no harm', async () => {
    const reply = await started.send('GET', `/Users?aadOptscim062020&filter=userName+eq+%22${userName}%22`)
    expect(at(reply.body, 'Resources.0.id')).toBe(started.ids.user)
  })
})
