// A finding can be repeated: by seed and path, and from a corpus; it is small, and the same each time.

import { expect, test } from 'vitest'
import type { Defect } from '../../fixtures/defects/defect.ts'
import { filterFuzzDefects } from '../../fixtures/defects/filter-fuzz.ts'
import { filterTextDefects } from '../../fixtures/defects/filter-text.ts'
import type { FuzzFinding } from '../../src/fuzz/lane.ts'
import { optionsOf } from '../proof/examine-provider.ts'
import { fuzzProvider } from './fuzz-provider.ts'

function defectNamed(name: string): Defect {
  const defect = [...filterFuzzDefects, ...filterTextDefects].find(one => one.name === name)
  if (defect === undefined) throw new Error(`no defect ${name}`)
  return defect
}

const cases = [
  { name: 'fuzz-not-not-is-not', only: 'fuzz/valid' },
  { name: 'fuzz-hash-ends-the-filter', only: 'fuzz/quoted' },
  { name: 'fuzz-unknown-operator-is-eq', only: 'fuzz/invalid' },
] as const

/** What of a finding is the same in every run: ids and marks differ. */
const essence = ({ lane, words, value }: FuzzFinding) => ({ lane, words, value })

test.each(cases)('seed and path repeat the case: $name', async ({ name, only }) => {
  const options = optionsOf(defectNamed(name))
  const { findings } = await fuzzProvider(options, { requests: 600, only: [only] })
  const [finding] = findings
  expect(finding).toBeDefined()
  if (finding === undefined) return

  const again = await fuzzProvider(options, { requests: 10, only: [only], path: finding.path })
  expect(again.findings.map(essence)).toEqual([essence(finding)])
  expect(again.findings[0]?.path).toBe(finding.path)
  const clean = await fuzzProvider({}, { requests: 10, only: [only], path: finding.path })
  expect(clean.findings).toEqual([])

  const corpus = [{ lane: finding.lane, case: JSON.parse(JSON.stringify(finding.value)) }]
  const fromCorpus = await fuzzProvider(options, { requests: 1, only: [only], corpus })
  expect(fromCorpus.findings.map(essence)).toContainEqual(essence(finding))
})

test('the same seed gives the same findings', async () => {
  const options = optionsOf(defectNamed('fuzz-not-not-is-not'))
  const request = { requests: 400, only: ['fuzz/valid'] }
  const runs = [await fuzzProvider(options, request), await fuzzProvider(options, request)]
  const [one, other] = runs.map(({ findings }) => findings.map(essence).sort((a, b) => a.lane.localeCompare(b.lane)))
  expect(one).toEqual(other)
})

test('an unquoted name is found as it was in the field, with exchange and curl to repeat it', async () => {
  const { result, findings } = await fuzzProvider(optionsOf(defectNamed('unquoted-names-with-or')), {
    requests: 60,
    only: ['fuzz/invalid'],
  })
  const unquoted = findings.find(({ lane }) => lane.startsWith('invalid/unquoted/'))
  expect(unquoted?.faults[0]).toMatchObject({
    requirement: '7644-3.12-17',
    got: '400 Bad Request, scimType "invalidValue", "Value cannot be null. Parameter name: text"',
  })
  const record = result.checks.find(({ id }) => id === 'fuzz/invalid-filters')
  const finding = record?.findings.find(({ subject }) => subject?.includes('invalid/unquoted/'))
  expect(record?.exchanges.map(({ id }) => id)).toContain(finding?.exchanges[0])
})

test('its sibling, the quoted name, is found too', async () => {
  const { findings } = await fuzzProvider(optionsOf(defectNamed('quoted-names-with-or')), {
    requests: 60,
    only: ['fuzz/quoted'],
  })
  expect(findings[0]?.faults[0]).toMatchObject({ requirement: '7644-3.4.2.2-37' })
})
