import { describe, expect, it } from 'vitest'
import { deviceSchemas, enterpriseUri, userSchemas, userUri } from '../schemas.test-data.ts'
import { evaluateFilter } from './evaluate-filter.ts'
import { judgeFilter } from './judge-filter.ts'
import { parseFilter } from './parse-filter.ts'

const user = {
  schemas: [userUri, enterpriseUri],
  id: 'Ab1',
  externalId: 'Ext',
  userName: 'BJensen',
  Name: { familyName: "O'Malley", formatted: '' },
  title: '',
  userType: 'Employee',
  active: true,
  emails: [
    { value: 'b@example.com', type: 'work' },
    { value: 'home@example.org', type: 'home', primary: true },
  ],
  groups: [],
  x509Certificates: [{ value: 'aGk=' }],
  [enterpriseUri]: { department: 'Sales', manager: { value: 'M1' } },
  meta: { resourceType: 'User', lastModified: '2011-05-13T04:42:34Z', created: '2011-05-13T04:42:34' },
}

const cases = {
  true: [
    'userName eq "bjensen"',
    'USERNAME Eq "BJENSEN"',
    `${userUri.toUpperCase()}:username sw "bj"`,
    'name.familyName co "malley"',
    'userName ew "SEN"',
    'userName ne "x"',
    'userName gt "bj" and userName lt "c"',
    'active eq true',
    'active ne false',
    'name pr',
    'emails pr',
    'meta pr',
    'emails.value eq "HOME@example.org"',
    'emails co "example.com"',
    'emails.type eq "work" and emails.value co "home"',
    'emails[type eq "work" and value sw "b@"]',
    'emails[not (type eq "work") and value co "@"]',
    'emails[type eq "x" or (type eq "home" and value ew "org")]',
    'emails[primary eq true]',
    'emails[primary eq false]',
    'emails.primary eq false',
    'emails[primary ne true and type eq "work"]',
    'emails.value ne "nobody"',
    'not (userName eq "x")',
    'not (title eq "x")',
    'not (nickName pr)',
    'id eq "Ab1"',
    'externalId sw "Ext"',
    'meta.lastModified eq "2011-05-13T06:42:34+02:00"',
    'meta.lastModified ge "2011-05-13T04:42:34.000Z"',
    'meta.lastModified gt "2011-05-13T04:42:33.999Z"',
    'meta.resourceType eq "User"',
    `schemas eq "${enterpriseUri}"`,
    `${enterpriseUri}:department eq "sales"`,
    `${enterpriseUri}:manager.value eq "M1"`,
    `${enterpriseUri}:manager pr`,
    'nosuch eq "x" or userName pr',
    'userName eq "x" or active eq true and userType pr',
    'not (nosuch pr and userName eq "x")',
    'x509Certificates.value eq "aGk="',
    'name[familyName sw "O"]',
  ],
  false: [
    'userName eq "jensen"',
    'title pr',
    'nickName pr',
    'groups pr',
    'name.formatted pr',
    'emails[type eq "work" and value co "home"]',
    'emails[type eq "x"]',
    'ims[type eq "x"]',
    'id eq "ab1"',
    'externalId co "ext"',
    'meta.lastModified gt "2011-05-13T04:42:34Z"',
    'userName eq "x" and (active eq true or userType pr)',
    'nosuch eq "x"',
    'nosuch pr',
    'nosuch[a pr]',
    'name.nosuch pr',
    'urn:x:y:userName pr',
    'schemas eq "urn:x:y"',
    'userName ne "BJENSEN"',
    'emails[primary eq true and type eq "work"]',
    `${enterpriseUri}:manager.displayName pr`,
  ],
  'undefined by the RFC': [
    'userName eq null',
    'userName eq 5',
    'active eq "true"',
    'active gt false',
    'active co true',
    'nickName ne "x"',
    'emails.type ne "work"',
    'not (nosuch pr)',
    'nosuch ne "x"',
    'name eq "x"',
    'department eq "Sales"',
    `${enterpriseUri} pr`,
    'meta.created gt "2011-05-13T04:42:35Z"',
    'meta.lastModified eq "2011"',
    'meta.lastModified co "2011"',
    `schemas eq "${enterpriseUri.toUpperCase()}"`,
    'password pr',
    'userName[a pr]',
    'emails[type eq null]',
    'x509Certificates.value gt "a"',
    'x509Certificates.value eq "AGK="',
    'userName gt "é"',
  ],
}

describe('evaluateFilter', () => {
  for (const [matches, filters] of Object.entries(cases)) {
    it.each(filters)(`${matches}: %s`, text => {
      expect(String(evaluateFilter(parseFilter(text), user, userSchemas).matches)).toBe(matches)
    })
  }

  const device = {
    size: 9,
    weight: 1.5,
    ports: [80, 443],
    tags: ['A', 'b'],
    boughtAt: '2020-01-01T00:00:00Z',
    label: 'A_B ß',
  }
  it.each<[string, boolean | string]>([
    ['size lt 10', true],
    ['size gt 10', false],
    ['size eq 9.0', true],
    ['weight ge 1.5', true],
    ['ports eq 443', true],
    ['ports gt 443', false],
    ['tags eq "a"', true],
    ['tags eq "c"', false],
    ['boughtAt lt "2020-01-01T00:00:00-01:00"', true],
    ['size co 9', 'undefined by the RFC'],
    ['size eq "9"', 'undefined by the RFC'],
    ['label ew "SS"', 'undefined by the RFC'],
    ['label gt "AAB"', 'undefined by the RFC'],
    ['label co "a_"', true],
    ['secret pr', false],
  ])('on numbers, times and lists: %s is %s', (text, matches) => {
    expect(evaluateFilter(parseFilter(text), device, deviceSchemas).matches).toBe(matches)
  })

  it('survives hostile resources', () => {
    const hostile: unknown = JSON.parse(
      '{"__proto__":{"userName":"x"},"emails":[null,[[]],"x",{"value":{}}],"name":[]}',
    )
    const resource = typeof hostile === 'object' && hostile !== null ? { ...hostile } : {}
    for (const text of ['userName pr', 'name.givenName eq "x"', 'emails[type pr]', '__proto__ pr', 'constructor pr']) {
      if (text.startsWith('__')) expect(() => parseFilter(text)).toThrow()
      else expect(evaluateFilter(parseFilter(text), resource, userSchemas).matches).toBe(false)
    }
  })
})

describe('judgeFilter', () => {
  it.each<[string, string, string]>([
    ['active gt true', 'refuse', 'order of booleans or binaries'],
    ['x509Certificates.value le "a"', 'refuse', 'order of booleans or binaries'],
    ['emails[primary ge true]', 'refuse', 'order of booleans or binaries'],
    ['name eq "x"', 'refuse', 'complex attribute compared'],
    ['addresses co "x"', 'refuse', 'complex attribute compared'],
    ['emails[nosuch eq "x"]', 'refuse', 'unknown sub-attribute in brackets'],
    ['emails[emails.type eq "x"]', 'refuse', 'unknown sub-attribute in brackets'],
    ['userName[a pr]', 'refuse', 'brackets after a simple attribute'],
    ['schemas[value eq "x"]', 'either', 'brackets after a simple attribute'],
    ['emails co "x"', 'either', 'multi-valued attribute without sub-attribute'],
    ['name[givenName pr]', 'either', 'brackets after a singular attribute'],
    ['nosuch pr', 'either', 'unknown attribute'],
    ['not (a pr)', 'either', 'unknown attribute'],
    ['department pr', 'either', 'extension attribute without its URI'],
    ['title eq null', 'either', 'null'],
    ['title eq 5', 'either', 'value of another data type'],
    ['meta.created eq "x"', 'either', 'value of another data type'],
    ['active co true', 'either', 'operator unusual for the data type'],
    ['password eq "x"', 'either', 'attribute never returned'],
  ])('%s: %s, for %s', (text, answer, kind) => {
    expect(judgeFilter(parseFilter(text), userSchemas)).toEqual([expect.objectContaining({ answer, kind })])
  })

  it.each([
    'userName eq "x"',
    'emails[type eq "x"]',
    'meta.created gt "2020-01-01T00:00:00Z"',
    'name pr',
    'schemas eq "urn:x"',
  ])('has nothing against %s', text => expect(judgeFilter(parseFilter(text), userSchemas)).toEqual([]))
})
