// Which proxy the environment names, by URL.

import { expect, test } from 'vitest'
import { bypasses, proxyFromEnvironment } from './proxy.ts'

test.each([
  ['https://a.example', 'a.example', true],
  ['https://a.example', 'A.Example', true],
  ['https://b.a.example', 'a.example', true],
  ['https://b.a.example', '.a.example', true],
  ['https://a.example', '.a.example', true],
  ['https://a.example', '*.a.example', false],
  ['https://b.a.example', '*.a.example', true],
  ['https://ba.example', 'a.example', false],
  ['https://a.example', 'x, a.example y', true],
  ['https://a.example', '*', true],
  ['https://a.example', 'a.example:443', true],
  ['https://a.example', 'a.example:8443', false],
  ['http://a.example:8080', 'a.example:8080', true],
  ['http://[2001:db8::1]:8080', '2001:db8::1', true],
  ['http://[2001:db8::1]:8080', '[2001:db8::1]:8080', true],
  ['http://[2001:db8::1]:8080', '[2001:db8::1]:80', false],
  ['https://a.example', '', false],
])('%s with NO_PROXY=%s: %s', (url, noProxy, expected) => {
  expect(bypasses(url, noProxy)).toBe(expected)
})

test.each([
  ['https://a.example', { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:1' }, 'http://p:1'],
  ['http://a.example', { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:1' }, 'http://q:1'],
  ['https://a.example', { HTTP_PROXY: 'http://q:1' }, undefined],
  ['https://a.example', { HTTPS_PROXY: 'http://p:1', https_proxy: 'http://lower:1' }, 'http://lower:1'],
  ['https://a.example', { HTTPS_PROXY: 'p:1' }, 'http://p:1'],
  ['https://a.example', { HTTPS_PROXY: '' }, undefined],
  ['https://a.example', { HTTPS_PROXY: 'http://p:1', no_proxy: 'a.example' }, undefined],
  ['https://127.0.0.1', { HTTPS_PROXY: 'http://p:1' }, undefined],
])('%s with %o: %s', (url, env, expected) => {
  expect(proxyFromEnvironment(url, env)?.url).toBe(expected)
})
