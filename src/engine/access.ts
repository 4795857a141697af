// Can we talk to the target at all? Asked at the start, and again when the middle of a run casts doubt on it.

import { describeResponse, mediaType, statusText } from '../check/words.ts'
import { AuthenticationError, type HarnessError, UnreachableError } from '../errors.ts'
import type { HttpResponse } from '../http/exchange.ts'
import type { Transport } from '../http/transport.ts'
import type { Provider, Send } from '../target/provider.ts'
import type { Target } from '../target/target.ts'

/**
 * Reads one resource endpoint with count=1. Throws UnreachableError where no answer comes or nothing there is SCIM,
 * AuthenticationError for 401 and 403, each with what was tried.
 */
export async function checkAccess(send: Send, target: Target, provider: Provider, signedIn: string): Promise<void> {
  const path = provider.types[0]?.endpoint ?? target.paths.User ?? '/Users'
  const answer = await send({ method: 'GET', path, query: { count: 1 } })
  const { exchange } = answer
  if (answer.problem !== undefined && answer.status === 0) {
    throw new UnreachableError(`${exchange.request.url} gives no answer: ${exchange.problem?.message}.`, {
      hint: hintFor(answer),
    })
  }
  if (answer.status === 401 || answer.status === 403) throw refusal(answer, signedIn)
  const elsewhere = Object.values(provider.answers)
  const looksLikeScim = provider.types.length > 0 || [answer, ...elsewhere].some(isScim)
  if (!looksLikeScim) {
    const refused = elsewhere.find(({ status }) => status === 401 || status === 403)
    if (refused !== undefined) throw refusal(refused, signedIn)
    const what =
      mediaType(answer) === 'text/html' ? `${statusText(answer.status)} with an HTML page` : describeResponse(answer)
    throw new UnreachableError(
      `Nothing at ${target.name} answers like SCIM: GET ${exchange.request.url} was answered ${what}.`,
      {
        hint:
          answer.status === 200 && mediaType(answer) === 'text/html'
            ? 'An HTML page with 200 is often a login page or a single-page app: check baseUrl, and that the token reaches the API.'
            : 'Check baseUrl in the target file: /Users, /ServiceProviderConfig and /Schemas are looked for below it.',
      },
    )
  }
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

function refusal(answer: HttpResponse, signedIn: string): AuthenticationError {
  const { exchange } = answer
  const challenge = exchange.response?.headers['www-authenticate']
  return new AuthenticationError(
    `GET ${exchange.request.url} was answered ${describeResponse(answer)}, signed in with ${signedIn}.`,
    {
      hint:
        answer.status === 403
          ? 'The credential is known but has no right to read users: give it the SCIM role or scope.'
          : `Check the credential and whether it has expired.${challenge === undefined ? '' : ` The service provider asks for: ${challenge}`}`,
    },
  )
}

/** After a 401 in mid-run: the error to stop with when a plain read is refused too. */
export async function confirmUnauthorized(
  send: Send,
  path: string,
  first: HttpResponse,
  signedIn: string,
): Promise<HarnessError | undefined> {
  const answer = await send({ method: 'GET', path, query: { count: 1 } })
  if (answer.status !== 401) return undefined
  return new AuthenticationError(
    `In mid-run the service provider stopped accepting our credentials: ${first.exchange.request.method} ${first.exchange.request.url} was answered 401, and so is a plain read. Signed in with ${signedIn}.`,
    { hint: 'Has the token expired or been revoked? Get a new one and run again.' },
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
      return 'Is the service provider running, and are host and port in baseUrl right? Is a proxy needed?'
    case 'tls':
      return 'The certificate was not accepted: name the CA with tls.ca in the target file, or check host name and expiry.'
    case 'timeout':
      return 'It took the connection but did not answer in time: raise timeouts.request in the target file, or look why it hangs.'
    default:
      return 'Check that baseUrl names an HTTP(S) endpoint and not another protocol.'
  }
}
