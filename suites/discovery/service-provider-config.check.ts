// ServiceProviderConfig: every attribute it has to have, of the right kind (RFC 7643 §5, RFC 7644 §4).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import type { RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isUriReference } from '../../src/scim/data-type.ts'
import { isArray, isObject, member, sameName } from '../../src/scim/json.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { configDocument, isText } from './documents.ts'

const configUrn = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'

interface FeatureAttribute {
  readonly slug: string
  readonly name: string
  readonly present: RequirementId
  readonly supported: RequirementId
  readonly numbers: readonly { readonly name: string; readonly requirement: RequirementId }[]
}

const features: readonly FeatureAttribute[] = [
  { slug: 'patch', name: 'patch', present: '7643-5-06', supported: '7643-5-07', numbers: [] },
  {
    slug: 'bulk',
    name: 'bulk',
    present: '7643-5-08',
    supported: '7643-5-09',
    numbers: [
      { name: 'maxOperations', requirement: '7643-5-10' },
      { name: 'maxPayloadSize', requirement: '7643-5-11' },
    ],
  },
  {
    slug: 'filter',
    name: 'filter',
    present: '7643-5-12',
    supported: '7643-5-13',
    numbers: [{ name: 'maxResults', requirement: '7643-5-14' }],
  },
  { slug: 'change-password', name: 'changePassword', present: '7643-5-15', supported: '7643-5-16', numbers: [] },
  { slug: 'sort', name: 'sort', present: '7643-5-17', supported: '7643-5-18', numbers: [] },
  { slug: 'etag', name: 'etag', present: '7643-5-19', supported: '7643-5-20', numbers: [] },
]

const featureChecks = features.map(({ slug, name, present, supported, numbers }) =>
  check(
    `service-provider-config/${slug}`,
    {
      title: `the configuration says whether ${name} is supported${numbers.length > 0 ? ', and its limits' : ''}`,
      verifies: [present, supported, ...numbers.map(({ requirement }) => requirement)],
      fix: `Send "${name}" with "supported" as true or false${numbers.map(number => `, and "${number.name}" as a whole number`).join('')}, also where the feature is not offered.`,
    },
    async context => {
      const { json, response } = configDocument(context)
      const part = member(json, name)
      if (!isObject(part)) {
        context.report({
          requirement: present,
          expected: `${name}, an object`,
          got: `${name}: ${show(part)}`,
          response,
        })
        return
      }
      const value = member(part, 'supported')
      expectAll(
        () =>
          expectThat(typeof value === 'boolean', {
            requirement: supported,
            expected: `${name}.supported true or false`,
            got: `${name}.supported: ${show(value)}`,
            response,
          }),
        ...numbers.map(number => () => {
          const count = member(part, number.name)
          expectThat(typeof count === 'number' && Number.isInteger(count) && count >= 0, {
            requirement: number.requirement,
            expected: `${name}.${number.name}, a whole number`,
            got: `${name}.${number.name}: ${show(count)}`,
            response,
          })
        }),
      )
    },
  ),
)

export const serviceProviderConfig = suite('ServiceProviderConfig', [
  check(
    'service-provider-config/one-object',
    {
      title: 'GET /ServiceProviderConfig is answered 200 with one configuration, not with a list',
      verifies: ['7644-4-02', '7644-3.2-10'],
      fix: 'Answer GET /ServiceProviderConfig with the configuration itself as a JSON object.',
    },
    async ({ provider }) => {
      const response = provider.answers.ServiceProviderConfig
      expectResponse(response, { requirement: '7644-3.2-10' }).toHaveStatus(200)
      const json = expectResponse(response).toBeJsonObject(200)
      expectThat(member(json, 'Resources') === undefined, {
        expected: 'the configuration as one JSON object',
        got: 'a list with "Resources"',
        response,
      })
    },
  ),

  check(
    'service-provider-config/schemas',
    {
      title: 'the configuration names its schema',
      verifies: ['7643-5-01', '7644-4-02'],
      fix: `Send "schemas": ["${configUrn}"] with the configuration.`,
    },
    async context => {
      const { json, response } = configDocument(context)
      const schemas = member(json, 'schemas')
      const named = isArray(schemas) && schemas.some(urn => typeof urn === 'string' && sameName(urn, configUrn))
      expectThat(named, { expected: `schemas: ["${configUrn}"]`, got: `schemas: ${show(schemas)}`, response })
    },
  ),

  ...featureChecks,

  check(
    'service-provider-config/authentication-schemes',
    {
      title: 'the configuration lists its authentication schemes, each with type, name and description',
      verifies: ['7643-5-22', '7643-5-23', '7643-5-24', '7643-5-25'],
      fix: 'Send "authenticationSchemes" as an array of objects with the strings type, name and description.',
    },
    async context => {
      const { json, response } = configDocument(context)
      const schemes = member(json, 'authenticationSchemes')
      if (!isArray(schemes)) {
        context.report({
          expected: 'authenticationSchemes, an array',
          got: `authenticationSchemes: ${show(schemes)}`,
          response,
        })
        return
      }
      for (const [index, scheme] of schemes.slice(0, 20).entries()) {
        await context.subject(`authenticationSchemes[${index}]`, () => {
          expectThat(isObject(scheme), { expected: 'an object', got: show(scheme), response })
          const has = (name: string, requirement: RequirementId) => () => {
            const value = isObject(scheme) ? member(scheme, name) : undefined
            expectThat(isText(value), {
              requirement,
              expected: `${name}, a string`,
              got: `${name}: ${show(value)}`,
              response,
            })
          }
          expectAll(has('type', '7643-5-23'), has('name', '7643-5-24'), has('description', '7643-5-25'))
        })
      }
    },
  ),

  check(
    'service-provider-config/uris',
    {
      title: 'documentationUri and specUri are URIs where the configuration has them',
      verifies: '7643-2.3.7-01',
      fix: 'Send documentationUri and specUri as URIs, or leave them out.',
    },
    async context => {
      const { json, response } = configDocument(context)
      const schemes = member(json, 'authenticationSchemes')
      const holders = [json, ...(isArray(schemes) ? schemes.filter(isObject) : [])]
      const uris = holders
        .flatMap(holder => ['documentationUri', 'specUri'].map(name => ({ name, value: member(holder, name) })))
        .filter(({ value }) => value !== undefined && value !== null)
      if (uris.length === 0) context.unsupported('the configuration has neither documentationUri nor specUri')
      const wrong = uris.filter(({ value }) => typeof value !== 'string' || !isUriReference(value))
      expectAll(
        ...wrong.slice(0, 5).map(({ name, value }) => () => {
          expectThat(false, { expected: `${name}, a URI`, got: `${name}: ${show(value)}`, response })
        }),
      )
    },
  ),

  check(
    'service-provider-config/without-credentials',
    {
      title: 'the authentication schemes can be read without signing in',
      verifies: '7643-5-21',
      fix: 'Answer GET /ServiceProviderConfig without asking for credentials: it holds no secrets.',
    },
    async context => {
      configDocument(context)
      const { scim } = context
      const response = await scim.discover('ServiceProviderConfig', undefined, { credentials: 'none' })
      const expected = '200 OK with authenticationSchemes'
      expectThat(response.status === 200, { expected, got: describeResponse(response), response })
      const schemes = isObject(response.json) ? member(response.json, 'authenticationSchemes') : undefined
      expectThat(isArray(schemes), { expected, got: `200 OK, authenticationSchemes: ${show(schemes)}`, response })
    },
  ),

  check(
    'service-provider-config/pagination',
    {
      title: 'a configuration with "pagination" says whether cursors and indexes can be used',
      verifies: ['9865-4-02', '9865-4-03'],
      fix: 'Send pagination.cursor and pagination.index, each as true or false.',
    },
    async context => {
      const { json, response } = configDocument(context)
      const pagination = member(json, 'pagination')
      const says = (name: string, requirement: RequirementId) => () => {
        const value = isObject(pagination) ? member(pagination, name) : undefined
        expectThat(typeof value === 'boolean', {
          requirement,
          expected: `pagination.${name} true or false`,
          got: isObject(pagination) ? `pagination.${name}: ${show(value)}` : `pagination: ${show(pagination)}`,
          response,
        })
      }
      expectAll(says('cursor', '9865-4-02'), says('index', '9865-4-03'))
    },
  ),

  check(
    'service-provider-config/value-types',
    {
      title: 'the numbers and Booleans of the configuration are JSON numbers and Booleans',
      verifies: ['7643-2.3.4-01', '7643-2.3.2-01'],
      fix: 'Send page sizes and times as whole numbers, and "primary" of a scheme as true or false, none in quotes.',
    },
    async context => {
      const { json, response } = configDocument(context)
      const pagination = member(json, 'pagination')
      const numbers = ['defaultPageSize', 'maxPageSize', 'cursorTimeout'].flatMap(name => {
        const value = isObject(pagination) ? member(pagination, name) : undefined
        return isUnassigned(value) ? [] : [{ path: `pagination.${name}`, value }]
      })
      const schemes = member(json, 'authenticationSchemes')
      const booleans = (isArray(schemes) ? schemes : []).slice(0, 20).flatMap((scheme, index) => {
        const value = isObject(scheme) ? member(scheme, 'primary') : undefined
        return isUnassigned(value) ? [] : [{ path: `authenticationSchemes[${index}].primary`, value }]
      })
      if (numbers.length + booleans.length === 0)
        context.unsupported('the configuration has none but the required ones')
      expectAll(
        ...numbers.map(({ path, value }) => () => {
          expectThat(Number.isInteger(value), {
            expected: `${path}, a whole number`,
            got: `${path}: ${show(value)}`,
            response,
          })
        }),
        ...booleans.map(({ path, value }) => () => {
          expectThat(typeof value === 'boolean', {
            requirement: '7643-2.3.2-01',
            expected: `${path} true or false`,
            got: `${path}: ${show(value)}`,
            response,
          })
        }),
      )
    },
  ),

  check(
    'service-provider-config/security-events',
    {
      title: 'a configuration with "securityEvents" uses its defined values',
      verifies: ['9967-4-02', '9967-4-03'],
      fix: 'Send securityEvents.asyncRequest as none, long or request, and eventUris as an array of URIs.',
    },
    async context => {
      const { json, response } = configDocument(context)
      const events = member(json, 'securityEvents')
      const mode = isObject(events) ? member(events, 'asyncRequest') : undefined
      const uris = isObject(events) ? member(events, 'eventUris') : undefined
      expectAll(
        () =>
          expectThat(
            mode === undefined || mode === null || (typeof mode === 'string' && /^(none|long|request)$/i.test(mode)),
            { expected: 'asyncRequest none, long or request', got: `asyncRequest: ${show(mode)}`, response },
          ),
        () =>
          expectThat(
            uris === undefined ||
              uris === null ||
              (isArray(uris) && uris.every(uri => typeof uri === 'string' && isUriReference(uri))),
            {
              requirement: '9967-4-03',
              expected: 'eventUris, an array of URIs',
              got: `eventUris: ${show(uris)}`,
              response,
            },
          ),
      )
    },
  ),
])
