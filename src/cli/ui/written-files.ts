// The test files of the ui on disk, where Vitest sees what has changed.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { newChannelName } from '../../vitest/start-ui.ts'
import type { UiFile, UiFilesOptions } from './files.ts'

export interface WrittenFiles {
  readonly options: UiFilesOptions
  /** Writes what has changed, and removes what is no more. */
  write(files: readonly UiFile[]): void
}

/** Makes the folder, and what writes into it. */
export function createFiles(folder: string): WrittenFiles {
  const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js'
  const testsModule = pathToFileURL(join(import.meta.dirname, `../../vitest/ui-tests.${extension}`)).href
  const texts = new Map<string, string>()
  mkdirSync(folder)
  return {
    options: { testsModule, channelName: newChannelName() },
    write(files) {
      const names = new Set(files.map(({ name }) => name))
      for (const name of [...texts.keys()].filter(one => !names.has(one))) {
        texts.delete(name)
        rmSync(join(folder, name))
      }
      for (const { name, text } of files) {
        if (texts.get(name) !== text) writeFileSync(join(folder, name), text)
        texts.set(name, text)
      }
    },
  }
}
