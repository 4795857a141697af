// The operator matrix: which attributes stand for each kind of attribute, and with which operand each operator is tried.

import type { CheckContext } from '../../src/check/context.ts'
import type { Basis } from '../../src/check/expect.ts'
import type { RequirementId } from '../../src/check/vocabulary.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import { isDateTime, parseDateTime } from '../../src/scim/data-type.ts'
import { compareLiteral } from '../../src/scim/filter/compare-literal.ts'
import type { CompareOperator, CompareValue } from '../../src/scim/filter/filter.ts'
import { sameName } from '../../src/scim/json.ts'
import { findAttribute } from '../../src/scim/resource-schemas.ts'
import { complexWithTexts, extensionTexts, listWithPrimary } from './attribute-choice.ts'
import { expectMatches, offersOf } from './filter-answer.ts'
import { allFilterData, type FilterData, shownValues } from './filter-data.ts'
import { matrixAttributes } from './filter-values.ts'
import { otherCase } from './filtered.ts'

export type Operator = CompareOperator | 'pr'

/** One attribute path that stands for its kind. */
export interface Column {
  readonly kind: string
  readonly data: FilterData
  readonly path: string
  /** The attribute that is compared. */
  readonly definition: AttributeDefinition
  readonly several: boolean
}

/** One attribute for each kind, from whichever type has it first; the text that names resources for every type. */
export async function columnsOf(context: CheckContext): Promise<readonly Column[]> {
  const all = await allFilterData(context)
  const seen = new Set<string>()
  return all
    .flatMap(candidatesOf)
    .filter(({ data, path }) => data.members.filter(one => shownValues(data, one, path).length > 0).length >= 3)
    .filter(({ kind, data }) => {
      const key = kind === 'naming text' ? `${kind} ${data.type.name}` : kind
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
}

function candidatesOf(data: FilterData): readonly Column[] {
  const { type, label } = data
  const column = (kind: string, path: string): readonly Column[] => {
    const found = findAttribute(type.schemas, path)
    const definition = found?.subAttribute ?? found?.attribute
    if (found === undefined || definition === undefined) return []
    return [{ kind, data, path, definition, several: found.attribute.multiValued || definition.multiValued }]
  }
  const complex = complexWithTexts(type)
  const list = listWithPrimary(type)
  const sub = (name: string) => list?.subAttributes.find(one => sameName(one.name, name))?.name
  return [
    ...column('naming text', label),
    ...matrixAttributes(type).flatMap(attribute => column(kindOf(attribute), attribute.name)),
    ...column('case-exact text', 'externalId'),
    ...(complex === undefined
      ? []
      : column('text sub-attribute', `${complex.attribute.name}.${complex.texts[0].name}`)),
    ...(complex === undefined ? [] : column('complex', complex.attribute.name)),
    ...(list === undefined ? [] : column('list', list.name)),
    ...(list === undefined ? [] : column('text in a list', `${list.name}.${sub('value')}`)),
    ...(list === undefined ? [] : column('type in a list', `${list.name}.${sub('type')}`)),
    ...(list === undefined ? [] : column('Boolean in a list', `${list.name}.${sub('primary')}`)),
    ...extensionTexts(type).flatMap(({ urn, attribute }) => column('text of an extension', `${urn}:${attribute.name}`)),
    ...column('time of the service provider', 'meta.created'),
    ...column('text of the service provider', 'meta.resourceType'),
  ]
}

function kindOf({ type, multiValued, caseExact }: AttributeDefinition): string {
  if (multiValued) return 'multi-valued text'
  if (type === 'string') return caseExact ? 'case-exact text of the schema' : 'text'
  return type === 'boolean' ? 'Boolean' : type
}

/** The operand an operator is tried with on a column; undefined where the pair has no meaning or no useful value. */
function operandFor(
  operator: CompareOperator,
  { kind, data, path, definition, several }: Column,
): CompareValue | undefined {
  const values = data.members.map(one => shownValues(data, one, path)[0])
  const isLabel = kind === 'naming text'
  const orders = operator === 'gt' || operator === 'ge' || operator === 'lt' || operator === 'le'
  const parts = operator === 'co' || operator === 'sw' || operator === 'ew'
  if (several && (orders || operator === 'ne')) return undefined
  switch (definition.type) {
    case 'boolean':
      return orders || parts ? undefined : true
    case 'integer':
    case 'decimal': {
      // Ten stands between nine and a hundred as a number, before both as a text.
      const ten = values.find(value => typeof value === 'number' && value >= 10 && value < 11)
      return parts || typeof ten !== 'number' ? undefined : ten
    }
    case 'dateTime':
      if (parts) return undefined
      if (kind.startsWith('time of')) return aroundCreation(operator, values)
      // Order goes by the instant; whether eq does is not said, so that it is tried on a time written in one way alone.
      return orders ? inOtherZone(values[0], 60) : timeIn(values[3])
    case 'binary':
      return operator === 'eq' && typeof values[0] === 'string' ? values[0] : undefined
    case 'string':
    case 'reference': {
      if (orders && definition.type === 'reference') return undefined
      // For order a text in the middle: some come before it, some after.
      const middle = values[isLabel ? 2 : 3]
      const text = definition.multiValued ? valueOfSecond(data, path) : orders ? middle : values[0]
      if (typeof text !== 'string' || text === '') return undefined
      if (kind.startsWith('type') || kind.startsWith('text of the service')) return operator === 'eq' ? text : undefined
      const part = partOf(operator, text, !isLabel && !text.includes('@'))
      const turned = definition.caseExact || definition.type === 'reference' ? part : (otherCase(part) ?? part)
      return turned
    }
    case 'complex':
      return undefined
  }
}

/** Of a multi-valued text the element that is not the first. */
function valueOfSecond(data: FilterData, path: string): unknown {
  const [first] = data.members
  return first === undefined ? undefined : shownValues(data, first, path)[1]
}

/**
 * What of a text an operator is tried with. A whole value is its own beginning and end, and that of longer ones; where each
 * value is different, what several have in common is taken.
 */
function partOf(operator: CompareOperator, text: string, isShared: boolean): string {
  const at = text.includes('@') ? text.indexOf('@') : text.length
  switch (operator) {
    case 'co':
      return text.slice(text.includes('://') ? 8 : 1, at - 2)
    case 'sw':
      return isShared ? text : text.slice(0, at - 2)
    case 'ew':
      return isShared ? text : text.slice(Math.max(0, at - 4))
    default:
      return text
  }
}

function timeIn(value: unknown): string | undefined {
  return typeof value === 'string' && isDateTime(value) ? value : undefined
}

/** The same instant written in another time zone, so that texts and instants compare differently. */
function inOtherZone(value: unknown, minutes: number, shiftSeconds = 0): string | undefined {
  if (typeof value !== 'string' || !isDateTime(value)) return undefined
  const instant = parseDateTime(value)
  if (instant?.zoned !== true) return undefined
  const local = new Date((instant.seconds + shiftSeconds + minutes * 60) * 1000).toISOString().slice(0, 19)
  const clock = `${String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0')}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`
  const fraction = instant.fraction === '' || shiftSeconds !== 0 ? '' : `.${instant.fraction}`
  return `${local}${fraction}${minutes < 0 ? '-' : '+'}${clock}`
}

/** Seconds before all were created, or after, in a zone where the text says the opposite. */
function aroundCreation(operator: CompareOperator, values: readonly unknown[]): string | undefined {
  const times = values.filter(value => typeof value === 'string')
  const inOrder = times.toSorted()
  if (operator === 'gt' || operator === 'ge') return inOtherZone(inOrder[0], 300, -5)
  return operator === 'lt' || operator === 'le' ? inOtherZone(inOrder.at(-1), -300, 5) : undefined
}

/** A filter of the matrix: the operator on a column. */
export interface Pair {
  readonly operator: Operator
  readonly column: Column
  readonly operand: CompareValue | undefined
  readonly filter: string
  /** `co on displayName`. */
  readonly what: string
}

/** Every meaningful pair of this operator with a column. */
export function pairsOf(operator: Operator, columns: readonly Column[]): readonly Pair[] {
  return columns.flatMap((column): readonly Pair[] => {
    const what = `${operator} on ${column.path}`
    if (operator === 'pr') return [{ operator, column, operand: undefined, filter: `${column.path} pr`, what }]
    const operand = operandFor(operator, column)
    if (operand === undefined) return []
    return [{ operator, column, operand, filter: `${column.path} ${operator} ${JSON.stringify(operand)}`, what }]
  })
}

/** Tries an operator on every kind of attribute, each a subject. */
export async function examineOperator(
  context: CheckContext,
  operator: Operator,
  requirementFor: (column: Column) => RequirementId,
): Promise<void> {
  const pairs = pairsOf(operator, await columnsOf(context))
  if (pairs.length === 0) context.unsupported('no attribute keeps values that it could be tried on')
  await Promise.all(
    pairs.map(async pair => {
      const { column, filter, what } = pair
      await context.subject(`${column.kind}: ${column.data.type.name} ${column.path}`, async () => {
        await expectMatches(context, column.data, filter, {
          what,
          by: column.path,
          narrow: isMatchedByOthers(pair),
          requirement: requirementFor(column),
          // Whether the empty text stands before others, or counts as no value, is not said.
          unclear: one => operator !== 'pr' && shownValues(column.data, one, column.path)[0] === '',
          diagnose: returned => caseDiagnosis(pair, returned),
        })
      })
    }),
  )
  const { declined } = await offersOf(context)
  if (pairs.every(({ what }) => declined.has(what))) context.unsupported(`${operator} is declined for every attribute`)
}

/** Whether resources of others may match: whatever is not a text with our mark in it. */
function isMatchedByOthers({ operator, operand, column: { data } }: Pair): boolean {
  if (operator !== 'eq' && operator !== 'co' && operator !== 'sw' && operator !== 'ew') return true
  return typeof operand !== 'string' || !operand.toLowerCase().includes(data.mark.toLowerCase())
}

/** Where the result is right but for letter case, the rule on caseExact is the one that is broken. */
function caseDiagnosis(
  { operator, operand, column: { data, path, definition } }: Pair,
  returned: ReadonlySet<string>,
): Basis | undefined {
  if (operator === 'pr' || typeof operand !== 'string' || definition.type !== 'string') return undefined
  const flipped = { ...definition, caseExact: !definition.caseExact }
  const alike = data.members.filter(one =>
    shownValues(data, one, path).some(value => compareLiteral(operator, value, operand, flipped) === true),
  )
  const isFlipped = alike.length > 0 && alike.length === returned.size && alike.every(({ id }) => returned.has(id))
  return isFlipped ? { requirement: '7644-3.4.2.2-50' } : undefined
}
