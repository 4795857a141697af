// Makes the picture of a report that the README shows: `node test/browser/take-pictures.ts`. Needs Chrome or Chromium.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findBrowser, startBrowser } from './browser.ts'

const root = resolve(import.meta.dirname, '../..')
const executable = findBrowser()
if (executable === undefined) throw new Error('no Chrome or Chromium found: install one or set CHROME_PATH')

const folder = mkdtempSync(join(tmpdir(), 'scimc-pictures-'))
try {
  const demo = spawnSync(process.execPath, [join(root, 'src/bin.ts'), 'demo', '--out', folder], { stdio: 'inherit' })
  if (demo.status !== 0) throw new Error('the demo did not end well')
  const browser = await startBrowser(executable)
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1000 }, colorScheme: 'light' })
    await page.goto(pathToFileURL(join(folder, 'report.html')).href)
    const picture = await page.screenshot()
    writeFileSync(join(root, 'docs/pictures/report.png'), picture)
    console.log(`docs/pictures/report.png: ${picture.length} bytes`)
  } finally {
    await browser.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
