// Finds the files with checks of the user's own that a target file names.

import { glob, stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { ConfigurationError } from '../errors.ts'
import type { OwnSuites } from '../target/target.ts'

/** What Node loads as a module: JavaScript, and TypeScript whose types it takes out. */
const loadable = /(?<!\.d)\.[mc]?[jt]s$/
/** More than anyone has; a pattern that takes in a whole disk is a slip. */
const mostFiles = 1000

/** As messages name a file: relative to the working directory where it is below it. */
export function shownFile(file: string): string {
  const fromHere = relative('', file)
  return fromHere.startsWith('..') || fromHere === '' ? file : fromHere
}

/**
 * The files, absolute, each once: in the order of the patterns, and of the alphabet within one. Folders called node_modules are
 * not looked into. Throws ConfigurationError for a pattern that takes in no file, and for a file that is no program.
 */
export async function findOwnFiles({ folder, patterns }: OwnSuites): Promise<readonly string[]> {
  const files = new Set<string>()
  for (const pattern of patterns) {
    for (const file of await filesOf(pattern, folder)) files.add(file)
    if (files.size > mostFiles) {
      throw new ConfigurationError(`suites: "${pattern}" takes in more than ${mostFiles} files.`, {
        hint: 'Name the folder that holds the checks, such as checks/**/*.check.ts.',
      })
    }
  }
  return [...files]
}

async function filesOf(pattern: string, folder: string): Promise<readonly string[]> {
  const named = resolve(folder, pattern)
  const kind = await stat(named).then(
    found => (found.isDirectory() ? 'folder' : 'file'),
    () => undefined,
  )
  if (kind === 'folder') {
    throw new ConfigurationError(`suites: "${pattern}" is a folder.`, {
      hint: `Write ${pattern.replace(/\/$/, '')}/**/*.check.ts for the checks in it.`,
    })
  }
  if (kind === 'file') {
    if (!loadable.test(named)) {
      throw new ConfigurationError(`suites: "${pattern}" is neither JavaScript nor TypeScript.`, {
        hint: 'Name a file that ends with .js, .mjs, .ts or .mts.',
      })
    }
    return [named]
  }
  const found: string[] = []
  for await (const name of glob(pattern, { cwd: folder, exclude: isLeftOut })) {
    if (loadable.test(name)) found.push(resolve(folder, name))
    if (found.length > mostFiles) break
  }
  if (found.length === 0) {
    const isPattern = /[*?[{]/.test(pattern)
    throw new ConfigurationError(
      isPattern
        ? `suites: no file in ${shownFile(folder)} matches "${pattern}".`
        : `suites: there is no file "${pattern}" in ${shownFile(folder)}.`,
      { hint: 'Names and patterns are relative to the folder of the target file.' },
    )
  }
  return found.sort()
}

function isLeftOut(name: string): boolean {
  return /(?:^|[\\/])node_modules$/.test(name)
}
