// Every value that comes back has the form its definition says (RFC 7643 §2.3, §2.4). All but one of these checks are
// passive; that one makes sure that they see every attribute.

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { ProviderType, RequirementId } from '../../src/check/vocabulary.ts'
import { listWords } from '../../src/check/words.ts'
import type { AttributeType } from '../../src/scim/attribute.ts'
import { isArray, isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import type { ResourceProblem } from '../../src/scim/resource-problems.ts'
import type { FoundAttribute } from '../../src/scim/resource-schemas.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { elementsOf } from '../discovery/documents.ts'
import { isSuccess, readBack } from '../support/answers.ts'
import { attributesOf, isPlain } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'
import {
  definitionAt,
  failedType,
  isExtension,
  isOfExtension,
  type Rule,
  resourceCheck,
  type Validated,
} from './validated.ts'

interface TypeRule {
  readonly type: AttributeType
  readonly verifies: RequirementId | readonly RequirementId[]
  readonly title: string
  readonly fix: string
}

const typeRules: readonly TypeRule[] = [
  {
    type: 'string',
    verifies: '7643-2.3-02',
    title: 'values of type string are JSON strings',
    fix: 'Send values of string attributes as JSON strings, also where they look like numbers.',
  },
  {
    type: 'boolean',
    verifies: '7643-2.3.2-01',
    title: 'values of type boolean are true or false',
    fix: 'Send booleans as the JSON literals true and false, not as strings or numbers.',
  },
  {
    type: 'decimal',
    verifies: '7643-2.3.3-01',
    title: 'values of type decimal are JSON numbers',
    fix: 'Send decimals as JSON numbers, not as strings.',
  },
  {
    type: 'integer',
    verifies: '7643-2.3.4-01',
    title: 'values of type integer are whole JSON numbers',
    fix: 'Send integers as JSON numbers without fraction, not as strings.',
  },
  {
    type: 'binary',
    verifies: '7643-2.3.6-01',
    title: 'values of type binary are base64',
    fix: 'Send binary values as base64 in a JSON string.',
  },
  {
    type: 'reference',
    verifies: '7643-2.3.7-01',
    title: 'values of type reference are URIs',
    fix: 'Send references as absolute or relative URIs, percent-encoded where needed.',
  },
  {
    type: 'complex',
    verifies: '7643-2.3.8-01',
    title: 'values of type complex are JSON objects',
    fix: 'Send complex values as JSON objects, also where they have one sub-attribute.',
  },
]

const rules: readonly Rule[] = [
  ...(typeRules.map(({ type, ...rule }) => ({
    ...rule,
    slug: type,
    // An extension that is no object is told by the check on extensions.
    broken: (problem, validated) => failedType(problem) === type && !isExtension(problem, validated),
  })) satisfies readonly Rule[]),
  {
    slug: 'date-time',
    title: 'values of type dateTime are xsd:dateTime with date and time, in a JSON string',
    verifies: ['7643-2.3.5-01', '7643-2.3.5-02', '7643-2.3.5-04'],
    fix: 'Send dateTime values as strings such as "2008-01-23T04:56:22Z".',
    broken: problem => {
      if (failedType(problem) !== 'dateTime') return false
      if (typeof problem.got !== 'string') return '7643-2.3.5-04'
      return /^-?\d{4,}-\d\d-\d\d$/.test(problem.got) ? '7643-2.3.5-02' : '7643-2.3.5-01'
    },
  },
  {
    slug: 'multi-valued',
    title: 'values of multi-valued attributes are arrays',
    verifies: ['7643-2.4-01', '7643-7-15', '7643-1.2-03'],
    fix: 'Send multi-valued attributes as arrays, also with one value.',
    broken: ({ kind, path }) => kind === 'not an array' && path !== 'schemas',
  },
  {
    slug: 'objects-are-complex',
    title: 'attributes whose values are objects are defined as complex',
    verifies: '7643-2.4-02',
    fix: 'Define the attribute with type complex and its sub-attributes, or send simple values.',
    broken: (problem, validated) =>
      failedType(problem) !== undefined &&
      isObject(problem.got) &&
      definitionAt(problem, validated)?.multiValued === true,
  },
  {
    slug: 'single-valued',
    title: 'values of single-valued attributes are not arrays',
    verifies: ['7643-7-15', '7643-1.2-02'],
    fix: 'Send single-valued attributes without an array, or say multiValued true in /Schemas.',
    broken: ({ kind }, { schemaListed }) => kind === 'an array' && (schemaListed || '7643-1.2-02'),
  },
  {
    slug: 'never-returned',
    title: 'attributes with returned "never" do not come back',
    verifies: '7643-7-34',
    fix: 'Leave attributes with returned "never" out of every response.',
    broken: (problem, validated) =>
      problem.kind === 'never returned' && definitionAt(problem, validated)?.returned === 'never',
  },
  {
    slug: 'write-only',
    title: 'writeOnly attributes do not come back',
    verifies: '7643-7-31',
    fix: 'Leave attributes with mutability writeOnly out of every response.',
    broken: (problem, validated) =>
      problem.kind === 'never returned' && definitionAt(problem, validated)?.mutability === 'writeOnly',
  },
  {
    slug: 'one-primary',
    title: 'at most one value of an attribute is primary',
    verifies: '7643-2.4-06',
    fix: 'Keep "primary" true for one value of an attribute at the most.',
    broken: ({ kind }) => kind === 'several primary',
  },
  {
    slug: 'no-repeated-elements',
    title: 'no two values of an attribute have the same type and value',
    verifies: '7643-2.4-13',
    fix: 'Store a value with the same type and value once.',
    broken: ({ kind }) => kind === 'repeated element',
  },
  {
    slug: 'names-once',
    title: 'no attribute comes twice in different letter case',
    verifies: '7643-2.1-01',
    fix: 'Match attribute names without regard to case when you store what clients send.',
    broken: ({ kind }) => kind === 'repeated name',
  },
  {
    slug: 'user-name',
    title: 'every User has a userName',
    verifies: '7643-4.1.1-01',
    fix: 'Send userName, not empty, with every whole User.',
    broken: ({ kind, path }, { type }) =>
      kind === 'required missing' && path.toLowerCase() === 'username' && type.name === 'User',
  },
  {
    slug: 'group-display-name',
    title: 'every Group has a displayName',
    verifies: '7643-4.2-02',
    fix: 'Send displayName with every whole Group.',
    // Only for userName does the text say that it is not empty (interpretation 38).
    broken: ({ kind, path, got }, { type }) =>
      kind === 'required missing' && got !== '' && path.toLowerCase() === 'displayname' && type.name === 'Group',
  },
  {
    slug: 'required-extension',
    title: 'every resource has the required extensions of its type',
    verifies: '7643-6-13',
    fix: 'Give every resource of the type the required extension, or say required false in ResourceTypes.',
    broken: (problem, validated) =>
      problem.kind === 'required missing' &&
      isExtension(problem, validated) &&
      !isThereWithoutValue(problem, validated),
  },
  {
    slug: 'as-described',
    title: 'every attribute that comes back is defined in /Schemas, and required ones are there',
    verifies: '7644-3.1-04',
    fix: 'Define every attribute you send in /Schemas, and say required true only where a resource always has it.',
    broken: (problem, validated) => {
      const { kind, path } = problem
      const { type, resource, schemaListed } = validated
      if (!schemaListed) return false
      if (kind === 'unknown attribute') {
        const isUri = path.toLowerCase().startsWith('urn:') && Object.hasOwn(resource, path)
        return !isUri && !isOfExtension(path, validated)
      }
      if (kind !== 'required missing' || path === 'id' || problem.got === '') return false
      const isOwnRule = /^(userName|displayName)$/i.test(path) && /^(User|Group)$/.test(type.name)
      return !isOwnRule && !isExtension(problem, validated)
    },
    words: path => ({ expected: `${path}: defined in /Schemas`, got: 'sent, and not defined there' }),
  },
  {
    slug: 'extension-container',
    title: 'attributes of an extension stand in the object that is named by the URI of the extension',
    verifies: ['7643-3.3-07', '7643-3-10'],
    fix: 'Put the attributes of an extension into an object whose name is the URI of the extension.',
    broken: (problem, validated) => {
      const { kind, path } = problem
      if (kind === 'unknown attribute')
        return !path.includes('.') && !path.includes(':') && isOfExtension(path, validated)
      return kind === 'wrong type' && isExtension(problem, validated) ? '7643-3-10' : false
    },
    words: (path, { type }) => ({
      expected: `${path} in the object ${extensionWith(path, type)}`,
      got: `${path} at the top of the resource`,
    }),
  },
  {
    slug: 'core-at-top-level',
    title: 'core attributes stand at the top of the resource',
    verifies: '7643-3-09',
    fix: 'Send the attributes of the base schema as members of the resource itself.',
    broken: ({ kind, path }, { type }) =>
      kind === 'unknown attribute' && path.toLowerCase() === type.schemas.base.id.toLowerCase(),
    words: path => ({
      expected: `the attributes of ${path} at the top of the resource`,
      got: 'in an object of that name',
    }),
  },
]

/** The URI of the extension that defines an attribute. */
function extensionWith(name: string, { schemas }: ProviderType): string {
  const found = schemas.extensions.find(({ schema }) => schema.attributes.some(one => sameName(one.name, name)))
  return found?.schema.id ?? 'of its extension'
}

/** Attributes that were sent and are not in what was stored, although clients can write and read them. */
function notKept(type: ProviderType, sent: JsonObject, stored: JsonObject): readonly string[] {
  return attributesOf(type)
    .filter(({ attribute }) => isPlain(attribute) || attribute.mutability === 'immutable')
    .filter(
      found => isPlainlyReturned(found) && !isUnassigned(valueAt(sent, found)) && isUnassigned(valueAt(stored, found)),
    )
    .map(({ extension, attribute }) => (extension === undefined ? attribute.name : `${extension}:${attribute.name}`))
}

const isPlainlyReturned = ({ attribute }: FoundAttribute): boolean =>
  attribute.returned === 'default' || attribute.returned === 'always'

export const returnedValues = suite('Values in responses', [
  check(
    'returned-values/every-attribute',
    {
      title: 'every attribute that /Schemas lists as writable is kept and comes back',
      verifies: '7644-3.1-04',
      fix: 'List at /Schemas the attributes you store, and those alone, with the mutability they have.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { provider, resources, scim, unsupported } = context
        const isListed = elementsOf(provider.answers.Schemas.json).some(({ name }) =>
          sameName(name, type.schemas.base.id),
        )
        if (!isListed) unsupported(`/Schemas does not describe ${type.name}`)
        const whole = await resources.build(type, {}, { extent: 'all' })
        const answer = await scim.create(type, whole)
        const id = isSuccess(answer) && isObject(answer.json) ? member(answer.json, 'id') : undefined
        // A service provider may not take every made-up value: then a usual resource has to do.
        const usual = typeof id === 'string' ? undefined : await resources.create(type)
        const sent = usual?.sent ?? whole
        const { json, response } = await readBack(context, usual ?? { type, id: String(id) })
        await scim.list(type, { count: 5 })
        const missing = notKept(type, sent, json)
        expectThat(missing.length === 0, {
          expected: 'every attribute that was sent',
          got: `no ${listWords(missing)}`,
          response,
        })
      }),
  ),

  ...rules.map(rule => resourceCheck('returned-values', rule)),
])

/** An extension of which no attribute has to have a value is there when schemas names it (RFC 7643 §2.5, §3). */
function isThereWithoutValue({ path }: ResourceProblem, { type, resource }: Validated): boolean {
  const extension = type.schemas.extensions.find(({ schema }) => sameName(schema.id, path))
  const schemas = member(resource, 'schemas')
  const isListed = isArray(schemas) && schemas.some(urn => typeof urn === 'string' && sameName(urn, path))
  return isListed && extension?.schema.attributes.every(({ required }) => !required) === true
}
