// Whatever ends the ui, nothing of it is left: not at the service provider, and not on this machine.

import { readdirSync } from 'node:fs'
import { afterAll, afterEach, expect, test } from 'vitest'
import { temporaryFolder } from '../cli/run-cli.ts'
import { type RunningUi, startUi } from './run-ui.ts'
import { type SwitchableProvider, startSwitchable } from './switchable-provider.ts'

const token = 'ui-token-77aa'
const folder = temporaryFolder()
const state = temporaryFolder()
const temporary = temporaryFolder()
const patience = { timeout: 60_000, interval: 20 }
let provider: SwitchableProvider | undefined
let ui: RunningUi | undefined

afterEach(async () => {
  ui?.child.kill('SIGKILL')
  await provider?.close()
  ui = undefined
  provider = undefined
})
afterAll(() => {
  for (const one of [folder, state, temporary]) one.remove()
})

const env = { TMPDIR: temporary.path, SCIM_CONFORMANCE_STATE: state.path, SCIM_TOKEN: token }
const leftHere = (): readonly string[] =>
  readdirSync(temporary.path).filter(name => name.startsWith('scim-conformance-ui'))

function target(baseUrl: string): string {
  return folder.write('target.yaml', `baseUrl: ${baseUrl}\nauth: { type: bearer, token: "\${SCIM_TOKEN}" }\n`)
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s in the middle of a run',
  async signal => {
    provider = await startSwitchable(token, {})
    ui = await startUi(['--target', target(provider.baseUrl)], { cwd: folder.path, env })
    const made = provider
    await expect.poll(() => made.left().length, patience).toBeGreaterThan(3)
    expect(await ui.stop(signal)).toBe(0)
    expect(ui.said()).toContain('Stopping')
    expect(provider.left()).toEqual([])
    expect(leftHere()).toEqual([])
  },
  240_000,
)

test('a service provider that is not there keeps it from nothing', async () => {
  ui = await startUi(['--target', target('http://127.0.0.1:9'), '--only', 'create'], { cwd: folder.path, env })
  expect(await ui.stop()).toBe(0)
  expect(leftHere()).toEqual([])
}, 240_000)

test('without agreement nothing is sent to another machine', async () => {
  const file = target('https://scim.example.invalid/v2')
  const started = startUi(['--target', file], { cwd: folder.path, env })
  await expect(started).rejects.toThrow(/ended with 2: (.|\n)*no terminal to ask on/)
  expect(leftHere()).toEqual([])
}, 240_000)
