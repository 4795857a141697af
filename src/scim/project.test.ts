import { describe, expect, it } from 'vitest'
import type { ProjectionParameters } from './project.ts'
import { project, projection, projectionProblems } from './project.ts'
import { deviceSchemas, deviceUri, enterpriseUri, userSchemas, userUri } from './schemas.test-data.ts'

const user = {
  schemas: [userUri, enterpriseUri],
  id: '1',
  userName: 'anna',
  name: { givenName: 'Anna', familyName: 'Berg' },
  password: 'secret',
  emails: [{ value: 'a', type: 'work' }],
  [enterpriseUri]: { department: 'D', manager: { value: 'm', displayName: 'M' } },
  meta: { resourceType: 'User' },
}
const { schemas, id, userName, name, emails, meta } = user
const extension = user[enterpriseUri]
const everything = { schemas, id, userName, name, emails, meta, [enterpriseUri]: extension }

describe('project', () => {
  it.each<[string, ProjectionParameters, object]>([
    ['nothing', {}, everything],
    ['attributes=userName', { attributes: ['USERNAME'] }, { schemas, id, userName }],
    ['attributes=name.givenName', { attributes: ['name.givenName'] }, { schemas, id, name: { givenName: 'Anna' } }],
    ['attributes=name', { attributes: ['name'] }, { schemas, id, name }],
    ['attributes with URI', { attributes: [`${userUri}:emails.type`] }, { schemas, id, emails: [{ type: 'work' }] }],
    [
      'an extension attribute',
      { attributes: [`${enterpriseUri}:department`] },
      { schemas, id, [enterpriseUri]: { department: 'D' } },
    ],
    [
      'an extension sub-attribute',
      { attributes: [`${enterpriseUri}:manager.value`] },
      { schemas, id, [enterpriseUri]: { manager: { value: 'm' } } },
    ],
    ['a whole extension', { attributes: [enterpriseUri] }, { schemas, id, [enterpriseUri]: extension }],
    ['attributes=password', { attributes: ['password'] }, { schemas, id }],
    ['an unknown name', { attributes: ['nosuch', '__proto__'] }, { schemas, id }],
    ['excludedAttributes=emails', { excludedAttributes: ['emails'] }, { ...everything, emails: undefined }],
    ['excludedAttributes=id', { excludedAttributes: ['id', 'userName'] }, { ...everything, userName: undefined }],
    [
      'excludedAttributes=name.familyName',
      { excludedAttributes: ['name.familyName'] },
      { ...everything, name: { givenName: 'Anna' } },
    ],
    ['excludedAttributes=meta', { excludedAttributes: ['meta'] }, { ...everything, meta: undefined }],
  ])('%s', (_, parameters, expected) => {
    const projected = project(user, userSchemas, parameters)
    expect(projected).toEqual(Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)))
    expect(projectionProblems(projected, userSchemas, parameters, user)).toEqual([])
  })
})

describe('projection', () => {
  it.each<[string, ProjectionParameters, string]>([
    ['secret', {}, 'absent'],
    ['secret', { attributes: ['secret'] }, 'present'],
    ['secret', { afterWrite: true }, 'either'],
    ['secret', { afterWrite: true, attributes: ['label'] }, 'absent'],
    ['secret', { excludedAttributes: ['secret'] }, 'absent'],
    ['model', { attributes: ['label'] }, 'present'],
    ['model', { excludedAttributes: ['model'] }, 'present'],
    ['label', {}, 'present'],
    ['schemas', { attributes: ['label'] }, 'either'],
    ['schemas', {}, 'present'],
    ['id', { excludedAttributes: ['id'] }, 'present'],
    ['meta.created', { attributes: ['meta.location'] }, 'absent'],
    ['meta', { attributes: ['meta.location'] }, 'present'],
    ['slots.name', { attributes: ['slots'] }, 'present'],
  ])('%s under %j is %s', (path, parameters, presence) => {
    expect(projection(deviceSchemas, parameters).get(path)).toBe(presence)
  })
})

describe('projectionProblems', () => {
  const device = { schemas: [deviceUri], id: '1', serialNumber: 's', label: 'l', place: { room: '1', desk: 'd' } }
  it.each<[string, ProjectionParameters, object, [string, string][]]>([
    ['all is well', { attributes: ['label'] }, { id: '1', label: 'l' }, []],
    [
      'too much',
      { attributes: ['label'] },
      { id: '1', label: 'l', serialNumber: 's' },
      [['serialNumber', 'should be absent']],
    ],
    ['too little', { attributes: ['label'] }, { id: '1' }, [['label', 'should be present']]],
    ['no id', { attributes: ['label'] }, { label: 'l' }, [['id', 'should be present']]],
    ['excluded, yet there', { excludedAttributes: ['place.room'] }, device, [['place.room', 'should be absent']]],
    [
      'a neighbour lost',
      { excludedAttributes: ['place.room'] },
      { ...device, place: null },
      [
        ['place', 'should be present'],
        ['place.desk', 'should be present'],
      ],
    ],
    ['all parts excluded', { excludedAttributes: ['place.room', 'place.desk'] }, { ...device, place: undefined }, []],
    ['asked for on request only', {}, { ...device, secret: 'x' }, [['secret', 'should be absent']]],
    ['unknown attributes', { attributes: ['label'] }, { id: '1', label: 'l', shoeSize: 9 }, []],
  ])('%s', (_, parameters, actual, expected) => {
    const problems = projectionProblems({ ...actual }, deviceSchemas, parameters, device)
    expect(problems.map(({ path, kind }) => [path, kind])).toEqual(expected)
  })
})
