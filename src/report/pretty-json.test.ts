import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOutJson, prettyJson } from './pretty-json.ts'

test('lays out JSON as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = JSON.stringify(value)
      expect(prettyJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2))
    }),
  )
})

test.each([
  ['a number keeps its digits', '[1.0,12345678901234567890,1E2]', '[\n  1.0,\n  12345678901234567890,\n  1E2\n]'],
  ['repeated members stay', '{"a":1,"a":2}', '{\n  "a": 1,\n  "a": 2\n}'],
  ['escapes stay', '{"a":"\\u0041\\n\\"{"}', '{\n  "a": "\\u0041\\n\\"{"\n}'],
  ['empty ones stay on their line', ' { "a" : [ ] , "b" : { } } ', '{\n  "a": [],\n  "b": {}\n}'],
])('%s', (_, text, pretty) => {
  expect(prettyJson(text)).toBe(pretty)
})

test.each(['', '<html>', '{"a":', '{} trailing'])('%j is not JSON', text => {
  expect(prettyJson(text)).toBeUndefined()
})

test('what is nested very deeply stays as it is', () => {
  const text = `${'['.repeat(16_000)}${']'.repeat(16_000)}`
  expect(layOutJson(text, () => false)).toBeUndefined()
  expect(prettyJson(text)).toBeUndefined()
})
