// What a program must have settled before the library examines a target for it.

import { expect, test } from 'vitest'
import { ConfigurationError, examine, UnreachableError } from '../src/library.ts'
import { readTarget } from '../src/target/read-target.ts'
import type { Target } from '../src/target/target.ts'

const from = (text: string): Promise<Target> =>
  readTarget(text, { file: 'scim-target.yaml', env: {}, readFile: async () => '' })
const at = (baseUrl: string): Promise<Target> => from(`name: Acme\nbaseUrl: ${baseUrl}\nauth: { type: none }\n`)

test('an embedded target is for the command', async () => {
  await expect(examine(await from('baseUrl: embedded\n'))).rejects.toMatchObject({
    code: 'E_CONFIG',
    message: expect.stringContaining('embedded'),
    hint: expect.stringContaining('scim-conformance serve'),
  })
})

test('a target elsewhere is not written to unless that is agreed to', async () => {
  const run = examine(await at('https://scim.example.invalid/v2'))
  await expect(run).rejects.toThrow(ConfigurationError)
  await expect(run).rejects.toMatchObject({
    message: expect.stringMatching(/creates .* at Acme/),
    hint: expect.stringContaining('agreed: true'),
  })
})

test.each([
  ['on this machine', {}, {}],
  ['elsewhere but read-only', { proxy: 'http://127.0.0.1:9', baseUrl: 'http://scim.example.invalid' }, {}],
  [
    'elsewhere and agreed to',
    { proxy: 'http://127.0.0.1:9', baseUrl: 'http://scim.example.invalid' },
    { agreed: true },
  ],
])('a target %s is asked', async (where, changes, options) => {
  const target = { ...(await at('http://127.0.0.1:9')), ...changes }
  const safety = where.includes('read-only') ? ('read-only' as const) : target.safety
  await expect(examine({ ...target, safety }, options)).rejects.toThrow(UnreachableError)
})
