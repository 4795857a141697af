// Filters with one thing or two gone wrong, most of which are no filters any more.

import fc from 'fast-check'

const pieces = [
  ...['', ' ', '"', '\\', '(', ')', '[', ']', '.', ':', '-', '0', '1e', '$', '_', ',', '\t', '\u0000', 'é'],
  ...[' and ', ' or ', 'not ', 'not(', ' eq ', ' pr', ' xx ', 'true', 'TRUE', 'null', '"a"', "'a'", 'a', '&&', '=='],
]

function damagedOnce(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(text.length), fc.nat(3), fc.constantFrom(...pieces))
    .map(([at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length))
}

/** The text with up to two small pieces replaced, or cut off. */
export function damaged(text: string): fc.Arbitrary<string> {
  return fc.oneof(
    damagedOnce(text),
    damagedOnce(text).chain(damagedOnce),
    fc.nat(text.length).map(end => text.slice(0, end)),
  )
}

/** The text without the spaces that the grammar has no place for; what stands in quotes stays as it is. */
export function tidied(text: string): string {
  return text
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece
            .replace(/ +/g, ' ')
            .replace(/([([]) /g, '$1')
            .replace(/ ([)\]])/g, '$1'),
    )
    .join('')
    .replace(/^ +| +$/g, '')
}
