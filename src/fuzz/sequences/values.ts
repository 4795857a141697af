// The values that the commands of a sequence stand for, and the resources that some of them refer to.

import type { RequirementId } from '../../check/vocabulary.ts'
import { isObject, type JsonObject, member, sameName } from '../../scim/json.ts'
import { valueAt } from '../../scim/value.ts'
import { createdId } from './created.ts'
import { filled, filledObject, type GroundAttribute, withValue } from './ground.ts'
import { textOf } from './naming.ts'
import { attributeAt, setOf, type ValueFor } from './operations.ts'
import { type Pick, places, type Step } from './step.ts'
import type { Living, World } from './world.ts'

/** The values of a resource at this place. */
export function valuesAtPlace({ unique, referred }: World, place: number): ValueFor {
  return ({ kind, values }, pick) => {
    if (kind === 'references') {
      const target = referred.get(pick)
      return target === undefined ? undefined : { value: target.id }
    }
    return filled(values[pick % Math.max(1, values.length)], textOf(unique, place, pick))
  }
}

/** The resource that a create or a PUT sends, with one of the names of a place. */
export function bodyFor(
  world: World,
  place: number,
  { set, name, rename }: { readonly set: readonly Pick[]; readonly name: number; readonly rename: number },
): JsonObject {
  const { ground, unique } = world
  const base = filledObject(ground.base, textOf(unique, place, 0))
  const whole = setOf(ground, set, valuesAtPlace(world, place), base)
  return ground.label === undefined ? whole : withValue(whole, ground.label.found, nameFor(world, name, rename))
}

/** A name of a place. */
export function nameFor(world: World, place: number, rename: number): unknown {
  const { label } = world.ground
  return label === undefined ? undefined : valuesAtPlace(world, place)(label, rename)
}

/** Another resource that has this name, letter case aside. */
export function holderOf(world: World, name: unknown, self?: Living): Living | undefined {
  if (typeof name !== 'string') return undefined
  return [...world.living.values()].find(other => other !== self && sameName(nameOf(world, other.stored) ?? '', name))
}

/** What it breaks to give two resources one name. */
export function uniquenessOf({ ground: { type, label } }: World): RequirementId {
  const isUserName = sameName(type.name, 'User') && sameName(label?.path ?? '', 'userName')
  return isUserName ? '7643-4.1.1-02' : '7643-7-41'
}

/** The name a resource has now. */
export function nameOf({ ground: { label } }: World, resource: JsonObject): string | undefined {
  const name = label === undefined ? undefined : valueAt(resource, label.found)
  return typeof name === 'string' && name !== '' ? name : undefined
}

/** Creates the resources that a command refers to, where they do not exist yet. */
export async function makeReferred(world: World, step: Step): Promise<void> {
  const { ground } = world
  if (ground.referred === undefined) return
  const wanted = picksOf(step).flatMap(({ path, pick }) =>
    attributeAt(ground, path)?.kind === 'references' ? [pick % places] : [],
  )
  for (const place of new Set(wanted)) {
    if (!world.referred.has(place)) await makeOne(world, place)
  }
}

async function makeOne(world: World, place: number): Promise<void> {
  const { referred } = world.ground
  if (referred === undefined) return
  // After one was deleted its name may stay taken, so the next one has another.
  const generation = world.deadIds.size
  const text = `${textOf(world.unique, places + place, 0)}${generation === 0 ? '' : `g${generation}`}`
  const { type } = referred
  const response = await world.send(`create ${type.name} to refer to`, {
    method: 'POST',
    path: type.endpoint,
    body: filledObject(referred.base, text),
  })
  const id = createdId(response)
  if (response.status < 200 || response.status > 299 || id === undefined) return
  const path = world.scim.pathOf(type, id)
  world.noteCreated(type.name, id, path)
  const living: Living = {
    type,
    id,
    path,
    stored: isObject(response.json) ? response.json : {},
    version: undefined,
    older: undefined,
    wrote: '7644-3.3-01',
    former: [],
    readAt: world.writes,
  }
  world.referred.set(place, living)
}

/** Every pick in a command. */
function picksOf(step: Step): readonly Pick[] {
  switch (step.do) {
    case 'create':
    case 'replace':
      return step.set
    case 'patch':
      return step.operations.flatMap((operation): readonly Pick[] => {
        switch (operation.kind) {
          case 'attribute':
            return operation.picks.map(pick => ({ path: operation.path, pick }))
          case 'element':
            // References are only selected.
            return [{ path: operation.path, pick: operation.by.pick }]
          case 'whole':
            return operation.set
          default:
            return []
        }
      })
    default:
      return []
  }
}

/** The ids that an attribute of references holds. */
export function referredIds(resource: JsonObject, attribute: GroundAttribute): ReadonlySet<string> {
  const value = valueAt(resource, attribute.found)
  const elements = Array.isArray(value) ? value : []
  return new Set(
    elements.flatMap(element => {
      const id = isObject(element) ? member(element, 'value') : undefined
      return typeof id === 'string' ? [id] : []
    }),
  )
}
