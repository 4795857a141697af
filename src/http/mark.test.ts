// What counts as carrying a mark.

import { describe, expect, test } from 'vitest'
import { carriesMark, marksOf, mentionsMark } from './mark.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

describe('what an earlier run has made', () => {
  test.each<[string, object]>([
    ['a userName', { userName: 'scimc-7f3a09bc-create-b57q-1@example.com' }],
    ['a userName in capitals', { userName: 'SCIMC-7F3A09BC-X' }],
    ['a userName that is the mark alone', { userName: 'scimc-7f3a09bc' }],
    ['a displayName', { displayName: 'scimc-7f3a09bc-1' }],
    ['an externalId', { externalId: 'scimc-7f3a09bc-1' }],
    ['an attribute of a custom type', { serialNumber: 'scimc-7f3a09bc-1' }],
    ['an attribute of an extension', { [enterprise]: { department: 'scimc-7f3a09bc-1' } }],
    ['the name', { name: { familyName: 'scimc-7f3a09bc-1' } }],
    ['an address', { emails: [{ value: 'scimc-7f3a09bc-1@example.com' }] }],
    ['a displayName that begins with something else', { displayName: 'Zoë scimc-7f3a09bc-body-values-b57q-17' }],
  ])('is known by %s', (_, resource) => {
    expect(marksOf(resource)).toEqual(['scimc-7f3a09bc'])
    expect(carriesMark(resource, 'scimc-7f3a09bc')).toBe(true)
    expect(carriesMark(resource, 'scimc-00000000')).toBe(false)
  })
})

describe("what is somebody else's", () => {
  test.each<[string, unknown]>([
    ['a group with a member of ours', { displayName: 'Everyone', members: [{ display: 'scimc-7f3a09bc-1' }] }],
    ['a user in a group of ours', { userName: 'bjensen', groups: [{ display: 'scimc-7f3a09bc-1' }] }],
    ['a user whose manager is ours', { userName: 'b', [enterprise]: { manager: { displayName: 'scimc-7f3a09bc-1' } } }],
    ['a user whose manager is ours, as text', { userName: 'b', [enterprise]: { manager: 'scimc-7f3a09bc-1' } }],
    ['one that refers to ours', { userName: 'b', sponsor: { $ref: 'x', display: 'scimc-7f3a09bc-1' } }],
    ['one whose location names ours', { userName: 'b', meta: { location: 'scimc-7f3a09bc-1' } }],
    ['one that speaks of a run', { displayName: 'Leftovers of scimc-7f3a09bc' }],
    ['one with other digits', { userName: 'scimc-7f3a' }],
    ['one with more digits', { userName: 'scimc-7f3a09bcd' }],
    ['one with a word', { userName: 'scimc-admin-1' }],
    ['a list', [{ userName: 'scimc-7f3a09bc-1' }]],
    ['a list of resources', { Resources: [{ userName: 'scimc-7f3a09bc-1' }] }],
    ['nothing', null],
  ])('%s', (_, resource) => expect(marksOf(resource)).toEqual([]))
})

test('what this run has just made may mention its mark anywhere but in references', () => {
  expect(mentionsMark({ deep: [{ er: { text: 'a SCIMC-7F3A09BC b' } }] }, 'scimc-7f3a09bc')).toBe(true)
  expect(
    mentionsMark({ members: [{ value: 'scimc-7f3a09bc' }], meta: { a: 'scimc-7f3a09bc' } }, 'scimc-7f3a09bc'),
  ).toBe(false)
  expect(mentionsMark({ owner: { $ref: 'x', display: 'scimc-7f3a09bc' } }, 'scimc-7f3a09bc')).toBe(false)
})
