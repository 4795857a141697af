// The values of the resources that filters are tried on: what each of the seven has in each kind of attribute.

import type { ProviderType } from '../../src/check/vocabulary.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import { isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { complexWithTexts, extensionTexts, isFreeText, labelOf, listWithPrimary } from './attribute-choice.ts'

/** What follows the run's mark in the text that names each resource: no two alike, some with others inside. */
const labelWords = ['alpha', 'ALPHABET', 'beta-alpha', 'gamma', 'alphazeta', 'Delta', 'omega'] as const

/** `undefined`: the resource has no value; the empty text is tried once. */
const textForms: readonly (((mark: string) => string) | undefined)[] = [
  mark => `alpha.${mark}.omega`,
  mark => `alpha.${mark}.omega`.toUpperCase(),
  mark => `alpha.${mark}.omega.zeta`,
  mark => `beta.alpha.${mark}.omega`,
  mark => `gamma.${mark}.delta`,
  () => '',
  undefined,
]
const booleans = [true, false, true, false, false, true, undefined] as const
const integers = [100, 9, 10, 33, 2, 0, undefined] as const
const decimals = [100.5, 10.25, 10.5, 33, 9.25, 0, undefined] as const
/** The first two are one instant; the third is before them though its text is not. */
const dateTimes = [
  '2026-03-01T10:00:00Z',
  '2026-03-01T12:00:00+02:00',
  '2026-03-01T11:30:00+02:00',
  '2025-12-31T23:59:59Z',
  '2026-03-01T10:00:00.500Z',
  '2026-03-02T00:00:00Z',
  undefined,
] as const
/** Words of the elements of a list with types: the first of the first type, the second of the second. */
const listWords: readonly (readonly [string | undefined, string | undefined])[] = [
  ['alpha', 'beta'],
  ['gamma', 'alpha'],
  [undefined, 'alpha-zeta'],
  ['ALPHA-X', undefined],
  ['beta-alpha', undefined],
  [undefined, undefined],
  [undefined, undefined],
]

/** The text of the naming attribute: the mark, a word and, where it is an e-mail address, its domain. */
export function labelValue(usual: unknown, unique: string, index: number): string {
  return `${unique}-${labelWords[index] ?? index}${domainOf(usual)}`
}

/** Values for every kind of attribute that the schemas have; undefined stands for none. */
export function richValues(type: ProviderType, usual: JsonObject, mark: string, index: number): JsonObject {
  const text = textForms[index]?.(mark)
  // Letter case alone tells the first two apart, so that unique attributes stay out of it.
  const values: Record<string, unknown> = { externalId: text === '' ? undefined : text }
  for (const attribute of matrixAttributes(type)) values[attribute.name] = simpleValue(attribute, mark, index)
  const complex = complexWithTexts(type)
  if (complex !== undefined) {
    const [first, second] = complex.texts
    const name = text === undefined || text === '' ? {} : { [first.name]: text }
    values[complex.attribute.name] = index === 6 ? undefined : { ...name, [second.name]: 'Scimc' }
  }
  const list = listWithPrimary(type)
  if (list !== undefined) values[list.name] = listValue(list, usual, mark, index)
  const extensions = extensionTexts(type)
  if (text !== undefined && text !== '' && extensions.length > 0) {
    for (const { urn, attribute } of extensions) values[urn] = { [attribute.name]: text }
    values.schemas = [type.schemas.base.id, ...extensions.map(({ urn }) => urn)]
  }
  return values
}

/** The simple attributes of the base schema that get values: three free texts, and one of each other kind. */
export function matrixAttributes(type: ProviderType): readonly AttributeDefinition[] {
  const label = labelOf(type)
  const free = type.schemas.base.attributes.filter(
    attribute =>
      attribute !== label &&
      attribute.mutability === 'readWrite' &&
      (attribute.returned === 'default' || attribute.returned === 'always') &&
      attribute.uniqueness === 'none' &&
      !attribute.required,
  )
  const texts = free.filter(isFreeText)
  const chosen = [
    ...texts.filter(({ caseExact }) => !caseExact).slice(0, 3),
    ...texts.filter(one => one.caseExact).slice(0, 1),
  ]
  const one = (test: (attribute: AttributeDefinition) => boolean) => free.find(test)
  const others = [
    one(({ type: kind, multiValued }) => kind === 'boolean' && !multiValued),
    one(({ type: kind, multiValued }) => kind === 'integer' && !multiValued),
    one(({ type: kind, multiValued }) => kind === 'decimal' && !multiValued),
    one(({ type: kind, multiValued }) => kind === 'dateTime' && !multiValued),
    one(({ type: kind, multiValued }) => kind === 'binary' && !multiValued),
    one(
      ({ type: kind, multiValued, referenceTypes }) =>
        kind === 'reference' && !multiValued && referenceTypes.every(name => name === 'external'),
    ),
    one(
      ({ type: kind, multiValued, canonicalValues }) =>
        kind === 'string' && multiValued && canonicalValues.length === 0,
    ),
  ]
  return [...chosen, ...others.filter(attribute => attribute !== undefined)]
}

function simpleValue({ type, multiValued }: AttributeDefinition, mark: string, index: number): unknown {
  const text = textForms[index]?.(mark)
  switch (type) {
    case 'boolean':
      return booleans[index]
    case 'integer':
      return integers[index]
    case 'decimal':
      return decimals[index]
    case 'dateTime':
      return dateTimes[index]
    case 'binary':
      return text === undefined || text === '' ? undefined : Buffer.from(text).toString('base64')
    case 'reference':
      return text === undefined || text === '' ? undefined : `https://example.com/${text.replaceAll('.', '/')}`
    default:
      if (!multiValued) return text
      if (text === undefined) return undefined
      // The designed text comes first in some, last in others.
      return text === '' ? [] : index % 2 === 0 ? [`zz.${mark}`, text] : [text, `zz.${mark}`]
  }
}

function listValue(
  list: AttributeDefinition,
  usual: JsonObject,
  mark: string,
  index: number,
): readonly JsonObject[] | undefined {
  if (index === 6) return undefined
  const given = [member(usual, list.name)].flat()[0]
  const domain = domainOf(isObject(given) ? member(given, 'value') : undefined)
  const types = typesOf(list)
  const words = listWords[index] ?? []
  return words.flatMap((word, place) =>
    word === undefined
      ? []
      : [
          {
            value: `${word}.${mark}.${index}${domain}`,
            ...(types === undefined ? {} : { type: types[place] }),
            ...(place === words.filter(one => one !== undefined).length - 1 ? { primary: true } : {}),
          },
        ],
  )
}

/** Two values for `type` in a list: canonical ones where there are any. */
export function typesOf(list: AttributeDefinition): readonly [string, string] | undefined {
  const definition = list.subAttributes.find(({ name, type }) => sameName(name, 'type') && type === 'string')
  if (definition === undefined) return undefined
  const [first = 'work', second = 'home'] = definition.canonicalValues
  return [first, second]
}

function domainOf(value: unknown): string {
  const at = typeof value === 'string' ? value.indexOf('@') : -1
  return typeof value === 'string' && at >= 0 ? value.slice(at) : ''
}
