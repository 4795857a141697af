// Folders and files on disk: a folder with those above it, and a file that no reader meets half of.

import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Makes a folder and those above it. Not by Node's `recursive`, which never ends where a file system such as /proc takes no
 * folder. Throws what the system says.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return
  const above = dirname(folder)
  if (above !== folder) makeFolder(above)
  try {
    mkdirSync(folder)
  } catch (error) {
    // Another process was quicker.
    if (!isFolder(folder)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/**
 * Writes the whole beside the old file and puts it in its place: whoever reads meanwhile, or after a crash, has one or the
 * other. Throws what the system says; then the old one stays.
 */
export function putInPlace(file: string, text: string, { mode = 0o644 }: { readonly mode?: number } = {}): void {
  const fresh = besides(file)
  try {
    const handle = openSync(fresh, 'w', mode)
    try {
      writeFileSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(fresh, file)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
}

/** In the same folder, and with an ending that nobody who collects reports or `*.prom` reads. */
export function besides(file: string): string {
  return join(dirname(file), `.${randomBytes(6).toString('hex')}.tmp`)
}
