// The schemas attribute under PATCH (RFC 7644 §3.5.2): changed by name, and implicitly by the attributes of extensions.

import type { JsonObject } from '../json.ts'
import { isArray, member, sameName, withMember } from '../json.ts'
import type { ResourceSchemas } from '../resource-schemas.ts'
import { findExtension } from '../resource-schemas.ts'
import { isUnassigned } from '../value.ts'
import type { Change } from './outcome.ts'
import { badValue, becomes, fails } from './outcome.ts'
import type { PatchOperation } from './patch-op.ts'

/** The possible resources after an operation that names schemas; only URIs of the resource type can stand there. */
export function changeSchemas(
  resource: JsonObject,
  op: PatchOperation['op'],
  value: unknown,
  resourceSchemas: ResourceSchemas,
): readonly Change[] {
  // Adding nothing leaves them as they are, as with any list (RFC 7644 §3.5.2.1).
  if (op === 'add' && isUnassigned(value)) return [becomes(resource), badValue('there is no value')]
  if (op === 'remove' || isUnassigned(value))
    return [fails('schemas is required', 'mutability', 'invalidValue', undefined)]
  const given = isArray(value) ? value : [value]
  const { base } = resourceSchemas
  const isDeclared = (uri: unknown) =>
    typeof uri === 'string' && (sameName(uri, base.id) || findExtension(resourceSchemas, uri) !== undefined)
  if (!given.every(isDeclared)) return [badValue('schemas takes the URIs that the resource type declares')]
  const single = isArray(value) ? [] : [badValue('schemas takes an array')]
  const before = urisOf(resource)
  const uris = unique([...(op === 'add' ? before : []), ...given.filter(uri => typeof uri === 'string')])
  const lost = before.filter(uri => !uris.some(other => sameName(other, uri)))
  if (lost.length > 0) {
    // Whether values go with their schema, or the change is refused or undone, is not said.
    return [
      ...single,
      badValue('a schema is taken away'),
      { kind: 'open', why: 'a schema is taken away from a resource' },
    ]
  }
  return [...single, becomes(uris.length === before.length ? resource : withMember(resource, 'schemas', uris))]
}

/**
 * Adds the URI of every extension that has values. Whether the URI of one that has lost its last value stays is not
 * said, so there may be two results.
 */
export function withSchemasSettled(
  before: JsonObject,
  after: JsonObject,
  { extensions }: ResourceSchemas,
): readonly JsonObject[] {
  const hasValues = (resource: JsonObject, uri: string) => !isUnassigned(member(resource, uri))
  const uris = urisOf(after)
  const present = extensions.map(({ schema }) => schema.id).filter(uri => hasValues(after, uri))
  const missing = present.filter(uri => !uris.some(other => sameName(other, uri)))
  const result = missing.length === 0 ? after : withMember(after, 'schemas', [...uris, ...missing])
  const emptied = extensions
    .map(({ schema }) => schema.id)
    .filter(uri => hasValues(before, uri) && !hasValues(after, uri) && uris.some(other => sameName(other, uri)))
  if (emptied.length === 0) return [result]
  const left = urisOf(result).filter(uri => !emptied.some(other => sameName(other, uri)))
  return [result, withMember(result, 'schemas', left)]
}

function urisOf(resource: JsonObject): readonly string[] {
  const schemas = member(resource, 'schemas')
  return isArray(schemas) ? schemas.filter(uri => typeof uri === 'string') : []
}

function unique(uris: readonly string[]): readonly string[] {
  return uris.filter((uri, index) => !uris.slice(0, index).some(other => sameName(other, uri)))
}
