// Opens an address in the user's browser, where that can be done.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Tries to; that nothing happens is no fault, since the address is printed as well. */
export function openBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [program, args] =
    platform === 'darwin'
      ? ['open', [url]]
      : platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]]
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

export interface OpenedPage {
  /** Deletes the page. */
  remove(): void
}

/**
 * As `openBrowser`, for an address with a secret in it: everybody on this machine can read the arguments of a program, so it
 * is given a page in this folder that forwards, and that this user alone can read.
 */
export function openBrowserPrivately(
  url: string,
  folder: string,
  { open = openBrowser, home = homedir(), hasConfinedBrowser = confinedBrowserThere }: OpenSurroundings = {},
): OpenedPage {
  // A browser that came as a snap sees neither /tmp nor what is hidden in the home folder.
  const own = hasConfinedBrowser() ? mkdtempSync(join(home, 'scim-conformance-ui-')) : undefined
  const file = join(own ?? folder, 'open.html')
  writeFileSync(file, pageTo(url), { mode: 0o600, flag: 'wx' })
  const remove = (): void => rmSync(own ?? file, { recursive: true, force: true })
  process.once('exit', remove)
  open(pathToFileURL(file).href)
  return {
    remove() {
      process.off('exit', remove)
      remove()
    },
  }
}

/** For tests. */
export interface OpenSurroundings {
  readonly open?: (url: string) => void
  readonly home?: string
  readonly hasConfinedBrowser?: () => boolean
}

function confinedBrowserThere(): boolean {
  return ['firefox', 'chromium', 'brave'].some(name => existsSync(join('/snap/bin', name)))
}

function pageTo(url: string): string {
  const address = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${address}">
<title>scim-conformance</title>
<p><a href="${address}">Open the checks</a></p>
</html>
`
}
