// A known deviation explains what its text describes: another fault in the same place still fails.

import { expect, test } from 'vitest'
import { k2ProcInst } from '../../fixtures/emulations/k2.ts'
import type { Parts } from '../../fixtures/provider/parts.ts'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { ScimError } from '../../fixtures/provider/scim-error.ts'
import { examine } from '../../src/engine/examine.ts'
import { readTarget } from '../../src/target/read-target.ts'
import { allTopics } from '../../suites/all.ts'

const secrets = { path: 'instance-4711', password: 'password-4711', token: 'token-4711' }

/** The verdict of a check on the emulation with one more fault. */
async function verdictWith(fault: (parts: Parts) => Partial<Parts>, check: string): Promise<string | undefined> {
  const options = k2ProcInst.options(secrets)
  const provider = await startProvider({
    ...options,
    parts: conforming => {
      const own = typeof options.parts === 'function' ? options.parts(conforming) : options.parts
      const parts = { ...conforming, ...own }
      return { ...parts, ...fault(parts) }
    },
  })
  try {
    const target = await readTarget(k2ProcInst.targetFile(`http://127.0.0.1:${provider.port}`), {
      file: 'scim-target.yaml',
      env: k2ProcInst.environment(secrets),
      readFile: async () => '',
    })
    const { checks } = await examine(target, { topics: allTopics, only: [check] })
    return checks.find(({ id }) => id === check)?.verdict
  } finally {
    await provider.close()
  }
}

test.each<[string, string, string, (parts: Parts) => Partial<Parts>]>([
  ['nothing more', 'filter/unquoted-value', 'known', () => ({})],
  [
    'an unquoted value lists everything',
    'filter/unquoted-value',
    'fail',
    parts => ({ parseFilter: (text, tighter) => parts.parseFilter(text.includes('"') ? text : 'id sw ""', tighter) }),
  ],
  [
    'an unquoted value is answered 500',
    'filter/unquoted-value',
    'fail',
    parts => ({
      parseFilter: (text, tighter) => {
        if (!text.includes('"')) throw new ScimError(500, 'Value cannot be null. Parameter name: text')
        return parts.parseFilter(text, tighter)
      },
    }),
  ],
  ['nothing more', 'error-body/unknown-resource', 'known', () => ({})],
  [
    'errors give the status in words',
    'error-body/unknown-resource',
    'fail',
    parts => ({ errorBody: error => ({ ...parts.errorBody(error), status: 'not found' }) }),
  ],
  [
    'errors name the schema of another message',
    'error-body/unknown-resource',
    'fail',
    parts => ({ errorBody: error => ({ ...parts.errorBody(error), schemas: ['urn:example:error'] }) }),
  ],
  ['nothing more', 'discovery-lists/schemas', 'known', () => ({})],
  [
    'discovery is answered 500',
    'discovery-lists/schemas',
    'fail',
    () => ({
      discover: () => {
        throw new ScimError(500, 'Broken.')
      },
    }),
  ],
  ['nothing more', 'definitions/type', 'known', () => ({})],
  [
    'discovery is answered 500',
    'definitions/type',
    'blocked',
    () => ({
      discover: () => {
        throw new ScimError(500, 'Broken.')
      },
    }),
  ],
])('%s: %s is %s', async (_, check, verdict, fault) => {
  expect(await verdictWith(fault, check)).toBe(verdict)
})
