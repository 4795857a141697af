// `login` and `logout`: a person signs in once, and runs use what is kept of it.

import { createInterface } from 'node:readline'
import { askOnTerminal } from '../auth/ask-secret.ts'
import type { OAuth2Settings } from '../auth/auth-settings.ts'
import { durationWords } from '../auth/clock.ts'
import type { OAuthClient } from '../auth/oauth-client.ts'
import { printable } from '../auth/oauth-failure.ts'
import { openClientFor } from '../auth/open-credentials.ts'
import { canListenFor, listenForRedirect } from '../auth/redirect-listener.ts'
import { beginSignIn, signOut } from '../auth/sign-in.ts'
import { type KeptTokens, readKeptTokens } from '../auth/token-file.ts'
import { tool } from '../engine/tool.ts'
import { AuthenticationError, ConfigurationError, InterruptedError } from '../errors.ts'
import { loadTarget } from '../target/read-target.ts'
import type { Target } from '../target/target.ts'
import { openBrowser } from './open-browser.ts'
import { callersPath, usualTargetFile } from './paths.ts'
import type { Output } from './terminal.ts'

export interface LoginArguments {
  readonly target?: string
  readonly browser: boolean
  /** The answer is pasted, also where it could be waited for. */
  readonly paste: boolean
  readonly status: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

const patienceMs = 600_000

/** Signs in, or with `status` tells how things stand; gives the exit code: 2 where no run could sign in. */
export async function loginCommand(options: LoginArguments, output: Output, env: Environment): Promise<number> {
  const target = await loadTarget(callersPath(options.target ?? usualTargetFile, env), env)
  const settings = keptSettings(target)
  if (options.status) return tellStatus(target, settings, output)
  if (settings.grant !== 'authorization-code') {
    throw new ConfigurationError(
      'With grant: refresh-token there is no one to sign in: the token comes from the file.',
      {
        hint: 'To sign in with a browser, write grant: authorization-code.',
      },
    )
  }
  const stop = new AbortController()
  const interrupt = (): void => stop.abort(new InterruptedError('The sign-in was interrupted.'))
  const timer = setTimeout(
    () => stop.abort(new AuthenticationError(`Nobody signed in within ${durationWords(patienceMs)}.`)),
    patienceMs,
  )
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  try {
    const client = clientOf(target, settings, stop.signal)
    const { redirectUri } = settings
    const waits = !options.paste && (redirectUri === undefined || canListenFor(redirectUri))
    const kept = waits
      ? await signInByListening(client, options.browser, output, stop.signal)
      : await signInByPasting(client, options.browser, output, stop.signal)
    output.print(`Signed in to ${target.name}${kept.who === undefined ? '' : ` as ${kept.who}`}.`)
    for (const line of statusLines(kept, Date.now())) output.print(line)
    return 0
  } finally {
    clearTimeout(timer)
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}

/** Forgets the sign-in, and revokes it where that can be done. */
export async function logoutCommand(
  options: { readonly target?: string },
  output: Output,
  env: Environment,
): Promise<number> {
  const target = await loadTarget(callersPath(options.target ?? usualTargetFile, env), env)
  const settings = keptSettings(target)
  const came = await signOut(clientOf(target, settings))
  output.print(
    came === 'nothing kept'
      ? `Nobody was signed in to ${target.name}.`
      : `Signed out of ${target.name}: the tokens are ${came}.`,
  )
  return 0
}

function keptSettings(target: Target): OAuth2Settings {
  const { auth } = target
  if (auth.type === 'oauth2' && auth.grant !== 'client-credentials') return auth
  const has = auth.type === 'oauth2' ? `grant: ${auth.grant}` : `type: ${auth.type}`
  throw new ConfigurationError(`There is nothing to sign in to: auth has ${has}, which needs no sign-in.`, {
    hint: 'A sign-in with a browser is type: oauth2 with grant: authorization-code; see docs/signing-in.md.',
  })
}

function clientOf(target: Target, settings: OAuth2Settings, signal?: AbortSignal): OAuthClient {
  return openClientFor(settings, {
    tls: target.tls,
    ...(target.proxy === undefined ? {} : { proxy: target.proxy }),
    userAgent: `${tool.name}/${tool.version}`,
    ...(signal === undefined ? {} : { signal }),
    onSecret: () => undefined,
  })
}

async function signInByListening(
  client: OAuthClient,
  opensBrowser: boolean,
  output: Output,
  signal: AbortSignal,
): Promise<KeptTokens> {
  const listener = await listenForRedirect(client.settings.redirectUri, signal)
  try {
    const signIn = await beginSignIn(client, listener.redirectUri)
    output.tell(`Sign in at this address:\n\n  ${signIn.url}\n\nWaiting for the browser at ${listener.redirectUri} …`)
    if (opensBrowser) openBrowser(signIn.url)
    try {
      const kept = await signIn.finish(await listener.answer)
      const text = 'You can close this page and go back to the terminal.'
      await listener.respond({ title: 'Signed in', text, status: 200 })
      return kept
    } catch (error) {
      const text = 'What went wrong, and what to do, is said in the terminal.'
      await listener.respond({ title: 'Not signed in', text, status: 400 })
      throw signal.aborted ? signal.reason : error
    }
  } finally {
    listener.close()
  }
}

async function signInByPasting(
  client: OAuthClient,
  opensBrowser: boolean,
  output: Output,
  signal: AbortSignal,
): Promise<KeptTokens> {
  const signIn = await beginSignIn(client, client.settings.redirectUri ?? 'http://127.0.0.1/callback')
  output.tell(`Sign in at this address:\n\n  ${signIn.url}\n`)
  if (opensBrowser) openBrowser(signIn.url)
  output.tell('When the browser has come back, copy its whole address, or the code that the page shows.')
  return signIn.finishPasted(await pasted(signal))
}

/** What is pasted: on a terminal it is not shown, since it holds the code; else the first line of the input. */
async function pasted(signal: AbortSignal): Promise<string> {
  if (process.stdin.isTTY === true) return askOnTerminal('Paste it here (it is not shown): ')
  const lines = createInterface({ input: process.stdin })
  const stop = (): void => lines.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const line of lines) if (line.trim() !== '') return line
  } finally {
    lines.close()
    signal.removeEventListener('abort', stop)
  }
  throw signal.aborted ? signal.reason : new ConfigurationError('Nothing was pasted: the input has ended.')
}

async function tellStatus(target: Target, settings: OAuth2Settings, output: Output): Promise<number> {
  const kept = await readKeptTokens(settings.tokenFile ?? '')
  const who = kept?.who === undefined ? '' : ` as ${kept.who}`
  const where = settings.issuer ?? settings.tokenEndpoint ?? ''
  if (kept === undefined) {
    output.print(`Nobody is signed in to ${target.name} (client "${settings.clientId}" at ${where}).`)
    if (settings.refreshToken === undefined) return 2
    output.print('  The refresh token of the target file has not been used yet.')
    return 0
  }
  output.print(`Signed in to ${target.name}${who} (client "${settings.clientId}" at ${where}).`)
  for (const line of statusLines(kept, Date.now())) output.print(line)
  output.print(`  Kept in ${settings.tokenFile}`)
  const isSpent = kept.expiresAt !== undefined && kept.expiresAt <= Date.now()
  return isSpent && kept.refreshToken === undefined ? 2 : 0
}

function statusLines({ expiresAt, refreshToken, scope }: KeptTokens, now: number): string[] {
  const expiry =
    expiresAt === undefined
      ? 'of a lifetime that was not told'
      : expiresAt > now
        ? `good for another ${durationWords(expiresAt - now)}, until ${new Date(expiresAt).toISOString()}`
        : `expired ${durationWords(now - expiresAt)} ago`
  const refresh =
    refreshToken === undefined
      ? 'none was given, so that you have to sign in again then (many authorization servers want offline_access in auth.scope)'
      : 'kept; runs renew the access token with it'
  return [
    `  Access token: ${expiry}`,
    `  Refresh token: ${refresh}`,
    ...(scope === undefined ? [] : [`  Scope: ${printable(scope, new Set(), 300)}`]),
  ]
}
