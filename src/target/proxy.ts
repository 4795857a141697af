// Which proxy a URL is reached by: HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment, as other tools read them.

import { isLoopback } from '../http/loopback.ts'
import type { Environment } from './environment.ts'

/** The proxy that the environment names for a URL. The own machine is never reached by a proxy. */
export function proxyFromEnvironment(url: string, env: Environment): { url: string; variable: string } | undefined {
  if (isLoopback(url) || bypasses(url, env.no_proxy ?? env.NO_PROXY ?? '')) return undefined
  const names = new URL(url).protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY']
  for (const variable of names) {
    const value = env[variable]
    if (value !== undefined && value !== '') return { url: value.includes('://') ? value : `http://${value}`, variable }
  }
  return undefined
}

/** True when NO_PROXY holds the host, a domain above it, or `*`; an entry may name a port. */
export function bypasses(url: string, noProxy: string): boolean {
  const { hostname, port, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const actualPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port
  return noProxy
    .split(/[\s,]+/)
    .filter(entry => entry !== '')
    .some(entry => {
      const match = /^(?:\[([^\]]+)\]|([^:]+)|(.*:.*:.*?))(?::(\d+))?$/.exec(entry.toLowerCase())
      if (match === null) return false
      const [, bracketed, plain, address, entryPort] = match
      if (entryPort !== undefined && entryPort !== actualPort) return false
      const name = (bracketed ?? plain ?? address ?? '').replace(/\.$/, '')
      if (name === '*') return true
      const domain = name.replace(/^\*?\./, '')
      return host.endsWith(`.${domain}`) || (host === domain && !name.startsWith('*'))
    })
}

/** What is wrong with the URL of a proxy, or undefined. */
export function proxyProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.hostname !== ''
    ? undefined
    : 'must be the URL of an HTTP proxy, http://host:port, or the word none'
}
