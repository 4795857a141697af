// Where in an answer a finding stands: what its Expected, Got and subject name, so that a page can mark it.

import type { Exchange } from './curl.ts'
import type { Way } from './failure.ts'
import type { JsonSpot } from './pretty-json.ts'

export interface Offence {
  /** The status is what Got says, and not what was expected. */
  readonly status: boolean
  /** Names in lower case: headers of the answer that the finding names. */
  readonly headers: ReadonlySet<string>
  /** Names in lower case: headers that were expected and are not there. */
  readonly missing: readonly string[]
  readonly isMarked: (spot: JsonSpot) => boolean
}

/** Headers that requirements speak of, in lower case. */
const knownHeaders = [
  'location',
  'content-location',
  'content-type',
  'etag',
  'www-authenticate',
  'retry-after',
  'allow',
  'cache-control',
  'transfer-encoding',
]

/** What to mark in the answer of an exchange that these ways of a failure rest on. It names only what the ways name. */
export function offenceOf(ways: readonly Way[], { response }: Exchange): Offence {
  const texts = ways.flatMap(({ expected, got }) => [expected, got])
  const named = knownHeaders.filter(name =>
    texts.some(text => new RegExp(`(?<![\\w.-])${name}(?![\\w-])`, 'i').test(text)),
  )
  const isThere = (name: string) => response?.headers[name] !== undefined
  const paths = new Set(ways.flatMap(attributesOf).map(path => path.toLowerCase()))
  const values = new Set(ways.flatMap(valuesOf))
  return {
    status: ways.some(
      ({ expected, got }) =>
        response !== undefined && statusIn(got) === response.status && statusIn(expected) !== statusIn(got),
    ),
    headers: new Set(named.filter(isThere)),
    missing: response === undefined ? [] : named.filter(name => !isThere(name)),
    isMarked: ({ token, path }) => {
      const place = path.toLowerCase()
      return values.has(token) || [...paths].some(one => place === one || place.endsWith(`.${one}`))
    },
  }
}

/** The first HTTP status that a text names. */
function statusIn(text: string): number | undefined {
  const [, status] = /(?:^|[^\w.-])([1-5]\d\d)(?![\w.-])/.exec(text) ?? []
  return status === undefined ? undefined : Number(status)
}

/** Attribute paths that a way names: its subjects, what it begins with, and words that only an attribute is spelt like. */
function attributesOf({ expected, got, places }: Way): readonly string[] {
  const subjects = places.flatMap(({ subject }) => subject?.split(/[\s,:/]+/) ?? [])
  const begins = [expected, got].flatMap(text =>
    [...text.matchAll(/(?:^|\battribute |\bno |\bwithout |\bwith )([a-z$][\w$.-]*)/g)].map(([, word = '']) => word),
  )
  const spelt = [expected, got].flatMap(text => text.match(/\$ref|\b[a-z]+[A-Z]\w*(?:\.\w+)*/g) ?? [])
  const typeFirst = subjects.map(path => path.replace(/^[A-Z]\w*\./, ''))
  return [...typeFirst, ...begins, ...spelt].filter(word => /^[a-z$][\w$.-]*$/i.test(word) && !common.has(word))
}

/** Words of our sentences that are members of many bodies too. */
const common = new Set(['value', 'values', 'type', 'a', 'the', 'an', 'status', 'resources', 'name', 'members', 'id'])

/** Values that Got quotes and Expected does not, as JSON tokens. */
function valuesOf({ expected, got }: Way): readonly string[] {
  const quoted = got.match(/"(?:[^"\\]|\\.){2,200}"/g) ?? []
  return quoted.filter(token => !expected.includes(token))
}
