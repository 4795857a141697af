// The operations of a PATCH with their values filled in (RFC 7644 §3.5.2).

import type { PatchOperation } from '../../check/scim.ts'
import { isObject, type JsonObject, member, sameName } from '../../scim/json.ts'
import { type Ground, type GroundAttribute, withValue } from './ground.ts'
import type { Oddity, OperationCase, Pick } from './step.ts'

/** The value, or one element, of an attribute for a pick; undefined where it has none. */
export type ValueFor = (attribute: GroundAttribute, pick: number) => unknown

/** The attribute of a ground with this path. */
export function attributeAt({ attributes, label }: Ground, path: string): GroundAttribute | undefined {
  return attributes.find(one => one.path === path) ?? (label?.path === path ? label : undefined)
}

/** Whether the attribute holds several values. */
export function isMultiple({ found }: GroundAttribute): boolean {
  return found.attribute.multiValued
}

/** The attributes of some picks in one object: several picks of a list are its elements, of others the last counts. */
export function setOf(ground: Ground, set: readonly Pick[], valueFor: ValueFor, into: JsonObject = {}): JsonObject {
  return [...Map.groupBy(set, ({ path }) => path)].reduce((resource, [path, picks]) => {
    const attribute = attributeAt(ground, path)
    if (attribute === undefined) return resource
    const numbers = [...new Set(picks.map(({ pick }) => pick))]
    const value = wholeValue(attribute, numbers, valueFor)
    return value === undefined ? resource : withValue(resource, attribute.found, value)
  }, into)
}

function wholeValue(attribute: GroundAttribute, picks: readonly number[], valueFor: ValueFor): unknown {
  if (!isMultiple(attribute)) return valueFor(attribute, picks.at(-1) ?? 0)
  const elements = picks.map(pick => valueFor(attribute, pick)).filter(element => element !== undefined)
  return elements.length === 0 ? undefined : elements
}

/** An operation as it is sent; undefined where the ground has nothing for it. */
export function operationOf(
  ground: Ground,
  operation: OperationCase,
  valueFor: ValueFor,
  nameOfPlace: (place: number) => unknown,
): PatchOperation | undefined {
  if (operation.kind === 'odd') return oddOperation(ground, operation.odd, valueFor)
  if (operation.kind === 'name') {
    const { label } = ground
    const name = nameOfPlace(operation.name)
    return label === undefined || name === undefined ? undefined : { op: 'replace', path: label.path, value: name }
  }
  if (operation.kind === 'whole') {
    const value = setOf(ground, operation.set, valueFor)
    // Members of a value name schemas only where they are changed.
    const { schemas: _schemas, ...members } = value
    return Object.keys(members).length === 0 ? undefined : { op: operation.op, value: members }
  }
  const attribute = attributeAt(ground, operation.path)
  if (attribute === undefined) return undefined
  const { op } = operation
  const withValueOf = (path: string, value: unknown): PatchOperation | undefined => {
    if (op === 'remove') return { op, path }
    return value === undefined ? undefined : { op, path, value }
  }
  switch (operation.kind) {
    case 'attribute':
      return withValueOf(attribute.path, wholeValue(attribute, operation.picks, valueFor))
    case 'part':
      return withValueOf(
        `${attribute.path}.${operation.part}`,
        partOf(attribute, operation.part, operation.pick, valueFor),
      )
    case 'element': {
      const { by, part, pick } = operation
      const wanted = partOf(attribute, by.path, by.pick, valueFor)
      // An add that finds nothing may create an element (interpretation 4): then filter and value must not disagree.
      const isTwofold = op === 'add' && part !== undefined && sameName(part, by.path)
      if (wanted === undefined || isTwofold) return undefined
      const selected = `${attribute.path}[${by.path} eq ${JSON.stringify(wanted)}]`
      return part === undefined
        ? withValueOf(selected, valueFor(attribute, op === 'add' ? by.pick : pick))
        : withValueOf(`${selected}.${part}`, partOf(attribute, part, pick, valueFor))
    }
  }
}

function partOf(attribute: GroundAttribute, part: string, pick: number, valueFor: ValueFor): unknown {
  const definition = attribute.parts.find(({ name }) => sameName(name, part))
  if (definition?.type === 'boolean') return pick % 2 === 0
  const value = valueFor(attribute, pick)
  return isObject(value) ? member(value, part) : undefined
}

function oddOperation(ground: Ground, odd: Oddity, valueFor: ValueFor): PatchOperation | undefined {
  const { label } = ground
  const list = ground.attributes.find(({ kind }) => kind === 'list' || kind === 'references')
  const key = list?.parts.find(({ name }) => sameName(name, 'value'))
  const name = label === undefined ? undefined : valueFor(label, 0)
  switch (odd) {
    case 'unknown path':
      return { op: 'replace', path: 'scimcNoSuchAttribute', value: 'scimc' }
    case 'remove without path':
      return { op: 'remove' }
    case 'read-only id':
      return { op: 'replace', path: 'id', value: 'scimc-another-id' }
    case 'text for a list':
      return list === undefined ? undefined : { op: 'replace', path: list.path, value: 'scimc' }
    case 'no such element':
      if (list === undefined || key === undefined || list.kind === 'references') return undefined
      return { op: 'replace', path: `${list.path}[${key.name} eq "scimc-nobody"]`, value: valueFor(list, 0) }
    case 'broken filter':
      return list === undefined || key === undefined
        ? undefined
        : { op: 'remove', path: `${list.path}[${key.name} eq "scimc` }
    case 'unknown op':
      return label === undefined ? undefined : { op: 'scimcSet', path: label.path, value: name }
    case 'label removed':
      return label?.found.attribute.required ? { op: 'remove', path: label.path } : undefined
  }
}
