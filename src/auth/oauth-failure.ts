// Says in plain words why no access token could be had: what was tried, what came back, what to do. Never a secret.

import { AuthenticationError } from '../errors.ts'
import type { TransportProblem } from '../http/exchange.ts'
import { createRedactor } from '../http/redact.ts'
import type { OAuth2Settings } from './auth-settings.ts'
import { clockSkew } from './clock.ts'
import { hintForCode } from './oauth-hints.ts'
import { proxyRemedy, tlsRemedy } from './tls-remedy.ts'

/** What happened last on the way to a token. */
export interface LastAttempt {
  readonly url: string
  /** The answer, if there was one; `date` is its Date header. */
  readonly answer?: {
    readonly status: number
    readonly contentType: string
    readonly text: string
    readonly date: string | null
  }
  readonly problem?: TransportProblem
}

export interface Failure {
  readonly settings: OAuth2Settings
  /** Taken out of whatever is quoted. */
  readonly secrets: ReadonlySet<string>
  /** What was tried, in words that follow "No access token:". */
  readonly attempt: string
  readonly last: LastAttempt | undefined
  /** What the OAuth library says about an odd answer. */
  readonly reason: string
}

/** Makes the error for an attempt that failed. */
export function explainFailure({ settings, secrets, attempt, last, reason }: Failure): AuthenticationError {
  const url = last?.url ?? settings.tokenEndpoint ?? settings.issuer ?? ''
  // No answer, or one that says that it cannot answer now.
  const isOutage = last?.problem !== undefined || last?.answer?.status === 429 || (last?.answer?.status ?? 0) >= 500
  const fail = (what: string, hint: string, oauthError?: string): AuthenticationError =>
    new AuthenticationError(`No access token: ${attempt} at ${url} ${what}.`, {
      hint,
      isOutage: oauthError === undefined ? isOutage : /^(server_error|temporarily_unavailable)$/.test(oauthError),
      ...(oauthError === undefined ? {} : { oauthError }),
    })

  if (last?.problem !== undefined) return fail(...explainProblem(last.problem, settings))
  if (last?.answer === undefined)
    return fail(`was not possible: ${reason}`, 'Check the auth section of the target file.')
  const { status, contentType, text } = last.answer
  const json = parseObject(text)
  const code = typeof json?.error === 'string' ? printable(json.error, secrets, 60) : undefined
  if (code !== undefined) {
    const description = typeof json?.error_description === 'string' ? json.error_description : ''
    const detail = description === '' ? '' : ` (${printable(description, secrets, 200)})`
    const skew = clockSkew(last.answer.date)
    const hint = [hintForCode(code, description, settings), ...(skew === undefined ? [] : [skew])].join(' ')
    return fail(`was answered ${status} ${code}${detail}`, hint, code)
  }
  if (status >= 300 && status < 400) {
    return fail(
      `was answered ${status}, a redirect, which is not followed`,
      `Write the final address as ${addressKey(settings)}.`,
    )
  }
  if (/html/i.test(contentType) || /^\s*<(!doctype|html)/i.test(text)) {
    const hint = `This is a page for people. Is ${addressKey(settings)} the address of the ${settings.tokenEndpoint === undefined ? 'issuer' : 'token endpoint, not of a sign-in page'}?`
    return fail(`was answered ${status} with HTML instead of JSON`, hint)
  }
  if (status !== 200 && url.includes('/.well-known/')) {
    const hint = 'No metadata is published there. Check auth.issuer, or write auth.tokenEndpoint instead.'
    return fail(`was answered ${status}`, hint)
  }
  if (status === 404 || status === 405) {
    return fail(`was answered ${status}`, `Nothing takes token requests there. Check ${addressKey(settings)}.`)
  }
  if (status === 429 || status >= 500) {
    return fail(
      `was answered ${status}`,
      'The authorization server is busy or broken. Try again later, or ask its operator.',
    )
  }
  if (status !== 200) return fail(`was answered ${status} without an OAuth error code`, hintForCode('', '', settings))
  return fail(
    `was answered 200, but ${reason}`,
    'The answer is not what RFC 6749, section 5.1, describes. Ask the operator of the authorization server.',
  )
}

function addressKey(settings: OAuth2Settings): string {
  return settings.tokenEndpoint === undefined ? 'auth.issuer' : 'auth.tokenEndpoint'
}

function explainProblem(problem: TransportProblem, settings: OAuth2Settings): [what: string, hint: string] {
  const key = addressKey(settings)
  switch (problem.kind) {
    case 'unreachable':
      return [
        `reached no one: ${problem.message}`,
        proxyRemedy(problem.message) ??
          `Check the host and port of ${key}, the network, and the proxy if there is one.`,
      ]
    case 'tls':
      return [`failed in the TLS handshake: ${problem.message}`, tlsRemedy(problem.message)]
    case 'timeout':
      return [
        `got no answer in time: ${problem.message}`,
        'Try again later; check the network, and the proxy if there is one.',
      ]
    case 'reset':
      return [`was cut off: ${problem.message}`, `Check that ${key} begins with the right one of https:// and http://.`]
    case 'too-large':
      return [`was answered with too much: ${problem.message}`, `Check ${key}.`]
    case 'protocol':
      return [
        `was not answered in HTTP: ${problem.message}`,
        `Check that ${key} begins with the right one of https:// and http://.`,
      ]
  }
}

/** Text of the authorization server, made safe to print: no secret, no control characters, not too long. */
export function printable(text: string, secrets: ReadonlySet<string>, limit: number): string {
  const plain = createRedactor([...secrets])
    .text(text)
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
  return plain.length > limit ? `${plain.slice(0, limit)}…` : plain
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
