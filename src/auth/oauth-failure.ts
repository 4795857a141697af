// Says in plain words why no access token could be had: what was tried, what came back, what to do. Never a secret.

import { AuthenticationError } from '../errors.ts'
import type { TransportProblem } from '../http/exchange.ts'
import type { OAuth2Settings } from './auth-settings.ts'

/** What happened last on the way to a token. */
export interface LastAttempt {
  readonly url: string
  /** The answer, if there was one. */
  readonly answer?: { readonly status: number; readonly contentType: string; readonly text: string }
  readonly problem?: TransportProblem
}

/** Makes the error for an attempt that failed; `reason` is what the OAuth library says about an odd answer. */
export function explainFailure(
  settings: OAuth2Settings,
  attempt: LastAttempt | undefined,
  reason: string,
): AuthenticationError {
  const tried = `OAuth 2.0 client credentials of client "${settings.clientId}"`
  const url = attempt?.url ?? settings.tokenEndpoint ?? settings.issuer ?? ''
  const fail = (what: string, hint: string): AuthenticationError =>
    new AuthenticationError(`No access token: ${tried} at ${url} ${what}.`, { hint })

  if (attempt?.problem !== undefined) return fail(...explainProblem(attempt.problem, settings))
  if (attempt?.answer === undefined)
    return fail(`was not possible: ${reason}`, 'Check the auth section of the target file.')
  const { status, contentType, text } = attempt.answer
  const json = parseObject(text)
  const code = typeof json?.error === 'string' ? printable(json.error, settings, 60) : undefined
  if (code !== undefined) {
    const description = typeof json?.error_description === 'string' ? json.error_description : ''
    const detail = description === '' ? '' : ` (${printable(description, settings, 200)})`
    return fail(`was answered ${status} ${code}${detail}`, hintFor(code, settings))
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
  if (status !== 200) return fail(`was answered ${status} without an OAuth error code`, hintFor('', settings))
  return fail(
    `was answered 200, but ${reason}`,
    'The answer is not what RFC 6749, section 5.1, describes. Ask the operator of the authorization server.',
  )
}

function addressKey(settings: OAuth2Settings): string {
  return settings.tokenEndpoint === undefined ? 'auth.issuer' : 'auth.tokenEndpoint'
}

function hintFor(code: string, settings: OAuth2Settings): string {
  const other = settings.clientAuthentication === 'basic' ? 'post' : 'basic'
  switch (code) {
    case 'invalid_client':
      return `Check auth.clientId and auth.clientSecret. Some authorization servers want the secret sent the other way: clientAuthentication: ${other}.`
    case 'invalid_scope':
      return settings.scope === undefined
        ? 'The authorization server wants a scope. Name it as auth.scope.'
        : 'The client may not have this scope, or it is spelt otherwise. Check auth.scope.'
    case 'unauthorized_client':
      return 'The client is known but may not use client credentials. Allow that grant for it at the authorization server.'
    case 'unsupported_grant_type':
      return 'This endpoint does not offer client credentials. Use type: bearer with a token obtained another way.'
    case 'invalid_grant':
      return 'The authorization server no longer accepts the grant. Check that the client is enabled.'
    case 'invalid_target':
      return 'The authorization server does not know the resource or audience. Check auth.resource and auth.audience.'
    case 'invalid_request':
      return 'A parameter is missing or refused. Some authorization servers want auth.scope, auth.audience or auth.resource.'
    case 'access_denied':
      return 'The client may not have a token for this. Check its rights, auth.scope and auth.audience.'
    case 'temporarily_unavailable':
    case 'server_error':
      return 'The authorization server is busy or broken. Try again later, or ask its operator.'
    default:
      return 'Check the auth section of the target file, and the log of the authorization server.'
  }
}

function explainProblem(problem: TransportProblem, settings: OAuth2Settings): [what: string, hint: string] {
  const key = addressKey(settings)
  switch (problem.kind) {
    case 'unreachable':
      return [
        `reached no one: ${problem.message}`,
        `Check the host and port of ${key}, the network, and the proxy if there is one.`,
      ]
    case 'tls':
      return [
        `failed in the TLS handshake: ${problem.message}`,
        'If the certificate comes from a certificate authority of your own, name its file as tls.ca.',
      ]
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
function printable(text: string, settings: OAuth2Settings, limit: number): string {
  const secret = settings.clientSecret
  const plain = [secret, encodeURIComponent(secret)]
    .reduce((rest, form) => rest.replaceAll(form, '[redacted]'), text)
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
