// Text from a service provider, made safe to show: no escape sequence moves a cursor, no hidden character reorders a line.

import { stripVTControlCharacters } from 'node:util'

/** Controls but tab and newline, marks that reorder or hide text, and halves of surrogate pairs. */
const unsafe = /[^\P{Cc}\t\n]|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|\p{Cs}/gu

/**
 * Without escape sequences, control characters (tab and newline stay) and characters XML 1.0 does not allow.
 * For terminals and JUnit.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text.replace(/\r\n?/g, '\n')).replace(unsafe, '')
}

/** As `plainText`, on one line: every run of white space becomes a single space. */
export function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim()
}

/**
 * A line that a CI would carry out as a command (GitHub `::error::`, and anywhere in a line `##[error]`, Azure Pipelines
 * `##vso[`, TeamCity `##teamcity[`) with one character of it written out, as `\u003a:error::`; in JSON that changes nothing.
 */
export function withoutLogCommands(text: string): string {
  return text
    .replace(/^((?:[^\S\n]|[^\P{Cc}\n]|\[[\d;]*m)*):(?=:[a-z-]+(?:\s.*)?::)/gimu, '$1\\u003a')
    .replace(/#(?=#(?:[a-z]+)?\[)/gi, '\\u0023')
}

/** With every such character written out as `\u001b`, so that evidence hides nothing. For HTML. */
export function visibleText(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(unsafe, character => {
    const code = character.charCodeAt(0)
    return `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/**
 * JSON as text, indented by so many spaces, in which every such character is written as `\\u009b`: the same data, but it can be shown as it is.
 */
export function jsonText(value: unknown, indent: number): string {
  // Outside of its texts, JSON has no such character but line breaks, which stay.
  return (JSON.stringify(value, null, indent) ?? 'null').replace(unsafe, character =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
}

/** The first `limit` characters (UTF-16 units, never half a pair) and how many were left out. */
export function cutTo(text: string, limit: number): { readonly text: string; readonly leftOut: number } {
  if (text.length <= limit) return { text, leftOut: 0 }
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit
  return { text: text.slice(0, end), leftOut: text.length - end }
}
