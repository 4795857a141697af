import { expect, test } from 'vitest'
import { catalogue, levelOf, requirementIds } from '../requirements/catalogue.ts'
import { gravityOf, impactsOf } from './impact.ts'

test('the gravest impact comes first, and decides the rank', () => {
  expect(impactsOf('7644-3.4.2.2-02').map(({ who, harm }) => [who, harm])).toEqual([
    ['Okta', 'data'],
    ['Entra ID', 'stops'],
  ])
  const ranks = ['7643-4.1.1-17', '7644-3.5.2.2-06', '7644-3.3-06', '7643-2.4-05', '9999-1-01'].map(gravityOf)
  expect(ranks).toEqual([0, 1, 2, 3, 3])
})

test('each fact hangs on a requirement that a check can verify, and has a page as its source', () => {
  for (const id of requirementIds) {
    for (const { source, what } of impactsOf(id)) {
      expect(source).toMatch(/^https:\/\/\S+$/)
      expect(what).toMatch(/[^.]$/)
      expect(catalogue[id].priority, id).not.toBe('permission')
      expect(['MUST', 'SHOULD']).toContain(levelOf(id))
    }
  }
})
