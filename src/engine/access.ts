// Can we talk to the target at all? Asked at the start, and again when the middle of a run casts doubt on it.

import type { Credentials } from '../auth/credentials.ts'
import { refusalHint } from '../auth/refusal.ts'
import { proxyRemedy, tlsRemedy } from '../auth/tls-remedy.ts'
import { describeResponse, mediaType, statusText } from '../check/words.ts'
import { AuthenticationError, type HarnessError, UnreachableError } from '../errors.ts'
import type { HttpResponse } from '../http/exchange.ts'
import type { Transport } from '../http/transport.ts'
import type { Provider, Send } from '../target/provider.ts'
import type { Target } from '../target/target.ts'

/**
 * Reads one resource endpoint with count=1, and gives the answer. Throws UnreachableError where no answer comes or nothing
 * there is SCIM, AuthenticationError for 401, 403 and 407, each with what was tried.
 */
export async function checkAccess(
  send: Send,
  target: Target,
  provider: Provider,
  credentials: Credentials,
): Promise<HttpResponse> {
  const path = provider.types[0]?.endpoint ?? target.paths.User ?? '/Users'
  const answer = await send({ method: 'GET', path, query: { count: 1 } })
  const { exchange } = answer
  if (answer.problem !== undefined && answer.status === 0) {
    throw new UnreachableError(`${exchange.request.url} gives no answer: ${exchange.problem?.message}.`, {
      hint: hintFor(answer),
    })
  }
  if (isRefusal(answer)) throw refusal(answer, credentials)
  const elsewhere = Object.values(provider.answers)
  const looksLikeScim = provider.types.length > 0 || [answer, ...elsewhere].some(isScim)
  if (!looksLikeScim) {
    const refused = elsewhere.find(isRefusal)
    if (refused !== undefined) throw refusal(refused, credentials)
    const what =
      mediaType(answer) === 'text/html'
        ? `${statusText(answer.status)} with an HTML page`
        : `${describeResponse(answer)}${bodyWords(answer)}`
    throw new UnreachableError(
      `Nothing at ${target.name} answers like SCIM: GET ${exchange.request.url} was answered ${what}.`,
      {
        hint:
          answer.status === 200 && mediaType(answer) === 'text/html'
            ? 'An HTML page with 200 is often a login page or a single-page app: check baseUrl, and that the token reaches the API.'
            : looksLikeSignInPage(answer)
              ? `A redirect is often the way to a login page: check baseUrl and the credential. ${credentials.remedy ?? ''}`.trim()
              : 'Check baseUrl in the target file: /Users, /ServiceProviderConfig and /Schemas are looked for below it.',
      },
    )
  }
  return answer
}

/** What keeps a body from being SCIM; the parser's own words could quote from it. */
function bodyWords({ status, text, json, jsonProblem, problem }: HttpResponse): string {
  if (status !== 200 || problem !== undefined) return ''
  if (text === '') return ', without a body'
  if (jsonProblem === undefined) return typeof json === 'object' && json !== null ? '' : ', with JSON that is no object'
  return /UTF-8|more than \d+ deep/.test(jsonProblem) ? `, but ${jsonProblem}` : ', with a body that is not JSON'
}

function isScim(answer: HttpResponse): boolean {
  return (
    answer.status > 0 &&
    answer.status < 500 &&
    answer.status !== 404 &&
    typeof answer.json === 'object' &&
    answer.json !== null
  )
}

function isRefusal({ status }: HttpResponse): boolean {
  return status === 401 || status === 403 || status === 407
}

function refusal(answer: HttpResponse, credentials: Credentials): AuthenticationError {
  const { exchange } = answer
  return new AuthenticationError(
    `GET ${exchange.request.url} was answered ${describeResponse(answer)}, signed in with ${credentials.description}.`,
    { hint: refusalHint({ status: answer.status, headers: exchange.response?.headers ?? {} }, credentials) },
  )
}

/** After a 401 in mid-run: the error to stop with when a plain read is refused too. */
export async function confirmUnauthorized(
  send: Send,
  path: string,
  first: HttpResponse,
  credentials: Credentials,
): Promise<HarnessError | undefined> {
  const answer = await send({ method: 'GET', path, query: { count: 1 } })
  if (answer.status !== 401) return undefined
  return new AuthenticationError(
    `In mid-run the service provider stopped accepting our credentials: ${first.exchange.request.method} ${first.exchange.request.url} was answered 401, and so is a plain read. Signed in with ${credentials.description}.`,
    {
      hint: `Has the token expired or been revoked? Get a new one and run again. ${refusalHint({ status: 401, headers: answer.exchange.response?.headers ?? {} }, credentials)}`,
    },
  )
}

/** Whether an answer looks like a page for people to sign in on, or the way there. */
export function looksLikeSignInPage(answer: HttpResponse): boolean {
  const { status } = answer
  const isElsewhere = status === 302 || status === 303 || status === 307
  // JSON that is only called HTML is a fault of its own.
  const isPage = mediaType(answer) === 'text/html' && answer.json === undefined && answer.text !== ''
  return (status === 200 && isPage) || (isElsewhere && answer.headers.location !== undefined)
}

/**
 * After a web page or a redirect in mid-run: the error to stop with when a plain read, which was answered with SCIM at the
 * start, meets the same.
 */
export async function confirmSignedOut(
  send: Send,
  path: string,
  credentials: Credentials,
): Promise<HarnessError | undefined> {
  const answer = await send({ method: 'GET', path, query: { count: 1 } })
  if (!looksLikeSignInPage(answer)) return undefined
  const what = answer.status === 200 ? 'an HTML page' : `a redirect to ${answer.exchange.response?.headers.location}`
  return new AuthenticationError(
    `In mid-run the service provider, or a gateway before it, began to answer with ${what} where it had answered with SCIM. Signed in with ${credentials.description}.`,
    { hint: `This is often a login page: the session or the token has ended. ${credentials.remedy ?? ''}`.trim() },
  )
}

/** After a failed connection in mid-run: the error to stop with when none can be made for five seconds. */
export async function confirmGone(transport: Transport, url: URL): Promise<HarnessError | undefined> {
  let message = ''
  for (let attempt = 0; attempt < 10; attempt++) {
    await new Promise(resolve => setTimeout(resolve, 500))
    const answer = await transport.send({ method: 'GET', url, headers: {}, timeoutMs: 2000, freshConnection: true })
    if (answer.status !== 0 && ![502, 503, 504].includes(answer.status)) return undefined
    message = answer.problem?.message ?? `it answers ${answer.status}`
  }
  return new UnreachableError(`The service provider can no longer be reached: ${message}.`, {
    hint: 'It answered at the start of the run and not for the last five seconds: has it crashed? The last exchanges of the report show what was sent.',
  })
}

function hintFor(answer: HttpResponse): string {
  switch (answer.problem?.kind) {
    case 'unreachable':
      return (
        proxyRemedy(answer.problem.message) ??
        'Is the service provider running, and are host and port in baseUrl right? Is a proxy needed?'
      )
    case 'tls':
      return tlsRemedy(answer.problem.message)
    case 'timeout':
      return 'It took the connection but did not answer in time: raise timeouts.request in the target file, or look why it hangs.'
    default:
      return 'Check that baseUrl names an HTTP(S) endpoint and not another protocol.'
  }
}
