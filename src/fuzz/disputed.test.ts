// Where a service provider is right either way.

import { expect, test } from 'vitest'
import { parseFilter } from '../scim/filter/parse-filter.ts'
import { userSchemas } from '../scim/schemas.test-data.ts'
import { isDisputed, matchesInThreeValues } from './disputed.ts'

const aUser = {
  userName: 'anna-lena@example.com',
  displayName: 'Anna',
  emails: [{ value: 'anna@example.com', type: 'work' }, { value: 'lena@example.com' }],
  meta: { created: '2026-03-01T10:00:00Z', lastModified: '2026-03-01T10:00:00.250Z' },
}

test.each([
  ['displayName gt "alpha"', false],
  // Whether "-" and "@" count in the order of texts is not said.
  ['userName gt "annabella@example.com"', true],
  ['userName eq "annabella@example.com"', false],
  // What is shown in seconds may be kept in microseconds.
  ['meta.created eq "2026-03-01T10:00:00Z"', true],
  ['meta.created gt "2026-03-01T11:00:00+01:00"', true],
  ['meta.created gt "2026-03-01T09:59:59Z"', false],
  ['meta.created lt "2026-03-01T10:00:00.500Z"', true],
  ['meta.lastModified ge "2026-03-01T10:00:00.250Z"', true],
  ['meta.lastModified lt "2026-03-01T10:00:00.252Z"', false],
  ['emails.display eq "anna@example.com"', true],
  ['emails[type eq "work" and display pr]', true],
  ['name.formatted sw "Anna"', true],
  ['meta.location pr', true],
  ['meta.resourceType eq "User"', false],
  ['id eq "x"', false],
  ['groups.value eq "x"', true],
  ['displayName eq "Anna"', false],
  // An element without "primary" counts as false; one who does not find it so is warned by a check of its own.
  ['emails.primary eq false', true],
  ['emails[type eq "work" and primary eq true]', true],
  ['emails.primary pr', false],
  ['phoneNumbers.primary eq false', false],
  ['meta.lastModified pr and (displayName eq "x" or meta.created le "2026-03-01T10:00:00Z")', true],
])('%s: disputed %s', (text, expected) => {
  expect(isDisputed(parseFilter(text), [aUser], userSchemas)).toBe(expected)
})

test.each([
  ['not (displayName eq "Anna")', false],
  ['not (displayName eq "Bert")', true],
  ['not (title eq "Boss")', undefined],
  ['not (not (title eq "Boss"))', undefined],
  ['displayName eq "Anna" or not (title eq "Boss")', true],
  ['displayName eq "Bert" or not (title eq "Boss")', undefined],
  ['not (displayName eq "Bert" and title eq "Boss")', true],
  ['not (displayName eq "Anna" and title eq "Boss")', undefined],
  ['not (title pr)', true],
  ['emails[not (type eq "home")]', true],
  ['emails[not (type eq "work")]', false],
  ['not (emails[type eq "home"])', true],
])('%s: %s where no value is neither true nor false', (text, expected) => {
  expect(matchesInThreeValues(parseFilter(text), aUser, userSchemas)).toBe(expected)
})
