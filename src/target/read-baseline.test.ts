// Reading a baseline: what a waiver explains, and what is told of a file that will not do.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readBaseline } from './read-baseline.ts'

const checkIds = ['create/location', 'etag/create']
const read = (text: string) => readBaseline(text, { file: 'b.yaml', checkIds })
const tail = 'reason: r, owner: o, expires: 2027-03-31'

test('a waiver for each subject, * standing for anything', () => {
  const waivers = read(`version: 1
waivers:
  - { check: create/location, subjects: [User, "a.b *"], requirement: 7644-3.3-08, outcome: fail, ${tail} }
  - { check: etag/create, blocked: true, ${tail} }
`)
  expect(waivers.map(({ id }) => id)).toEqual([
    'create/location (User)',
    'create/location (a.b *)',
    'etag/create (blocked)',
  ])
  expect(waivers[1]).toMatchObject({
    from: 'baseline b.yaml',
    title: 'r',
    waiver: { owner: 'o', expires: '2027-03-31' },
    matches: [{ checks: ['create/location'], requirements: ['7644-3.3-08'], outcome: 'fail', subject: '^a\\.b .*$' }],
  })
})

test('waivers of the same check have ids of their own', () => {
  const waivers = read(`version: 1\nwaivers: [{ check: etag/create, ${tail} }, { check: etag/create, ${tail} }]\n`)
  expect(waivers.map(({ id }) => id)).toEqual(['etag/create', 'etag/create #2'])
})

test.each<[string, string, RegExp]>([
  ['no mapping', '- a\n', /must be a mapping with the keys version and waivers/],
  ['another version', 'version: 2\nwaivers: []\n', /b\.yaml:1:10 version: must be 1/],
  ['no list', 'version: 1\nwaivers: x\n', /b\.yaml:2:10 waivers: must be a list/],
  [
    'an unknown key',
    `version: 1\nwaivers:\n  - { check: etag/create, ownr: o, ${tail} }\n`,
    /ownr: is not known here; did you mean "owner"/,
  ],
  [
    'an unknown check',
    `version: 1\nwaivers:\n  - { check: create/locaton, ${tail} }\n`,
    /3:14 waivers\[0\]\.check: no check is called .*did you mean "create\/location"/,
  ],
  [
    'no owner',
    'version: 1\nwaivers:\n  - { check: etag/create, reason: r, expires: 2027-03-31 }\n',
    /waivers\[0\]: has no owner/,
  ],
  [
    'no day',
    'version: 1\nwaivers:\n  - { check: etag/create, reason: r, owner: o, expires: 2027-02-30 }\n',
    /expires: "2027-02-30" is no day/,
  ],
  [
    'no requirement',
    `version: 1\nwaivers:\n  - { check: etag/create, requirement: 7644-9, ${tail} }\n`,
    /the catalogue has no requirement/,
  ],
  [
    'no subjects',
    `version: 1\nwaivers:\n  - { check: etag/create, subjects: [], ${tail} }\n`,
    /subjects: must be a list of texts/,
  ],
  ['no YAML', 'version: [\n', /b\.yaml:\d+:\d+ this is not YAML/],
])('%s is told with its place', (_, text, message) => {
  expect(() => read(text)).toThrow(message)
})

test('the example in docs/gates.md can be read', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/gates.md'), 'utf8')
  const [, example = ''] = /```yaml\n(version: 1\n[\s\S]*?)```/.exec(page) ?? []
  expect(read(example)).toHaveLength(3)
})
