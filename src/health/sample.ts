// Are the resources that were listed what their schemas say? Only what hurts a client that reads them is told.

import type { HttpResponse } from '../http/exchange.ts'
import { isArray, isObject, type JsonObject, member, sameName } from '../scim/json.ts'
import { type ResourceProblem, type ResourceProblemKind, resourceProblems } from '../scim/resource-problems.ts'
import type { Provider, ProviderType } from '../target/provider.ts'
import type { Judgement } from './findings.ts'
import { idOf, type ListPage } from './list-page.ts'
import { amount, listed, named } from './words.ts'

/** What the RFCs leave open, or ask for only softly, and what no client is hurt by. */
const harmless: ReadonlySet<ResourceProblemKind> = new Set([
  'unknown attribute',
  'not canonical',
  'no time zone',
  'repeated element',
  'schemas repeated',
  'schemas undeclared',
  'schemas without extension',
])

/** Resources that are looked at in all. */
const mostResources = 60

interface Fault {
  readonly type: string
  /** `userName is missing`, `emails is no array`. */
  readonly words: string
  readonly isBad: boolean
}

/** Judges the resources of the pages that were read. */
export function judgeSample({ answers }: Provider, pages: readonly ListPage[]): Judgement {
  const described = describedIn(answers.Schemas.json)
  const sample = pages
    .flatMap(({ type, resources, answer, partial = false }) =>
      resources.map(resource => ({ type, resource, answer, partial })),
    )
    .slice(0, mostResources)
  if (sample.length === 0) return { state: 'not-examined', words: 'There is no resource to look at.' }
  const faulty = sample
    .map(({ type, resource, answer, partial }) => ({ answer, faults: faultsOf(resource, type, described, partial) }))
    .filter(({ faults }) => faults.length > 0)
  const all = faulty.flatMap(({ faults }) => faults)
  if (all.length === 0) {
    return { state: 'good', words: `${amount(sample.length, 'resource')} of the lists follow their schemas.` }
  }
  const isBad = all.some(fault => fault.isBad)
  const worst = all.filter(fault => fault.isBad === isBad)
  const words = [...Map.groupBy(worst, fault => fault.words)].map(
    ([what, some]) => `${what} (${listed([...new Set(some.map(({ type }) => type))])})`,
  )
  const more = words.length > 3 ? ` and ${words.length - 3} more` : ''
  const shown: readonly HttpResponse[] = [...new Set(faulty.map(({ answer }) => answer))]
  return {
    state: isBad ? 'bad' : 'concern',
    words: `${faulty.length} of ${amount(sample.length, 'resource')} are not what their schemas say: ${words.slice(0, 3).join('; ')}${more}.`,
    remedy: all.some(({ words: one }) => one.includes('must never'))
      ? 'Leave attributes that are never returned out of every answer, at once: what was shown is known to every client.'
      : 'Mend these resources, or the schemas: clients that read them strictly pass them over or stop.',
    shown,
  }
}

/** The URNs that Schemas describes, in lower case: what stands in for others binds nobody. */
function describedIn(json: unknown): ReadonlySet<string> {
  const resources = isObject(json) ? member(json, 'Resources') : undefined
  const ids = (isArray(resources) ? resources : []).map(one => (isObject(one) ? member(one, 'id') : undefined))
  return new Set(ids.filter(id => typeof id === 'string').map(id => id.toLowerCase()))
}

/** Faults told of one resource: a hostile one has any number. */
const mostFaults = 20

function faultsOf(
  resource: JsonObject,
  type: ProviderType,
  described: ReadonlySet<string>,
  partial: boolean,
): readonly Fault[] {
  const name = named(type.name)
  const faults: Fault[] = idOf(resource) === undefined ? [{ type: name, words: 'id is missing', isBad: true }] : []
  // Without a schema at hand every attribute would be unknown.
  if (type.schemas.base.attributes.length === 0) return faults
  const isDescribed = described.has(type.schemas.base.id.toLowerCase())
  const counted = resourceProblems(resource, type.schemas, { partial }).filter(
    problem =>
      problem.path.toLowerCase() !== 'id' &&
      !harmless.has(problem.kind) &&
      counts(problem, resource, type, isDescribed),
  )
  return [...faults, ...counted.slice(0, mostFaults).map(problem => ({ type: name, ...wordsOf(problem) }))]
}

/** What is required by name of a User or a Group is missed in any case, the rest only where Schemas says so. */
function counts(
  { kind, path, got }: ResourceProblem,
  resource: JsonObject,
  type: ProviderType,
  isDescribed: boolean,
): boolean {
  if (kind === 'an array') return isDescribed
  // An empty text gives nothing away.
  if (kind === 'never returned') return member(resource, path) !== ''
  if (kind !== 'required missing') return true
  const isOwnRule =
    (type.name === 'User' && sameName(path, 'userName')) || (type.name === 'Group' && sameName(path, 'displayName'))
  const extension = type.schemas.extensions.find(({ schema }) => sameName(schema.id, path))
  if (extension !== undefined) {
    // One of which no attribute has to have a value is there when schemas names it (RFC 7643 §2.5, §3).
    const schemas = member(resource, 'schemas')
    const isListed = isArray(schemas) && schemas.some(urn => typeof urn === 'string' && sameName(urn, path))
    return !(isListed && extension.schema.attributes.every(({ required }) => !required))
  }
  if (got === '') return isOwnRule && sameName(path, 'userName')
  return isOwnRule || isDescribed
}

function wordsOf({ kind, path, expected }: ResourceProblem): { readonly words: string; readonly isBad: boolean } {
  const name = named(path.replace(/\[\d+\]/g, ''), 80)
  switch (kind) {
    case 'required missing':
      return { words: `${name} is missing`, isBad: /^username$/i.test(path) }
    case 'never returned':
      return { words: `${name} must never be returned`, isBad: true }
    case 'not an array':
      return { words: `${name} is no array`, isBad: false }
    case 'an array':
      return { words: `${name} is an array`, isBad: false }
    case 'several primary':
      return { words: `${name} has several primary values`, isBad: false }
    case 'repeated name':
      return { words: `${name} comes twice`, isBad: false }
    case 'schemas missing':
    case 'schemas without base':
      return { words: `schemas lacks ${kind === 'schemas missing' ? 'everything' : 'the base schema'}`, isBad: false }
    default:
      return { words: `${name} is not ${named(expected, 80)}`, isBad: false }
  }
}
