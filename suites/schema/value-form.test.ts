import { expect, test } from 'vitest'
import { formOf } from './value-form.ts'

test.each([
  ['2026-03-01 10:00:00Z', 'dateTime', 'a string of the form "0000-00-00 00:00:00Z"'],
  ['Sun, 1 Mar', 'dateTime', 'a string of the form "aaa, 0 aaa"'],
  ['2026-13-01T10:00:00Z', 'dateTime', 'a string of the form "0000-00-00T00:00:00Z", no point in time'],
  ['-- not --', 'binary', 'a string with a space, which is not in the base64 alphabet'],
  ['abcde', 'binary', 'a string of 5 characters, which base64 never has'],
  ['ab==cd', 'binary', 'a string with padding before its end'],
  ['a+b_', 'binary', 'a string that mixes the base64 and the base64url alphabet'],
  ['https://example.com/a b', 'reference', 'a string with a space, which no URI has'],
  ['https://example.com/100%', 'reference', 'a string with a % that encodes nothing'],
  ['True', 'boolean', 'the string "True"'],
  ['somebody', 'boolean', 'a string'],
  ['42', 'integer', 'a number in quotes'],
  ['Ada', 'integer', 'a string'],
] as const)('%j is no %s', (text, type, words) => {
  expect(formOf(text, type)).toBe(words)
})
