// The metadata of the authorization server (RFC 8414; OpenID Connect Discovery has the same members).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { isLoopback } from '../../src/check/vocabulary.ts'
import { mediaType, show } from '../../src/check/words.ts'
import { isObject } from '../../src/scim/json.ts'
import { metadataOf, serverOf } from './protocol.ts'

async function members(context: CheckContext) {
  const response = await metadataOf(context)
  if (response.status !== 200 || !isObject(response.json)) context.blocked('The metadata cannot be read.')
  return { response, json: isObject(response.json) ? response.json : {} }
}

export const authorizationServerMetadata = suite('Metadata of the authorization server', [
  check(
    'auth-metadata/answer',
    {
      title: 'the metadata of the authorization server is a JSON object',
      verifies: '8414-3.2-01',
      fix: 'Serve the metadata with 200 and Content-Type: application/json.',
    },
    async context => {
      const response = await metadataOf(context)
      expectAll(
        () => expectResponse(response).toBeJsonObject(200),
        () =>
          expectThat(response.status !== 200 || mediaType(response) === 'application/json', {
            expected: 'Content-Type: application/json',
            got: mediaType(response) || 'no Content-Type',
            response,
          }),
      )
    },
  ),

  check(
    'auth-metadata/issuer',
    {
      title: 'the metadata names the issuer it was asked for, an https URL',
      verifies: ['8414-3.3-01', '8414-2-01'],
      fix: 'Put the issuer into the metadata exactly as clients are told it: same case, same port, same slash at the end.',
    },
    async context => {
      const { response, json } = await members(context)
      const { issuer } = json
      const wanted = serverOf(context).settings.issuer ?? ''
      const isIssuer = typeof issuer === 'string' && URL.canParse(issuer) && !/[?#]/.test(issuer)
      expectThat(isIssuer && (issuer.startsWith('https://') || isLoopback(issuer)), {
        requirement: '8414-2-01',
        expected: 'issuer, an https URL without query and fragment',
        got: `issuer ${show(issuer)}`,
        response,
      })
      if (issuer !== wanted && issuer.replace(/\/$/, '') === wanted.replace(/\/$/, '')) {
        context.blocked(`The issuer calls itself ${show(issuer)}: write it like that as authServer.issuer.`)
      }
      expectThat(issuer === wanted, {
        requirement: '8414-3.3-01',
        expected: `issuer ${show(wanted)}`,
        got: `issuer ${show(issuer)}`,
        response,
      })
    },
  ),

  check(
    'auth-metadata/endpoints',
    {
      title: 'the metadata names the authorization endpoint and the token endpoint, over TLS, and the response types',
      verifies: ['8414-2-02', '6749-3.1-01'],
      fix: 'Publish authorization_endpoint and token_endpoint as absolute https URLs, and response_types_supported as an array.',
    },
    async context => {
      const { response, json } = await members(context)
      const endpoint = (name: string) => () => {
        const value = json[name]
        const url = typeof value === 'string' ? URL.parse(value) : null
        const got = `${name} ${show(value)}`
        expectThat(url !== null && /^https?:$/.test(url.protocol), { expected: `${name}, a URL`, got, response })
        expectThat(url?.protocol === 'https:' || isLoopback(url?.href ?? ''), {
          requirement: '6749-3.1-01',
          expected: `${name}, an https URL`,
          got,
          response,
        })
      }
      const types = json.response_types_supported
      expectAll(endpoint('authorization_endpoint'), endpoint('token_endpoint'), () =>
        expectThat(Array.isArray(types) && types.every(type => typeof type === 'string'), {
          expected: 'response_types_supported, an array of texts',
          got: `response_types_supported ${show(types)}`,
          response,
        }),
      )
    },
  ),

  check(
    'auth-metadata/code-offered',
    {
      title: 'the authorization code grant is offered',
      verifies: 'oktaoauth-01',
      fix: 'Offer the authorization code grant; client credentials and passwords are of no use to an Okta integration.',
    },
    async context => {
      const { response, json } = await members(context)
      const offers = (name: string, value: string) => () =>
        expectThat(!Array.isArray(json[name]) || json[name].includes(value), {
          expected: `${name} with ${show(value)}`,
          got: `${name} ${show(json[name])}`,
          response,
        })
      expectAll(offers('response_types_supported', 'code'), offers('grant_types_supported', 'authorization_code'))
    },
  ),
])
