// `auth` with type oauth2 becomes OAuth2Settings: what goes together is checked, keys are read, and tokens get their place.

import { resolve } from 'node:path'
import type { AuthSettings, ClientAuthentication, ClientKey } from '../auth/auth-settings.ts'
import { importClientKey } from '../auth/client-key.ts'
import { tokenFileIn, tokenFolder } from '../auth/token-file.ts'
import { isLoopback } from '../http/loopback.ts'
import type { Reading } from './reading.ts'
import type { OAuth2Section } from './target-file.ts'
import { reasonOf } from './tls-files.ts'

/** The target that a sign-in is for. */
export interface SignInPlace {
  /** The target file, as messages name it. */
  readonly file: string
  /** As reports name it. */
  readonly name: string
  readonly baseUrl: string
  /** Whether `tls` names a client certificate. */
  readonly hasCertificate: boolean
}

/** Reads the section; what cannot be used is told as a problem. */
export async function readOAuth2(section: OAuth2Section, reading: Reading, place: SignInPlace): Promise<AuthSettings> {
  const { clientId, clientSecret, issuer, tokenEndpoint, scope, audience, resource, parameters, redirectUri } = section
  const { grant = 'client-credentials', refreshToken, authorizationEndpoint } = section
  const problemAt = (key: keyof OAuth2Section, message: string): void =>
    reading.problem({ path: ['auth', key], message })

  if (clientSecret !== undefined) reading.secret(['auth', 'clientSecret'], clientSecret)
  if (refreshToken !== undefined) reading.secret(['auth', 'refreshToken'], refreshToken)
  const clientAuthentication = clientAuthenticationOf(section)
  const clientKey = await readClientKey(section, clientAuthentication, reading)
  for (const message of authenticationProblems(section, clientAuthentication, place)) problemAt(...message)
  for (const message of grantProblems(section, grant)) problemAt(...message)
  for (const key of ['issuer', 'tokenEndpoint', 'authorizationEndpoint'] as const) {
    const fault = section[key] === undefined ? undefined : endpointProblem(section[key])
    if (fault !== undefined) problemAt(key, fault)
  }
  const redirectFault = redirectUri === undefined ? undefined : redirectProblem(redirectUri)
  if (redirectFault !== undefined) problemAt('redirectUri', redirectFault)
  for (const [name, value] of Object.entries(parameters ?? {})) {
    const path = ['auth', 'parameters', name]
    if (/secret|password|token|assertion/i.test(name)) reading.secret(path, value)
    if (ownParameters.test(name)) {
      reading.problem({ path, at: 'key', message: 'is set by the grant itself and cannot be a further parameter' })
    }
  }

  const endpoint = tokenEndpoint ?? issuer ?? '' // The schema asks for exactly one of them.
  const identity = [endpoint, clientId, place.baseUrl, scope, audience, resource]
  const keeps = grant !== 'client-credentials'
  return {
    type: 'oauth2',
    grant,
    clientId,
    clientAuthentication,
    parameters: parameters ?? {},
    proxy: (endpointProblem(endpoint) === undefined ? reading.proxyFor(endpoint) : undefined) ?? null,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(clientKey === undefined ? {} : { clientKey }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(tokenEndpoint === undefined ? {} : { tokenEndpoint }),
    ...(authorizationEndpoint === undefined ? {} : { authorizationEndpoint }),
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
    ...(resource === undefined ? {} : { resource }),
    ...(redirectUri === undefined ? {} : { redirectUri }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(keeps
      ? {
          tokenFile: tokenFileIn(tokenFolder(reading.env), identity),
          signInAgain: signInWords(grant, place.file, reading),
        }
      : {}),
  }
}

const ownParameters =
  /^(grant_type|client_id|client_secret|client_assertion|client_assertion_type|code|code_challenge|code_challenge_method|code_verifier|nonce|redirect_uri|refresh_token|response_type|state)$/

function clientAuthenticationOf(section: OAuth2Section): ClientAuthentication {
  if (section.clientAuthentication !== undefined) return section.clientAuthentication
  if (section.clientSecret !== undefined) return 'basic'
  if (section.privateKey !== undefined || section.privateKeyFile !== undefined) return 'private-key-jwt'
  return 'none'
}

type Fault = readonly [key: keyof OAuth2Section, message: string]

function authenticationProblems(section: OAuth2Section, way: ClientAuthentication, place: SignInPlace): Fault[] {
  const hasSecret = section.clientSecret !== undefined
  const hasKey = section.privateKey !== undefined || section.privateKeyFile !== undefined
  const faults: Fault[] = []
  if (!hasSecret && (way === 'basic' || way === 'post')) {
    faults.push(['clientSecret', `is missing; clientAuthentication: ${way} needs it`])
  }
  if (hasSecret && way !== 'basic' && way !== 'post') {
    faults.push(['clientSecret', `is not used with clientAuthentication: ${way}; leave one of the two out`])
  }
  if (!hasKey && way === 'private-key-jwt') {
    faults.push(['privateKeyFile', 'is missing; clientAuthentication: private-key-jwt needs it, or privateKey'])
  }
  if (hasKey && way !== 'private-key-jwt') {
    const key = section.privateKey === undefined ? 'privateKeyFile' : 'privateKey'
    faults.push([key, `is used with clientAuthentication: private-key-jwt alone; it is ${way} here`])
  }
  if (section.privateKey !== undefined && section.privateKeyFile !== undefined) {
    faults.push(['privateKeyFile', 'cannot stand beside privateKey'])
  }
  if (way === 'tls-client-auth' && !place.hasCertificate) {
    faults.push(['clientAuthentication', 'tls-client-auth needs tls.certificate and tls.key'])
  }
  if (way === 'none' && (section.grant ?? 'client-credentials') === 'client-credentials') {
    const message =
      section.clientAuthentication === undefined
        ? 'is missing; client credentials need it, or privateKeyFile, or clientAuthentication: tls-client-auth'
        : 'cannot be left out: a public client has no client credentials'
    faults.push(['clientSecret', message])
  }
  return faults
}

function grantProblems(section: OAuth2Section, grant: string): Fault[] {
  const faults: Fault[] = []
  const isOfCode = grant === 'authorization-code'
  if (isOfCode && section.tokenEndpoint !== undefined && section.authorizationEndpoint === undefined) {
    faults.push(['authorizationEndpoint', 'is missing; grant: authorization-code needs it beside tokenEndpoint'])
  }
  if (section.authorizationEndpoint !== undefined && section.tokenEndpoint === undefined) {
    faults.push(['authorizationEndpoint', 'cannot stand beside issuer, from which it is discovered'])
  } else if (section.authorizationEndpoint !== undefined && !isOfCode) {
    faults.push(['authorizationEndpoint', `is used with grant: authorization-code alone; it is ${grant} here`])
  }
  if (section.redirectUri !== undefined && !isOfCode) {
    faults.push(['redirectUri', `is used with grant: authorization-code alone; it is ${grant} here`])
  }
  if (grant === 'refresh-token' && section.refreshToken === undefined) {
    faults.push(['refreshToken', 'is missing; grant: refresh-token needs it'])
  }
  if (grant !== 'refresh-token' && section.refreshToken !== undefined) {
    faults.push(['refreshToken', `is used with grant: refresh-token alone; it is ${grant} here`])
  }
  return faults
}

async function readClientKey(
  { privateKey, privateKeyFile, keyId, algorithm }: OAuth2Section,
  way: ClientAuthentication,
  reading: Reading,
): Promise<ClientKey | undefined> {
  if (way !== 'private-key-jwt' || (privateKey === undefined && privateKeyFile === undefined)) return undefined
  const path = ['auth', privateKey === undefined ? 'privateKeyFile' : 'privateKey']
  let text = privateKey
  if (privateKey !== undefined) reading.secret(path, privateKey)
  else {
    try {
      text = await reading.readFile(resolve(reading.folder, privateKeyFile ?? ''))
    } catch (error) {
      reading.problem({ path, message: `cannot read ${privateKeyFile}: ${reasonOf(error)}` })
      return undefined
    }
  }
  // In an environment variable, line ends are often written as \n.
  const key: ClientKey = {
    text: (text ?? '').includes('-----BEGIN') ? (text ?? '').replaceAll('\\n', '\n') : (text ?? ''),
    ...(keyId === undefined ? {} : { keyId }),
    ...(algorithm === undefined ? {} : { algorithm }),
  }
  try {
    importClientKey(key)
  } catch (error) {
    reading.problem({ path, message: error instanceof Error ? error.message : 'cannot be used' })
  }
  return key
}

/** What to do once the refresh token is dead, as half a sentence. */
function signInWords(grant: string, file: string, { filled }: Reading): string {
  if (grant === 'refresh-token') {
    const names = filled.get('auth/refreshToken')?.names
    const where = names === undefined ? 'the target file' : names.map(name => `$${name}`).join(' and ')
    return `sign in again to get a new one, and put it into ${where}`
  }
  const shown = /^[\w./:@%+=,-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`
  return `sign in again with \`scim-conformance login --target ${shown}\``
}

function endpointProblem(text: string): string | undefined {
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) return 'must be an absolute URL that begins with https://'
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password'
  if (text.includes('#')) return 'must not hold a fragment (#…)'
  if (url.protocol === 'http:' && !isLoopback(text)) {
    return 'must be https: the client secret would travel in the clear (http is allowed on the own machine only)'
  }
  return undefined
}

function redirectProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be an absolute URL, as it is registered for the client'
  return /[?#]/.test(text) ? 'must not hold a query or a fragment' : undefined
}
