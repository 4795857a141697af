// scim-patch as a second opinion on generated operations. What it makes of a resource has to be among the outcomes we
// allow; where it is not, the RFC decides: those cases are listed here, and any other disagreement fails.

import fc from 'fast-check'
import { scimPatch } from 'scim-patch'
import { describe, expect, it } from 'vitest'
import { isObject, type JsonObject } from '../json.ts'
import { resourceProblems } from '../resource-problems.ts'
import { enterpriseUri, userSchemas, userUri } from '../schemas.test-data.ts'
import { resourceKey } from '../value-key.ts'
import { applyPatch } from './apply-patch.ts'
import { patchOpUri } from './patch-op.ts'

type WitnessOperations = Parameters<typeof scimPatch>[1]

const word = fc.constantFrom('a', 'b', 'work', 'home')
const email = fc.record(
  { value: word, type: fc.constantFrom('work', 'home'), display: word },
  { requiredKeys: ['value'] },
)
const user = fc
  .record(
    {
      userName: word,
      title: word,
      active: fc.boolean(),
      name: fc.record({ givenName: word, familyName: word }),
      emails: fc.uniqueArray(email, { minLength: 1, maxLength: 3, selector: ({ value }) => value }),
    },
    { requiredKeys: ['userName'] },
  )
  .map(attributes => ({
    schemas: [userUri],
    id: '1',
    meta: { created: new Date(0), lastModified: new Date(0) },
    ...attributes,
  }))

const set = fc.constantFrom('add' as const, 'replace' as const)
const selected = fc.constantFrom(
  'emails[type eq "work"]',
  'emails[value eq "a"]',
  'emails[type eq "home" and value eq "b"]',
)
const operation = fc.oneof(
  fc.record({ op: set, path: fc.constantFrom('title', 'userName', 'name.givenName', 'name.familyName'), value: word }),
  fc.record({ op: set, path: fc.constant('active'), value: fc.boolean() }),
  fc.record({ op: set, path: fc.constant('name'), value: fc.record({ givenName: word }) }),
  fc.record({ op: set, path: fc.constant('emails'), value: fc.array(email, { minLength: 1, maxLength: 2 }) }),
  fc.record({ op: set, value: fc.record({ title: word, active: fc.boolean() }, { requiredKeys: ['title'] }) }),
  fc.record({ op: set, path: fc.constant(`${enterpriseUri}:department`), value: word }),
  fc.record({ op: set, path: selected.map(text => `${text}.display`), value: word }),
  fc.record({ op: fc.constant('replace' as const), path: selected, value: email }),
  fc.record({
    op: fc.constant('remove' as const),
    path: fc.oneof(
      fc.constantFrom('title', 'name', 'emails', 'name.givenName'),
      selected,
      selected.map(text => `${text}.display`),
    ),
  }),
)

/** What the witness makes of a resource; undefined for an error. */
function witness(resource: JsonObject, operations: WitnessOperations): JsonObject | undefined {
  try {
    const copy = structuredClone(resource)
    const meta = { created: new Date(0), lastModified: new Date(0) }
    const patched: unknown = scimPatch({ ...copy, schemas: [userUri], meta }, operations, { mutateDocument: false })
    return isObject(patched) ? patched : undefined
  } catch {
    return undefined
  }
}

/** Whether an outcome of the witness is one of ours; the schemas attribute is not its business. */
function isAllowed(resource: JsonObject, operations: WitnessOperations): boolean {
  const { allowed, exhaustive } = applyPatch(resource, { schemas: [patchOpUri], Operations: operations }, userSchemas)
  const theirs = witness(resource, operations)
  if (!exhaustive) return true
  if (theirs === undefined) return allowed.some(({ kind }) => kind === 'error')
  const keyOf = (state: JsonObject) => resourceKey({ ...state, schemas: [userUri], meta: {} }, userSchemas)
  return allowed.some(outcome => outcome.kind === 'resource' && keyOf(outcome.resource) === keyOf(theirs))
}

describe('scim-patch as a witness', () => {
  it('makes one of the allowed outcomes of single operations', () => {
    fc.assert(
      fc.property(user, operation, (resource, one) => {
        expect(isAllowed(resource, [one])).toBe(true)
      }),
      { numRuns: 3000, seed: 11 },
    )
  })

  const resource = {
    schemas: [userUri],
    id: '1',
    userName: 'anna',
    name: { givenName: 'Anna', familyName: 'Berg' },
    emails: [
      { value: 'a', type: 'work', primary: true },
      { value: 'b', type: 'home' },
    ],
    groups: [{ value: 'g' }],
  }
  it.each<[string, WitnessOperations[number]]>([
    ['RFC 7643 §2.1: attribute names are case insensitive', { op: 'replace', path: 'USERNAME', value: 'x' }],
    [
      'RFC 7644 §3.4.2.2: strings that are not caseExact compare without case',
      { op: 'replace', path: 'emails[type eq "WORK"].value', value: 'x' },
    ],
    [
      '§3.5.2: a new primary value takes it from the others',
      { op: 'add', path: 'emails', value: [{ value: 'c', primary: true }] },
    ],
    ['§3.5.2: the same through a filter', { op: 'replace', path: 'emails[type eq "home"].primary', value: true }],
    ['§3.5.2.2: a required attribute cannot be removed', { op: 'remove', path: 'userName' }],
    ['§3.5.2: readOnly attributes cannot be changed', { op: 'replace', path: 'groups', value: [] }],
    ['§3.5.2: the path has to name an attribute', { op: 'add', path: 'shoeSize', value: 9 }],
    ['§3.5.2: the value has to fit the schema', { op: 'replace', path: 'active', value: 'maybe' }],
    ['§3.5.2.3: a complex attribute takes an object', { op: 'replace', path: 'name', value: 'Anna' }],
    [
      '§3.5.2.3: sub-attributes that are not named stay, also without path',
      { op: 'replace', value: { name: { givenName: 'B' } } },
    ],
  ])('differs, and the RFC is with us: %s', (_, operation) => {
    expect(isAllowed(resource, [operation])).toBe(false)
  })
})

describe('applyPatch on generated operations', () => {
  it('allows something, changes nothing in place, and leaves valid resources valid', () => {
    fc.assert(
      fc.property(user, fc.array(operation, { minLength: 1, maxLength: 3 }), (resource, operations) => {
        const before = structuredClone(resource)
        const { allowed } = applyPatch(resource, { schemas: [patchOpUri], Operations: operations }, userSchemas)
        expect(resource).toEqual(before)
        expect(allowed.length).toBeGreaterThan(0)
        for (const outcome of allowed) {
          if (outcome.kind === 'error' || outcome.discouraged !== undefined) continue
          const problems = resourceProblems({ ...outcome.resource, meta: {} }, userSchemas)
          expect(problems.filter(({ kind }) => kind !== 'repeated element')).toEqual([])
        }
      }),
      { numRuns: 1000 },
    )
  })
})
