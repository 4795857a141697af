import { expect, test } from 'vitest'
import { isLoopback, longLivedCookie, openCookie } from './transport.ts'

test.each([
  ['localhost', true],
  ['scim.localhost', true],
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['[::1]', true],
  ['scim.example.com', false],
  ['10.0.0.1', false],
  ['0.0.0.0', false],
  ['127.0.0.1.example.com', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})

test.each([
  ['sid=1; Secure; HttpOnly', undefined],
  ['sid=1; HttpOnly', 'sid'],
  ['a=1; secure, sid=2; Path=/', 'sid'],
  ['AWSALB=x; Expires=Wed, 01 Jan 2098 00:00:00 GMT; Path=/', undefined],
  ['a=1; Path=/secure', 'a'],
])('open cookie in %s: %s', (header, expected) => {
  expect(openCookie(header)).toBe(expected)
})

test.each([
  ['sid=1; Secure', undefined],
  ['sid=1; Max-Age=3600', 'sid'],
  ['sid=; Max-Age=0', undefined],
  ['sid=1; Expires=Wed, 01 Jan 2098 00:00:00 GMT; Secure', 'sid'],
  ['sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', undefined],
  ['a=1; Secure, sid=1; Max-Age=31536000', 'sid'],
])('long-lived cookie in %s: %s', (header, expected) => {
  expect(longLivedCookie(header)).toBe(expected)
})
