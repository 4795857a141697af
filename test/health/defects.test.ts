// A broken service provider is not healthy: each aspect notices what it is there for.

import { describe, expect, test } from 'vitest'
import { allDefects } from '../../fixtures/defects/all.ts'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { lookAtHealth } from '../../src/health/look-at-health.ts'
import type { HealthAspect, HealthItem } from '../../src/result/health-result.ts'
import { localTarget, optionsOf } from '../proof/examine-provider.ts'
import { fill } from './fill.ts'

type Row = readonly [defect: string, aspect: HealthAspect, state: HealthItem['state'], words: RegExp]

const rows: readonly Row[] = [
  ['config-missing', 'discovery', 'concern', /ServiceProviderConfig is answered 404/],
  ['schemas-not-there', 'discovery', 'concern', /Schemas is answered 404/],
  ['resource-types-as-bare-array', 'discovery', 'bad', /bare array/],
  ['resource-types-empty', 'discovery', 'bad', /lists nothing/],
  ['schemas-without-extensions', 'discovery', 'concern', /which Schemas does not describe/],
  ['resource-type-name-twice', 'discovery', 'concern', /lists User more than once/],
  ['listed-endpoint-is-not-there', 'list', 'bad', /Gadgets is answered 404/],
  ['list-without-total', 'list', 'bad', /without a number in totalResults/],
  ['list-total-too-small', 'list', 'bad', /shows 5 resources and says that there are 4/],
  ['list-resources-missing', 'list', 'bad', /shows none of them/],
  ['lists-as-xml', 'list', 'bad', /no JSON/],
  ['filter-is-ignored', 'filter', 'bad', /as if there were no filter/],
  ['user-name-filter-finds-nobody', 'filter', 'bad', /userName .*finds nothing/],
  ['id-cannot-be-filtered', 'filter', 'concern', /by id .*finds nothing/],
  ['total-results-counts-unfiltered', 'paging', 'bad', /an empty page/],
  ['start-index-counts-from-zero', 'paging', 'bad', /startIndex/],
  ['start-index-is-a-page-number', 'paging', 'bad', /startIndex/],
  ['start-index-is-ignored', 'paging', 'bad', /twice/],
  ['pages-overlap', 'paging', 'bad', /1 resource twice/],
  ['one-more-than-count', 'paging', 'concern', /3 resources where 2 were asked for/],
  ['total-results-of-this-page', 'paging', 'bad', /totalResults/],
  ['total-results-of-what-is-left', 'paging', 'bad', /from page to page/],
  ['cursor-skips-a-resource', 'paging', 'bad', /by cursor/],
  ['last-cursor-leads-to-itself', 'paging', 'bad', /by cursor/],
  ['empty-cursor-is-refused', 'paging', 'bad', /answered 400/],
  ['returned-number-for-text', 'schema', 'concern', /displayName is not a string/],
  ['returned-one-email-without-array', 'schema', 'concern', /emails is no array/],
  ['returned-schemas-missing', 'schema', 'concern', /schemas lacks everything/],
  ['returned-user-without-user-name', 'schema', 'bad', /userName is missing/],
  ['password-hash-returned', 'schema', 'bad', /password must never be returned/],
  ['id-number', 'schema', 'bad', /id is missing/],
]

describe('defects that an operator wants to know of', { timeout: 120_000 }, () => {
  test.each(rows)('%s: %s is %s', async (name, aspect, state, words) => {
    const defect = allDefects.find(one => one.name === name)
    if (defect === undefined) throw new Error(`there is no defect ${name}`)
    const provider = await startProvider({ ...optionsOf(defect), token: 'defect-token' })
    try {
      const target = localTarget(provider.baseUrl, 'defect-token')
      await fill(target)
      const result = await lookAtHealth(target, { seconds: 100, thresholds: { latencyMs: 60_000 } })
      const item = result.items.find(one => one.aspect === aspect)
      expect(item).toMatchObject({ state, words: expect.stringMatching(words) })
      expect(item?.remedy).toMatch(/\w/)
      expect(['degraded', 'failing']).toContain(result.verdict)
      const shown = new Set(result.exchanges.map(({ id }) => id))
      expect(item?.exchanges?.length).toBeGreaterThan(0)
      for (const id of result.items.flatMap(({ exchanges = [] }) => exchanges)) expect(shown).toContain(id)
    } finally {
      await provider.close()
    }
  })
})
