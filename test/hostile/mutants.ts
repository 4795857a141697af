// The embedded provider with bytes of its answers changed at random, by a seed: whatever comes of it, no one breaks.

import type { Running } from './hostile.ts'
import { type Answer, startTwisted } from './twisted-server.ts'

export interface Mutants extends Running {
  /** Answers that were changed so far. */
  count(): number
}

/** Starts it: after some requests, of every three answers one is changed. */
export async function startMutants(seed: number): Promise<Mutants> {
  const random = generator(seed)
  let changed = 0
  const running = await startTwisted(async call => {
    const answer = await call.proper()
    if (random(3) > 0) return call.answer(answer)
    changed++
    call.answer(mutate(answer, random))
  }, 6)
  return { ...running, count: () => changed }
}

/** A whole number below the limit. */
type Random = (below: number) => number

/** Mulberry32: the same numbers for the same seed, everywhere. */
function generator(seed: number): Random {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

const statuses = [200, 201, 204, 206, 299, 304, 400, 404, 409, 412, 418, 500, 501, 599]
const scalars = [
  'null',
  'true',
  '-1',
  '1e400',
  '""',
  '[]',
  '{}',
  '[[]]',
  '{"value":[]}',
  '"\\ud800"',
  '9007199254740993',
  '"__proto__"',
]

function mutate({ status, headers, body }: Answer, random: Random): Answer {
  const bytes = Buffer.from(body)
  switch (random(8)) {
    case 0: // a few bytes changed
      for (let n = 0; n <= random(4) && bytes.length > 0; n++) bytes[random(bytes.length)] = random(256)
      return { status, headers, body: bytes }
    case 1: // cut off
      return { status, headers, body: bytes.subarray(0, random(bytes.length + 1)) }
    case 2: {
      // a part of it twice
      const from = random(bytes.length + 1)
      return { status, headers, body: Buffer.concat([bytes, bytes.subarray(from, from + random(200))]) }
    }
    case 3: {
      // a value replaced
      const values = [...bytes.toString().matchAll(/(?<=[:[,])("(?:[^"\\]|\\.)*"|true|false|null|-?\d+)(?=[,\]}])/g)]
      const chosen = values[random(values.length)]
      if (chosen === undefined) return { status, headers, body: bytes }
      const text = bytes.toString()
      const other = scalars[random(scalars.length)] ?? ''
      return {
        status,
        headers,
        body: text.slice(0, chosen.index) + other + text.slice(chosen.index + chosen[0].length),
      }
    }
    case 4: {
      // the name of a member changed
      const names = [...bytes.toString().matchAll(/"(\w+)"(?=:)/g)]
      const chosen = names[random(names.length)]
      if (chosen === undefined) return { status, headers, body: bytes }
      const text = bytes.toString()
      const other = ['__proto__', 'constructor', '', 'ID', 'schemas', '$ref'][random(6)] ?? ''
      return {
        status,
        headers,
        body: `${text.slice(0, chosen.index)}"${other}"${text.slice(chosen.index + chosen[0].length)}`,
      }
    }
    case 5: // another status
      return { status: statuses[random(statuses.length)] ?? 200, headers, body: bytes }
    case 6: {
      // a header left out, or odd
      const names = Object.keys(headers).filter(name => !/^(content-length|connection|transfer-encoding)$/.test(name))
      const name = names[random(names.length)] ?? 'etag'
      const { [name]: _, ...others } = headers
      return {
        status,
        headers: random(2) === 0 ? others : { ...others, [name]: 'x'.repeat(random(3000)) },
        body: bytes,
      }
    }
    default: // nothing at all
      return { status, headers, body: '' }
  }
}
