// Every comparison operator on every kind of attribute, with the result worked out from the resources as they are read
// back (RFC 7644 §3.4.2.2, table 3).

import { type ActiveCheck, check, suite } from '../../src/check/check.ts'
import type { RequirementId } from '../../src/check/vocabulary.ts'
import { type Column, examineOperator, type Operator } from '../support/filter-matrix.ts'

interface Described {
  readonly operator: Operator
  readonly title: string
  readonly requirement: RequirementId
  readonly fix: string
}

const operators: readonly Described[] = [
  {
    operator: 'eq',
    title: 'eq gives the resources with an equal value, for every kind of attribute',
    requirement: '7644-3.4.2.2-08',
    fix: 'Compare whole values by the data type of the attribute: texts by caseExact, times as instants, numbers as numbers.',
  },
  {
    operator: 'ne',
    title: 'ne gives the resources whose value is another one, for every kind of attribute',
    requirement: '7644-3.4.2.2-09',
    fix: 'Let ne hold exactly where eq does not, for attributes with one value.',
  },
  {
    operator: 'co',
    title: 'co gives the resources whose value contains the text, for every kind of attribute',
    requirement: '7644-3.4.2.2-10',
    fix: 'Look for the text anywhere in the value, by caseExact, with wildcard signs taken literally.',
  },
  {
    operator: 'sw',
    title: 'sw gives the resources whose value begins with the text, for every kind of attribute',
    requirement: '7644-3.4.2.2-11',
    fix: 'Compare the beginning of the value with the text, by caseExact.',
  },
  {
    operator: 'ew',
    title: 'ew gives the resources whose value ends with the text, for every kind of attribute',
    requirement: '7644-3.4.2.2-12',
    fix: 'Compare the end of the value with the text, by caseExact.',
  },
  {
    operator: 'pr',
    title: 'pr gives the resources that have a value, and none whose value is empty or missing',
    requirement: '7644-3.4.2.2-13',
    fix: 'Let pr hold for a value that is neither null nor empty, and for a complex one with any such part.',
  },
  {
    operator: 'gt',
    title: 'gt gives the resources whose value is greater, for every kind of attribute',
    requirement: '7644-3.4.2.2-14',
    fix: 'Order texts by their letters, times as instants and numbers as numbers; the value itself is not greater.',
  },
  {
    operator: 'ge',
    title: 'ge gives the resources whose value is greater or equal, for every kind of attribute',
    requirement: '7644-3.4.2.2-17',
    fix: 'Order texts by their letters, times as instants and numbers as numbers; the value itself is included.',
  },
  {
    operator: 'lt',
    title: 'lt gives the resources whose value is less, for every kind of attribute',
    requirement: '7644-3.4.2.2-19',
    fix: 'Order texts by their letters, times as instants and numbers as numbers; the value itself is not less.',
  },
  {
    operator: 'le',
    title: 'le gives the resources whose value is less or equal, for every kind of attribute',
    requirement: '7644-3.4.2.2-21',
    fix: 'Order texts by their letters, times as instants and numbers as numbers; the value itself is included.',
  },
]

/** The sentence a wrong result breaks: what the operator does, or how numbers and lists are compared. */
function requirementFor({ operator, requirement }: Described, { definition, several }: Column): RequirementId {
  const orders = operator === 'gt' || operator === 'ge' || operator === 'lt' || operator === 'le'
  if (orders && definition.type === 'integer') return '7644-3.4.2.2-15'
  return several && operator !== 'pr' ? '7644-3.4.2.2-44' : requirement
}

function operatorCheck(described: Described): ActiveCheck {
  const { operator, title, requirement, fix } = described
  const orders = operator === 'gt' || operator === 'ge' || operator === 'lt' || operator === 'le'
  const further: readonly RequirementId[] =
    operator === 'pr' || operator === 'ne' ? [] : orders ? ['7644-3.4.2.2-15'] : ['7644-3.4.2.2-44']
  const caseRule: readonly RequirementId[] = operator === 'pr' ? [] : ['7644-3.4.2.2-50']
  return check(
    `filter/${operator}-attribute-types`,
    { title, verifies: [requirement, ...further, ...caseRule], fix },
    context => examineOperator(context, operator, column => requirementFor(described, column)),
  )
}

export const filterOperators = suite('Filter operators by attribute type', operators.map(operatorCheck))
