import { describe, expect, it } from 'vitest'
import type { JsonObject } from './json.ts'
import { deviceSchemas, userSchemas } from './schemas.test-data.ts'
import type { SortOrder } from './sort.ts'
import { firstMisplaced, sorted } from './sort.ts'

const users: readonly JsonObject[] = [
  { id: 'b', userName: 'b', externalId: 'a', emails: [{ value: 'z' }, { value: 'a', primary: true }] },
  { id: 'A', userName: 'A', title: 'x', externalId: 'B', emails: [{ value: 'b' }, { value: 'a' }] },
  { id: 'c', userName: 'c', title: 'X', name: { givenName: 'Q' }, emails: [] },
  { id: 'd', userName: 'D', title: null, meta: { created: '2020-01-01T00:00:00Z' } },
  { id: 'e', userName: 'e', meta: { created: '2020-01-01T00:30:00+01:00' } },
]
const ids = (tiers: readonly (readonly JsonObject[])[] | undefined) =>
  tiers?.map(tier => tier.map(({ id }) => id).join(''))

describe('sorted (RFC 7644 §3.4.2.3)', () => {
  it.each<[string, SortOrder | undefined, string[]]>([
    ['userName', undefined, ['A', 'b', 'c', 'd', 'e']],
    ['USERNAME', 'descending', ['e', 'd', 'c', 'b', 'A']],
    ['title', 'ascending', ['Ac', 'bde']],
    ['title', 'descending', ['bde', 'Ac']],
    ['externalId', undefined, ['A', 'b', 'cde']],
    ['name.givenName', undefined, ['c', 'bAde']],
    ['emails.value', undefined, ['b', 'A', 'cde']],
    ['emails', undefined, ['b', 'A', 'cde']],
    ['meta.created', undefined, ['e', 'd', 'bAc']],
  ])('by %s, %s', (sortBy, sortOrder, expected) => {
    const tiers = sorted(users, sortBy, sortOrder, userSchemas)
    expect(ids(tiers)).toEqual(expected)
    expect(firstMisplaced(tiers?.flat() ?? [], sortBy, sortOrder, userSchemas)).toBeUndefined()
  })

  it.each(['name', 'nosuch', 'addresses', '', 'name.nosuch'])('has nothing to sort by in "%s"', sortBy => {
    expect(sorted(users, sortBy, undefined, userSchemas)).toBeUndefined()
    expect(firstMisplaced(users, sortBy, undefined, userSchemas)).toBeUndefined()
  })

  it('sorts numbers by value', () => {
    const devices = [
      { id: 'a', size: 10 },
      { id: 'b', size: 9 },
      { id: 'c', size: -1 },
      { id: 'd', size: 'x' },
    ]
    expect(ids(sorted(devices, 'size', undefined, deviceSchemas))).toEqual(['c', 'b', 'a', 'd'])
  })
})

describe('firstMisplaced', () => {
  const named = (...names: readonly unknown[]) => names.map(userName => ({ userName }))
  it.each<[string, JsonObject[], SortOrder | undefined, [number, number] | undefined]>([
    ['an ascending list', named('a', 'B', 'c'), undefined, undefined],
    ['case by code point', named('B', 'a', 'c'), undefined, [0, 1]],
    ['a swap', named('a', 'c', 'b'), 'ascending', [1, 2]],
    ['ascending for descending', named('a', 'b'), 'descending', [0, 1]],
    ['no value first', named(undefined, 'a'), undefined, [0, 1]],
    ['no value last, descending', named('a', undefined), 'descending', [0, 1]],
    ['no value last', named('a', null), undefined, undefined],
    ['a fault far away', named('b', 'é', 'a'), undefined, [0, 2]],
    ['letters beyond ASCII', named('z', 'é', 'ä'), undefined, undefined],
    ['an underscore on either side', named('a_', 'ab', 'a_'), undefined, undefined],
    ['nothing', [], undefined, undefined],
  ])('%s', (_, resources, sortOrder, expected) => {
    const found = firstMisplaced(resources, 'userName', sortOrder, userSchemas)
    expect(found && [found.earlier, found.later]).toEqual(expected)
  })

  it('takes externalId case exact', () => {
    const resources = ['a', 'B'].map(externalId => ({ externalId }))
    expect(firstMisplaced(resources, 'externalId', undefined, userSchemas)).toMatchObject({ earlier: 0, later: 1 })
  })
})
