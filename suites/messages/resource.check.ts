// What every resource carries, in whichever answer it comes (RFC 7643 §3, §3.1).

import { type Observer, passiveCheck, type Seen, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { kindWords, show } from '../../src/check/words.ts'
import { isObject, jsonKind, member } from '../../src/scim/json.ts'
import { isPartial, namesOf, resourcesIn, type SeenResource } from './seen.ts'

type Provider = CheckContext['provider']

/** Looks at every resource of a type. */
const onResources =
  (judge: (found: SeenResource, seen: Seen, observer: Observer, provider: Provider) => void) =>
  () =>
  (seen: Seen, observer: Observer, { provider }: { readonly provider: Provider }): void => {
    for (const found of resourcesIn(seen, provider)) {
      observer.examined()
      judge(found, seen, observer, provider)
    }
  }

/** The resource types and ids seen in one run that are kept in mind. */
const mostIds = 20_000

export const resourceBasics = suite('What every resource carries', [
  passiveCheck(
    'resource/id',
    {
      title: 'every resource has an id, a string that is not empty',
      verifies: ['7643-3.1-06', '7643-3.1-13'],
      fix: 'Put id, as a JSON string, into every representation, partial ones and list elements included.',
    },
    onResources(({ resource }, _seen, observer) => {
      const id = member(resource, 'id')
      if (typeof id !== 'string' || id === '') {
        const got = id === '' ? 'an empty id' : id === undefined ? 'no id' : `an id that is a JSON ${jsonKind(id)}`
        observer.fault({ expected: 'id, a string', got })
      }
    }),
  ),

  passiveCheck(
    'resource/requested',
    {
      title: 'a resource read or changed by its id has that id',
      verifies: ['7644-3.4.1-02', '7643-3.1-08'],
      fix: 'Answer with the resource whose id stands in the URL, and never change an id.',
    },
    onResources(({ resource, requestedId }, _seen, observer) => {
      const id = member(resource, 'id')
      if (requestedId === undefined || namesOf(resource).includes(requestedId)) return
      // An id that is found in other letter case is the business of read/id-in-other-case.
      if (typeof id === 'string' && id.toLowerCase() !== requestedId.toLowerCase()) {
        observer.fault({ expected: 'the id in the URL as id of the resource', got: 'another id' })
      }
    }),
  ),

  passiveCheck(
    'resource/id-unique',
    {
      title: 'no two resources share an id, whatever their types',
      verifies: '7643-3.1-07',
      fix: 'Draw ids from one sequence for all resource types, or use UUIDs.',
    },
    () => {
      const typeOfId = new Map<string, string>()
      return (seen, observer, { provider }) => {
        for (const { resource, type } of resourcesIn(seen, provider)) {
          const id = member(resource, 'id')
          if (typeof id !== 'string' || id === '' || type === undefined) continue
          observer.examined()
          const known = typeOfId.get(id)
          if (known === undefined && typeOfId.size < mostIds) typeOfId.set(id, type.name)
          else if (known !== undefined && known !== type.name) {
            observer.fault({ expected: 'ids that differ', got: `a ${known} and a ${type.name} with the same id` })
          }
        }
      }
    },
  ),

  passiveCheck(
    'resource/id-given-once',
    {
      title: 'no create is answered with an id that an earlier create was given',
      verifies: '7643-3.1-08',
      fix: 'Never hand out an id again, also when the resource that had it is deleted: count on, or use UUIDs.',
    },
    () => {
      const given = new Set<string>()
      return (seen, observer, { provider }) => {
        if (seen.request.method !== 'POST' || seen.response.status !== 201) return
        for (const { resource, type } of resourcesIn(seen, provider)) {
          const id = member(resource, 'id')
          if (typeof id !== 'string' || id === '' || type === undefined) continue
          observer.examined()
          // The same id in two types breaks another sentence, which resource/id-unique examines.
          const key = JSON.stringify([type.name, id])
          if (given.has(key)) {
            observer.fault({ expected: 'an id that was never given before', got: `the id of an earlier ${type.name}` })
          } else if (given.size < mostIds) given.add(key)
        }
      }
    },
  ),

  passiveCheck(
    'resource/id-reserved-word',
    {
      title: 'no id contains the reserved word bulkId',
      verifies: '7643-3.1-10',
      fix: 'Generate ids without the word "bulkId", and resolve bulkId references before storing.',
    },
    onResources(({ resource }, _seen, observer) => {
      const id = member(resource, 'id')
      if (typeof id === 'string' && /bulkid/i.test(id)) {
        observer.fault({ expected: 'an id without "bulkId"', got: `id ${show(id, 60)}` })
      }
    }),
  ),

  passiveCheck(
    'resource/schemas',
    {
      title: 'every resource has schemas, a list of URIs',
      verifies: ['7643-2.1-02', '7643-3-02', '7643-3-04', '7643-3.3-02', '7644-3.1-02'],
      fix: 'Put schemas, an array with the URI of the base schema and of each extension in use, into every resource.',
    },
    onResources(({ resource }, seen, observer) => {
      const schemas = member(resource, 'schemas')
      const expected = 'schemas, an array of URIs'
      if (schemas === undefined) {
        const tolerant = isPartial(seen) ? { arguable: 8 } : {}
        observer.fault({ expected, got: 'no schemas', requirement: '7643-2.1-02', ...tolerant })
      } else if (
        !Array.isArray(schemas) ||
        !schemas.every(uri => typeof uri === 'string' && /^[a-z][\w+.-]*:\S+$/i.test(uri))
      ) {
        observer.fault({ expected, got: `schemas ${show(schemas)}`, requirement: '7643-3-02' })
      } else if (schemas.length === 0) {
        observer.fault({ expected, got: 'schemas []', requirement: '7643-3-04' })
      }
    }),
  ),

  passiveCheck(
    'resource/meta',
    {
      title: 'every resource has meta with resourceType, created, lastModified and location',
      verifies: ['7643-3.1-02', '7643-3.1-21', '7643-3.1-01'],
      fix: 'Assign meta with all its sub-attributes when a resource is created, and return it by default.',
    },
    onResources(({ resource }, seen, observer) => {
      if (isPartial(seen)) return
      const meta = member(resource, 'meta')
      const expected = 'meta with resourceType, created, lastModified and location'
      if (!isObject(meta)) {
        observer.fault({ expected, got: meta === undefined ? 'no meta' : `meta, ${kindWords(jsonKind(meta))}` })
        return
      }
      const missing = ['resourceType', 'created', 'lastModified', 'location'].filter(name => {
        const value = member(meta, name)
        return typeof value !== 'string' || value === ''
      })
      if (missing.length > 0) observer.fault({ expected, got: `meta without ${missing.join(', ')}` })
    }),
  ),

  passiveCheck(
    'resource/resource-type',
    {
      title: 'meta.resourceType is the name of the resource type',
      verifies: ['7643-3.1-23', '7643-3-01'],
      fix: 'Set meta.resourceType to the name that /ResourceTypes gives the type, in the same letter case.',
    },
    onResources(({ resource, type }, seen, observer, provider) => {
      const meta = member(resource, 'meta')
      const name = isObject(meta) ? member(meta, 'resourceType') : undefined
      if (name === undefined || name === null) return
      const known = type === undefined ? provider.types.map(one => one.name) : [type.name]
      if (!known.includes(String(name)) && !isMeOf(seen)) {
        observer.fault({
          expected: `meta.resourceType ${known.map(one => show(one)).join(' or ')}`,
          got: show(name, 60),
        })
      }
    }),
  ),
])

/** /Me may stand for a subject of a type that is not listed. */
function isMeOf({ request }: Seen): boolean {
  return /^\/Me\b/i.test(request.path)
}
