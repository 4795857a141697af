// What generated sequences write to: attributes of each resource type that the service provider was seen to keep, and
// resources that others can refer to.

import type { CheckContext, SharedContext } from '../../src/check/context.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import {
  filled,
  type Ground,
  type GroundAttribute,
  placeholder,
  type Referred,
  withValue,
} from '../../src/fuzz/sequences/ground.ts'
import { textOf } from '../../src/fuzz/sequences/naming.ts'
import { variety } from '../../src/fuzz/sequences/step.ts'
import { isArray, isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import type { FoundAttribute } from '../../src/scim/resource-schemas.ts'
import { valueAt } from '../../src/scim/value.ts'
import { isSuccess } from '../support/answers.ts'
import { labelOf } from '../support/attribute-choice.ts'
import { withAttribute } from '../support/attributes.ts'
import { departures } from '../support/departures.ts'
import { groundAttributes, referencesOf } from './sequences-attributes.ts'

/** One ground for each type that takes creates; made once per run. */
export function sequenceGrounds({ shared }: Pick<CheckContext, 'shared'>): Promise<readonly Ground[]> {
  return shared('sequence-grounds', async context => {
    const grounds: Ground[] = []
    const isUser = ({ name }: ProviderType): boolean => sameName(name, 'User')
    const { types } = context.provider
    for (const type of [...types.filter(isUser), ...types.filter(type => !isUser(type))]) {
      const ground = await groundOf(context, type)
      if (ground !== undefined) grounds.push(ground)
    }
    const all: Ground[] = []
    for (const ground of grounds) all.push(await withReferences(context, ground, grounds))
    return all
  })
}

async function groundOf(context: SharedContext, type: ProviderType): Promise<Ground | undefined> {
  const { resources, scim } = context
  const base = templateOf(context, await resources.build(type))
  const full = templateOf(context, await resources.build(type, {}, { extent: 'all' }))
  const label = labelIn(type, base)
  const wanted = groundAttributes(type, full).filter(({ path }) => path !== label?.path)
  const create = async (attributes: readonly GroundAttribute[], pick: number): Promise<Made | undefined> => {
    const unique = resources.unique()
    const value = ({ values, found }: GroundAttribute): unknown => {
      const one = (index: number): unknown => filled(values[index % values.length], textOf(unique, 0, index))
      if (!found.attribute.multiValued) return one(pick)
      return Array.from({ length: pick === 0 ? 1 : variety }, (_, index) => one(index))
    }
    const start: unknown = filled(base, textOf(unique, 0, 0))
    const body = attributes.reduce(
      (resource, attribute) => withValue(resource, attribute.found, value(attribute)),
      isObject(start) ? start : {},
    )
    return createAndRead(scim, type, body)
  }
  const first = (await create(wanted, 0)) ?? (await create([], 0))
  if (first === undefined) return undefined
  const second = await create(wanted, 1)
  const seen = second === undefined ? [first] : [first, second]
  const isKept = ({ found }: Pick<GroundAttribute, 'found'>): boolean =>
    seen.every(({ sent, stored }) => valueAt(sent, found) !== undefined && keeps(type, found, sent, stored))
  // Where the second one was refused, some value or a list of several is not welcome: it cannot be told which.
  const attributes = second === undefined ? [] : wanted.filter(isKept)
  const knownLabel = label !== undefined && isKept(label) ? label : undefined
  const findable =
    knownLabel !== undefined &&
    context.provider.capabilities['filter.supported'].met &&
    (await isFound(scim, type, knownLabel, first))
  return { type, base, attributes, findable, ...(knownLabel === undefined ? {} : { label: knownLabel }) }
}

interface Made {
  readonly id: string
  readonly sent: JsonObject
  readonly stored: JsonObject
}

async function createAndRead(
  scim: SharedContext['scim'],
  type: ProviderType,
  sent: JsonObject,
): Promise<Made | undefined> {
  const made = await scim.create(type, sent)
  const id = isObject(made.json) ? member(made.json, 'id') : undefined
  if (!isSuccess(made) || typeof id !== 'string') return undefined
  const read = await scim.read(type, id)
  return read.status === 200 && isObject(read.json) ? { id, sent, stored: read.json } : undefined
}

function keeps(type: ProviderType, found: FoundAttribute, sent: JsonObject, stored: JsonObject): boolean {
  const expected = withAttribute({}, found, valueAt(sent, found))
  const after = withAttribute({}, found, valueAt(stored, found))
  return departures({ expected, after, before: {}, type, operations: 'everything' }).length === 0
}

/** The naming attribute, where a text of its own stands in it. */
function labelIn(type: ProviderType, base: JsonObject): GroundAttribute | undefined {
  const attribute = labelOf(type)
  const value = attribute === undefined ? undefined : member(base, attribute.name)
  if (attribute === undefined || typeof value !== 'string' || !value.includes(placeholder)) return undefined
  return { path: attribute.name, kind: 'text', found: { attribute }, values: [value], removable: false, parts: [] }
}

async function isFound(
  scim: SharedContext['scim'],
  type: ProviderType,
  { path, found }: GroundAttribute,
  { id, sent }: Made,
): Promise<boolean> {
  const filter = `${path} eq ${JSON.stringify(valueAt(sent, found))}`
  const { status, json } = await scim.list(type, { filter })
  const resources = isObject(json) ? member(json, 'Resources') : undefined
  return status === 200 && isArray(resources) && resources.some(one => isObject(one) && member(one, 'id') === id)
}

/** A resource as it was built, with the texts of its own replaced by the placeholder. */
function templateOf({ resources }: SharedContext, built: JsonObject): JsonObject {
  const mark = resources.unique().replace(/-\d+$/, '')
  const text = JSON.stringify(built).replaceAll(new RegExp(`${mark}-\\d+`, 'g'), placeholder)
  const template: unknown = JSON.parse(text)
  return isObject(template) ? template : {}
}

/** Adds references to resources of another type, where they are kept. */
async function withReferences(context: SharedContext, ground: Ground, all: readonly Ground[]): Promise<Ground> {
  const { scim, resources } = context
  const { type, base } = ground
  const references = referencesOf(type, all)
  if (references === undefined) return ground
  const { attribute, target } = references
  const create = (from: Pick<Ground, 'type' | 'base'>, more: JsonObject = {}): Promise<Made | undefined> => {
    const body: unknown = filled(from.base, textOf(resources.unique(), 0, 0))
    return createAndRead(scim, from.type, { ...(isObject(body) ? body : {}), ...more })
  }
  const targets = [await create(target), await create(target)].filter(made => made !== undefined)
  const [one] = targets
  if (one === undefined || targets.length < 2) return ground
  const holder = await create(
    { type, base },
    { [attribute.found.attribute.name]: targets.map(({ id }) => ({ value: id })) },
  )
  if (holder === undefined || !keeps(type, attribute.found, holder.sent, holder.stored)) return ground
  const backwards = await backwardsOf(context, target.type, one.id, holder.id)
  const referred: Referred = { type: target.type, base: target.base, ...(backwards === undefined ? {} : { backwards }) }
  return { ...ground, attributes: [...ground.attributes, attribute], referred }
}

/** The readOnly list in which a resource shows what refers to it, such as groups of a User. */
async function backwardsOf(
  { scim }: SharedContext,
  type: ProviderType,
  id: string,
  holder: string,
): Promise<string | undefined> {
  const { json } = await scim.read(type, id)
  const lists = type.schemas.base.attributes.filter(
    ({ mutability, multiValued, returned }) => mutability === 'readOnly' && multiValued && returned !== 'request',
  )
  return lists.find(({ name }) => {
    const value = isObject(json) ? member(json, name) : undefined
    return isArray(value) && value.some(element => isObject(element) && member(element, 'value') === holder)
  })?.name
}
