// What Okta's CRUD suite makes Okta send to a service provider, and the reads by which the suite judges it; then the
// calls of a pushed group. Both ways to update are replayed: PUT, and PATCH without path.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '../../fixtures/provider/json.ts'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { at, groupUrn, patchOp, type Reply, type Send, sender, textAt, userUrn } from './client.ts'

const token = 'okta'
const headers = {
  accept: 'application/scim+json',
  'accept-charset': 'utf-8',
  'content-type': 'application/scim+json; charset=utf-8',
  'user-agent': 'Okta SCIM Client 1.0.0',
  authorization: `Bearer ${token}`,
}

/** What the steps remember: ids, and bodies that Okta sends back changed. */
interface Saved {
  readonly ids: Record<string, string>
  body: JsonObject
}

interface Step {
  readonly when: string
  readonly request: (saved: Saved) => readonly [method: string, path: string, body?: JsonObject]
  readonly status: number
  /** Paths in the answer and what stands there. */
  readonly expected?: (saved: Saved) => Readonly<Record<string, JsonValue | undefined>>
  readonly save?: (reply: Reply, saved: Saved) => void
}

const mira = 'mira.voss@example.test'
const newUser = (userName: string): JsonObject => ({
  schemas: [userUrn],
  userName,
  name: { givenName: 'Mira', familyName: 'Voss' },
  emails: [{ primary: true, value: userName, type: 'work' }],
  displayName: 'Mira Voss',
  locale: 'en-US',
  externalId: `00u-${userName}`,
  groups: [],
  password: 'rANd0m-8x',
  active: true,
})
const lookUp = (userName: string) =>
  `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`
const found = {
  totalResults: 1,
  'Resources.0.userName': mira,
  'Resources.0.emails.0.value': mira,
  'Resources.0.name.familyName': 'Voss',
}
const user = ({ ids }: Saved) => `/Users/${ids.mira}`
const read = (when: string, expected: Readonly<Record<string, JsonValue | undefined>>): Step => ({
  when,
  request: saved => ['GET', user(saved)],
  status: 200,
  expected: saved => ({ id: saved.ids.mira, ...expected }),
  save: (reply, saved) => {
    saved.body = reply.body
  },
})
const setActive = (when: string, active: boolean): readonly Step[] => [
  {
    when,
    request: saved => ['PATCH', user(saved), patchOp({ op: 'replace', value: { active } })],
    status: 200,
    expected: () => ({ active }),
  },
  read(`${when}: it shows`, { active, userName: mira }),
]

const userSteps: readonly Step[] = [
  {
    when: 'is the user there',
    request: () => ['GET', lookUp(mira)],
    status: 200,
    expected: () => ({ totalResults: 0 }),
  },
  {
    when: 'the user is assigned',
    request: () => ['POST', '/Users', newUser(mira)],
    status: 201,
    expected: () => ({ userName: mira, active: true, password: undefined, groups: undefined }),
    save: (reply, saved) => {
      saved.ids.mira = textAt(reply, 'id')
    },
  },
  {
    when: 'the suite looks for the user',
    request: () => ['GET', lookUp(mira)],
    status: 200,
    expected: () => ({ ...found, 'Resources.0.name.givenName': 'Mira', 'Resources.0.active': true }),
  },
  {
    when: 'the user is assigned again',
    request: () => ['POST', '/Users', newUser(mira)],
    status: 409,
    expected: () => ({ scimType: 'uniqueness', status: '409' }),
  },
  read('before a profile update the user is read', { 'name.givenName': 'Mira' }),
  {
    when: 'the first name changes, by PUT of what was read',
    request: saved => ['PUT', user(saved), { ...saved.body, name: { givenName: 'Mirabel', familyName: 'Voss' } }],
    status: 200,
    expected: saved => ({ id: saved.ids.mira, 'name.givenName': 'Mirabel', 'emails.0.value': mira }),
  },
  read('the suite reads the first name', { 'name.givenName': 'Mirabel', externalId: `00u-${mira}` }),
  {
    when: 'the same in the form that lists the ids and meta of the read body alone',
    request: saved => [
      'PUT',
      user(saved),
      { ...newUser(mira), id: saved.ids.mira ?? '', displayName: '', meta: { resourceType: 'User' } },
    ],
    status: 200,
    expected: () => ({ 'name.givenName': 'Mira', displayName: '' }),
  },
  ...setActive('the user is deactivated', false),
  {
    when: 'an inactive user is found',
    request: () => ['GET', lookUp(mira)],
    status: 200,
    expected: saved => ({ ...found, 'Resources.0.id': saved.ids.mira, 'Resources.0.active': false }),
  },
  ...setActive('the user is reactivated and assigned', true),
  ...setActive('the user is unassigned', false),
  read('before a deactivation by PUT the user is read', { active: false }),
  {
    when: 'the user is activated by PUT',
    request: saved => ['PUT', user(saved), { ...saved.body, active: true }],
    status: 200,
    expected: () => ({ active: true }),
  },
  {
    when: 'the password is synchronised',
    request: saved => ['PATCH', user(saved), patchOp({ op: 'replace', value: { password: 'N3w-pass' } })],
    status: 200,
    expected: () => ({ password: undefined }),
  },
]

const group = ({ ids }: Saved) => `/Groups/${ids.group}`
const memberIds = (saved: Saved, ...names: string[]) =>
  Object.fromEntries([...names, 'none'].map((name, index) => [`members.${index}.value`, saved.ids[name]]))
const member = ({ ids }: Saved, name: string): JsonObject => ({
  value: ids[name] ?? '',
  display: `${name}@example.test`,
})
const createUser = (name: string): Step => ({
  when: `${name} is assigned`,
  request: () => ['POST', '/Users', newUser(`${name}@example.test`)],
  status: 201,
  save: (reply, saved) => {
    saved.ids[name] = textAt(reply, 'id')
  },
})

const groupSteps: readonly Step[] = [
  createUser('u1'),
  createUser('u2'),
  createUser('u3'),
  {
    when: 'the group is looked for',
    request: () => ['GET', '/Groups?filter=displayName+eq+%22Field+Team%22&startIndex=1&count=100'],
    status: 200,
    expected: () => ({ totalResults: 0 }),
  },
  {
    when: 'the group is pushed',
    request: () => ['POST', '/Groups', { schemas: [groupUrn], displayName: 'Field Team', members: [] }],
    status: 201,
    expected: () => ({ displayName: 'Field Team', 'members.0': undefined }),
    save: (reply, saved) => {
      saved.ids.group = textAt(reply, 'id')
    },
  },
  {
    when: 'the group is renamed, its id in the value',
    request: saved => [
      'PATCH',
      group(saved),
      patchOp({ op: 'replace', value: { id: saved.ids.group ?? '', displayName: 'Field Team 2' } }),
    ],
    status: 200,
    expected: saved => ({ id: saved.ids.group, displayName: 'Field Team 2' }),
  },
  {
    when: 'members are pushed',
    request: saved => [
      'PATCH',
      group(saved),
      patchOp({ op: 'replace', path: 'members', value: [member(saved, 'u2'), member(saved, 'u3')] }),
    ],
    status: 200,
    expected: saved => memberIds(saved, 'u2', 'u3'),
  },
  {
    when: 'one member leaves and another comes, in one request',
    request: saved => [
      'PATCH',
      group(saved),
      patchOp(
        { op: 'remove', path: `members[value eq "${saved.ids.u2}"]` },
        { op: 'add', path: 'members', value: [member(saved, 'u1')] },
      ),
    ],
    status: 200,
    expected: saved => memberIds(saved, 'u3', 'u1'),
  },
  {
    when: 'a member is added again',
    request: saved => ['PATCH', group(saved), patchOp({ op: 'add', path: 'members', value: [member(saved, 'u1')] })],
    status: 200,
    expected: saved => memberIds(saved, 'u3', 'u1'),
  },
  {
    when: 'the membership shows in the user',
    request: saved => ['GET', `/Users/${saved.ids.u1}`],
    status: 200,
    expected: saved => ({ 'groups.0.value': saved.ids.group }),
  },
  {
    when: 'the group is pushed by PUT, without id',
    request: saved => [
      'PUT',
      group(saved),
      { schemas: [groupUrn], displayName: 'Field Team', members: [member(saved, 'u2')] },
    ],
    status: 200,
    expected: saved => ({ displayName: 'Field Team', ...memberIds(saved, 'u2') }),
  },
  {
    when: 'an empty group is pushed',
    request: saved => ['PATCH', group(saved), patchOp({ op: 'replace', path: 'members', value: [] })],
    status: 200,
    expected: () => ({ 'members.0': undefined }),
  },
  { when: 'the group is unlinked and deleted', request: saved => ['DELETE', group(saved)], status: 204 },
  { when: 'the group is gone', request: saved => ['GET', group(saved)], status: 404 },
]

let provider: ProviderHandle
let send: Send

beforeAll(async () => {
  provider = await startProvider({ token })
  send = sender(provider, headers)
})
afterAll(() => provider.close())

describe.each([
  ['users', userSteps],
  ['groups', groupSteps],
] as const)('%s', (_, steps) => {
  const saved: Saved = { ids: {}, body: {} }
  test.each(steps)('$when', async ({ request, status, expected, save }) => {
    const reply = await send(...request(saved))
    expect(reply.status, JSON.stringify(reply.body)).toBe(status)
    for (const [path, value] of Object.entries(expected?.(saved) ?? {})) {
      expect({ path, value: at(reply.body, path) }).toEqual({ path, value })
    }
    save?.(reply, saved)
  })
})
