// Requests to the authorization server, as plain HTTP: its metadata, the token endpoint, and what tells success from refusal.

import type { AuthorizationServer } from '../../src/check/authorization-server.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { Blocked, Unsupported } from '../../src/check/outcome.ts'
import { type HttpResponse, isLoopback, type RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse, mediaType, show, statusText } from '../../src/check/words.ts'
import { isObject } from '../../src/scim/json.ts'

/** What requests to the authorization server need of a check's context. */
export type Asking = Pick<CheckContext, 'scim' | 'random' | 'authorizationServer'>

export interface Endpoints {
  /** Absent where neither the target file nor the metadata names it. */
  readonly authorization?: string
  readonly token: string
}

/** The authorization server of the target; ends the check as unsupported where the target file describes none. */
export function serverOf({ authorizationServer }: Pick<CheckContext, 'authorizationServer'>): AuthorizationServer {
  if (authorizationServer === undefined) {
    throw new Unsupported('The target file has no authServer section: docs/auth-server.md describes it.')
  }
  return authorizationServer
}

/** A GET that follows no redirect and carries no credentials of the target. */
export async function browse({ scim }: Asking, url: string, accept: string): Promise<HttpResponse> {
  const response = await scim.request({
    method: 'GET',
    path: url,
    aim: 'authorization-server',
    credentials: 'none',
    headers: { accept },
  })
  return answered(response)
}

/** The answer; a check cannot be tried where there is none, or where requests are limited. */
function answered(response: HttpResponse): HttpResponse {
  if (response.status === 0 || response.status === 429 || response.status === 503) {
    throw new Blocked(`The authorization server: ${describeResponse(response)}.`)
  }
  return response
}

/**
 * The metadata below the issuer, by RFC 8414 or by OpenID Connect, asked for once: the first answer that is good, else the
 * first. Ends the check as unsupported without an issuer, and where neither is published.
 */
export async function metadataOf(context: Asking & Pick<CheckContext, 'shared'>): Promise<HttpResponse> {
  const { settings } = serverOf(context)
  const { issuer } = settings
  if (issuer === undefined)
    throw new Unsupported('authServer.issuer is not given, so there is no metadata to look for.')
  const answers = await context.shared('auth-server-metadata', async inner => {
    const { origin, pathname } = new URL(issuer)
    const below = pathname.replace(/\/$/, '')
    const places = [
      `${origin}/.well-known/oauth-authorization-server${below}`,
      `${origin}${below}/.well-known/openid-configuration`,
    ]
    const found: HttpResponse[] = []
    for (const place of places) found.push(await browse(inner, place, 'application/json'))
    return found
  })
  // A page for every path is no metadata, and neither is a refusal: publishing it is optional.
  const published = answers.filter(
    answer => answer.status < 300 && (isObject(answer.json) || mediaType(answer) === 'application/json'),
  )
  const best = published.find(({ status, json }) => status === 200 && isObject(json)) ?? published[0]
  if (best === undefined) throw new Unsupported('No metadata is published below authServer.issuer.')
  return best
}

/** The endpoints: those of the target file before those of the metadata. Blocks where there is no token endpoint. */
export async function endpointsOf(context: Asking & Pick<CheckContext, 'shared'>): Promise<Endpoints> {
  const { authorizationEndpoint, tokenEndpoint, issuer } = serverOf(context).settings
  const wantsMore = authorizationEndpoint === undefined || tokenEndpoint === undefined
  const json = wantsMore && issuer !== undefined ? await publishedMembers(context) : undefined
  const named = (key: string): string | undefined => {
    const value = isObject(json) ? json[key] : undefined
    if (typeof value !== 'string' || !URL.canParse(value)) return undefined
    if (new URL(value).protocol === 'https:' || isLoopback(value)) return value
    throw new Blocked(`The metadata names a ${key} without https: nothing secret is sent there (RFC 6749 §3.1, §3.2).`)
  }
  const token = tokenEndpoint ?? named('token_endpoint')
  if (token === undefined)
    throw new Blocked('No token endpoint is known: check authServer.issuer, or name authServer.tokenEndpoint.')
  const authorization = authorizationEndpoint ?? named('authorization_endpoint')
  return { token, ...(authorization === undefined ? {} : { authorization }) }
}

async function publishedMembers(context: Asking & Pick<CheckContext, 'shared'>): Promise<unknown> {
  try {
    return (await metadataOf(context)).json
  } catch (error) {
    if (error instanceof Unsupported) return undefined
    throw error
  }
}

/** How a token request differs from what the target file says of the client. */
export interface ClientSigning {
  readonly method?: 'basic' | 'post'
  /** Another secret; null: none, and so no authentication at all. */
  readonly secret?: string | null
}

/** POST to the token endpoint with these parameters, signed in as the client. Whatever it issues is redacted from now on. */
export async function requestToken(
  context: Asking,
  endpoints: Endpoints,
  parameters: Readonly<Record<string, string>>,
  signing: ClientSigning = {},
): Promise<HttpResponse> {
  const { settings, keepSecret } = serverOf(context)
  const { clientId, clientAuthentication } = settings
  const secret = signing.secret === null ? undefined : (signing.secret ?? settings.clientSecret)
  const form = new URLSearchParams(parameters)
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  }
  const byHeader = secret !== undefined && (signing.method ?? clientAuthentication) === 'basic'
  let credentials: 'none' | { authorization: string } = 'none'
  if (byHeader) {
    const encoded = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+')
    const pair = Buffer.from(`${encoded(clientId)}:${encoded(secret)}`, 'utf8').toString('base64')
    keepSecret(pair)
    credentials = { authorization: `Basic ${pair}` }
  } else {
    form.set('client_id', clientId)
    if (secret !== undefined) form.set('client_secret', secret)
  }
  const response = answered(
    await context.scim.request({
      method: 'POST',
      path: endpoints.token,
      aim: 'authorization-server',
      credentials,
      headers,
      body: form.toString(),
    }),
  )
  if (isObject(response.json)) {
    for (const name of ['access_token', 'refresh_token', 'id_token']) {
      const value = response.json[name]
      if (typeof value === 'string') keepSecret(value)
    }
  }
  return response
}

/** Whether an answer of the token endpoint holds an access token. */
export function hasToken({ status, json }: HttpResponse): boolean {
  return status >= 200 && status < 300 && isObject(json) && json.access_token !== undefined
}

/** The error code of an answer, if it has one. */
export function errorOf({ json }: HttpResponse): string | undefined {
  return isObject(json) && typeof json.error === 'string' ? json.error : undefined
}

/** Status and error code in words. */
export function describeAnswer(response: HttpResponse): string {
  if (hasToken(response)) return `${statusText(response.status)} with tokens`
  const error = errorOf(response)
  return error === undefined ? describeResponse(response) : `${statusText(response.status)}, error ${show(error, 60)}`
}

/**
 * The token request is refused as RFC 6749 §5.2 has it. `breaks` is the requirement that does not hold where tokens come instead;
 * `codes` are the error codes that fit. Blocks where the client itself is refused.
 */
export function expectRefusal(response: HttpResponse, codes: readonly string[], breaks: RequirementId): void {
  const expected = `400 Bad Request, error ${codes.map(code => show(code)).join(' or ')}`
  const got = describeAnswer(response)
  if (hasToken(response)) expectThat(false, { requirement: breaks, expected, got, response })
  const error = errorOf(response)
  if (error === 'invalid_client' && !codes.includes(error)) {
    throw new Blocked(
      'The client is refused as invalid_client: check clientId, clientSecret and clientAuthentication of authServer.',
    )
  }
  const isRefusal = error !== undefined && (response.status === 401 || response.status === 403)
  expectAll(
    () =>
      expectThat(response.status === 400, {
        requirement: '6749-5.2-02',
        expected,
        got,
        response,
        // Refused it is, and the code says why: a client that looks at the code gets along.
        ...(isRefusal ? { arguable: 40 } : {}),
      }),
    () =>
      expectThat(error !== undefined && /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(error), {
        requirement: '6749-5.2-01',
        expected: 'a JSON object with the member error, an error code',
        got: error === undefined ? `${mediaType(response) || 'no media type'}, no error` : `error ${show(error, 60)}`,
        response,
      }),
    () =>
      expectThat(error === undefined || codes.includes(error), { requirement: '6749-5.2-04', expected, got, response }),
  )
}
