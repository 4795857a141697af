// A fleet in parts: every target in one of them, the same one whatever other targets there are.

import { expect, test } from 'vitest'
import { inShard, missingShards, parseShard, shardOf } from '../../src/fleet/shard.ts'

const names = Array.from({ length: 1000 }, (_, index) => ({ name: `tenant-${index}` }))

test.each([1, 2, 7, 10])('%i parts hold each target once, and about as many each', total => {
  const parts = Array.from({ length: total }, (_, at) => inShard(names, { index: at + 1, total }))
  expect(
    parts
      .flat()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(names.map(({ name }) => name).sort())
  for (const part of parts) expect(Math.abs(part.length - 1000 / total)).toBeLessThan(60)
})

test('the part of a name never changes', () => {
  expect(['acme', 'globex', 'Ünïcode', ''].map(name => shardOf(name, 10))).toMatchInlineSnapshot(`
    [
      8,
      6,
      1,
      1,
    ]
  `)
  expect(inShard(names, undefined)).toBe(names)
})

test.each(['0/3', '4/3', '1', '1/0', 'a/b', '-1/2', '1/2/3', ''])('--shard %s is refused', text => {
  expect(() => parseShard(text)).toThrow(/--shard/)
})

test('parts count from 1', () => {
  expect(parseShard('2/10')).toEqual({ index: 2, total: 10 })
  expect(() => parseShard('0/10')).toThrow('add 1 to JOB_COMPLETION_INDEX')
})

test('missing parts are named', () => {
  expect(missingShards([{ index: 1, total: 3 }])).toEqual([
    { index: 2, total: 3 },
    { index: 3, total: 3 },
  ])
  expect(missingShards([])).toEqual([])
})
