// Bodies that cannot be read as they should: content codings, characters, JSON.

import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { Hostile } from './hostile.ts'
import { instead, isObject, json, twisted, type When } from './twists.ts'

const both: When = { atOnce: true, later: 'told' }
const found: When = { atOnce: true, later: 'told' }
const coded = 'Content codings'

const encodes = (
  name: string,
  what: string,
  coding: string,
  encode: (body: Buffer) => Buffer | string,
  when: When,
): Hostile =>
  twisted(
    coded,
    name,
    what,
    when,
    instead(({ headers, body }) => ({
      headers: { ...headers, 'content-encoding': coding },
      body: encode(Buffer.from(body)),
    })),
  )

/** 1 GB of spaces, gzipped: 1 MB; gzipped again: 1 kB. */
let bomb: Buffer | undefined
const gigabyte = (): Buffer => {
  const part = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))
  bomb ??= Buffer.concat(Array.from({ length: 16 }, () => part))
  return bomb
}

const codings: readonly Hostile[] = [
  encodes('gzip', 'sends gzip though nobody asked for it, which is allowed', 'gzip', gzipSync, found),
  encodes('deflate', 'sends deflate though nobody asked for it, which is allowed', 'deflate', deflateSync, found),
  encodes('brotli', 'sends brotli though nobody asked for it, which is allowed', 'br', brotliCompressSync, found),
  encodes('zstd', 'sends zstd though nobody asked for it, which is allowed', 'zstd', zstdCompressSync, found),
  encodes('gzip-twice', 'sends gzip in gzip', 'gzip, gzip', body => gzipSync(gzipSync(body)), found),
  encodes('gzip-many-times', 'names gzip fifty times', Array(50).fill('gzip').join(', '), gzipSync, both),
  encodes('gzip-bomb', 'sends 1 GB of spaces as 1 MB of gzip', 'gzip', gigabyte, { ...both, heavy: true }),
  encodes(
    'gzip-bomb-nested',
    'sends 1 GB of spaces as 10 kB of gzip in gzip',
    'gzip, gzip',
    () => gzipSync(gigabyte()),
    { ...both, heavy: true },
  ),
  encodes(
    'brotli-bomb',
    'sends 64 MB of spaces as 100 bytes of brotli',
    'br',
    () => brotliCompressSync(Buffer.alloc(64 * 1024 * 1024, ' ')),
    { ...both, heavy: true },
  ),
  encodes('gzip-broken', 'sends gzip that is broken', 'gzip', body => gzipSync(body).subarray(0, -12), both),
  encodes('gzip-in-name-only', 'calls plain JSON gzip', 'gzip', body => body, both),
  encodes('coding-unknown', 'names a content coding that nobody knows', 'x-odd', body => body, both),
]

const characters = 'Characters'
const bytes = (
  name: string,
  what: string,
  encode: (text: string) => Buffer | string,
  when: When = both,
  type?: string,
): Hostile =>
  twisted(
    characters,
    name,
    what,
    when,
    instead(({ headers, body }) => ({
      headers: type === undefined ? headers : { ...headers, 'content-type': type },
      body: encode(String(body)),
    })),
  )

const texts: readonly Hostile[] = [
  bytes('invalid-utf-8', 'sends bytes that are no UTF-8', text =>
    Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xc3, 0x28, 0xff, 0x7d])]),
  ),
  bytes(
    'latin-1',
    'sends ISO 8859-1, and says so',
    text => Buffer.from(text.replace('"', '"\u00e9'), 'latin1'),
    both,
    'application/scim+json; charset=iso-8859-1',
  ),
  bytes('utf-16', 'sends UTF-16 with a byte order mark', text =>
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
  ),
  bytes('utf-16-be', 'sends UTF-16 in the other byte order', text => Buffer.from(text, 'utf16le').swap16()),
  bytes('byte-order-mark', 'sends UTF-8 with a byte order mark', text => `\ufeff${text}`, found),
  bytes('nul-bytes', 'puts NUL after every character', text => [...text].join('\0')),
  bytes('nul-at-end', 'ends its bodies with NUL', text => `${text}\0`),
]

const deep = (open: string, close: string, depth: number): string => `${open.repeat(depth)}1${close.repeat(depth)}`
const shape = 'JSON'
const says = (name: string, what: string, text: string | (() => string), when: When = both): Hostile =>
  twisted(
    shape,
    name,
    what,
    when,
    instead(() => ({ body: typeof text === 'string' ? text : text() })),
  )
const within = (name: string, what: string, member: string, when: When = found): Hostile =>
  twisted(
    shape,
    name,
    what,
    when,
    json((value, _, { body }) => {
      const text = String(body)
      return isObject(value) ? `{${member},${text.slice(1)}` : text
    }),
  )

const jsons: readonly Hostile[] = [
  says('deep-arrays', 'nests arrays 100,000 deep', deep('[', ']', 100_000)),
  says('deep-objects', 'nests objects 100,000 deep', deep('{"a":', '}', 100_000)),
  within('deep-in-resource', 'has a member nested 100,000 deep in every answer', `"deep":${deep('[', ']', 100_000)}`),
  within('deep-extension', 'has a member nested 3,000 deep in every answer', `"urn:x":${deep('{"a":', '}', 3000)}`),
  within('huge-exponent', 'has the number 1e999999 in every answer', '"big":1e999999,"small":-1e999999'),
  within('huge-integer', 'has an integer of 400 digits in every answer', `"big":${'9'.repeat(400)}`),
  within(
    'million-members',
    'has 300,000 members in every answer',
    Array.from({ length: 300_000 }, (_, n) => `"k${n}":${n}`).join(','),
    { ...found, heavy: true },
  ),
  within(
    'million-elements',
    'has an array of 1,000,000 elements in every answer',
    `"emails":[${Array(1_000_000).fill('1').join(',')}]`,
    { ...found, heavy: true },
  ),
  within(
    'many-complex-elements',
    'has 100,000 e-mail addresses in every answer',
    `"emails":[${Array.from({ length: 100_000 }, (_, n) => `{"value":"${n}@x.example","type":"work"}`).join(',')}]`,
    { ...found, heavy: true },
  ),
  within('long-text', 'has a text of 5 MB in every answer', `"displayName":"${'x'.repeat(5_000_000)}"`, {
    ...found,
    heavy: true,
  }),
  within('long-name', 'has a member with a name of 1 MB in every answer', `"${'n'.repeat(1_000_000)}":1`, {
    ...found,
    heavy: true,
  }),
  within(
    'duplicate-keys',
    'names schemas, id and meta twice',
    '"schemas":["urn:evil"],"id":"evil","meta":{"location":"evil"}',
  ),
  within(
    'prototype-keys',
    'has __proto__, constructor and prototype among its members',
    '"__proto__":{"polluted":"yes","toString":"x"},"constructor":{"prototype":{"polluted":"yes"}},"prototype":{"polluted":"yes"},"hasOwnProperty":1,"toString":"x","valueOf":null,"toJSON":"x","then":"x"',
  ),
  within('to-json', 'has members that are functions elsewhere', '"toJSON":{},"then":{},"length":-1,"size":1e9'),
  says('empty', 'answers everything with an empty body', ''),
  says('spaces', 'answers everything with spaces', ' \n\t '),
  says('null', 'answers everything with null', 'null'),
  says('true', 'answers everything with true', 'true'),
  says('zero', 'answers everything with 0', '0'),
  says('text', 'answers everything with a JSON string', '"SCIM"'),
  says('empty-array', 'answers everything with an empty array', '[]'),
  says('array-of-null', 'answers everything with an array of null', '[null,null]'),
  says('empty-object', 'answers everything with an empty object', '{}'),
  says('nan', 'has NaN and Infinity in its JSON', '{"totalResults":NaN,"x":Infinity}'),
  says('comments', 'has comments and trailing commas in its JSON', '{/* x */"totalResults":1,}'),
  says('two-values', 'answers with two JSON values', '{"totalResults":0}{"totalResults":1}'),
  says(
    'unterminated',
    'answers with JSON that ends early',
    '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"Resources":[{"id":"',
  ),
  says(
    'unterminated-escapes',
    'answers with 2 MB of escaped quotes that never end',
    () => `{"x":"${'\\"'.repeat(1_000_000)}`,
    { ...both, heavy: true },
  ),
  says('quotes', 'answers with 2 MB of quotes', () => '"'.repeat(2_000_000), { ...both, heavy: true }),
  says('brackets', 'answers with 2 MB of opening brackets', () => '['.repeat(2_000_000), { ...both, heavy: true }),
  says('xml', 'answers with XML', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'),
]

export const bodies: readonly Hostile[] = [...codings, ...texts, ...jsons]
