// Connections that break, stall or never end.

import type { Hostile } from './hostile.ts'
import { drip, pour, raw, twisted } from './twists.ts'

const group = 'Connections'
const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\n'

export const connections: readonly Hostile[] = [
  raw(group, 'reset-at-accept', 'resets every connection as soon as it is made', socket => socket.resetAndDestroy()),
  raw(group, 'close-at-accept', 'closes every connection as soon as it is made', socket => socket.end()),
  twisted(
    group,
    'reset-after-request',
    'resets the connection when it has read the request',
    { atOnce: true, later: 'told' },
    ({ socket }) => socket.resetAndDestroy(),
  ),
  twisted(
    group,
    'close-after-request',
    'closes the connection without an answer',
    { atOnce: true, later: 'told' },
    ({ socket }) => socket.end(),
  ),
  twisted(
    group,
    'reset-in-status-line',
    'resets the connection within the status line',
    { atOnce: true, later: 'told' },
    ({ socket, raw: say }) => {
      say('HTTP/1.1 2')
      setTimeout(() => socket.resetAndDestroy(), 5)
    },
  ),
  twisted(
    group,
    'reset-in-headers',
    'resets the connection within the headers',
    { atOnce: true, later: 'told' },
    ({ socket, raw: say }) => {
      say(`${head}Content-Le`)
      setTimeout(() => socket.resetAndDestroy(), 5)
    },
  ),
  twisted(
    group,
    'reset-in-body',
    'resets the connection within the body',
    { atOnce: true, later: 'told' },
    ({ socket, raw: say }) => {
      say(`${head}Content-Length: 5000\r\n\r\n{"schemas":["urn:`)
      setTimeout(() => socket.resetAndDestroy(), 5)
    },
  ),
  twisted(
    group,
    'reset-between-requests',
    'answers well and resets the connection right after, though it keeps it alive',
    { atOnce: true, later: 'told', heavy: true },
    async ({ socket, proper, answer }) => {
      answer(await proper())
      setTimeout(() => socket.resetAndDestroy(), 3)
    },
  ),
  twisted(
    group,
    'reset-every-other',
    'resets the connection for every second request',
    { atOnce: true, later: 'told' },
    async ({ socket, number, proper, answer }) => {
      if (number % 2 === 0) socket.resetAndDestroy()
      else answer(await proper())
    },
  ),
  raw(
    group,
    'never-reads',
    'takes connections and never reads',

    socket => socket.pause(),
  ),
  twisted(group, 'never-answers', 'reads requests and never answers', { atOnce: true, later: 'told' }, () => undefined),
  twisted(group, 'stalls-in-headers', 'never ends its headers', { atOnce: true, later: 'told' }, ({ raw: say }) =>
    say(head),
  ),
  twisted(group, 'stalls-in-body', 'never ends its body', { atOnce: true, later: 'told' }, ({ raw: say }) =>
    say(`${head}Content-Length: 100\r\n\r\n{`),
  ),
  twisted(group, 'drips-headers', 'sends its headers byte by byte', { atOnce: true, later: 'told' }, ({ socket }) =>
    drip(socket, `${head}X: ${'x'.repeat(5000)}`, 40),
  ),
  twisted(
    group,
    'drips-body',
    'sends its body byte by byte',
    { atOnce: true, later: 'told' },
    ({ socket, raw: say }) => {
      say(`${head}Content-Length: 5000\r\n\r\n`)
      drip(socket, `{"Resources":[${' '.repeat(5000)}`, 40)
    },
  ),
  twisted(
    group,
    'endless-body',
    'sends a body without end, in chunks',
    { atOnce: true, later: 'told' },
    ({ socket, raw: say }) => {
      say(`${head}Transfer-Encoding: chunked\r\n\r\n`)
      pour(socket, `10000\r\n${'x'.repeat(0x10000)}\r\n`)
    },
  ),
  twisted(
    group,
    'endless-json',
    'sends a list without end, and no length',
    { atOnce: true, later: 'told' },
    ({ socket, raw: say }) => {
      say(`${head}\r\n{"Resources":[`)
      pour(socket, '{"id":"1"},'.repeat(5000))
    },
  ),
  twisted(
    group,
    'endless-headers',
    'sends headers without end',
    { atOnce: true, later: 'told' },
    ({ socket, raw: say }) => {
      say(head)
      pour(socket, `X-More: ${'x'.repeat(1000)}\r\n`)
    },
  ),
  twisted(
    group,
    'hundred-megabytes',
    'answers with 100 MB of JSON',
    { atOnce: true, later: 'told', heavy: true },
    ({ socket, raw: say }) => {
      const element = `{"id":"${'x'.repeat(1000)}"}`
      const count = 100_000
      say(`${head}Content-Length: ${(element.length + 1) * count + 15}\r\n\r\n{"Resources":[`)
      let left = count
      const more = (): void => {
        for (; left > 0 && !socket.destroyed; left--)
          if (!socket.write(left === 1 ? `${element}]}` : `${element},`)) break
        if (left > 0 && !socket.destroyed) socket.once('drain', more)
      }
      more()
    },
  ),
  twisted(
    group,
    'two-answers',
    'sends a second answer that nobody asked for',
    { atOnce: true, later: 'told' },
    async ({ proper, raw: say }) => {
      const { body } = await proper()
      const text = String(body)
      say(
        `${head}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}${head}Content-Length: 14\r\n\r\n{"evil":"true"}`,
      )
    },
  ),
  {
    ...raw(group, 'answers-before-asked', 'answers before it is asked', socket => {
      socket.write(`${head}Content-Length: 2\r\n\r\n{}`)
    }),
    heavy: true,
  },
]
