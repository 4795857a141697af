import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openBrowserPrivately } from './open-browser.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scim-conformance-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const url = 'http://127.0.0.1:51204/__vitest__/?token=s3cret&x="1"'

test('what is opened does not hold the secret, only a page that leads there and that nobody else can read', () => {
  const opened: string[] = []
  const page = openBrowserPrivately(url, folder, { open: one => opened.push(one), hasConfinedBrowser: () => false })
  expect(opened).toEqual([expect.stringMatching(/^file:\/\/.*\/open\.html$/)])
  const file = fileURLToPath(opened[0] ?? '')
  expect(readFileSync(file, 'utf8')).toContain(
    '<meta http-equiv="refresh" content="0; url=http://127.0.0.1:51204/__vitest__/?token=s3cret&amp;x=&quot;1&quot;">',
  )
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  page.remove()
  expect(existsSync(file)).toBe(false)
})

test('a browser that cannot see every folder is given a page in the home folder, which goes away', () => {
  const opened: string[] = []
  const page = openBrowserPrivately(url, '/nowhere', {
    open: one => opened.push(one),
    home: folder,
    hasConfinedBrowser: () => true,
  })
  expect(opened[0]).toMatch(/\/scim-conformance-ui-[^/]+\/open\.html$/)
  page.remove()
  expect(readdirSync(folder)).toEqual([])
})
