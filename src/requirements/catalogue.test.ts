import { expect, test } from 'vitest'
import { catalogue, clientOf, levelOf, placeOf, requirementIds } from './catalogue.ts'
import { conditions } from './requirement.ts'

test('ids, levels and wording are pinned: a change of meaning shows in review', () => {
  const pinned = requirementIds.map(id => {
    const { level, priority, when, says } = catalogue[id]
    return `${id} | ${level} | ${priority} | ${when.join(',') || 'always'} | ${says}`
  })
  expect(pinned.join('\n')).toMatchSnapshot()
})

test('an id says where the requirement stands', () => {
  expect(placeOf('7644-3.4.2.2-39')).toEqual({
    source: 'RFC 7644',
    section: '3.4.2.2',
    label: 'RFC 7644 §3.4.2.2',
    url: 'https://www.rfc-editor.org/rfc/rfc7644#section-3.4.2.2',
  })
  expect(placeOf('okta-09')).toMatchObject({ source: 'Okta', label: 'Okta', url: catalogue['okta-09'].source })
  expect(requirementIds.filter(id => !/^(\d{4}-\d[\d.]*|[a-z]+)-\d{2}$/.test(id))).toEqual([])
  expect(requirementIds.filter(id => (clientOf(id) === undefined) === (levelOf(id) === 'CLIENT'))).toEqual([])
})

test('conditions are known ones', () => {
  const unknown = requirementIds.flatMap(id => catalogue[id].when.filter(condition => !(condition in conditions)))
  expect(unknown).toEqual([])
})

test('a permission never binds, everything else does', () => {
  for (const id of requirementIds) {
    expect(levelOf(id) === 'MAY', id).toBe(catalogue[id].priority === 'permission')
  }
})
