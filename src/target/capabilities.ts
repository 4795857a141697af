// Which conditions hold for a service provider: what it advertises, what a probe shows, what has to be assumed.

import type { HttpResponse } from '../http/exchange.ts'
import type { Condition } from '../requirements/requirement.ts'
import type { CapabilityRecord } from '../result/run-result.ts'
import type { AttributeDefinition } from '../scim/attribute.ts'
import { isObject, member, sameName } from '../scim/json.ts'
import type { ServiceProviderConfig } from '../scim/service-provider-config.ts'
import { enterpriseUserSchemaUri } from '../scim/standard-schemas.ts'
import type { ProviderType, Send } from './provider.ts'
import type { Target } from './target.ts'

export interface CapabilityBasis {
  readonly config: ServiceProviderConfig
  /** Undefined where ServiceProviderConfig could not be read. */
  readonly configJson: unknown
  readonly types: readonly ProviderType[]
  readonly wanted: ReadonlySet<Condition>
}

/** Says of every condition whether it holds and how that is known; probes only for conditions that are wanted. */
export async function learnCapabilities(
  send: Send,
  target: Target,
  basis: CapabilityBasis,
): Promise<Record<Condition, CapabilityRecord>> {
  const { config, types } = basis
  const first = types[0]
  const user = types.find(type => sameName(type.name, 'User'))
  const group = types.find(type => sameName(type.name, 'Group'))
  const every = types.flatMap(type => definitionsOf(type))
  const pagination = config.pagination

  const advertised = (met: boolean, detail: string): CapabilityRecord => ({ met, source: 'advertised', detail })
  const fromTarget = (met: boolean, detail: string): CapabilityRecord => ({ met, source: 'target file', detail })

  const feature = async (name: 'filter' | 'sort' | 'bulk' | 'patch' | 'etag' | 'changePassword') => {
    if (basis.configJson !== undefined) {
      return advertised(config[name].supported, `ServiceProviderConfig: ${name}.supported is ${config[name].supported}`)
    }
    const found = await probeFeature(send, name, first)
    const documented = target.documented?.capabilities?.[`${name}.supported`]
    if (found.source === 'probed' || documented === undefined) return found
    const words = documented ? 'offered' : 'not offered'
    return fromTarget(
      documented,
      `documented as ${words} (preset ${target.preset}); ServiceProviderConfig cannot be read`,
    )
  }
  const probed = async (
    condition: Condition,
    probe: () => Promise<HttpResponse | undefined>,
    refusals: readonly number[],
  ): Promise<CapabilityRecord> => {
    if (!basis.wanted.has(condition)) return { met: false, source: 'assumed', detail: 'not probed: no check needs it' }
    const answer = await probe()
    if (answer === undefined) return { met: false, source: 'assumed', detail: 'there is nothing to probe it with' }
    const met = answer.status !== 0 && !refusals.includes(answer.status)
    return { met, source: 'probed', detail: `a probe was answered ${answer.status}` }
  }
  const schemaHas = (what: string, test: (attribute: AttributeDefinition) => boolean): CapabilityRecord => {
    const found = every.find(test)
    return advertised(found !== undefined, found === undefined ? `no ${what} in Schemas` : `Schemas: ${found.name}`)
  }
  const writable = (attribute: AttributeDefinition): boolean => attribute.mutability !== 'readOnly'
  const requiredExtension = types.find(type => type.schemas.extensions.some(extension => extension.required))
  const asyncRequest = config.asyncRequest ?? 'none'
  const security = isObject(basis.configJson) ? member(basis.configJson, 'securityEvents') : undefined

  const [filter, sort, bulk, patch, etag, changePassword, complexFilter, search, root, me, anonymous] =
    await Promise.all([
      feature('filter'),
      feature('sort'),
      feature('bulk'),
      feature('patch'),
      feature('etag'),
      feature('changePassword'),
      probed('complex-filter.supported', () => probeValuePath(send, types), [400, 403, 404, 501]),
      probed('search-post.supported', () => probeSearch(send, first), [404, 405, 501]),
      probed('root-query.supported', () => probeRoot(send, first), [400, 401, 403, 404, 405, 500, 501]),
      probed('me.supported', () => send({ method: 'GET', path: '/Me' }), [404, 501]),
      probed('anonymous.supported', () => probeAnonymous(send, first), [400, 401, 403, 404, 500, 501]),
    ])

  return {
    'filter.supported': filter,
    'sort.supported': sort,
    'bulk.supported': bulk,
    'patch.supported': patch,
    'etag.supported': etag,
    'changePassword.supported': changePassword,
    'complex-filter.supported': complexFilter,
    'search-post.supported': search,
    'root-query.supported': root,
    'me.supported': me,
    'anonymous.supported': anonymous,
    'user-resource': advertised(
      user !== undefined,
      user === undefined ? 'no User among the resource types' : 'User is listed',
    ),
    'group-resource': advertised(
      group !== undefined,
      group === undefined ? 'no Group among the resource types' : 'Group is listed',
    ),
    'enterprise-extension': enterprise(user),
    'schema-has:decimal': schemaHas('writable decimal attribute', a => a.type === 'decimal' && writable(a)),
    'schema-has:integer': schemaHas('integer attribute', a => a.type === 'integer'),
    'schema-has:binary': schemaHas('binary attribute', a => a.type === 'binary'),
    'schema-has:reference': schemaHas('reference attribute', a => a.type === 'reference'),
    'schema-has:returned-request': schemaHas('attribute with returned "request"', a => a.returned === 'request'),
    'schema-has:immutable': immutable(types),
    'schema-has:required-extension': advertised(
      requiredExtension !== undefined,
      requiredExtension === undefined
        ? 'no resource type has a required extension'
        : `${requiredExtension.name} has one`,
    ),
    'cursor.supported': advertised(
      pagination?.cursor ?? false,
      `pagination.cursor is ${pagination?.cursor ?? 'not there'}`,
    ),
    'index.supported': advertised(pagination?.index ?? true, `pagination.index is ${pagination?.index ?? 'not there'}`),
    'pagination-config': advertised(
      isObject(basis.configJson) && member(basis.configJson, 'pagination') !== undefined,
      pagination === undefined ? 'ServiceProviderConfig has no pagination' : 'ServiceProviderConfig has pagination',
    ),
    'async.supported': advertised(
      ['long', 'request'].includes(asyncRequest),
      `securityEvents.asyncRequest is ${asyncRequest}`,
    ),
    'security-events-config': advertised(
      security !== undefined,
      `ServiceProviderConfig has ${security === undefined ? 'no ' : ''}securityEvents`,
    ),
    'bearer-auth': fromTarget(
      target.auth.type === 'bearer' || target.auth.type === 'oauth2',
      `the target signs in by ${target.auth.type}`,
    ),
    tls: fromTarget(target.baseUrl.startsWith('https:'), `the base URL is ${target.baseUrl.split(':')[0]}`),
    'multi-tenant': fromTarget(false, 'only one tenant is configured'),
    'versioned-url': fromTarget(/\/v\d+$/i.test(target.baseUrl), 'read from the base URL'),
  }
}

/** Every attribute definition of a type, sub-attributes and extensions included. */
function definitionsOf({ schemas }: ProviderType): readonly AttributeDefinition[] {
  const top = [schemas.base, ...schemas.extensions.map(extension => extension.schema)].flatMap(s => s.attributes)
  return [...top, ...top.flatMap(attribute => attribute.subAttributes)]
}

function enterprise(user: ProviderType | undefined): CapabilityRecord {
  const met = user?.schemas.extensions.some(({ schema }) => sameName(schema.id, enterpriseUserSchemaUri)) ?? false
  return {
    met,
    source: 'advertised',
    detail: met ? 'the User type lists the extension' : 'the User type does not list the Enterprise User extension',
  }
}

function immutable(types: readonly ProviderType[]): CapabilityRecord {
  const found = types
    .flatMap(({ schemas }) => [schemas.base, ...schemas.extensions.map(extension => extension.schema)])
    .flatMap(schema => schema.attributes)
    .find(attribute => attribute.mutability === 'immutable')
  return {
    met: found !== undefined,
    source: 'advertised',
    detail: found === undefined ? 'no top-level immutable attribute in Schemas' : `Schemas: ${found.name}`,
  }
}

/** Without a ServiceProviderConfig: does the feature answer? Nothing is changed by asking. */
async function probeFeature(
  send: Send,
  name: 'filter' | 'sort' | 'bulk' | 'patch' | 'etag' | 'changePassword',
  type: ProviderType | undefined,
): Promise<CapabilityRecord> {
  const assumed = (met: boolean, detail: string): CapabilityRecord => ({ met, source: 'assumed', detail })
  if (type === undefined) return assumed(false, 'no resource type is known')
  switch (name) {
    case 'filter': {
      const { status } = await send({
        method: 'GET',
        path: type.endpoint,
        query: { filter: 'id eq "scimc-probe"', count: 1 },
      })
      return { met: status === 200, source: 'probed', detail: `a filter was answered ${status}` }
    }
    case 'etag': {
      const { headers } = await send({ method: 'GET', path: type.endpoint, query: { count: 1 } })
      return {
        met: headers.etag !== undefined,
        source: 'probed',
        detail: `an ETag was ${headers.etag === undefined ? 'not ' : ''}sent`,
      }
    }
    case 'patch':
      return assumed(true, 'ServiceProviderConfig cannot be read; most service providers have it')
    case 'sort':
    case 'bulk':
    case 'changePassword':
      return assumed(false, 'ServiceProviderConfig cannot be read')
  }
}

async function probeValuePath(send: Send, types: readonly ProviderType[]): Promise<HttpResponse | undefined> {
  for (const type of types) {
    for (const attribute of type.schemas.base.attributes) {
      if (!attribute.multiValued || attribute.type !== 'complex') continue
      const sub = attribute.subAttributes.find(a => a.type === 'string' && a.returned !== 'never')
      if (sub === undefined) continue
      return send({
        method: 'GET',
        path: type.endpoint,
        query: { filter: `${attribute.name}[${sub.name} eq "scimc-probe"]`, count: 1 },
      })
    }
  }
  return undefined
}

async function probeSearch(send: Send, type: ProviderType | undefined): Promise<HttpResponse | undefined> {
  if (type === undefined) return undefined
  return send({
    method: 'POST',
    path: `${type.endpoint}/.search`,
    aim: 'search',
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], count: 1 },
  })
}

async function probeRoot(send: Send, type: ProviderType | undefined): Promise<HttpResponse | undefined> {
  if (type === undefined) return undefined
  const filter = `meta.resourceType eq "${type.name}"`
  const answer = await send({ method: 'GET', path: '/', query: { filter, count: 1 } })
  // A landing page answers 200 as well.
  const isList = isObject(answer.json) && member(answer.json, 'totalResults') !== undefined
  return answer.status === 200 && !isList ? undefined : answer
}

async function probeAnonymous(send: Send, type: ProviderType | undefined): Promise<HttpResponse | undefined> {
  if (type === undefined) return undefined
  return send({ method: 'GET', path: type.endpoint, query: { count: 1 }, credentials: 'none' })
}
