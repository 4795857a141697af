import { expect, test } from 'vitest'
import { cutTo, oneLine, plainText, visibleText } from './plain-text.ts'

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
