// An address as someone types it becomes a base URL, and the base URLs that it may stand for, all on the same host.

import { ConfigurationError } from '../errors.ts'
import { isLoopback } from '../http/loopback.ts'

export interface Address {
  /** Scheme, host and port. */
  readonly origin: string
  /** Without a slash at the end; empty for the root. */
  readonly path: string
  /** With its question mark; empty where there is none. */
  readonly query: string
  /** What was changed in what was typed, a sentence each. */
  readonly notes: readonly string[]
}

const endpoint = /\/(users?|groups?|serviceproviderconfigs?|resourcetypes|schemas|me|bulk|\.search)(\/.*)?$/i
const parameterOfRequests = /^(filter|attributes|excludedattributes|sortby|sortorder|startindex|count|cursor)$/i

/** Reads the address of a service provider. Throws ConfigurationError, without repeating a password that is in it. */
export function readAddress(typed: string): Address {
  const notes: string[] = []
  const text = typed.trim()
  const url = parse(text)
  if (!text.includes('://')) notes.push(`Taken as ${url.protocol}// since no scheme was given.`)
  const found = endpoint.exec(url.pathname)
  if (found !== null) notes.push(`The base URL ends before ${found[0]}, so that was left out.`)
  const path = (found === null ? url.pathname : url.pathname.slice(0, found.index)).replace(/(?<!\/)\/+$/, '')
  for (const name of [...url.searchParams.keys()]) {
    if (!parameterOfRequests.test(name)) continue
    url.searchParams.delete(name)
    notes.push(`The query parameter ${name} belongs to single requests, so it was left out.`)
  }
  return { origin: url.origin, path: escapeBraces(path), query: escapeBraces(url.search), notes }
}

function parse(text: string): URL {
  const host = /^[^/?#]*/.exec(text)?.[0] ?? ''
  const scheme = URL.canParse(`http://${host}`) && isLoopback(`http://${host}`) ? 'http://' : 'https://'
  const whole = text.includes('://') ? text : scheme + text
  const url = URL.canParse(whole) ? new URL(whole) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || text === '') {
    throw new ConfigurationError('That is not the URL of a service provider.', {
      hint: 'Give one such as https://acme.example/scim/v2.',
    })
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigurationError('The URL holds a user name or password, which do not belong there.', {
      hint: 'Leave them out of the URL: init --auth basic asks for them, or takes the password from the environment.',
    })
  }
  return url
}

/** Braces stand for variables in target files. */
function escapeBraces(text: string): string {
  return text.replaceAll('{', '%7B').replaceAll('}', '%7D')
}

const usualEnds = ['', '/scim/v2', '/v2', '/scim', '/api/scim/v2', '/scim2']

/** The paths to look at, the given one first, then those with and without a usual end, and in lower case. */
export function candidatePaths(path: string, alsoUsual: readonly string[] = []): readonly string[] {
  const root = path.replace(/(\/api)?\/scim(\/v2)?$|\/(v2|scim2)$/i, '')
  const usual = usualEnds.map(end => root + end)
  return [...new Set([path, ...alsoUsual, ...usual, path.toLowerCase()])]
}

export interface Hidden {
  /** With `{variables}` in place of what is secret. */
  readonly template: string
  readonly secrets: Readonly<Record<string, string>>
}

/** Takes what is secret by its looks out of a base URL: what follows `/tokens/`, and parameters such as `api_key`. */
export function hideSecrets(path: string, query: string): Hidden {
  const secrets: Record<string, string> = {}
  const keep = (name: string, value: string): string => {
    const known = name.replace(/[^A-Za-z0-9]/g, '_').replace(/^(?=\d)/, '_')
    secrets[known] = decoded(value)
    return `{${known}}`
  }
  const safePath = path.replace(
    /\/(tokens?|keys?|secrets?)\/([^/]+)/i,
    (_, name: string, value: string) => `/${name}/${keep(name.toLowerCase().replace(/s$/, ''), value)}`,
  )
  const safeQuery = query.replace(/([?&])([^=&]+)=([^&]+)/g, (whole, mark: string, name: string, value: string) =>
    /token|secret|password|key|code|sig/i.test(name) ? `${mark}${name}=${keep(name, value)}` : whole,
  )
  return { template: safePath + safeQuery, secrets }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
