// The `auth` section of a target file becomes AuthSettings: tokens are fetched from where they are kept, and checked.

import { resolve } from 'node:path'
import type { AuthSettings } from '../auth/auth-settings.ts'
import { commandProblem, type RunCommand, tokenIn, tokenProblem } from '../auth/token-source.ts'
import { isLoopback } from '../http/loopback.ts'
import { headerValueProblem, isHeaderName, isOurHeader } from './header-rules.ts'
import type { Reading } from './reading.ts'
import type { AuthSection, OAuth2Section } from './target-file.ts'
import { reasonOf } from './tls-files.ts'

/** Undefined when the section cannot be used; then a problem was told. */
export async function readAuthSection(
  section: AuthSection,
  reading: Reading,
  run: RunCommand,
): Promise<AuthSettings | undefined> {
  const { problem, secret } = reading
  switch (section.type) {
    case 'none':
      return { type: 'none' }
    case 'basic': {
      const { username, password } = section
      secret(['auth', 'password'], password)
      if (username.includes(':')) {
        problem({ path: ['auth', 'username'], message: 'must not hold a colon (RFC 7617, section 2)' })
      }
      return { type: 'basic', username, password }
    }
    case 'header': {
      const { name, value } = section
      secret(['auth', 'value'], value)
      if (!isHeaderName(name)) problem({ path: ['auth', 'name'], message: 'is not the name of a header' })
      else if (isOurHeader(name))
        problem({ path: ['auth', 'name'], message: 'is a header that the client sets itself' })
      const fault = headerValueProblem(value)
      if (fault !== undefined) problem({ path: ['auth', 'value'], message: fault })
      return { type: 'header', name, value }
    }
    case 'bearer':
      return readBearer(section, reading, run)
    case 'oauth2':
      return readOAuth2(section, reading)
  }
}

async function readBearer(
  section: Extract<AuthSection, { type: 'bearer' }>,
  reading: Reading,
  run: RunCommand,
): Promise<AuthSettings | undefined> {
  const { folder, env, problem, secret } = reading
  if (section.token !== undefined) {
    const { token } = section
    secret(['auth', 'token'], token)
    const fault = tokenProblem(token)
    if (fault !== undefined) problem({ path: ['auth', 'token'], message: `the token ${fault}` })
    const names = reading.filled.get('auth/token')?.names
    return {
      type: 'bearer',
      token,
      from: names === undefined ? 'the target file' : names.map(name => `$${name}`).join(' and '),
    }
  }
  if (section.tokenFile !== undefined) {
    const name = section.tokenFile
    const path = resolve(folder, name)
    let text: string
    try {
      text = await reading.readFile(path)
    } catch (error) {
      problem({ path: ['auth', 'tokenFile'], message: `cannot read ${name}: ${reasonOf(error)}` })
      return undefined
    }
    const read = tokenIn(text)
    if ('problem' in read) {
      problem({ path: ['auth', 'tokenFile'], message: `${name} ${read.problem}` })
      return undefined
    }
    secret([], read.token)
    return { type: 'bearer', token: read.token, from: `file ${name}`, source: { kind: 'file', path } }
  }
  const command = section.tokenCommand ?? []
  const result = await run(command, { folder, env })
  const failure = commandProblem(result)
  const read = failure === undefined ? tokenIn(result.stdout) : { problem: failure }
  if ('problem' in read) {
    problem({
      path: ['auth', 'tokenCommand'],
      message: `the command ${read.problem}`,
      hint: 'Run the command of auth.tokenCommand by hand to see why; its output is not shown here.',
    })
    return undefined
  }
  secret([], read.token)
  return { type: 'bearer', token: read.token, from: 'tokenCommand', source: { kind: 'command', command, folder } }
}

function readOAuth2(section: OAuth2Section, reading: Reading): AuthSettings {
  const { clientId, clientSecret, issuer, tokenEndpoint, scope, audience, resource, parameters } = section
  reading.secret(['auth', 'clientSecret'], clientSecret)
  const endpoint = tokenEndpoint ?? issuer ?? '' // The schema asks for exactly one of them.
  const fault = endpointProblem(endpoint)
  if (fault !== undefined) {
    reading.problem({ path: ['auth', tokenEndpoint === undefined ? 'issuer' : 'tokenEndpoint'], message: fault })
  }
  for (const [name, value] of Object.entries(parameters ?? {})) {
    const path = ['auth', 'parameters', name]
    if (/secret|password|token|assertion/i.test(name)) reading.secret(path, value)
    if (/^(grant_type|client_id|client_secret)$/.test(name)) {
      reading.problem({ path, at: 'key', message: 'is set by the grant itself and cannot be a further parameter' })
    }
  }
  return {
    type: 'oauth2',
    grant: 'client-credentials',
    clientId,
    clientSecret,
    clientAuthentication: section.clientAuthentication ?? 'basic',
    parameters: parameters ?? {},
    proxy: (fault === undefined ? reading.proxyFor(endpoint) : undefined) ?? null,
    ...(issuer === undefined ? {} : { issuer }),
    ...(tokenEndpoint === undefined ? {} : { tokenEndpoint }),
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
    ...(resource === undefined ? {} : { resource }),
  }
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
