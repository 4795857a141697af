// The commands that only look: a read, a filter on the name, and what is shown from the other side of a reference.

import type { RequirementId } from '../../check/vocabulary.ts'
import { describeResponse, show } from '../../check/words.ts'
import { isArray, isObject, type JsonObject, member } from '../../scim/json.ts'
import { isDeclined } from '../ask.ts'
import { nameOf, referredIds } from './values.ts'
import { Declined, expectUntouched, type Living, type World, withoutReferences } from './world.ts'
import { expectNotFound } from './writes.ts'

/** GET: the resource as it was, or 404 where it was deleted. */
export async function read(world: World, on: number): Promise<void> {
  const living = world.living.get(on)
  if (living !== undefined) return expectUntouched(world, living, 'in a read')
  const gone = world.dead.get(on)
  if (gone !== undefined) await expectNotFound(world, gone.path)
}

/** A filter on the name: finds the resource as it is, under the name it has and no other. */
export async function find(world: World, on: number): Promise<void> {
  const living = world.living.get(on)
  if (living === undefined) return
  const name = nameOf(world, living.stored)
  if (name !== undefined) {
    const found = await listed(world, name, living)
    const own = found.find(resource => member(resource, 'id') === living.id)
    if (own === undefined) {
      return world.diverge(
        living.wrote,
        `the ${living.type.name} in the list for its name ${show(name)}`,
        'not in the list',
      )
    }
    expectAgreeing(world, living, own)
    expectNoDead(world, found)
  }
  const former = living.former.at(-1)
  if (former === undefined || former.toLowerCase() === name?.toLowerCase()) return
  const found = await listed(world, former, living)
  if (found.some(resource => member(resource, 'id') === living.id)) {
    world.diverge(
      living.wrote,
      `nothing in the list for ${show(former)}, which is no longer its name`,
      `the ${living.type.name}`,
    )
  }
}

async function listed(world: World, name: string, { type, wrote }: Living): Promise<readonly JsonObject[]> {
  const filter = `${world.ground.label?.path} eq ${JSON.stringify(name)}`
  const response = await world.send(`find ${filter}`, { method: 'GET', path: type.endpoint, query: { filter } })
  if (isDeclined(response)) throw new Declined('filters')
  if (response.status !== 200 || !isObject(response.json)) {
    return world.diverge(wrote, `200 OK for ${filter}`, describeResponse(response))
  }
  const resources = member(response.json, 'Resources')
  return isArray(resources) ? resources.filter(isObject) : []
}

/** Departs where what a list shows of a resource is not so; it may show less than a read. */
function expectAgreeing(world: World, living: Living, shown: JsonObject): void {
  const { type, stored } = living
  const known = Object.fromEntries(Object.entries(stored).filter(([name]) => member(shown, name) !== undefined))
  const found = world.judges.departures({
    expected: withoutReferences(known, world.deadIds),
    after: withoutReferences(shown, world.deadIds),
    before: {},
    type,
    operations: 'everything',
  })
  if (found.length === 0) return
  const { expected, got } = world.judges.words(found, type)
  world.diverge(living.wrote, `${expected} in a list, as in a read`, got)
}

function expectNoDead({ deadIds, diverge }: World, found: readonly JsonObject[]): void {
  const dead = found.find(resource => deadIds.has(String(member(resource, 'id'))))
  if (dead !== undefined)
    diverge('7644-3.6-02', 'no deleted resource in a list', `the deleted ${show(member(dead, 'id'))}`)
}

/** Those that a resource refers to. */
export function referredBy(world: World, resource: JsonObject | undefined): ReadonlySet<string> {
  const attribute = world.ground.attributes.find(({ kind }) => kind === 'references')
  return attribute === undefined || resource === undefined ? new Set() : referredIds(resource, attribute)
}

/** Departs where a resource does not show from its side that another one has begun, or ceased, to refer to it. */
export async function expectBackwards(
  world: World,
  id: string,
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): Promise<void> {
  const backwards = world.ground.referred?.backwards
  if (backwards === undefined) return
  for (const target of world.referred.values()) {
    if (before.has(target.id) === after.has(target.id)) continue
    const words = `read the ${target.type.name} for its ${backwards}`
    const response = await world.send(words, { method: 'GET', path: target.path })
    if (response.status !== 200 || !isObject(response.json)) continue
    const value = member(response.json, backwards)
    const isShown = isArray(value) && value.some(element => isObject(element) && member(element, 'value') === id)
    if (isShown === after.has(target.id)) continue
    const requirement: RequirementId = '7643-4.1.2-19'
    const [expected, got] = isShown ? ['no', 'still the'] : ['the', 'no']
    world.diverge(
      requirement,
      `${expected} ${world.ground.type.name} in ${backwards} of the ${target.type.name}`,
      `${got} ${world.ground.type.name} there`,
    )
  }
}
