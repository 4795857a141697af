// All that can stand in a resource of one type: common attributes, base schema and extensions (RFC 7643 §3, §6).

import type { AttributeDefinition } from './attribute.ts'
import { findDefinition } from './attribute.ts'
import type { AttributePath } from './attribute-path.ts'
import { parseAttributePath, printAttributePath } from './attribute-path.ts'
import { commonAttributes } from './common-attributes.ts'
import type { DefinitionProblem } from './definition-problem.ts'
import { sameName } from './json.ts'
import type { ResourceType } from './resource-type.ts'
import type { Schema } from './schema.ts'

/** The schemas of one resource type. */
export interface ResourceSchemas {
  readonly base: Schema
  readonly extensions: readonly { readonly schema: Schema; readonly required: boolean }[]
}

/** An attribute that a path names, and where its value stands in a resource. */
export interface FoundAttribute {
  /** The URI of the extension that holds the attribute; undefined for common and base attributes. */
  readonly extension?: string
  readonly attribute: AttributeDefinition
  readonly subAttribute?: AttributeDefinition
}

/**
 * Puts together the schemas of a resource type (RFC 7643 §6). A schema that the provider does not describe is told as a
 * problem and stands as one without attributes.
 */
export function resourceSchemasOf(
  resourceType: ResourceType,
  schemas: readonly Schema[],
): { readonly resourceSchemas: ResourceSchemas; readonly problems: readonly DefinitionProblem[] } {
  const problems: DefinitionProblem[] = []
  const find = (uri: string, path: string): Schema => {
    const schema = schemas.find(({ id }) => sameName(id, uri))
    if (schema === undefined) {
      problems.push({ path, kind: 'unknown schema', expected: 'the id of a Schema resource', got: uri })
    }
    return schema ?? { id: uri, attributes: [] }
  }
  const base = find(resourceType.schema, 'schema')
  const extensions = resourceType.schemaExtensions.map(({ schema, required }, index) => ({
    schema: find(schema, `schemaExtensions[${index}].schema`),
    required,
  }))
  return { resourceSchemas: { base, extensions }, problems }
}

/** The definitions of all top-level attributes but extensions: common ones first, and they win (RFC 7643 §3.1). */
export function topLevelAttributes({ base }: ResourceSchemas): readonly AttributeDefinition[] {
  return [
    ...commonAttributes,
    ...base.attributes.filter(({ name }) => findDefinition(commonAttributes, name) === undefined),
  ]
}

/** The extension with this URI, letter case aside. */
export function findExtension({ extensions }: ResourceSchemas, uri: string): Schema | undefined {
  return extensions.find(({ schema }) => sameName(schema.id, uri))?.schema
}

/**
 * Finds what an attribute path names (RFC 7644 §3.10); undefined where the schemas have no such attribute. A name without
 * URI is a common or base attribute; a base URI may stand before both; an extension attribute needs its URI (see
 * findInExtensions for those written without).
 */
export function findAttribute(
  resourceSchemas: ResourceSchemas,
  path: string | AttributePath,
): FoundAttribute | undefined {
  const parsed = typeof path === 'string' ? parseAttributePath(path) : path
  if (parsed === undefined) return undefined
  if (parsed.schema === undefined || sameName(parsed.schema, resourceSchemas.base.id)) {
    const common = findDefinition(commonAttributes, parsed.attribute)
    return withSubAttribute(common ?? findDefinition(resourceSchemas.base.attributes, parsed.attribute), parsed)
  }
  const extension = findExtension(resourceSchemas, parsed.schema)
  if (extension === undefined) return undefined
  return withSubAttribute(findDefinition(extension.attributes, parsed.attribute), parsed, extension.id)
}

/** Finds a path without URI in the extensions: whether that works is up to the provider (RFC 7644 §3.10). */
export function findInExtensions(resourceSchemas: ResourceSchemas, path: AttributePath): FoundAttribute | undefined {
  if (path.schema !== undefined) return undefined
  for (const { schema } of resourceSchemas.extensions) {
    const found = withSubAttribute(findDefinition(schema.attributes, path.attribute), path, schema.id)
    if (found !== undefined) return found
  }
  return undefined
}

/** The fully spelt path of a found attribute: the schema's own spelling, the URI only before extension attributes. */
export function pathOf({ extension, attribute, subAttribute }: FoundAttribute): string {
  return printAttributePath({
    ...(extension === undefined ? {} : { schema: extension }),
    attribute: attribute.name,
    ...(subAttribute === undefined ? {} : { subAttribute: subAttribute.name }),
  })
}

function withSubAttribute(
  attribute: AttributeDefinition | undefined,
  path: AttributePath,
  extension?: string,
): FoundAttribute | undefined {
  if (attribute === undefined) return undefined
  const found = { ...(extension === undefined ? {} : { extension }), attribute }
  if (path.subAttribute === undefined) return found
  const subAttribute = findDefinition(attribute.subAttributes, path.subAttribute)
  return subAttribute === undefined ? undefined : { ...found, subAttribute }
}
