// Resources that many checks read and none changes: seven of each type, made once per run, with designed values.
// Nothing in them is in order as created, and letter case decides the order of some.

import type { CheckContext, SharedContext } from '../../src/check/context.ts'
import { Blocked } from '../../src/check/outcome.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { readValues } from '../../src/scim/value.ts'
import {
  complexWithTexts,
  extensionTexts,
  furtherTexts,
  labelOf,
  listWithPrimary,
  numbersOf,
} from './attribute-choice.ts'
import { steadily } from './steadily.ts'

/** One word a resource, in order of creation; sorted by code point they stand in another order than sorted by letter. */
export const datasetWords = ['delta', 'Bravo', 'golf', 'alpha', 'Echo', 'charlie', 'Foxtrot'] as const
/** How many of them there are where the run is to send few requests. */
const sizeOfFew = 2
/** The first of each is created before the others and stands in the middle: the order of creation, or its reverse, is never the right one. */
const otherWords = ['lima', 'Kilo', 'Hotel', 'november', 'india', 'Mike', 'juliett'] as const
const numbers = [100, 9, 10, 33, 2, 21, 1] as const

export interface Member {
  readonly id: string
  readonly word: string
  /** The resource as GET shows it. */
  readonly resource: JsonObject
}

export interface Dataset {
  readonly type: ProviderType
  readonly members: readonly Member[]
  /** The text attribute that tells the resources apart (userName, displayName), and begins with `mark` in each. */
  readonly label: string
  readonly mark: string
  /** The path of an attribute in which all have the value `mark`; undefined where the schema has none to spare. */
  readonly common: string | undefined
  /** The path of a text that only some of them have. */
  readonly sparse: string | undefined
  /** A filter that the service provider answers with these resources and no others; undefined where none it takes does. */
  readonly narrow: string | undefined
}

type Outcome = { readonly data: Dataset } | { readonly refused: string }

/** The dataset of a type. Ends the check as unsupported where the type cannot be written, as blocked where that fails. */
export async function datasetOf(context: CheckContext, type: ProviderType): Promise<Dataset> {
  const outcome = await context.shared<Outcome>(`dataset-${type.name}`, shared => makeDataset(shared, type))
  return 'data' in outcome ? outcome.data : context.unsupported(outcome.refused)
}

/** Examines the dataset of each resource type, one subject a type. */
export async function eachDataset(
  context: CheckContext,
  examine: (data: Dataset) => void | Promise<void>,
): Promise<void> {
  const { types } = context.provider
  if (types.length === 0) context.unsupported('no resource type is known')
  for (const type of types) await examineDataset(context, type, examine)
}

/** eachDataset for all types at once: only for an examination whose every fault names its exchanges. */
export async function eachDatasetTogether(
  context: CheckContext,
  examine: (data: Dataset) => void | Promise<void>,
): Promise<void> {
  const { types } = context.provider
  if (types.length === 0) context.unsupported('no resource type is known')
  await Promise.all(types.map(type => examineDataset(context, type, examine)))
}

async function examineDataset(
  context: CheckContext,
  type: ProviderType,
  examine: (data: Dataset) => void | Promise<void>,
): Promise<void> {
  await context.subject(type.name, async () => {
    const data = await datasetOf(context, type)
    await (data.narrow === undefined ? steadily(async () => examine(data)) : examine(data))
  })
}

/** The values an attribute path reaches in a member, as the service provider shows them. */
export function storedValues({ type }: Dataset, { resource }: Member, path: string): readonly unknown[] {
  return readValues(resource, path, type.schemas)
}

/** The text a member has at this path; undefined where it has none, or something else. */
export function storedText(data: Dataset, one: Member, path: string): string | undefined {
  const [value] = storedValues(data, one, path)
  return typeof value === 'string' ? value : undefined
}

/** A member with the text it has at this path; ends the check as unsupported where it shows none there. */
export function memberWith(
  context: Pick<CheckContext, 'unsupported'>,
  data: Dataset,
  index: number,
  path: string | undefined,
): { readonly id: string; readonly text: string } {
  const one = data.members[index]
  const text = one === undefined || path === undefined ? undefined : storedText(data, one, path)
  if (one === undefined || text === undefined) {
    return context.unsupported(`no ${data.type.name} shows ${path ?? 'a value of this kind'}`)
  }
  return { id: one.id, text }
}

/** The query that narrows a list to the dataset, where that is possible. */
export function narrowed({ narrow }: Dataset): { readonly filter?: string } {
  return narrow === undefined ? {} : { filter: narrow }
}

async function makeDataset(context: SharedContext, type: ProviderType): Promise<Outcome> {
  const { resources, scim } = context
  const label = labelOf(type)
  if (label === undefined) return { refused: `${type.name} has no text attribute that can be set to any word` }
  const mark = resources.unique()
  const size = context.fewRequests ? sizeOfFew : datasetWords.length
  const common = commonPath(type)
  const sparse = furtherTexts(type).find(({ name }) => name !== common)?.name
  const usual = await resources.build(type)
  const attributesOf = (index: number, rich: boolean): JsonObject => ({
    [label.name]: likeUsual(member(usual, label.name), mark, datasetWords[index] ?? 'other'),
    ...(rich ? richAttributes(type, usual, mark, index) : {}),
    ...(rich && sparse !== undefined && index % 3 !== 1 ? { [sparse]: `${mark}-${datasetWords[6 - index]}` } : {}),
  })

  // What a service provider does not want beyond the label is left out rather than held against it here.
  let rich = true
  let first: { readonly id: string; readonly resource: JsonObject } | undefined
  try {
    first = await resources.create(type, attributesOf(0, true))
  } catch (error) {
    if (!(error instanceof Blocked)) throw error
    rich = false
    const response = await scim.create(type, await resources.build(type, { ...attributesOf(0, false) }))
    const isOptionalType = !sameName(type.name, 'User') && !sameName(type.name, 'Group')
    if (isOptionalType && [403, 404, 405, 501].includes(response.status)) {
      return { refused: `a ${type.name} cannot be created: ${describeResponse(response)}` }
    }
    const id = isObject(response.json) ? member(response.json, 'id') : undefined
    if (typeof id !== 'string' || !isObject(response.json)) throw error
    first = { id, resource: response.json }
  }
  const others = await Promise.all(
    datasetWords.slice(1, size).map((_, index) => resources.create(type, attributesOf(index + 1, rich))),
  )
  const members = await Promise.all(
    [first, ...others].map(async ({ id, resource }, index): Promise<Member> => {
      const read = await scim.read(type, id)
      const shown = read.status === 200 && isObject(read.json) ? read.json : resource
      return { id, word: datasetWords[index] ?? '', resource: shown }
    }),
  )
  const data: Dataset = { type, members, label: label.name, mark, common, sparse, narrow: undefined }
  const kept = (path: string | undefined, least: number): string | undefined =>
    path !== undefined && members.filter(one => storedText(data, one, path) !== undefined).length >= least
      ? path
      : undefined
  const known = { ...data, common: kept(common, members.length), sparse: kept(sparse, 2) }
  return { data: { ...known, narrow: await findNarrow(context, known) } }
}

/** A value as the harness builds it, with our mark and word in place of its own: an e-mail address keeps its domain. */
function likeUsual(usual: unknown, mark: string, word: string): string {
  const at = typeof usual === 'string' ? usual.indexOf('@') : -1
  return `${mark}-${word}${typeof usual === 'string' && at >= 0 ? usual.slice(at) : ''}`
}

function commonPath(type: ProviderType): string | undefined {
  const complex = complexWithTexts(type)
  const [further] = furtherTexts(type)
  if (further !== undefined) return further.name
  return complex === undefined ? undefined : `${complex.attribute.name}.${complex.texts[1].name}`
}

function richAttributes(type: ProviderType, usual: JsonObject, mark: string, index: number): JsonObject {
  const other = otherWords[index] ?? 'other'
  const attributes: Record<string, unknown> = { externalId: `${mark}-${other.toLowerCase()}` }
  const common = commonPath(type)
  if (common !== undefined && !common.includes('.')) attributes[common] = mark
  const complex = complexWithTexts(type)
  if (complex !== undefined) {
    const [first, second] = complex.texts
    attributes[complex.attribute.name] = {
      [first.name]: `${mark}-${other}`,
      [second.name]: common?.includes('.') ? mark : 'Scimc',
    }
  }
  const list = listWithPrimary(type)
  if (list !== undefined) {
    const [given] = [member(usual, list.name)].flat()
    const value = isObject(given) ? member(given, 'value') : undefined
    const types = list.subAttributes.find(({ name }) => sameName(name, 'type'))?.canonicalValues ?? []
    const element = (letter: string, word: string, type: string | undefined, primary: boolean) => ({
      value: likeUsual(value, `${mark}-${letter}`, word),
      ...(type === undefined ? {} : { type }),
      primary,
    })
    // The primary element is not the first one, and sorts otherwise than it.
    attributes[list.name] = [
      element('a', datasetWords[6 - index] ?? 'other', types[1], false),
      element('b', other.toLowerCase(), types[0], true),
    ]
  }
  for (const { name } of numbersOf(type)) attributes[name] = numbers[index]
  for (const { urn, attribute } of extensionTexts(type)) attributes[urn] = { [attribute.name]: `${mark}-${other}` }
  if (extensionTexts(type).length > 0) {
    attributes.schemas = [type.schemas.base.id, ...extensionTexts(type).map(({ urn }) => urn)]
  }
  return attributes
}

/** Tries filters until one gives exactly these resources: checks on other matters then need not walk through foreign data. */
async function findNarrow({ scim, provider }: SharedContext, data: Dataset): Promise<string | undefined> {
  if (!provider.capabilities['filter.supported'].met) return undefined
  const { type, members, label, mark, common } = data
  const texts = members.map(one => storedText(data, one, label) ?? '')
  const commonText = common === undefined ? undefined : [...new Set(members.map(one => storedText(data, one, common)))]
  const candidates = [
    ...(commonText?.length === 1 ? [`${common} eq ${JSON.stringify(commonText[0])}`] : []),
    `${label} sw ${JSON.stringify(`${texts[0]?.slice(0, mark.length) ?? mark}-`)}`,
    texts.map(text => `${label} eq ${JSON.stringify(text)}`).join(' or '),
  ]
  const ids = new Set(members.map(({ id }) => id))
  for (const filter of candidates) {
    const { status, json } = await scim.list(type, { filter, startIndex: 1 })
    const found = isObject(json) ? member(json, 'Resources') : undefined
    if (status !== 200 || !isObject(json) || !Array.isArray(found) || found.length === 0) continue
    const isOurs = found.every(one => isObject(one) && ids.has(String(member(one, 'id'))))
    if (isOurs && (member(json, 'totalResults') ?? found.length) === members.length) return filter
  }
  return undefined
}
