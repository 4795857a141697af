// Where a stored resource is not what a write should have left: by the rules of SCIM, and letting pass what a service
// provider may add of its own.

import type { ProviderType } from '../../src/check/vocabulary.ts'
import { listWords, show } from '../../src/check/words.ts'
import { type AttributeDefinition, findDefinition } from '../../src/scim/attribute.ts'
import { type Difference, differences, includesElement, sameValue } from '../../src/scim/compare.ts'
import { isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
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
 * a default type or primary) that were not there before, and texts made up from others (formatted, displayName).
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
  ]
  const found = differences(expected, after, type.schemas, { ignore })
  return withoutAdditions(found, comparison)
}

/** A displayName that was made up from the name may change with it, but not get lost. */
function displayNameIfFollowed({ expected, after }: Comparison): readonly string[] {
  const isKept = !isUnassigned(member(after, 'displayName')) && !isUnassigned(member(expected, 'displayName'))
  return isKept ? ['displayName'] : []
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
  // A reference is known by its value; $ref, type and display follow from what it points to.
  if (findDefinition(attribute.subAttributes, '$ref') !== undefined) return true
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

/** An element in short: what only leads to a reference or names it is left out, unless elements differ in that. */
function elementWords(element: unknown, found: readonly Difference[]): string {
  if (!isObject(element) || isUnassigned(member(element, 'value'))) return show(element)
  const value = JSON.stringify(member(element, 'value'))
  const others = found.flatMap(({ expected, actual }) => [expected, actual]).filter(isObject)
  const isAlone = others.filter(other => JSON.stringify(member(other, 'value')) === value).length === 1
  const parts = Object.entries(element).filter(([name]) => !isAlone || !/^(?:\$ref|display)$/i.test(name))
  return show(Object.fromEntries(parts), 200)
}

/** The differences as Expected and Got. */
export function departureWords(found: readonly Difference[]): { readonly expected: string; readonly got: string } {
  const words = (side: 'expected' | 'actual'): string => {
    const texts = found.map(difference => {
      const isElement = found.some(other => other !== difference && sameName(other.path, difference.path))
      const value = difference[side]
      if (value !== undefined) return `${difference.path} ${isElement ? 'with ' : ''}${elementWords(value, found)}`
      const other = difference[side === 'expected' ? 'actual' : 'expected']
      if (!isObject(other)) return `no ${difference.path}`
      return `${difference.path} without ${found.length === 1 && side === 'actual' ? 'it' : elementWords(other, found)}`
    })
    return listWords([...new Set(texts)], 4)
  }
  return { expected: words('expected'), got: words('actual') }
}
