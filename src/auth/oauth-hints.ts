// What to do about each error code of an authorization server (RFC 6749 sections 4.1.2.1 and 5.2, RFC 8707, OpenID Connect Core 3.1.2.6).

import type { OAuth2Settings } from './auth-settings.ts'

const grantNames: Readonly<Record<OAuth2Settings['grant'], string>> = {
  'client-credentials': 'client credentials',
  'authorization-code': 'authorization codes',
  'refresh-token': 'refresh tokens',
}

/** The hint for an error code; `description` is what the authorization server says besides, and empty where it says nothing. */
export function hintForCode(code: string, description: string, settings: OAuth2Settings): string {
  const grant = grantNames[settings.grant]
  switch (code) {
    case 'invalid_client':
      return invalidClient(description, settings)
    case 'invalid_scope':
      return settings.scope === undefined
        ? 'The authorization server wants a scope. Name it as auth.scope.'
        : 'The client may not have this scope, or it is spelt otherwise. Check auth.scope.'
    case 'unauthorized_client':
      return `The client is known but may not use ${grant}. Allow that grant for it at the authorization server.`
    case 'unsupported_grant_type':
      return `This endpoint does not offer ${grant}. Use type: bearer with a token obtained another way.`
    case 'unsupported_response_type':
      return 'The client may not ask for a code. Allow the authorization code grant for it at the authorization server.'
    case 'invalid_grant':
      return settings.grant === 'client-credentials'
        ? 'The authorization server no longer accepts the grant. Check that the client is enabled.'
        : `The code or refresh token has expired, was used before, or belongs to another client or redirect URI: ${settings.signInAgain ?? 'sign in again'}.`
    case 'invalid_target':
      return 'The authorization server does not know the resource or audience. Check auth.resource and auth.audience.'
    case 'invalid_request':
      return /redirect/i.test(description)
        ? 'Register the redirect URI for this client at the authorization server, or write the one that is registered as auth.redirectUri.'
        : 'A parameter is missing or refused. Some authorization servers want auth.scope, auth.audience or auth.resource.'
    case 'access_denied':
      return settings.grant === 'authorization-code'
        ? 'The sign-in was refused: by who signed in, or because the account may not use this client. Sign in with an account that may, and agree.'
        : 'The client may not have a token for this. Check its rights, auth.scope and auth.audience.'
    case 'consent_required':
      return `Someone has to agree to what the client asks for: ${signIn(settings)} and agree, or have an administrator grant consent to the client.`
    case 'interaction_required':
    case 'login_required':
    case 'account_selection_required':
      return `The authorization server wants to see the person (a second factor, a new password, terms to agree to): ${signIn(settings)}.`
    case 'temporarily_unavailable':
    case 'server_error':
      return 'The authorization server is busy or broken. Try again later, or ask its operator.'
    default:
      return 'Check the auth section of the target file, and the log of the authorization server.'
  }
}

function signIn({ signInAgain }: OAuth2Settings): string {
  return signInAgain ?? 'sign in again'
}

function invalidClient(description: string, { clientAuthentication }: OAuth2Settings): string {
  switch (clientAuthentication) {
    case 'basic':
    case 'post': {
      if (/expire/i.test(description)) {
        return 'The client secret has expired: make a new one at the authorization server and put it where auth.clientSecret is read from.'
      }
      const other = clientAuthentication === 'basic' ? 'post' : 'basic'
      return `Check auth.clientId and auth.clientSecret, and whether the secret has expired. Some authorization servers want the secret sent the other way: clientAuthentication: ${other}.`
    }
    case 'private-key-jwt':
      return 'Check auth.clientId, that the public key is registered for it, and auth.keyId. Some authorization servers want the address of the token endpoint as audience: write auth.tokenEndpoint in place of auth.issuer.'
    case 'tls-client-auth':
      return 'Check auth.clientId, and that the certificate of tls.certificate is the one registered for it, and has not expired.'
    case 'none':
      return 'Check auth.clientId. The client seems to be a confidential one: write auth.clientSecret.'
  }
}
