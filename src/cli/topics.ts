// What is examined: the topics of the harness, and those that a target file names as the user's own.

import { allTopics, authServerTopic } from '../../suites/all.ts'
import type { Topic } from '../check/check.ts'
import { shownFile } from '../engine/own-files.ts'
import { loadOwnTopics } from '../engine/own-topics.ts'
import { plainText } from '../report/plain-text.ts'
import { readOwnSuites } from '../target/read-own-suites.ts'
import type { OwnSuites } from '../target/target.ts'
import { callersPath } from './paths.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Every topic of the harness. */
export const builtInTopics: readonly Topic[] = [...allTopics, authServerTopic]

export interface WantedTopics {
  /** With the authorization server of the clients. */
  readonly authServer?: boolean
  /** Without the checks of the user's own: their files are not loaded. */
  readonly withoutOwn?: boolean
  /** Files that have changed since they were loaded with another version are loaded anew. */
  readonly version?: string
  /** Is told, before that happens, which files are loaded: they are programs. */
  readonly tell?: (text: string) => void
}

export interface TargetTopics {
  readonly topics: readonly Topic[]
  /** What a report should say of the checks of the user's own. */
  readonly notes: readonly string[]
  /** Their files, absolute. */
  readonly files: readonly string[]
}

/**
 * The topics of a run at this target, those of the user's own last. Loading them runs their files. Throws ConfigurationError where
 * one of them cannot be used.
 */
export async function topicsFor(
  { suites }: { readonly suites?: OwnSuites },
  { authServer = false, withoutOwn = false, version, tell }: WantedTopics = {},
): Promise<TargetTopics> {
  const ours = authServer ? builtInTopics : allTopics
  if (suites === undefined) return { topics: ours, notes: [], files: [] }
  if (withoutOwn) {
    return {
      topics: ours,
      notes: [`Own checks (${suites.patterns.join(', ')}) were left out: --no-own-checks.`],
      files: [],
    }
  }
  let note = ''
  const { topics, files } = await loadOwnTopics(suites, {
    builtIn: builtInTopics,
    ...(version === undefined ? {} : { version }),
    onFiles(found) {
      const shown = found.slice(0, 3).map(shownFile).join(', ')
      note = `Own checks are loaded from ${shown}${found.length > 3 ? ` and ${found.length - 3} more` : ''}.`
      tell?.(plainText(`Note: ${note}`))
    },
  })
  return { topics: [...ours, ...topics], notes: [note], files }
}

/**
 * Every topic of the harness, and where a target file is named those that it names; nothing else of that file is read. `tell`
 * is told which files are loaded.
 */
export async function topicsOfFile(
  file: string | undefined,
  env: Environment,
  tell: (text: string) => void,
): Promise<readonly Topic[]> {
  if (file === undefined) return builtInTopics
  const suites = await readOwnSuites(callersPath(file, env), env)
  return (await topicsFor(suites === undefined ? {} : { suites }, { authServer: true, tell })).topics
}

/** The ids of all checks, for whoever names some. */
export function checkIdsOf(topics: readonly Topic[]): readonly string[] {
  return topics.flatMap(({ suites }) => suites.flatMap(({ checks }) => checks.map(({ id }) => id)))
}
