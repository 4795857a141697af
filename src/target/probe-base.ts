// Finds the base URL: looks at the given place first, then at the same host with the usual ends.

import type { TransportProblem } from '../http/exchange.ts'
import { readServiceProviderConfig } from '../scim/service-provider-config.ts'
import type { Preset } from './presets/preset.ts'
import { answersOf, isConfig, isList, type Look, type Prober } from './probe-look.ts'
import { challengesIn, type SuggestedAuth, suggestAuth } from './probe-sign-in.ts'

export interface FoundBase {
  /** The path of the base URL; the first that was looked at where nothing was found. */
  readonly path: string
  /** `read`: something was read as SCIM. `refused`: it is there and wants (other) credentials. */
  readonly outcome: 'read' | 'refused' | 'nothing'
  readonly looks: readonly Look[]
  /** Every answer of every place. */
  readonly all: readonly Look[]
  /** Why the host cannot be talked to at all. */
  readonly problem?: TransportProblem
  /** The origin that the host itself sends us to: the same host over https. */
  readonly movedTo?: string
}

export interface SearchOptions {
  readonly origin: string
  readonly paths: readonly string[]
  readonly signedIn: boolean
  /** Where Users are by the preset, `/Users` elsewhere. */
  readonly userPath: string
  /** Told a sentence for each place that was looked at, and one for others that answer alike. */
  readonly tell: (sentence: string) => void
}

/** Looks at ServiceProviderConfig and Users of each place until one can be read. Never throws for what it is answered. */
export async function findBase(prober: Prober, options: SearchOptions): Promise<FoundBase> {
  const { origin, paths, signedIn, userPath, tell } = options
  const all: Look[] = []
  let refused: { readonly path: string; readonly looks: readonly Look[] } | undefined
  // Places that answer alike share a sentence: the first is told at once, the others when something else comes.
  let told: { readonly sentence: string; readonly others: string[] } | undefined
  const tellOthers = (): void => {
    if (told !== undefined && told.others.length > 0) tell(prober.redact(`The same at ${told.others.join(', ')}.`))
    told = undefined
  }
  const tellPlace = (path: string, sentence: string): void => {
    if (told?.sentence === sentence) {
      told.others.push(path === '' ? '/' : path)
      return
    }
    tellOthers()
    tell(prober.redact(`${origin}${path} ${sentence}`))
    told = { sentence, others: [] }
  }
  for (const path of paths) {
    const looks = await lookAt(prober, { base: origin + path, userPath, signedIn })
    all.push(...looks)
    const where = origin + path
    const silent = looks.find(({ meaning }) => meaning === 'silent')
    if (silent?.problem !== undefined && looks.every(({ meaning }) => meaning === 'silent')) {
      tellOthers()
      tell(prober.redact(`${where} gives ${silent.words}.`))
      return { path, outcome: 'nothing', looks, all, problem: silent.problem }
    }
    const movedTo = looks.flatMap(look => upgradeOf(look, where) ?? [])[0]
    if (movedTo !== undefined) {
      tellOthers()
      tell(prober.redact(`${where} leads to ${movedTo}, so that is looked at instead.`))
      return { path, outcome: 'nothing', looks, all, movedTo }
    }
    tellPlace(path, sentenceOf(looks))
    if (looks.some(({ meaning }) => meaning === 'scim')) return { path, outcome: 'read', looks, all }
    if (looks.some(isRefusal)) {
      refused ??= { path, looks }
      // What guards a whole host refuses every path of it. It is no such guard where other paths are just not there, and
      // a path that someone gave is taken at its word.
      if ((path === paths[0] && path !== '') || all.some(({ meaning }) => meaning === 'absent')) break
    }
  }
  tellOthers()
  if (refused !== undefined) return { ...refused, outcome: 'refused', all }
  return { path: paths[0] ?? '', outcome: 'nothing', looks: [], all }
}

function isRefusal({ meaning }: Look): boolean {
  return meaning === 'credentials' || meaning === 'forbidden'
}

async function lookAt(
  prober: Prober,
  { base, userPath, signedIn }: { readonly base: string; readonly userPath: string; readonly signedIn: boolean },
): Promise<readonly Look[]> {
  const looks = await Promise.all([
    prober.look({ base, path: '/ServiceProviderConfig', signedIn }),
    prober.look({ base, path: userPath, count: 1, signedIn }),
  ])
  const nothing = looks.every(({ meaning }) => meaning === 'absent')
  if (!nothing || userPath === userPath.toLowerCase()) return looks
  return [...looks, await prober.look({ base, path: userPath.toLowerCase(), count: 1, signedIn })]
}

/** `http` answered with a redirect to `https` on the same host. */
function upgradeOf({ meaning, headers }: Look, from: string): string | undefined {
  const { location } = headers
  if (meaning !== 'elsewhere' || location === undefined || !URL.canParse(location)) return undefined
  const to = new URL(location)
  const { protocol, hostname } = new URL(from)
  return protocol === 'http:' && to.protocol === 'https:' && to.hostname === hostname ? to.origin : undefined
}

/** What goes on after the address in the sentence about a place. */
function sentenceOf(looks: readonly Look[]): string {
  const signedIn = looks[0]?.signedIn === true
  const refused = looks.some(isRefusal)
  if (signedIn && refused) return `does not accept these credentials: ${answersOf(looks)}.`
  const telling = looks.filter(({ meaning }) => meaning !== 'absent')
  if (looks.some(({ meaning }) => meaning === 'scim')) {
    return `is SCIM${signedIn ? ', signed in' : ''}: ${answersOf(telling)}.`
  }
  if (refused) return `wants credentials: ${answersOf(telling)}.`
  const proxy = looks.some(({ meaning }) => meaning === 'proxy')
    ? ' The proxy on the way wants to be signed in to.'
    : ''
  return `has nothing that is SCIM${signedIn ? ', signed in' : ''}: ${answersOf(looks)}.${proxy}`
}

/** The way to sign in that the answers speak for. */
export function suggestedBy({ looks, all }: FoundBase, preset: Preset | undefined): SuggestedAuth {
  const config = looks.find(({ json }) => isConfig(json))?.json
  return suggestAuth({
    challenges: [...new Set((looks.length === 0 ? all : looks).flatMap(({ headers }) => challengesIn(headers)))],
    schemes: config === undefined ? [] : readServiceProviderConfig(config).config.authenticationSchemes,
    ...(preset === undefined ? {} : { preset }),
    open: looks.some(({ json }) => isList(json)),
  })
}
