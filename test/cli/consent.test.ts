// The question before the first write, at a terminal of streams.

import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { askConsent } from '../../src/cli/consent.ts'
import { ConfigurationError, InterruptedError } from '../../src/errors.ts'
import { localTarget } from '../proof/examine-provider.ts'

const far = localTarget('https://scim.example/v2', 'token', { name: 'Acme' })

async function asked(type: (input: PassThrough, abort: () => void) => void): Promise<unknown> {
  const input = new PassThrough()
  const output = new PassThrough()
  const controller = new AbortController()
  const consent = askConsent(far, { yes: false, terminal: { input, output }, signal: controller.signal })
  type(input, () => controller.abort())
  const outcome = await consent.then(
    () => 'agreed',
    (error: unknown) => error,
  )
  expect(String(output.read())).toMatch(/creates .* at Acme, .*\n.*Go on\? \[y\/N\]/s)
  return outcome
}

test.each(['y\r', 'Y\r', 'yes\r', ' yes \r'])('%j agrees', async typed => {
  expect(await asked(input => input.write(typed))).toBe('agreed')
})

test.each([
  ['n', 'n\r'],
  ['nothing', '\r'],
  ['something else', 'yep\r'],
  ['Ctrl-D', '\u0004'],
])('%s does not', async (_, typed) => {
  expect(await asked(input => input.write(typed))).toBeInstanceOf(ConfigurationError)
})

test('the end of the input does not', async () => {
  expect(await asked(input => input.end())).toBeInstanceOf(ConfigurationError)
})

test('Ctrl-C interrupts', async () => {
  expect(await asked(input => input.write('\u0003'))).toBeInstanceOf(InterruptedError)
})

test('a signal interrupts', async () => {
  expect(await asked((_, abort) => abort())).toBeInstanceOf(InterruptedError)
})

test.each([
  ['--yes', far, true],
  ['read-only', { ...far, safety: 'read-only' as const }, false],
  ['loopback', { ...far, baseUrl: 'http://127.0.0.1:1/scim' }, false],
])('%s: nobody is asked', async (_, target, yes) => {
  const { signal } = new AbortController()
  await expect(askConsent(target, { yes, terminal: undefined, signal })).resolves.toBeUndefined()
})

test('no terminal to ask on: says how to agree', async () => {
  const { signal } = new AbortController()
  await expect(askConsent(far, { yes: false, terminal: undefined, signal })).rejects.toMatchObject({
    code: 'E_CONFIG',
    hint: expect.stringContaining('--yes'),
  })
})
