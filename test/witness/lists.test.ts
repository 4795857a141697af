// Order, pages and representations as the provider gives them, beside what the oracle expects of them.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import type { JsonObject } from '../../src/scim/json.ts'
import { isArray, isObject } from '../../src/scim/json.ts'
import { expectedPage } from '../../src/scim/paging.ts'
import { projectionProblems } from '../../src/scim/project.ts'
import { topLevelAttributes } from '../../src/scim/resource-schemas.ts'
import { firstMisplaced } from '../../src/scim/sort.ts'
import { resourceBody } from './generated-values.ts'
import { attempt, device, group, type InProcess, provider, user, type Witnessed } from './in-process.ts'
import { runs, tell, timeLimitMs } from './runs.ts'

/** Paths of attributes and sub-attributes, some with the URI of their schema. */
function pathsIn({ schemas }: Witnessed): string[] {
  const named = (prefix: string) => (definition: AttributeDefinition) => [
    `${prefix}${definition.name}`,
    ...definition.subAttributes.map(part => `${prefix}${definition.name}.${part.name}`),
  ]
  return [
    ...topLevelAttributes(schemas).flatMap(named('')),
    ...schemas.base.attributes.slice(0, 4).flatMap(named(`${schemas.base.id}:`)),
    ...schemas.extensions.flatMap(({ schema }) => schema.attributes.flatMap(named(`${schema.id}:`))),
  ]
}

/** A provider that holds these resources beside the known ones; what clashes with another is left out. */
function holding({ type }: Witnessed, bodies: readonly Parameters<InProcess['create']>[1][]): InProcess {
  const inProcess = provider()
  for (const body of bodies) attempt(() => inProcess.create(type, body))
  return inProcess
}

function resourcesIn(list: JsonObject): readonly JsonObject[] {
  return isArray(list.Resources) ? list.Resources.filter(isObject) : []
}

const idsIn = (list: JsonObject) => resourcesIn(list).map(({ id }) => id)

describe.each([
  ['User', user],
  ['Group', group],
  ['Device', device],
] as const)('lists of %ss', (name, witnessed) => {
  const bodies = fc.array(resourceBody(witnessed), { minLength: 2, maxLength: 6 })

  test('are sorted as the oracle wants', { timeout: timeLimitMs }, () => {
    const counts = { sorted: 0, refused: 0 }
    const order = fc.constantFrom('ascending', 'descending')
    fc.assert(
      fc.property(bodies, fc.constantFrom(...pathsIn(witnessed)), order, (some, sortBy, sortOrder) => {
        const inProcess = holding(witnessed, some)
        const answer = attempt(() => inProcess.list(witnessed.type, { sortBy, sortOrder }))
        if ('refused' in answer) {
          // Only a complex attribute has nothing to sort by (RFC 7644 §3.4.2.3).
          expect(firstMisplaced([], sortBy, sortOrder, witnessed.schemas)).toBeUndefined()
          expect(answer.refused.scimType).toBe('invalidValue')
          counts.refused += 1
          return
        }
        const full = idsIn(answer.result).map(id => inProcess.read(String(id)))
        expect(firstMisplaced(full, sortBy, sortOrder, witnessed.schemas)).toBeUndefined()
        expect(new Set(idsIn(answer.result))).toEqual(new Set(idsIn(inProcess.list(witnessed.type, {}))))
        counts.sorted += 1
      }),
      runs(800, 41),
    )
    tell(`sorted ${name}s`, counts)
  })

  test('are cut into the pages the oracle expects, by index and by cursor', { timeout: timeLimitMs }, () => {
    const number = fc.integer({ min: -2, max: 9 })
    fc.assert(
      fc.property(bodies, number, number, (some, startIndex, count) => {
        const { list } = holding(witnessed, some)
        const all = idsIn(list(witnessed.type, {}))
        const page = list(witnessed.type, { startIndex: String(startIndex), count: String(count) })
        const expected = expectedPage({ startIndex, count, totalResults: all.length })
        const ids = idsIn(page)
        expect(page).toMatchObject({
          startIndex: expected.startIndex,
          totalResults: expected.totalResults,
          itemsPerPage: ids.length,
        })
        expect(ids.length).toBeGreaterThanOrEqual(expected.fewest)
        expect(ids.length).toBeLessThanOrEqual(expected.most)
        expect(ids).toEqual(all.slice(expected.startIndex - 1, expected.startIndex - 1 + ids.length))
        if (count > 0) expect(byCursor(list, witnessed, count)).toEqual(all)
      }),
      runs(400, 42),
    )
  })

  test('show what the oracle wants of attributes and excludedAttributes', { timeout: timeLimitMs }, () => {
    const { base, extensions } = witnessed.schemas
    const texts = [...pathsIn(witnessed), 'nope', base.id, ...extensions.map(({ schema }) => schema.id)]
    const listed = fc.subarray(texts, { minLength: 1, maxLength: 4 })
    const parameter = fc.constantFrom('attributes', 'excludedAttributes')
    fc.assert(
      fc.property(resourceBody(witnessed), parameter, listed, (body, wanted, paths) => {
        const inProcess = provider()
        const { id } = inProcess.create(witnessed.type, body)
        const list = inProcess.list(witnessed.type, { filter: `id eq "${id}"`, [wanted]: paths.join(',') })
        const [shown = {}] = resourcesIn(list)
        const full = inProcess.read(id)
        const context = `${wanted}=${paths.join(',')}\n${JSON.stringify(full)}\n${JSON.stringify(shown)}`
        expect(projectionProblems(shown, witnessed.schemas, { [wanted]: paths }, full), context).toEqual([])
      }),
      runs(1500, 43),
    )
  })
})

/** The ids of all pages, following nextCursor. */
function byCursor(list: InProcess['list'], { type }: Witnessed, count: number): unknown[] {
  const ids: unknown[] = []
  let cursor: unknown = ''
  while (typeof cursor === 'string' && ids.length < 100) {
    const page: JsonObject = list(type, { cursor, count: String(count) })
    ids.push(...idsIn(page))
    cursor = page.nextCursor
  }
  return ids
}
