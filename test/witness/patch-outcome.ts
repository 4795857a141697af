// What the provider makes of a PATCH, held against the outcomes that the oracle allows.

import type { JsonObject } from '../../fixtures/provider/json.ts'
import { sameJson } from '../../fixtures/provider/json.ts'
import { differences } from '../../src/scim/compare.ts'
import * as oracle from '../../src/scim/json.ts'
import { applyPatch } from '../../src/scim/patch/apply-patch.ts'
import type { AllowedOutcome } from '../../src/scim/patch/outcome.ts'
import { patchOpUri } from '../../src/scim/patch/patch-op.ts'
import { derived } from './generated-operations.ts'
import { isReference } from './generated-values.ts'
import { attempt, type InProcess, type Witnessed } from './in-process.ts'

/** How a case ended; "disagrees" alone is a fault, of one side or the other. */
export interface Comparison {
  readonly ending: 'same resource' | 'same error' | 'open' | 'not the oracle’s business' | 'disagrees'
  readonly words: string
}

/** Refusals for what the oracle does not look at: references, and texts with a form of their own (interpretation 27). */
const elsewhere = /refers to|needs the "value"|language|ISO 3166/

/** Has the provider patch the resource and says how that compares. */
export function comparePatch(
  { context, read }: InProcess,
  witnessed: Witnessed,
  id: string,
  operations: readonly JsonObject[],
): Comparison {
  const body: JsonObject = { schemas: [patchOpUri], Operations: [...operations] }
  const before = read(id)
  const { allowed, exhaustive, why } = applyPatch(before, body, witnessed.schemas)
  const conditions = { ifMatch: undefined, ifNoneMatch: undefined }
  const version = context.store.get(id)?.version
  const answer = attempt(() => context.parts.patch(context, witnessed.type, id, () => body, conditions))
  const after = read(id)
  const words = JSON.stringify({ before, operations, why, after, allowed }, null, 1)
  const disagrees = (reason: string): Comparison => ({ ending: 'disagrees', words: `${reason}\n${words}` })

  const isMoved = context.store.get(id)?.version !== version
  const secret = /password|unlockCode/i.test(JSON.stringify(operations))
  const isOtherwise = !sameJson({ ...before, meta: null }, { ...after, meta: null })
  if (!secret && isMoved !== isOtherwise) return disagrees(isMoved ? 'the version moved' : 'the version stayed')

  if ('refused' in answer) {
    if (isMoved) return disagrees('refused, and changed all the same')
    const { status, scimType, message } = answer.refused
    const isAllowed = allowed.some(
      outcome => outcome.kind === 'error' && outcome.status.includes(status) && includes(outcome, scimType),
    )
    if (isAllowed) return { ending: 'same error', words }
    if (elsewhere.test(message)) return { ending: 'not the oracle’s business', words }
    return exhaustive ? disagrees(`${status} ${scimType}: ${message}`) : { ending: 'open', words }
  }
  const same = allowed.filter(
    outcome => outcome.kind === 'resource' && sameResource(outcome.resource, after, witnessed),
  )
  if (same.length === 0) return exhaustive ? disagrees('another resource') : { ending: 'open', words }
  if (same.every(outcome => outcome.kind === 'resource' && outcome.discouraged !== undefined))
    return disagrees('a discouraged resource')
  const canStay = same.some(
    outcome => outcome.kind === 'resource' && (!outcome.changed || sameResource(before, outcome.resource, witnessed)),
  )
  if (!isMoved && !canStay && !secret) return disagrees('the version stayed')
  return { ending: 'same resource', words }
}

function includes({ scimTypes }: Extract<AllowedOutcome, { kind: 'error' }>, scimType: string | undefined): boolean {
  return scimTypes.some(known => known === scimType)
}

/** Whether two resources are the same but for what the provider derives: meta, readOnly values, completed references. */
export function sameResource(expected: oracle.JsonObject, actual: oracle.JsonObject, { schemas }: Witnessed): boolean {
  const lists = [schemas.base, ...schemas.extensions.map(({ schema }) => schema)]
  const references = lists.flatMap(({ attributes }) => attributes.filter(isReference).map(({ name }) => name))
  const plain = (resource: oracle.JsonObject) => withoutDerived(resource, references)
  return differences(plain(expected), plain(actual), schemas, { ignore: ['meta'] }).length === 0
}

function withoutDerived(object: oracle.JsonObject, references: readonly string[]): oracle.JsonObject {
  const bare = (value: unknown): unknown =>
    oracle.isObject(value)
      ? Object.fromEntries(Object.entries(value).filter(([name]) => !derived.includes(name)))
      : value
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      if (references.includes(name)) return [name, oracle.isArray(value) ? value.map(bare) : bare(value)]
      return [name, name.includes(':') && oracle.isObject(value) ? withoutDerived(value, references) : value]
    }),
  )
}
