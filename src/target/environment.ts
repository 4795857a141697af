// Fills `${ENV}` into every string of a target file; `$${` stands for the characters `${`.

import { nearest } from './nearest.ts'
import type { KeyPath, Problem } from './problems.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A string that took something from the environment. */
export interface Filled {
  /** As it is written in the file. */
  readonly written: string
  readonly names: readonly string[]
  readonly values: readonly string[]
}

export interface FilledData {
  readonly data: unknown
  /** By path, joined with `/`. */
  readonly filled: ReadonlyMap<string, Filled>
  readonly problems: readonly Problem[]
}

export interface FillOptions {
  /** Strings that are copied as they are. */
  readonly leave?: (path: KeyPath) => boolean
  /** What stands for a variable that is not set; undefined where it has to be. */
  readonly standIn?: (name: string, path: KeyPath) => string | undefined
}

/** Copies `data` with the environment filled in. */
export function fillEnvironment(
  data: unknown,
  env: Environment,
  { leave = () => false, standIn = () => undefined }: FillOptions = {},
): FilledData {
  const filled = new Map<string, Filled>()
  const problems: Problem[] = []

  const fill = (text: string, path: KeyPath): string => {
    const names: string[] = []
    const values: string[] = []
    const result = text.replace(/\$\$\{|\$\{([^}]*)\}|\$\{/g, (written: string, name: string | undefined) => {
      if (written === '$${') return '${'
      if (name === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        problems.push({
          path,
          // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the notation of the target file
          message: 'between ${ and } goes the name of an environment variable',
          hint: 'Write $${ for the characters ${ themselves.',
        })
        return written
      }
      const given = env[name]
      const value = given === undefined || given === '' ? standIn(name, path) : given
      if (value === undefined) {
        problems.push({
          path,
          message: `the environment variable ${name} is ${given === '' ? 'empty' : 'not set'}`,
          hint: exportHint(name, env),
        })
        return written
      }
      names.push(name)
      values.push(value)
      return value
    })
    if (names.length > 0) filled.set(path.join('/'), { written: text, names, values })
    return result
  }

  const copy = (value: unknown, path: KeyPath): unknown => {
    if (typeof value === 'string') return leave(path) ? value : fill(value, path)
    if (Array.isArray(value)) return value.map((element, index) => copy(element, [...path, String(index)]))
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member, [...path, key])]))
    }
    return value
  }
  return { data: copy(data, []), filled, problems }
}

function exportHint(name: string, env: Environment): string {
  const set = Object.keys(env).filter(other => env[other] !== undefined && env[other] !== '')
  const meant = nearest(name, set)
  const similar = meant === undefined || meant === name ? '' : `   # ${meant} is set; is that the one?`
  return `export ${name}=…${similar}`
}
