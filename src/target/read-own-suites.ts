// Reads of a target file only where checks of the user's own are: nothing else of it has to be right, and no secret is needed.

import { readFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { ConfigurationError } from '../errors.ts'
import { type Environment, fillEnvironment } from './environment.ts'
import { configurationError, printPath } from './problems.ts'
import { ownSuitesOf } from './read-sections.ts'
import { readYaml } from './read-yaml.ts'
import type { OwnSuites } from './target.ts'
import { reasonOf } from './tls-files.ts'

/** The section `suites` of the target file at this path; undefined where it has none. Throws ConfigurationError. */
export async function readOwnSuites(path: string, env: Environment): Promise<OwnSuites | undefined> {
  const fromHere = relative('', resolve(path))
  const file = fromHere.startsWith('..') ? path : fromHere || path
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ConfigurationError(`Cannot read the target file ${file}: ${reasonOf(error)}.`, { cause: error })
  })
  const yaml = readYaml(text.replace(/^\uFEFF/, ''))
  if ('problems' in yaml) throw configurationError(file, yaml.problems)
  const { data } = yaml
  const written: unknown = typeof data === 'object' && data !== null && 'suites' in data ? data.suites : undefined
  if (written === undefined) return undefined
  const { data: filled, problems } = fillEnvironment({ suites: written }, env)
  const suites: unknown =
    typeof filled === 'object' && filled !== null && 'suites' in filled ? filled.suites : undefined
  const isNamed = isName(suites) || (Array.isArray(suites) && suites.length > 0 && suites.every(isName))
  const found = isNamed
    ? problems
    : [...problems, { path: ['suites'], message: 'must be a file name or a list of them' }]
  if (!isNamed || found.length > 0) {
    const placed = found.map(problem => ({
      ...problem,
      ...yaml.place(problem.path, 'value'),
      key: printPath(problem.path),
    }))
    throw configurationError(file, placed)
  }
  return ownSuitesOf(suites, dirname(resolve(path)))
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
