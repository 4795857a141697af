// The commands that create, replace and delete (RFC 7644 §3.3, §3.5.1, §3.6), and what has to come of them.

import type { HttpResponse, RequirementId } from '../../check/vocabulary.ts'
import { describeResponse, show } from '../../check/words.ts'
import { differences } from '../../scim/compare.ts'
import { isObject, type JsonObject, sameName, withMember } from '../../scim/json.ts'
import { valueAt } from '../../scim/value.ts'
import { createdId } from './created.ts'
import { expectedAfterReplace } from './expected-replace.ts'
import { withValue } from './ground.ts'
import { hasUniqueName } from './naming.ts'
import { attributeAt, isMultiple, setOf } from './operations.ts'
import type { Match, Step } from './step.ts'
import { bodyFor, holderOf, nameFor, nameOf, uniquenessOf, valuesAtPlace } from './values.ts'
import { expectVersionMoved } from './versions.ts'
import {
  Abandoned,
  Declined,
  expectUntouched,
  keep,
  type Living,
  readAgain,
  type World,
  withoutReferences,
} from './world.ts'

/** Whether the answer says that it was done. */
export function isDone({ status }: Pick<HttpResponse, 'status'>): boolean {
  return status >= 200 && status <= 299
}

/** Not offered, or not to this client: nothing to judge. */
export function declineWhereRefused({ status }: Pick<HttpResponse, 'status'>): void {
  if ([403, 405, 428, 501].includes(status)) throw new Declined(`answered ${status}`)
}

/** POST. Where the place is taken nothing is done. */
export async function create(world: World, step: Step & { readonly do: 'create' }): Promise<void> {
  const { ground, living, dead } = world
  if (living.has(step.on)) return
  const { type } = ground
  const body = bodyFor(world, step.on, { set: step.set, name: step.name, rename: 0 })
  const name = nameFor(world, step.name, 0)
  const holder = holderOf(world, name)
  const response = await world.send(`create ${type.name}${holder === undefined ? '' : ', the name is taken'}`, {
    method: 'POST',
    path: type.endpoint,
    body,
  })
  const id = isDone(response) ? createdId(response) : undefined
  const path = id === undefined ? '' : world.scim.pathOf(type, id)
  if (id !== undefined) world.noteCreated(type.name, id, path)
  if (holder !== undefined && hasUniqueName(ground) && isDone(response)) {
    world.diverge(uniquenessOf(world), `409 Conflict, since ${show(name)} is taken`, describeResponse(response))
  }
  // Values that are taken, or were, may be refused: at most advised against (RFC 7644 §3.6).
  const wasTaken =
    world.usedPlaces.has(step.on) || (typeof name === 'string' && world.usedNames.has(name.toLowerCase()))
  if (!isDone(response) && response.status < 500 && (holder !== undefined || wasTaken)) return
  declineWhereRefused(response)
  if (!isDone(response)) world.diverge('7644-3.3-01', '201 Created', describeResponse(response))
  if (id === undefined) throw new Abandoned('no id')
  const made: Living = {
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
  const others = [...living.values(), ...world.referred.values()]
  if (others.some(other => other.path === path)) {
    world.diverge('7643-3.1-07', 'an id that no other resource has', `the id ${show(id)} of another one`)
  }
  if ([...dead.values()].some(one => one.path === path)) {
    world.diverge('7643-3.1-08', 'an id that was never used', `the id ${show(id)} of a deleted one`)
  }
  living.set(step.on, made)
  dead.delete(step.on)
  const stored = await readAgain(world, made, 'after it was created')
  keep(made, stored)
  const formatted = type.schemas.base.attributes.map(attribute => `${attribute.name}.formatted`)
  const found = differences(body, stored, type.schemas, {
    extra: true,
    ignore: ['meta', 'schemas', 'id', ...formatted],
  })
  if (found.length > 0) {
    const words = world.judges.words(found, type)
    world.diverge('7644-3.3-01', `${words.expected} as sent in the create`, words.got)
  }
}

/** PUT. At a place of a deleted resource it has to be refused. */
export async function replace(world: World, step: Step & { readonly do: 'replace' }): Promise<void> {
  const { ground } = world
  const living = world.living.get(step.on)
  if (living === undefined) {
    const gone = world.dead.get(step.on)
    if (gone === undefined) return
    const body = { ...bodyFor(world, step.on, { set: step.set, name: step.on, rename: 0 }), id: gone.id }
    const words = 'replace what was deleted'
    const response = await world.send(words, { method: 'PUT', path: gone.path, body, aim: 'nothing' })
    return expectGone(world, response, words, '7644-3.5.1-02')
  }
  const match = matchHeaders(living, step.match)
  if (match === undefined) return
  const given = givenIn(world, living, step)
  const body = { ...given, id: living.id }
  const words = `replace${matchWords(step.match)}`
  const before = living.stored
  const response = await world.send(words, { method: 'PUT', path: living.path, body, ...match })
  if (await isHeldBack(world, living, response, step.match)) return
  if (await isRefusedAsTaken(world, living, response, nameIn(world, given))) return
  const requirement: RequirementId = step.from === 'read' ? '7644-3.5.1-10' : '7644-3.5.1-04'
  if (!isDone(response)) {
    declineWhereRefused(response)
    world.diverge(requirement, '200 OK for a PUT', describeResponse(response))
  }
  const former = nameOf(world, before)
  living.wrote = '7644-3.5.1-04'
  const after = await readAgain(world, living, `after ${words}`)
  const expected = expectedAfterReplace(given, before, after, ground.type.schemas)
  const found = world.judges.departures({
    expected: withoutReferences(expected, world.deadIds),
    after: withoutReferences(after, world.deadIds),
    before: {},
    type: ground.type,
    operations: setOf(ground, step.set, valuesAtPlace(world, step.on)),
  })
  const [first] = found
  if (first !== undefined) {
    const isCleared = step.clear.some(path => sameName(path, first.path))
    const put = world.judges.words(found, ground.type)
    world.diverge(isCleared ? '7643-2.5-02' : '7644-3.5.1-04', `${put.expected} after ${words}`, put.got)
  }
  expectVersionMoved(world, living, after)
  keep(living, after)
  noteFormer(world, living, former)
}

/** What a PUT gives: made anew, or the resource as it was read, with what the command changes. */
function givenIn(world: World, living: Living, step: Step & { readonly do: 'replace' }): JsonObject {
  const { ground } = world
  const { label } = ground
  const anew = bodyFor(world, step.on, step)
  const read = setOf(ground, step.set, valuesAtPlace(world, step.on), withoutReferences(living.stored, world.deadIds))
  const isRenamed = (step.rename !== 0 || step.name !== step.on) && label !== undefined
  const readRenamed = isRenamed ? withValue(read, label.found, nameFor(world, step.name, step.rename)) : read
  return step.clear.reduce<JsonObject>(
    (body, path) => {
      const attribute = attributeAt(ground, path)
      if (attribute === undefined || !attribute.removable) return body
      return withValue(body, attribute.found, isMultiple(attribute) ? [] : null)
    },
    step.from === 'read' ? withMember(readRenamed, 'meta', undefined) : anew,
  )
}

/** DELETE, and that nothing is found afterwards. */
export async function remove(world: World, step: Step & { readonly do: 'delete' }): Promise<void> {
  const living = world.living.get(step.on)
  if (living === undefined) {
    const gone = world.dead.get(step.on)
    if (gone === undefined) return
    const words = 'delete what was deleted'
    const response = await world.send(words, { method: 'DELETE', path: gone.path, aim: 'nothing' })
    return expectGone(world, response, words, '7644-3.6-01')
  }
  const match = matchHeaders(living, step.match)
  if (match === undefined) return
  const words = `delete${matchWords(step.match)}`
  const response = await world.send(words, { method: 'DELETE', path: living.path, ...match })
  if (await isHeldBack(world, living, response, step.match)) return
  declineWhereRefused(response)
  if (!isDone(response)) world.diverge('7644-3.6-05', '204 No Content for a DELETE', describeResponse(response))
  world.living.delete(step.on)
  world.dead.set(step.on, { id: living.id, path: living.path })
  world.deadIds.add(living.id)
  world.usedPlaces.add(step.on)
  for (const name of [nameOf(world, living.stored), ...living.former]) {
    if (name !== undefined) world.usedNames.add(name.toLowerCase())
  }
  await expectNotFound(world, living.path)
}

/** Departs where a deleted resource is still found. */
export async function expectNotFound(world: World, path: string): Promise<void> {
  const words = 'read what was deleted'
  const response = await world.send(words, { method: 'GET', path })
  expectGone(world, response, words, '7644-3.6-01')
}

function expectGone(world: World, response: HttpResponse, words: string, requirement: RequirementId): void {
  if (response.status === 404) return
  if (!isDone(response)) declineWhereRefused(response)
  world.diverge(requirement, `404 Not Found for ${words}`, describeResponse(response))
}

/** The header of a condition; undefined where there is no such version, so that the command is passed over. */
export function matchHeaders(
  { version, older }: Living,
  match: Match,
): { readonly headers?: Readonly<Record<string, string>> } | undefined {
  if (match === 'none') return {}
  const tag = match === 'current' ? version : older
  if (tag === undefined || (match === 'stale' && tag === version)) return undefined
  return { headers: { 'if-match': tag } }
}

/** ` if it has the version that was read`: for the words of a command. */
export function matchWords(match: Match): string {
  if (match === 'none') return ''
  return match === 'current' ? ' with the current version' : ' with an old version'
}

/**
 * Whether a condition has held a write back, as it should: then nothing has changed. Departs where it was not heeded, and
 * where a version that is current does not match, but for weak ones (interpretation 1).
 */
export async function isHeldBack(world: World, living: Living, response: HttpResponse, match: Match): Promise<boolean> {
  if (match === 'none') return false
  if (match === 'current') {
    if (response.status !== 412) return false
    if (living.version?.startsWith('W/')) throw new Declined('weak versions do not match')
    return world.diverge(
      '9110-13.1.1-01',
      `success with the current version ${living.version}`,
      describeResponse(response),
    )
  }
  if (isDone(response)) {
    const expected = `412 Precondition Failed, since ${living.older} is no longer the version`
    return world.diverge('9110-13.1.1-02', expected, describeResponse(response))
  }
  if (response.status !== 412) throw new Declined(`answered ${response.status}`)
  await expectUntouched(world, living, 'after a write that was answered 412', '9110-13.1.1-04')
  return true
}

/**
 * Whether a write was refused because another resource has the name: then nothing has changed. Departs where a name that
 * has to be unique was given twice; one that need not may be refused all the same (interpretation 36).
 */
export async function isRefusedAsTaken(
  world: World,
  living: Living,
  response: HttpResponse,
  name: unknown,
): Promise<boolean> {
  if (holderOf(world, name, living) === undefined) return false
  if (isDone(response)) {
    if (!hasUniqueName(world.ground)) return false
    const expected = `409 Conflict or 400 Bad Request, since ${show(name)} is taken`
    return world.diverge(uniquenessOf(world), expected, describeResponse(response))
  }
  if (response.status !== 409 && response.status !== 400) return false
  await expectUntouched(world, living, `after a name that is taken was answered ${response.status}`)
  return true
}

function nameIn({ ground: { label } }: World, body: JsonObject): unknown {
  return label === undefined ? undefined : valueAt(body, label.found)
}

/** Keeps the name a resource had before a write. */
export function noteFormer(world: World, living: Living, name: string | undefined): void {
  const now = nameOf(world, living.stored)
  if (name !== undefined && !sameName(name, now ?? '')) living.former.push(name)
}
