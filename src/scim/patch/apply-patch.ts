// The oracle for PATCH (RFC 7644 §3.5.2): what may come out of a PatchOp on a resource.

import type { JsonObject } from '../json.ts'
import { isObject } from '../json.ts'
import type { ResourceSchemas } from '../resource-schemas.ts'
import { resourceKey } from '../value-key.ts'
import { applyOperation } from './apply-operation.ts'
import type { AllowedOutcome, PatchOutcome, ScimType } from './outcome.ts'
import { readPatchOp } from './patch-op.ts'

/** More states of a resource and more operations than these are not followed; the outcome is then not exhaustive. */
const mostStates = 24
const mostDiscouraged = 4
const mostOperations = 1000

/**
 * Says what may come out of a PATCH: the resource in one of several states, or an error with one of several scimTypes.
 * Operations are applied in order to the result of the one before, and one error undoes all (RFC 7644 §3.5.2). The
 * resource is as the provider returned it; it is not changed. Uniqueness and whether references exist are not looked at.
 */
export function applyPatch(resource: JsonObject, patchOp: unknown, resourceSchemas: ResourceSchemas): PatchOutcome {
  const { operations, problems } = readPatchOp(patchOp)
  const why = problems.map(problem => problem.why)
  const scimTypes = new Set<ScimType>(problems.flatMap(problem => problem.scimTypes))
  let failed = problems.length > 0
  if (problems.some(({ tolerable }) => !tolerable)) return { allowed: [error(scimTypes)], why, exhaustive: true }

  let exhaustive = operations.length <= mostOperations
  const tolerated = problems.find(({ tolerable }) => tolerable)?.why
  let states: readonly State[] = [{ resource, ...(tolerated === undefined ? {} : { discouraged: tolerated }) }]
  for (const operation of operations.slice(0, mostOperations)) {
    const next: State[] = []
    for (const state of states) {
      for (const change of applyOperation(state.resource, operation, resourceSchemas)) {
        if (change.kind === 'value') {
          const discouraged = state.discouraged ?? change.discouraged
          if (isObject(change.value))
            next.push({ resource: change.value, ...(discouraged === undefined ? {} : { discouraged }) })
          continue
        }
        if (!why.includes(change.why)) why.push(change.why)
        if (change.kind === 'open') exhaustive = false
        else for (const scimType of change.scimTypes) scimTypes.add(scimType)
        failed ||= change.kind === 'error'
      }
    }
    const all = distinct(next, resourceSchemas)
    const sound = all.filter(isSound).slice(0, mostStates)
    const discouraged = all.filter(state => !isSound(state)).slice(0, mostDiscouraged)
    states = [...sound, ...discouraged]
    if (states.length < all.length) exhaustive = false
  }
  const keyBefore = resourceKey(resource, resourceSchemas)
  const resources = states.map(
    (state): AllowedOutcome => ({
      kind: 'resource',
      resource: state.resource,
      changed: resourceKey(state.resource, resourceSchemas) !== keyBefore,
      ...(state.discouraged === undefined ? {} : { discouraged: state.discouraged }),
    }),
  )
  return { allowed: failed ? [...resources, error(scimTypes)] : resources, why, exhaustive }
}

interface State {
  readonly resource: JsonObject
  readonly discouraged?: string
}

function error(scimTypes: ReadonlySet<ScimType>): AllowedOutcome {
  return { kind: 'error', status: [400], scimTypes: [...scimTypes] }
}

/** Keeps one of equal states: one that is not discouraged, if there is such. */
function distinct(states: readonly State[], resourceSchemas: ResourceSchemas): readonly State[] {
  const kept = new Map<string, State>()
  for (const state of [...states.filter(isSound), ...states.filter(state => !isSound(state))]) {
    const key = resourceKey(state.resource, resourceSchemas)
    if (!kept.has(key)) kept.set(key, state)
  }
  return [...kept.values()]
}

function isSound({ discouraged }: State): boolean {
  return discouraged === undefined
}
