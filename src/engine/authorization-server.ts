// Signs in at the authorization server that is examined, by the command of the target file.

import { commandProblem, runCommand } from '../auth/token-source.ts'
import type { AuthorizationServer } from '../check/authorization-server.ts'
import { Blocked } from '../check/outcome.ts'
import type { Redactor } from '../http/redact.ts'
import type { AuthServerSettings } from '../target/auth-server.ts'

/** Makes what checks are handed; nothing is sent or run before it is asked for. */
export function openAuthorizationServer(settings: AuthServerSettings, redactor: Redactor): AuthorizationServer {
  const { signInCommand, clientSecret, refreshToken, folder } = settings
  const keepSecret = (value: string): void => redactor.addSecret(value)
  for (const secret of [clientSecret, refreshToken]) if (secret !== undefined) keepSecret(secret)
  if (signInCommand === undefined) return { settings, keepSecret }

  const signInOnce = async (url: string): Promise<string> => {
    const result = await runCommand(signInCommand, { folder, env: { ...process.env, AUTHORIZATION_URL: url } })
    const problem = commandProblem(result)
    const printed = result.stdout.trim()
    if (problem !== undefined) throw new Blocked(`The command of authServer.signInCommand ${problem}.`)
    if (!URL.canParse(printed)) throw new Blocked('The command of authServer.signInCommand did not print a URL.')
    return printed
  }
  let last: Promise<unknown> = Promise.resolve()
  const signIn = (url: string): Promise<string> => {
    const mine = last.then(() => signInOnce(url))
    last = mine.catch(() => undefined)
    return mine
  }
  return { settings, keepSecret, signIn }
}
