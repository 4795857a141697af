// How values are written on the wire, where parsed JSON no longer shows it: passive checks.

import { passiveCheck, suite } from '../../src/check/check.ts'
import { amount, show } from '../../src/check/words.ts'
import { isArray, isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { barePath, isDiscovery, isScimExchange, resourcesIn } from '../messages/seen.ts'

/** Integers of messages and of ServiceProviderConfig, with a fraction or an exponent. */
const notIntegers =
  /"(totalResults|itemsPerPage|startIndex|maxOperations|maxPayloadSize|maxResults)"\s*:\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=\s*[,}])/g
/** How much of a body is looked at. */
const mostText = 200_000

/** Members whose values the RFC prints in quotes. */
const keywords = ['type', 'mutability', 'returned', 'uniqueness', 'scimType', 'status', 'resourceType']
const inQuotes = /^(["'\u201c\u2018]).*["'\u201d\u2019]$/

/** What in the object is a keyword or a schema URI and stands in quotes of its own. */
function quotedIn(object: JsonObject): readonly string[] {
  const schemas = member(object, 'schemas')
  const texts = [...keywords.map(name => member(object, name)), ...(isArray(schemas) ? schemas : [])]
  return texts.filter(text => typeof text === 'string' && inQuotes.test(text)).map(String)
}

/** The object, and the definitions of a Schema resource on all levels. */
function withDefinitions(object: JsonObject, level = 0): readonly JsonObject[] {
  if (level > 4) return [object]
  const below = [member(object, 'attributes'), member(object, 'subAttributes'), member(object, 'Resources')]
  return [
    object,
    ...below
      .flatMap(list => (isArray(list) ? list.filter(isObject) : []))
      .flatMap(one => withDefinitions(one, level + 1)),
  ]
}

/** Why a reference is not in canonical form (RFC 3986 §6.2.2); undefined where it is. */
function notCanonical(uri: string): string | undefined {
  const [, scheme = '', host = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)/.exec(uri) ?? []
  if (scheme !== scheme.toLowerCase() || host !== host.toLowerCase()) return 'capitals in scheme or host'
  if (scheme !== '' && /\/\.{1,2}(\/|$)/.test(uri)) return 'dot segments'
  return /%(?:[a-f][0-9A-Fa-f]|[0-9A-Fa-f][a-f])/.test(uri) ? 'lower-case percent-encodings' : undefined
}

/** The texts of all `$ref` in the attributes of a resource. */
function referencesIn(resource: JsonObject): readonly string[] {
  return Object.values(resource)
    .flatMap(value => (isArray(value) ? value : isObject(value) ? [value, ...Object.values(value)] : []))
    .filter(isObject)
    .map(value => member(value, '$ref'))
    .filter(uri => typeof uri === 'string')
}

export const wireForm = suite('Values on the wire', [
  passiveCheck(
    'wire-form/integers',
    {
      title: 'counts and limits are written without fraction and exponent',
      verifies: '7643-2.3.4-01',
      fix: 'Write integers as digits alone: 20, not 20.0 or 2e1.',
    },
    () => (seen, observer) => {
      if (!isScimExchange(seen) || !isObject(seen.response.json)) return
      for (const [, name, number = ''] of seen.response.text.slice(0, mostText).matchAll(notIntegers)) {
        observer.examined()
        if (/[.eE]/.test(number)) observer.fault({ expected: `${name}, digits alone`, got: `${name}: ${number}` })
      }
    },
  ),

  passiveCheck(
    'wire-form/no-extra-quotes',
    {
      title: 'keywords and URIs come without the quotes the RFC prints around them',
      verifies: '7643-1.1-02',
      fix: 'Send the bare keyword: "readOnly", not "\\"readOnly\\"".',
    },
    () => (seen, observer) => {
      const { json } = seen.response
      if (!isScimExchange(seen) || !isObject(json)) return
      const isList = member(json, 'Resources') !== undefined
      // Members of resources named "type" may hold what a client sent; only messages and discovery have keywords there.
      const speaks = isDiscovery(seen) || member(json, 'scimType') !== undefined || isList
      if (!speaks) return
      observer.examined()
      const objects = isDiscovery(seen) ? withDefinitions(json) : [json]
      for (const text of objects.flatMap(quotedIn).slice(0, 5)) {
        observer.fault({ expected: 'the value without quotes of its own', got: show(text, 60) })
      }
    },
  ),

  passiveCheck(
    'wire-form/canonical-references',
    {
      title: 'references to resources are URIs in canonical form',
      verifies: '7643-2.4-09',
      fix: 'Send $ref with scheme and host in lower case, without dot segments, percent-encodings in upper case.',
    },
    () =>
      (seen, observer, { provider }) => {
        for (const { resource } of resourcesIn(seen, provider)) {
          for (const uri of referencesIn(resource).slice(0, 50)) {
            observer.examined()
            const why = notCanonical(uri)
            if (why !== undefined) observer.fault({ expected: '$ref in canonical form', got: `$ref with ${why}` })
          }
        }
      },
  ),

  passiveCheck(
    'wire-form/max-results',
    {
      title: 'no list holds more resources than filter.maxResults',
      verifies: '7643-5-14',
      needs: ['filter.supported'],
      fix: 'Cut every page at filter.maxResults, or advertise the number you really send.',
    },
    () =>
      (seen, observer, { provider }) => {
        const { maxResults } = provider.config.filter
        const { json } = seen.response
        if (maxResults === undefined || maxResults === 0 || !isScimExchange(seen) || isDiscovery(seen)) return
        if (seen.response.status !== 200 || !isObject(json) || barePath(seen).endsWith('/Bulk')) return
        const resources = member(json, 'Resources')
        if (!isArray(resources)) return
        observer.examined()
        if (resources.length <= maxResults) return
        observer.fault({
          expected: `at most ${maxResults} resources (filter.maxResults)`,
          got: amount(resources.length, 'resource'),
        })
      },
  ),
])
