// What a service provider shows of itself once its base URL is known: discovery, paths, limits of pages.

import { isArray, isObject, member, sameName } from '../scim/json.ts'
import { readResourceType } from '../scim/resource-type.ts'
import { readServiceProviderConfig, type ServiceProviderConfig } from '../scim/service-provider-config.ts'
import { endpointPath } from './learn-provider.ts'
import { answersOf, isConfig, isList, type Look, listed, type Prober } from './probe-look.ts'
import type { DiscoveryEndpoint } from './provider.ts'

export interface Learned {
  readonly config?: ServiceProviderConfig
  /** What the target file has to say under `paths`, besides what its preset says. */
  readonly paths: Readonly<Record<string, string>>
  /** What was seen, a sentence each, for the target file. */
  readonly seen: readonly string[]
  /** Whether Users could be read. */
  readonly users: 'read' | 'refused' | 'not read'
}

export interface LearnOptions {
  /** Absolute, without query. */
  readonly base: string
  readonly signedIn: boolean
  /** Those that the target file or its preset names. */
  readonly knownPaths: Readonly<Record<string, string>>
  /** Told a sentence for each thing that is found or is not. */
  readonly tell: (sentence: string) => void
}

const discovery = ['ServiceProviderConfig', 'ResourceTypes', 'Schemas'] as const

/** Asks for discovery, for users and groups, and for a long page. Never throws for what it is answered. */
export async function learn(prober: Prober, options: LearnOptions): Promise<Learned> {
  const seen: string[] = []
  const tell = (sentence: string): void => {
    seen.push(prober.redact(sentence))
    options.tell(prober.redact(sentence))
  }
  const paths: Record<string, string> = {}
  const found = await Promise.all(discovery.map(name => findDiscovery(prober, name, options)))
  for (const { name, spelt } of found) if (spelt !== undefined) paths[name] = spelt
  const readable = found.filter(({ look }) => wasRead(look))
  if (readable.length > 0) tell(`${pathsOf(readable.map(({ look }) => look))} can be read.`)
  const open = options.signedIn ? readable.filter(one => one.open) : []
  if (open.length > 0) tell(`Without credentials, too: ${pathsOf(open.map(({ look }) => look))}.`)
  const unread = found.flatMap(({ look }) => (wasRead(look) ? [] : [look]))
  if (unread.length > 0) tell(`Not all of discovery can be read: ${answersOf(unread)}.`)
  const [spc, types] = found
  const config =
    spc !== undefined && isConfig(spc.look.json) ? readServiceProviderConfig(spc.look.json).config : undefined
  const said = types === undefined ? {} : endpointsIn(types.look, options.base)

  const user = await findType(prober, { name: 'User', usual: '/Users', listed: said.User }, options)
  const group = await findType(prober, { name: 'Group', usual: '/Groups', listed: said.Group }, options)
  for (const { name, spelt, look, instead } of [user, group]) {
    if (spelt !== undefined) paths[name] = spelt
    if (instead !== undefined) tell(`${name} resources are at ${look.path}, and not at ${instead}.`)
    else if (isList(look.json)) tell(`${name} resources are at ${look.path}.`)
    else tell(`${name} resources cannot be read: ${look.path} ${look.words}.`)
  }
  const users = isList(user.look.json) ? 'read' : isRefused(user.look) ? 'refused' : 'not read'
  if (users === 'read') for (const sentence of await pageSentences(prober, user.look, config, options)) tell(sentence)
  if (config !== undefined) tell(offeredWords(config))
  return { ...(config === undefined ? {} : { config }), paths, seen, users }
}

interface Found<Name extends string> {
  readonly name: Name
  readonly look: Look
  /** The path, where the target file has to name it. */
  readonly spelt?: string
}

async function findDiscovery(
  prober: Prober,
  name: DiscoveryEndpoint,
  { base, signedIn, knownPaths }: LearnOptions,
): Promise<Found<DiscoveryEndpoint> & { readonly open: boolean }> {
  const given = knownPaths[name] ?? `/${name}`
  if (!given.startsWith('/')) {
    const isHere = new URL(given).origin === new URL(base).origin
    const look = { ...(await prober.look({ base: given, path: '', signedIn: signedIn && isHere })), path: given }
    return { name, look, open: !look.signedIn && wasRead(look) }
  }
  const first = await prober.look({ base, path: given, signedIn })
  const other = given.toLowerCase()
  const second = isMissing(first) && other !== given ? await prober.look({ base, path: other, signedIn }) : undefined
  const look = second !== undefined && wasRead(second) ? second : first
  const anonymous = signedIn && wasRead(look) ? await prober.look({ base, path: look.path, signedIn: false }) : look
  return { name, look, open: wasRead(anonymous), ...(look === second ? { spelt: other } : {}) }
}

/** Where ResourceTypes says that User and Group are. */
function endpointsIn({ json }: Look, base: string): { readonly User?: string; readonly Group?: string } {
  const resources = isObject(json) ? member(json, 'Resources') : json
  const types = isArray(resources) ? resources.flatMap(one => readResourceType(one).resourceType ?? []) : []
  const endpointOf = (name: string): string | undefined => {
    const type = types.find(one => sameName(one.name, name))
    return type === undefined ? undefined : endpointPath(type.endpoint, base)
  }
  const [user, group] = [endpointOf('User'), endpointOf('Group')]
  return { ...(user === undefined ? {} : { User: user }), ...(group === undefined ? {} : { Group: group }) }
}

async function findType<Name extends string>(
  prober: Prober,
  { name, usual, listed }: { readonly name: Name; readonly usual: string; readonly listed: string | undefined },
  { base, signedIn, knownPaths }: LearnOptions,
): Promise<Found<Name> & { readonly instead?: string }> {
  const expected = knownPaths[name] ?? listed ?? usual
  if (!expected.startsWith('/')) return { name, look: await prober.look({ base, path: usual, count: 1, signedIn }) }
  const first = await prober.look({ base, path: expected, count: 1, signedIn })
  if (!isMissing(first)) return { name, look: first }
  const spellings = [usual, usual.toLowerCase(), usual.replace(/s$/, ''), usual.replace(/s$/, '').toLowerCase()]
  for (const spelt of new Set(spellings)) {
    if (spelt === expected) continue
    const look = await prober.look({ base, path: spelt, count: 1, signedIn })
    if (isList(look.json)) return { name, look, spelt, instead: expected }
  }
  return { name, look: first }
}

function pathsOf(looks: readonly Look[]): string {
  return listed(looks.map(({ path }) => path))
}

function wasRead({ meaning, status }: Look): boolean {
  return meaning === 'scim' && status < 300
}

function isMissing({ status }: Look): boolean {
  return status === 404 || status === 410
}

function isRefused({ meaning }: Look): boolean {
  return meaning === 'credentials' || meaning === 'forbidden'
}

/** Users asked for in the page that shows the limit. */
const longPage = 1000

async function pageSentences(
  prober: Prober,
  user: Look,
  config: ServiceProviderConfig | undefined,
  { base, signedIn }: LearnOptions,
): Promise<readonly string[]> {
  const most = config?.filter.supported === true ? config.filter.maxResults : undefined
  const sentences = most === undefined ? [] : [`ServiceProviderConfig gives filter.maxResults as ${most}.`]
  const total = totalOf(user)
  if (total === undefined || total < 2) return [...sentences, 'There are too few users to see how many a page holds.']
  const { json, words } = await prober.look({ base, path: user.path, count: longPage, signedIn })
  const resources = isObject(json) ? member(json, 'Resources') : undefined
  if (!isArray(resources)) return [...sentences, `A page of ${longPage} users cannot be had: ${words}.`]
  const isCut = resources.length < Math.min(total, longPage)
  return [
    ...sentences,
    isCut
      ? `A page holds ${resources.length} users at the most: ${longPage} of ${total} were asked for.`
      : `A page holds ${resources.length} users or more.`,
  ]
}

function totalOf({ json }: Look): number | undefined {
  const total = isObject(json) ? member(json, 'totalResults') : undefined
  return typeof total === 'number' ? total : undefined
}

function offeredWords(config: ServiceProviderConfig): string {
  const features = ['patch', 'bulk', 'filter', 'sort', 'etag', 'changePassword'] as const
  const offered = features.filter(name => config[name].supported)
  const not = features.filter(name => !config[name].supported)
  const words = [
    ...(offered.length === 0 ? [] : [`offers ${offered.join(', ')}`]),
    ...(not.length === 0 ? [] : [`does not offer ${not.join(', ')}`]),
  ]
  return `It ${words.join('; it ')}.`
}
