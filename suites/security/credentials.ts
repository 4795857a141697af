// How the run signs in, as far as its own requests show it, and requests that sign in wrongly.

import type { CheckContext } from '../../src/check/context.ts'
import type { HttpRequest } from '../../src/check/vocabulary.ts'

type Signing = Pick<HttpRequest, 'credentials' | 'headers'>

/** The header that carries the credentials of the run: recorded exchanges show it with its value taken out. */
function secretHeader({ provider }: Pick<CheckContext, 'provider'>): { name: string; value: string } | undefined {
  const { headers } = provider.answers.ResourceTypes.exchange.request
  if (headers.authorization !== undefined) return { name: 'authorization', value: headers.authorization }
  const found = Object.entries(headers).find(([, value]) => value.includes('[redacted]'))
  return found === undefined ? undefined : { name: found[0], value: found[1] }
}

/** A request without the credentials of the run; ends the check as unsupported where the target is used without any. */
export function withoutCredentials(context: Pick<CheckContext, 'provider' | 'unsupported'>): Signing {
  const secret = secretHeader(context)
  if (secret === undefined) return context.unsupported('the target is used without credentials')
  // The header may be one that the target file sends with every request: emptied, it is left out.
  return { credentials: 'none', headers: { [secret.name]: '' } }
}

/** Ways to sign in that no service provider should take, by name. Nothing in them is a real user or token. */
export function wrongCredentials(
  context: Pick<CheckContext, 'provider' | 'random' | 'unsupported'>,
): readonly (readonly [string, Signing])[] {
  const { random, unsupported } = context
  const secret = secretHeader(context)
  if (secret === undefined) return unsupported('the target is used without credentials')
  const token = `scimc-${random.word(32)}`
  if (secret.name !== 'authorization') {
    return [[`another value of ${secret.name}`, { credentials: 'none', headers: { [secret.name]: token } }]]
  }
  const basic = Buffer.from(`${token}:${token}`).toString('base64')
  const authorization = (value: string): Signing => ({ credentials: { authorization: value } })
  const own = secret.value.split(' ')[0] ?? 'Bearer'
  return own.toLowerCase() === 'basic'
    ? [
        ['a user no one knows', authorization(`Basic ${basic}`)],
        ['Basic without a value', authorization('Basic')],
      ]
    : [
        ['a token no one issued', authorization(`${own} ${token}`)],
        ['a token that is three dots', authorization(`${own} a.b.c`)],
        [`${own} without a token`, authorization(own)],
        ['a scheme no one knows', authorization(`Scimc ${token}`)],
        ['Basic with a user no one knows', authorization(`Basic ${basic}`)],
      ]
}
