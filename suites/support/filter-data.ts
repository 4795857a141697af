// Resources for the filter matrix: seven of each type, made once per run and read back, with values that tell a right
// filter from a wrong one: case twins, one text inside another, values spread over the elements of one attribute, the same
// instant in two time zones, numbers that sort otherwise as text, empty and missing values.

import type { CheckContext, SharedContext } from '../../src/check/context.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { countRepeats, describeResponse, listWords, show } from '../../src/check/words.ts'
import { isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { readValues } from '../../src/scim/value.ts'
import { createdId, isSuccess } from './answers.ts'
import { labelOf } from './attribute-choice.ts'
import { labelValue, richValues } from './filter-values.ts'

export interface FilterMember {
  readonly id: string
  /** The resource as GET shows it. */
  readonly resource: JsonObject
}

export interface FilterData {
  readonly type: ProviderType
  readonly members: readonly FilterMember[]
  /** The text attribute that is different in each resource: userName, displayName. */
  readonly label: string
  /** Marks the values of this run. */
  readonly mark: string
  /** What the label of each begins with. */
  readonly prefix: string
  /** A comparison that all these resources fulfil, and which was seen to narrow a list when joined by "and". */
  readonly narrow: string | undefined
}

type Outcome = { readonly data: FilterData } | { readonly refused: string }

/** Resources of a type: seven, so that every rule has one on its right and one on its wrong side. */
const memberCount = 7

/** What the data of a type is shared under: short, since it goes into names, which service providers may limit to 64 characters. */
const keyOf = ({ name }: ProviderType): string => `fd-${name}`

/** The data of a type. Ends the check as unsupported where the type cannot be written, as blocked where that fails. */
export async function filterDataOf(context: CheckContext, type: ProviderType): Promise<FilterData> {
  const outcome = await context.shared<Outcome>(keyOf(type), shared => makeData(shared, type))
  return 'data' in outcome ? outcome.data : context.unsupported(outcome.refused)
}

/** The data of all types that have any; ends the check as unsupported where none has. */
export async function allFilterData(context: CheckContext): Promise<readonly FilterData[]> {
  const outcomes = await Promise.all(
    context.provider.types.map(type => context.shared<Outcome>(keyOf(type), shared => makeData(shared, type))),
  )
  const made = outcomes.flatMap(outcome => ('data' in outcome ? [outcome.data] : []))
  if (made.length > 0) return made
  return context.unsupported(outcomes.map(outcome => ('refused' in outcome ? outcome.refused : '')).join('; '))
}

/** The values a path reaches in a member, as the service provider shows them. */
export function shownValues({ type }: FilterData, { resource }: FilterMember, path: string): readonly unknown[] {
  return readValues(resource, path, type.schemas)
}

async function makeData(context: SharedContext, type: ProviderType): Promise<Outcome> {
  const { blocked, resources, scim } = context
  const label = labelOf(type)
  if (label === undefined) return { refused: `${type.name} has no text attribute that can be set to any word` }
  const unique = resources.unique()
  const mark = unique.split('-').slice(0, 2).join('-')
  const usual = await resources.build(type)

  // Each resource as designed; where that is refused with every value present; where that is refused, only named.
  const forms = (index: number): readonly JsonObject[] => {
    const name = { [label.name]: labelValue(member(usual, label.name), unique, index) }
    const rich = richValues(type, usual, mark, index)
    const present = { ...richValues(type, usual, mark, Math.min(index, 4)), externalId: `${mark}-${index}` }
    return [{ ...rich, ...name }, { ...present, ...name }, name]
  }
  const make = async (
    index: number,
    from: number,
  ): Promise<
    { readonly member: FilterMember; readonly form: number } | { readonly refusal: string; status: number }
  > => {
    let refusal = { refusal: '', status: 0 }
    for (const [form, attributes] of forms(index).entries()) {
      if (form < from) continue
      const response = await scim.create(type, await resources.build(type, attributes))
      const id = isSuccess(response) ? createdId(response) : undefined
      if (id !== undefined) {
        const read = await scim.read(type, id)
        const resource = read.status === 200 && isObject(read.json) ? read.json : response.json
        if (isObject(resource)) return { member: { id, resource }, form }
      }
      refusal = { refusal: describeResponse(response), status: response.status }
      if (response.status !== 400 && response.status !== 409 && response.status !== 422) break
    }
    return refusal
  }

  const first = await make(0, 0)
  if (!('member' in first)) {
    const isOptional = !sameName(type.name, 'User') && !sameName(type.name, 'Group')
    if (isOptional && [403, 404, 405, 501].includes(first.status)) {
      return { refused: `a ${type.name} cannot be created: ${first.refusal}` }
    }
    return blocked(`A ${type.name} could not be created: ${first.refusal}.`)
  }
  const others = await Promise.all(Array.from({ length: memberCount - 1 }, (_, index) => make(index + 1, first.form)))
  const members = [first, ...others].flatMap(one => ('member' in one ? [one.member] : []))
  if (members.length < memberCount) {
    const failed = others.find(one => !('member' in one))
    return blocked(
      `A ${type.name} could not be created: ${failed !== undefined && 'refusal' in failed ? failed.refusal : ''}.`,
    )
  }
  const data: FilterData = { type, members, label: label.name, mark, prefix: `${unique}-`, narrow: undefined }
  return { data: { ...data, narrow: await findNarrow(context, data, unique) } }
}

/**
 * Looks for a comparison that gives these resources and no others, and sees that it narrows what it is joined to by "and":
 * one of two conditions alone must not decide.
 */
async function findNarrow(
  { scim, provider }: SharedContext,
  data: FilterData,
  unique: string,
): Promise<string | undefined> {
  if (!provider.capabilities['filter.supported'].met) return undefined
  const { type, members, label } = data
  const ids = new Set(members.map(({ id }) => id))
  const totalOf = async (filter: string): Promise<number | undefined> => {
    const { status, json } = await scim.list(type, { filter })
    const found = isObject(json) ? member(json, 'Resources') : undefined
    const total = isObject(json) ? member(json, 'totalResults') : undefined
    if (status !== 200 || typeof total !== 'number') return undefined
    const isOurs = !Array.isArray(found) || found.every(one => isObject(one) && ids.has(String(member(one, 'id'))))
    return isOurs ? total : undefined
  }
  const labels = members.map(one => String(shownValues(data, one, label)[0] ?? ''))
  const [one = '', other = ''] = labels
  const prefix = one.slice(0, unique.length + 1)
  const candidates = [`${label} sw ${JSON.stringify(prefix)}`, `${label} co ${JSON.stringify(prefix)}`]
  for (const narrow of candidates) {
    if (labels.some(text => !text.toLowerCase().startsWith(prefix.toLowerCase()))) break
    if ((await totalOf(narrow)) !== members.length) continue
    const equal = `${label} eq ${JSON.stringify(one)}`
    if ((await totalOf(`${narrow} and ${equal}`)) !== 1) return undefined
    const never = `${label} eq ${JSON.stringify(other)}`
    return (await totalOf(`${never} and ${equal}`)) === 0 ? narrow : undefined
  }
  return undefined
}

/** Members as findings name them: by their values at a path, without what those have in common. */
export function namesOf(data: FilterData, members: readonly FilterMember[], path: string): string {
  const shared = data.prefix === '' ? undefined : new RegExp(escaped(data.prefix), 'gi')
  const words = members.map(one => {
    const values = shownValues(data, one, path).map(shown => {
      const value = isObject(shown) ? (member(shown, 'value') ?? shown) : shown
      return show(typeof value === 'string' && shared !== undefined ? value.replace(shared, '…') : value, 60)
    })
    return values.length > 1 ? `(${values.join(', ')})` : (values[0] ?? 'no value')
  })
  return `${path} ${listWords(countRepeats(words), 5)}`
}

/** A filter with what the texts of all resources begin with put in short. */
export function shortFilter({ prefix }: Pick<FilterData, 'prefix'>, filter: string): string {
  return prefix === '' ? filter : filter.replace(new RegExp(escaped(prefix), 'gi'), '…')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
