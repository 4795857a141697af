import { expect, test } from 'vitest'
import { longLivedCookie, openCookie } from './transport.ts'

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
