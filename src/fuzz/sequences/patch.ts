// The command PATCH: what may come of it says the oracle; the whole resource is read back and compared (RFC 7644 §3.5.2).

import { type PatchOperation, patchOpUrn } from '../../check/scim.ts'
import type { HttpResponse, RequirementId } from '../../check/vocabulary.ts'
import { describeResponse, statusText } from '../../check/words.ts'
import { isObject, type JsonObject, member } from '../../scim/json.ts'
import { applyPatch } from '../../scim/patch/apply-patch.ts'
import type { PatchOutcome } from '../../scim/patch/outcome.ts'
import type { GroundAttribute } from './ground.ts'
import { attributeAt, operationOf } from './operations.ts'
import type { OperationCase, Step } from './step.ts'
import { nameFor, nameOf, valuesAtPlace } from './values.ts'
import { expectVersionMoved } from './versions.ts'
import { Declined, expectSame, keep, type Living, metaOf, readAgain, type World, withoutReferences } from './world.ts'
import {
  declineWhereRefused,
  isDone,
  isHeldBack,
  isRefusedAsTaken,
  matchHeaders,
  matchWords,
  noteFormer,
} from './writes.ts'

/** PATCH. At a place of a deleted resource it has to be refused. */
export async function patch(world: World, step: Step & { readonly do: 'patch' }): Promise<void> {
  const { ground } = world
  const operations = step.operations.flatMap(
    one => operationOf(ground, one, valuesAtPlace(world, step.on), place => nameFor(world, place, 0)) ?? [],
  )
  if (operations.length === 0) return
  const body = { schemas: [patchOpUrn], Operations: operations }
  const words = operations.map(wordsOf).join(', ')
  const living = world.living.get(step.on)
  if (living === undefined) {
    const gone = world.dead.get(step.on)
    if (gone === undefined) return
    const request = { method: 'PATCH', path: gone.path, body, aim: 'nothing' } as const
    const response = await world.send(`patch what was deleted: ${words}`, request)
    declineWhereRefused(response)
    // What is wrong with the operations may be told first.
    if (!isDone(response) && response.status < 500) return
    return world.diverge('7644-3.6-01', '404 Not Found for what was deleted', describeResponse(response))
  }
  const match = matchHeaders(living, step.match)
  if (match === undefined) return
  const response = await world.send(`patch${matchWords(step.match)}: ${words}`, {
    method: 'PATCH',
    path: living.path,
    body,
    ...match,
  })
  if (await isHeldBack(world, living, response, step.match)) return
  // Only the last name counts, and it may be that an operation before it fails.
  const named = step.operations.findLast(({ kind }) => kind === 'name')
  const name = named?.kind === 'name' ? nameFor(world, named.name, 0) : undefined
  const isNameAlone = operations.length === 1 || !isDone(response)
  if (isNameAlone && (await isRefusedAsTaken(world, living, response, name))) return
  const outcome = applyPatch(living.stored, body, ground.type.schemas)
  const requirement = requirementOf(step.operations, path => attributeAt(ground, path))
  if (isDone(response)) await expectOutcome(world, living, outcome, { response, body, words, requirement })
  else await expectRefusal(world, living, outcome, { response, body, words, requirement })
}

/** Whether operations name an attribute, in a path or in a value. */
function names(body: JsonObject, path: string): boolean {
  const [name = ''] = path.slice(path.lastIndexOf(':') + 1).split('.')
  return JSON.stringify(body).toLowerCase().includes(name.toLowerCase())
}

interface Patched {
  readonly response: HttpResponse
  readonly body: JsonObject & { readonly Operations: readonly PatchOperation[] }
  readonly words: string
  readonly requirement: RequirementId
}

async function expectOutcome(
  world: World,
  living: Living,
  { allowed, exhaustive }: PatchOutcome,
  { response, body, words, requirement }: Patched,
): Promise<void> {
  const before = living.stored
  const former = nameOf(world, before)
  const { type } = living
  const successes = allowed.filter(outcome => outcome.kind === 'resource')
  if (successes.length === 0 && exhaustive) {
    world.diverge('7644-3.5.2-25', `an error for ${words}`, statusText(response.status))
  }
  living.wrote = requirement
  const after = await readAgain(world, living, `after ${words}`)
  const judged = successes.map(({ resource, discouraged }) => ({
    discouraged,
    found: world.judges.departures({
      expected: withoutReferences(resource, world.deadIds),
      after: withoutReferences(after, world.deadIds),
      before,
      type,
      operations: body,
    }),
  }))
  if (exhaustive && !judged.some(({ found }) => found.length === 0)) {
    const [closest] = judged.toSorted(
      (one, other) =>
        Number(one.discouraged !== undefined) - Number(other.discouraged !== undefined) ||
        one.found.length - other.found.length,
    )
    const found = closest?.found ?? []
    const { expected, got } = world.judges.words(found, type)
    const isNeighbour = found.length > 0 && found.every(({ path }) => !names(body, path))
    world.diverge(isNeighbour ? '7644-3.5.2.3-11' : requirement, `${expected} after ${words}`, got)
  }
  expectVersionMoved(world, living, after)
  keep(living, after)
  noteFormer(world, living, former)
}

async function expectRefusal(
  world: World,
  living: Living,
  { allowed, exhaustive }: PatchOutcome,
  { response, body, words, requirement }: Patched,
): Promise<void> {
  const refusal = allowed.find(outcome => outcome.kind === 'error')
  const got = describeResponse(response)
  if (response.status === 0 || response.status >= 500) {
    declineWhereRefused(response)
    const expected = refusal === undefined ? 'success' : 'success or an error of the client'
    world.diverge(refusal === undefined ? requirement : '7644-3.5.2-16', `${expected} for ${words}`, got)
  }
  if (refusal === undefined && exhaustive) {
    declineWhereRefused(response)
    if (declinesFilter(response, body)) throw new Declined('filters in paths')
    world.diverge(requirement, `200 OK or 204 No Content for ${words}`, got)
  }
  const why = `after ${words} was answered ${response.status}`
  const after = await readAgain(world, living, why)
  expectSame(world, living, after, why, '7644-3.5.2-24')
  for (const name of ['lastModified', 'version']) {
    const [old, now] = [metaOf(living.stored, name), metaOf(after, name)]
    // What was deleted meanwhile may have changed what refers to it.
    if (old !== now && world.deadIds.size === 0) {
      world.diverge('7644-3.5.2-24', `meta.${name} ${old} ${why}, as before`, `meta.${name} ${now}`)
    }
  }
  keep(living, after)
}

/** A filter that is well-formed may be declined with invalidFilter (RFC 7644 table 9). */
function declinesFilter({ status, json }: HttpResponse, { Operations }: Patched['body']): boolean {
  const scimType = isObject(json) ? member(json, 'scimType') : undefined
  return status === 400 && scimType === 'invalidFilter' && Operations.some(({ path }) => path?.includes('['))
}

function wordsOf({ op, path }: PatchOperation): string {
  if (path === undefined) return `${op} without path`
  const short = path.slice(path.search(/[^:]*$/)) || path
  return `${op} ${path.includes('[') ? path : short}`
}

/** The requirement that a command rests on: that of its operation, or that operations follow one another. */
function requirementOf(
  operations: readonly OperationCase[],
  find: (path: string) => GroundAttribute | undefined,
): RequirementId {
  const [only] = operations
  if (only === undefined || operations.length > 1) return '7644-3.5.2-20'
  switch (only.kind) {
    case 'name':
      return '7644-3.5.2.3-02'
    case 'odd':
      return '7644-3.5.2-16'
    case 'whole':
      return only.op === 'add' ? '7644-3.5.2.1-03' : '7644-3.5.2.3-01'
    case 'element':
      // The other elements are no longer primary then.
      if (only.part?.toLowerCase() === 'primary' && only.op !== 'remove' && only.pick % 2 === 0) return '7644-3.5.2-22'
      return only.op === 'add' ? '7644-3.5.2.1-05' : only.op === 'remove' ? '7644-3.5.2.2-06' : '7644-3.5.2.3-07'
    case 'part':
      return only.op === 'remove' ? '7644-3.5.2.2-03' : only.op === 'add' ? '7644-3.5.2.1-09' : '7644-3.5.2.3-06'
    case 'attribute': {
      const isList = find(only.path)?.found.attribute.multiValued === true
      if (only.op === 'add') return isList ? '7644-3.5.2.1-06' : '7644-3.5.2.1-07'
      if (only.op === 'remove') return isList ? '7644-3.5.2.2-04' : '7644-3.5.2.2-03'
      return isList ? '7644-3.5.2.3-03' : '7644-3.5.2.3-02'
    }
  }
}
