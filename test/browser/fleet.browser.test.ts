// The page of a fleet in a real browser: a thousand targets open, are filtered and read aloud, and no text of theirs runs.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { renderFleetHtml } from '../../src/report/fleet-html.ts'
import { type FleetResult, fleetVerdicts } from '../../src/result/fleet-result.ts'
import { largeFleet, sampleFleet, sampleRecord } from '../fleet/sample-fleet.ts'
import { findBrowser, startBrowser } from './browser.ts'
import { attacks, openHostile, provoke, strangeAddresses } from './xss-corpus.ts'

const executable = findBrowser()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const long = 240_000

/** Every text of a fleet that anyone else has a say in, and every other too. */
function attackedFleet(): FleetResult {
  const at = '2026-11-22T08:00:00.000Z'
  const records = attacks.map((attack, index) => {
    const record = sampleRecord(attack, fleetVerdicts[index % fleetVerdicts.length] ?? 'failing', attack)
    return {
      ...record,
      source: attack,
      baseUrl: attack,
      remedy: attack,
      ...(record.run === undefined
        ? {}
        : { run: { ...record.run, headline: attack, folder: attack, counts: { [attack]: 1 } } }),
      history: { since: at, flapping: index % 2 === 0, recent: ['healthy', 'failing'] as const },
    }
  })
  const changes = attacks.map(attack => ({
    name: attack,
    baseUrl: attack,
    kind: 'worse' as const,
    from: 'healthy' as const,
    to: 'failing' as const,
    reason: attack,
    since: at,
  }))
  const result = sampleFleet(records, { notes: attacks, changes })
  return { ...result, tool: { name: attacks[0] ?? '', version: attacks[1] ?? '' } }
}

describe.skipIf(executable === undefined)('the page of a fleet', () => {
  let browser: Browser
  let folder = ''
  beforeAll(async () => {
    browser = await startBrowser(executable ?? '')
    folder = mkdtempSync(join(tmpdir(), 'scimc-fleet-page-'))
  }, long)
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })

  async function open(
    result: FleetResult,
    more: { readonly width?: number; readonly script?: boolean; readonly dark?: boolean } = {},
  ) {
    const file = join(folder, 'fleet.html')
    writeFileSync(file, renderFleetHtml(result))
    const troubles: string[] = []
    const context = await browser.newContext({
      viewport: { width: more.width ?? 1280, height: 900 },
      javaScriptEnabled: more.script ?? true,
      colorScheme: more.dark === true ? 'dark' : 'light',
    })
    await context.route('**', route => {
      if (route.request().url().startsWith('file:')) return route.continue()
      troubles.push(`request: ${route.request().url()}`)
      return route.abort()
    })
    const page = await context.newPage()
    page.on('console', message => troubles.push(`console: ${message.text()}`))
    page.on('pageerror', error => troubles.push(`script: ${error.message}`))
    await page.goto(pathToFileURL(file).href)
    return { page, troubles }
  }

  async function seriousFaults(page: Page): Promise<readonly unknown[]> {
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    await page.evaluate(axe)
    const found = await page.evaluate<{ id: string; impact: string; nodes: string[] }[]>(
      `axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map(node => node.html.slice(0, 200)) })))`,
    )
    return found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  }

  test(
    'a thousand targets: filtered by text and verdict, led to by a link, no wider than a phone',
    async () => {
      const { page, troubles } = await open(largeFleet(1000), { width: 400 })
      const shown = page.locator('.target:not([hidden])')
      expect(await shown.count()).toBe(1000)
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400)
      await page.locator('#filter [name=text]').fill('tenant-0011')
      expect(await shown.count()).toBe(1)
      await page.locator('#filter [value=unreachable]').uncheck()
      expect(await page.locator('#no-target').isVisible()).toBe(true)
      expect(await page.locator('#filter-count').innerText()).toBe('0 of 1000 targets')
      // A link to one that the filter hides takes the filter away, and opens it.
      await page.locator('.changes a').first().click()
      expect(await page.locator('#target-tenant-0011').getAttribute('open')).toBe('')
      expect(await page.locator('#target-tenant-0011 .items li').count()).toBe(10)
      expect(troubles).toEqual([])
    },
    long,
  )

  test.each([{ dark: false }, { dark: true }, { dark: false, width: 400 }])(
    'axe finds nothing serious, %j',
    async more => {
      const records = fleetVerdicts.map((verdict, index) => ({
        ...sampleRecord(`target ${index}`, verdict, 'Something is the matter.'),
        history: { since: '2026-11-22T08:00:00.000Z', flapping: false, recent: fleetVerdicts },
      }))
      const { page } = await open(sampleFleet(records, { changes: largeFleet(2).changes ?? [] }), more)
      expect(await seriousFaults(page)).toEqual([])
    },
    long,
  )

  test(
    'reads without its script, and what is behind a target opens by keyboard',
    async () => {
      const { page } = await open(largeFleet(60), { script: false })
      expect(await page.locator('.headline').innerText()).toContain('targets are healthy')
      expect(await page.locator('#filter').isVisible()).toBe(false)
      await page.locator('.target > summary').first().focus()
      await page.keyboard.press('Enter')
      expect(await page.locator('.target[open] .inside').first().isVisible()).toBe(true)
    },
    long,
  )

  test.each(['kept', 'removed'] as const)(
    'runs nothing of what it is told, with its policy %s',
    async policy => {
      const html = renderFleetHtml(attackedFleet())
      const { page, ran, troubles } = await openHostile(browser, { html, file: join(folder, `${policy}.html`), policy })
      expect(await page.locator('.target').count()).toBe(attacks.length)
      expect(await page.locator('script, style').count()).toBe(2)
      expect(
        await page
          .locator('img, iframe, base, link, textarea, template, object, embed, math, video, audio, svg')
          .count(),
      ).toBe(0)
      const handlers = await page.evaluate<string[]>(
        `[...document.querySelectorAll('*')].flatMap(one => [...one.attributes].filter(({ name }) => /^on|^style$|^srcdoc$/.test(name)).map(({ name }) => one.localName + ' ' + name))`,
      )
      expect(handlers).toEqual([])
      // Reports of runs stand below this page, and begin with ./ so that no scheme comes of a folder's name.
      expect((await strangeAddresses(page)).filter(one => !one.includes('href="./'))).toEqual([])
      await page.locator('#filter [name=text]').fill(attacks[0] ?? '')
      await page.locator('#filter [name=text]').fill('')
      await provoke(page)
      expect(await ran()).toBe(0)
      expect(troubles).toEqual([])
    },
    long,
  )
})
