// Finds a Chrome or Chromium on this machine and starts it without network habits of its own.

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The path of a browser: CHROME_PATH where set, else what PATH and the usual places hold; undefined without one. */
export function findBrowser(): string | undefined {
  const { CHROME_PATH, PATH = '' } = process.env
  if (CHROME_PATH !== undefined && CHROME_PATH !== '') return isExecutable(CHROME_PATH) ? CHROME_PATH : undefined
  const folders = PATH.split(delimiter).filter(folder => folder !== '')
  return [...folders.flatMap(folder => names.map(name => join(folder, name))), ...places].find(isExecutable)
}

/** Starts the browser at that path, headless. */
export function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
