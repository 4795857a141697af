// Attribute definitions: name, type and the characteristics, each of the right kind (RFC 7643 §2.1, §7).

import { check, suite } from '../../src/check/check.ts'
import { show } from '../../src/check/words.ts'
import {
  attributeTypes,
  isAttributeName,
  mutabilities,
  returnedKeywords,
  uniquenessKeywords,
} from '../../src/scim/attribute.ts'
import { isArray, isObject, member, sameName } from '../../src/scim/json.ts'
import { schemaSchemaUri } from '../../src/scim/schema.ts'
import { isText } from '../discovery/documents.ts'
import {
  characteristic,
  type Definition,
  type DefinitionFault,
  judgeDefinitions,
  wrongKeyword,
  wrongKind,
} from './definitions.ts'

/** What a definition has to have; a sub-attribute has to have it as well. */
function missing(definition: Definition, name: string, what: string): DefinitionFault {
  return {
    ...(definition.level > 0 ? { requirement: '7643-7-14' } : {}),
    expected: `${name}, ${what}`,
    got: `${name}: ${show(characteristic(definition, name))}`,
  }
}

/** A complex sub-attribute, which the Schema schema alone has (RFC 7643 §2.3.8, §7). */
const isNested = ({ schema, level, json }: Definition): boolean =>
  level > 0 &&
  !sameName(schema, schemaSchemaUri) &&
  (member(json, 'type') === 'complex' || hasElements(member(json, 'subAttributes')))

function hasElements(value: unknown): boolean {
  return isArray(value) && value.length > 0
}

const isComplex = (definition: Definition): boolean => characteristic(definition, 'type') === 'complex'

/** Types that a sub-attribute of a multi-valued attribute has by its name (RFC 7643 §2.4). */
const predefined = new Map([
  ['type', 'string'],
  ['primary', 'boolean'],
  ['display', 'string'],
  ['$ref', 'reference'],
])

export const definitions = suite('Attribute definitions', [
  check(
    'definitions/name',
    {
      title: 'each attribute definition has a name of letters, digits, "$", "-" and "_" that begins with a letter',
      verifies: ['7643-7-11', '7643-2.1-03', '7643-7-14'],
      fix: 'Name each attribute with a letter first, then letters, digits, "$", "-" or "_".',
    },
    async context =>
      judgeDefinitions(context, definition => {
        const name = characteristic(definition, 'name')
        if (!isText(name)) return missing(definition, 'name', 'a string')
        if (isAttributeName(name)) return undefined
        return {
          requirement: '7643-2.1-03',
          expected: 'a letter, then letters, digits, "$", "-", "_"',
          got: show(name),
        }
      }),
  ),

  check(
    'definitions/type',
    {
      title: 'each attribute definition has one of the data types',
      verifies: ['7643-7-12', '7643-7-14', '7643-2.3-01'],
      fix: `Send "type" as one of ${attributeTypes.join(', ')}, spelt exactly so.`,
    },
    async context =>
      judgeDefinitions(context, definition =>
        characteristic(definition, 'type') === undefined
          ? missing(definition, 'type', 'a string')
          : wrongKeyword(definition, 'type', attributeTypes),
      ),
  ),

  check(
    'definitions/multi-valued',
    {
      title: 'each attribute definition says whether the attribute is multi-valued',
      verifies: ['7643-7-15', '7643-7-14'],
      fix: 'Send "multiValued" as true or false with every attribute and sub-attribute.',
    },
    async context =>
      judgeDefinitions(context, definition =>
        characteristic(definition, 'multiValued') === undefined
          ? missing(definition, 'multiValued', 'true or false')
          : wrongKind(definition, 'multiValued', 'true or false'),
      ),
  ),

  check(
    'definitions/required',
    {
      title: 'required is true or false',
      verifies: '7643-7-17',
      fix: 'Send "required" as true or false; left out it means false.',
    },
    async context => judgeDefinitions(context, definition => wrongKind(definition, 'required', 'true or false')),
  ),

  check(
    'definitions/case-exact',
    {
      title: 'caseExact is true or false',
      verifies: '7643-7-20',
      fix: 'Send "caseExact" as true or false; left out it means false.',
    },
    async context => judgeDefinitions(context, definition => wrongKind(definition, 'caseExact', 'true or false')),
  ),

  check(
    'definitions/mutability',
    {
      title: 'mutability is one of its keywords',
      verifies: '7643-7-25',
      fix: `Send "mutability" as one of ${mutabilities.join(', ')}, spelt exactly so.`,
    },
    async context => judgeDefinitions(context, definition => wrongKeyword(definition, 'mutability', mutabilities)),
  ),

  check(
    'definitions/returned',
    {
      title: 'returned is one of its keywords',
      verifies: '7643-7-32',
      fix: `Send "returned" as one of ${returnedKeywords.join(', ')}, spelt exactly so.`,
    },
    async context => judgeDefinitions(context, definition => wrongKeyword(definition, 'returned', returnedKeywords)),
  ),

  check(
    'definitions/uniqueness',
    {
      title: 'uniqueness is one of its keywords',
      verifies: '7643-7-38',
      fix: `Send "uniqueness" as one of ${uniquenessKeywords.join(', ')}, spelt exactly so.`,
    },
    async context =>
      judgeDefinitions(context, definition => wrongKeyword(definition, 'uniqueness', uniquenessKeywords)),
  ),

  check(
    'definitions/description',
    {
      title: 'a description is a text',
      verifies: '7643-7-16',
      fix: 'Send "description" as a string, or leave it out.',
    },
    async context => judgeDefinitions(context, definition => wrongKind(definition, 'description', 'a string')),
  ),

  check(
    'definitions/canonical-values',
    {
      title: 'canonicalValues is an array',
      verifies: '7643-2.4-01',
      fix: 'Send "canonicalValues" as an array, also for one value.',
    },
    async context =>
      judgeDefinitions(
        context,
        definition => {
          const value = characteristic(definition, 'canonicalValues')
          return isArray(value)
            ? undefined
            : { expected: 'canonicalValues, an array', got: `canonicalValues: ${show(value)}` }
        },
        {
          only: definition => characteristic(definition, 'canonicalValues') !== undefined,
          none: 'no definition has canonicalValues',
        },
      ),
  ),

  check(
    'definitions/simple-without-sub-attributes',
    {
      title: 'only complex attributes have sub-attributes',
      verifies: '7643-1.2-04',
      fix: 'List "subAttributes" for attributes of type complex alone.',
    },
    async context =>
      judgeDefinitions(context, definition => {
        const type = characteristic(definition, 'type')
        if (type === 'complex' || !hasElements(characteristic(definition, 'subAttributes'))) return undefined
        return { expected: 'no sub-attributes', got: `sub-attributes of an attribute of type ${show(type)}` }
      }),
  ),

  check(
    'definitions/complex-with-sub-attributes',
    {
      title: 'a complex attribute lists its sub-attributes',
      verifies: '7643-7-13',
      fix: 'List the sub-attributes of each complex attribute in "subAttributes".',
    },
    async context =>
      judgeDefinitions(
        context,
        definition => {
          const list = characteristic(definition, 'subAttributes')
          const fits = isArray(list) && list.length > 0 && list.every(isObject)
          return fits
            ? undefined
            : { expected: 'subAttributes, an array of definitions', got: `subAttributes: ${show(list, 60)}` }
        },
        // What lies below the deepest level a schema may have is told by the check on nesting.
        { only: one => isComplex(one) && !isNested(one) && one.level < 2, none: 'there are no complex attributes' },
      ),
  ),

  check(
    'definitions/no-nested-complex',
    {
      title: 'sub-attributes are not complex themselves',
      verifies: ['7643-2.3.8-04', '7643-1.2-05'],
      fix: 'Make each sub-attribute simple: what needs more levels becomes several attributes.',
    },
    async context =>
      judgeDefinitions(context, definition =>
        isNested(definition)
          ? { expected: 'a sub-attribute of a simple type', got: 'a complex sub-attribute' }
          : undefined,
      ),
  ),

  check(
    'definitions/predefined-sub-attributes',
    {
      title: 'type, primary, display and $ref of multi-valued attributes have their predefined types',
      verifies: '7643-2.4-04',
      fix: 'Define type and display as string, primary as boolean and $ref as reference.',
    },
    async context => {
      judgeDefinitions(
        context,
        definition => {
          const list = characteristic(definition, 'subAttributes')
          const wrong = (isArray(list) ? list.filter(isObject) : []).find(sub => {
            const wanted = predefined.get(String(member(sub, 'name')).toLowerCase())
            return wanted !== undefined && typeof member(sub, 'type') === 'string' && member(sub, 'type') !== wanted
          })
          if (wrong === undefined) return undefined
          const name = String(member(wrong, 'name'))
          return {
            expected: `${name} of type ${predefined.get(name.toLowerCase())}`,
            got: `${name} of type ${show(member(wrong, 'type'))}`,
          }
        },
        {
          // The Schema schema has a "type" of its own, which is no label of an element.
          only: one =>
            isComplex(one) && characteristic(one, 'multiValued') === true && !sameName(one.schema, schemaSchemaUri),
          none: 'there are no multi-valued complex attributes',
        },
      )
    },
  ),
])
