// How responses and values are put into the short words of Expected and Got.

import { STATUS_CODES } from 'node:http'
import type { HttpResponse } from '../http/exchange.ts'

/** `404 Not Found`. */
export function statusText(status: number): string {
  const name = STATUS_CODES[status]
  return name === undefined ? String(status) : `${status} ${name}`
}

/** The status with what matters of the body: scimType and detail of an error, or why there was no answer. */
export function describeResponse(response: HttpResponse): string {
  if (response.status === 0) return `no answer: ${response.exchange.problem?.message ?? 'the connection failed'}`
  const parts = [statusText(response.status)]
  const { json } = response
  if (response.status >= 400 && typeof json === 'object' && json !== null) {
    if ('scimType' in json && typeof json.scimType === 'string') parts.push(`scimType ${show(json.scimType)}`)
    if ('detail' in json && typeof json.detail === 'string') parts.push(show(json.detail))
  } else if (mediaType(response) === 'text/html') parts.push('an HTML page')
  if (response.problem !== undefined) parts.push(response.exchange.problem?.message ?? response.problem.kind)
  return parts.join(', ')
}

/** The media type of a response in lower case, without parameters; empty when there is none. */
export function mediaType(response: Pick<HttpResponse, 'headers'>): string {
  return (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

/** A value as short JSON, `absent` for undefined; long ones are cut. */
export function show(value: unknown, maxLength = 120): string {
  if (value === undefined) return 'absent'
  const json = JSON.stringify(value) ?? String(value)
  // JSON leaves these control characters as they are, and terminals obey them.
  const text = json.replace(/[\u007f-\u009f]/g, code => `\\u00${code.charCodeAt(0).toString(16)}`)
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`
}

/** `a, b and c`; after `most` of them, `a, b and 7 more`. */
export function listWords(words: readonly string[], most = 8): string {
  const shown = words.length <= most ? words : [...words.slice(0, most - 1), `${words.length - most + 1} more`]
  return shown.length <= 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** `1 result`, `2 results`. The plural takes an s unless it is given. */
export function amount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** The words in their order; what comes more than once is said once, with how often: `false (3 times)`. */
export function countRepeats(words: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([word, count]) => (count === 1 ? word : `${word} (${count} times)`))
}

/** A kind of JSON value with its article: `an array`, `null`. */
export function kindWords(kind: string): string {
  if (kind === 'null' || kind === 'absent') return kind
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`
}
