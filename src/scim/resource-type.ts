// ResourceType resources (RFC 7643 §6): the endpoint, base schema and extensions of one kind of resource.

import type { DefinitionProblem } from './definition-problem.ts'
import { MemberReader } from './definition-problem.ts'
import { isObject, sameName } from './json.ts'

/** An extension that resources of a type may (or, if required, must) carry. */
export interface SchemaExtension {
  readonly schema: string
  readonly required: boolean
}

/** A resource type as the provider describes it. */
export interface ResourceType {
  readonly id?: string
  readonly name: string
  readonly description?: string
  /** Relative to the base URL and as the provider spells it, such as "/Users" or "Users". */
  readonly endpoint: string
  /** The URI of the base schema. */
  readonly schema: string
  readonly schemaExtensions: readonly SchemaExtension[]
}

const discoverySchemas = ['ServiceProviderConfig', 'ResourceType', 'Schema'].map(
  name => `urn:ietf:params:scim:schemas:core:2.0:${name}`,
)

/**
 * Whether resources with this base schema are the service provider's own description (RFC 7643 §5 to §7). They may be listed
 * as resource types, too; other rules hold for them than for those that clients provision (RFC 7644 §4).
 */
export function isDiscoverySchema(uri: unknown): boolean {
  return typeof uri === 'string' && discoverySchemas.some(schema => sameName(schema, uri))
}

/**
 * Reads a ResourceType resource (RFC 7643 §6). Never throws: each deviation is a problem in the list, and
 * `resourceType` is undefined only where name, endpoint or schema cannot be read.
 */
export function readResourceType(json: unknown): {
  readonly resourceType: ResourceType | undefined
  readonly problems: readonly DefinitionProblem[]
} {
  const problems: DefinitionProblem[] = []
  if (!isObject(json)) {
    problems.push({ path: '', kind: 'wrong type', expected: 'a ResourceType resource (object)', got: json })
    return { resourceType: undefined, problems }
  }
  const read = new MemberReader(json, '', problems)
  const id = read.text('id')
  const name = read.text('name', { required: true })
  const description = read.text('description')
  const endpoint = read.text('endpoint', { required: true })
  const schema = read.text('schema', { required: true })
  const schemaExtensions = readExtensions(read)
  if (name === undefined || endpoint === undefined || schema === undefined) return { resourceType: undefined, problems }
  const resourceType = {
    ...(id === undefined ? {} : { id }),
    name,
    ...(description === undefined ? {} : { description }),
    endpoint,
    schema,
    schemaExtensions,
  }
  return { resourceType, problems }
}

function readExtensions(read: MemberReader): readonly SchemaExtension[] {
  const extensions: SchemaExtension[] = []
  for (const [index, json] of (read.list('schemaExtensions') ?? []).entries()) {
    const path = `schemaExtensions[${index}]`
    if (!isObject(json)) {
      read.problem(path, 'wrong type', 'an object with schema and required', json)
      continue
    }
    const extension = new MemberReader(json, path, read.problems)
    const schema = extension.text('schema', { required: true })
    const required = extension.flag('required', { required: true }) ?? false
    if (schema === undefined) continue
    if (extensions.some(known => sameName(known.schema, schema))) {
      extension.problem('schema', 'duplicate', 'each extension once', schema)
    } else {
      extensions.push({ schema, required })
    }
  }
  return extensions
}
