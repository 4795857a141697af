// What is no HTTP/1.1, or HTTP/1.1 that cannot be: other protocols, framing that lies, statuses that are none.

import type { Hostile } from './hostile.ts'
import type { Call } from './twisted-server.ts'
import { pour, raw, twisted, type When } from './twists.ts'

const group = 'HTTP that is none'
const type = 'Content-Type: application/scim+json\r\n'
const both: When = { atOnce: true, later: 'told' }

const says = (
  name: string,
  what: string,
  text: string | ((call: Call, body: string) => string),
  when = both,
): Hostile =>
  twisted(group, name, what, when, async call => {
    const body = String((await call.proper()).body)
    call.raw(typeof text === 'string' ? text : text(call, body))
    call.socket.end()
  })

const framed = (
  name: string,
  what: string,
  headers: (body: string) => string,
  body?: (body: string) => string,
  when = both,
): Hostile =>
  says(
    name,
    what,
    (_, text) => `HTTP/1.1 200 OK\r\n${type}${headers(text)}\r\n\r\n${body === undefined ? text : body(text)}`,
    when,
  )

const size = (text: string): number => Buffer.byteLength(text)
const chunk = (text: string): string => `${size(text).toString(16)}\r\n${text}\r\n`

export const protocols: readonly Hostile[] = [
  raw(group, 'ssh-banner', 'is an SSH server', socket => socket.write('SSH-2.0-OpenSSH_9.6\r\n')),
  raw(group, 'smtp-banner', 'is a mail server', socket => {
    socket.write('220 mail.example ESMTP\r\n')
    socket.on('data', () => socket.write('502 5.5.2 Error: command not recognized\r\n'))
  }),
  raw(group, 'echo', 'sends back what it is sent', socket => socket.pipe(socket)),
  raw(group, 'noise', 'sends random bytes', socket => pour(socket, Buffer.from([0, 255, 13, 10, 7, 27, 200, 1]))),
  raw(group, 'http-2-frames', 'answers in HTTP/2 though HTTP/1.1 is asked', socket =>
    socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])),
  ),
  says('http-0.9', 'answers with a body and nothing before it', (_, body) => body),
  says(
    'http-1.0',
    'answers in HTTP/1.0 and closes the connection, which is allowed',
    (_, body) => `HTTP/1.0 200 OK\r\n${type}\r\n${body}`,
    { atOnce: true, later: 'told' },
  ),
  says('http-3.1', 'names a version of HTTP that is none', (_, body) => `HTTP/3.1 200 OK\r\n${type}\r\n${body}`),
  says('icy', 'answers with ICY instead of HTTP', 'ICY 200 OK\r\n\r\n{}'),
  ...['999', '000', '99', '1000', '-1', '2OO', ''].map(status =>
    says(
      `status-${status === '' ? 'missing' : status}`,
      `answers with the status ${status === '' ? 'left out' : status}`,
      (_, body) => `HTTP/1.1 ${status} X\r\n${type}Content-Length: ${size(body)}\r\n\r\n${body}`,
    ),
  ),
  says(
    'status-text-with-escapes',
    'has terminal escapes in the status line',
    (_, body) => `HTTP/1.1 200 \u001b[2J\u001b]0;owned\u0007 OK\r\n${type}Content-Length: ${size(body)}\r\n\r\n${body}`,
  ),
  twisted(group, 'continues-forever', 'answers with 100 without end', both, ({ socket }) =>
    pour(socket, 'HTTP/1.1 100 Continue\r\n\r\n'),
  ),
  twisted(group, 'processing-forever', 'answers with 102 without end', both, ({ socket }) =>
    pour(socket, 'HTTP/1.1 102 Processing\r\n\r\n'),
  ),
  twisted(group, 'early-hints-forever', 'answers with 103 without end', both, ({ socket }) =>
    pour(socket, `HTTP/1.1 103 Early Hints\r\nLink: <${'x'.repeat(5000)}>\r\n\r\n`),
  ),
  twisted(
    group,
    'early-hints',
    'sends 103 twice before the answer, which is allowed',
    { atOnce: true, later: 'conforms' },
    async ({ socket, proper, answer }) => {
      const proper_ = await proper()
      socket.write('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n')
      answer(proper_)
    },
  ),
  says(
    'switches-protocols',
    'answers 101 though nobody asked to switch',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n',
  ),
  says(
    'no-content-with-body',
    'answers 204 with a body',
    (_, body) => `HTTP/1.1 204 No Content\r\nContent-Length: ${size(body)}\r\n\r\n${body}`,
  ),
  twisted(group, 'not-modified', 'answers everything with 304', both, ({ answer }) => answer({ status: 304 })),
  framed(
    'length-too-short',
    'names a Content-Length that is too short',
    body => `Content-Length: ${Math.floor(size(body) / 2)}`,
  ),
  framed('length-too-long', 'names a Content-Length that is too long', body => `Content-Length: ${size(body) + 100}`),
  framed('length-negative', 'names a negative Content-Length', () => 'Content-Length: -5'),
  framed('length-twice', 'names two Content-Lengths', body => `Content-Length: ${size(body)}\r\nContent-Length: 5`),
  framed('length-huge', 'names a Content-Length of 10^18', () => 'Content-Length: 1000000000000000000'),
  framed('length-beyond-numbers', 'names a Content-Length of 400 digits', () => `Content-Length: ${'9'.repeat(400)}`),
  framed('length-in-words', 'names a Content-Length in words', () => 'Content-Length: many'),
  framed(
    'length-and-chunked',
    'names a Content-Length and sends chunks',
    () => 'Content-Length: 5\r\nTransfer-Encoding: chunked',
    body => `${chunk(body)}0\r\n\r\n`,
  ),
  framed(
    'transfer-encoding-unknown',
    'names a transfer coding that nobody knows',
    () => 'Transfer-Encoding: x-odd, chunked',
    body => `${chunk(body)}0\r\n\r\n`,
  ),
  framed(
    'chunk-size-in-words',
    'sends a chunk size that is no number',
    () => 'Transfer-Encoding: chunked',
    body => `zz\r\n${body}\r\n0\r\n\r\n`,
  ),
  framed(
    'chunk-size-huge',
    'sends a chunk size of 2^64',
    () => 'Transfer-Encoding: chunked',
    body => `ffffffffffffffffff\r\n${body}\r\n0\r\n\r\n`,
  ),
  framed(
    'chunk-size-negative',
    'sends a negative chunk size',
    () => 'Transfer-Encoding: chunked',
    body => `-1\r\n${body}\r\n0\r\n\r\n`,
  ),
  framed(
    'chunks-unfinished',
    'closes the connection before the last chunk',
    () => 'Transfer-Encoding: chunked',
    body => chunk(body),
  ),
  framed(
    'chunk-extensions',
    'sends chunk extensions without end',
    () => 'Transfer-Encoding: chunked',
    body => `5;${'x=y;'.repeat(50_000)}\r\n${body}`,
  ),
  twisted(group, 'trailers-forever', 'sends trailers without end', both, ({ socket, raw: say }) => {
    say(`HTTP/1.1 200 OK\r\n${type}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n`)
    pour(socket, `X-Trailer: ${'x'.repeat(1000)}\r\n`)
  }),
  framed('header-with-nul', 'sends a header with NUL', body => `X-Odd: a\0b\r\nContent-Length: ${size(body)}`),
  framed(
    'header-with-bare-cr',
    'sends a header with a carriage return in it',
    body => `X-Odd: a\rX-Evil: b\r\nContent-Length: ${size(body)}`,
  ),
  framed(
    'header-folded',
    'folds a header over lines',
    body => `X-Odd: a\r\n b\r\nContent-Length: ${size(body)}`,
    undefined,
    { atOnce: true, later: 'told' },
  ),
  framed('header-without-name', 'sends a header without a name', body => `: x\r\nContent-Length: ${size(body)}`),
  framed(
    'header-without-colon',
    'sends a line that is no header',
    body => `this is no header\r\nContent-Length: ${size(body)}`,
  ),
  framed(
    'header-too-long',
    'sends a header of 100 kB',
    body => `X-Long: ${'x'.repeat(100_000)}\r\nContent-Length: ${size(body)}`,
  ),
  framed(
    'header-flood',
    'sends 5,000 headers',
    body => `${Array.from({ length: 5000 }, (_, n) => `X-${n}: ${n}\r\n`).join('')}Content-Length: ${size(body)}`,
  ),
]
