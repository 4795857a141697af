// User, Group and Enterprise User as the service provider defines them, beside RFC 7643 §8.7 with its Verified errata.
// What a service provider leaves out is no fault; only what the RFC's prose binds is compared.

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { listWords, show } from '../../src/check/words.ts'
import { findDefinition, listedSubAttributes } from '../../src/scim/attribute.ts'
import { commonAttributes } from '../../src/scim/common-attributes.ts'
import { sameName } from '../../src/scim/json.ts'
import {
  enterpriseUserSchemaUri,
  groupSchemaUri,
  standardSchemas,
  userSchemaUri,
} from '../../src/scim/standard-schemas.ts'
import { elementsOf } from '../discovery/documents.ts'
import { compareKinds, expectCharacteristics, ownAttribute, withSubAttributes } from './standard-comparison.ts'

export const standardDefinitions = suite('Standard schemas', [
  check(
    'standard-schemas/user-name',
    {
      title: 'the User schema defines userName as required, in any letter case, and unique',
      verifies: '7643-8.7.1-02',
      fix: 'Define userName with required true, caseExact false, uniqueness server and multiValued false.',
    },
    async context => {
      const userName = ownAttribute(context, userSchemaUri, 'userName')
      const response = context.provider.answers.Schemas
      expectAll(
        () =>
          expectCharacteristics(context, userName, 'userName', {
            required: true,
            caseExact: false,
            multiValued: false,
          }),
        () =>
          expectThat(userName.uniqueness !== 'none', {
            expected: 'userName with uniqueness "server" or "global"',
            got: `uniqueness ${show(userName.uniqueness)}`,
            response,
          }),
      )
    },
  ),

  check(
    'standard-schemas/user-attributes',
    {
      title: 'the User schema gives standard attributes their standard type, single- or multi-valued as in the RFC',
      verifies: '7643-8.7.1-03',
      fix: 'Define the attributes of RFC 7643 §4.1 with the type and multiValued of §8.7.1.',
    },
    context => compareKinds(context, userSchemaUri),
  ),

  check(
    'standard-schemas/password',
    {
      title: 'the User schema defines password as write-only and never returned',
      verifies: ['7643-4.1.1-24', '7643-8.7.1-04'],
      fix: 'Define password with mutability writeOnly and returned never.',
    },
    async context => {
      const password = ownAttribute(context, userSchemaUri, 'password')
      expectCharacteristics(context, password, 'password', { mutability: 'writeOnly', returned: 'never' })
    },
  ),

  check(
    'standard-schemas/groups',
    {
      title: 'the User schema defines groups and its sub-attributes as readOnly',
      verifies: '7643-8.7.1-05',
      fix: 'Define groups and all its sub-attributes with mutability readOnly.',
    },
    async context => {
      const groups = ownAttribute(context, userSchemaUri, 'groups')
      for (const [path, definition] of withSubAttributes(groups)) {
        await context.subject(path, () => expectCharacteristics(context, definition, path, { mutability: 'readOnly' }))
      }
    },
  ),

  check(
    'standard-schemas/roles',
    {
      title: 'the User schema defines the values of roles as strings',
      verifies: '7643-4.1.2-26',
      fix: 'Define roles.value with type string.',
    },
    async context => {
      const value = findDefinition(listedSubAttributes(ownAttribute(context, userSchemaUri, 'roles')), 'value')
      if (value === undefined) return context.unsupported('the schema of the service provider has no roles.value')
      expectCharacteristics(context, value, 'roles.value', { type: 'string' })
    },
  ),

  check(
    'standard-schemas/group-display-name',
    {
      title: 'the Group schema defines displayName as required',
      verifies: '7643-4.2-02',
      fix: 'Define displayName of Group with required true (RFC 7643 erratum 5368).',
    },
    async context => {
      const displayName = ownAttribute(context, groupSchemaUri, 'displayName')
      expectCharacteristics(context, displayName, 'displayName', { required: true })
    },
  ),

  check(
    'standard-schemas/group-members',
    {
      title: 'the Group schema defines members as complex and multi-valued, with immutable parts',
      verifies: '7643-8.7.1-06',
      fix: 'Define members as complex and multiValued, and its value, $ref and type as immutable.',
    },
    async context => {
      const members = ownAttribute(context, groupSchemaUri, 'members')
      await context.subject('members', () =>
        expectCharacteristics(context, members, 'members', { type: 'complex', multiValued: true }),
      )
      for (const name of ['value', '$ref', 'type']) {
        const part = findDefinition(listedSubAttributes(members), name)
        if (part === undefined) continue
        const path = `members.${name}`
        await context.subject(path, () => expectCharacteristics(context, part, path, { mutability: 'immutable' }))
      }
    },
  ),

  check(
    'standard-schemas/manager',
    {
      title: 'the Enterprise User schema defines manager as complex, its displayName as readOnly',
      verifies: '7643-8.7.1-07',
      fix: 'Define manager as a single complex attribute whose displayName has mutability readOnly.',
    },
    async context => {
      const manager = ownAttribute(context, enterpriseUserSchemaUri, 'manager')
      const [displayName, value] = ['displayName', 'value'].map(name =>
        findDefinition(listedSubAttributes(manager), name),
      )
      expectAll(
        () => expectCharacteristics(context, manager, 'manager', { type: 'complex', multiValued: false }),
        () => {
          if (displayName === undefined) return
          expectCharacteristics(context, displayName, 'manager.displayName', { mutability: 'readOnly' })
        },
        () => {
          if (value !== undefined) {
            // Erratum 8472 made it case exact; copies of the RFC as it was published say false.
            expectCharacteristics(context, value, 'manager.value', { caseExact: true }, { arguable: 24 })
          }
        },
      )
    },
  ),

  check(
    'standard-schemas/enterprise-texts',
    {
      title: 'the Enterprise User schema defines its simple attributes as single strings',
      verifies: '7643-4.3-02',
      fix: 'Define employeeNumber, costCenter, organization, division and department as single-valued strings.',
    },
    context => compareKinds(context, enterpriseUserSchemaUri),
  ),

  ...[
    { slug: 'user-urn', name: 'User', uri: userSchemaUri, requirement: '7643-4.1-01' as const },
    { slug: 'group-urn', name: 'Group', uri: groupSchemaUri, requirement: '7643-4.2-01' as const },
  ].map(({ slug, name, uri, requirement }) =>
    check(
      `standard-schemas/${slug}`,
      {
        title: `the resource type ${name} has the ${name} schema of RFC 7643`,
        verifies: requirement,
        fix: `Send "schema": "${uri}" with the resource type ${name}.`,
      },
      async context => {
        const { schema } = context.type(name).resourceType
        const expected = `schema ${show(uri)}`
        expectThat(schema === uri, {
          expected,
          got: `schema ${show(schema)}`,
          response: context.provider.answers.ResourceTypes,
        })
      },
    ),
  ),

  check(
    'standard-schemas/discovery-read-only',
    {
      title: 'the schemas of the discovery resources define all their attributes as readOnly',
      verifies: '7643-8.7.2-01',
      fix: 'Define every attribute of ServiceProviderConfig, ResourceType and Schema with mutability readOnly.',
    },
    async context => {
      const uris = standardSchemas
        .map(({ id }) => id)
        .filter(id => /:(ServiceProviderConfig|ResourceType|Schema)$/.test(id))
      const found = context.provider.schemas.filter(({ id }) => uris.some(uri => sameName(uri, id)))
      if (found.length === 0) context.unsupported('the schemas of discovery are not listed')
      for (const { id, attributes } of found) {
        await context.subject(id, () => {
          const writable = attributes.flatMap(withSubAttributes).filter(([, one]) => one.mutability !== 'readOnly')
          expectThat(writable.length === 0, {
            expected: 'mutability readOnly throughout',
            got: `not so for ${listWords(writable.map(([path]) => path))}`,
            response: context.provider.answers.Schemas,
          })
        })
      }
    },
  ),

  check(
    'standard-schemas/common-attributes',
    {
      title: 'a schema that lists id, externalId or meta gives them the characteristics they have',
      verifies: '7644-3.1-04',
      fix: 'Leave the common attributes out of schemas, or define them as RFC 7643 §3.1 does.',
    },
    async context => {
      const listed = elementsOf(context.provider.answers.Schemas.json)
      const describes = (id: string) => !/:(ServiceProviderConfig|ResourceType|Schema)$/i.test(id)
      const own = context.provider.schemas.filter(
        ({ id }) => describes(id) && listed.some(({ name }) => sameName(name, id)),
      )
      const pairs = own.flatMap(schema =>
        commonAttributes.flatMap(common => {
          const definition = findDefinition(schema.attributes, common.name)
          return definition === undefined || common.name === 'schemas' ? [] : [{ schema, common, definition }]
        }),
      )
      if (pairs.length === 0) context.unsupported('no schema lists common attributes')
      for (const { schema, common, definition } of pairs) {
        await context.subject(`${schema.id}: ${definition.name}`, () => {
          const { type, multiValued, mutability, returned } = common
          const wanted = { type, multiValued, mutability, ...(common.name === 'id' ? { returned } : {}) }
          expectCharacteristics(context, definition, definition.name, wanted)
        })
      }
    },
  ),
])
