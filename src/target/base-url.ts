// The base URL and other addresses of a target: `{variables}` filled in, checked, taken apart.

import { isLoopback } from '../http/loopback.ts'
import { didYouMean } from './nearest.ts'

export interface Variable {
  readonly value: string
  readonly secret: boolean
}

export interface FilledTemplate {
  readonly text: string
  readonly used: readonly string[]
  /** In words; `text` is of no use when there are any. */
  readonly problems: readonly string[]
}

/**
 * Fills `{variables}` into a URL or path. Values are percent-encoded, except in the host, where one that would end the
 * host (`/`, `?`, `#`, `@`, `\`, a space) is refused.
 */
export function fillVariables(template: string, variables: Readonly<Record<string, Variable>>): FilledTemplate {
  const used: string[] = []
  const problems: string[] = []
  const authorityEnd = endOfAuthority(template)
  const text = template.replace(/\{([^{}]*)\}/g, (written: string, name: string, offset: number) => {
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (variable === undefined) {
      const known = Object.keys(variables)
      const list = known.length === 0 ? 'none are defined under variables' : `defined are ${known.join(', ')}`
      problems.push(`the variable {${name}} is not defined${didYouMean(name, known) || ';'} ${list}`)
      return written
    }
    used.push(name)
    if (offset >= authorityEnd) {
      if (/^\.\.?$/.test(variable.value)) problems.push(`the value of {${name}} cannot be part of a path`)
      return encodeURIComponent(variable.value)
    }
    if (/[/?#@\\\s]/.test(variable.value)) problems.push(`the value of {${name}} cannot be part of a host name`)
    return variable.value
  })
  return { text, used, problems }
}

function endOfAuthority(template: string): number {
  const start = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(template)?.[0].length
  if (start === undefined) return 0
  const length = template.slice(start).search(/[/?#]/)
  return length === -1 ? template.length : start + length
}

export interface BaseUrl {
  readonly url: string
  readonly query: Readonly<Record<string, string>>
}

/** Takes an absolute http(s) URL apart; a string says what is wrong with it, without repeating it. */
export function parseBaseUrl(text: string): BaseUrl | string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:\/\//i.test(text)) {
    const meant = didYouMean(text, ['embedded'])
    return `must be an absolute URL that begins with https:// or http://, or the word embedded${meant}`
  }
  if (url.username !== '' || url.password !== '') {
    return 'must not hold a user name or password; they belong under auth, with type: basic'
  }
  if (text.includes('#')) return 'must not hold a fragment (#…)'
  const query: [string, string][] = []
  for (const [name, value] of url.searchParams) {
    if (query.some(([other]) => other === name)) return `must not hold the query parameter ${name} twice`
    query.push([name, value])
  }
  return { url: url.origin + url.pathname.replace(/(?<!\/)\/+$/, ''), query: Object.fromEntries(query) }
}

/** What is odd about a base URL, though it can be used; the path is that of the template, so no secret is told. */
export function baseUrlWarnings(url: string): string[] {
  const { protocol, pathname } = new URL(url)
  const warnings: string[] = []
  if (protocol === 'http:' && !isLoopback(url)) {
    warnings.push('http without TLS on another machine: credentials and data can be read on the way')
  }
  const last = pathname.split('/').at(-1) ?? ''
  if (/^(users|groups|serviceproviderconfig|schemas|resourcetypes)$/i.test(last)) {
    warnings.push(`the base URL usually ends before /${last}`)
  }
  return warnings
}

/** What is wrong with an entry of `paths`, or undefined. */
export function pathProblem(text: string): string | undefined {
  if (text.startsWith('/') && !text.startsWith('//')) {
    return /[?#\s]/.test(text) ? 'must be a path without ?, # or spaces' : undefined
  }
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) return 'must be a path that begins with /, or an absolute URL'
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password'
  return url.search !== '' || text.includes('#') ? 'must be a URL without query and fragment' : undefined
}
