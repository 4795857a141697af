// What an error body has to be (RFC 7644 §3.12), as a list of departures.

import type { Fault } from '../../src/check/outcome.ts'
import { errorUrn } from '../../src/check/scim.ts'
import type { HttpResponse, RequirementId } from '../../src/check/vocabulary.ts'
import { kindWords, mediaType, show } from '../../src/check/words.ts'
import { isObject, type JsonObject, jsonKind, member } from '../../src/scim/json.ts'
import { isScimType } from '../../src/scim/scim-type.ts'

/** The body of an error where it is an object, else what is wrong. */
export function readErrorBody(response: HttpResponse): { readonly body: JsonObject } | { readonly fault: Fault } {
  const { status, json, text } = response
  if (isObject(json)) return { body: json }
  const what = text === '' ? 'no body' : json === undefined ? 'a body that is not JSON' : `a body that is ${show(json)}`
  const requirement = '7644-3.12-01'
  return { fault: { requirement, expected: 'an error with a SCIM error body', got: `${status} with ${what}` } }
}

/** What is wrong with `schemas` of a message: it lists this URN, in its letter case, and nothing else. */
export function messageSchemasFault(body: JsonObject, urn: string, requirement: RequirementId): Fault | undefined {
  const schemas = member(body, 'schemas')
  const [first] = Array.isArray(schemas) ? schemas : []
  if (Array.isArray(schemas) && schemas.length === 1 && first === urn) return undefined
  const isForeign = typeof first === 'string' && !first.startsWith('urn:ietf:params:scim:api:')
  const isMisspelt = typeof first === 'string' && first.toLowerCase() === urn.toLowerCase() && first !== urn
  const broken = isMisspelt ? '7644-8.2-01' : isForeign ? '7644-3.1-06' : requirement
  return { requirement: broken, expected: `schemas ["${urn}"]`, got: `schemas ${show(schemas)}` }
}

/** What is wrong with `schemas` of an error. */
export function schemasFault(body: JsonObject): Fault | undefined {
  return messageSchemasFault(body, errorUrn, '7644-3.12-02')
}

/** What is wrong with `status` of an error: the HTTP status as a string. */
export function statusFault(body: JsonObject, httpStatus: number): Fault | undefined {
  const status = member(body, 'status')
  const wanted = String(httpStatus)
  return status === wanted
    ? undefined
    : {
        requirement: '7644-3.12-03',
        expected: `status "${wanted}", a string`,
        got: typeof status === 'number' ? `status ${status}, a number` : `status ${show(status)}`,
      }
}

/** What is wrong with `scimType` of an error, if there is one; null stands for none (RFC 7643 §2.5). */
export function scimTypeFault(body: JsonObject): Fault | undefined {
  const scimType = member(body, 'scimType')
  if (scimType === undefined || scimType === null) return undefined
  if (isScimType(scimType)) return undefined
  return {
    requirement: '7644-3.12-04',
    expected: 'a scimType that an RFC defines, or none',
    got: `scimType ${show(scimType)}`,
  }
}

/** What is wrong with `detail` of an error, if there is one. */
export function detailFault(body: JsonObject): Fault | undefined {
  const detail = member(body, 'detail')
  if (detail === undefined || detail === null || typeof detail === 'string') return undefined
  return {
    requirement: '7644-3.12-05',
    expected: 'detail, if there is one, as a string',
    got: `detail, ${kindWords(jsonKind(detail))}`,
  }
}

const leaks: readonly (readonly [string, RegExp])[] = [
  [
    'a stack trace',
    /\n[^\S\n]+at [\w$.<>[\] ]+ ?\(.*:\d+(:\d+)?\)|Traceback \(most recent call last\)|goroutine \d+ \[/,
  ],
  [
    'a class of the implementation',
    /\b(java|javax|jakarta|org\.(hibernate|springframework|postgresql)|System)\.[\w.]+Exception\b/,
  ],
  [
    'the text of a database error',
    /SQLSTATE|\bORA-\d{5}\b|syntax error at or near|duplicate key value violates|\bSELECT\b.{1,200}\bFROM\b.{1,80}\bWHERE\b|MongoServerError|SequelizeUniqueConstraintError|SQLITE_/s,
  ],
  [
    'a path in the file system',
    /(\/(home|usr|opt|srv|app|var)\/[\w./-]+\.(js|mjs|cjs|ts|py|rb|php|go|java|jar)\b)|node_modules\/|[A-Z]:\\[\w\\ .-]+\.(cs|dll|cshtml)/,
  ],
]

/** What is wrong with the text of an error: it tells of the implementation behind it what no client needs. */
export function leakFault(text: string): Fault | undefined {
  // Escaped line ends of a JSON string count as such.
  const plain = text.slice(0, 20_000).replaceAll('\\n', '\n')
  const leak = leaks.find(([, pattern]) => pattern.test(plain))?.[0]
  return leak === undefined
    ? undefined
    : { requirement: '7644-7.1-01', expected: 'an error text for clients', got: `${leak} in the body` }
}

/** Everything that is wrong with an error as a message. */
export function errorFaults(response: HttpResponse): readonly Fault[] {
  const read = readErrorBody(response)
  if ('fault' in read) return [read.fault]
  const { body } = read
  const type = mediaType(response)
  const faults = [
    schemasFault(body),
    statusFault(body, response.status),
    scimTypeFault(body),
    detailFault(body),
    leakFault(response.text),
    type === 'application/scim+json'
      ? undefined
      : ({ requirement: '7644-3.1-01', expected: 'Content-Type application/scim+json', got: type || 'none' } as const),
  ]
  return faults.filter(fault => fault !== undefined)
}
