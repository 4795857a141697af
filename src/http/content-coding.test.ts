import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeContent } from './content-coding.ts'

const text = '{"a":"ä"}'
const plain = Buffer.from(text)
const limit = 1_000_000

test.each([
  ['nothing', undefined, plain],
  ['identity', 'identity', plain],
  ['what nobody knows', 'x-odd', plain],
  ['a charset in the wrong place', 'utf-8', plain],
  ['gzip', 'gzip', gzipSync(plain)],
  ['gzip by its old name, in capitals', 'X-GZIP', gzipSync(plain)],
  ['deflate', 'deflate', deflateSync(plain)],
  ['deflate without a header', 'deflate', deflateRawSync(plain)],
  ['brotli', 'br', brotliCompressSync(plain)],
  ['zstd', 'zstd', zstdCompressSync(plain)],
  ['two codings, the last on the outside', 'gzip, br', brotliCompressSync(gzipSync(plain))],
])('%s is read', async (_, coding, bytes) => {
  const { bytes: decoded, problem } = await decodeContent(bytes, coding, limit)
  expect(problem).toBeUndefined()
  expect(Buffer.from(decoded).toString()).toBe(text)
})

test.each([
  ['gzip that is none', 'gzip', plain, 'protocol', 'no gzip'],
  ['gzip that ends early', 'gzip', gzipSync(plain).subarray(0, -9), 'protocol', 'no gzip'],
  ['a bomb', 'gzip', gzipSync(Buffer.alloc(50_000_000)), 'too-large', 'larger than 1000000 bytes'],
  ['a bomb in a parcel', 'gzip, gzip', gzipSync(gzipSync(Buffer.alloc(50_000_000))), 'too-large', 'larger'],
  ['a bomb of brotli', 'br', brotliCompressSync(Buffer.alloc(50_000_000)), 'too-large', 'larger'],
  ['a bomb of zstd', 'zstd', zstdCompressSync(Buffer.alloc(50_000_000)), 'too-large', 'larger'],
  ['a bomb of deflate', 'deflate', deflateRawSync(Buffer.alloc(50_000_000)), 'too-large', 'larger'],
  ['many codings', Array(5000).fill('gzip').join(), plain, 'protocol', 'more than 3'],
])('%s is told', async (_, coding, bytes, kind, words) => {
  const { bytes: decoded, problem } = await decodeContent(bytes, coding, limit)
  expect(problem?.kind).toBe(kind)
  expect(problem?.message).toContain(words)
  expect(decoded.length).toBe(0)
})
