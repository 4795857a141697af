// What the readers of the sections share: where things are looked up, and where problems, warnings and secrets go.

import type { Environment, Filled } from './environment.ts'
import { type KeyPath, type Place, type Problem, printPath, printProblem } from './problems.ts'
import { proxyFromEnvironment, proxyProblem } from './proxy.ts'

export interface Reading {
  readonly folder: string
  readonly env: Environment
  readonly filled: ReadonlyMap<string, Filled>
  readonly readFile: (path: string) => Promise<string>
  readonly problem: (problem: Problem) => void
  readonly warn: (path: KeyPath, at: 'key' | 'value', message: string) => void
  /** Notes a secret; warns when it is written at `path` in the file. With an empty path it came from elsewhere. */
  readonly secret: (path: KeyPath, value: string) => void
  /** The proxy a URL is reached by: from the file, else from the environment. */
  readonly proxyFor: (url: string) => string | undefined
}

export interface Findings {
  readonly problems: Problem[]
  readonly warnings: Set<string>
  readonly secrets: Set<string>
}

export interface ReadingSource {
  readonly file: string
  readonly folder: string
  readonly env: Environment
  readonly filled: ReadonlyMap<string, Filled>
  readonly place: (path: KeyPath, at: 'key' | 'value') => Place
  readonly readFile: (path: string) => Promise<string>
  /** As the file names it. */
  readonly proxy?: string
}

/** Makes a reading that writes down what it is told in `findings`. */
export function startReading(source: ReadingSource, findings: Findings): Reading {
  const { file, filled, env } = source
  const warn: Reading['warn'] = (path, at, message) => {
    findings.warnings.add(printProblem(file, { ...source.place(path, at), key: printPath(path), message }))
  }
  const secret: Reading['secret'] = (path, value) => {
    findings.secrets.add(value)
    const from = filled.get(path.join('/'))
    for (const part of from?.values ?? []) findings.secrets.add(part)
    if (from === undefined && path.length > 0) {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the notation of the target file
      warn(path, 'value', 'a secret is written in the file; put it into an environment variable and write ${NAME} here')
    }
  }
  for (const { names, values } of filled.values()) {
    for (const [index, name] of names.entries()) {
      const value = values[index]
      if (value !== undefined && /token|secret|password|passwd|credential|key/i.test(name)) secret([], value)
    }
  }
  const chosen = checkProxy(source, findings, secret)
  const proxyFor: Reading['proxyFor'] = url => {
    if (chosen !== undefined) return chosen === 'none' ? undefined : chosen
    const found = proxyFromEnvironment(url, env)
    if (found === undefined) return undefined
    const problem = proxyProblem(found.url)
    if (problem !== undefined) {
      const message = `the environment variable ${found.variable} does not hold the URL of an HTTP proxy`
      findings.problems.push({ path: ['proxy'], message, hint: 'proxy: none in the target file leaves it unused.' })
      return undefined
    }
    noteProxyPassword([], found.url, secret)
    return found.url
  }
  const problem = (told: Problem): void => {
    findings.problems.push(told)
  }
  const { folder, readFile } = source
  return { folder, env, filled, readFile, problem, warn, secret, proxyFor }
}

function checkProxy(source: ReadingSource, findings: Findings, secret: Reading['secret']): string | undefined {
  const { proxy } = source
  if (proxy === undefined || proxy === 'none') return proxy
  const message = proxyProblem(proxy)
  if (message !== undefined) findings.problems.push({ path: ['proxy'], message })
  else noteProxyPassword(['proxy'], proxy, secret)
  return message === undefined ? proxy : 'none'
}

function noteProxyPassword(path: KeyPath, proxy: string, secret: Reading['secret']): void {
  const { password } = new URL(proxy)
  if (password === '') return
  secret(path, password)
  try {
    secret([], decodeURIComponent(password))
  } catch {
    // It is not percent-encoded; what was noted is all there is.
  }
}
