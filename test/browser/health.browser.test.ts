// The health page in a real browser, opened from disk with the network blocked: three tenants on it, and one alone.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderHealthHtml } from '../../src/report/health-html.ts'
import type { HealthResult } from '../../src/result/health-result.ts'
import { lookAtThree } from '../health/three-tenants.ts'
import { findBrowser, startBrowser } from './browser.ts'

const executable = findBrowser()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.skipIf(executable === undefined)('the health page in a browser', () => {
  let browser: Browser
  let results: readonly HealthResult[] = []
  const folder = mkdtempSync(join(tmpdir(), 'scimc-health-page-'))

  beforeAll(async () => {
    results = await lookAtThree()
    if (executable !== undefined) browser = await startBrowser(executable)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each([
    ['three on a desk', 1280, 3],
    ['three on a phone', 380, 3],
    ['one on a desk', 1280, 1],
    ['one on a phone', 380, 1],
  ])('%s: no fault, nothing too wide, no serious finding of axe', { timeout: 60_000 }, async (_, width, count) => {
    const file = join(folder, `health-${width}-${count}.html`)
    writeFileSync(file, renderHealthHtml(results.slice(-count)))
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ offline: true, viewport: { width, height: 900 }, colorScheme })
      const troubles: string[] = []
      const page = await context.newPage()
      page.on('console', message => troubles.push(message.text()))
      page.on('pageerror', error => troubles.push(error.message))
      await page.goto(pathToFileURL(file).href)
      expect(await page.locator('section.health').count()).toBe(count)
      expect(await page.locator('.items li:visible').count()).toBe(count * 10)
      const wide = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(wide).toBeLessThanOrEqual(0)
      const pictures = process.env.HEALTH_PICTURES
      if (pictures !== undefined) {
        await page.screenshot({ path: join(pictures, `health-${width}-${count}-${colorScheme}.png`), fullPage: true })
      }
      expect(troubles).toEqual([])
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
      await page.evaluate(axe)
      const found = await page.evaluate<{ id: string; impact: string; nodes: string[] }[]>(
        'axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map(node => node.html.slice(0, 200)) })))',
      )
      expect(found).toEqual([])
      await context.close()
    }
  })
})
