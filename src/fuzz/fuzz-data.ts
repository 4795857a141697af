// What generated filters are made of: the resources that were made for filters, and which operator goes with which of
// their attributes.

import type { ProviderType } from '../check/vocabulary.ts'
import type { AttributeDefinition } from '../scim/attribute.ts'
import { parseAttributePath, printAttributePath } from '../scim/attribute-path.ts'
import { type CompareOperator, type CompareValue, compareOperators } from '../scim/filter/filter.ts'
import { judgeFilter, judgeInBrackets } from '../scim/filter/judge-filter.ts'
import type { JsonObject } from '../scim/json.ts'
import { sameName } from '../scim/json.ts'
import { findAttribute, topLevelAttributes } from '../scim/resource-schemas.ts'
import { isNeverReturned, readValues } from '../scim/value.ts'

/** One resource of this run, as the service provider shows it. */
export interface FuzzMember {
  readonly id: string
  readonly resource: JsonObject
}

/** The resources of one type that generated filters are tried on; nothing changes them while that goes on. */
export interface FuzzData {
  readonly type: ProviderType
  readonly members: readonly FuzzMember[]
  /** The text attribute that is different in each: userName, displayName. */
  readonly label: string
  /** Stands in the values of this run, and in no others. */
  readonly mark: string
  /** A comparison that all these resources fulfil, seen to narrow a list when joined by "and". */
  readonly narrow: string | undefined
}

export type FuzzOperator = CompareOperator | 'pr'

/** An operator on an attribute; in brackets the path is the name of a sub-attribute. */
export interface Shape {
  readonly path: string
  readonly operator: FuzzOperator
}

/** The shapes that a service provider has no reason to refuse, the plainest first: failures are shrunk towards it. */
export interface Shapes {
  readonly plain: readonly Shape[]
  /** Those inside the brackets of a list, by the name of the list. */
  readonly inBrackets: ReadonlyMap<string, readonly Shape[]>
}

/** Every operator on every attribute of which the data has a value. */
export function shapesOf(data: FuzzData): Shapes {
  const { schemas } = data.type
  const paths = [
    ...topLevelAttributes(schemas).flatMap(attribute => pathsOf(attribute, '')),
    ...schemas.extensions.flatMap(({ schema }) =>
      schema.attributes.flatMap(attribute => pathsOf(attribute, `${schema.id}:`)),
    ),
  ]
  const label = (path: string): number => (sameName(path, data.label) ? 0 : 1)
  const plain = paths.toSorted((a, b) => label(a) - label(b)).flatMap(path => plainShapes(data, path))
  const lists = schemas.base.attributes.filter(({ type, multiValued }) => type === 'complex' && multiValued)
  const inBrackets = lists.flatMap(list => {
    const shapes = list.subAttributes.filter(isShown).flatMap(sub => bracketShapes(data, list, sub))
    return shapes.length === 0 ? [] : [[list.name, shapes] as const]
  })
  return { plain, inBrackets: new Map(inBrackets) }
}

const pools = new WeakMap<FuzzData, Map<string, readonly CompareValue[]>>()

/** The different values of a path in the data, in the order of the resources. */
export function poolOf(data: FuzzData, path: string): readonly CompareValue[] {
  const known = pools.get(data) ?? new Map<string, readonly CompareValue[]>()
  pools.set(data, known)
  const found = known.get(path)
  if (found !== undefined) return found
  const values = data.members.flatMap(({ resource }) => readValues(resource, path, data.type.schemas))
  const pool = [...new Set(values.filter(isSimple))]
  known.set(path, pool)
  return pool
}

/** The different values that a sub-attribute has in the elements of a list. */
export function bracketPoolOf(data: FuzzData, list: string, name: string): readonly CompareValue[] {
  return poolOf(data, `${list}.${name}`)
}

/** A text without what changes from run to run: the mark, and the ids of the resources. */
export function masked({ mark, members }: FuzzData, text: string): string {
  const pattern = new RegExp(mark.replaceAll(/[^\w-]/g, '\\$&'), 'gi')
  return members
    .reduce((done, { id }, index) => done.replaceAll(id, `{id ${index}}`), text)
    .replaceAll(pattern, '{mark}')
}

/** The value of the naming attribute, by which findings tell resources apart. */
export function nameOf(data: FuzzData, { id, resource }: FuzzMember): string {
  const [name] = readValues(resource, data.label, data.type.schemas)
  return typeof name === 'string' ? `${name} (id ${id})` : `id ${id}`
}

function isShown(definition: AttributeDefinition): boolean {
  const { returned } = definition
  return !isNeverReturned(definition) && (returned === 'default' || returned === 'always')
}

function pathsOf(attribute: AttributeDefinition, prefix: string): readonly string[] {
  if (!isShown(attribute)) return []
  const path = `${prefix}${attribute.name}`
  return [path, ...attribute.subAttributes.filter(isShown).map(({ name }) => `${path}.${name}`)]
}

function plainShapes(data: FuzzData, path: string): readonly Shape[] {
  const { schemas } = data.type
  const parsed = parseAttributePath(path)
  const found = parsed === undefined ? undefined : findAttribute(schemas, parsed)
  if (parsed === undefined || found === undefined) return []
  const shown = data.members.filter(({ resource }) => readValues(resource, path, schemas).length > 0)
  if (shown.length === 0) return []
  const several = found.attribute.multiValued || found.subAttribute?.multiValued === true
  const [value] = poolOf(data, path)
  // What the service provider makes up has another order in every run.
  const isMadeUp = /^(?:id|meta\.(?:version|location))$/i.test(path)
  // Every resource has schemas, and their URIs are compared as a whole.
  const isSchemas = sameName(path, 'schemas')
  const operators = compareOperators.filter(operator => {
    if (isSchemas) return operator === 'eq' && value !== undefined
    if (value === undefined || (several && operator === 'ne')) return false
    if (isMadeUp && ['gt', 'ge', 'lt', 'le'].includes(operator)) return false
    return judgeFilter({ kind: 'comparison', path: parsed, operator, value }, schemas).length === 0
  })
  return [...operators, ...(isSchemas ? [] : ['pr' as const])].map(operator => ({ path, operator }))
}

function bracketShapes(data: FuzzData, list: AttributeDefinition, sub: AttributeDefinition): readonly Shape[] {
  const path = parseAttributePath(sub.name)
  const [value] = bracketPoolOf(data, list.name, sub.name)
  if (path === undefined || value === undefined) return []
  const operators = compareOperators.filter(
    operator => judgeInBrackets({ kind: 'comparison', path, operator, value }, list).length === 0,
  )
  return [...operators, 'pr' as const].map(operator => ({ path: printAttributePath(path), operator }))
}

function isSimple(value: unknown): value is CompareValue {
  return typeof value === 'string' ? value !== '' : typeof value === 'number' || typeof value === 'boolean'
}
