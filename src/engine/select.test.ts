// Which checks a selection takes, and what is said of a prefix that takes none.

import { expect, test } from 'vitest'
import { check, suite, topic } from '../check/check.ts'
import { prefixNotes, selectChecks } from './select.ts'

const aCheck = (id: string, verifies: '7644-3.3-10' | '7644-3.3-06' | 'okta-02') =>
  check(id, { title: id, verifies, fix: 'Mend it.' }, async () => undefined)
const topics = [
  topic('resources', [suite('Creating', [aCheck('create/created', '7644-3.3-06')])]),
  topic('filter', [suite('Operators', [aCheck('operators/eq', '7644-3.3-10')])]),
  topic('interop', [suite('A client', [aCheck('client/lookup', 'okta-02')])], { optional: true }),
]
const taken = (only: string[], skip: string[] = [], interop = false): string[] =>
  selectChecks(topics, { only, skip, interop }).flatMap(({ check: { id }, leftOut }) =>
    leftOut === undefined ? [id] : [],
  )

test.each([
  [[], [], ['create/created', 'operators/eq']],
  [['create/'], [], ['create/created']],
  [['filter'], [], ['operators/eq']],
  [['filter/'], [], ['operators/eq']],
  [['7644-3.3-06'], [], ['create/created']],
  [['7644-3.3'], ['operators/'], ['create/created']],
])('--only %j --skip %j', (only, skip, ids) => {
  expect(taken(only, skip)).toEqual(ids)
})

test.each([
  ['creat/', 'create/'],
  ['create/creatd', 'create/created'],
  ['resuorces', 'resources'],
  ['7644-3.3-60', '7644-3.3-06'],
])('%s: did you mean %s?', (prefix, meant) => {
  expect(() => taken([prefix])).toThrow(
    expect.objectContaining({ code: 'E_CONFIG', hint: expect.stringContaining(`Did you mean ${meant}? `) }),
  )
})

test('nothing is guessed where nothing is near', () => {
  expect(() => taken([], ['zzzzzzzzzzzz'])).toThrow(
    expect.objectContaining({ hint: expect.stringMatching(/^Run `scim-conformance list`/) }),
  )
})

test('an optional topic is taken where it is asked for, and naming it alone does not ask', () => {
  expect(taken([], [], true)).toEqual(['create/created', 'operators/eq', 'client/lookup'])
  expect(taken(['okta-'], [], true)).toEqual(['client/lookup'])
  expect(() => taken(['interop'])).toThrow(expect.objectContaining({ hint: expect.stringContaining('--interop') }))
})

test.each([
  [['create/'], [], []],
  [['resources'], ['operators/eq'], ['--skip operators/eq leaves nothing out: none of it was to be run.']],
  [['7644-3.3'], [], []],
  [['creat'], [], ['--only creat is the beginning of a name: it takes create/, too.']],
  [[], ['7644-3.3-0'], ['--skip 7644-3.3-0 is the beginning of a name: it leaves out 7644-3.3-06, too.']],
])('--only %j --skip %j is told to take or leave more than it says', (only, skip, notes) => {
  expect(prefixNotes(selectChecks(topics, { only, skip, interop: false }), { only, skip })).toEqual(notes)
})

test('among ids, those of optional topics too; what is asked for and left out by a prefix is told apart', () => {
  const among = { ids: new Set(['create/created', 'client/lookup']), otherwise: 'it passed', still: 'it failed' }
  const selected = selectChecks(topics, { only: ['create/'], skip: [], interop: false, among })
  expect(selected.map(({ check: { id }, leftOut }) => [id, leftOut])).toEqual([
    ['create/created', undefined],
    ['operators/eq', 'it passed'],
    ['client/lookup', 'it failed, and is now not among --only create/'],
  ])
})
