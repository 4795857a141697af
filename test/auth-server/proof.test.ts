// The proof for the authorization server: every check passes on the one that conforms, every named defect is caught by the checks
// it names, and no legal variant is failed.

import { describe, expect, test } from 'vitest'
import { authServerDefects } from '../../fixtures/authorization-server/defects.ts'
import { authServerVariants } from '../../fixtures/authorization-server/variants.ts'
import { catalogue, isRequirementId } from '../../src/requirements/catalogue.ts'
import type { CheckRecord } from '../../src/result/run-result.ts'
import { authServerTopic } from '../../suites/all.ts'
import { examineAuthServer } from './examine-auth-server.ts'

const words = (records: readonly CheckRecord[]) =>
  records.map(({ id, verdict, reason, findings }) => ({ id, verdict, reason, findings }))
const checks = authServerTopic.suites.flatMap(suite => suite.checks)

test('every check passes on the authorization server that conforms', { timeout: 60_000 }, async () => {
  const result = await examineAuthServer({ accessTokenSeconds: 6 })
  expect(words(result.checks.filter(({ verdict }) => verdict !== 'pass'))).toEqual([])
  expect(result.checks).toHaveLength(checks.length)
  expect({ finished: result.finished, notes: result.notes }).toEqual({ finished: true, notes: [] })
})

describe.concurrent('a defect is caught', () => {
  test.each(authServerDefects)('$name', { timeout: 60_000 }, async ({ options, caughtBy, breaks }) => {
    const { checks: records } = await examineAuthServer(options, caughtBy)
    const run = records.filter(({ id }) => caughtBy.includes(id))
    const missed = run.filter(({ verdict }) => verdict !== 'fail' && verdict !== 'warn')
    expect(words(missed)).toEqual([])
    expect(run).toHaveLength(caughtBy.length)
    expect(run.flatMap(({ findings }) => findings.map(({ requirement }) => requirement))).toContain(breaks)
  })
})

describe.concurrent('a legal variant is not failed', () => {
  test.each(authServerVariants)('$name', { timeout: 60_000 }, async ({ options, warns }) => {
    const { checks: records, finished } = await examineAuthServer(options)
    const bad = records.filter(({ verdict }) => verdict === 'fail' || verdict === 'blocked' || verdict === 'error')
    expect(words(bad)).toEqual([])
    expect(words(records.filter(({ id, verdict }) => verdict === 'warn' && !warns.includes(id)))).toEqual([])
    expect(records.filter(({ verdict }) => verdict === 'warn').map(({ id }) => id)).toEqual(warns)
    expect(finished).toBe(true)
  })
})

test('every check has a defect, and what defects and variants name exists', () => {
  const ids = checks.map(({ id }) => id)
  const caught = authServerDefects.flatMap(({ caughtBy }) => caughtBy)
  expect(ids.filter(id => !caught.includes(id))).toEqual([])
  expect(caught.filter(id => !ids.includes(id))).toEqual([])
  for (const { name, breaks } of authServerDefects) {
    expect(isRequirementId(breaks) && catalogue[breaks], name).toBeTruthy()
  }
  const names = [...authServerDefects, ...authServerVariants].map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})
