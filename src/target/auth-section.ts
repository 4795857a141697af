// The `auth` section of a target file becomes AuthSettings: tokens are fetched from where they are kept, and checked.

import { resolve } from 'node:path'
import type { AskSecret } from '../auth/ask-secret.ts'
import type { AuthSettings } from '../auth/auth-settings.ts'
import { commandProblem, type RunCommand, tokenIn, tokenProblem } from '../auth/token-source.ts'
import { ConfigurationError } from '../errors.ts'
import { readOAuth2, type SignInPlace } from './auth-section-oauth2.ts'
import { headerValueProblem, isHeaderName, isOurHeader } from './header-rules.ts'
import type { Reading } from './reading.ts'
import type { AuthSection } from './target-file.ts'
import { reasonOf } from './tls-files.ts'

/** Where secrets come from that are not in the file, and what the sign-in is for. */
export interface AuthSources extends SignInPlace {
  readonly runCommand: RunCommand
  readonly askSecret: AskSecret
}

/** Undefined when the section cannot be used; then a problem was told. */
export async function readAuthSection(
  section: AuthSection,
  reading: Reading,
  { runCommand, askSecret, ...place }: AuthSources,
): Promise<AuthSettings | undefined> {
  const { problem, secret } = reading
  switch (section.type) {
    case 'none':
      return { type: 'none' }
    case 'basic': {
      const { username } = section
      if (section.password !== undefined) secret(['auth', 'password'], section.password)
      if (username.includes(':')) {
        problem({ path: ['auth', 'username'], message: 'must not hold a colon (RFC 7617, section 2)' })
      }
      const password = section.password ?? (await ask(`Password of ${username} at ${place.name}: `, askSecret))
      secret([], password)
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
      return readBearer(section, reading, { runCommand, askSecret, ...place })
    case 'oauth2':
      return readOAuth2(section, reading, place)
  }
}

async function readBearer(
  section: Extract<AuthSection, { type: 'bearer' }>,
  reading: Reading,
  { runCommand, askSecret, name: targetName }: AuthSources,
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
  if (section.prompt === true) {
    const token = await ask(`Bearer token for ${targetName}: `, askSecret)
    secret([], token)
    const fault = tokenProblem(token)
    if (fault !== undefined) problem({ path: ['auth', 'prompt'], message: `the token that was typed ${fault}` })
    return { type: 'bearer', token, from: 'the terminal' }
  }
  const command = section.tokenCommand ?? []
  const result = await runCommand(command, { folder, env })
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
  const { TARGET, TARGET_ENV } = env
  const own = TARGET === undefined || TARGET_ENV === undefined ? {} : { env: { TARGET, TARGET_ENV } }
  return {
    type: 'bearer',
    token: read.token,
    from: 'tokenCommand',
    source: { kind: 'command', command, folder, ...own },
  }
}

/** What is typed; throws ConfigurationError where that is nothing, or where there is no terminal. */
async function ask(question: string, askSecret: AskSecret): Promise<string> {
  const typed = (await askSecret(question)).trim()
  if (typed === '') throw new ConfigurationError('Nothing was sent: nothing was typed.')
  return typed
}
