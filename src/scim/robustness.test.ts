// Whatever JSON arrives, the model answers: nothing throws, hangs, changes its input or reaches a prototype.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { differences } from './compare.ts'
import { evaluateFilter } from './filter/evaluate-filter.ts'
import { parseFilter } from './filter/parse-filter.ts'
import type { JsonObject } from './json.ts'
import { isObject } from './json.ts'
import { applyPatch } from './patch/apply-patch.ts'
import { project, projectionProblems } from './project.ts'
import { resourceProblems } from './resource-problems.ts'
import { resourceSchemasOf } from './resource-schemas.ts'
import { readResourceType } from './resource-type.ts'
import { readSchema } from './schema.ts'
import { enterpriseUri, userSchemas, userUri } from './schemas.test-data.ts'
import { readServiceProviderConfig } from './service-provider-config.ts'
import { firstMisplaced, sorted } from './sort.ts'

const names = fc.constantFrom(
  'schemas',
  'id',
  'name',
  'NAME',
  'userName',
  'emails',
  'value',
  'type',
  'primary',
  'meta',
  'attributes',
  'subAttributes',
  'multiValued',
  'Operations',
  'op',
  'path',
  '__proto__',
  'constructor',
  'toString',
  enterpriseUri,
)
const leaf = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    'complex',
    'string',
    'add',
    'replace',
    'remove',
    'emails',
    'emails[type pr]',
    'name.givenName',
    userUri,
  ),
  fc.constantFrom(null, true, false, 0, 1.5, -1),
)
const { json } = fc.letrec<{ json: unknown; object: JsonObject }>(tie => ({
  json: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('json'), { maxLength: 3 }), tie('object')),
  object: fc.array(fc.tuple(names, tie('json')), { maxLength: 6 }).map(entries => Object.fromEntries(entries)),
}))
const object = json.filter(isObject)
const filters = [
  'userName pr',
  'emails[type eq "x" and not (value pr)]',
  'emails co "x"',
  'meta.created gt "2020-01-01T00:00:00Z"',
].map(parseFilter)

it('reads any discovery document', () => {
  fc.assert(
    fc.property(json, json, json, (schema, resourceType, config) => {
      const read = readSchema(schema).schema
      const type = readResourceType(resourceType).resourceType
      readServiceProviderConfig(config)
      if (type !== undefined) resourceSchemasOf(type, read === undefined ? [] : [read])
    }),
    { numRuns: 1000 },
  )
})

it('judges any resource', () => {
  fc.assert(
    fc.property(json, object, object, (any, one, other) => {
      const before = structuredClone(one)
      resourceProblems(any, userSchemas)
      differences(one, other, userSchemas)
      differences(one, other, userSchemas, { extra: true, readOnly: true })
      // A resource differs from itself only where a multi-valued attribute is no array.
      const own = differences(one, one, userSchemas, { readOnly: true })
      expect(own.filter(({ actual }) => Array.isArray(actual))).toEqual([])
      for (const filter of filters) evaluateFilter(filter, one, userSchemas)
      sorted([one, other], 'emails.value', 'descending', userSchemas)
      firstMisplaced([one, other], 'name.givenName', undefined, userSchemas)
      project(one, userSchemas, { attributes: ['name.givenName', enterpriseUri] })
      projectionProblems(one, userSchemas, { excludedAttributes: ['emails'] }, other)
      expect(one).toEqual(before)
    }),
    { numRuns: 1000 },
  )
})

it('applies any PatchOp to any resource', () => {
  const message = fc.record({
    schemas: fc.constant(['urn:ietf:params:scim:api:messages:2.0:PatchOp']),
    Operations: fc.array(
      fc.record(
        { op: fc.constantFrom('add', 'replace', 'remove'), path: fc.oneof(names, leaf), value: json },
        { requiredKeys: ['op'] },
      ),
      { maxLength: 3 },
    ),
  })
  fc.assert(
    fc.property(object, fc.oneof(message, json), (resource, patchOp) => {
      const before = structuredClone(resource)
      const { allowed, exhaustive } = applyPatch(resource, patchOp, userSchemas)
      expect(allowed.length > 0 || !exhaustive).toBe(true)
      expect(resource).toEqual(before)
      for (const name of ['value', 'type', 'schemas', 'x']) expect(name in {}).toBe(false)
    }),
    { numRuns: 1500 },
  )
})
