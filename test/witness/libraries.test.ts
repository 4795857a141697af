// Two libraries as further witnesses to the embedded provider: scim2-parse-filter and scim-patch. They know no schemas, so
// they are asked only what letter case, types and mutability have no part in. Beside the oracle they stand in src/scim.

import fc from 'fast-check'
import { scimPatch } from 'scim-patch'
import { filter as asPredicate, parse } from 'scim2-parse-filter'
import { expect, test } from 'vitest'
import { resourceScope } from '../../fixtures/provider/filter/scope.ts'
import { filters } from '../../src/scim/filter/arbitrary-filter.test-data.ts'
import { evaluateFilter } from '../../src/scim/filter/evaluate-filter.ts'
import type { Filter } from '../../src/scim/filter/filter.ts'
import { printFilter } from '../../src/scim/filter/print-filter.ts'
import { isObject } from '../../src/scim/json.ts'
import { applyPatch } from '../../src/scim/patch/apply-patch.ts'
import { patchOpUri } from '../../src/scim/patch/patch-op.ts'
import { attempt, parsed, provider, user } from './in-process.ts'
import { sameResource } from './patch-outcome.ts'
import { runs, tell, timeLimitMs } from './runs.ts'

type Operations = Parameters<typeof scimPatch>[1]

const word = fc.constantFrom('a', 'b', 'ab', 'work', 'home')
const email = fc.record({ value: word, type: fc.constantFrom('work', 'home') }, { requiredKeys: ['value'] })
const body = (emails: number) =>
  fc
    .record(
      {
        userName: word,
        title: word,
        active: fc.boolean(),
        name: fc.record({ givenName: word, familyName: word }),
        emails: fc.uniqueArray(email, { minLength: 1, maxLength: emails, selector: ({ value }) => value }),
      },
      { requiredKeys: ['userName', 'active'] },
    )
    .map(attributes => ({ schemas: [user.type.schema.id], ...attributes }))

const paths = fc.constantFrom(
  ...['userName', 'title', 'active'].map(attribute => ({ attribute })),
  ...['givenName', 'familyName'].map(subAttribute => ({ attribute: 'name', subAttribute })),
  ...['value', 'type'].map(subAttribute => ({ attribute: 'emails', subAttribute })),
)
const isPlain = (filter: Filter): boolean => !printFilter(filter).includes('[')
const plain = filters(paths, fc.oneof(word, fc.boolean())).filter(isPlain)
const inBrackets = filters(fc.constantFrom({ attribute: 'value' }, { attribute: 'type' }), word)
  .filter(isPlain)
  .map((filter): Filter => ({ kind: 'value path', path: { attribute: 'emails' }, filter }))

test('scim2-parse-filter finds what the provider finds', { timeout: timeLimitMs }, () => {
  const counts = { same: 0, open: 0, refused: 0 }
  // The library reads a value path across elements, so it can speak for one element only.
  const asked = fc.oneof(fc.tuple(plain, body(3)), fc.tuple(inBrackets, body(1)))
  fc.assert(
    fc.property(asked, ([filter, resource]) => {
      const { context, create, read } = provider()
      const record = create(user.type, resource, 'subject')
      const text = printFilter(filter)
      const theirs = attempt(() => {
        const tree = context.parts.parseFilter(text)
        context.parts.checkFilter(context, tree, [user.type])
        return context.parts.evaluateFilter(context, tree, resourceScope(context, record))
      })
      const isOpen = evaluateFilter(filter, read('subject'), user.schemas).matches === 'undefined by the RFC'
      if ('refused' in theirs) counts.refused += 1
      else if (isOpen) counts.open += 1
      else {
        expect(theirs.result, text).toBe(asPredicate(parse(text))(read('subject')))
        counts.same += 1
      }
    }),
    runs(3000, 51),
  )
  tell('scim2-parse-filter', counts)
  expect(counts.same).toBeGreaterThan(800)
})

const set = fc.constantFrom('add' as const, 'replace' as const)
const selected = fc.constantFrom('emails[type eq "work"]', 'emails[value eq "a"]')
const operation = fc.oneof(
  fc.record({ op: set, path: fc.constantFrom('title', 'name.givenName', 'name.familyName'), value: word }),
  fc.record({ op: set, path: fc.constant('active'), value: fc.boolean() }),
  fc.record({ op: set, path: fc.constant('name'), value: fc.record({ givenName: word }) }),
  fc.record({ op: set, path: fc.constant('emails'), value: fc.array(email, { minLength: 1, maxLength: 2 }) }),
  fc.record({ op: set, value: fc.record({ title: word, active: fc.boolean() }, { requiredKeys: ['title'] }) }),
  fc.record({ op: set, path: selected.map(text => `${text}.display`), value: word }),
  fc.record({
    op: fc.constant('remove' as const),
    path: fc.oneof(fc.constantFrom('title', 'name', 'emails', 'name.givenName'), selected),
  }),
)

test('scim-patch makes what the provider makes, or another thing the oracle allows', { timeout: timeLimitMs }, () => {
  const counts = { same: 0, bothRefuse: 0, otherAllowed: 0 }
  fc.assert(
    fc.property(body(3), fc.array(operation, { minLength: 1, maxLength: 2 }), (resource, operations: Operations) => {
      const { context, create, read } = provider()
      create(user.type, resource, 'subject')
      const before = read('subject')
      const message = { schemas: [patchOpUri], Operations: operations }
      const sent = parsed(JSON.stringify(message))
      const conditions = { ifMatch: undefined, ifNoneMatch: undefined }
      const theirs = attempt(() => context.parts.patch(context, user.type, 'subject', () => sent, conditions))
      const library = byLibrary(before, operations)
      if (library === undefined && 'refused' in theirs) counts.bothRefuse += 1
      else if (library !== undefined && !('refused' in theirs) && sameResource(library, read('subject'), user)) {
        counts.same += 1
      } else {
        const { allowed } = applyPatch(before, message, user.schemas)
        const fits = allowed.some(outcome =>
          outcome.kind === 'error'
            ? library === undefined
            : library !== undefined && sameResource(outcome.resource, library, user),
        )
        expect({ operations, fits }).toEqual({ operations, fits: true })
        counts.otherAllowed += 1
      }
    }),
    runs(2000, 52),
  )
  tell('scim-patch', counts)
  expect(counts.same).toBeGreaterThan(800)
})

/** What scim-patch makes of a resource; undefined for an error. */
function byLibrary(resource: Record<string, unknown>, operations: Operations) {
  try {
    const meta = { created: new Date(0), lastModified: new Date(0) }
    const copy = { ...structuredClone(resource), schemas: [user.type.schema.id], meta }
    const patched: unknown = scimPatch(copy, structuredClone(operations), { mutateDocument: false })
    return isObject(patched) ? patched : undefined
  } catch {
    return undefined
  }
}
