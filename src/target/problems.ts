// What is wrong with a target file: gathered while it is read, told all at once, each with its place.

import { ConfigurationError } from '../errors.ts'

/** Keys from the root of the file to a value; an array index is a decimal string. */
export type KeyPath = readonly string[]

export interface Problem {
  readonly path: KeyPath
  /** Whether the key or its value is pointed at; the value when absent. */
  readonly at?: 'key' | 'value'
  /** What is wrong and what is allowed, in words; never a secret. */
  readonly message: string
  readonly hint?: string
}

/** Both 1-based. */
export interface Place {
  /** Where it is not the file that is being read, but the one of its defaults. */
  readonly file?: string
  readonly line: number
  readonly column: number
}

export interface PlacedProblem extends Place {
  readonly key: string
  readonly message: string
  readonly hint?: string
}

/** A path as people write it: `auth.token`, `leaveOut[0]`. */
export function printPath(path: KeyPath): string {
  return path.map((key, index) => (/^\d+$/.test(key) ? `[${key}]` : index === 0 ? key : `.${key}`)).join('')
}

/** One line of an error or a warning: `scim-target.yaml:4:3 auth.tokn: …`. */
export function printProblem(file: string, problem: PlacedProblem): string {
  const key = problem.key === '' ? '' : ` ${problem.key}:`
  return `${problem.file ?? file}:${problem.line}:${problem.column}${key} ${problem.message}`
}

/** All problems as one error, in the order of the file. */
export function configurationError(file: string, problems: readonly PlacedProblem[]): ConfigurationError {
  const ordered = [...problems].sort(
    (a, b) => (a.file ?? '').localeCompare(b.file ?? '') || a.line - b.line || a.column - b.column,
  )
  const lines = [...new Set(ordered.map(problem => printProblem(file, problem)))]
  const hints = [...new Set(ordered.flatMap(problem => (problem.hint === undefined ? [] : [problem.hint])))]
  const [first] = lines
  const message =
    lines.length === 1 && first !== undefined
      ? first
      : [`${file} has ${lines.length} problems:`, ...lines.map(line => `  ${line}`)].join('\n')
  return new ConfigurationError(message, hints.length === 0 ? {} : { hint: hints.join('\n') })
}
