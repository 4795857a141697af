// Where resources say they are (RFC 7643 §3.1, RFC 7644 §1.3, §3.3, §3.13).

import { type Observer, passiveCheck, type Seen, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { show } from '../../src/check/words.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { tailOf } from '../support/answers.ts'
import { isNamed, namesOf, resourcesIn, type SeenResource } from './seen.ts'

type Provider = CheckContext['provider']

/** Looks at every resource of a known type, with its meta.location where it has one. */
const onLocations =
  (judge: (location: string, found: SeenResource, seen: Seen, observer: Observer) => void) =>
  () =>
  (seen: Seen, observer: Observer, { provider }: { readonly provider: Provider }): void => {
    for (const found of resourcesIn(seen, provider)) {
      const location = locationOf(found.resource)
      if (location === undefined) continue
      observer.examined()
      judge(location, found, seen, observer)
    }
  }

export const locations = suite('Where resources say they are', [
  passiveCheck(
    'location/own-uri',
    {
      title: 'meta.location is the URI of the resource: its endpoint and its id',
      verifies: ['7643-3.1-27', '7644-1.3-01'],
      fix: 'Build meta.location as base URL, endpoint of the resource type, "/" and the percent-encoded id.',
    },
    onLocations((location, { resource, type }, _seen, observer) => {
      const id = member(resource, 'id')
      if (typeof id !== 'string' || type === undefined) return
      const endpoint = (type.endpoint.split('?')[0] ?? '').split('/').at(-1) ?? ''
      const query = location.indexOf('?')
      const name = location.toLowerCase().lastIndexOf(`/${endpoint.toLowerCase()}/`)
      if (query >= 0 && name > query) {
        observer.fault({
          requirement: '7644-1.3-01',
          expected: 'a base URL without a query',
          got: `meta.location with "?" before ${type.endpoint}`,
        })
      } else if (
        tailOf(location)?.toLowerCase() !== `${endpoint}/${id}`.toLowerCase() &&
        !endsLike(location, endpoint, id) &&
        isNamed(resource, type) &&
        !namesOf(resource).some(name => endsLike(location, endpoint, name))
      ) {
        observer.fault({ expected: `meta.location that ends in /${endpoint}/ and the id`, got: shape(location, id) })
      }
    }),
  ),

  passiveCheck(
    'location/encoded',
    {
      title: 'URIs that the service provider sends are percent-encoded',
      verifies: '7644-1.2-01',
      fix: 'Percent-encode spaces, quotes and characters outside ASCII in Location, meta.location and $ref.',
    },
    () =>
      (seen, observer, { provider }) => {
        for (const { resource } of resourcesIn(seen, provider)) {
          const found = [
            ['meta.location', locationOf(resource)],
            ['Location', seen.response.headers.location],
            ...referencesIn(resource).map(uri => ['$ref', uri] as const),
          ] as const
          for (const [where, uri] of found) {
            if (uri === undefined) continue
            observer.examined()
            if (!/^[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]*$/.test(uri) || /%(?![0-9a-f]{2})/i.test(uri)) {
              observer.fault({ expected: `${where} as a percent-encoded URI`, got: 'characters that no URI can hold' })
            }
          }
        }
      },
  ),

  passiveCheck(
    'location/base-url',
    {
      title: 'meta.location begins with the base URL the client uses',
      verifies: '7644-1.3-02',
      fix: 'Build locations from the configured base URL, its path included.',
    },
    onLocations((location, _found, { request, response }, observer) => {
      const used = new URL(response.url)
      const at = used.pathname.indexOf(request.path.split('?')[0] ?? '')
      // Behind a proxy the provider may know itself by another host, and then by another path as well.
      if (at < 0 || !URL.canParse(location) || new URL(location).host !== used.host) return
      const base = `${used.pathname.slice(0, at)}/`
      if (!new URL(location).pathname.toLowerCase().startsWith(base.toLowerCase())) {
        observer.fault({
          expected: `meta.location below ${base}`,
          got: `meta.location below ${new URL(location).pathname.split('/').slice(0, -2).join('/')}/`,
        })
      }
    }),
  ),

  passiveCheck(
    'location/version-segment',
    {
      title: 'a version in the base URL has the form v2',
      verifies: '7644-3.13-02',
      fix: 'Write the protocol version as "v" and a whole number, right before the endpoint: /v2/Users.',
    },
    onLocations((location, { type }, _seen, observer) => {
      if (type === undefined) return
      const endpoint = type.endpoint.split('/').at(-1) ?? ''
      const segments = location.split(/[?#]/)[0]?.split('/') ?? []
      const before = segments[segments.lastIndexOf(endpoint) - 1] ?? ''
      if (/^v\d/i.test(before) && !/^v\d+$/.test(before)) {
        observer.fault({ expected: 'a version segment such as "v2"', got: show(before, 40) })
      }
    }),
  ),

  passiveCheck(
    'location/header',
    {
      title: 'Location and Content-Location name the same resource as meta.location',
      verifies: ['7643-3.1-28', '7644-3.3-08'],
      fix: 'Take Location, Content-Location and meta.location from one function.',
    },
    () =>
      (seen, observer, { provider }) => {
        for (const { resource, single } of resourcesIn(seen, provider)) {
          const location = locationOf(resource)
          if (!single || location === undefined) continue
          for (const name of ['location', 'content-location']) {
            const header = seen.response.headers[name]
            if (header === undefined) continue
            observer.examined()
            if (tailOf(header) !== tailOf(location)) {
              observer.fault({
                ...(seen.response.status === 201 ? { requirement: '7644-3.3-08' as const } : {}),
                expected: 'header and meta.location that end alike',
                got: `${name === 'location' ? 'Location' : 'Content-Location'} with another end`,
              })
            }
          }
        }
      },
  ),

  passiveCheck(
    'location/created',
    {
      title: 'every 201 to a create has a Location header',
      verifies: ['7644-3.3-08', '9110-9.3.3-01'],
      fix: 'Send the URI of the new resource in the Location header of the 201.',
    },
    () =>
      (seen, observer, { provider }) => {
        const { request, response } = seen
        if (request.method !== 'POST' || response.status !== 201 || resourcesIn(seen, provider).length === 0) return
        observer.examined()
        const { location } = response.headers
        if (location === undefined || location === '') {
          observer.fault({ expected: '201 Created with a Location header', got: '201 Created without Location' })
        }
      },
  ),
])

function locationOf(resource: JsonObject): string | undefined {
  const meta = member(resource, 'meta')
  const location = isObject(meta) ? member(meta, 'location') : undefined
  return typeof location === 'string' && location !== '' ? location : undefined
}

/** Values of $ref in the attributes of a resource; a bounded number. */
function referencesIn(resource: JsonObject): readonly string[] {
  const elements = Object.values(resource)
    .flatMap(value => (Array.isArray(value) ? value.slice(0, 20) : [value]))
    .filter(isObject)
  return elements.map(element => member(element, '$ref')).filter(uri => typeof uri === 'string')
}

/** Ids may hold slashes, which not everyone encodes. */
function endsLike(location: string, endpoint: string, id: string): boolean {
  const path = location.split(/[?#]/)[0] ?? ''
  const wanted = `/${endpoint}/`.toLowerCase()
  const at = path.toLowerCase().lastIndexOf(wanted)
  const rest = at < 0 ? undefined : path.slice(at + wanted.length)
  return rest !== undefined && (rest === id || safeDecode(rest) === id)
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A location without what could be other people's data: the end replaced by words. */
function shape(location: string, id: string): string {
  const encoded = encodeURIComponent(id.toWellFormed())
  return show(
    location
      .replaceAll(id, '{id}')
      .replaceAll(encoded, '{id}')
      .replace(/[^/]*$/, end => (end.includes('{id}') ? end : '…')),
    80,
  )
}
