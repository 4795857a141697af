// The HTML report in a real browser, opened from disk with the network blocked.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { renderHtml } from '../../src/report/html.ts'
import { aCheck, aFinding, aLargeResult, aResult, aSampleResult } from '../../src/report/sample.test-data.ts'
import { type RunResult, verdicts } from '../../src/result/run-result.ts'
import { findBrowser, startBrowser } from './browser.ts'

const executable = findBrowser()
const required = process.env.REQUIRE_BROWSER === '1'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

if (executable === undefined && !required) {
  console.warn(
    'Browser tests are skipped: no Chrome or Chromium was found. Install one or set CHROME_PATH; REQUIRE_BROWSER=1 makes this a failure.',
  )
}

test.runIf(required)('a browser is there, as REQUIRE_BROWSER=1 asks', () => {
  expect(executable, 'no Chrome or Chromium found: install one or set CHROME_PATH').toBeDefined()
})

describe.skipIf(executable === undefined)('the HTML report in a browser', () => {
  let browser: Browser
  const folder = mkdtempSync(join(tmpdir(), 'scimc-browser-'))
  let files = 0

  beforeAll(async () => {
    if (executable !== undefined) browser = await startBrowser(executable)
  })
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close()
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** The page, and everything that went wrong on it: script errors, refused resources, requests other than the file. */
  async function open(
    result: RunResult,
    options: BrowserContextOptions = {},
    hash = '',
  ): Promise<{ page: Page; troubles: string[] }> {
    files += 1
    const file = join(folder, `report-${files}.html`)
    writeFileSync(file, renderHtml(result))
    const context = await browser.newContext({ ...options, offline: true })
    const troubles: string[] = []
    await context.route('**/*', route => {
      if (route.request().url().startsWith('file:')) return route.continue()
      troubles.push(`request: ${route.request().url()}`)
      return route.abort()
    })
    const page = await context.newPage()
    page.on('console', message => troubles.push(`console ${message.type()}: ${message.text()}`))
    page.on('pageerror', error => troubles.push(`script: ${error.message}`))
    page.on('dialog', dialog => {
      troubles.push(`dialog: ${dialog.message()}`)
      return dialog.dismiss()
    })
    await page.goto(pathToFileURL(file).href + hash)
    return { page, troubles }
  }

  /** What axe finds that is serious, with all of the page open. */
  async function seriousFaults(page: Page): Promise<readonly unknown[]> {
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    await page.evaluate(axe)
    const found = await page.evaluate<{ id: string; impact: string; nodes: string[] }[]>(
      `axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map(node => node.html.slice(0, 200)) })))`,
    )
    return found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  }

  const shown = (page: Page, selector: string) => page.locator(`${selector}:visible`)

  test('opens without a fault and shows each finding with its parts', async () => {
    const { page, troubles } = await open(aSampleResult())
    expect(await page.locator('.headline').innerText()).toContain('Does not conform: 4 MUST broken, in 7 checks.')
    expect(await shown(page, 'article.finding').count()).toBe(6)
    for (const article of await page.locator('article.finding.fail').all()) {
      const labels = await article.locator('dt:visible').allInnerTexts()
      expect(labels).toEqual(expect.arrayContaining(['Expected', 'Got', 'Why', 'Fix', 'Try']))
    }
    const first = page.locator('article.finding').first()
    expect(await first.locator('.command').innerText()).toContain('curl -i -X POST "$SCIM_BASE_URL/Users"')
    expect(await first.locator('a.section').first().getAttribute('href')).toBe(
      'https://www.rfc-editor.org/rfc/rfc7644#section-3.3',
    )
    await first.locator('.exchange summary').first().click()
    expect(await first.locator('.exchange pre').first().isVisible()).toBe(true)
    expect(troubles).toEqual([])
  })

  test('the policy holds: another script is refused', async () => {
    const { page, troubles } = await open(aSampleResult())
    const ran = await page.evaluate(
      `(() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s); return window.ran === true })()`,
    )
    expect(ran).toBe(false)
    expect(troubles.join()).toContain('Content Security Policy')
  })

  test('filters by verdict, topic, level and text, and back', async () => {
    const { page, troubles } = await open(aSampleResult())
    const count = page.locator('#filter-count')
    expect(await count.innerText()).toBe('6 of 6 findings, 24 of 24 checks')

    await page.locator('#filter [value=fail]').uncheck()
    expect(await shown(page, 'article.finding').count()).toBe(2)
    expect(await shown(page, 'details.check').count()).toBe(17)
    expect(await page.locator('.topic', { hasText: 'each attribute definition' }).isVisible()).toBe(false)

    await page.getByRole('button', { name: 'Reset' }).click()
    await expect.poll(() => shown(page, 'article.finding').count()).toBe(6)

    // A word of an exchange's body, which is closed.
    await page.locator('#filter [name=text]').fill('PHONENUMBERS mutability')
    expect(await shown(page, 'article.finding').count()).toBe(1)
    await page.locator('#filter [name=text]').fill('nothing holds this')
    expect(await page.getByText('No finding matches the filter.').isVisible()).toBe(true)
    expect(await count.innerText()).toBe('0 of 6 findings, 0 of 24 checks')
    await page.locator('#filter [name=text]').fill('')

    await page.locator('#filter [name=topic]').selectOption('filter')
    expect(await shown(page, 'article.finding').count()).toBe(1)
    await page.locator('#filter [name=topic]').selectOption('any')
    await page.locator('#filter [name=level]').selectOption('SHOULD')
    expect(await shown(page, 'article.finding').count()).toBe(1)
    expect(await shown(page, 'details.check').count()).toBe(1)
    expect(troubles).toEqual([])
  })

  test('a link to a check opens it, also when the filter hides it', async () => {
    const { page, troubles } = await open(aSampleResult(), {}, '#check-create/duplicate-user-name')
    const check = page.locator('[id="check-create/duplicate-user-name"]')
    expect(await check.getAttribute('open')).not.toBeNull()
    await page.locator('#filter [value=fail]').uncheck()
    expect(await check.isVisible()).toBe(false)
    await page.evaluate("location.hash = '#finding-2'")
    await expect.poll(() => page.locator('#finding-2').isVisible()).toBe(true)
    expect(troubles).toEqual([])
  })

  test('works by keyboard alone', async () => {
    const { page } = await open(aSampleResult())
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the findings')
    await page.locator('.exchange summary').first().focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('.exchange').first().getAttribute('open')).not.toBeNull()
  })

  test.each(['light', 'dark'] as const)(
    'has no serious accessibility fault in %s, with all of it open',
    async colorScheme => {
      const { page } = await open(aSampleResult(), { colorScheme })
      expect(await seriousFaults(page)).toEqual([])
    },
  )

  test('on paper: findings, numbers and closed tables, without what only a screen can do', async () => {
    const { page } = await open(aSampleResult())
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('#filter').isVisible()).toBe(false)
    expect(await page.locator('.copy').first().isVisible()).toBe(false)
    expect(await shown(page, 'article.finding').count()).toBe(6)
    expect(await page.locator('.command').first().isVisible()).toBe(true)
    expect(await page.locator('.sections tbody tr').first().isVisible()).toBe(true)
  })

  test('a link to a request opens the timeline', async () => {
    const { page, troubles } = await open(aSampleResult(), {}, '#timeline')
    await page.locator('#timeline').locator('..').locator('summary').click()
    await page.locator('.timeline a[href="#exchange-30"]').click()
    await expect.poll(() => page.locator('#exchange-30 pre').first().isVisible()).toBe(true)
    expect(troubles).toEqual([])
  })

  test('a client as a level can be filtered for', async () => {
    const finding = aFinding({ requirement: 'okta-06', level: 'CLIENT', outcome: 'warn' })
    const client = aCheck({
      id: 'okta/x',
      level: 'CLIENT',
      verdict: 'warn',
      requirements: ['okta-06'],
      findings: [finding],
    })
    const { page } = await open(aResult([aCheck(), client]))
    await page.locator('#filter [name=level]').selectOption('CLIENT')
    expect(await page.locator('#filter-count').innerText()).toBe('1 of 1 findings, 1 of 2 checks')
  })

  test('600 checks with 3,000 exchanges open, filter and can be followed', async () => {
    const { page, troubles } = await open(aLargeResult())
    expect(await shown(page, 'article.finding').count()).toBe(150)
    await page.locator('#filter [name=text]').fill('requirement-7 ')
    await page.evaluate("location.hash = '#exchange-3000'")
    await expect.poll(() => page.locator('#exchange-3000').isVisible(), { timeout: 20_000 }).toBe(true)
    expect(troubles).toEqual([])
  })

  test('reads without JavaScript', async () => {
    const { page, troubles } = await open(aSampleResult(), { javaScriptEnabled: false })
    expect(await shown(page, 'article.finding').count()).toBe(6)
    expect(await shown(page, 'details.check').count()).toBe(24)
    expect(await page.locator('#filter').isVisible()).toBe(false)
    await page.locator('.exchange summary').first().click()
    expect(await page.locator('.exchange pre').first().isVisible()).toBe(true)
    expect(troubles).toEqual([])
  })

  test.each([320, 400, 768, 1280])('never scrolls sideways at %i pixels', async width => {
    const { page } = await open(aSampleResult(), { viewport: { width, height: 800 } })
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  })

  test('the tables of counts are whole on a phone, with every verdict in them', async () => {
    const checks = verdicts.map((verdict, index) => aCheck({ id: `check/${index}`, topic: 'attributes', verdict }))
    const { page } = await open(aResult(checks), { viewport: { width: 390, height: 800 } })
    const widths = await page.evaluate<number[]>(
      "[...document.querySelectorAll('.scroll:has(.counts)')].map(one => one.scrollWidth - one.clientWidth)",
    )
    expect(widths.filter(width => width !== 0)).toEqual([])
  })

  describe('with gates', () => {
    const gates: RunResult['gates'] = [
      {
        id: 'gate-okta-oin',
        name: 'Okta OIN gate',
        version: '1',
        sources: ['https://developer.okta.com/docs/'],
        passed: false,
        steps: [
          {
            id: 'spec-01',
            title: 'a list of one user is whole',
            part: 'SPEC test',
            verdict: 'pass',
            checks: ['create/location'],
          },
          {
            id: 'spec-02',
            title: 'a search that finds nobody is an empty list, and that in a long sentence',
            part: 'SPEC test',
            verdict: 'fail',
            reason:
              'okta-spec/no-match (User): expected 200 OK; got 404 Not Found. okta-spec/other: expected x; got y.',
            checks: ['okta-spec/no-match', 'okta-spec/other', 'create/created'],
          },
          {
            id: 'oin-01',
            title: 'a 429 says when',
            part: 'Requirements',
            optional: true,
            verdict: 'not-applicable',
            reason: 'No answer was one.',
            checks: [],
          },
          {
            id: 'oin-02',
            title: 'groups are listed',
            part: 'Requirements',
            verdict: 'not-examined',
            reason: 'a/b was not run.',
            checks: ['a/b'],
          },
        ],
      },
    ]

    test.each([
      [400, 'light'],
      [1280, 'dark'],
    ] as const)('are whole and have no serious accessibility fault at %i pixels, %s', async (width, colorScheme) => {
      const { page, troubles } = await open(
        { ...aSampleResult(), gates },
        { colorScheme, viewport: { width, height: 860 } },
      )
      const table = page.locator('.gate')
      expect(await table.getByRole('row').count()).toBe(7)
      expect(await table.getByRole('cell').count()).toBe(12)
      const inner = await page.evaluate<number>("document.querySelector('.scroll:has(.gate)').scrollWidth")
      expect(inner).toBeLessThanOrEqual(width)
      // Each check that a reason speaks of has a line, with its name as the link; the others follow.
      expect(await table.locator('p').allInnerTexts()).toEqual([
        'okta-spec/no-match (User): expected 200 OK; got 404 Not Found.',
        'okta-spec/other: expected x; got y.',
        'No answer was one.',
        'a/b was not run.',
      ])
      expect(await table.getByRole('link', { name: 'create/created' }).count()).toBe(1)
      expect(await seriousFaults(page)).toEqual([])
      expect(troubles).toEqual([])
    })
  })

  test('a run that was cut off has no serious accessibility fault', async () => {
    const stopped = { code: 'E_UNREACHABLE', message: 'The service provider can no longer be reached.', hint: 'Look.' }
    const checks = verdicts.map((verdict, index) =>
      aCheck({ id: `check/${index}`, verdict, reason: 'the run was stopped' }),
    )
    const { page } = await open(aResult(checks, { finished: false, stopped }), { colorScheme: 'dark' })
    expect(await seriousFaults(page)).toEqual([])
  })

  test('what to mend first stands above everything else, each harm once, and leads there', async () => {
    const { page, troubles } = await open(aSampleResult())
    const list = page.locator('.gravest > li')
    expect(await list.count()).toBeGreaterThan(2)
    expect(await page.locator('main h2').first().innerText()).toBe('Mend first')
    await list.first().locator('a').first().click()
    await expect.poll(() => page.evaluate('location.hash')).toBe('#finding-1')
    expect(troubles).toEqual([])
  })
})
