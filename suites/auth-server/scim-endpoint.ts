// The SCIM endpoint as a client with an access token sees it, and its challenges.

import type { CheckContext } from '../../src/check/context.ts'
import type { HttpRequest, HttpResponse } from '../../src/check/vocabulary.ts'

/** Reads one page of the first resource type with these credentials. */
export function knock(
  { scim, provider }: Pick<CheckContext, 'scim' | 'provider'>,
  credentials: NonNullable<HttpRequest['credentials']>,
): Promise<HttpResponse> {
  const path = provider.types[0]?.endpoint ?? '/Users'
  return scim.request({ method: 'GET', path, query: { startIndex: 1, count: 2 }, credentials })
}

/** The same with an access token (RFC 6750 §2.1). */
export function knockWith(
  context: Pick<CheckContext, 'scim' | 'provider'>,
  accessToken: string,
): Promise<HttpResponse> {
  return knock(context, { authorization: `Bearer ${accessToken}` })
}

export function isOpened({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300
}

/** The Bearer challenge of an answer and the error it names; undefined where there is none (RFC 6750 §3). */
export function bearerChallenge({ headers }: HttpResponse): { readonly error?: string } | undefined {
  const header = headers['www-authenticate'] ?? ''
  const start = /(?:^|,\s*)Bearer(?=[\s,]|$)/i.exec(header)
  if (start === null) return undefined
  const error = /(?:^|[\s,])error\s*=\s*"?([^",\s]+)/i.exec(header.slice(start.index))?.[1]
  return error === undefined ? {} : { error }
}
