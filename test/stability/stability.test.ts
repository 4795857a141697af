// What docs/stability.md promises: nothing that others build on goes away unless retired.txt names what takes its place.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import reportSchema from '../../src/result/run-result.schema.json' with { type: 'json' }
import { schemaVersion } from '../../src/result/run-result.ts'
import targetSchema from '../../src/target/target.schema.json' with { type: 'json' }
import { checkIds, commandsAndOptions, lossesOf, requirementIds } from './promised.ts'

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')
const lines = (name: string) =>
  read(name)
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))

const retired = lines('retired.txt').map(line => {
  const [id = '', successor = '', since = ''] = line.split(/\s{2,}/)
  return { id, successor, since }
})
const update = 'run `node test/stability/update.ts`, which adds what is new'
const gone = 'an id that is gone needs a line in test/stability/retired.txt with what takes its place'

describe.each([
  ['check-ids.txt', () => checkIds()],
  ['requirement-ids.txt', () => requirementIds],
  ['commands.txt', () => commandsAndOptions()],
] as const)('%s', (name, idsNow) => {
  test('what it lists is there, or retired; what is there is listed', async () => {
    const now = new Set(await idsNow())
    const listed = lines(name)
    expect(listed, 'sorted, each once').toEqual([...new Set(listed)].sort())
    const ids = new Set(retired.map(({ id }) => id))
    expect(
      listed.filter(id => !now.has(id) && !ids.has(id)),
      gone,
    ).toEqual([])
    expect(
      [...now].filter(id => !listed.includes(id)),
      update,
    ).toEqual([])
    expect(
      [...now].filter(id => ids.has(id)),
      'an id that was retired is never used again',
    ).toEqual([])
  }, 240_000)
})

test('what is retired names its successor, which is there, and the version', () => {
  const now = new Set([...checkIds(), ...requirementIds, ...lines('commands.txt')])
  for (const { successor, since } of retired) {
    expect(successor === 'none' || now.has(successor), successor).toBe(true)
    expect(since).toMatch(/^\d+\.\d+\.\d+$/)
  }
})

describe('the format of reports', () => {
  const stored: { schemaVersion: string; schema: unknown } = JSON.parse(read('report-schema.txt'))
  const [major = 0, minor = 0] = schemaVersion.split('.').map(Number)
  const [oldMajor = 0, oldMinor = 0] = stored.schemaVersion.split('.').map(Number)

  test('its version never falls', () => {
    expect(major * 1000 + minor).toBeGreaterThanOrEqual(oldMajor * 1000 + oldMinor)
  })

  test('what a reader of the same major version rests on stays', () => {
    if (major === oldMajor)
      expect(lossesOf(stored.schema, reportSchema), 'raise the major part of schemaVersion').toEqual([])
  })

  test('what is new raises the minor part', () => {
    if (schemaVersion === stored.schemaVersion)
      expect(reportSchema, `raise schemaVersion, then ${update}`).toEqual(stored.schema)
  })
})

test('a target file that was good stays good', () => {
  expect(lossesOf(JSON.parse(read('target-schema.txt')), targetSchema)).toEqual([])
})

test.each([
  ['a member that is gone', { properties: { a: {} } }, { properties: {} }, ['/a: is gone']],
  [
    'one that has become required',
    { properties: { a: {} } },
    { properties: { a: {} }, required: ['a'] },
    ['/a: has become required'],
  ],
  ['a value that is gone', { enum: ['a', 'b'] }, { enum: ['a'] }, [': enum b is gone']],
  ['a type that is gone', { type: ['string', 'null'] }, { type: 'string' }, [': type null is gone']],
  ['values that are now counted', { type: 'string' }, { type: 'string', enum: ['a'] }, [': enum has come']],
  [
    'deeper',
    { $defs: { x: { items: { properties: { a: {} } } } } },
    { $defs: { x: { items: {} } } },
    ['/x/items/a: is gone'],
  ],
  ['what is new', { properties: { a: {} } }, { properties: { a: {}, b: { type: 'string' } } }, []],
])('a loss is seen: %s', (_, before, after, losses) => {
  expect(lossesOf(before, after)).toEqual(losses)
})
