// `scim-conformance ui` in a real browser: a check fails, the service provider is mended, a click runs that check again, it passes.

import type { ChildProcess } from 'node:child_process'
import { readdirSync } from 'node:fs'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { allDefects } from '../../fixtures/defects/all.ts'
import { findBrowser, startBrowser } from '../browser/browser.ts'
import { temporaryFolder } from '../cli/run-cli.ts'
import { installPackage } from '../examples/installed.ts'
import { optionsOf } from '../proof/examine-provider.ts'
import { type RunningUi, startUi } from './run-ui.ts'
import { type SwitchableProvider, startSwitchable } from './switchable-provider.ts'

const executable = findBrowser()
const token = 'ui-token-3f9c'
/** Patience for a machine on which much else runs. */
const patience = 60_000

/** Waits until it is there. Vitest's page misses news now and then, where much happens at once: then it is loaded anew, as people do. */
async function appears(page: Page, wanted: Locator): Promise<void> {
  for (let tries = 1; tries < 4; tries++) {
    try {
      return await wanted.waitFor({ timeout: patience / 4 })
    } catch {
      await page.reload()
    }
  }
  await wanted.waitFor({ timeout: patience })
}

/** Opens what the page says of a test, and waits until this is in it. */
async function reads(page: Page, test: Locator, text: string): Promise<void> {
  const report = page.getByTestId('report')
  for (let tries = 1; tries < 4; tries++) {
    await test.click()
    try {
      return await report.filter({ hasText: text }).waitFor({ timeout: patience / 4 })
    } catch {
      await page.reload()
    }
  }
  expect(await report.innerText()).toContain(text)
}

function defectNamed(name: string) {
  const found = allDefects.find(defect => defect.name === name)
  if (found === undefined) throw new Error(`the defect ${name}, on which this test rests, is gone`)
  return optionsOf(found)
}

describe.skipIf(executable === undefined)('ui in a browser', () => {
  let browser: Browser
  let provider: SwitchableProvider
  const folder = temporaryFolder()
  const state = temporaryFolder()
  const temporary = temporaryFolder()
  const running: ChildProcess[] = []
  /** Addresses of other hosts that the page asked for, and what the policy of the page refused. */
  const askedElsewhere: string[] = []
  const refused: string[] = []

  beforeAll(async () => {
    if (executable !== undefined) browser = await startBrowser(executable)
  })
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill('SIGKILL')
    for (const context of browser.contexts()) await context.close()
    await provider.close()
  })
  afterAll(async () => {
    expect(askedElsewhere).toEqual([])
    expect(refused.filter(text => !text.includes('fonts.googleapis.com'))).toEqual([])
    await browser?.close()
    folder.remove()
    state.remove()
    temporary.remove()
  })

  async function start(args: readonly string[], command?: string): Promise<RunningUi> {
    const ui = await startUi(args, {
      cwd: folder.path,
      env: { TMPDIR: temporary.path, SCIM_CONFORMANCE_STATE: state.path, SCIM_TOKEN: token },
      ...(command === undefined ? {} : { bin: command }),
    })
    running.push(ui.child)
    return ui
  }

  async function open(url: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } })
    await context.route('**/*', route => {
      const address = route.request().url()
      if (address.startsWith('http://127.0.0.1')) return route.continue()
      askedElsewhere.push(address)
      return route.abort()
    })
    const page = await context.newPage()
    page.on('console', message => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text())
    })
    page.setDefaultTimeout(patience)
    await page.goto(url)
    return page
  }

  const item = (page: Page, id: string) => page.getByTestId('explorer-item').filter({ hasText: `${id}:` })
  const shows = (page: Page, id: string, state: 'pass' | 'fail' | 'skip') =>
    appears(page, item(page, id).getByTestId(`status-icon-${state}`))
  /** Presses the button that a check shows while the pointer is over it. The tree may grow in that moment, and the check move away from under the pointer. */
  const runAgain = async (page: Page, id: string): Promise<void> => {
    const end = Date.now() + patience
    for (;;) {
      try {
        await item(page, id).hover({ timeout: 3_000 })
        return await item(page, id).getByTestId('btn-run-test').click({ timeout: 3_000 })
      } catch (error) {
        if (Date.now() > end) throw error
      }
    }
  }
  /** Runs it again until it shows that: a click is news as well, and may be missed where the page has just been loaded. */
  const runAgainTo = async (page: Page, id: string, state: 'pass' | 'fail'): Promise<void> => {
    for (let tries = 1; tries < 4; tries++) {
      await runAgain(page, id)
      try {
        return await item(page, id)
          .getByTestId(`status-icon-${state}`)
          .waitFor({ timeout: patience / 4 })
      } catch {
        await page.reload()
      }
    }
    await shows(page, id, state)
  }
  const noneRuns = (page: Page) => page.getByTestId('status-icon-running').first().waitFor({ state: 'detached' })

  test('a failing check shows why; mended and run again with a click, it alone, it passes', async () => {
    provider = await startSwitchable(token, defectNamed('create-answers-200'))
    folder.write(
      'target.yaml',
      `name: Mine\nbaseUrl: ${provider.baseUrl}\nauth: { type: bearer, token: "\${SCIM_TOKEN}" }\n`,
    )
    const ui = await start(['--target', 'target.yaml', '--only', 'create,error-body'])
    const page = await open(ui.url)

    await shows(page, 'create/created', 'fail')
    await shows(page, 'create/duplicate-user-name', 'pass')
    await shows(page, 'error-body/status', 'pass')
    await reads(page, item(page, 'create/created'), '201 Created')
    const report = page.getByTestId('report')
    for (const text of ['200 OK', 'Successful creation gives 201.', 'Fix', '#section-3.3', '/Users']) {
      await expect.poll(() => report.innerText(), { timeout: patience }).toContain(text)
    }
    expect(await report.innerText()).toMatch(/> \d+ {2}POST http:\/\/127\.0\.0\.1/)
    expect(await page.content()).not.toContain(token)
    await noneRuns(page)
    expect(provider.left()).toEqual([])

    await provider.become({})
    provider.sendersSince()
    await runAgainTo(page, 'create/created', 'pass')
    await noneRuns(page)
    await expect.poll(() => provider.left(), { timeout: patience }).toEqual([])
    const senders = [...provider.sendersSince()].filter(id => !/^(?:discovery|setup|clean-up|shared-.*)$/.test(id))
    expect(senders).toEqual(['create/created'])

    // One that looks at the answers of others is shown some anew, and what it found fault with before.
    await provider.become(defectNamed('error-status-number'))
    await runAgainTo(page, 'error-body/status', 'fail')
    await provider.become({})
    await runAgainTo(page, 'error-body/status', 'pass')

    expect(await ui.stop()).toBe(0)
    expect(provider.left()).toEqual([])
    expect(readdirSync(temporary.path).filter(name => name.startsWith('scim-conformance'))).toEqual([])
  }, 240_000)

  test('a check of one’s own is run again when its file is saved, and its mistakes are shown', async () => {
    provider = await startSwitchable(token, {})
    folder.write(
      'own.yaml',
      `suites: acme.check.ts\nbaseUrl: ${provider.baseUrl}\nauth: { type: bearer, token: "\${SCIM_TOKEN}" }\n`,
    )
    const own = (wanted: string): string => `
      import { check, expectThat, requirement, suite } from 'scim-conformance'
      const rule = requirement('acme-1', { level: 'MUST', says: 'Names are long.', source: 'Acme guide' })
      export const naming = suite('Naming', [
        check('acme/name', { title: 'names are long', verifies: rule, fix: 'Make them longer.' }, async ({ resources }) => {
          await resources.create('User')
          expectThat(${wanted}, { expected: 'a long name', got: 'a name as it is' })
        }),
      ])`
    folder.write('acme.check.ts', own('false'))
    const ui = await start(['--target', 'own.yaml', '--only', 'acme'])
    expect(ui.said()).toContain('Own checks are loaded from acme.check.ts.')
    const page = await open(ui.url)
    await shows(page, 'acme/name', 'fail')
    await reads(page, item(page, 'acme/name'), 'Names are long.')
    await noneRuns(page)

    folder.write('acme.check.ts', own('true'))
    await shows(page, 'acme/name', 'pass')
    await noneRuns(page)

    folder.write('acme.check.ts', 'export const naming = ;')
    const broken = page.getByTestId('explorer-item').filter({ hasText: 'own checks can be loaded' })
    await appears(page, broken.getByTestId('status-icon-fail'))
    await reads(page, broken, 'acme.check.ts:1')

    folder.write('acme.check.ts', own('true'))
    await shows(page, 'acme/name', 'pass')
    expect(await ui.stop()).toBe(0)
    expect(provider.left()).toEqual([])
  }, 240_000)

  test('installed as npm would, it works as well, and runs nothing before it is asked to where that is wanted', async () => {
    const project = await installPackage(['vitest', '@vitest/ui'])
    try {
      provider = await startSwitchable(token, {})
      folder.write('plain.yaml', `baseUrl: ${provider.baseUrl}\nauth: { type: bearer, token: "\${SCIM_TOKEN}" }\n`)
      const command = project.bin('scim-conformance')
      const ui = await start(['--target', 'plain.yaml', '--only', 'create', '--no-run'], command)
      const page = await open(ui.url)
      await appears(page, item(page, 'create/created'))
      expect([...provider.sendersSince()]).toEqual([])
      await runAgainTo(page, 'create/created', 'pass')
      expect([...provider.sendersSince()]).toContain('create/created')
      const stranger = await fetch(ui.url.replace(/token=.*/, 'token=wrong'))
      expect(stranger.status).toBe(403)
      expect(await ui.stop()).toBe(0)
      expect(provider.left()).toEqual([])
    } finally {
      project.remove()
    }
  }, 300_000)
})
