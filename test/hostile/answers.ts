// Answers with the wrong status, odd headers, ways to elsewhere: redirects, login pages, storms of refusals.

import { createServer } from 'node:http'
import type { Hostile, Running } from './hostile.ts'
import { type Call, startTwisted } from './twisted-server.ts'
import { instead, twisted, type When } from './twists.ts'

const both: When = { atOnce: true, later: 'told' }
const found: When = { atOnce: true, later: 'told' }

const headers = 'Headers'
const adds = (
  name: string,
  what: string,
  more: Readonly<Record<string, string | readonly string[]>>,
  when: When = found,
): Hostile =>
  twisted(
    headers,
    name,
    what,
    when,
    instead(answer => ({ headers: { ...answer.headers, ...more } })),
  )

const headed: readonly Hostile[] = [
  adds('set-cookie-flood', 'sets 200 cookies with every answer', {
    'set-cookie': Array.from({ length: 200 }, (_, n) => `c${n}=${n}; Max-Age=99999999999; Expires=garbage`),
  }),
  adds('clock-in-1970', 'has a clock that stands in 1970', { date: 'Thu, 01 Jan 1970 00:00:00 GMT' }),
  adds('clock-in-9999', 'has a clock that stands in 9999', { date: 'Fri, 31 Dec 9999 23:59:59 GMT' }),
  adds('clock-broken', 'sends a Date that is none', { date: 'yesterday' }),
  adds('media-type-long', 'sends a Content-Type of 12 kB', {
    'content-type': `application/scim+json; ${'a=b; '.repeat(2500)}`,
  }),
  adds('media-type-odd', 'sends a Content-Type that is none', { 'content-type': ';;;===,,,/"' }),
  adds('media-type-html', 'calls its JSON HTML', { 'content-type': 'text/html' }, both),
  adds('tag-odd', 'sends an ETag that is none', { etag: `W/""""${'a'.repeat(9000)}` }),
  adds('tag-with-control', 'sends an ETag with bytes that no header of ours may have', {
    etag: '"\u00ff\u0080\u0090"',
  }),
  adds('location-odd', 'sends a Location that is no URL', { location: 'http://[::1' }),
  adds('location-script', 'sends a Location with a script', { location: 'javascript:alert(1)' }),
  adds('location-slashes', 'sends a Location of 12 kB of slashes', { location: `${'/'.repeat(12_000)}x` }),
  adds('prototype-headers', 'sends headers named __proto__ and constructor', {
    __proto__x: '1',
    constructor: 'evil',
    'x-__proto__': 'evil',
    tostring: 'x',
    hasownproperty: '1',
  }),
  adds('security-headers-odd', 'sends Strict-Transport-Security and others that cannot be read', {
    'strict-transport-security': `max-age=${'9'.repeat(5000)}`,
    'content-location': '\\\\evil\\share',
    'content-language': 'x'.repeat(3000),
    vary: '*,'.repeat(2000),
  }),
  twisted(headers, 'challenge-long', 'refuses with a WWW-Authenticate of 12 kB', both, ({ answer }) =>
    answer({ status: 401, headers: { 'www-authenticate': `Bearer ${'a'.repeat(6000)} realm="${'\\"'.repeat(3000)}` } }),
  ),
  twisted(
    headers,
    'echoes-credentials',
    'sends all that it is sent back, in headers and bodies',
    { atOnce: true, later: 'told' },
    call => {
      const text = Object.entries(call.headers)
        .map(([name, value]) => `${name}: ${String(value)}`)
        .join('\n')
      const one = text.replace(/[^\x20-\x7e]+/g, ' ')
      call.answer({
        status: 400,
        headers: { 'content-type': 'application/scim+json', 'x-echo': one, location: `/x?${encodeURIComponent(one)}` },
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
          status: '400',
          scimType: call.headers.authorization,
          detail: `${one} ${encodeURIComponent(one)} ${one.toUpperCase().slice(0, 0)}`,
          [one]: one,
        }),
      })
    },
  ),
]

const elsewhere = 'Redirects'
const redirects = (
  name: string,
  what: string,
  location: string | ((call: Call) => string),
  when: When = both,
  status = 302,
): Hostile =>
  twisted(elsewhere, name, what, when, call =>
    call.answer({ status, headers: { location: typeof location === 'string' ? location : location(call) } }),
  )

/** Redirects to a second server, which answers like the first and writes down the credentials that it is sent. */
function toAnotherHost(
  name: string,
  what: string,
  status: number,
  address: (port: number, call: Call) => string,
  when: When = both,
): Hostile {
  return {
    name,
    group: elsewhere,
    what,
    ...when,
    async start(calm): Promise<Running> {
      const seen: string[] = []
      const other = createServer((request, response) => {
        for (const [key, value] of Object.entries(request.headers)) {
          if (/authorization|cookie|secret|gateway|token/i.test(key)) seen.push(`${key}: ${String(value)}`)
        }
        response.writeHead(200, { 'content-type': 'application/scim+json' }).end('{"Resources":[],"totalResults":0}')
      })
      await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
      const at = other.address()
      const port = typeof at === 'object' && at !== null ? at.port : 0
      const main = await startTwisted(call => call.answer({ status, headers: { location: address(port, call) } }), calm)
      return {
        baseUrl: main.baseUrl,
        leaked: () => seen,
        close: async () => {
          await main.close()
          other.closeAllConnections()
          await new Promise(resolve => other.close(resolve))
        },
      }
    },
  }
}

const redirecting: readonly Hostile[] = [
  redirects('redirect-to-itself', 'redirects every request to itself', ({ url }) => url),
  redirects(
    'redirect-loop',
    'redirects between two places',
    ({ url }) => (url.includes('loop=1') ? '/v2/Users?loop=2' : '/v2/Users?loop=1'),
    both,
    307,
  ),
  redirects('redirect-chain', 'redirects ever further', ({ number }) => `/v2/step/${number}`, both, 308),
  redirects(
    'redirect-without-location',
    'redirects without saying where',
    ({ number }) => (number < 0 ? 'x' : ''),
    both,
    301,
  ),
  redirects('redirect-to-file', 'redirects to a file of the local machine', 'file:///etc/passwd'),
  redirects('redirect-to-script', 'redirects to a script', 'javascript:alert(document.domain)'),
  redirects('redirect-to-data', 'redirects to a data URL', 'data:application/scim+json,{"Resources":[]}'),
  redirects(
    'redirect-with-user',
    'redirects to itself with a user name and a password',
    ({ headers: { host } }) => `http://admin:hunter2@${host}/v2/Users`,
  ),
  redirects('redirect-to-login', 'redirects to a login page', '/login?return=%2Fscim'),
  toAnotherHost(
    'redirect-301-elsewhere',
    'redirects to another port with 301',
    301,
    (port, { url }) => `http://127.0.0.1:${port}${url}`,
  ),
  toAnotherHost(
    'redirect-307-elsewhere',
    'redirects to another port with 307',
    307,
    (port, { url }) => `http://127.0.0.1:${port}${url}`,
  ),
  toAnotherHost(
    'redirect-308-elsewhere',
    'redirects to another host with 308',
    308,
    (port, { url }) => `http://localhost:${port}${url}`,
  ),
  toAnotherHost(
    'redirect-without-scheme',
    'redirects to another host without naming a scheme',
    307,
    (port, { url }) => `//127.0.0.1:${port}${url}`,
  ),
  toAnotherHost(
    'redirect-with-backslash',
    'redirects to another host with backslashes',
    302,
    (port, { url }) => `\\\\127.0.0.1:${port}${url}`,
  ),
  toAnotherHost(
    'redirect-looks-alike',
    'redirects to a host that begins like its own',
    307,
    (port, { headers: { host }, url }) => `http://${host}@127.0.0.1:${port}${url}`,
  ),
]

const pages = 'Pages for people'
const page = (name: string, what: string, status: number, type: string, when: When = both): Hostile =>
  twisted(pages, name, what, when, ({ answer }) =>
    answer({
      status,
      headers: { 'content-type': type },
      body: '<!DOCTYPE html><html><head><title>Sign in</title><meta http-equiv="refresh" content="0;url=http://127.0.0.1:1/"></head><body><script>alert(1)</script><form action=/login><input type=password></form></body></html>',
    }),
  )
const forPeople: readonly Hostile[] = [
  page('login-page', 'answers everything with a login page and 200', 200, 'text/html; charset=utf-8'),
  page('login-page-as-json', 'answers everything with a login page that it calls SCIM', 200, 'application/scim+json'),
  page('error-page', 'answers everything with an HTML page and 404', 404, 'text/html'),
  page('gateway-page', 'answers everything with an HTML page and 502', 502, 'text/html'),
  page('maintenance-page', 'answers everything with an HTML page and 503', 503, 'text/html'),
  page('forbidden-page', 'answers everything with an HTML page and 403', 403, 'text/html'),
]

const storms = 'Storms of refusals'
const storm = (
  name: string,
  what: string,
  status: number,
  retryAfter: string | undefined,
  when: When = both,
): Hostile =>
  twisted(storms, name, what, when, ({ answer }) =>
    answer({
      status,
      headers: {
        'content-type': 'application/scim+json',
        ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
      },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: String(status),
        detail: 'slow down',
      }),
    }),
  )
const odd: readonly (readonly [string, string, string | undefined])[] = [
  ['without-word', 'without Retry-After', undefined],
  ['at-once', 'and Retry-After: 0', '0'],
  ['negative', 'and a negative Retry-After', '-5'],
  ['huge', 'and a Retry-After of 400 digits', '9'.repeat(400)],
  ['fraction', 'and Retry-After: 0.5', '0.5'],
  ['past', 'and a Retry-After in 1994', 'Sun, 06 Nov 1994 08:49:37 GMT'],
  ['far-future', 'and a Retry-After in 9999', 'Fri, 31 Dec 9999 23:59:59 GMT'],
  ['garbage', 'and a Retry-After that is none', 'later, perhaps'],
]
const refusing: readonly Hostile[] = [
  ...odd.flatMap(([name, what, value]) => [
    storm(`429-${name}`, `answers everything with 429 ${what}`, 429, value),
    storm(`503-${name}`, `answers everything with 503 ${what}`, 503, value),
  ]),
  storm('500-always', 'answers everything with 500', 500, undefined),
  storm('401-always', 'answers everything with 401', 401, undefined),
  storm('403-always', 'answers everything with 403', 403, undefined),
  storm('404-always', 'answers everything with 404', 404, undefined),
  storm('418-always', 'answers everything with 418', 418, undefined),
  twisted(
    storms,
    '429-now-and-then',
    'answers every third request with 429 and Retry-After: 0, which is allowed',
    { atOnce: true, later: 'conforms' },
    async ({ number, proper, answer }) => {
      if (number % 3 === 0) answer({ status: 429, headers: { 'retry-after': '0' } })
      else answer(await proper())
    },
  ),
]

export const answers: readonly Hostile[] = [...headed, ...redirecting, ...forPeople, ...refusing]
