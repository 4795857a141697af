// Characteristics that a data type has or cannot have (RFC 7643 §2.3).

import { check, suite } from '../../src/check/check.ts'
import type { RequirementId } from '../../src/check/vocabulary.ts'
import { show } from '../../src/check/words.ts'
import { isArray, sameName } from '../../src/scim/json.ts'
import { findAttribute } from '../../src/scim/resource-schemas.ts'
import { standardSchemas } from '../../src/scim/standard-schemas.ts'
import { isText } from '../discovery/documents.ts'
import { characteristic, type Definition, type DefinitionFault, judgeDefinitions } from './definitions.ts'

interface TypeRule {
  readonly type: string
  readonly requirement: RequirementId
  readonly noUniqueness: boolean
}

const rules: readonly TypeRule[] = [
  { type: 'boolean', requirement: '7643-2.3.2-02', noUniqueness: true },
  { type: 'decimal', requirement: '7643-2.3.3-02', noUniqueness: false },
  { type: 'integer', requirement: '7643-2.3.4-02', noUniqueness: false },
  { type: 'dateTime', requirement: '7643-2.3.5-03', noUniqueness: true },
  { type: 'complex', requirement: '7643-2.3.8-03', noUniqueness: true },
]

/** A definition taken from RFC 7643 may name its resource types although they are not offered here. */
const standardTypes = ['User', 'Group', 'ServiceProviderConfig', 'ResourceType', 'Schema']

const ofType = (type: string) => (definition: Definition) => characteristic(definition, 'type') === type

function uniquenessOf(definition: Definition): DefinitionFault | undefined {
  const value = characteristic(definition, 'uniqueness')
  return value === 'server' || value === 'global'
    ? { expected: 'uniqueness none, or left out', got: `uniqueness: ${show(value)}` }
    : undefined
}

const typeChecks = rules.map(({ type, requirement, noUniqueness }) =>
  check(
    `type-characteristics/${type.toLowerCase()}`,
    {
      title: `attributes of type ${type} have no case sensitivity${noUniqueness ? ' and no uniqueness' : ''}`,
      verifies: requirement,
      fix: `Leave caseExact ${noUniqueness ? 'and uniqueness ' : ''}out of definitions of type ${type}.`,
    },
    async context =>
      judgeDefinitions(
        context,
        definition => {
          if (characteristic(definition, 'caseExact') === true) {
            return { expected: 'caseExact false, or left out', got: 'caseExact: true' }
          }
          return noUniqueness ? uniquenessOf(definition) : undefined
        },
        { only: ofType(type), none: `no attribute has the type ${type}` },
      ),
  ),
)

export const typeCharacteristics = suite('Characteristics by data type', [
  ...typeChecks,

  check(
    'type-characteristics/binary',
    {
      title: 'attributes of type binary are case exact and not unique',
      verifies: '7643-2.3.6-04',
      fix: 'Define binary attributes with caseExact true and without uniqueness.',
    },
    async context =>
      judgeDefinitions(
        context,
        definition =>
          characteristic(definition, 'caseExact') === true || isAsListed(definition)
            ? uniquenessOf(definition)
            : { arguable: 24, expected: 'caseExact true', got: `caseExact: ${caseExactWords(definition)}` },
        { only: ofType('binary'), none: 'no attribute has the type binary' },
      ),
  ),

  check(
    'type-characteristics/reference-case',
    {
      title: 'attributes of type reference are case exact',
      verifies: '7643-2.3.7-03',
      fix: 'Define reference attributes with caseExact true.',
    },
    async context =>
      judgeDefinitions(
        context,
        definition =>
          characteristic(definition, 'caseExact') === true || isAsListed(definition)
            ? undefined
            : { arguable: 24, expected: 'caseExact true', got: `caseExact: ${caseExactWords(definition)}` },
        { only: ofType('reference'), none: 'no attribute has the type reference' },
      ),
  ),

  check(
    'type-characteristics/reference-types',
    {
      title: 'reference attributes say what they may point to',
      verifies: '7643-2.3.7-04',
      fix: 'Send "referenceTypes" with at least one value for every attribute of type reference.',
    },
    async context =>
      judgeDefinitions(
        context,
        definition => {
          const types = characteristic(definition, 'referenceTypes')
          const isThere = isText(types) || (isArray(types) && types.length > 0)
          return isThere
            ? undefined
            : { expected: 'referenceTypes with at least one value', got: `referenceTypes: ${show(types)}` }
        },
        { only: ofType('reference'), none: 'no attribute has the type reference' },
      ),
  ),

  check(
    'type-characteristics/reference-type-values',
    {
      title: 'referenceTypes is an array of resource type names, "external" and "uri", for references alone',
      verifies: '7643-7-43',
      fix: 'Name in "referenceTypes" resource types of /ResourceTypes, "external" or "uri".',
    },
    async context => {
      const names = new Set(['external', 'uri', ...standardTypes, ...context.provider.types.map(({ name }) => name)])
      judgeDefinitions(
        context,
        definition => {
          const types = characteristic(definition, 'referenceTypes')
          const expected = `referenceTypes, an array of ${[...names].join(', ')}`
          if (!isArray(types)) return { expected, got: `referenceTypes: ${show(types)}` }
          if (types.length > 0 && !ofType('reference')(definition)) {
            return {
              expected: 'referenceTypes for type reference alone',
              got: `referenceTypes for type ${show(characteristic(definition, 'type'))}`,
            }
          }
          const unknown = types.find(type => typeof type !== 'string' || !names.has(type))
          return unknown === undefined ? undefined : { expected, got: `referenceTypes: ${show(types)}` }
        },
        {
          only: definition => characteristic(definition, 'referenceTypes') !== undefined,
          none: 'no definition has referenceTypes',
        },
      )
    },
  ),
])

/** The listing of RFC 7643 §8.7 has caseExact false for some of its own: who copies it is not blamed (errata 6000, 6001). */
function isAsListed({ schema, path }: Definition): boolean {
  const listed = standardSchemas.find(({ id }) => sameName(id, schema))
  const found = listed === undefined ? undefined : findAttribute({ base: listed, extensions: [] }, path)
  return (found?.subAttribute ?? found?.attribute)?.caseExact === false
}

function caseExactWords(definition: Definition): string {
  const value = characteristic(definition, 'caseExact')
  return value === undefined ? 'left out, which means false' : show(value)
}
