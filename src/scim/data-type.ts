// The data types: which JSON values are valid for each (RFC 7643 §2.3), and when two of them are the same value.

import type { AttributeType } from './attribute.ts'
import { isArray, isObject } from './json.ts'

/** A point in time: whole seconds since 1970 (UTC), and the digits after the decimal point without trailing zeros. */
export interface Instant {
  readonly seconds: number
  readonly fraction: string
  /** Whether the text named its time zone; without one it is read as UTC. */
  readonly zoned: boolean
}

const dateTimePattern =
  /^(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,32}))?(Z|[+-]\d\d:\d\d)?$/

/**
 * Reads an xsd:dateTime with date and time (RFC 7643 §2.3.5, XML Schema part 2 §3.2.7); undefined where the text is none.
 * Years of up to nine digits and fractions of up to 32 are read.
 */
export function parseDateTime(text: string): Instant | undefined {
  if (text.length > longestDateTime) return undefined
  if (lastInstants.has(text)) return lastInstants.get(text)
  if (lastInstants.size >= mostInstants) lastInstants.clear()
  const instant = readDateTime(text)
  lastInstants.set(text, instant)
  return instant
}

const longestDateTime = 70
/** What was read last: filters and resources ask for the same few times again and again. */
const lastInstants = new Map<string, Instant | undefined>()
const mostInstants = 200

function readDateTime(text: string): Instant | undefined {
  const match = dateTimePattern.exec(text)
  if (match === null) return undefined
  const [, yearText, , , , , , fraction = '', zone] = match
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number)
  if (year === undefined || month === undefined || day === undefined) return undefined
  if (hour === undefined || minute === undefined || second === undefined) return undefined
  if (year === 0 || yearText === '-0000' || month < 1 || month > 12) return undefined
  if (day < 1 || day > daysInMonth(year, month)) return undefined
  const midnightAtTheEnd = hour === 24 && minute === 0 && second === 0 && !/[1-9]/.test(fraction)
  if ((hour > 23 && !midnightAtTheEnd) || minute > 59 || second > 59) return undefined
  const offset = zoneOffsetMinutes(zone)
  if (offset === undefined) return undefined
  const seconds = daysSince1970(year, month, day) * 86_400 + hour * 3600 + (minute - offset) * 60 + second
  return { seconds, fraction: fraction.replace(/(?<!0)0+$/, ''), zoned: zone !== undefined }
}

/** Orders two instants: negative, zero or positive. */
export function compareInstants(one: Instant, other: Instant): number {
  if (one.seconds !== other.seconds) return one.seconds - other.seconds
  if (one.fraction === other.fraction) return 0
  return one.fraction < other.fraction ? -1 : 1
}

function zoneOffsetMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4, 6))
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar, counting years from March so that leap days come last. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Whether a text is a valid DateTime (RFC 7643 §2.3.5). */
export function isDateTime(text: string): boolean {
  return parseDateTime(text) !== undefined
}

/**
 * Whether a text is base64 or base64url (RFC 7643 §2.3.6). The padding may be left off; line breaks are no part of
 * either alphabet.
 */
export function isBase64(text: string): boolean {
  const bare = text.replace(/={0,2}$/, '')
  const padding = text.length - bare.length
  if (!/^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)$/.test(bare) || bare.length % 4 === 1) return false
  return padding === 0 || (bare.length + padding) % 4 === 0
}

/** One spelling for the base64 texts that stand for the same bytes: standard alphabet, no padding. */
export function plainBase64(text: string): string {
  return text
    .replace(/(?<!=)=+$/, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
}

/** Whether a text is a URI or a relative reference (RFC 7643 §2.3.7; RFC 3986 §4.1); the empty text is one (§4.2). */
export function isUriReference(text: string): boolean {
  if (!/^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/.test(text)) return false
  const beforeColon = /^([^/?#]*?):/.exec(text)?.[1]
  if (beforeColon !== undefined && !/^[A-Za-z][A-Za-z0-9+.-]*$/.test(beforeColon)) return false
  if (text.indexOf('#') !== text.lastIndexOf('#')) return false
  // Brackets belong to an IP literal, so they stand in the authority or nowhere.
  return !/[[\]]/.test(text.replace(/^[^/?#]*:?\/\/(?:[^/?#@]*@)?\[[^\]]*\]/, ''))
}

/** Whether a JSON number can be an integer (RFC 7643 §2.3.4). JSON's own spelling, such as 1.0, is not visible here. */
export function isInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value)
}

/** Whether a JSON number can be a decimal (RFC 7643 §2.3.3); JSON writes 1.0 as 1 as well. */
export function isDecimal(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/** Whether one value (not an array) is valid for a data type (RFC 7643 §2.3). An empty binary is; an empty reference is not. */
export function isOfType(value: unknown, type: AttributeType): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'decimal':
      return isDecimal(value)
    case 'integer':
      return isInteger(value)
    case 'dateTime':
      return typeof value === 'string' && isDateTime(value)
    case 'binary':
      return typeof value === 'string' && isBase64(value)
    case 'reference':
      return typeof value === 'string' && isUriReference(value)
    case 'complex':
      return isObject(value) && !isArray(value)
  }
}

/** Says in words what isOfType wants. */
export function describeType(type: AttributeType): string {
  switch (type) {
    case 'string':
      return 'a string'
    case 'boolean':
      return 'true or false'
    case 'decimal':
      return 'a number'
    case 'integer':
      return 'a whole number'
    case 'dateTime':
      return 'a string with an xsd:dateTime'
    case 'binary':
      return 'a string in base64'
    case 'reference':
      return 'a string with a URI'
    case 'complex':
      return 'an object'
  }
}
