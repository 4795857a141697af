// Holds what a filter gave against what the oracle says, and names the sentence that a wrong result breaks.

import type { Fault } from '../check/outcome.ts'
import type { RequirementId } from '../check/vocabulary.ts'
import { listWords } from '../check/words.ts'
import { evaluateFilter, filterEvaluator } from '../scim/filter/evaluate-filter.ts'
import type { Filter } from '../scim/filter/filter.ts'
import type { JsonObject } from '../scim/json.ts'
import { findAttribute, type ResourceSchemas } from '../scim/resource-schemas.ts'
import { readValues } from '../scim/value.ts'
import { type Answer, idOf } from './ask.ts'
import { hasNot, isDisputed, matchesInThreeValues } from './disputed.ts'
import { type FuzzData, type FuzzMember, nameOf } from './fuzz-data.ts'
import { leavesOf } from './leaves.ts'

type Resources = Answer & { readonly kind: 'resources' }

/** What the oracle says of the data: which resources must come back, and which must not. */
export interface Wanted {
  readonly matching: readonly FuzzMember[]
  readonly others: readonly FuzzMember[]
}

const known = new WeakMap<FuzzData, WeakMap<Filter, Wanted>>()

/** Where the RFCs leave open whether a resource matches, it is in neither list. Worked out once for each filter. */
export function wantedOf(filter: Filter, data: FuzzData): Wanted {
  const ofData = known.get(data) ?? new WeakMap<Filter, Wanted>()
  known.set(data, ofData)
  const found = ofData.get(filter) ?? workOut(filter, data)
  ofData.set(filter, found)
  return found
}

function workOut(filter: Filter, data: FuzzData): Wanted {
  const { schemas } = data.type
  const resources = data.members.map(({ resource }) => resource)
  if (isDisputed(filter, resources, schemas)) return { matching: [], others: [] }
  const judged = evaluatorsOf(data).map(({ one, evaluate }) => ({ one, ...evaluate(filter) }))
  const negates = hasNot(filter)
  const isCertain = ({ resource }: FuzzMember): boolean =>
    !negates || matchesInThreeValues(filter, resource, schemas) === true
  return {
    matching: judged.filter(({ matches, one }) => matches === true && isCertain(one)).map(({ one }) => one),
    others: judged.filter(({ matches }) => matches === false).map(({ one }) => one),
  }
}

const evaluators = new WeakMap<FuzzData, readonly Evaluator[]>()

interface Evaluator {
  readonly one: FuzzMember
  readonly evaluate: ReturnType<typeof filterEvaluator>
}

function evaluatorsOf(data: FuzzData): readonly Evaluator[] {
  const known =
    evaluators.get(data) ??
    data.members.map(one => ({ one, evaluate: filterEvaluator(one.resource, data.type.schemas) }))
  evaluators.set(data, known)
  return known
}

/** What is wrong with the answer to a filter, as Expected and Got; undefined where nothing is. */
export function faultOf(data: FuzzData, filter: Filter, sent: string, answer: Resources): Fault | undefined {
  const { matching, others } = wantedOf(filter, data)
  const missing = answer.complete ? matching.filter(({ id }) => !answer.ids.has(id)) : []
  const wrong = others.filter(({ id }) => answer.ids.has(id))
  const own = new Set(data.members.map(({ id }) => id))
  const foreign = answer.resources.filter(
    one => !own.has(idOf(one)) && showsItDoesNotMatch(filter, one, data.type.schemas),
  )
  if (missing.length + wrong.length + foreign.length === 0) return undefined
  const got = [
    ...(missing.length > 0 ? [`without ${namesOf(data, missing)}`] : []),
    ...(wrong.length > 0 ? [`with ${namesOf(data, wrong)}`] : []),
    ...(foreign.length > 0 ? [`with ${foreign.length} other ${data.type.name} resources that do not match`] : []),
  ]
  return {
    requirement: requirementOf(filter, data, answer),
    expected: `for ${sent}: ${matching.length === 0 ? `none of the ${data.members.length} made for it` : namesOf(data, matching)}`,
    got: `a list ${got.join(', ')}`,
    exchanges: answer.exchanges,
  }
}

/** Resources as findings name them. */
export function namesOf(data: FuzzData, members: readonly FuzzMember[]): string {
  return listWords(
    members.map(one => nameOf(data, one)),
    4,
  )
}

const ofOperator = {
  eq: '7644-3.4.2.2-08',
  ne: '7644-3.4.2.2-09',
  co: '7644-3.4.2.2-10',
  sw: '7644-3.4.2.2-11',
  ew: '7644-3.4.2.2-12',
  gt: '7644-3.4.2.2-14',
  ge: '7644-3.4.2.2-17',
  lt: '7644-3.4.2.2-19',
  le: '7644-3.4.2.2-21',
} as const

/** The sentence that a wrong result of a filter breaks; the smaller the filter, the more exact. */
function requirementOf(filter: Filter, data: FuzzData, answer: Resources): RequirementId {
  switch (filter.kind) {
    case 'present':
      return '7644-3.4.2.2-13'
    case 'comparison': {
      const found = findAttribute(data.type.schemas, filter.path)
      const definition = found?.subAttribute ?? found?.attribute
      if (found === undefined || definition === undefined) return '7644-3.4.2.2-02'
      if (isRightButForCase(filter, data, answer)) return '7644-3.4.2.2-50'
      const orders = ['gt', 'ge', 'lt', 'le'].includes(filter.operator)
      if (orders && definition.type === 'integer') return '7644-3.4.2.2-15'
      const several = found.attribute.multiValued || definition.multiValued
      return several ? '7644-3.4.2.2-44' : ofOperator[filter.operator]
    }
    case 'value path':
      if (filter.filter.kind === 'and') return '7644-3.4.2.2-28'
      return filter.filter.kind === 'or' || filter.filter.kind === 'not' ? '7644-3.4.2.2-34' : '7644-3.4.2.2-33'
    case 'not':
      return '7644-3.4.2.2-25'
    case 'and':
    case 'or': {
      const mixed = filter.operands.some(({ kind }) => kind === 'and' || kind === 'or' || kind === 'not')
      return mixed ? '7644-3.4.2.2-43' : filter.kind === 'and' ? '7644-3.4.2.2-23' : '7644-3.4.2.2-24'
    }
  }
}

/** Whether the result is what the attribute would give if its caseExact were the other way round. */
function isRightButForCase(filter: Filter, data: FuzzData, answer: Resources): boolean {
  if (filter.kind !== 'comparison' || typeof filter.value !== 'string') return false
  const { type, members } = data
  const flipped: ResourceSchemas = {
    ...type.schemas,
    base: { ...type.schemas.base, attributes: type.schemas.base.attributes.map(flip) },
  }
  const found = findAttribute(type.schemas, filter.path)
  if ((found?.subAttribute ?? found?.attribute)?.type !== 'string') return false
  return members.every(one => {
    const { matches } = evaluateFilter(filter, one.resource, flipped)
    return matches === answer.ids.has(one.id)
  })
}

function flip<T extends { readonly caseExact: boolean; readonly subAttributes: readonly T[] }>(definition: T): T {
  return { ...definition, caseExact: !definition.caseExact, subAttributes: definition.subAttributes.map(flip) }
}

/** A resource of others may hide attributes: it is held against a filter only where it shows all that is asked for. */
function showsItDoesNotMatch(filter: Filter, resource: JsonObject, schemas: ResourceSchemas): boolean {
  if (evaluateFilter(filter, resource, schemas).matches !== false || isDisputed(filter, [resource], schemas))
    return false
  return leavesOf(filter).every(({ path }) => readValues(resource, path, schemas).length > 0)
}
