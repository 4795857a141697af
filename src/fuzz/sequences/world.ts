// The state of one sequence: the resources it has made, as they were read last, and every request it has sent.

import type { Fault } from '../../check/outcome.ts'
import type { Scim } from '../../check/scim.ts'
import type { HttpRequest, HttpResponse, ProviderType, RequirementId } from '../../check/vocabulary.ts'
import { describeResponse, show } from '../../check/words.ts'
import type { Difference } from '../../scim/compare.ts'
import { isArray, isObject, type JsonObject, member } from '../../scim/json.ts'
import { isNoVerdict } from '../ask.ts'
import { Divergence } from '../divergence.ts'
import type { Ground } from './ground.ts'
import { renderScript, type Sent } from './script.ts'

/** What is compared after a write; see suites/support/departures.ts. */
export interface Comparison {
  readonly expected: JsonObject
  readonly after: JsonObject
  readonly before: JsonObject
  readonly type: ProviderType
  readonly operations: unknown
  readonly schemas?: boolean
}

/** How resources are compared, and differences put into words. */
export interface Judges {
  readonly departures: (comparison: Comparison) => readonly Difference[]
  readonly words: (
    found: readonly Difference[],
    type: ProviderType,
  ) => { readonly expected: string; readonly got: string }
}

/** A resource that exists. */
export interface Living {
  readonly type: ProviderType
  readonly id: string
  readonly path: string
  /** As it was read last. */
  stored: JsonObject
  /** Its version, and one that it no longer has. */
  version: string | undefined
  older: string | undefined
  /** The requirement that the last write to it rests on: what is lost later breaks that. */
  wrote: RequirementId
  /** Names it had and has no more. */
  readonly former: string[]
  /** The number of writes when it was read last. */
  readAt: number
}

/** A resource that was deleted. */
export interface Dead {
  readonly id: string
  readonly path: string
}

/** Ends a sequence that cannot be judged further: a limit, credentials, no connection. */
export class Abandoned extends Error {}

/** Ends a command the service provider does not offer, which is no failure. */
export class Declined extends Error {}

export interface World {
  readonly ground: Ground
  readonly judges: Judges
  /** The text that marks what this sequence makes. */
  readonly unique: string
  readonly living: Map<number, Living>
  readonly dead: Map<number, Dead>
  /** Resources that others refer to. */
  readonly referred: Map<number, Living>
  readonly deadIds: Set<string>
  /** Paths whose DELETE was answered as done. */
  readonly gone: Set<string>
  /** Names and places that deleted resources had: they may stay taken (RFC 7644 §3.6). */
  readonly usedNames: Set<string>
  readonly usedPlaces: Set<number>
  writes: number
  /** Whether versions are looked at. */
  readonly versions: boolean
  /** Sends a request as part of the script. Throws Abandoned where the answer says nothing about it. */
  send(words: string, request: HttpRequest): Promise<HttpResponse>
  /** Notes what a request has created. */
  noteCreated(type: string, id: string, path: string): void
  /** Ends the sequence with a departure. */
  diverge(requirement: RequirementId, expected: string, got: string, more?: Pick<Fault, 'arguable'>): never
  readonly scim: Scim
}

/** A world in which nothing was made yet. */
export function createWorld(
  scim: Scim,
  {
    ground,
    judges,
    unique,
    versions,
    title,
  }: Pick<World, 'ground' | 'judges' | 'unique' | 'versions'> & { readonly title: string },
): World {
  const log: Sent[] = []
  const exchanges: number[] = []
  const world: World = {
    ground,
    judges,
    unique,
    versions,
    scim,
    living: new Map(),
    dead: new Map(),
    referred: new Map(),
    deadIds: new Set(),
    gone: new Set(),
    usedNames: new Set(),
    usedPlaces: new Set(),
    writes: 0,
    async send(words, request) {
      if (request.method !== 'GET') world.writes++
      const response = await scim.request(request)
      const { etag } = response.headers
      const ifMatch = request.headers?.['if-match']
      log.push({
        words,
        method: request.method,
        path: request.path + queryOf(request),
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(ifMatch === undefined ? {} : { ifMatch }),
        status: response.status,
        ...(etag === undefined ? {} : { etag }),
      })
      exchanges.push(response.exchange.id)
      if (request.method === 'DELETE' && response.status >= 200 && response.status < 300) world.gone.add(request.path)
      if (isNoVerdict(response)) throw new Abandoned(describeResponse(response))
      return response
    },
    noteCreated(type, id, path) {
      const last = log.pop()
      if (last !== undefined) log.push({ ...last, created: { type, id, path } })
    },
    diverge(requirement, expected, got, more = {}) {
      const script = renderScript(log, { title, expected, got })
      throw new Divergence({ requirement, expected, got, exchanges: [...exchanges], ...more }, script)
    },
  }
  return world
}

function queryOf({ query = {} }: HttpRequest): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value).toWellFormed())}`,
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Reads a resource and takes what is found for its state. Departs where it is not there, or is another one. */
export async function readAgain(world: World, living: Living, why: string): Promise<JsonObject> {
  const response = await world.send(`read ${why}`, { method: 'GET', path: living.path })
  const { json } = response
  if (response.status !== 200 || !isObject(json)) {
    return world.diverge(living.wrote, `the ${living.type.name} ${why}`, describeResponse(response))
  }
  const id = member(json, 'id')
  if (id !== living.id) world.diverge('7643-3.1-08', `id ${show(living.id)} ${why}`, `id ${show(id)}`)
  const [created, was] = [instantOf(json, 'created'), instantOf(living.stored, 'created')]
  // Some stores keep whole seconds.
  if (created !== undefined && was !== undefined && Math.abs(created - was) >= 1000) {
    const [before, now] = [living.stored, json].map(resource => show(metaOf(resource, 'created')))
    world.diverge('7643-3.1-24', `meta.created ${before} ${why}`, `meta.created ${now}`)
  }
  living.readAt = world.writes
  return json
}

/** Takes what was read for the state of the resource; `version` is that of the answer. */
export function keep(living: Living, stored: JsonObject): void {
  const version = metaOf(stored, 'version')
  if (version !== living.version) living.older = living.version
  living.version = version
  living.stored = stored
}

/** Departs where a resource that nobody changed is not as it was. */
export async function expectUntouched(
  world: World,
  living: Living,
  why: string,
  requirement: RequirementId = living.wrote,
): Promise<void> {
  const after = await readAgain(world, living, why)
  expectSame(world, living, after, why, requirement)
  keep(living, after)
}

/** Departs where what was read is not what was there before. */
export function expectSame(
  world: World,
  living: Living,
  after: JsonObject,
  why: string,
  requirement: RequirementId = living.wrote,
): void {
  const { type, stored } = living
  const found = world.judges.departures({
    expected: withoutReferences(stored, world.deadIds),
    after: withoutReferences(after, world.deadIds),
    before: {},
    type,
    operations: 'everything',
  })
  if (found.length === 0) return
  const { expected, got } = world.judges.words(found, type)
  world.diverge(requirement, `${expected} ${why}, as before`, got)
}

/** A resource without the elements that refer to what was deleted: they may go, and they may stay. */
export function withoutReferences(resource: JsonObject, ids: ReadonlySet<string>): JsonObject {
  if (ids.size === 0) return resource
  return Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [
      name,
      isArray(value) ? value.filter(element => !refersTo(element, ids)) : value,
    ]),
  )
}

function refersTo(element: unknown, ids: ReadonlySet<string>): boolean {
  const value = isObject(element) ? member(element, 'value') : undefined
  return typeof value === 'string' && ids.has(value)
}

/** A sub-attribute of meta, as text. */
export function metaOf(resource: JsonObject, name: string): string | undefined {
  const meta = member(resource, 'meta')
  const value = isObject(meta) ? member(meta, name) : undefined
  return typeof value === 'string' ? value : undefined
}

function instantOf(resource: JsonObject, name: string): number | undefined {
  const instant = Date.parse(metaOf(resource, name) ?? '')
  return Number.isNaN(instant) ? undefined : instant
}
