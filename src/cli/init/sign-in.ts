// How to sign in: from options, from answers, or from what the service provider asks for. Secrets come from the
// environment, or are typed to be tried and then forgotten.

import { ConfigurationError } from '../../errors.ts'
import type { AuthType, SuggestedAuth } from '../../target/probe-sign-in.ts'
import type { AuthSection } from '../../target/target-file.ts'
import { fromEnvironment, literal } from './draft.ts'
import type { Questions } from './questions.ts'

export interface SignInArguments {
  readonly auth?: AuthType
  /** Names of environment variables. */
  readonly tokenEnv?: string
  readonly passwordEnv?: string
  readonly clientSecretEnv?: string
  readonly username?: string
  readonly header?: string
  readonly grant?: 'client-credentials' | 'authorization-code'
  readonly tokenEndpoint?: string
  readonly authorizationEndpoint?: string
  readonly issuer?: string
  readonly redirectUri?: string
  readonly clientId?: string
  readonly scope?: string
}

export interface ChosenAuth {
  /** As the target file has it. */
  readonly auth: AuthSection
  /** Values for environment variables that are not set, to try them now. */
  readonly values: Readonly<Record<string, string>>
  /** The environment variable that has no value, so that nothing can be tried. */
  readonly missing?: string
  /** Someone has to sign in with a browser before anything can be tried. */
  readonly signInFirst?: true
}

export const authTypes = ['bearer', 'basic', 'header', 'oauth2', 'none'] as const

export interface SignInContext {
  readonly suggested: SuggestedAuth
  readonly env: Readonly<Record<string, string | undefined>>
  /** Undefined where nobody can be asked. */
  readonly questions: Questions | undefined
  /** What the environment held, or was typed, was refused: ask anew. */
  readonly again: boolean
}

/** Throws ConfigurationError where an option that names an environment variable may hold the secret itself. */
export function checkNames(options: SignInArguments, env: SignInContext['env']): void {
  for (const key of ['tokenEnv', 'passwordEnv', 'clientSecretEnv'] as const) {
    const name = options[key]
    if (name === undefined || isSafeName(name, env)) continue
    const option = `--${key.replace(/[A-Z]/g, capital => `-${capital.toLowerCase()}`)}`
    throw new ConfigurationError(`${option} wants the name of an environment variable, such as SCIM_TOKEN.`, {
      hint: 'The secret itself goes into that variable, and neither onto the command line nor into the file.',
    })
  }
}

/** Chooses the `auth` section. Throws ConfigurationError where nobody can be asked for what it lacks. */
export async function chooseAuth(options: SignInArguments, context: SignInContext): Promise<ChosenAuth> {
  const { suggested, questions } = context
  const type = options.auth ?? impliedType(options) ?? (await wantedType(suggested, questions))
  switch (type) {
    case 'none':
      return { auth: { type }, values: {} }
    case 'bearer': {
      const token = await secretFor('token', options.tokenEnv ?? 'SCIM_TOKEN', options.tokenEnv !== undefined, context)
      return { auth: { type, token: token.written }, ...token.rest }
    }
    case 'header': {
      const name = options.header ?? (await questions?.ask('Name of the header', 'Authorization')) ?? 'Authorization'
      const value = await secretFor(
        'whole value of the header',
        options.tokenEnv ?? 'SCIM_TOKEN',
        options.tokenEnv !== undefined,
        context,
      )
      return { auth: { type, name: literal(name), value: value.written }, ...value.rest }
    }
    case 'basic': {
      const username = await need(options.username, 'User name', '--username', questions)
      const given = options.passwordEnv !== undefined
      const password = await secretFor('password', options.passwordEnv ?? 'SCIM_PASSWORD', given, context)
      return { auth: { type, username: literal(username), password: password.written }, ...password.rest }
    }
    case 'oauth2':
      return chooseOAuth2(options, context)
  }
}

const grants = ['client-credentials', 'authorization-code'] as const

async function chooseOAuth2(options: SignInArguments, context: SignInContext): Promise<ChosenAuth> {
  const { questions } = context
  const grant =
    options.grant ??
    (await questions?.choose('Which grant? The second needs a browser once', grants, 'client-credentials'))
  const isOfPerson = grant === 'authorization-code'
  const from = await endpoints(options, questions, isOfPerson)
  const clientId = await need(options.clientId, 'Client id', '--client-id', questions)
  const named = options.clientSecretEnv !== undefined
  const isPublic = isOfPerson && !named && !(await questions?.confirm('Has the client a secret?'))
  const secret = isPublic
    ? undefined
    : await secretFor('client secret', options.clientSecretEnv ?? 'SCIM_CLIENT_SECRET', named, context)
  const scope = options.scope ?? (await questions?.ask('Scope (empty for none)', '')) ?? ''
  const askedUri = 'Redirect URI that is registered (empty: any port of 127.0.0.1)'
  const redirectUri = options.redirectUri ?? (isOfPerson ? await questions?.ask(askedUri, '') : undefined) ?? ''
  const { values, missing } = secret?.rest ?? { values: {} }
  return {
    auth: {
      type: 'oauth2',
      ...(isOfPerson ? { grant } : {}),
      ...from,
      clientId: literal(clientId),
      ...(secret === undefined ? {} : { clientSecret: secret.written }),
      ...(scope === '' ? {} : { scope: literal(scope) }),
      ...(redirectUri === '' ? {} : { redirectUri: literal(redirectUri) }),
    },
    values,
    ...(missing === undefined ? {} : { missing }),
    ...(isOfPerson ? { signInFirst: true } : {}),
  }
}

/** The endpoints of the authorization server, or the issuer to find them from. */
async function endpoints(
  { issuer, tokenEndpoint, authorizationEndpoint }: SignInArguments,
  questions: Questions | undefined,
  isOfPerson: boolean,
): Promise<{ readonly issuer?: string; readonly tokenEndpoint?: string; readonly authorizationEndpoint?: string }> {
  const given =
    tokenEndpoint ??
    (issuer === undefined ? await questions?.ask('Token endpoint (empty: found from the issuer)', '') : '')
  if (given === undefined || given === '') {
    return { issuer: literal(await need(issuer, 'Issuer', '--issuer or --token-endpoint', questions)) }
  }
  const token = { tokenEndpoint: literal(given) }
  if (!isOfPerson) return token
  const option = '--authorization-endpoint'
  const place = await need(authorizationEndpoint, 'Authorization endpoint', option, questions)
  return { ...token, authorizationEndpoint: literal(place) }
}

function impliedType({ username, header, clientId, tokenEnv }: SignInArguments): AuthType | undefined {
  if (username !== undefined) return 'basic'
  if (header !== undefined) return 'header'
  if (clientId !== undefined) return 'oauth2'
  return tokenEnv === undefined ? undefined : 'bearer'
}

async function wantedType(suggested: SuggestedAuth, questions: Questions | undefined): Promise<AuthType> {
  if (questions !== undefined) {
    return questions.choose(`${suggested.because} How do you sign in?`, authTypes, suggested.type)
  }
  // A token that was got some other way is all that can be tried where nobody tells about a client.
  return suggested.type === 'oauth2' || suggested.type === 'header' ? 'bearer' : suggested.type
}

async function need(
  given: string | undefined,
  question: string,
  option: string,
  questions: Questions | undefined,
): Promise<string> {
  const answer = given ?? (await questions?.ask(question))
  if (answer !== undefined) return answer
  throw new ConfigurationError(`${question}: not given, and there is no terminal to ask on.`, {
    hint: `Give it with ${option}.`,
  })
}

interface Secret {
  readonly written: string
  readonly rest: Pick<ChosenAuth, 'values' | 'missing'>
}

/** The environment variable of a secret, and a value to try. */
async function secretFor(
  what: string,
  usual: string,
  isGiven: boolean,
  { env, questions, again }: SignInContext,
): Promise<Secret> {
  const name = isGiven || questions === undefined ? usual : await askName(what, usual, questions, env)
  const written = fromEnvironment(name)
  const set = env[name]
  if (!again && set !== undefined && set !== '') return { written, rest: { values: {} } }
  const typed = (await questions?.secret(`The ${what} (not shown, not written; empty: do not try it now)`)) ?? ''
  return { written, rest: typed === '' ? { values: {}, missing: name } : { values: { [name]: typed } } }
}

async function askName(what: string, usual: string, questions: Questions, env: SignInContext['env']): Promise<string> {
  for (;;) {
    const name = await questions.ask(`Environment variable with the ${what}`, usual)
    // What is pasted here by mistake is often the secret itself, which must not get into the file.
    if (isSafeName(name, env)) return name
  }
}

/** Whether a text names an environment variable, one that is set or as they are usually spelt, and so is no secret. */
function isSafeName(text: string, env: SignInContext['env']): boolean {
  return /^[A-Z_][A-Z0-9_]{0,39}$/.test(text) || (env[text] !== undefined && /^[A-Za-z_]\w*$/.test(text))
}
