// Credentials are chosen and tried; what is refused can be given again where there is someone to ask.

import { AuthenticationError } from '../../errors.ts'
import { candidatePaths } from '../../target/probe-address.ts'
import { type FoundBase, findBase } from '../../target/probe-base.ts'
import { isList, type Look, type Prober } from '../../target/probe-look.ts'
import type { SuggestedAuth } from '../../target/probe-sign-in.ts'
import type { Target } from '../../target/target.ts'
import { nothingAt, userPathOf } from './look-around.ts'
import type { Place } from './place.ts'
import { draftAt, readDraft, type Setting } from './setting.ts'
import { type ChosenAuth, chooseAuth } from './sign-in.ts'

export interface SignInTask {
  /** What was found without credentials. */
  readonly found: FoundBase
  readonly origin: string
  /** How a base URL with this path is written. */
  readonly placeFor: (path: string) => Place
  readonly suggested: SuggestedAuth
}

export interface SignedIn {
  readonly chosen: ChosenAuth
  readonly place: Place
  readonly path: string
  readonly target: Target
  readonly prober: Prober
  /** Undefined where nothing could be tried or nothing was accepted. */
  readonly as: 'nobody' | 'someone' | undefined
}

const attempts = 3

/** Throws AuthenticationError where the credentials are refused, unless --yes or an answer goes on; UnreachableError where nothing is SCIM. */
export async function tryCredentials(setting: Setting, task: SignInTask): Promise<SignedIn> {
  const { options, output, questions, env } = setting
  const { found, placeFor, suggested } = task
  const place = placeFor(found.path)
  for (let attempt = 1; ; attempt++) {
    const chosen = await chooseAuth(options, { suggested, env, questions, again: attempt > 1 })
    const draft = { ...draftAt(setting, place), auth: chosen.auth }
    const target = await readDraft(setting, draft, { ...place.values, ...chosen.values })
    const prober = setting.open(target)
    const untried = { chosen, place, path: found.path, target, prober, as: undefined }
    if (questions === undefined && options.auth === undefined && chosen.auth.type === suggested.type) {
      output.print(suggested.because)
    }
    const { missing, signInFirst = false } = chosen
    if (missing !== undefined || signInFirst) {
      const reason = signInFirst ? 'someone has to sign in first' : `${missing} is not set`
      output.print(`The credentials were not tried: ${reason}.`)
      if (found.outcome === 'refused') output.print('Whether this is the base URL shows with credentials only.')
      return untried
    }
    const tried = await tryOnce(setting, task, { prober, anonymously: chosen.auth.type === 'none' })
    if ('path' in tried) return { ...tried, chosen, place: placeFor(tried.path), target, prober }
    const { refusal } = tried
    const words = prober.redact(`${refusal.message}${refusal.hint === undefined ? '' : ` ${refusal.hint}`}`)
    if (options.yes) {
      output.print(`${words} The file is written all the same, as --yes asks for.`)
      return untried
    }
    if (questions === undefined) throw refusal
    output.print(words)
    if (attempt < attempts) continue
    if (await questions.confirm('Write the file all the same?')) return untried
    throw refusal
  }
}

type Tried = Pick<SignedIn, 'path' | 'as'> | { readonly refusal: AuthenticationError }

async function tryOnce(
  { options, output }: Setting,
  { found, origin, placeFor }: SignInTask,
  { prober, anonymously }: { readonly prober: Prober; readonly anonymously: boolean },
): Promise<Tried> {
  if (anonymously) {
    const refused = refusedLook(found)
    return refused === undefined ? { path: found.path, as: 'nobody' } : { refusal: refusalOf(refused) }
  }
  // Where nothing but refusals was seen, the place may be another one after all.
  const paths = found.outcome === 'read' ? [found.path] : candidatePaths(found.path)
  const userPath = userPathOf(placeFor(found.path).preset)
  try {
    const seen = await findBase(prober, { origin, paths, signedIn: true, userPath, tell: output.print })
    const refused = refusedLook(seen)
    if (refused !== undefined) return { refusal: refusalOf(refused) }
    if (seen.outcome === 'nothing' && !options.yes) throw nothingAt(prober.redact(origin + found.path))
    return { path: seen.path, as: 'someone' }
  } catch (error) {
    if (error instanceof AuthenticationError) return { refusal: error }
    throw error
  }
}

/** The answer that shows that resources cannot be read this way. */
function refusedLook({ looks }: FoundBase): Look | undefined {
  if (looks.some(({ json }) => isList(json))) return undefined
  return looks.find(({ meaning }) => meaning === 'credentials' || meaning === 'forbidden')
}

function refusalOf({ path, words, status, signedIn }: Look): AuthenticationError {
  const how = signedIn ? 'with these credentials' : 'without credentials'
  return new AuthenticationError(`GET ${path} was answered ${words} ${how}.`, {
    hint:
      status === 403
        ? 'The credential is known there and has no right to read users: give it the SCIM role or scope.'
        : 'Check the credential, whether it has expired, and whether it is of the kind that is asked for.',
  })
}
