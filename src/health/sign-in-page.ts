// What answers, but not like SCIM: often a page for people to sign in on, or the way there.

import type { Credentials } from '../auth/credentials.ts'
import type { HttpResponse } from '../http/exchange.ts'
import type { Judgement } from './findings.ts'
import { outcomeOf } from './words.ts'

const signInWords = /log-?in|sign-?in|sso|saml|oauth2?|authorize|auth\b/i

/** A redirect to where one signs in, or a page with a field for a password. */
export function looksLikeSignIn({ status, headers, text, json }: HttpResponse): boolean {
  const { location } = headers
  if (status >= 300 && status < 400) return location !== undefined && signInWords.test(location)
  const isPage = json === undefined && /html/i.test(headers['content-type'] ?? '')
  return isPage && status < 500 && /<input[^>]+type=["']?password/i.test(text.slice(0, 200_000))
}

/** Nothing there answers like SCIM. */
export function judgeNotScim(answer: HttpResponse, { remedy }: Credentials): Judgement {
  const shown = [answer]
  if (looksLikeSignIn(answer)) {
    return {
      state: 'bad',
      words: 'A page to sign in on answers in place of SCIM: the credentials do not let us in.',
      remedy: remedy ?? 'Check the credential, and that the token reaches the API.',
      shown,
    }
  }
  return {
    state: 'bad',
    words: `Nothing there answers like SCIM: a request for ServiceProviderConfig was ${outcomeOf(answer)}.`,
    remedy:
      answer.status >= 500
        ? 'Look whether the service provider behind the gateway is running, and into its log.'
        : 'Check baseUrl in the target file: /Users, /ServiceProviderConfig and /Schemas are looked for below it.',
    shown,
  }
}
