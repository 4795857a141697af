// Pairs of filters that must give the same resources, whatever the attributes hold.

import type { Filter } from '../scim/filter/filter.ts'

export const relations = [
  'f and f',
  'f or f',
  'not (not (f))',
  'De Morgan',
  'order of operands',
  'letter case',
  'small letters',
  'URI in capitals',
  'parentheses',
] as const
export type Relation = (typeof relations)[number]

/** The other filter of a relation, as a tree; spellings alone change for letter case and parentheses. */
export function related(relation: Relation, filter: Filter): Filter {
  switch (relation) {
    case 'f and f':
      return { kind: 'and', operands: [filter, filter] }
    case 'f or f':
      return { kind: 'or', operands: [filter, filter] }
    case 'not (not (f))':
      return { kind: 'not', filter: { kind: 'not', filter } }
    case 'De Morgan':
      return deMorgan(filter)
    case 'order of operands':
      return turned(filter)
    case 'letter case':
    case 'small letters':
    case 'URI in capitals':
    case 'parentheses':
      return filter
  }
}

/** a and b = not (not (a) or not (b)), and the same the other way round; a negated pair is opened likewise. */
function deMorgan(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const kind = filter.kind === 'and' ? 'or' : 'and'
      const operands = filter.operands.map((operand): Filter => ({ kind: 'not', filter: operand }))
      return { kind: 'not', filter: { kind, operands } }
    }
    case 'not':
      return filter.filter.kind === 'and' || filter.filter.kind === 'or'
        ? {
            kind: filter.filter.kind === 'and' ? 'or' : 'and',
            operands: filter.filter.operands.map((operand): Filter => ({ kind: 'not', filter: operand })),
          }
        : filter
    case 'value path':
      return { ...filter, filter: deMorgan(filter.filter) }
    default:
      return filter
  }
}

function turned(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, operands: filter.operands.map(turned).toReversed() }
    case 'not':
      return { kind: 'not', filter: turned(filter.filter) }
    case 'value path':
      return { ...filter, filter: turned(filter.filter) }
    default:
      return filter
  }
}

/** Whether the relation says something of this filter. */
export function applies(relation: Relation, filter: Filter): boolean {
  return JSON.stringify(related(relation, filter)) !== JSON.stringify(filter) || isOfSpelling(relation)
}

/** Whether the filters differ in letter case alone. */
export function isOfLetters(relation: Relation): boolean {
  return relation === 'letter case' || relation === 'small letters' || relation === 'URI in capitals'
}

/** Whether both filters are one tree in two spellings. */
export function isOfSpelling(relation: Relation): boolean {
  return isOfLetters(relation) || relation === 'parentheses'
}
