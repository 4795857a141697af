// Tells when files change: those that are named, and all in folders that are named.

import { existsSync, type FSWatcher, statSync, watch } from 'node:fs'
import { basename, dirname, relative, resolve, sep } from 'node:path'
import { ConfigurationError } from '../errors.ts'

/** Milliseconds without a further change after which a change is told: who saves or builds writes several files. */
const quietMs = 200

/** Folders in which much changes that nobody means. */
const passedOver = new Set(['node_modules', '.git', '.hg', '.svn'])

/**
 * Calls `onChange` with a file, as it is shown, once its changes have come to rest. What lies below
 * `except` (the reports) does not count. Throws ConfigurationError for a path that is not there.
 */
export function watchFiles(
  paths: readonly string[],
  onChange: (file: string) => void,
  { except }: { readonly except: readonly string[] },
): { close(): void } {
  const watchers: FSWatcher[] = []
  let timer: NodeJS.Timeout | undefined
  const close = (): void => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
  const changed = (file: string): void => {
    if (except.some(folder => isBelow(file, folder))) return
    if (
      relative('', file)
        .split(sep)
        .some(part => passedOver.has(part))
    )
      return
    clearTimeout(timer)
    timer = setTimeout(() => onChange(shownPath(file)), quietMs)
  }
  for (const path of paths) {
    if (!existsSync(path)) {
      close()
      throw new ConfigurationError(`${path} cannot be watched: there is no such file or folder.`, {
        hint: 'Name files or folders that are there: --watch src,config.yaml',
      })
    }
    const isFolder = statSync(path).isDirectory()
    // Editors put a new file in the place of the old one, which only the folder is told of.
    const folder = isFolder ? path : dirname(path)
    const watcher = watch(folder, { recursive: isFolder }, (_, name) => {
      if (!isFolder && name !== null && name !== basename(path)) return
      changed(name === null ? path : resolve(folder, name))
    })
    // A folder that goes away is not watched any more; that ends nothing else.
    watcher.on('error', () => watcher.close())
    watchers.push(watcher)
  }
  return { close }
}

function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder + sep)
}

/** Below the working directory relative to it, elsewhere whole. */
export function shownPath(file: string): string {
  const fromHere = relative('', file)
  return fromHere === '' || fromHere.startsWith('..') ? file : fromHere
}
