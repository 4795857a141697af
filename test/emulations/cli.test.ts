// `presets` and `serve --emulate` on the command line.

import { expect, test } from 'vitest'
import { allPresets } from '../../src/target/presets/all.ts'
import { runCli } from '../cli/run-cli.ts'

test('presets lists every preset', async () => {
  const { exitCode, stdout } = await runCli(['presets'])
  expect(exitCode).toBe(0)
  for (const { name, title } of allPresets) expect(stdout).toMatch(new RegExp(`^${name} +${title}$`, 'm'))
})

test('presets NAME tells all of one: address, secrets, deviations, sources, a target file', async () => {
  const { exitCode, stdout } = await runCli(['presets', 'k2-cloud'])
  expect(exitCode).toBe(0)
  for (const text of [
    'https://{host}/tokens/{token}',
    '(secret)',
    'K2-7  A group is read with 100 members at the most.',
    'https://help.nintex.com/',
    'preset: k2-cloud',
  ]) {
    expect(stdout).toContain(text)
  }
})

test('presets --json is the data', async () => {
  const { stdout } = await runCli(['presets', 'slack', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ name: 'slack', requestsPerSecond: 3 })
})

test.each<[string, readonly string[], RegExp]>([
  ['a preset that is not known', ['presets', 'k2-clod'], /There is no preset "k2-clod"\.\n {2}Did you mean k2-cloud\?/],
  ['a product that is not emulated', ['serve', '--emulate', 'slack'], /There is no emulation "slack"\.\n.*k2-procinst/],
  [
    'an emulation with a defect',
    ['serve', '--emulate', 'k2-cloud', '--defect', 'pages-overlap'],
    /--emulate and --defect do not go together/,
  ],
])('%s is refused', async (_, args, message) => {
  const { exitCode, stderr } = await runCli(args)
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(message)
})
