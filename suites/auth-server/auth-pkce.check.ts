// PKCE: codes that are bound to a secret of the request they were asked for with (RFC 7636).

import { randomBytes } from 'node:crypto'
import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import { Blocked, Unsupported } from '../../src/check/outcome.ts'
import { isObject } from '../../src/scim/json.ts'
import { codeParameters, type SignedIn, signIn } from './codes.ts'
import { firstGrant } from './grants.ts'
import { describeAnswer, endpointsOf, expectRefusal, hasToken, metadataOf, requestToken, serverOf } from './protocol.ts'

/** Whether the metadata claims PKCE by S256. */
async function claimsPkce(context: CheckContext): Promise<boolean> {
  try {
    const { json } = await metadataOf(context)
    const methods = isObject(json) ? json.code_challenge_methods_supported : undefined
    return Array.isArray(methods) && methods.includes('S256')
  } catch (error) {
    if (error instanceof Unsupported || error instanceof Blocked) return false
    throw error
  }
}

/** One by one: a sign-in may end what came of the one before. */
export const proofKeys = suite('PKCE', [
  check(
    'auth-pkce/accepted',
    {
      title: 'a code is changed for tokens with the verifier that fits its challenge',
      verifies: ['7636-4.6-02', '6749-4.1.4-01'],
      fix: 'Compare BASE64URL(SHA256(code_verifier)), without padding, with the code_challenge of the authorization request.',
      alone: true,
    },
    async context => {
      const { signedIn, response } = await firstGrant(context)
      if (signedIn.code === '') context.blocked('There is no code to use.')
      expectThat(hasToken(response), { expected: '200 OK with tokens', got: describeAnswer(response), response })
    },
  ),

  check(
    'auth-pkce/wrong-verifier',
    {
      title: 'a code is refused with another verifier, and without one',
      verifies: ['7636-4.6-01', '6749-5.2-01', '6749-5.2-02', '6749-5.2-04'],
      fix: 'Where the code has a challenge, refuse any request whose code_verifier does not fit, and any without one.',
      alone: true,
    },
    async context => {
      const endpoints = await endpointsOf(context)
      const isClaimed = await claimsPkce(context)
      const other = randomBytes(32).toString('base64url')
      serverOf(context).keepSecret(other)
      const tries: readonly (readonly [string, readonly string[], string | undefined])[] = [
        ['another verifier', ['invalid_grant'], other],
        ['no verifier', ['invalid_grant', 'invalid_request'], undefined],
      ]
      for (const [name, codes, verifier] of tries) {
        await context.subject(name, async () => {
          const { verifier: _, ...signedIn } = await signIn(context, endpoints)
          const parameters = codeParameters(context, { ...signedIn, ...(verifier === undefined ? {} : { verifier }) })
          const response = await requestToken(context, endpoints, parameters)
          if (hasToken(response) && !isClaimed)
            context.unsupported('PKCE is not claimed in metadata, and not honoured.')
          expectRefusal(response, codes, '7636-4.6-01')
        })
      }
    },
  ),

  check(
    'auth-pkce/not-required',
    {
      title: 'a client with a secret gets tokens without PKCE',
      verifies: 'oktaoauth-02',
      fix: 'Do not insist on code_challenge from clients that authenticate with a secret, or ask Okta first whether it is sent.',
      alone: true,
    },
    async context => {
      const { settings } = serverOf(context)
      if (settings.clientSecret === undefined)
        context.unsupported('The client is a public one: PKCE is what protects it.')
      const endpoints = await endpointsOf(context)
      const expected = '200 OK with tokens'
      const withPkce = (await firstGrant(context)).response
      if (!hasToken(withPkce)) context.blocked('There are no tokens with PKCE either.')
      let signedIn: SignedIn
      try {
        signedIn = await signIn(context, endpoints, { pkce: false })
      } catch (error) {
        // With a challenge the same request is granted.
        if (!(error instanceof Blocked)) throw error
        expectThat(false, { expected: 'a redirect with a code', got: error.message.replace(/\.$/, '') })
        return
      }
      const response = await requestToken(context, endpoints, codeParameters(context, signedIn))
      expectThat(hasToken(response), { expected, got: describeAnswer(response), response })
    },
  ),
])
