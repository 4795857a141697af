// The schemas attribute and meta.resourceType of every resource that comes back (RFC 7643 §3): passive checks.

import { passiveCheck, suite } from '../../src/check/check.ts'
import { show } from '../../src/check/words.ts'
import { member } from '../../src/scim/json.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { type Rule, resourceCheck, textOf, validatedIn } from './validated.ts'

const rules: readonly Rule[] = [
  {
    slug: 'array',
    title: 'every resource has "schemas", an array of URIs',
    verifies: ['7643-3-02', '7643-2.1-02'],
    fix: 'Send "schemas" as an array of URI strings with every resource, in lists too.',
    broken: ({ kind, path, got }) =>
      path.startsWith('schemas') &&
      (kind === 'not an array' || kind === 'wrong type' || (kind === 'schemas missing' && !Array.isArray(got))),
  },
  {
    slug: 'not-empty',
    title: '"schemas" is never empty',
    verifies: ['7643-3-04', '7643-3.3-02'],
    fix: 'Fill in the base schema of the resource type where a resource was stored without.',
    broken: ({ kind, got }) => kind === 'schemas missing' && Array.isArray(got),
  },
  {
    slug: 'unique',
    title: '"schemas" holds each URI once',
    verifies: ['7643-3-06', '7643-3-03'],
    fix: 'Store each URI of "schemas" once, letter case aside.',
    broken: ({ kind }) => kind === 'schemas repeated',
  },
  {
    slug: 'declared',
    title: '"schemas" holds only URIs that the resource type declares',
    verifies: '7643-3-05',
    fix: 'Refuse or drop URIs in "schemas" that are neither the base schema nor an extension of the resource type.',
    broken: ({ kind }, { typeListed }) => typeListed && kind === 'schemas undeclared',
  },
  {
    slug: 'base',
    title: '"schemas" holds the base schema of the resource type',
    verifies: '7643-3.3-03',
    fix: 'Keep the URI of the base schema in "schemas" of every resource.',
    broken: ({ kind }) => kind === 'schemas without base',
  },
  {
    slug: 'extension',
    title: '"schemas" holds every extension that the resource has attributes of',
    verifies: '7643-3-11',
    fix: 'Work out "schemas" from what the resource holds each time it is shown: after POST, after PUT, and in lists.',
    broken: ({ kind, expected }, { resource, partial, typeListed }) =>
      kind === 'schemas without extension' && typeListed && !partial && !isUnassigned(member(resource, expected)),
  },
]

export const resourceSchemasAttribute = suite('The schemas attribute in responses', [
  ...rules.map(rule => resourceCheck('resource-schemas', rule)),

  passiveCheck(
    'resource-schemas/resource-type',
    {
      title: 'meta.resourceType is the name of the resource type whose endpoint holds the resource',
      verifies: ['7643-3-01', '7643-6-04'],
      fix: 'Set meta.resourceType to the name of the resource type in /ResourceTypes, spelt exactly so.',
    },
    () =>
      (seen, observer, { provider }) => {
        for (const { resource, type, typeListed } of validatedIn(seen, provider)) {
          const name = textOf(member(resource, 'meta'), 'resourceType')
          if (name === undefined || !typeListed) continue
          observer.examined()
          if (name === type.name) continue
          observer.fault({ expected: `meta.resourceType "${type.name}"`, got: `meta.resourceType ${show(name, 60)}` })
        }
      },
  ),
])
