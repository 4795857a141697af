// The rules of the "schemas" attribute of a resource (RFC 7643 §3, §3.3).

import type { JsonObject } from './json.ts'
import { isArray, member, sameName } from './json.ts'
import type { ResourceProblem, ResourceProblemOptions } from './resource-problems.ts'
import type { ResourceSchemas } from './resource-schemas.ts'
import { findExtension } from './resource-schemas.ts'
import { isUnassigned } from './value.ts'

/**
 * Lists what is wrong with the schemas attribute: it is an array of URIs, not empty, each once, the base schema among
 * them, all of them declared by the resource type, and every extension that has values in the resource.
 */
export function schemasProblems(
  resource: JsonObject,
  resourceSchemas: ResourceSchemas,
  { partial = false }: ResourceProblemOptions = {},
): readonly ResourceProblem[] {
  const path = 'schemas'
  const got = member(resource, 'schemas')
  const expected = 'an array with at least one schema URI'
  if (isUnassigned(got)) return partial && got === undefined ? [] : [{ path, kind: 'schemas missing', expected, got }]
  if (!isArray(got)) return [{ path, kind: 'not an array', expected, got }]
  const problems: ResourceProblem[] = []
  const uris: string[] = []
  for (const [index, uri] of got.entries()) {
    if (typeof uri !== 'string' || uri === '') {
      problems.push({ path: `schemas[${index}]`, kind: 'wrong type', expected: 'a schema URI', got: uri })
    } else if (uris.some(other => sameName(other, uri))) {
      problems.push({ path: `schemas[${index}]`, kind: 'schemas repeated', expected: 'each URI once', got: uri })
    } else {
      uris.push(uri)
    }
  }
  const { base, extensions } = resourceSchemas
  for (const uri of uris) {
    if (sameName(uri, base.id) || findExtension(resourceSchemas, uri) !== undefined) continue
    problems.push({ path, kind: 'schemas undeclared', expected: 'URIs that the resource type declares', got: uri })
  }
  if (!uris.some(uri => sameName(uri, base.id))) {
    problems.push({ path, kind: 'schemas without base', expected: base.id, got })
  }
  for (const { schema, required } of extensions) {
    const hasValues = !isUnassigned(member(resource, schema.id))
    if ((hasValues || (required && !partial)) && !uris.some(uri => sameName(uri, schema.id))) {
      problems.push({ path, kind: 'schemas without extension', expected: schema.id, got })
    }
  }
  return problems
}
