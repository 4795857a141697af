import { expect, test } from 'vitest'
import { cutTo, jsonText, oneLine, plainText, visibleText, withoutLogCommands } from './plain-text.ts'

test.each([
  ['a colour', 'a \u001b[31mred\u001b[0m word', 'a red word'],
  ['a window title', '\u001b]0;owned\u0007text', 'text'],
  ['a sequence inside a sequence', '\u001b\u001b[31m[2Jx', '[2Jx'],
  ['a C1 introducer', '\u009b31mx', 'x'],
  ['bell, backspace, NUL', 'a\u0007b\bc\0d', 'abcd'],
  ['carriage returns', 'one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ['marks that reorder text', 'a\u202eb\u2066c\u200fd', 'abcd'],
  ['half a surrogate pair', 'a\ud83dz', 'az'],
  ['what XML does not allow', 'a\ufffeb\uffffc', 'abc'],
])('plainText strips %s', (_, text, plain) => {
  expect(plainText(text)).toBe(plain)
})

test('plainText keeps what people write', () => {
  const text = 'Zoë Øster, 山田\t"quoted"\n👍🏽 <b> & more'
  expect(plainText(text)).toBe(text)
})

test('oneLine folds white space', () => {
  expect(oneLine('  a\n\n b\tc \u001b[2J')).toBe('a b c')
})

test('visibleText writes hidden characters out', () => {
  expect(visibleText('a\u001b[31m\u202e\0\ud83d\r\nb')).toBe('a\\u001b[31m\\u202e\\u0000\\ud83d\nb')
})

test('cutTo tells what it leaves out and keeps pairs whole', () => {
  expect(cutTo('abc', 3)).toEqual({ text: 'abc', leftOut: 0 })
  expect(cutTo('abcd', 3)).toEqual({ text: 'abc', leftOut: 1 })
  expect(cutTo('ab👍', 3)).toEqual({ text: 'ab', leftOut: 2 })
})

test.each([
  ['::error title=x::y', '\\u003a:error title=x::y'],
  ['a\n  ::set-output name=x::y\nb', 'a\n  \\u003a:set-output name=x::y\nb'],
  ['\u001b[2m::add-mask::x', '\u001b[2m\\u003a:add-mask::x'],
  ['text ##[group]x', 'text \\u0023#[group]x'],
  ['##vso[task.setvariable variable=x]y', '\\u0023#vso[task.setvariable variable=x]y'],
  ["##teamcity[message text='x']", "\\u0023#teamcity[message text='x']"],
  ['::1 is an address, and # Title, ## Title [x], a::b::c', '::1 is an address, and # Title, ## Title [x], a::b::c'],
])('no CI takes %j for a command', (text, shown) => {
  expect(withoutLogCommands(text)).toBe(shown)
})

test('JSON says the same without commands to a CI', () => {
  const text = JSON.stringify({ detail: '::error::x', other: '##[error]y ##vso[z]' }, null, 1)
  expect(withoutLogCommands(text)).not.toBe(text)
  expect(JSON.parse(withoutLogCommands(text))).toEqual(JSON.parse(text))
})

test('jsonText is the same data, and nothing in it moves a cursor', () => {
  const value = { 'a\u009b': ['\u001b[2J\n', '\u202e\u2066\ufeff\u007f', 'Zoë 👍🏽', '\ud83d'] }
  const text = jsonText(value, 2)
  expect(JSON.parse(text)).toEqual(value)
  expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u)
  expect(text).toContain('"Zoë 👍🏽"')
})
