// What the RFCs of OAuth 2.0 ask of an authorization server, and of a service provider that takes its tokens, as far as the
// authorization code grant of a SCIM client rests on it: RFC 6749, 6750, 7636 and 8414, in our own words. An id is the RFC, the
// section and a running number; it never changes.

import type { Requirement } from './requirement.ts'

type Level = 'MUST' | 'SHOULD' | 'implied'

function core(level: Level, says: string, how: string, note?: string): Requirement {
  return {
    level,
    priority: 'core',
    when: [],
    observable: 'black-box',
    says,
    how,
    ...(note === undefined ? {} : { note }),
  }
}

function soft(level: Level, says: string, how: string, note?: string): Requirement {
  return { ...core(level, says, how, note), priority: 'extended' }
}

export const oauth = {
  '6749-2.3-01': core(
    'MUST',
    'A client that has credentials is authenticated with them wherever it uses the token endpoint.',
    'A refresh token that is good, with another client secret or with none: refused.',
  ),
  '6749-3.1-01': core(
    'MUST',
    'The authorization endpoint and the token endpoint are used over TLS.',
    'The metadata names them as https URLs; on the machine itself nothing is looked at.',
  ),
  '6749-4.1.2-01': core(
    'MUST',
    'An authorization that is granted sends the browser to the redirect URI with a code.',
    'The redirect after a sign-in has the parameter code.',
  ),
  '6749-4.1.2-02': core(
    'MUST',
    'The state of the authorization request comes back in the redirect, exactly as it was.',
    'A state with characters that need percent-encoding.',
  ),
  '6749-4.1.2-03': core(
    'MUST',
    'A code that was used once is refused from then on.',
    'The same code twice: the second request is answered with an error.',
  ),
  '6749-4.1.2-04': core(
    'SHOULD',
    'When a code is used again, the tokens that it was changed for before are revoked.',
    'Use the code twice, then the refresh token of the first answer.',
    'Only the refresh token is looked at: an access token may be valid by itself until it expires.',
  ),
  '6749-4.1.2.1-01': core(
    'MUST',
    'The browser is not sent to a redirect URI that does not belong to the client.',
    'An authorization request with a redirect URI that was never registered: an error page, no redirect there.',
  ),
  '6749-4.1.3-01': core(
    'MUST',
    'A code is changed for tokens only together with the redirect URI of the authorization request.',
    'The token request names another redirect URI: refused.',
  ),
  '6749-4.1.4-01': core(
    'implied',
    'A good code, with all that goes with it, is changed for an access token.',
    'The answer to the token request is 200 with a token.',
  ),
  '6749-5.1-01': core(
    'MUST',
    'The answer with tokens has access_token and token_type, two texts.',
    'Members of the JSON object.',
  ),
  '6749-5.1-02': core(
    'implied',
    'Tokens come with 200, as members of a JSON object, in a body of type application/json.',
    'Status, Content-Type and body.',
  ),
  '6749-5.1-03': core(
    'SHOULD',
    'The answer with tokens says for how many seconds the access token is good.',
    'It has expires_in.',
    'An authorization server may say it elsewhere instead, such as in its documentation.',
  ),
  '6749-5.1-04': core(
    'implied',
    'Numbers in the answer are JSON numbers: expires_in is no text.',
    'expires_in is a whole number of seconds, more than 0.',
  ),
  '6749-5.1-05': soft(
    'implied',
    'expires_in is the lifetime of the access token: it is good until then.',
    'A token that lives for less than a minute, used shortly before its time is over.',
  ),
  '6749-5.1-06': core(
    'MUST',
    'Answers that hold tokens forbid caches to keep them.',
    'Cache-Control has no-store.',
    'Pragma: no-cache, which goes with it there, is for caches of HTTP/1.0 and is not looked at.',
  ),
  '6749-5.2-01': core(
    'MUST',
    'A token request that is refused is answered with an error code, one of those that the RFC and its extensions define.',
    'error is a text of the characters allowed, in a JSON object.',
  ),
  '6749-5.2-02': core(
    'implied',
    'A token request that is refused is answered 400, or 401 where the client is not who it says.',
    'Status of every refusal.',
  ),
  '6749-5.2-03': core(
    'MUST',
    'A client that tries to authenticate by the Authorization header and fails is answered 401 with WWW-Authenticate of that scheme.',
    'A wrong secret by Basic.',
  ),
  '6749-5.2-04': soft(
    'implied',
    'The error code says what was wrong: unsupported_grant_type, invalid_request, invalid_grant, invalid_client.',
    'One request for each.',
  ),
  '6749-5.2-05': soft(
    'implied',
    'Errors of the token endpoint have the media type application/json.',
    'Content-Type of a refusal.',
  ),
  '6749-6-01': core(
    'implied',
    'A good refresh token is changed for an access token.',
    'grant_type refresh_token with the refresh token that came last.',
  ),
  '6749-7-01': core(
    'MUST',
    'An access token that has expired opens nothing.',
    'Use a token when its time is over: refused.',
    'Clocks differ, so a short time of grace is common; RFC 7519 §4.1.4 speaks of a few minutes.',
  ),
  '6750-3-01': core(
    'MUST',
    'A request without a token, or with one that is not good, is answered with WWW-Authenticate of the scheme Bearer.',
    'A token that nobody has issued.',
  ),
  '6750-3-02': core(
    'SHOULD',
    'Where a token is the reason, the challenge says so: error="invalid_token".',
    'A token that nobody has issued.',
  ),
  '6750-3.1-01': core(
    'SHOULD',
    'A token that has expired or is not good is answered 401.',
    'A token that nobody has issued, and one whose time is over.',
  ),
  '6750-3.1-02': core(
    'SHOULD',
    'A request without any credentials is not told of an error of a token.',
    'No Authorization: the challenge has no error.',
  ),
  '7636-4.6-01': core(
    'MUST',
    'A code that was asked for with a challenge is refused with any verifier but the one that fits.',
    'Another verifier, and none.',
    'Only where S256 is claimed in the metadata, or seen to be honoured: PKCE is an extension.',
  ),
  '7636-4.6-02': core(
    'MUST',
    'With the verifier that fits, a code is changed for tokens as ever.',
    'A code that was asked for with a challenge by S256.',
  ),
  '8414-2-01': core('MUST', 'The metadata has an issuer: an https URL without query and fragment.', 'Member issuer.'),
  '8414-2-02': core(
    'MUST',
    'The metadata names the authorization endpoint, the token endpoint and the response types.',
    'Members authorization_endpoint, token_endpoint and response_types_supported.',
  ),
  '8414-3.2-01': core(
    'MUST',
    'The metadata comes with 200, as a JSON object, in a body of type application/json.',
    'Status, Content-Type and body.',
  ),
  '8414-3.3-01': core(
    'MUST',
    'The issuer in the metadata is the one it was asked for.',
    'Compare character by character.',
  ),
} as const satisfies Readonly<Record<string, Requirement>>

const guide = 'https://developer.okta.com/docs/guides/scim-provisioning-integration-prepare/main/'
const limits = 'https://developer.okta.com/docs/guides/submit-app-prereq/main/#scim-integration-limitations'
const forum = 'https://devforum.okta.com/t/oauth-authentication-for-scim-provisioning/3389'

function wish(source: string, says: string, how: string): Requirement {
  return { level: 'CLIENT', priority: 'extended', when: [], observable: 'black-box', says, how, source }
}

/** What an integration with Okta by the authorization code grant rests on, beyond the RFCs. */
export const oktaOAuthRules = {
  'oktaoauth-01': wish(
    limits,
    'The authorization server offers the authorization code grant, the one grant that is used.',
    'Where the metadata lists response types and grant types: code and authorization_code.',
  ),
  'oktaoauth-02': wish(
    forum,
    'The authorization code grant works for a client with a secret that sends no PKCE.',
    'An authorization request and a token request as RFC 6749 has them, and no more.',
  ),
  'oktaoauth-03': wish(
    forum,
    'Client id and secret are taken in the Authorization header and in the body: which of them is sent is not documented.',
    'A code that nobody has issued, both ways: not refused for the client.',
  ),
  'oktaoauth-04': wish(guide, 'Access tokens are bearer tokens.', 'token_type is Bearer in any letter case.'),
  'oktaoauth-05': wish(guide, 'The access token opens the SCIM endpoint.', 'A search for users with it.'),
  'oktaoauth-06': wish(
    guide,
    'A refresh token is issued, or an administrator has to sign in again each time that the access token expires.',
    'The answer to the code has refresh_token.',
  ),
  'oktaoauth-07': wish(
    guide,
    'Refreshing works again and again, always with the refresh token that came last.',
    'Four times in a row; each access token opens the SCIM endpoint.',
  ),
  'oktaoauth-08': wish(
    guide,
    'A refresh token that was rotated is refused as invalid_grant, or taken for a time of grace: nothing in between.',
    'The first refresh token again, after the second was used.',
  ),
  'oktaoauth-09': wish(
    guide,
    'When the access token has expired, the refresh token gives another that works.',
    'Wait until it is refused, refresh, use the new one.',
  ),
} as const satisfies Readonly<Record<string, Requirement>>
