// PatchOp messages (RFC 7644 §3.5.2): their operations, and what is wrong with the message itself.

import { isArray, isObject, member, memberName, sameName } from '../json.ts'
import type { ScimType } from './outcome.ts'

export const patchOpUri = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

/** One operation; the path is text still, since a malformed one is an error of the operation alone. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path?: string
  /** Whether a value member is there at all, be it null. */
  readonly hasValue: boolean
  readonly value: unknown
}

/** What is wrong with a message. The tolerable is refused by some providers and accepted by others. */
export interface PatchOpProblem {
  readonly why: string
  readonly scimTypes: readonly ScimType[]
  readonly tolerable: boolean
}

/** Reads a PatchOp message (RFC 7644 §3.5.2). Never throws; operations that cannot be read are left out and told. */
export function readPatchOp(json: unknown): {
  readonly operations: readonly PatchOperation[]
  readonly problems: readonly PatchOpProblem[]
} {
  const problems: PatchOpProblem[] = []
  const tell = (why: string, tolerable = false, ...more: readonly ScimType[]) =>
    problems.push({ why, scimTypes: ['invalidSyntax', 'invalidValue', undefined, ...more], tolerable })
  if (!isObject(json)) {
    tell('the message is no JSON object')
    return { operations: [], problems }
  }
  const schemas = member(json, 'schemas')
  const isPatchOp = isArray(schemas) && schemas.some(uri => typeof uri === 'string' && sameName(uri, patchOpUri))
  if (!isPatchOp) tell('schemas does not name PatchOp', true)
  const list = member(json, 'Operations')
  if (!isArray(list)) tell('Operations is no array')
  else if (list.length === 0) tell('Operations is empty')
  const operations = (isArray(list) ? list : []).flatMap((operation, index) =>
    readOperation(operation, `operation ${index + 1}`, tell),
  )
  return { operations, problems }
}

type Tell = (why: string, tolerable?: boolean, ...more: readonly ScimType[]) => void

function readOperation(json: unknown, name: string, tell: Tell): readonly PatchOperation[] {
  if (!isObject(json)) {
    tell(`${name} is no object`)
    return []
  }
  const spelt = member(json, 'op')
  const op = (['add', 'remove', 'replace'] as const).find(known => typeof spelt === 'string' && sameName(known, spelt))
  if (op === undefined) {
    tell(`${name} has no op that is add, remove or replace`)
    return []
  }
  // The letter case of op values is not settled; capitals are common.
  if (op !== spelt) tell(`${name} spells op "${String(spelt)}"`, true)
  const path = member(json, 'path')
  if (path !== undefined && path !== null && typeof path !== 'string') {
    tell(`${name} has a path that is no string`, false, 'invalidPath')
    return []
  }
  const hasValue = memberName(json, 'value') !== undefined
  return [{ op, ...(typeof path === 'string' ? { path } : {}), hasValue, value: member(json, 'value') }]
}
