// What the sections of a target file other than `auth` come to: addresses, headers, limits, certificates, templates.

import { isLoopback } from '../http/loopback.ts'
import { baseUrlWarnings, fillVariables, parseBaseUrl, pathProblem, type Variable } from './base-url.ts'
import { headerValueProblem, isOurHeader } from './header-rules.ts'
import { didYouMean } from './nearest.ts'
import { tellMissing, usualVariables, warnOfAuth } from './presets/apply.ts'
import type { Preset } from './presets/preset.ts'
import type { Reading } from './reading.ts'
import type { OwnSuites, Target } from './target.ts'
import type { MarkedValue, TargetFile } from './target-file.ts'
import { readTlsFiles } from './tls-files.ts'

/** Resources that a run creates at the most where the file does not say: many times what a whole run needs. */
const usualResources = 20_000
const usualPaths = ['User', 'Group', 'ServiceProviderConfig', 'ResourceTypes', 'Schemas', 'Bulk', 'Me', '.search']

/**
 * Reads the sections that are sound. What is wrong goes to `reading.problem`; then the result is of no use. `skipped`
 * names the sections that are not sound and so not there.
 */
export async function readSections(
  file: Partial<TargetFile>,
  reading: Reading,
  skipped: ReadonlySet<string>,
  preset?: Preset,
): Promise<Omit<Target, 'auth' | 'secrets' | 'warnings'>> {
  const own = readVariables(file, reading, preset)
  const variables = { ...usualVariables(preset, new Set(Object.keys(own))), ...own }
  const missing = skipped.has('variables') ? new Set<string>() : tellMissing(file, preset, variables, reading)
  warnOfAuth(file, preset, reading)
  const used = new Set<string>()
  const fill = (path: readonly string[], template: string): string | undefined => {
    if (skipped.has('variables') || [...missing].some(name => template.includes(`{${name}}`))) return undefined
    const filled = fillVariables(template, variables)
    for (const name of filled.used) used.add(name)
    for (const message of filled.problems) reading.problem({ path, message })
    return filled.problems.length === 0 ? filled.text : undefined
  }

  const base = readBaseUrl(file.baseUrl, fill, reading)
  const paths = readPaths(file, base.url, fill, reading)
  if (!skipped.has('baseUrl') && !skipped.has('paths')) {
    for (const name of Object.keys(own)) {
      if (!used.has(name)) reading.warn(['variables', name], 'key', 'is used neither in baseUrl nor in paths')
    }
  }

  const embedded = base.url === 'embedded'
  const proxy = embedded ? undefined : reading.proxyFor(base.url)
  const tls = await readTlsFiles(file.tls ?? {}, reading.folder, reading.readFile)
  for (const problem of tls.problems) reading.problem(problem)
  if (file.tls?.passphrase !== undefined) reading.secret(['tls', 'passphrase'], file.tls.passphrase)
  if (tls.settings.insecure) {
    reading.warn(['tls', 'insecure'], 'value', 'certificates are not verified: anyone on the way can read and change')
  }
  const requestSeconds = file.timeouts?.request ?? 30
  const checkSeconds = file.timeouts?.check ?? Math.max(120, requestSeconds * 4)
  if (checkSeconds < requestSeconds) {
    const message = `must not be shorter than the time limit of a request, which is ${requestSeconds}`
    reading.problem({ path: ['timeouts', 'check'], message })
  }

  return {
    name: file.name ?? (embedded ? 'embedded provider' : new URL(base.url).host),
    baseUrl: base.url,
    baseQuery: base.query,
    paths,
    headers: readHeaders(file, reading),
    requestTimeoutMs: Math.ceil(requestSeconds * 1000),
    checkTimeoutMs: Math.ceil(checkSeconds * 1000),
    concurrency: file.concurrency ?? (embedded || isLoopback(base.url) ? 32 : 8),
    ...(file.rateLimit === undefined ? {} : { requestsPerSecond: file.rateLimit.perSecond }),
    maxResponseBytes: file.maxResponseBytes ?? 16_777_216,
    http2: file.http2 ?? false,
    tls: tls.settings,
    ...(proxy === undefined ? {} : { proxy }),
    leaveOut: file.leaveOut ?? [],
    templates: readTemplates(file),
    emailDomain: file.emailDomain ?? 'example.com',
    safety: file.safety ?? 'own-data',
    limits: { resources: usualResources, ...file.limits },
    ...(file.health === undefined ? {} : { health: file.health }),
    ...(file.suites === undefined ? {} : { suites: ownSuitesOf(file.suites, reading.folder) }),
  }
}

function readVariables(
  file: Partial<TargetFile>,
  reading: Reading,
  preset: Preset | undefined,
): Record<string, Variable> {
  const entries = Object.entries(file.variables ?? {}).map(([name, marked]): [string, Variable] => {
    const { value, secret = preset?.variables[name]?.secret ?? false } = unmark(marked)
    if (secret) {
      reading.secret(typeof marked === 'string' ? ['variables', name] : ['variables', name, 'value'], value)
      reading.secret([], value.toLowerCase()) // As it appears where it is part of a host name.
    }
    return [name, { value, secret }]
  })
  return Object.fromEntries(entries)
}

type Fill = (path: readonly string[], template: string) => string | undefined

/** The base URL, or `embedded` also where it cannot be read, which was told then. */
function readBaseUrl(
  template: string | undefined,
  fill: Fill,
  reading: Reading,
): { url: string; query: Readonly<Record<string, string>> } {
  const none = { url: 'embedded', query: {} }
  if (template === undefined || template === 'embedded') return none
  const text = fill(['baseUrl'], template)
  if (text === undefined) return none
  const base = parseBaseUrl(text)
  if (typeof base === 'string') {
    reading.problem({ path: ['baseUrl'], message: base })
    return none
  }
  for (const message of baseUrlWarnings(base.url)) reading.warn(['baseUrl'], 'value', message)
  return base
}

function readPaths(file: Partial<TargetFile>, baseUrl: string, fill: Fill, reading: Reading): Record<string, string> {
  const paths: [string, string][] = []
  for (const [name, template] of Object.entries(file.paths ?? {})) {
    const at = ['paths', name]
    const meant = usualPaths.includes(name) ? '' : didYouMean(name, usualPaths)
    if (meant !== '') reading.warn(at, 'key', `no resource type or endpoint is usually called that${meant}`)
    const path = fill(at, template)
    if (path === undefined) continue
    const problem = pathProblem(path)
    if (problem !== undefined) reading.problem({ path: at, message: problem })
    else if (!path.startsWith('/')) warnOfOtherHost(path, baseUrl, at, reading)
    paths.push([name, path.length > 1 ? path.replace(/(?<!\/)\/+$/, '') : path])
  }
  return Object.fromEntries(paths)
}

function warnOfOtherHost(path: string, baseUrl: string, at: readonly string[], reading: Reading): void {
  const { protocol, origin } = new URL(path)
  if (baseUrl !== 'embedded' && origin !== new URL(baseUrl).origin) {
    reading.warn(
      at,
      'value',
      'is on another host than the base URL; no credentials and no headers of this file are sent there',
    )
  }
  if (protocol === 'http:' && !isLoopback(path)) {
    reading.warn(at, 'value', 'http without TLS on another machine: credentials and data can be read on the way')
  }
}

function readHeaders(file: Partial<TargetFile>, reading: Reading): Record<string, string> {
  const headers = Object.entries(file.headers ?? {}).map(([name, marked]): [string, string] => {
    const { value, secret } = unmark(marked)
    const at = typeof marked === 'string' ? ['headers', name] : ['headers', name, 'value']
    if (secret ?? /auth|token|secret|key|cookie|password|credential/i.test(name)) reading.secret(at, value)
    const fault = headerValueProblem(value)
    if (fault !== undefined) reading.problem({ path: at, message: fault })
    if (isOurHeader(name)) {
      reading.problem({ path: ['headers', name], at: 'key', message: 'is a header that the client sets itself' })
    }
    if (name.toLowerCase() === 'authorization') {
      const message = 'credentials belong under auth, with type: header, so that checks can leave them out'
      reading.problem({ path: ['headers', name], at: 'key', message })
    }
    return [name, value]
  })
  return Object.fromEntries(headers)
}

function readTemplates(file: Partial<TargetFile>): Record<string, Readonly<Record<string, unknown>>> {
  const entries = Object.entries(file.resources ?? {})
  return Object.fromEntries(entries.map(([type, { template }]) => [type, template ?? {}]))
}

/** The section `suites`: where checks of the user's own are. */
export function ownSuitesOf(suites: string | readonly string[], folder: string): OwnSuites {
  return { folder, patterns: typeof suites === 'string' ? [suites] : suites }
}

function unmark(marked: MarkedValue): { readonly value: string; readonly secret?: boolean } {
  return typeof marked === 'string' ? { value: marked } : marked
}
