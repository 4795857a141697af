// Says how a text fails to be a value of its type, without saying what it says: it may be someone's data.

import type { AttributeType } from '../../src/scim/attribute.ts'

/** Characters of a form that are shown. */
const longestForm = 40

/** What is wrong with a text that stands where a value of this type should: `the string "true"`, `a string with a space`. */
export function formOf(text: string, type: AttributeType): string {
  switch (type) {
    case 'boolean':
      return /^(?:true|false|yes|no|on|off|[01])$/i.test(text) ? `the string ${JSON.stringify(text)}` : 'a string'
    case 'integer':
    case 'decimal':
      return /^-?\d+(?:\.\d+)?$/.test(text) ? 'a number in quotes' : 'a string'
    case 'dateTime':
      return `a string of the form ${JSON.stringify(shapeOf(text))}${isLikeDateTime(text) ? ', no point in time' : ''}`
    case 'binary':
      return base64Fault(text)
    case 'reference':
      return uriFault(text)
    default:
      return 'a string'
  }
}

/** Digits become 0 and letters a, but for the T and Z of a dateTime. */
function shapeOf(text: string): string {
  const shape = text.replace(/\d/g, '0').replace(/(?![TZ])\p{L}/gu, 'a')
  return shape.length <= longestForm ? shape : `${shape.slice(0, longestForm - 1)}…`
}

/** Of the right form, but with a month, day, hour or zone that there is not. */
function isLikeDateTime(text: string): boolean {
  return /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/.test(text)
}

function base64Fault(text: string): string {
  const odd = /[^A-Za-z0-9+/=_-]/u.exec(text)?.[0]
  if (odd !== undefined) return `a string with ${characterName(odd)}, which is not in the base64 alphabet`
  if (/[+/]/.test(text) && /[_-]/.test(text)) return 'a string that mixes the base64 and the base64url alphabet'
  if (/=[^=]/.test(text)) return 'a string with padding before its end'
  return `a string of ${text.length} characters, which base64 never has`
}

function uriFault(text: string): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return 'a string with a % that encodes nothing'
  const odd = /[^\w\-.~:/?#[\]@!$&'()*+,;=%]/u.exec(text)?.[0]
  if (odd !== undefined) return `a string with ${characterName(odd)}, which no URI has`
  return 'a string that is no URI'
}

function characterName(character: string): string {
  if (character === ' ') return 'a space'
  if (/\s/.test(character)) return 'a line break or tab'
  return /[\x21-\x7e]/.test(character) ? `"${character}"` : 'a character beyond ASCII'
}
