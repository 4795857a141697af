// The tests known of Microsoft's validator, as requests in the compliant dialect (aadOptscim062020) and what is asserted.

import type { JsonObject, JsonValue } from '../../fixtures/provider/json.ts'
import { enterpriseUrn, groupUrn, patchOp, userUrn } from './client.ts'

/** Ids of what a case starts with: the user, another one to be manager or member, and a group. */
export interface Ids {
  readonly user: string
  readonly other: string
  readonly group: string
}

export interface Exchange {
  readonly request: (ids: Ids) => readonly [method: string, path: string, body?: JsonObject]
  readonly status: number
  /** Paths in the answer and what stands there. */
  readonly expected?: (ids: Ids) => Readonly<Record<string, JsonValue | undefined>>
}

export interface Case {
  readonly name: string
  readonly exchanges: readonly Exchange[]
}

/** A user with the whole set of attributes that the validator sends. */
export function aUser(userName: string): JsonObject {
  return {
    schemas: [userUrn, enterpriseUrn],
    externalId: `ext-${userName}`,
    userName,
    active: true,
    displayName: 'Lena Ortiz',
    title: 'Engineer',
    preferredLanguage: 'en-US',
    name: { formatted: 'Lena Ortiz', familyName: 'Ortiz', givenName: 'Lena' },
    emails: [{ primary: true, type: 'work', value: userName }],
    phoneNumbers: [
      { type: 'work', value: '555-0100' },
      { type: 'mobile', value: '555-0101' },
      { type: 'fax', value: '555-0102' },
    ],
    addresses: [{ type: 'work', formatted: '1 Way', streetAddress: '1 Way', locality: 'Town', country: 'US' }],
    roles: [{ primary: true, display: 'Editor', value: 'editor', type: 'app' }],
    meta: { resourceType: 'User' },
    [enterpriseUrn]: { employeeNumber: '7000', department: 'Tools', costCenter: '12' },
  }
}

export function aGroup(displayName: string): JsonObject {
  return { schemas: [groupUrn], externalId: `ext-${displayName}`, displayName, meta: { resourceType: 'Group' } }
}

export const userName = 'lena.ortiz@example.test'
export const groupName = 'Field Team'
const employeeNumber = `${enterpriseUrn}:employeeNumber`
const manager = `${enterpriseUrn}:manager`

const filter = (endpoint: string, attribute: string, value: string, more = '') =>
  `${endpoint}?${more}filter=${attribute}+eq+%22${encodeURIComponent(value)}%22`
const get = (
  path: (ids: Ids) => string,
  expected: (ids: Ids) => Readonly<Record<string, JsonValue | undefined>>,
): Exchange => ({ request: ids => ['GET', path(ids)], status: 200, expected })
const ofUser = ({ user }: Ids) => `/Users/${user}`
const ofGroup = ({ group }: Ids) => `/Groups/${group}`
const patched = (
  name: string,
  path: (ids: Ids) => string,
  operations: (ids: Ids) => readonly JsonObject[],
  expected: (ids: Ids) => Readonly<Record<string, JsonValue | undefined>>,
): Case => ({
  name,
  exchanges: [{ request: ids => ['PATCH', path(ids), patchOp(...operations(ids))], status: 200 }, get(path, expected)],
})
const gone = (name: string, path: (ids: Ids) => string): Case => ({
  name,
  exchanges: [
    { request: ids => ['DELETE', path(ids)], status: 204 },
    { request: ids => ['GET', path(ids)], status: 404 },
  ],
})
const deletedTwice = (name: string, path: (ids: Ids) => string): Case => ({
  name,
  exchanges: [
    { request: ids => ['DELETE', path(ids)], status: 204 },
    { request: ids => ['DELETE', path(ids)], status: 404 },
  ],
})
const unknown = (name: string, path: string): Case => ({
  name,
  exchanges: [{ request: () => ['DELETE', path], status: 404 }],
})
const withManager = (ids: Ids): JsonObject => ({ op: 'add', path: manager, value: { value: ids.other } })
const addMember = (id: string): JsonObject => ({ op: 'add', path: 'members', value: [{ value: id }] })
const manyAttributes = {
  displayName: 'Lena O.',
  title: 'Lead',
  [enterpriseUrn]: { employeeNumber: '7001', department: 'Tools' },
}
const whole = { displayName: 'Lena O.', title: 'Lead', 'name.givenName': 'Leni', 'emails.0.value': 'lo@example.test' }

/** The thirteen tests of users that are mandatory. */
export const userCases: readonly Case[] = [
  {
    name: 'create a user, and find it',
    exchanges: [
      {
        request: () => ['POST', '/Users', aUser('new@example.test')],
        status: 201,
        expected: () => ({ userName: 'new@example.test', externalId: 'ext-new@example.test', active: true }),
      },
      get(
        () => filter('/Users', 'userName', 'new@example.test'),
        () => ({ totalResults: 1 }),
      ),
    ],
  },
  {
    name: 'create a duplicate user',
    exchanges: [
      { request: () => ['POST', '/Users', aUser(userName)], status: 409, expected: () => ({ scimType: 'uniqueness' }) },
    ],
  },
  {
    name: 'filter an existing user',
    exchanges: [
      get(
        () => filter('/Users', 'userName', userName),
        ids => ({ totalResults: 1, 'Resources.0.id': ids.user }),
      ),
    ],
  },
  {
    name: 'filter a user that is not there',
    exchanges: [
      get(
        () => filter('/Users', 'userName', 'b3f0a1d2-none'),
        () => ({ totalResults: 0, 'Resources.0': undefined }),
      ),
    ],
  },
  {
    name: 'filter in another letter case',
    exchanges: [
      get(
        () => filter('/Users', 'userName', userName.toUpperCase()),
        ids => ({ 'Resources.0.id': ids.user }),
      ),
    ],
  },
  patched(
    'replace many attributes, one operation each',
    ofUser,
    () => [
      { op: 'replace', path: 'displayName', value: 'Lena O.' },
      { op: 'replace', path: 'title', value: 'Lead' },
      { op: 'replace', path: 'name.givenName', value: 'Leni' },
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'lo@example.test' },
      { op: 'replace', path: 'phoneNumbers[type eq "mobile"].value', value: '555-0199' },
      { op: 'replace', path: 'addresses[type eq "work"].locality', value: 'Village' },
      { op: 'replace', path: 'roles[primary eq true].display', value: 'Author' },
      { op: 'replace', path: employeeNumber, value: '7001' },
    ],
    () => ({
      ...whole,
      'phoneNumbers.1.value': '555-0199',
      'addresses.0.locality': 'Village',
      'roles.0.display': 'Author',
    }),
  ),
  patched(
    'add many attributes',
    ofUser,
    () => [
      { op: 'add', path: 'nickName', value: 'Len' },
      { op: 'add', path: 'emails[type eq "work"].display', value: 'at work' },
      { op: 'add', value: manyAttributes },
    ],
    () => ({ nickName: 'Len', 'emails.0.display': 'at work', displayName: 'Lena O.', title: 'Lead' }),
  ),
  patched(
    'replace userName, without path',
    ofUser,
    () => [{ op: 'replace', value: { userName: 'lena.o@example.test' } }],
    ids => ({ id: ids.user, userName: 'lena.o@example.test' }),
  ),
  patched(
    'disable a user',
    ofUser,
    () => [{ op: 'replace', path: 'active', value: false }],
    () => ({ active: false }),
  ),
  patched(
    'add a manager',
    ofUser,
    ids => [withManager(ids)],
    ids => ({ 'urn.manager': ids.other }),
  ),
  patched(
    'replace a manager',
    ofUser,
    ids => [withManager(ids), { op: 'replace', path: manager, value: { value: ids.user } }],
    ids => ({ 'urn.manager': ids.user }),
  ),
  patched(
    'remove a manager',
    ofUser,
    ids => [withManager(ids), { op: 'remove', path: manager }],
    () => ({ 'urn.manager': undefined }),
  ),
  gone('delete a user', ofUser),
]

/**
 * Eleven of the twelve tests of groups. The twelfth wants 409 for a second group of the same name, which the RFC does not
 * ask for: displayName of a Group is not unique (RFC 7643 §8.7.1).
 */
export const groupCases: readonly Case[] = [
  {
    name: 'read a group without its members',
    exchanges: [
      { request: ids => ['PATCH', ofGroup(ids), patchOp(addMember(ids.user))], status: 200 },
      get(
        ids => `${ofGroup(ids)}?excludedAttributes=members`,
        ids => ({ id: ids.group, members: undefined }),
      ),
    ],
  },
  {
    name: 'filter an existing group without its members',
    exchanges: [
      get(
        () => filter('/Groups', 'displayName', groupName, 'excludedAttributes=members&'),
        ids => ({ totalResults: 1, 'Resources.0.id': ids.group, 'Resources.0.members': undefined }),
      ),
    ],
  },
  {
    name: 'filter an existing group',
    exchanges: [
      get(
        () => filter('/Groups', 'displayName', groupName),
        ids => ({ 'Resources.0.id': ids.group }),
      ),
    ],
  },
  {
    name: 'filter a group that is not there',
    exchanges: [
      get(
        () => filter('/Groups', 'displayName', 'none'),
        () => ({ totalResults: 0 }),
      ),
    ],
  },
  {
    name: 'filter a group in another letter case',
    exchanges: [
      get(
        () => filter('/Groups', 'displayName', groupName.toUpperCase()),
        ids => ({ 'Resources.0.id': ids.group }),
      ),
    ],
  },
  {
    name: 'create a group',
    exchanges: [
      {
        request: () => ['POST', '/Groups', aGroup('New Team')],
        status: 201,
        expected: () => ({ displayName: 'New Team', externalId: 'ext-New Team', 'members.0': undefined }),
      },
    ],
  },
  patched(
    'replace attributes, without path',
    ofGroup,
    () => [{ op: 'replace', value: { externalId: '8b1c7d10' } }],
    () => ({ externalId: '8b1c7d10', displayName: groupName }),
  ),
  patched(
    'change displayName',
    ofGroup,
    () => [{ op: 'replace', path: 'displayName', value: 'Field Team 2' }],
    ids => ({ id: ids.group, displayName: 'Field Team 2' }),
  ),
  patched(
    'add a member, by replacing members',
    ofGroup,
    ids => [{ op: 'replace', path: 'members', value: [{ value: ids.user }] }],
    ids => ({ 'members.0.value': ids.user, 'members.1': undefined }),
  ),
  patched(
    'remove a member',
    ofGroup,
    ids => [addMember(ids.user), addMember(ids.other), { op: 'remove', path: `members[value eq "${ids.user}"]` }],
    ids => ({ 'members.0.value': ids.other, 'members.1': undefined }),
  ),
  gone('delete a group', ofGroup),
]

/** The seven preview tests. */
export const previewCases: readonly Case[] = [
  patched(
    'several operations on different attributes',
    ofUser,
    () => [
      { op: 'remove', path: 'title' },
      { op: 'add', path: 'nickName', value: 'Len' },
      { op: 'replace', path: 'displayName', value: 'Lena O.' },
    ],
    () => ({ title: undefined, nickName: 'Len', displayName: 'Lena O.' }),
  ),
  patched(
    'several operations on one attribute',
    ofUser,
    () => [
      { op: 'remove', path: 'displayName' },
      { op: 'add', path: 'displayName', value: 'Lena' },
      { op: 'replace', path: 'displayName', value: 'Lena O.' },
    ],
    () => ({ displayName: 'Lena O.' }),
  ),
  unknown('delete an unknown user', '/Users/9d6f1f5e-0000-4000-8000-000000000000'),
  deletedTwice('delete a user twice', ofUser),
  patched(
    'add and remove members in one PATCH',
    ofGroup,
    ids => [addMember(ids.user), addMember(ids.other), { op: 'remove', path: `members[value eq "${ids.other}"]` }],
    ids => ({ 'members.0.value': ids.user, 'members.1': undefined }),
  ),
  unknown('delete an unknown group', '/Groups/9d6f1f5e-0000-4000-8000-000000000000'),
  deletedTwice('delete a group twice', ofGroup),
]
