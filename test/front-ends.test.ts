// Both front ends give the same verdicts: the engine's scheduler, and the suites as Vitest tests.

import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { createVitest } from 'vitest/node'
import { allDefects } from '../fixtures/defects/all.ts'
import { startProvider } from '../fixtures/provider/provider.ts'
import type { CheckRecord } from '../src/result/run-result.ts'
import { examineProvider, optionsOf } from './proof/examine-provider.ts'

const defect = allDefects.find(({ name }) => name === 'create-answers-200')
if (defect === undefined) throw new Error('the defect this test rests on is gone')

test('the engine and Vitest agree on every check', async () => {
  const token = 'proof-token'
  const provider = await startProvider({ ...optionsOf(defect), token })
  const records = new Map<string, CheckRecord>()
  process.env.SCIM_TEST_BASE_URL = provider.baseUrl
  process.env.SCIM_TEST_TOKEN = token
  const vitest = await createVitest({
    config: false,
    root: resolve(import.meta.dirname, '..'),
    include: ['test/fixtures/conformance.vitest.ts'],
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
      },
    ],
  })
  await vitest.start()
  await vitest.close()
  process.exitCode = 0
  await provider.close()

  const engine = await examineProvider(optionsOf(defect))
  const verdicts = engine.checks.map(({ id, verdict }) => `${id} ${verdict}`)
  expect(engine.checks.map(({ id }) => `${id} ${records.get(id)?.verdict}`)).toEqual(verdicts)
  expect(records.get('create/created')?.verdict).toBe('fail')
})
