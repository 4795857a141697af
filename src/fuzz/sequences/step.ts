// The commands of a sequence as plain data: they name resources and values by where they stand, so that a case means the
// same in a later run, and any of them can be left out.

import { isArray, isObject } from '../../scim/json.ts'

/** Which of the values of an attribute. */
export interface Pick {
  readonly path: string
  readonly pick: number
}

/** What a write says in If-Match: nothing, the version that was read last, or one before it (RFC 7644 §3.14). */
export type Match = 'none' | 'current' | 'stale'

/** One operation of a PATCH, before values are filled in. */
export type OperationCase =
  /** An attribute as a whole; of a multi-valued one the elements that are picked. */
  | { readonly kind: 'attribute'; readonly op: Op; readonly path: string; readonly picks: readonly number[] }
  /** A sub-attribute of a singular complex attribute. */
  | { readonly kind: 'part'; readonly op: Op; readonly path: string; readonly part: string; readonly pick: number }
  /** The elements that a filter selects, by the value which the picked element has there; `part` of them, or whole. */
  | {
      readonly kind: 'element'
      readonly op: Op
      readonly path: string
      readonly by: Pick
      readonly part?: string
      readonly pick: number
    }
  /** Without path: several attributes at once. */
  | { readonly kind: 'whole'; readonly op: 'add' | 'replace'; readonly set: readonly Pick[] }
  /** Gives the resource the unique name of another place. */
  | { readonly kind: 'name'; readonly name: number }
  /** One that has to be refused. */
  | { readonly kind: 'odd'; readonly odd: Oddity }

export const ops = ['add', 'replace', 'remove'] as const
export type Op = (typeof ops)[number]

export const oddities = [
  'unknown path',
  'remove without path',
  'read-only id',
  'text for a list',
  'no such element',
  'broken filter',
  'unknown op',
  'label removed',
] as const
export type Oddity = (typeof oddities)[number]

/** One command; `on` is the place of the resource: 0, 1, 2. */
export type Step =
  | {
      readonly do: 'create'
      readonly on: number
      readonly set: readonly Pick[]
      /** The place whose unique name is used: its own, or another's, which is to be refused where that one exists. */
      readonly name: number
    }
  | {
      readonly do: 'replace'
      readonly on: number
      readonly set: readonly Pick[]
      readonly clear: readonly string[]
      /** Made anew, or the resource as it was read with changes. */
      readonly from: 'anew' | 'read'
      /** The place whose unique name it gets: its own, or another's, which is to be refused where that one exists. */
      readonly name: number
      /** Which of the names of that place. */
      readonly rename: number
      readonly match: Match
    }
  | {
      readonly do: 'patch'
      readonly on: number
      readonly operations: readonly OperationCase[]
      readonly match: Match
    }
  | { readonly do: 'delete'; readonly on: number; readonly match: Match }
  | { readonly do: 'read'; readonly on: number }
  /** By filter: under the name it has, under those it had, and what is deleted. */
  | { readonly do: 'find'; readonly on: number }
  /** Deletes a resource that others may refer to. */
  | { readonly do: 'delete referred'; readonly on: number }

/** Commands on resources of one type. */
export interface Sequence {
  readonly type: string
  readonly steps: readonly Step[]
}

/** Places for resources of the type, and for those they refer to. */
export const places = 3
/** Different values of an attribute. */
export const variety = 3

const commands = ['create', 'replace', 'patch', 'delete', 'read', 'find', 'delete referred']

/** Whether a value, read from a corpus say, is a sequence. */
export function isSequence(value: unknown): value is Sequence {
  return isObject(value) && typeof value.type === 'string' && isArray(value.steps) && value.steps.every(isStep)
}

function isStep(value: unknown): boolean {
  if (!isObject(value) || !commands.some(one => one === value.do) || !isPlace(value.on)) return false
  const hasMatch = ['none', 'current', 'stale'].some(one => one === value.match)
  switch (value.do) {
    case 'create':
      return arePicks(value.set) && isPlace(value.name)
    case 'replace':
      return (
        arePicks(value.set) &&
        isArray(value.clear) &&
        value.clear.every(path => typeof path === 'string') &&
        (value.from === 'anew' || value.from === 'read') &&
        isPlace(value.name) &&
        isPlace(value.rename) &&
        hasMatch
      )
    case 'patch':
      return isArray(value.operations) && value.operations.length > 0 && value.operations.every(isOperation) && hasMatch
    case 'delete':
      return hasMatch
    default:
      return true
  }
}

function isOperation(value: unknown): boolean {
  if (!isObject(value)) return false
  if (value.kind === 'odd') return oddities.some(one => one === value.odd)
  if (value.kind === 'name') return isPlace(value.name)
  if (!ops.some(one => one === value.op)) return false
  if (value.kind === 'whole') return value.op !== 'remove' && arePicks(value.set)
  if (typeof value.path !== 'string') return false
  switch (value.kind) {
    case 'attribute':
      return isArray(value.picks) && value.picks.every(isPlace)
    case 'part':
      return typeof value.part === 'string' && isPlace(value.pick)
    case 'element':
      return isPick(value.by) && (value.part === undefined || typeof value.part === 'string') && isPlace(value.pick)
    default:
      return false
  }
}

function arePicks(value: unknown): boolean {
  return isArray(value) && value.every(isPick)
}

function isPick(value: unknown): boolean {
  return isObject(value) && typeof value.path === 'string' && isPlace(value.pick)
}

function isPlace(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 100
}

/** `create; patch add emails, remove title; delete`: what is done, without values. */
export function describeSequence({ type, steps }: Sequence): string {
  return `${type}: ${steps.map(describeStep).join('; ')}`
}

function describeStep(step: Step): string {
  const which = step.on === 0 ? '' : ` no. ${step.on + 1}`
  const match = 'match' in step && step.match !== 'none' ? ` if ${step.match}` : ''
  switch (step.do) {
    case 'patch':
      return `patch${which}${match} ${step.operations.map(describeOperation).join(', ')}`
    case 'create':
      return `create${which}${namedAs(step)}${describePicks(step.set)}`
    case 'replace': {
      const cleared = step.clear.length === 0 ? '' : ` without ${step.clear.join(' ')}`
      const renamed = `${step.rename === 0 ? '' : ' renamed'}${namedAs(step)}`
      return `replace${which}${match}${step.from === 'read' ? ' as read' : ''}${renamed}${describePicks(step.set)}${cleared}`
    }
    default:
      return `${step.do}${which}${match}`
  }
}

function namedAs({ on, name }: { readonly on: number; readonly name: number }): string {
  return name === on ? '' : ` named as no. ${name + 1}`
}

function describePicks(set: readonly Pick[]): string {
  return set.length === 0 ? '' : ` with ${[...new Set(set.map(({ path }) => shortPath(path)))].join(' ')}`
}

function describeOperation(operation: OperationCase): string {
  switch (operation.kind) {
    case 'attribute':
      return `${operation.op} ${shortPath(operation.path)}`
    case 'part':
      return `${operation.op} ${shortPath(operation.path)}.${operation.part}`
    case 'element':
      return `${operation.op} ${shortPath(operation.path)}[${operation.by.path}]${operation.part === undefined ? '' : `.${operation.part}`}`
    case 'whole':
      return `${operation.op}${describePicks(operation.set)} in one value`
    case 'name':
      return `name as no. ${operation.name + 1}`
    case 'odd':
      return operation.odd
  }
}

/** The name after the URI of an extension. */
function shortPath(path: string): string {
  return path.slice(path.lastIndexOf(':') + 1)
}
