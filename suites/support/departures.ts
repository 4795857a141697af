// Where a stored resource is not what a write should have left: by the rules of SCIM, and letting pass what a service
// provider may add of its own.

import type { ProviderType } from '../../src/check/vocabulary.ts'
import { listWords, show } from '../../src/check/words.ts'
import { type AttributeDefinition, findDefinition } from '../../src/scim/attribute.ts'
import { type Difference, differences, includesElement, sameValue } from '../../src/scim/compare.ts'
import { isObject, type JsonObject, member, sameName, withMember } from '../../src/scim/json.ts'
import { findAttribute } from '../../src/scim/resource-schemas.ts'
import { elementsOf, isUnassigned, valueAt } from '../../src/scim/value.ts'

export interface Comparison {
  readonly expected: JsonObject
  readonly after: JsonObject
  /** The resource before the write: what it had there is not an addition of the service provider. */
  readonly before: JsonObject
  readonly type: ProviderType
  /** What was asked: attributes that follow from others are compared only where it names them. */
  readonly operations: unknown
  /** Compares the schemas attribute too. */
  readonly schemas?: boolean
}

/**
 * The differences that nothing excuses. Excused are additions to the elements of a multi-valued attribute ($ref, display,
 * a default type or primary) that were not there before, and texts made up from others (formatted, displayName, and a name
 * that is made of the displayName).
 */
export function departures(comparison: Comparison): readonly Difference[] {
  const { expected, after, type, operations, schemas } = comparison
  const asked = JSON.stringify(operations).toLowerCase()
  const everything = operations === 'everything'
  const formatted = type.schemas.base.attributes
    .filter(({ subAttributes }) => findDefinition(subAttributes, 'formatted') !== undefined)
    .map(({ name }) => `${name}.formatted`)
  const ignore = [
    ...(schemas ? [] : ['schemas']),
    ...(everything || asked.includes('formatted') ? [] : formatted),
    ...(everything || asked.includes('display') || !/name|mail/.test(asked) ? [] : displayNameIfFollowed(comparison)),
    ...(asked.replaceAll('displayname', '').includes('name') ? [] : nameIfFollowed(comparison)),
  ]
  // A display that is made up from the value follows it where no operation names it.
  const plain = asked.includes('display') ? (resource: JsonObject) => resource : withoutMadeUpDisplay(comparison)
  const found = differences(plain(expected), plain(after), type.schemas, { ignore })
  return withoutAdditions(found, comparison)
}

/** A displayName that was made up from the name may change with it, but not get lost. */
function displayNameIfFollowed({ expected, after }: Comparison): readonly string[] {
  const isKept = !isUnassigned(member(after, 'displayName')) && !isUnassigned(member(expected, 'displayName'))
  return isKept ? ['displayName'] : []
}

/** A name all of whose changed parts are taken from the displayName that there is now: some keep no other name of a person. */
function nameIfFollowed({ expected, after }: Comparison): readonly string[] {
  const [before, now, displayName] = [member(expected, 'name'), member(after, 'name'), member(after, 'displayName')]
  if (!isObject(before) || !isObject(now) || typeof displayName !== 'string') return []
  const isFollowed = Object.entries(now).every(
    ([part, text]) =>
      isUnassigned(text) || text === member(before, part) || (typeof text === 'string' && displayName.includes(text)),
  )
  return isFollowed && Object.values(now).some(text => text === displayName) ? ['name'] : []
}

/** A copy of a resource whose elements lack a display that repeats a value, theirs or one the list had before. */
function withoutMadeUpDisplay({ before, type }: Comparison): (resource: JsonObject) => JsonObject {
  const lists = type.schemas.base.attributes.filter(
    ({ multiValued, subAttributes }) =>
      multiValued && ['display', 'value'].every(name => findDefinition(subAttributes, name) !== undefined),
  )
  return resource =>
    lists.reduce((result, { name }) => {
      const elements = member(result, name)
      if (!Array.isArray(elements)) return result
      const earlier = elementsOf(member(before, name)).filter(isObject)
      const isMadeUp = (element: JsonObject): boolean =>
        [element, ...earlier].some(one => sameText(member(one, 'value'), member(element, 'display')))
      return withMember(
        result,
        name,
        elements.map(one => (isObject(one) && isMadeUp(one) ? withMember(one, 'display', undefined) : one)),
      )
    }, resource)
}

function sameText(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string' && one.toLowerCase() === other.toLowerCase()
}

/** Pairs missing elements with surplus ones that hold all they say and only add to it. */
function withoutAdditions(found: readonly Difference[], comparison: Comparison): readonly Difference[] {
  const left = [...found]
  for (const missing of found) {
    const attribute = listAt(missing.path, comparison.type)
    if (attribute === undefined || missing.actual !== undefined) continue
    const match = left.find(
      surplus =>
        surplus.path === missing.path &&
        surplus.expected === undefined &&
        includesElement(surplus.actual, missing.expected, attribute) &&
        addsOnly(surplus.actual, missing.expected, attribute, comparison),
    )
    if (match === undefined) continue
    left.splice(left.indexOf(match), 1)
    left.splice(left.indexOf(missing), 1)
  }
  return left
}

function listAt(path: string, type: ProviderType): AttributeDefinition | undefined {
  const found = findAttribute(type.schemas, path)
  return found?.attribute.multiValued && found.attribute.type === 'complex' ? found.attribute : undefined
}

/** Whether what the element has beyond the expected one was not there before. */
function addsOnly(
  actual: unknown,
  expected: unknown,
  attribute: AttributeDefinition,
  { before, type }: Comparison,
): boolean {
  if (!isObject(actual) || !isObject(expected)) return false
  if (isReference(attribute)) return true
  const found = findAttribute(type.schemas, attribute.name)
  const earlier = found === undefined ? [] : elementsOf(valueAt(before, found)).filter(isObject)
  const value = findDefinition(attribute.subAttributes, 'value')
  const same = earlier.filter(
    element => value === undefined || sameValue(member(element, 'value'), member(actual, 'value'), value),
  )
  return Object.entries(actual).every(([name, part]) => {
    if (isUnassigned(part) || !isUnassigned(member(expected, name))) return true
    const sub = findDefinition(attribute.subAttributes, name)
    return sub === undefined || !same.some(element => sameValue(member(element, name), part, sub))
  })
}

/** Whether elements are known by their value alone: $ref, type and display follow from what it points to (RFC 7643 §2.4). */
function isReference({ name, subAttributes }: AttributeDefinition): boolean {
  const fixed = findDefinition(subAttributes, 'value')?.mutability === 'immutable'
  return fixed || sameName(name, 'members') || findDefinition(subAttributes, '$ref') !== undefined
}

/** The differences as Expected and Got; elements of one attribute are told together. */
export function departureWords(
  found: readonly Difference[],
  type?: Pick<ProviderType, 'schemas'>,
): { readonly expected: string; readonly got: string } {
  const words = (side: 'expected' | 'actual'): string => {
    const other = side === 'expected' ? 'actual' : 'expected'
    const paths = [...new Map(found.map(({ path }) => [path.toLowerCase(), path])).values()]
    const texts = paths.map(path => {
      const here = found.filter(one => sameName(one.path, path))
      const isList =
        path === 'schemas' ||
        (type === undefined ? here.length > 1 : findAttribute(type.schemas, path)?.attribute.multiValued === true)
      const [value] = here.map(one => one[side])
      if (!isList) return value === undefined ? `no ${path}` : `${path} ${show(value)}`
      const present = here.flatMap(one => one[side] ?? [])
      const absent = here.flatMap(one => (one[side] === undefined ? (one[other] ?? []) : []))
      const name =
        side === 'actual' && here.length === 1 ? () => ['it'] : (list: readonly unknown[]) => elementWords(list, here)
      return [
        path,
        [
          ...(present.length === 0 ? [] : [`with ${listWords(name(present), 4)}`]),
          ...(absent.length === 0 ? [] : [`without ${listWords(name(absent), 4)}`]),
        ].join(', '),
      ].join(' ')
    })
    return listWords(texts, 4)
  }
  return { expected: words('expected'), got: words('actual') }
}

/** Elements by their value alone; in full where that does not tell them apart. */
function elementWords(list: readonly unknown[], found: readonly Difference[]): readonly string[] {
  const significantOf = (element: unknown): unknown => (isObject(element) ? member(element, 'value') : element)
  const all = found.flatMap(({ expected, actual }) => [expected, actual]).filter(element => element !== undefined)
  return list.map(element => {
    const value = significantOf(element)
    const isAlone = all.filter(other => show(significantOf(other)) === show(value)).length === 1
    return show(isAlone && !isUnassigned(value) ? value : element, 160)
  })
}
