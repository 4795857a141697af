// Content codings (RFC 9110 §8.4): a service provider may send gzip and the like without being asked, so they are read; a
// small body that unfolds to a huge one is not.

import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib'
import type { TransportProblem } from './exchange.ts'

type Decode = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>

const gzip: Decode = promisify(gunzip)
/** With zlib's header, as it should be, or without, as some send it. */
const deflate: Decode = (bytes, options) =>
  promisify(inflate)(bytes, options).catch(error => {
    if (isTooLarge(error)) throw error
    return promisify(inflateRaw)(bytes, options)
  })
const decoders: Readonly<Record<string, Decode>> = {
  gzip,
  'x-gzip': gzip,
  deflate,
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}
/** Codings on top of each other that are taken off; nobody has a use for more. */
const mostCodings = 3

/**
 * Takes the content codings off a body, as Content-Encoding names them, to no more than `maxBytes`. A coding that is not
 * known leaves the body as it is. Never throws: what cannot be decoded is told as a problem, with no bytes.
 */
export async function decodeContent(
  bytes: Uint8Array,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly problem?: TransportProblem }> {
  const codings = (contentEncoding ?? '')
    .split(',', mostCodings + 2)
    .map(coding => coding.trim().toLowerCase())
    .filter(coding => coding !== '' && coding !== 'identity')
  if (bytes.length === 0 || codings.length === 0) return { bytes }
  if (codings.length > mostCodings) {
    const message = `Content-Encoding names more than ${mostCodings} codings; none was taken off`
    return { bytes: new Uint8Array(), problem: { kind: 'protocol', message } }
  }
  let decoded = bytes
  for (const coding of codings.reverse()) {
    const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined
    if (decode === undefined) return { bytes: decoded }
    try {
      decoded = await decode(decoded, { maxOutputLength: maxBytes })
    } catch (error) {
      const problem: TransportProblem = isTooLarge(error)
        ? { kind: 'too-large', message: `the body is larger than ${maxBytes} bytes when ${coding} is taken off it` }
        : { kind: 'protocol', message: `the body is no ${coding}, which its Content-Encoding names` }
      return { bytes: new Uint8Array(), problem }
    }
  }
  return { bytes: decoded }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}
