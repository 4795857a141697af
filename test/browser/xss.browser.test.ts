// A run whose every text is an attack, in a real browser, with the policy of the page and without it: nothing runs.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { renderHtml } from '../../src/report/html.ts'
import { aCheck, aFinding, anExchange, aResult } from '../../src/report/sample.test-data.ts'
import type { RunResult } from '../../src/result/run-result.ts'
import { findBrowser, startBrowser } from './browser.ts'
import { attacks, openHostile, provoke, strangeAddresses } from './xss-corpus.ts'

const executable = findBrowser()
const levels = ['MUST', 'SHOULD', 'CLIENT'] as const

/** Every text of a run that anyone else has a say in, and every other too. */
function attackedResult(): RunResult {
  const every = attacks.join(' ')
  const checks = attacks.flatMap((attack, index) => {
    const answers = [
      attack,
      { [attack]: attack },
      { schemas: [attack], id: attack, userName: attack, status: attack, detail: attack, meta: { location: attack } },
    ]
    const exchange = anExchange({
      id: index + 1,
      checkId: attack,
      method: attack,
      path: `/${attack}`,
      headers: { [attack]: attack, authorization: attack },
      body: attack,
      answer: answers[index % 3],
      answerHeaders: { 'content-type': 'text/html', location: attack, 'x-name': attack, [attack]: attack },
    })
    const finding = { requirement: attack, expected: attack, got: attack, exchanges: [exchange.id] }
    const check = aCheck({
      id: attack,
      title: attack,
      topic: attack,
      verdict: 'fail',
      level: levels[index % 3] ?? 'MUST',
      requirements: [attack],
      ownRequirements: [{ id: attack, level: 'MUST', says: attack, source: attack, url: attack }],
      fix: attack,
      reason: attack,
      findings: [
        aFinding({ ...finding, subject: attack }),
        // Marked in the answer, another way of the same requirement.
        aFinding({ ...finding, subject: `User.userName ${attack}`, expected: `no Location ${attack}` }),
        // One of a known requirement, so that what breaks in practice stands beside it.
        aFinding({ ...finding, requirement: '7644-3.3-10', subject: attack, expected: `${attack} once` }),
        aFinding({ ...finding, requirement: `${attack}-known`, known: attack }),
      ],
      exchanges: [
        { ...exchange, problem: { kind: 'protocol', message: attack }, repeats: { id: index + 1, reason: attack } },
      ],
    })
    return [check, aCheck({ id: `blocked ${attack}`, topic: attack, verdict: 'blocked', reason: attack })]
  })
  const step = (attack: string) =>
    ({
      id: attack,
      title: attack,
      part: attack,
      verdict: 'fail',
      reason: `${attack}: ${attack}. ${attack}`,
      checks: [attack],
    }) as const
  return aResult(checks, {
    target: { name: every, baseUrl: every },
    tool: { name: every, version: every, catalogue: every },
    runId: every,
    startedAt: every,
    notes: attacks,
    stopped: { code: every, message: every, hint: every },
    known: attacks.map(attack => ({
      id: attack,
      title: attack,
      from: attack,
      sources: [attack],
      owner: attack,
      expires: attack,
      checks: 1,
    })),
    clients: attacks.map(attack => ({ name: attack, checks: 1, passed: 0 })),
    gates: [{ id: every, name: every, version: every, sources: attacks, passed: false, steps: attacks.map(step) }],
    capabilities: Object.fromEntries(attacks.map(attack => [attack, { met: true, source: 'probed', detail: attack }])),
  })
}

describe.skipIf(executable === undefined)('the HTML report of a hostile service provider', () => {
  let browser: Browser
  let html = ''
  const folder = mkdtempSync(join(tmpdir(), 'scimc-xss-'))

  beforeAll(async () => {
    html = renderHtml(attackedResult())
    if (executable !== undefined) browser = await startBrowser(executable)
  }, 120_000)
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close()
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('the corpus can run: as plain HTML without a policy, most of it does', async () => {
    // Each in a frame of its own, for many end the document they stand in.
    const frames = attacks.map(
      attack => `<iframe srcdoc="${attack.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`,
    )
    const { ran, troubles } = await openHostile(browser, {
      html: `<!doctype html><meta http-equiv="Content-Security-Policy" content="x"><body>${frames.join('')}`,
      file: join(folder, 'unescaped.html'),
      policy: 'removed',
    })
    await expect.poll(ran, { timeout: 30_000 }).toBeGreaterThan(25)
    expect(troubles.length).toBeGreaterThan(5)
  }, 120_000)

  test.each(['kept', 'removed'] as const)(
    'runs nothing, asks for nothing and goes nowhere with its policy %s',
    async policy => {
      const { page, ran, troubles } = await openHostile(browser, { html, file: join(folder, `${policy}.html`), policy })
      expect(await page.locator('article.finding').count()).toBeGreaterThan(attacks.length)
      // The one script and style of the page, and no element that an attack would bring.
      expect(await page.locator('script, style').count()).toBe(2)
      expect(
        await page
          .locator(
            'img, iframe, base, link, textarea, template, object, embed, math, video, audio, body form form, noscript',
          )
          .count(),
      ).toBe(0)
      const handlers = await page.evaluate<string[]>(
        `[...document.querySelectorAll('*')].flatMap(one => [...one.attributes].filter(({ name }) => /^on|^style$|^srcdoc$/.test(name)).map(({ name }) => one.localName + ' ' + name))`,
      )
      expect(handlers).toEqual([])
      expect(await strangeAddresses(page)).toEqual([])
      for (const attack of [attacks[0], attacks[40], attacks.at(-3)])
        await page.locator('#filter [name=text]').fill(attack ?? '')
      await page.locator('#filter [name=text]').fill('')
      await provoke(page)
      expect(await ran()).toBe(0)
      expect(troubles).toEqual([])
      // Nothing is hidden either: the text is there to be read.
      expect(await page.locator('.gate').first().innerText()).toContain(attacks[0])
    },
    240_000,
  )
})
