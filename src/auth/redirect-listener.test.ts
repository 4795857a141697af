// Waiting for the browser on this machine: what counts as its answer, and what does not.

import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigurationError } from '../errors.ts'
import { canListenFor, listenForRedirect } from './redirect-listener.ts'

const never = new AbortController().signal

async function listen(redirectUri?: string, signal = never) {
  const listener = await listenForRedirect(redirectUri, signal)
  onTestFinished(listener.close)
  return listener
}

test.each([
  ['http://127.0.0.1/callback', true],
  ['http://127.0.0.1:8976/cb', true],
  ['http://localhost:8976/cb', true],
  ['http://[::1]:8976/cb', true],
  ['https://localhost/cb', false],
  ['https://vendor.example/cb', false],
  ['com.acme.app:/cb', false],
  ['urn:ietf:wg:oauth:2.0:oob', false],
])('%s can be waited for: %s', (uri, can) => {
  expect(canListenFor(uri)).toBe(can)
})

test('the first answer counts; what else is asked for is not there', async () => {
  const listener = await listen()
  expect(listener.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
  const other = async (url: string, method = 'GET') => (await fetch(url, { method })).status
  expect(await other(new URL('/favicon.ico', listener.redirectUri).href)).toBe(404)
  expect(await other(listener.redirectUri)).toBe(404)
  expect(await other(`${listener.redirectUri}?code=x`, 'POST')).toBe(404)
  const asked = fetch(`${listener.redirectUri}?code=c1&state=s`)
  expect((await listener.answer).href).toBe(`${listener.redirectUri}?code=c1&state=s`)
  expect(await other(`${listener.redirectUri}?code=c2`)).toBe(404)
  await listener.respond({ title: 'A <b>', text: 'T', status: 200 })
  const page = await (await asked).text()
  expect(page).toContain('<h1>A &#60;b&#62;</h1>')
  expect(page).not.toContain('c1')
})

test('a request target that is no URL is answered like any other', async () => {
  const { redirectUri } = await listen()
  const { hostname, port } = new URL(redirectUri)
  const status = await new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path: '//' }, answer => resolve(answer.resume().statusCode))
    asked.on('error', reject).end()
  })
  expect(status).toBe(404)
})

test('a port that is taken: says which, and what to do', async () => {
  const { redirectUri } = await listen()
  const error: unknown = await listenForRedirect(redirectUri, never).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ConfigurationError)
  expect(String(error)).toContain(`port ${new URL(redirectUri).port}: EADDRINUSE`)
})

test('nobody waits any more', async () => {
  const controller = new AbortController()
  const { answer } = await listen(undefined, controller.signal)
  controller.abort(new Error('enough'))
  await expect(answer).rejects.toThrow('enough')
})
