import { describe, expect, it } from 'vitest'
import { differences } from '../compare.ts'
import type { JsonObject } from '../json.ts'
import type { ResourceSchemas } from '../resource-schemas.ts'
import {
  deviceSchemas,
  deviceUri,
  enterpriseUri,
  groupSchemas,
  groupUri,
  userSchemas,
  userUri,
} from '../schemas.test-data.ts'
import { applyPatch } from './apply-patch.ts'
import type { ScimType } from './outcome.ts'
import { patchOpUri } from './patch-op.ts'

const work = { value: 'w@example.com', type: 'work', primary: true }
const home = { value: 'h@example.com', type: 'home' }
const user: JsonObject = {
  schemas: [userUri],
  id: '1',
  userName: 'anna',
  name: { givenName: 'Anna', familyName: 'Berg' },
  nickName: 'A',
  emails: [work, home],
  groups: [{ value: 'g1' }],
  meta: { resourceType: 'User', created: '2020-01-01T00:00:00Z' },
}
const group: JsonObject = {
  schemas: [groupUri],
  id: '2',
  displayName: 'Staff',
  members: [{ value: 'u1', display: 'Anna' }, { value: 'u2' }],
}
const device: JsonObject = {
  schemas: [deviceUri],
  id: '3',
  serialNumber: 's1',
  slots: [
    { name: 'a', card: 'x', speed: 1 },
    { name: 'b', speed: 2 },
  ],
  place: { room: '1', desk: 'd' },
}

const patch = (...Operations: readonly unknown[]) => ({ schemas: [patchOpUri], Operations })
const add = (path: string | undefined, value: unknown) => ({ op: 'add', path, value })
const replace = (path: string | undefined, value: unknown) => ({ op: 'replace', path, value })
const remove = (path: string) => ({ op: 'remove', path })

/** The outcomes in short: what differs from the resource in each state, and the scimTypes of the error. */
function outcome(resource: JsonObject, schemas: ResourceSchemas, message: unknown) {
  const before = structuredClone(resource)
  const { allowed, exhaustive } = applyPatch(resource, message, schemas)
  expect(resource).toEqual(before)
  const resources = allowed.flatMap(one =>
    one.kind === 'resource' && one.discouraged === undefined ? [one.resource] : [],
  )
  const errors = allowed.flatMap(one => (one.kind === 'error' ? one.scimTypes : []))
  return { resources, errors, exhaustive, discouraged: allowed.length - resources.length - (errors.length > 0 ? 1 : 0) }
}

describe('operations with one outcome', () => {
  const cases: readonly [string, readonly unknown[], JsonObject][] = [
    ['replace a simple attribute', [replace('nickName', 'B')], { nickName: 'B' }],
    ['add to a simple attribute that has a value', [add('nickName', 'B')], { nickName: 'B' }],
    ['replace one without value', [replace('title', 'Boss')], { title: 'Boss' }],
    ['remove a simple attribute', [remove('nickName')], { nickName: undefined }],
    ['replace with null', [replace('nickName', null)], { nickName: undefined }],
    ['name an attribute in another case', [replace('NICKNAME', 'B')], { nickName: 'B' }],
    ['name it with its schema', [replace(`${userUri}:nickName`, 'B')], { nickName: 'B' }],
    [
      'add to a complex attribute',
      [add('name', { middleName: 'C' })],
      { name: { givenName: 'Anna', familyName: 'Berg', middleName: 'C' } },
    ],
    [
      'replace part of a complex attribute',
      [replace('name', { GIVENNAME: 'Z' })],
      { name: { givenName: 'Z', familyName: 'Berg' } },
    ],
    [
      'the same without path',
      [replace(undefined, { name: { givenName: 'Z' } })],
      { name: { givenName: 'Z', familyName: 'Berg' } },
    ],
    ['replace a sub-attribute', [replace('name.givenName', 'Z')], { name: { givenName: 'Z', familyName: 'Berg' } }],
    ['remove a sub-attribute', [remove('name.givenName')], { name: { familyName: 'Berg' } }],
    ['remove a complex attribute', [remove('name')], { name: undefined }],
    ['add an element', [add('emails', [{ value: 'x' }])], { emails: [work, home, { value: 'x' }] }],
    [
      'add two without path',
      [add(undefined, { emails: [{ value: 'x' }, { value: 'y' }] })],
      { emails: [work, home, { value: 'x' }, { value: 'y' }] },
    ],
    [
      'add a primary element',
      [add('emails', [{ value: 'x', primary: true }])],
      { emails: [{ ...work, primary: false }, home, { value: 'x', primary: true }] },
    ],
    ['replace all elements', [replace('emails', [{ value: 'x' }])], { emails: [{ value: 'x' }] }],
    ['replace with []', [replace('emails', [])], { emails: [] }],
    ['remove all elements', [remove('emails')], { emails: [] }],
    ['remove a selected element', [remove('emails[type eq "work"]')], { emails: [home] }],
    ['remove the last ones', [remove('emails[value pr]')], { emails: [] }],
    [
      'remove a part of a selected element',
      [remove('emails[type eq "work"].primary')],
      { emails: [{ value: 'w@example.com', type: 'work' }, home] },
    ],
    [
      'replace a part of a selected element',
      [replace('emails[type eq "work"].value', 'x')],
      { emails: [{ ...work, value: 'x' }, home] },
    ],
    [
      'replace a part of all selected',
      [replace('emails[value pr].display', 'x')],
      {
        emails: [
          { ...work, display: 'x' },
          { ...home, display: 'x' },
        ],
      },
    ],
    [
      'make another one primary',
      [replace('emails[type eq "home"].primary', true)],
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      'add a part to a selected element',
      [add('emails[type eq "home"].display', 'x')],
      { emails: [work, { ...home, display: 'x' }] },
    ],
    [
      'add an extension attribute',
      [add(`${enterpriseUri}:department`, 'D')],
      { schemas: [userUri, enterpriseUri], [enterpriseUri]: { department: 'D' } },
    ],
    [
      'the same without path',
      [add(undefined, { [enterpriseUri]: { department: 'D' } })],
      { schemas: [userUri, enterpriseUri], [enterpriseUri]: { department: 'D' } },
    ],
    [
      'an extension sub-attribute',
      [add(`${enterpriseUri}:manager.value`, 'm')],
      { schemas: [userUri, enterpriseUri], [enterpriseUri]: { manager: { value: 'm' } } },
    ],
    [
      'name the schema first',
      [add('schemas', [enterpriseUri]), add(`${enterpriseUri}:department`, 'D')],
      { schemas: [userUri, enterpriseUri], [enterpriseUri]: { department: 'D' } },
    ],
    ['the order of operations', [replace('nickName', 'B'), replace('nickName', 'C')], { nickName: 'C' }],
    ['remove and add', [remove('nickName'), add('nickName', 'B')], { nickName: 'B' }],
    [
      'an element added before',
      [add('emails', [{ value: 'x', type: 'other' }]), replace('emails[type eq "other"].value', 'y')],
      { emails: [work, home, { value: 'y', type: 'other' }] },
    ],
    ['a password', [replace('password', 'secret')], {}],
  ]
  it.each(cases)('%s', (_, operations, change) => {
    const { resources, errors, exhaustive } = outcome(user, userSchemas, patch(...operations))
    expect({ count: resources.length, errors, exhaustive }).toEqual({ count: 1, errors: [], exhaustive: true })
    expect(differences({ ...user, ...change }, resources[0] ?? {}, userSchemas, { readOnly: true })).toEqual([])
  })

  it('tells whether anything changed', () => {
    const changed = (...operations: readonly unknown[]) =>
      applyPatch(user, patch(...operations), userSchemas).allowed.map(one => one.kind === 'resource' && one.changed)
    expect(changed(replace('nickName', 'B'))).toEqual([true])
    expect(changed(replace('nickName', 'A'))).toEqual([false])
    expect(changed(replace('password', 'x'))).toEqual([true])
    expect(changed(replace('nickName', 'B'), replace('nickName', 'A'))).toEqual([false])
  })
})

describe('errors that are the only outcome', () => {
  const cases: readonly [string, readonly unknown[], string][] = [
    ['remove without path', [{ op: 'remove' }], 'noTarget'],
    ['replace where the filter selects nothing', [replace('emails[type eq "x"].value', 'x')], 'noTarget'],
    ['the same on an attribute without value', [replace('ims[type eq "x"]', { value: 'x' })], 'noTarget'],
    ['remove a required attribute', [remove('userName')], 'mutability'],
    ['remove id', [remove('id')], 'mutability'],
    ['replace id', [replace('id', '9')], 'mutability'],
    ['replace a readOnly sub-attribute', [replace('meta.created', '2021-01-01T00:00:00Z')], 'mutability'],
    ['replace groups', [replace('groups', [{ value: 'g2' }])], 'mutability'],
    ['remove a selected group', [remove('groups[value eq "g1"]')], 'mutability'],
    ['remove schemas', [remove('schemas')], 'mutability'],
    ['an unknown attribute', [add('shoeSize', 9)], 'invalidPath'],
    ['an unknown sub-attribute', [add('name.nick', 'x')], 'invalidPath'],
    ['an unknown schema', [add('urn:x:y:nickName', 'x')], 'invalidPath'],
    ['an unknown sub-attribute after brackets', [add('emails[type eq "work"].nick', 'x')], 'invalidPath'],
    ['a malformed path', [replace('name..givenName', 'x')], 'invalidPath'],
    ['an empty path', [replace('', 'x')], 'invalidPath'],
    ['an index', [replace('emails[0]', 'x')], 'invalidPath'],
    ['a malformed filter', [remove('emails[type = "work"]')], 'invalidFilter'],
    ['a filter on what is not there', [remove('emails[nosuch eq "work"]')], 'invalidFilter'],
    ['a filter that orders booleans', [remove('emails[primary gt false]')], 'invalidFilter'],
    ['text for a boolean', [replace('active', 'maybe')], 'invalidValue'],
    ['text for a complex attribute', [add('name', 'Anna')], 'invalidValue'],
    ['text for elements', [replace('emails', 'x')], 'invalidValue'],
    ['numbers for elements', [add('emails', [5])], 'invalidValue'],
    ['an array for a simple attribute', [replace('nickName', ['a', 'b'])], 'invalidValue'],
    ['an empty userName', [replace('userName', '')], 'invalidValue'],
    ['null for userName', [replace('userName', null)], 'invalidValue'],
    ['add without value', [{ op: 'add', path: 'nickName' }], 'invalidValue'],
    ['no path and no object', [replace(undefined, 'x')], 'invalidValue'],
    ['an undeclared schema', [add('schemas', ['urn:x:y'])], 'invalidValue'],
    [
      'an error after a good operation',
      [replace('nickName', 'B'), replace('id', '9'), replace('title', 'x')],
      'mutability',
    ],
  ]
  it.each(cases)('%s', (_, operations, scimType) => {
    const { resources, errors, exhaustive } = outcome(user, userSchemas, patch(...operations))
    expect(resources).toEqual([])
    expect(exhaustive).toBe(true)
    expect(errors).toContain(scimType)
  })

  it.each([
    ['remove without path', { op: 'remove' }, ['noTarget']],
    ['a required attribute', remove('userName'), ['mutability']],
    ['no match for replace', replace('emails[type eq "x"].value', 'x'), ['noTarget']],
  ])('asks for the scimType that the RFC names: %s', (_, operation, scimTypes) => {
    expect(outcome(user, userSchemas, patch(operation)).errors).toEqual(scimTypes)
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['an array', []],
    ['no Operations', { schemas: [patchOpUri] }],
    ['no operation', patch()],
    ['Operations as object', { schemas: [patchOpUri], Operations: { op: 'add' } }],
    ['an operation as text', patch('add')],
    ['no op', patch({ path: 'nickName', value: 'x' })],
    ['op move', patch({ op: 'move', path: 'nickName', from: 'title' })],
    ['op 5', patch({ op: 5 })],
    ['a path as number', patch({ op: 'remove', path: 5 })],
  ])('refuses a message with %s', (_, message) => {
    const { resources, errors, discouraged } = outcome(user, userSchemas, message)
    expect({ resources, discouraged }).toEqual({ resources: [], discouraged: 0 })
    expect(errors).toContain('invalidSyntax')
  })
})

describe('several outcomes', () => {
  const cases: readonly [string, readonly unknown[], readonly JsonObject[], string | undefined][] = [
    ['remove what has no value (interpretation 3)', [remove('title')], [{}], 'noTarget'],
    ['remove where nothing matches (interpretation 3)', [remove('emails[type eq "x"]')], [{}], 'noTarget'],
    [
      'add where nothing matches (interpretation 4)',
      [add('emails[type eq "other"].value', 'x')],
      [{ emails: [work, home, { type: 'other', value: 'x' }] }, { emails: [work, home, { value: 'x' }] }],
      'noTarget',
    ],
    [
      'readOnly inside a value (interpretation 20)',
      [replace(undefined, { id: '9', nickName: 'B' })],
      [{ nickName: 'B' }],
      'mutability',
    ],
    ['readOnly to what it is (interpretation 20)', [replace('id', '1')], [{}], 'mutability'],
    [
      'two primaries at once (interpretation 19)',
      [
        replace('emails', [
          { value: 'x', primary: true },
          { value: 'y', primary: true },
        ]),
      ],
      [
        { emails: [{ value: 'x', primary: true }, { value: 'y' }] },
        { emails: [{ value: 'x' }, { value: 'y', primary: true }] },
      ],
      'invalidValue',
    ],
    [
      'one element without array',
      [add('emails', { value: 'x' })],
      [{ emails: [work, home, { value: 'x' }] }],
      'invalidValue',
    ],
    [
      'an unusual type',
      [replace('emails', [{ value: 'x', type: 'boat' }])],
      [{ emails: [{ value: 'x', type: 'boat' }] }, { emails: [{ value: 'x' }] }],
      'invalidValue',
    ],
    [
      'an unknown attribute inside a value',
      [add(undefined, { nickName: 'B', shoeSize: 9 })],
      [{ nickName: 'B' }],
      'invalidSyntax',
    ],
    [
      'a selected element gets a new value, in its place or merged',
      [replace('emails[type eq "work"]', { value: 'x' })],
      [{ emails: [{ ...work, value: 'x' }, home] }, { emails: [{ value: 'x' }, home] }],
      undefined,
    ],
    [
      'an element is there in another type',
      [add('emails', [{ value: 'h@example.com', type: 'work' }])],
      [
        { emails: [work, home, { value: 'h@example.com', type: 'work' }] },
        { emails: [work, { value: 'h@example.com', type: 'work' }] },
        {},
      ],
      undefined,
    ],
    ['null added', [add('nickName', null)], [{ nickName: undefined }, {}], 'invalidValue'],
    ['the same readOnly sub-attribute', [replace(`meta.resourceType`, 'User')], [{}], 'mutability'],
    [
      'an extension attribute without URI',
      [add('department', 'D')],
      [{ schemas: [userUri, enterpriseUri], [enterpriseUri]: { department: 'D' } }],
      'invalidPath',
    ],
  ]
  it.each(cases)('%s', (_, operations, changes, scimType) => {
    const { resources, errors, exhaustive } = outcome(user, userSchemas, patch(...operations))
    expect(exhaustive).toBe(true)
    if (scimType === undefined) expect(errors).toEqual([])
    else expect(errors).toContain(scimType)
    expect(resources).toHaveLength(changes.length)
    for (const [index, change] of changes.entries()) {
      expect(differences({ ...user, ...change }, resources[index] ?? {}, userSchemas, { readOnly: true })).toEqual([])
    }
  })

  it('lets the URI of an emptied extension stay or go', () => {
    const before = { ...user, schemas: [userUri, enterpriseUri], [enterpriseUri]: { department: 'D' } }
    const { resources } = outcome(before, userSchemas, patch(remove(`${enterpriseUri}:department`)))
    expect(resources.map(resource => resource.schemas)).toEqual([[userUri, enterpriseUri], [userUri]])
  })

  it('does not add what is there again, though doing so is only discouraged', () => {
    const { resources, errors, discouraged } = outcome(group, groupSchemas, patch(add('members', [{ value: 'U1' }])))
    expect({ errors, discouraged }).toEqual({ errors: [], discouraged: 1 })
    expect(resources).toEqual([group])
  })

  it('tolerates a message without schemas, capitals in op and booleans as text', () => {
    const sloppy = { Operations: [{ op: 'Replace', path: 'active', value: 'True' }] }
    const { allowed } = applyPatch(user, sloppy, userSchemas)
    expect(allowed).toMatchObject([
      { kind: 'resource', resource: { active: true }, discouraged: expect.any(String) },
      { kind: 'error', status: [400] },
    ])
  })

  it.each<[string, unknown]>([
    ['a value beside the path of remove', { op: 'remove', path: 'emails', value: [home] }],
    ['a sub-attribute of all elements', replace('emails.type', 'home')],
    ['brackets after a singular attribute', replace('name[givenName eq "Anna"].familyName', 'x')],
    ['a schema URI as path', remove(enterpriseUri)],
    ['a path as member', replace(undefined, { 'name.givenName': 'x' })],
  ])('leaves open what comes of %s', (_, operation) => {
    expect(applyPatch(user, patch(operation), userSchemas).exhaustive).toBe(false)
  })
})

describe('immutable attributes', () => {
  const cases: readonly [string, ResourceSchemas, JsonObject, unknown, number, string | undefined][] = [
    ['replace one', deviceSchemas, device, replace('serialNumber', 's2'), 0, 'mutability'],
    ['replace it by the same', deviceSchemas, device, replace('serialNumber', 's1'), 1, 'mutability'],
    ['remove one', deviceSchemas, device, remove('place.room'), 0, 'mutability'],
    ['set one without value', deviceSchemas, device, add('ports', [80]), 1, undefined],
    ['add to one with values', deviceSchemas, { ...device, ports: [80] }, add('ports', [443]), 0, 'mutability'],
    ['add what it has', deviceSchemas, { ...device, ports: [80, 443] }, add('ports', [443]), 1, 'mutability'],
    ['replace it by less', deviceSchemas, { ...device, ports: [80, 443] }, replace('ports', [443]), 0, 'mutability'],
    [
      'replace a sub-attribute of a member',
      groupSchemas,
      group,
      replace('members[value eq "u1"].value', 'u9'),
      0,
      'mutability',
    ],
    ['remove a member', groupSchemas, group, remove('members[value eq "u1"]'), 1, undefined],
    ['replace all members', groupSchemas, group, replace('members', [{ value: 'u9' }]), 1, undefined],
    ['set a sub-attribute without value', deviceSchemas, device, add('slots[name eq "b"].card', 'y'), 1, undefined],
    ['set one that has a value', deviceSchemas, device, add('slots[name eq "a"].card', 'y'), 0, 'mutability'],
    ['set both', deviceSchemas, device, add('slots[name pr].card', 'y'), 0, 'mutability'],
    ['remove a required sub-attribute', deviceSchemas, device, remove('place.desk'), 0, 'mutability'],
    [
      'a new element without a required sub-attribute',
      deviceSchemas,
      device,
      add('slots', [{ speed: 3 }]),
      0,
      'invalidValue',
    ],
  ]
  it.each(cases)('%s', (_, schemas, resource, operation, count, scimType) => {
    const { resources, errors } = outcome(resource, schemas, patch(operation))
    expect(resources).toHaveLength(count)
    if (scimType === undefined) expect(errors).toEqual([])
    else expect(errors).toContain(scimType)
  })
})

describe('hostile input', () => {
  it.each<[string, string]>([
    [
      '__proto__ as attribute',
      '{"schemas":["x"],"Operations":[{"op":"add","value":{"__proto__":{"polluted":true},"constructor":{"a":1}}}]}',
    ],
    [
      '__proto__ as sub-attribute',
      '{"Operations":[{"op":"add","path":"name","value":{"__proto__":{"polluted":true}}}]}',
    ],
    ['__proto__ as path', '{"Operations":[{"op":"add","path":"__proto__.polluted","value":true}]}'],
    ['constructor as path', '{"Operations":[{"op":"add","path":"constructor.prototype","value":{"polluted":true}}]}'],
    [
      'deep nesting',
      `{"Operations":[{"op":"add","path":"name","value":{"givenName":${'['.repeat(20_000)}${']'.repeat(20_000)}}}]}`,
    ],
    [
      'many members',
      `{"Operations":[{"op":"add","value":{${Array.from({ length: 5000 }, (_, index) => `"a${index}":1`).join()}}}]}`,
    ],
    [
      'many operations',
      `{"Operations":[${Array(200).fill('{"op":"add","path":"emails","value":{"value":"x","type":"q"}}').join()}]}`,
    ],
  ])('survives %s', (_, text) => {
    expect(applyPatch(user, JSON.parse(text), userSchemas).allowed.length).toBeGreaterThan(0)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

describe('what a provider may make of values that say too much or nothing', () => {
  const twice = { value: 'n@example.com', type: 'home' }
  const shown = { ...twice, display: 'N' }
  const emails = (...elements: readonly unknown[]) => ({ ...user, emails: [work, home, ...elements] })

  it.each<[string, unknown, readonly JsonObject[], ScimType]>([
    ['nothing added to schemas changes nothing, or is refused', add('schemas', []), [user], 'invalidValue'],
    ['null added to a required attribute', add('userName', null), [user], 'invalidValue'],
    ['an element added twice at once', add('emails', [twice, twice]), [emails(twice), emails(twice, twice)], undefined],
    [
      'two elements of one type and value',
      add('emails', [twice, shown]),
      [emails(twice, shown), emails(shown), emails(twice)],
      undefined,
    ],
    [
      'every selected element is newly primary',
      replace('emails[value pr].primary', true),
      [
        { ...user, emails: [work, { ...home, primary: false }] },
        {
          ...user,
          emails: [
            { ...work, primary: false },
            { ...home, primary: true },
          ],
        },
      ],
      'invalidValue',
    ],
  ])('%s', (_, operation, expected, scimType) => {
    const { resources, errors, exhaustive } = outcome(user, userSchemas, patch(operation))
    expect(exhaustive).toBe(true)
    for (const resource of expected) {
      expect(resources.some(one => differences(resource, one, userSchemas).length === 0)).toBe(true)
    }
    expect(resources).toHaveLength(expected.length)
    expect(errors.includes(scimType)).toBe(scimType !== undefined)
  })

  it.each<[string, unknown]>([
    ['null for an immutable value', add('serialNumber', null)],
    ['a number for an immutable text', replace('serialNumber', 5)],
  ])('%s has two faults, of which either may be told', (_, operation) => {
    const { errors } = outcome(device, deviceSchemas, patch(operation))
    expect(errors).toEqual(expect.arrayContaining(['mutability', 'invalidValue']))
  })
})
