// The `authServer` section of a target file becomes AuthServerSettings.

import { isLoopback } from '../http/loopback.ts'
import type { AuthServerSettings } from './auth-server.ts'
import type { Reading } from './reading.ts'
import type { AuthServerSection } from './target-file.ts'

/** What is wrong with the section is told to `reading`; then the result is of no use. */
export function readAuthServerSection(section: AuthServerSection, reading: Reading): AuthServerSettings {
  const { clientSecret, refreshToken, parameters, ...plain } = section
  if (clientSecret !== undefined) reading.secret(['authServer', 'clientSecret'], clientSecret)
  if (refreshToken !== undefined) reading.secret(['authServer', 'refreshToken'], refreshToken)
  for (const key of ['issuer', 'authorizationEndpoint', 'tokenEndpoint'] as const) {
    const fault = section[key] === undefined ? undefined : addressProblem(section[key])
    if (fault !== undefined) reading.problem({ path: ['authServer', key], message: fault })
  }
  if (!URL.canParse(section.redirectUri)) {
    reading.problem({ path: ['authServer', 'redirectUri'], message: 'must be an absolute URI' })
  }
  for (const name of Object.keys(parameters ?? {})) {
    if (!/^(response_type|client_id|redirect_uri|state|scope|code_challenge(_method)?)$/.test(name)) continue
    const message = 'is set by the authorization request itself and cannot be a further parameter'
    reading.problem({ path: ['authServer', 'parameters', name], at: 'key', message })
  }
  return {
    ...plain,
    clientAuthentication: section.clientAuthentication ?? 'basic',
    parameters: parameters ?? {},
    folder: reading.folder,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
  }
}

function addressProblem(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return 'must be an absolute URL that begins with https://'
  if (text.includes('#')) return 'must not hold a fragment (#…)'
  if (new URL(text).protocol === 'http:' && !isLoopback(text)) {
    return 'must be https: secrets would travel in the clear (http is allowed on the own machine only)'
  }
  return undefined
}
