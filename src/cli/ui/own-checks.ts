// The checks of the user's own while the ui is up: loaded anew when one of their files is saved.

import { unwatchFile, watchFile } from 'node:fs'
import type { Topic } from '../../check/check.ts'
import { loadOwnTopics } from '../../engine/own-topics.ts'
import { HarnessError } from '../../errors.ts'
import type { OwnSuites } from '../../target/target.ts'
import { builtInTopics } from '../topics.ts'

export type Reloaded =
  | { readonly kind: 'topics'; readonly topics: readonly Topic[]; readonly stamp: string }
  | { readonly kind: 'broken'; readonly message: string }

export interface OwnChecksWatch {
  end(): void
}

/** How often the files are looked at: also what an editor replaces, and a disk that reports nothing, is seen so. */
const intervalMs = 300

/** Looks at these files and calls with their topics, or with what is wrong with them, each time one has been saved. */
export function watchOwnChecks(
  suites: OwnSuites,
  files: readonly string[],
  onReload: (reloaded: Reloaded) => void,
): OwnChecksWatch {
  let ended = false
  let loading = Promise.resolve()
  const reload = async (): Promise<void> => {
    const now = new Date().toISOString()
    try {
      const { topics } = await loadOwnTopics(suites, { builtIn: builtInTopics, version: now })
      if (!ended) onReload({ kind: 'topics', topics, stamp: now })
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error
      if (!ended) onReload({ kind: 'broken', message: [error.message, error.hint ?? ''].join('\n') })
    }
  }
  const onChange = (): void => {
    loading = loading.then(reload)
  }
  for (const file of files) watchFile(file, { interval: intervalMs, persistent: false }, onChange)
  return {
    end() {
      ended = true
      for (const file of files) unwatchFile(file, onChange)
    },
  }
}
