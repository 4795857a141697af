// Both front ends give the same verdicts: the engine's scheduler, and the suites as Vitest tests.

import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createVitest } from 'vitest/node'
import { allDefects } from '../fixtures/defects/all.ts'
import { startProvider } from '../fixtures/provider/provider.ts'
import type { CheckRecord } from '../src/result/run-result.ts'
import { temporaryFolder } from './cli/run-cli.ts'
import { examineProvider, optionsOf } from './proof/examine-provider.ts'

const defect = allDefects.find(({ name }) => name === 'create-answers-200')
if (defect === undefined) throw new Error('the defect this test rests on is gone')

const state = temporaryFolder()
const before = { ...process.env }
afterAll(() => {
  process.env = before
  state.remove()
})

/** Runs one file of test/fixtures in a Vitest of its own; gives the records of its checks and what its file failed with. */
async function runVitest(
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<{ records: ReadonlyMap<string, CheckRecord>; errors: readonly string[] }> {
  const records = new Map<string, CheckRecord>()
  const errors: string[] = []
  Object.assign(process.env, { SCIM_CONFORMANCE_STATE: state.path, ...env })
  const vitest = await createVitest({
    config: false,
    root: resolve(import.meta.dirname, '..'),
    include: [`test/fixtures/${file}`],
    watch: false,
    pool: 'threads',
    isolate: false,
    maxWorkers: 1,
    maxConcurrency: 32,
    reporters: [
      {
        onTestCaseResult(testCase) {
          const record = testCase.meta().scim
          if (record !== undefined) records.set(record.id, record)
        },
        onTestModuleEnd(testModule) {
          errors.push(...testModule.errors().map(({ message }) => message))
        },
      },
    ],
  })
  await vitest.start()
  await vitest.close()
  process.exitCode = 0
  return { records, errors }
}

test('the engine and Vitest agree on every check', async () => {
  const token = 'proof-token'
  const provider = await startProvider({ ...optionsOf(defect), token })
  const { records } = await runVitest('conformance.vitest.ts', {
    SCIM_TEST_BASE_URL: provider.baseUrl,
    SCIM_TEST_TOKEN: token,
  })
  await provider.close()

  const engine = await examineProvider(optionsOf(defect))
  const verdicts = engine.checks.map(({ id, verdict }) => `${id} ${verdict}`)
  expect(engine.checks.map(({ id }) => `${id} ${records.get(id)?.verdict}`)).toEqual(verdicts)
  expect(records.get('create/created')?.verdict).toBe('fail')
  // The journal was written, and removed when nothing was left.
  expect(readdirSync(join(state.path, 'journals'))).toEqual([])
}, 300_000)

test('Vitest sends nothing to a target that is not on this machine and not agreed to', async () => {
  const { records, errors } = await runVitest('conformance.vitest.ts', {
    SCIM_TEST_BASE_URL: 'https://scim.example.invalid/v2',
    SCIM_TEST_TOKEN: 'proof-token',
  })
  expect(errors).toEqual([expect.stringContaining('The program has not agreed to that.')])
  expect(records.size).toBe(0)
}, 300_000)
