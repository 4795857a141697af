// What an access token says of itself where it is a JWT. Nothing is verified: this only helps to find out why it was refused.

import { durationWords } from './clock.ts'

/** Sentences about a token that was refused: for whom it is, and whether its time has come or gone. Never the token. */
export function tokenWords(token: string, now: number = Date.now()): string[] {
  const claims = claimsOf(token)
  if (claims === undefined) return []
  const words: string[] = []
  const audiences = [claims.aud].flat().filter(one => typeof one === 'string')
  if (audiences.length > 0) words.push(`The token is made for audience ${audiences.map(printable).join(', ')}.`)
  const scope = [claims.scope ?? claims.scp].flat().filter(one => typeof one === 'string')
  if (scope.length > 0) words.push(`It carries scope ${printable(scope.join(' '))}.`)
  const { exp, nbf } = claims
  if (typeof exp === 'number' && exp * 1000 < now)
    words.push(`It expired ${durationWords(now - exp * 1000)} ago by the clock of this machine.`)
  if (typeof nbf === 'number' && nbf * 1000 > now)
    words.push(`It is not valid for another ${durationWords(nbf * 1000 - now)} by the clock of this machine.`)
  return words
}

/** The claims of a JWT, unverified; undefined where the token is none. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload, signature] = token.split('.')
  if (payload === undefined || signature === undefined) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function printable(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
  return `"${plain.length > 120 ? `${plain.slice(0, 120)}…` : plain}"`
}
