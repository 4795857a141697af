// The fuzzer finds nothing where there is nothing: on the provider that conforms, and on legal variants of it.

import { expect, test } from 'vitest'
import { allVariants } from '../../fixtures/variants/all.ts'
import { optionsOf } from '../proof/examine-provider.ts'
import { countingFilters, type FilterCount } from './count-filters.ts'
import { fuzzProvider } from './fuzz-provider.ts'

/** Requests on each provider; FUZZ_REQUESTS raises them. They send 10,000 different filters between them. */
const each = Number(process.env.FUZZ_REQUESTS ?? 2000)
let filters = 0

/** Variants whose filters, lists or names are different. */
const someVariants = [
  'filter-eq-only',
  'filter-without-value-paths',
  'page-cap-2',
  'unstable-order',
  'ids-as-urn',
  'formatted-name-computed',
  'texts-in-lower-case',
  'unassigned-as-null',
]

const providers = [
  { name: 'as it is', options: {}, target: {} },
  ...allVariants
    .filter(({ name }) => someVariants.includes(name))
    .map(variant => ({ name: variant.name, options: optionsOf(variant), target: variant.target ?? {} })),
]

test.each(providers)('nothing is found: $name', { timeout: 120_000 }, async ({ options, target }) => {
  const count: FilterCount = { different: new Set() }
  const { result, findings } = await fuzzProvider(countingFilters(options, count), {
    requests: Math.ceil(each / 3),
    seconds: 100,
    target,
  })
  filters += count.different.size
  const verdicts = result.checks.map(({ id, verdict, reason }) => ({ id, verdict, reason }))
  expect(findings.map(({ path, words, faults }) => ({ path, words, faults }))).toEqual([])
  expect(verdicts.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
})

test('another seed tries other filters, and finds nothing either', { timeout: 120_000 }, async () => {
  const { result, findings } = await fuzzProvider({}, { requests: Math.ceil(each / 3), seed: 4711 })
  expect(findings).toEqual([])
  expect(result.finished).toBe(true)
})

test('10,000 different filters were sent', () => {
  expect(filters).toBeGreaterThanOrEqual(5 * each)
})
