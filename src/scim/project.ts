// Which attributes a representation holds under "attributes" and "excludedAttributes" (RFC 7644 §3.4.2.5, §3.9).

import type { AttributeDefinition } from './attribute.ts'
import type { JsonObject } from './json.ts'
import { isArray, isObject, member, sameName, withMember } from './json.ts'
import type { ResourceSchemas } from './resource-schemas.ts'
import { findAttribute, findExtension, pathOf, topLevelAttributes } from './resource-schemas.ts'
import { isNeverReturned, isUnassigned } from './value.ts'

/** The parameters; paths in standard notation. Both at once have no meaning (interpretation 32): then only one counts. */
export interface ProjectionParameters {
  readonly attributes?: readonly string[]
  readonly excludedAttributes?: readonly string[]
  /** After POST, PUT and PATCH an attribute with returned "request" may come if the client wrote it (RFC 7643 §7). */
  readonly afterWrite?: boolean
}

/** Whether an attribute, if it has a value, belongs into the representation. */
export type Presence = 'present' | 'absent' | 'either'

/** One attribute that should not have come, or should have. */
export interface ProjectionProblem {
  readonly path: string
  readonly kind: 'should be absent' | 'should be present'
}

/**
 * Says of every attribute and sub-attribute path (in lower case, extension attributes with their URI) whether it belongs
 * into a representation. Unknown names in the parameters are passed over. "schemas" may stay away from a partial
 * representation (interpretation 8).
 */
export function projection(
  resourceSchemas: ResourceSchemas,
  parameters: ProjectionParameters = {},
): ReadonlyMap<string, Presence> {
  const { attributes } = parameters
  const listed = listedPaths(resourceSchemas, attributes ?? parameters.excludedAttributes ?? [])
  const result = new Map<string, Presence>()
  const place = (definition: AttributeDefinition, prefix: string, isOpen: boolean) => {
    const path = `${prefix}${definition.name}`.toLowerCase()
    const put = (at: string, of: AttributeDefinition, presence: Presence) =>
      result.set(at, isOpen && !isNeverReturned(of) ? 'either' : presence)
    const whole = presenceOf(definition, path, listed, parameters)
    const parts = definition.subAttributes.map(part => {
      const partPath = `${path}.${part.name}`.toLowerCase()
      return { part, partPath, presence: presenceOfPart(part, partPath, whole, path, listed, parameters) }
    })
    const isNeeded = attributes !== undefined && parts.some(({ partPath }) => listed.has(partPath))
    put(path, definition, isNeeded && whole === 'absent' && !isNeverReturned(definition) ? 'present' : whole)
    for (const { part, partPath, presence } of parts) put(partPath, part, presence)
  }
  for (const definition of topLevelAttributes(resourceSchemas)) place(definition, '', false)
  for (const { schema } of resourceSchemas.extensions) {
    // The URI of an extension alone is no attribute path: some take it for all its attributes, some pass it over.
    const isOpen = (attributes ?? parameters.excludedAttributes ?? []).some(text => sameName(text, schema.id))
    for (const definition of schema.attributes) place(definition, `${schema.id}:`, isOpen)
  }
  const isPartial = attributes !== undefined || parameters.excludedAttributes !== undefined
  result.set('schemas', isPartial ? 'either' : 'present')
  return result
}

/** The part of a full resource that has to come, and what may come with it, as one resource: nothing absent is in it. */
export function project(
  resource: JsonObject,
  resourceSchemas: ResourceSchemas,
  parameters: ProjectionParameters = {},
): JsonObject {
  const presences = projection(resourceSchemas, parameters)
  const isAbsent = (path: string) => presences.get(path.toLowerCase()) === 'absent'
  const prune = (object: JsonObject, prefix: string): JsonObject => {
    let result = object
    for (const [name, value] of Object.entries(object)) {
      const path = `${prefix}${name}`
      const extension = prefix === '' ? findExtension(resourceSchemas, name) : undefined
      if (extension !== undefined && isObject(value)) {
        const container = prune(value, `${extension.id}:`)
        result = withMember(result, name, isUnassigned(container) ? undefined : container)
      } else if (isAbsent(path)) {
        result = withMember(result, name, undefined)
      } else if (isObject(value)) {
        result = withMember(result, name, prune(value, `${path}.`))
      } else if (isArray(value)) {
        result = withMember(
          result,
          name,
          value.map(element => (isObject(element) ? prune(element, `${path}.`) : element)),
        )
      }
    }
    return result
  }
  return prune(resource, '')
}

/**
 * Lists what a representation has but should not, and, given the full resource, what it lacks. Attributes that no schema
 * names are passed over.
 */
export function projectionProblems(
  actual: JsonObject,
  resourceSchemas: ResourceSchemas,
  parameters: ProjectionParameters = {},
  full?: JsonObject,
): readonly ProjectionProblem[] {
  const problems: ProjectionProblem[] = []
  const expected = full === undefined ? {} : project(full, resourceSchemas, parameters)
  for (const [path, presence] of projection(resourceSchemas, parameters)) {
    const found = findAttribute(resourceSchemas, path)
    if (found === undefined || presence === 'either') continue
    const has = hasValue(actual, path, resourceSchemas)
    const spelt = pathOf(found)
    if (presence === 'absent' && has) problems.push({ path: spelt, kind: 'should be absent' })
    if (presence === 'present' && !has && hasValue(expected, path, resourceSchemas)) {
      problems.push({ path: spelt, kind: 'should be present' })
    }
  }
  return problems
}

function presenceOf(
  definition: AttributeDefinition,
  path: string,
  listed: ReadonlySet<string>,
  { attributes, afterWrite = false }: ProjectionParameters,
): Presence {
  if (isNeverReturned(definition)) return 'absent'
  if (definition.returned === 'always') return 'present'
  if (attributes !== undefined) {
    if (listed.has(path)) return 'present'
    // A sub-attribute that is always returned may bring its attribute along.
    return definition.subAttributes.some(({ returned }) => returned === 'always') ? 'either' : 'absent'
  }
  if (listed.has(path)) return 'absent'
  return definition.returned === 'request' ? (afterWrite ? 'either' : 'absent') : 'present'
}

function presenceOfPart(
  part: AttributeDefinition,
  path: string,
  whole: Presence,
  wholePath: string,
  listed: ReadonlySet<string>,
  parameters: ProjectionParameters,
): Presence {
  if (isNeverReturned(part)) return 'absent'
  const { attributes, afterWrite = false } = parameters
  if (part.returned === 'always') return whole === 'absent' && attributes === undefined ? 'absent' : 'either'
  if (attributes !== undefined) {
    if (listed.has(path)) return 'present'
    if (!listed.has(wholePath)) return whole === 'present' ? 'either' : 'absent'
    return part.returned === 'request' ? 'either' : whole
  }
  if (listed.has(path)) return 'absent'
  return part.returned === 'request' && whole !== 'absent' ? (afterWrite ? 'either' : 'absent') : whole
}

/** The known paths among the listed ones, in lower case. */
function listedPaths(resourceSchemas: ResourceSchemas, paths: readonly string[]): ReadonlySet<string> {
  return new Set(
    paths.flatMap(text => {
      const found = findAttribute(resourceSchemas, text.trim())
      return found === undefined ? [] : [pathOf(found).toLowerCase()]
    }),
  )
}

/** Whether a resource has any value at a path, were it an empty text. */
function hasValue(resource: JsonObject, path: string, resourceSchemas: ResourceSchemas): boolean {
  const found = findAttribute(resourceSchemas, path)
  if (found === undefined) return false
  const { extension, attribute, subAttribute } = found
  const container = extension === undefined ? resource : member(resource, extension)
  const value = isObject(container) ? member(container, attribute.name) : undefined
  if (subAttribute === undefined) return !isUnassigned(value)
  const elements = isArray(value) ? value : [value]
  return elements.some(element => isObject(element) && !isUnassigned(member(element, subAttribute.name)))
}
