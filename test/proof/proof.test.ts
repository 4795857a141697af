// The proof in small: every check passes on the provider that conforms, every tenth defect is caught by the checks it names,
// and some legal variants are not failed. `npm run proof` takes all of them.

import { describe, expect, test } from 'vitest'
import { allDefects } from '../../fixtures/defects/all.ts'
import { allVariants } from '../../fixtures/variants/all.ts'
import { catalogue, isRequirementId } from '../../src/requirements/catalogue.ts'
import type { CheckRecord } from '../../src/result/run-result.ts'
import { allTopics } from '../../suites/all.ts'
import { examineDefect } from './examine-defect.ts'
import { examineProvider, optionsOf } from './examine-provider.ts'

const words = (records: readonly CheckRecord[]) =>
  records.map(({ id, verdict, reason, findings }) => ({ id, verdict, reason, findings }))

test('every check passes on the provider that conforms, or does not apply there', async () => {
  const result = await examineProvider({})
  const bad = result.checks.filter(
    ({ verdict, level }) =>
      verdict !== 'pass' && verdict !== 'unsupported' && !(verdict === 'warn' && level === 'CLIENT'),
  )
  expect(words(bad)).toEqual([])
  expect(result.finished).toBe(true)
})

describe.concurrent('a defect is caught', () => {
  test.each(allDefects.filter((_, index) => index % 10 === 0))('$name', async defect => {
    const result = await examineDefect(defect)
    const run = result.checks.filter(({ verdict }) => verdict !== 'skipped')
    const missed = defect.caughtBy.filter(id => {
      const record = run.find(one => one.id === id)
      return record?.verdict !== 'fail' && record?.verdict !== 'warn'
    })
    expect({ missed, records: missed.length === 0 ? [] : words(run) }).toEqual({ missed: [], records: [] })
  })
})

/** Variants that between them turn most switches; the others are left to `npm run proof`. */
const someVariants = [
  'nothing-optional',
  'page-cap-2',
  'ids-as-urn',
  'users-only',
  'required-custom-attributes',
  'filter-eq-only',
  'lower-case-paths',
  'unassigned-as-null',
  'serves-clients',
]

describe('a legal variant is not failed', () => {
  test.each(allVariants.filter(({ name }) => someVariants.includes(name)))('$name', async variant => {
    const result = await examineProvider(optionsOf(variant), [], variant.target)
    const bad = result.checks.filter(
      ({ verdict }) => verdict === 'fail' || verdict === 'blocked' || verdict === 'error',
    )
    expect(words(bad)).toEqual([])
    const warned = result.checks.filter(
      ({ verdict, level }) => verdict === 'warn' && (level !== 'CLIENT' || variant.servesClients === true),
    )
    expect(warned.map(({ id }) => id)).toEqual(variant.warns)
  })
})

test('defects and variants are named once, cite the catalogue, and name checks that exist', () => {
  const ids = new Set(allTopics.flatMap(topic => topic.suites.flatMap(suite => suite.checks.map(check => check.id))))
  const names = [...allDefects, ...allVariants].map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, breaks, caughtBy } of allDefects) {
    expect(isRequirementId(breaks) && catalogue[breaks], name).toBeTruthy()
    expect(
      caughtBy.filter(id => !ids.has(id)),
      name,
    ).toEqual([])
    expect(caughtBy.length, name).toBeGreaterThan(0)
  }
})
