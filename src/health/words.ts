// Words of a look at a service provider: for an operator, in sentences.

import { stripVTControlCharacters } from 'node:util'
import type { HttpResponse } from '../http/exchange.ts'

/** `1 resource`, `1,204 resources`. */
export function amount(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`
}

/** A name that the service provider chose: on one line and not too long. */
export function named(text: string, longest = 60): string {
  const plain = stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ')
    .trim()
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** The first letter as a capital. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What the codes of an operating system mean to whoever does not know them. */
const codeWords: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'nothing listens there (ECONNREFUSED)'],
  [/ENOTFOUND/, 'there is no such name (ENOTFOUND)'],
  [/EAI_AGAIN/, 'the name server does not answer (EAI_AGAIN)'],
  [/EHOSTUNREACH/, 'no way leads there (EHOSTUNREACH)'],
  [/ENETUNREACH/, 'no way leads to its network (ENETUNREACH)'],
  [/ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT/, 'nothing came back in time (ETIMEDOUT)'],
  [/ECONNRESET/, 'it cut the connection off (ECONNRESET)'],
]

/** Why a connection failed, in words where they are known, else as the operating system says it. */
export function causeWords(message: string): string {
  return codeWords.find(([code]) => code.test(message))?.[1] ?? message
}

/** What came of a request, as what follows "was answered" or "was": `answered 503`, `not answered within 10 seconds`. */
export function outcomeOf({ status, problem, json, text, headers }: HttpResponse): string {
  if (status === 0) return problem === undefined ? 'not answered' : `not answered: ${problem.message}`
  if (problem !== undefined) return `answered ${status}, but ${problem.message}`
  if (status !== 200 || json !== undefined) return `answered ${status}`
  if (text === '') return 'answered 200 without a body'
  return /html/i.test(headers['content-type'] ?? '') ? 'answered with a web page' : 'answered with what is no JSON'
}
