// Schemas for the unit tests: the parts of User, Group and EnterpriseUser that matter, and one with every data type.

import type { AttributeDefinition } from './attribute.ts'
import { attributeDefinition as attribute } from './attribute.ts'
import type { ResourceSchemas } from './resource-schemas.ts'
import type { Schema } from './schema.ts'

export const userUri = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const groupUri = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const enterpriseUri = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const deviceUri = 'urn:example:params:scim:schemas:core:2.0:Device'

const complex = (name: string, subAttributes: readonly AttributeDefinition[]) =>
  attribute(name, { type: 'complex', subAttributes })
const list = (name: string, subAttributes: readonly AttributeDefinition[]) =>
  attribute(name, { type: 'complex', multiValued: true, subAttributes })
const reference = (name: string, characteristics: Partial<AttributeDefinition> = {}) =>
  attribute(name, { type: 'reference', caseExact: true, referenceTypes: ['User'], ...characteristics })
const boolean = (name: string) => attribute(name, { type: 'boolean' })
const text = (...names: readonly string[]) => names.map(name => attribute(name))

export const userSchema: Schema = {
  id: userUri,
  name: 'User',
  attributes: [
    attribute('userName', { required: true, uniqueness: 'server' }),
    complex('name', text('formatted', 'familyName', 'givenName', 'middleName')),
    ...text('displayName', 'nickName', 'title', 'userType'),
    boolean('active'),
    attribute('password', { mutability: 'writeOnly', returned: 'never', caseExact: true }),
    list('emails', [
      ...text('value', 'display'),
      attribute('type', { canonicalValues: ['work', 'home', 'other'] }),
      boolean('primary'),
    ]),
    list('ims', [...text('value', 'display', 'type'), boolean('primary')]),
    list('addresses', [...text('formatted', 'streetAddress', 'locality', 'country', 'type'), boolean('primary')]),
    attribute('groups', {
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        attribute('value', { mutability: 'readOnly' }),
        reference('$ref', { mutability: 'readOnly', referenceTypes: ['Group'] }),
        attribute('display', { mutability: 'readOnly' }),
      ],
    }),
    list('x509Certificates', [
      attribute('value', { type: 'binary', caseExact: true }),
      ...text('display', 'type'),
      boolean('primary'),
    ]),
  ],
}

export const enterpriseSchema: Schema = {
  id: enterpriseUri,
  name: 'Enterprise User',
  attributes: [
    ...text('employeeNumber', 'costCenter', 'department'),
    complex('manager', [
      attribute('value', { caseExact: true }),
      reference('$ref'),
      attribute('displayName', { mutability: 'readOnly' }),
    ]),
  ],
}

export const groupSchema: Schema = {
  id: groupUri,
  name: 'Group',
  attributes: [
    attribute('displayName', { required: true }),
    list('members', [
      attribute('value', { mutability: 'immutable' }),
      reference('$ref', { mutability: 'immutable' }),
      attribute('type', { mutability: 'immutable', canonicalValues: ['User', 'Group'] }),
      attribute('display', { mutability: 'readOnly' }),
    ]),
  ],
}

export const deviceSchema: Schema = {
  id: deviceUri,
  name: 'Device',
  attributes: [
    attribute('serialNumber', { required: true, caseExact: true, mutability: 'immutable', uniqueness: 'global' }),
    attribute('label'),
    attribute('size', { type: 'integer' }),
    attribute('weight', { type: 'decimal' }),
    attribute('enrolled', { type: 'boolean' }),
    attribute('boughtAt', { type: 'dateTime' }),
    attribute('key', { type: 'binary', caseExact: true }),
    reference('owner'),
    attribute('tags', { multiValued: true }),
    attribute('ports', { type: 'integer', multiValued: true, mutability: 'immutable' }),
    attribute('secret', { returned: 'request' }),
    attribute('model', { returned: 'always' }),
    list('slots', [
      attribute('name', { required: true }),
      attribute('card', { mutability: 'immutable' }),
      attribute('speed', { type: 'integer' }),
    ]),
    complex('place', [attribute('room', { mutability: 'immutable' }), attribute('desk', { required: true })]),
  ],
}

export const userSchemas: ResourceSchemas = {
  base: userSchema,
  extensions: [{ schema: enterpriseSchema, required: false }],
}
export const groupSchemas: ResourceSchemas = { base: groupSchema, extensions: [] }
export const deviceSchemas: ResourceSchemas = { base: deviceSchema, extensions: [] }
