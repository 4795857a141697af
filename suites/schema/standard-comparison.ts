// The provider's own definitions of User, Group and Enterprise User beside those of RFC 7643 §8.7.

import type { CheckContext } from '../../src/check/context.ts'
import { type Basis, expectAll, expectThat } from '../../src/check/expect.ts'
import { show } from '../../src/check/words.ts'
import { type AttributeDefinition, findDefinition, listedSubAttributes } from '../../src/scim/attribute.ts'
import { sameName } from '../../src/scim/json.ts'
import type { Schema } from '../../src/scim/schema.ts'
import { standardSchemas } from '../../src/scim/standard-schemas.ts'
import { elementsOf } from '../discovery/documents.ts'

/** The provider's own definition of a schema; ends the check as unsupported where it lists none. */
export function ownSchema({ provider, unsupported }: CheckContext, uri: string): Schema {
  const isListed = elementsOf(provider.answers.Schemas.json).some(({ name }) => sameName(name, uri))
  const schema = provider.schemas.find(({ id }) => sameName(id, uri))
  return schema !== undefined && isListed ? schema : unsupported(`/Schemas does not define ${uri}`)
}

/** An attribute of the provider's definition, or undefined where it leaves it out. */
export function ownAttribute(context: CheckContext, uri: string, name: string): AttributeDefinition {
  return (
    findDefinition(ownSchema(context, uri).attributes, name) ??
    context.unsupported(`the schema of the service provider has no ${name}`)
  )
}

export type Characteristics = Partial<
  Pick<AttributeDefinition, 'type' | 'multiValued' | 'required' | 'caseExact' | 'mutability'>
> & {
  readonly returned?: string
}

/** Notes every characteristic that is not as wanted. */
export function expectCharacteristics(
  context: Pick<CheckContext, 'provider'>,
  definition: AttributeDefinition,
  path: string,
  wanted: Characteristics,
  { arguable }: Basis = {},
): void {
  const response = context.provider.answers.Schemas
  const own: Readonly<Record<string, unknown>> = { ...definition }
  expectAll(
    ...Object.entries(wanted).map(([name, value]) => () => {
      expectThat(own[name] === value, {
        ...(arguable === undefined ? {} : { arguable }),
        expected: `${path} with ${name} ${show(value)}`,
        got: `${name} ${show(own[name])}`,
        response,
      })
    }),
  )
}

/** Compares type and multiValued of every attribute that both define. */
export async function compareKinds(context: CheckContext, uri: string): Promise<void> {
  const own = ownSchema(context, uri)
  const standard = standardSchemas.find(({ id }) => id === uri)
  if (standard === undefined) throw new Error(`no standard schema ${uri}`)
  await compareLists(context, own.attributes, standard.attributes, '')
}

async function compareLists(
  context: CheckContext,
  own: readonly AttributeDefinition[],
  standard: readonly AttributeDefinition[],
  prefix: string,
): Promise<void> {
  for (const definition of own) {
    const wanted = findDefinition(standard, definition.name)
    if (wanted === undefined) continue
    const path = `${prefix}${definition.name}`
    await context.subject(path, () => {
      expectCharacteristics(context, definition, path, { type: wanted.type, multiValued: wanted.multiValued })
    })
    if (definition.type === 'complex') {
      await compareLists(context, listedSubAttributes(definition), wanted.subAttributes, `${path}.`)
    }
  }
}

/** A definition and its sub-attributes, each under its path; all levels of the Schema schema included. */
export function withSubAttributes(
  definition: AttributeDefinition,
): readonly (readonly [string, AttributeDefinition])[] {
  return [
    [definition.name, definition] as const,
    ...listedSubAttributes(definition)
      .flatMap(withSubAttributes)
      .map(([path, sub]) => [`${definition.name}.${path}`, sub] as const),
  ]
}
