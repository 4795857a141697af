// A change that can be made to any resource of a type by its schema alone: which attribute, and where to read it again.

import type { ProviderType } from '../../src/check/vocabulary.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { complexWithTexts, furtherTexts } from './attribute-choice.ts'

export interface PlainChange {
  /** The attribute that is written as a whole, such as `name`. */
  readonly attribute: string
  /** Where the text shows, such as `name.familyName`. */
  readonly path: string
  /** The value of the attribute with the text in it. */
  valueWith(text: string): string | JsonObject
  /** The text that a representation shows. */
  read(resource: JsonObject): unknown
}

/** `name` where the schema has it, or else a text that is not required; undefined where there is neither. */
export function plainChangeOf(type: ProviderType): PlainChange | undefined {
  const complex = complexWithTexts(type)
  if (complex !== undefined) {
    const { name } = complex.attribute
    const [first, second] = complex.texts
    return {
      attribute: name,
      path: `${name}.${second.name}`,
      valueWith: text => ({ [first.name]: 'Scimc', [second.name]: text }),
      read(resource) {
        const value = member(resource, name)
        return isObject(value) ? member(value, second.name) : undefined
      },
    }
  }
  const [plain] = furtherTexts(type)
  if (plain === undefined) return undefined
  const { name } = plain
  return { attribute: name, path: name, valueWith: text => text, read: resource => member(resource, name) }
}
