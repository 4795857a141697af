// The Enterprise User extension (RFC 7643 §3.3, §4.3).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import { describeResponse, listWords, show } from '../../src/check/words.ts'
import { type AttributeDefinition, findDefinition } from '../../src/scim/attribute.ts'
import { isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { findExtension } from '../../src/scim/resource-schemas.ts'
import { enterpriseUserSchemaUri as urn } from '../../src/scim/standard-schemas.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { ensureUsualCreate, isSuccess, lastSegment, readCreated } from '../support/answers.ts'

/** The definition of an attribute of the extension; ends the check as unsupported where the schema does not have it. */
function definitionOf(context: CheckContext, name: string) {
  const extension = findExtension(context.type('User').schemas, urn)
  const definition = findDefinition(extension?.attributes ?? [], name)
  return definition ?? context.unsupported(`the extension has no ${name}`)
}

/** A body for a User with these attributes of the extension. */
function enterpriseUser({ resources, type }: CheckContext, attributes: JsonObject): Promise<JsonObject> {
  return resources.build('User', { schemas: [type('User').schemas.base.id, urn], [urn]: attributes })
}

/** A manager by the id, and by the path too where the schema requires $ref. */
function referenceTo(
  { scim }: CheckContext,
  { type, id }: Created,
  { subAttributes }: AttributeDefinition,
): JsonObject {
  return { value: id, ...(findDefinition(subAttributes, '$ref')?.required ? { $ref: scim.pathOf(type, id) } : {}) }
}

/** The User that the answer to a create tells of, and what it holds of the extension. */
async function stored(context: CheckContext, response: Parameters<typeof readCreated>[2]) {
  await ensureUsualCreate(context, 'User', response)
  expectThat(isSuccess(response), {
    expected: '201 Created with the Enterprise User extension',
    got: describeResponse(response),
    response,
  })
  const read = await readCreated(context, context.type('User'), response)
  const container = member(read.json, urn)
  return { ...read, extension: isObject(container) ? container : {} }
}

const texts = ['employeeNumber', 'costCenter', 'organization', 'division', 'department'] as const

export const enterprise = suite('The Enterprise User extension', [
  check(
    'enterprise/container',
    {
      title: 'attributes of the extension stand in an object named by its URI, and nowhere else',
      verifies: ['7643-3.3-07', '7643-3-10', '7643-4.3-01'],
      fix: 'Read and write extension attributes under the URI of the extension, and list the URI in schemas.',
    },
    async context => {
      definitionOf(context, 'department')
      const department = context.resources.unique()
      const response = await context.scim.create('User', await enterpriseUser(context, { department }))
      const { json, extension, response: read } = await stored(context, response)
      const flat = member(json, 'department')
      const others = Object.keys(json).filter(name => {
        const value = json[name]
        return !sameName(name, urn) && isObject(value) && member(value, 'department') === department
      })
      expectAll(
        () =>
          expectThat(others.length === 0, {
            requirement: '7643-4.3-01',
            expected: `the department under ${urn}`,
            got: `the department under ${listWords(others)}`,
            response: read,
          }),
        () =>
          expectThat(others.length > 0 || member(extension, 'department') === department, {
            expected: `${urn} with the department`,
            got: `${urn} ${show(member(json, urn))}`,
            response: read,
          }),
        () =>
          expectThat(isUnassigned(flat), {
            requirement: '7643-3-10',
            expected: 'no department outside the extension',
            got: `department ${show(flat)} at the top level`,
            response: read,
          }),
      )
    },
  ),

  check(
    'enterprise/texts',
    {
      title: 'the texts of the extension are kept as JSON strings',
      verifies: '7643-4.3-02',
      fix: 'Store employeeNumber, costCenter, organization, division and department as text, digits too.',
    },
    async context => {
      const known = texts.filter(name =>
        findDefinition(findExtension(context.type('User').schemas, urn)?.attributes ?? [], name),
      )
      const sent = Object.fromEntries(
        known.map(name => [
          name,
          name === 'employeeNumber' ? String(7_000_000 + context.random.below(999_999)) : `${name} 1`,
        ]),
      )
      const response = await context.scim.create('User', await enterpriseUser(context, sent))
      const { extension, response: read } = await stored(context, response)
      for (const [name, value] of Object.entries(sent)) {
        await context.subject(name, () => {
          const found = member(extension, name)
          if (isUnassigned(found)) context.unsupported(`${name} is not kept`)
          expectThat(typeof found === 'string' && found.toLowerCase() === value.toLowerCase(), {
            expected: `${name} ${show(value)}`,
            got: `${name} ${show(found)}`,
            response: read,
          })
        })
      }
    },
  ),

  check(
    'enterprise/number-for-text',
    {
      title: 'an employeeNumber sent as a JSON number is refused, not stored as a number',
      verifies: '7643-4.3-02',
      fix: 'Refuse a number where the schema has a string, with 400 and scimType "invalidValue".',
    },
    async context => {
      definitionOf(context, 'employeeNumber')
      const body = await enterpriseUser(context, { employeeNumber: 701984 })
      const response = await context.scim.create('User', body)
      if (!isSuccess(response)) {
        return expectThat(response.status === 400, {
          expected: '400 Bad Request',
          got: describeResponse(response),
          response,
        })
      }
      const { extension, response: read } = await stored(context, response)
      const found = member(extension, 'employeeNumber')
      expectThat(isUnassigned(found), {
        expected: '400 Bad Request, or the number left out',
        got: `employeeNumber ${show(found)}`,
        response: read,
      })
    },
  ),

  check(
    'enterprise/manager',
    {
      title: 'manager is kept as an object with the id of the other User',
      verifies: ['7643-4.3-03', '7643-4.3-04', '7643-4.3-05'],
      fix: 'Store manager as a complex value; return the id in value and the address in $ref.',
    },
    async context => {
      const definition = definitionOf(context, 'manager')
      if (definition.mutability !== 'readWrite') context.unsupported(`manager is ${definition.mutability}`)
      const boss = await context.resources.create('User')
      const response = await context.scim.create(
        'User',
        await enterpriseUser(context, { manager: referenceTo(context, boss, definition) }),
      )
      const { extension, response: read } = await stored(context, response)
      const manager = member(extension, 'manager')
      if (!isObject(manager)) {
        return expectThat(false, {
          expected: 'manager as an object',
          got: `manager ${show(manager)}`,
          response: read,
        })
      }
      const uri = member(manager, '$ref')
      expectAll(
        () =>
          expectThat(member(manager, 'value') === boss.id, {
            requirement: '7643-4.3-04',
            expected: `manager.value ${show(boss.id)}`,
            got: `manager.value ${show(member(manager, 'value'))}`,
            response: read,
          }),
        () =>
          expectThat(isUnassigned(uri) || lastSegment(uri) === boss.id, {
            requirement: '7643-4.3-05',
            expected: `manager.$ref that ends in ${boss.id}, or none`,
            got: `manager.$ref ${show(uri)}`,
            response: read,
          }),
      )
    },
  ),

  check(
    'enterprise/manager-display-name',
    {
      title: 'displayName of a manager comes from the manager, not from the client',
      verifies: ['7643-7-26', '7644-3.3-03'],
      needs: ['enterprise-extension'],
      fix: 'Ignore manager.displayName in a body: it is readOnly.',
    },
    async context => {
      const manager = definitionOf(context, 'manager')
      const displayName = findDefinition(manager.subAttributes, 'displayName')
      if (displayName?.mutability !== 'readOnly') context.unsupported('manager.displayName is not readOnly')
      const boss = await context.resources.create('User')
      const invented = `${context.resources.unique()} invented`
      const body = await enterpriseUser(context, {
        manager: { ...referenceTo(context, boss, manager), displayName: invented },
      })
      const response = await context.scim.create('User', body)
      const { extension, response: read } = await stored(context, response)
      const found = member(extension, 'manager')
      const shown = isObject(found) ? member(found, 'displayName') : undefined
      expectThat(shown !== invented, {
        expected: 'the displayName of the manager, or none',
        got: 'the displayName that was sent',
        response: read,
      })
    },
  ),
])
