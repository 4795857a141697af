// The meta attribute: what the service provider says about a resource (RFC 7643 §3.1).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, listWords, show } from '../../src/check/words.ts'
import { parseDateTime } from '../../src/scim/data-type.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { changeOf } from '../etag/tags.ts'
import { isSuccess, lastSegment, readBack, tailOf } from '../support/answers.ts'
import { follow, isBelowBase, leadsTo, shows } from '../support/own-uri.ts'
import { eachCreatableType, unchangedResource } from '../support/types.ts'

/** How far the clocks of the two sides may be apart, in seconds. */
const clockTolerance = 600

export function metaIn({ json }: Pick<HttpResponse, 'json'>): JsonObject {
  const meta = isObject(json) ? member(json, 'meta') : undefined
  return isObject(meta) ? meta : {}
}

/** Seconds since 1970 of a dateTime, with its fraction; undefined where it is none. */
export function secondsOf(value: unknown): number | undefined {
  const instant = typeof value === 'string' ? parseDateTime(value) : undefined
  return instant === undefined ? undefined : instant.seconds + Number(`0.${instant.fraction || '0'}`)
}

export const metaAttribute = suite('The meta attribute', [
  check(
    'meta/assigned',
    {
      title: 'a new resource has meta with resourceType, created, lastModified and location',
      verifies: ['7643-3.1-02', '7643-3.1-01', '7643-3.1-21'],
      fix: 'Assign meta.resourceType, created, lastModified and location when a resource is stored, and return them.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { created, read } = await unchangedResource(context, type)
        const answers = isObject(created.response.json) ? [created.response, read] : [read]
        for (const response of answers) {
          const meta = metaIn(response)
          const missing = ['resourceType', 'created', 'lastModified', 'location'].filter(name => {
            const value = member(meta, name)
            return typeof value !== 'string' || value === ''
          })
          expectThat(missing.length === 0, {
            expected: 'meta with resourceType, created, lastModified and location',
            got: `meta without ${listWords(missing)}`,
            response,
          })
        }
      })
    },
  ),

  check(
    'meta/resource-type',
    {
      title: 'meta.resourceType is the name of the resource type, letter case included',
      verifies: ['7643-3.1-23', '7643-3-01', '7644-3.3.1-01'],
      fix: 'Fill meta.resourceType from the name of the ResourceType whose endpoint the resource stands at.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { read } = await unchangedResource(context, type)
        const found = member(metaIn(read), 'resourceType')
        if (isUnassigned(found)) context.blocked('there is no meta.resourceType')
        expectThat(found === type.name, {
          expected: `meta.resourceType ${show(type.name)}`,
          got: `meta.resourceType ${show(found)}`,
          response: read,
        })
      })
    },
  ),

  check(
    'meta/location',
    {
      title: 'meta.location is the URI of the resource itself',
      verifies: '7643-3.1-27',
      fix: 'Build meta.location from the base URL, the endpoint of the type and the id.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { created, read } = await unchangedResource(context, type)
        const location = member(metaIn(read), 'location')
        if (isUnassigned(location)) context.blocked('there is no meta.location')
        const endpoint = type.resourceType.endpoint.replace(/\/$/, '').split('/').at(-1)
        const tail = tailOf(location)?.toLowerCase()
        const isOwn =
          lastSegment(location) === created.id &&
          (tail?.startsWith(`${endpoint?.toLowerCase()}/`) ||
            tail?.startsWith(`${type.endpoint.split('/').at(-1)?.toLowerCase()}/`))
        expectThat(isOwn === true || (await leadsTo(context, location, created.id)), {
          expected: `meta.location that ends in /${endpoint}/{id}`,
          got: `meta.location ${show(location)}`,
          response: read,
        })
      })
    },
  ),

  check(
    'meta/location-leads-to-it',
    {
      title: 'a GET of meta.location shows the resource',
      verifies: '7643-3.1-27',
      fix: 'Build meta.location with the path under which the service provider really answers: no part of it twice, none left out.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { created, read } = await unchangedResource(context, type)
        const location = member(metaIn(read), 'location')
        // A host that only a proxy knows, or that is not ours to ask.
        if (!isBelowBase(context, location)) return context.unsupported('meta.location is not below the base URL')
        const response = await follow(context, location)
        expectThat(shows(response, created.id), {
          expected: `the ${type.name}, where its meta.location says`,
          got: `${describeResponse(response)} at ${show(location)}`,
          response,
        })
      })
    },
  ),

  check(
    'meta/created',
    {
      title: 'meta.created is a DateTime of when the resource was added',
      verifies: ['7643-3.1-24', '7643-2.3.5-01'],
      fix: 'Set meta.created to the current time, with its time zone, when a resource is stored.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { created, read } = await unchangedResource(context, type)
        const found = member(metaIn(read), 'created')
        if (isUnassigned(found)) context.blocked('there is no meta.created')
        const seconds = secondsOf(found)
        if (seconds === undefined) {
          return expectThat(false, {
            requirement: '7643-2.3.5-01',
            expected: 'meta.created as an xsd:dateTime',
            got: `meta.created ${show(found)}`,
            response: read,
          })
        }
        const ours = Date.parse(created.response.exchange.startedAt) / 1000
        const theirs = Date.parse(created.response.headers.date ?? '') / 1000
        const isNear = [ours, theirs].some(clock => Math.abs(seconds - clock) <= clockTolerance)
        expectThat(isNear, {
          expected: `meta.created near ${created.response.exchange.startedAt}`,
          got: `meta.created ${show(found)}`,
          response: read,
        })
      })
    },
  ),

  check(
    'meta/unchanged-resource',
    {
      title: 'as long as a resource was not changed, lastModified is the same as created',
      verifies: '7643-3.1-26',
      fix: 'Take the time once when a resource is stored and put it into both created and lastModified.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { created, read } = await unchangedResource(context, type)
        expectAll(
          ...[created.response, read].map(response => () => {
            const meta = metaIn(response)
            const [first, last] = [secondsOf(member(meta, 'created')), secondsOf(member(meta, 'lastModified'))]
            if (first === undefined || last === undefined) return
            expectThat(first === last, {
              expected: `lastModified ${show(member(meta, 'created'))}, as created`,
              got: `lastModified ${show(member(meta, 'lastModified'))}`,
              response,
            })
          }),
        )
      })
    },
  ),

  check(
    'meta/created-stays',
    {
      title: 'meta.created stays the same when a resource is changed',
      verifies: '7643-3.1-24',
      fix: 'Set meta.created once, when the resource is stored, and leave it alone in PUT and PATCH.',
    },
    async context => {
      const { provider, resources, scim, unsupported } = context
      await eachCreatableType(context, async type => {
        const created = await resources.create(type)
        const before = secondsOf(member(metaIn(await scim.read(type, created.id)), 'created'))
        if (before === undefined) return unsupported('there is no meta.created')
        // The fraction of a second may be kept to fewer digits after the first answers.
        await new Promise(resolve => setTimeout(resolve, 1100))
        const changes = {
          PUT: () => scim.replace(type, created.id, changeOf(context, created).replacement),
          ...(provider.capabilities['patch.supported'].met
            ? { PATCH: () => scim.patch(type, created.id, changeOf(context, created).operations) }
            : {}),
        }
        for (const [method, change] of Object.entries(changes)) {
          if (!isSuccess(await change())) continue
          const { json, response } = await readBack(context, created)
          const found = member(metaIn({ json }), 'created')
          const after = secondsOf(found)
          if (after === undefined) continue
          expectThat(Math.abs(after - before) < 1, {
            expected: `meta.created as before the ${method}`,
            got: `meta.created ${show(found)}, ${(after - before).toFixed(1)} seconds later`,
            response,
          })
        }
      })
    },
  ),
])
