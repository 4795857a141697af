// A secret that is typed: never shown, corrected as one types, refused where there is no terminal.

import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { ConfigurationError, InterruptedError } from '../errors.ts'
import { askOnTerminal } from './ask-secret.ts'

function terminal() {
  const raw: boolean[] = []
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => raw.push(on) })
  const output = Object.assign(new PassThrough(), { isTTY: true })
  return { input, output, raw, shown: () => String(output.read() ?? '') }
}

test.each([
  ['s3cret\r', 's3cret'],
  ['s3crex\u007ft\n', 's3cret'],
  ['wrong\u0015s3cret\r', 's3cret'],
  ['pä😀\u007fß\r', 'päß'],
  ['half\u0004', 'half'],
])('%j', async (typed, secret) => {
  const { input, output, raw, shown } = terminal()
  const asked = askOnTerminal('Password: ', { input, output })
  for (const character of typed) input.write(character)
  expect(await asked).toBe(secret)
  expect(shown()).toBe('Password: \n')
  expect(raw).toEqual([true, false])
})

test('Ctrl-C', async () => {
  const { input, output, raw } = terminal()
  const asked = askOnTerminal('Password: ', { input, output })
  input.write('ab\u0003')
  await expect(asked).rejects.toBeInstanceOf(InterruptedError)
  expect(raw).toEqual([true, false])
})

test('no terminal', async () => {
  const error: unknown = await askOnTerminal('?', { input: new PassThrough(), output: new PassThrough() }).catch(
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ConfigurationError)
  expect(error instanceof ConfigurationError ? error.hint : '').toContain('environment variable')
})
