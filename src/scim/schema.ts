// Schema resources (RFC 7643 §7): which attributes exist under a schema URI, read from what a provider sends.

import type { AttributeDefinition } from './attribute.ts'
import { readAttributes } from './attribute.ts'
import type { DefinitionProblem } from './definition-problem.ts'
import { MemberReader } from './definition-problem.ts'
import { isObject, sameName } from './json.ts'

/** The URI of the schema that describes Schema resources; it alone may nest complex sub-attributes (RFC 7643 §7). */
export const schemaSchemaUri = 'urn:ietf:params:scim:schemas:core:2.0:Schema'

/** A schema: its URI and its attribute definitions. */
export interface Schema {
  /** The schema URI, as the provider spells it. */
  readonly id: string
  readonly name?: string
  readonly description?: string
  readonly attributes: readonly AttributeDefinition[]
}

/**
 * Reads a Schema resource (RFC 7643 §7), filling in the defaults of §2.2. Never throws: each deviation is a problem in
 * the list, and `schema` is undefined only where there is no object with an id.
 */
export function readSchema(json: unknown): {
  readonly schema: Schema | undefined
  readonly problems: readonly DefinitionProblem[]
} {
  const problems: DefinitionProblem[] = []
  if (!isObject(json)) {
    problems.push({ path: '', kind: 'wrong type', expected: 'a Schema resource (object)', got: json })
    return { schema: undefined, problems }
  }
  const read = new MemberReader(json, '', problems)
  const id = read.text('id', { required: true })
  const name = read.text('name')
  const description = read.text('description')
  const list = read.list('attributes', { required: true })
  if (list?.length === 0) read.problem('attributes', 'empty', 'at least one attribute definition', list)
  const attributes = readAttributes(list ?? [], 'attributes', problems)
  if (id === undefined) return { schema: undefined, problems }
  if (!sameName(id, schemaSchemaUri)) problems.push(...complexSubAttributes(attributes))
  const schema = {
    id,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    attributes,
  }
  return { schema, problems }
}

/** Sub-attributes that are complex themselves, which only the Schema schema may have (RFC 7643 §2.3.8, erratum 8415). */
function complexSubAttributes(attributes: readonly AttributeDefinition[]): readonly DefinitionProblem[] {
  return attributes.flatMap(attribute =>
    attribute.subAttributes
      .filter(subAttribute => subAttribute.type === 'complex')
      .map(subAttribute => ({
        path: `${attribute.name}.${subAttribute.name}`,
        kind: 'complex sub-attribute' as const,
        expected: 'a sub-attribute of a simple type',
        got: 'complex',
      })),
  )
}
