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
  ['a value that is gone', { enum: ['a', 'b'] }, { enum: ['a'] }, [': value b is gone']],
  ['one of several that is alone now', { enum: ['a', 'b'] }, { const: 'a' }, [': value b is gone']],
  ['a type that is gone', { type: ['string', 'null'] }, { type: 'string' }, [': type null is gone']],
  ['a narrower type', { type: 'number' }, { type: 'integer' }, [': type number is gone']],
  ['a type where there was none', {}, { type: 'string' }, [': a type is asked for now']],
  ['values that are now counted', { type: 'string' }, { type: 'string', enum: ['a'] }, [': values are counted now']],
  ['a bound that has come', { type: 'string' }, { type: 'string', minLength: 1 }, [': minLength has come']],
  ['a narrower bound', { maximum: 9, minItems: 1 }, { maximum: 8, minItems: 0 }, [': maximum is 8, no more 9']],
  ['another pattern', { pattern: 'a' }, { pattern: 'b' }, [': pattern is another one']],
  [
    'members that are no longer taken',
    { properties: {} },
    { properties: {}, additionalProperties: false },
    ['/additionalProperties: is gone'],
  ],
  [
    'deeper',
    { $defs: { x: { items: { properties: { a: {} } } } } },
    { $defs: { x: { items: { properties: {} } } } },
    ['/x/items/a: is gone'],
  ],
  [
    'behind another reference',
    { properties: { a: { $ref: '#/$defs/x' } }, $defs: { x: { enum: [1, 2] } } },
    { properties: { a: { $ref: '#/$defs/y' } }, $defs: { y: { enum: [1] } } },
    ['/a: value 2 is gone'],
  ],
  [
    'in a schema that contains itself',
    { $ref: '#/$defs/x', $defs: { x: { properties: { a: { $ref: '#/$defs/x' } } } } },
    { $ref: '#/$defs/x', $defs: { x: { properties: { a: { $ref: '#/$defs/x' } }, required: ['a'] } } },
    ['/a: has become required', '/x/a: has become required'],
  ],
  [
    'an alternative that is gone',
    { oneOf: [{ const: 'a' }, { type: 'object' }] },
    { oneOf: [{ const: 'a' }] },
    [': alternative 2 is gone'],
  ],
  ['alternatives where there were none', {}, { anyOf: [{ type: 'string' }] }, [': alternative 1 is gone']],
  ['what all must hold', {}, { allOf: [{ required: ['a'] }] }, [': allOf asks more']],
  ['wider: a number', { type: 'integer', minimum: 1 }, { type: 'number', minimum: 0 }, []],
  ['wider: a further value', { const: 'a' }, { enum: ['a', 'b'] }, []],
  ['wider: a further alternative', { type: 'string' }, { oneOf: [{ type: 'string' }, { type: 'array' }] }, []],
  ['wider: anything', { items: { type: 'string' }, additionalProperties: false }, { items: {} }, []],
  ['what is new', { properties: { a: {} } }, { properties: { a: {}, b: { type: 'string' } } }, []],
])('a loss is seen: %s', (_, before, after, losses) => {
  expect(lossesOf(before, after)).toEqual(losses)
})
