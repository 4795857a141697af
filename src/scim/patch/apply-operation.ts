// What one PATCH operation may do to a resource: finds its target, and puts the new state in place (RFC 7644 §3.5.2).

import { findDefinition } from '../attribute.ts'
import { sameValue } from '../compare.ts'
import type { JsonObject } from '../json.ts'
import { isObject, member, sameName, withMember } from '../json.ts'
import type { PatchPath } from '../path.ts'
import { PathSyntaxError, parsePath } from '../path.ts'
import type { FoundAttribute, ResourceSchemas } from '../resource-schemas.ts'
import { findAttribute, findExtension, findInExtensions, topLevelAttributes } from '../resource-schemas.ts'
import { containerOf, isUnassigned, valueAt } from '../value.ts'
import { changeAttribute } from './change-attribute.ts'
import { changeElements } from './change-elements.ts'
import { changeSchemas, withSchemasSettled } from './change-schemas.ts'
import type { Change } from './outcome.ts'
import { badValue, becomes, combine, fails } from './outcome.ts'
import type { PatchOperation } from './patch-op.ts'

/** More states than these are not followed within one operation. */
const mostReadings = 24

/** The possible resources after one operation. */
export function applyOperation(
  resource: JsonObject,
  operation: PatchOperation,
  resourceSchemas: ResourceSchemas,
): readonly Change[] {
  const { op, path, hasValue, value } = operation
  if (path === undefined) {
    if (op === 'remove') return [fails('remove needs a path', 'noTarget')]
    return isObject(value)
      ? settled(resource, setMembers(resource, op, value, resourceSchemas), resourceSchemas)
      : [badValue('without path the value is an object of attributes')]
  }
  const missing = op !== 'remove' && !hasValue ? [badValue(`${op} needs a value`)] : []
  if (op === 'add' && missing.length > 0) return missing
  const changes = applyToPath(resource, operation, path, resourceSchemas)
  return settled(resource, [...missing, ...changes], resourceSchemas)
}

/** Brings the schemas attribute into line after each operation (RFC 7644 §3.5.2). */
function settled(before: JsonObject, changes: readonly Change[], resourceSchemas: ResourceSchemas): readonly Change[] {
  return changes.flatMap(change =>
    change.kind === 'value' && isObject(change.value)
      ? withSchemasSettled(before, change.value, resourceSchemas).map(next => becomes(next, change.discouraged))
      : [change],
  )
}

/** An operation without path: each member of the value is an attribute to add or replace (RFC 7644 §3.5.2.1, §3.5.2.3). */
function setMembers(
  resource: JsonObject,
  op: 'add' | 'replace',
  value: JsonObject,
  resourceSchemas: ResourceSchemas,
): readonly Change[] {
  return setEach(resource, value, (state, name, part) => setMember(state, op, name, part, resourceSchemas))
}

/** Sets members one after the other, following every state that may come of it. */
function setEach(
  resource: JsonObject,
  members: JsonObject,
  set: (state: JsonObject, name: string, value: unknown) => readonly Change[],
): readonly Change[] {
  let states: readonly Change[] = [becomes(resource)]
  const rest = new Map<string, Change>()
  for (const [name, value] of Object.entries(members)) {
    const next: Change[] = []
    for (const state of states) {
      if (state.kind !== 'value' || !isObject(state.value)) continue
      for (const change of set(state.value, name, value)) {
        if (change.kind === 'value') next.push(becomes(change.value, state.discouraged ?? change.discouraged))
        else rest.set(change.why, change)
      }
    }
    states = next.slice(0, mostReadings)
    if (next.length > mostReadings) rest.set('', { kind: 'open', why: 'too many readings to follow' })
  }
  return [...states, ...rest.values()]
}

function setMember(
  resource: JsonObject,
  op: 'add' | 'replace',
  name: string,
  value: unknown,
  resourceSchemas: ResourceSchemas,
): readonly Change[] {
  const extension = findExtension(resourceSchemas, name)
  if (extension !== undefined) return setContainer(resource, extension.id, op, value, resourceSchemas)
  if (sameName(name, 'schemas')) return changeSchemas(resource, op, value, resourceSchemas)
  const attribute = findDefinition(topLevelAttributes(resourceSchemas), name)
  if (attribute !== undefined) {
    const found = { attribute }
    return stored(resource, found, changeAttribute(valueAt(resource, found), attribute, { op, inValue: true }, value))
  }
  const isPath = /[.:[]/.test(name) || findInExtensions(resourceSchemas, { attribute: name }) !== undefined
  return isPath
    ? [
        becomes(resource),
        noSuchMember(name),
        { kind: 'open', why: 'a path or an extension attribute as the name of a member' },
      ]
    : [becomes(resource), noSuchMember(name)]
}

/** The attributes of an extension, under its URI (RFC 7643 §3.3). */
function setContainer(
  resource: JsonObject,
  extension: string,
  op: 'add' | 'replace',
  value: unknown,
  resourceSchemas: ResourceSchemas,
): readonly Change[] {
  const schema = findExtension(resourceSchemas, extension)
  if (value === null) return [{ kind: 'open', why: 'null for a whole extension' }]
  if (schema === undefined || !isObject(value)) return [badValue('an extension is an object')]
  return setEach(resource, value, (state, name, part) => {
    const attribute = findDefinition(schema.attributes, name)
    if (attribute === undefined) return [becomes(state), noSuchMember(name)]
    const found = { extension: schema.id, attribute }
    return stored(state, found, changeAttribute(valueAt(state, found), attribute, { op, inValue: true }, part))
  })
}

/** An attribute inside a value that no schema has: refused, or left out (RFC 7643 §2). */
function noSuchMember(name: string): Change {
  return fails(`no attribute ${name}`, 'invalidPath', 'noTarget', 'invalidValue', 'invalidSyntax', undefined)
}

function applyToPath(
  resource: JsonObject,
  operation: PatchOperation,
  text: string,
  resourceSchemas: ResourceSchemas,
): readonly Change[] {
  const { op, value } = operation
  const extension = findExtension(resourceSchemas, text)
  if (extension !== undefined || sameName(text, resourceSchemas.base.id)) {
    const open: Change = { kind: 'open', why: 'a schema URI alone as path' }
    if (extension === undefined || op === 'remove')
      return [open, fails('a schema URI alone', 'invalidPath', 'noTarget', 'invalidValue', undefined)]
    return [...setContainer(resource, extension.id, op, value, resourceSchemas), open]
  }
  let path: PatchPath
  try {
    path = parsePath(text)
  } catch (problem) {
    if (!(problem instanceof PathSyntaxError)) throw problem
    return [
      problem.inFilter
        ? fails(problem.message, 'invalidPath', 'invalidFilter', undefined)
        : fails(problem.message, 'invalidPath', undefined),
    ]
  }
  const found = findAttribute(resourceSchemas, path.path)
  if (found === undefined) {
    const unknown = fails(
      'the path names no attribute (interpretation 18)',
      'invalidPath',
      'noTarget',
      'invalidValue',
      undefined,
    )
    const loose = findInExtensions(resourceSchemas, path.path)
    return loose === undefined ? [unknown] : [unknown, ...applyToAttribute(resource, operation, path, loose)]
  }
  if (found.attribute.name === 'schemas' && path.kind === 'attribute path') {
    return changeSchemas(resource, op, value, resourceSchemas)
  }
  return applyToAttribute(resource, operation, path, found)
}

function applyToAttribute(
  resource: JsonObject,
  operation: PatchOperation,
  path: PatchPath,
  found: FoundAttribute,
): readonly Change[] {
  const { attribute, subAttribute } = found
  const old = valueAt(resource, found)
  if (path.kind === 'value path') {
    if (subAttribute !== undefined)
      return [fails('brackets after a sub-attribute', 'invalidPath', 'invalidFilter', 'noTarget', undefined)]
    return stored(resource, found, changeElements(old, attribute, path.filter, path.subAttribute, operation))
  }
  const manner = { op: operation.op, inValue: false }
  if (subAttribute === undefined)
    return stored(resource, found, changeAttribute(old, attribute, manner, operation.value))
  if (attribute.mutability === 'readOnly') {
    // A sub-attribute of a readOnly attribute is readOnly too.
    const fixed = { ...subAttribute, mutability: 'readOnly' as const }
    const before = isObject(old) ? member(old, subAttribute.name) : undefined
    return stored(
      resource,
      found,
      combine([changeAttribute(before, fixed, manner, operation.value)], () => old),
    )
  }
  if (attribute.multiValued) {
    const why = 'a sub-attribute of a multi-valued attribute without filter'
    return [{ kind: 'open', why }, fails(why, 'invalidPath', 'noTarget', 'invalidValue', 'mutability', undefined)]
  }
  const before = isObject(old) ? old : {}
  const part = member(before, subAttribute.name)
  if (attribute.mutability === 'immutable' && !isUnassigned(old)) {
    const refused = fails(`${attribute.name} is immutable and has a value`, 'mutability', undefined)
    const isSame = operation.op !== 'remove' && sameValue(part, operation.value, subAttribute)
    return isSame ? [becomes(resource), refused] : [refused]
  }
  const wholes = combine([changeAttribute(part, subAttribute, manner, operation.value)], ([next]) =>
    withMember(before, subAttribute.name, isUnassigned(next) ? undefined : next),
  )
  return stored(resource, found, wholes)
}

/** Puts the new states of an attribute into the resource. */
function stored(resource: JsonObject, found: FoundAttribute, changes: readonly Change[]): readonly Change[] {
  const { extension, attribute } = found
  const old = valueAt(resource, found)
  return combine([changes], ([value]) => {
    if (value === old) return resource
    const next = isUnassigned(value) ? undefined : value
    if (extension === undefined) return withMember(resource, attribute.name, next)
    const container = withMember(containerOf(resource, extension) ?? {}, attribute.name, next)
    return withMember(resource, extension, isUnassigned(container) ? undefined : container)
  })
}
