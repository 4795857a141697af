// What the README shows and counts is so.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allDefects } from '../../fixtures/defects/all.ts'
import { allVariants } from '../../fixtures/variants/all.ts'
import { runCli } from '../cli/run-cli.ts'
import { blocksOf, root } from './pages.ts'

const text = readFileSync(join(root, 'README.md'), 'utf8')

/** Without what each run makes up. */
const masked = (shown: string) => shown.replace(/scimc-[\w-]+/g, 'scimc-…').trim()

test('its transcript is what the command prints', async () => {
  const [transcript] = blocksOf({ path: 'README.md', text })
  expect(transcript?.text).toMatch(/^✗ /)
  const { stdout } = await runCli(['run', '--defect', 'no-match-is-404', '--only', 'eq/no-match', '--out', 'reports'])
  const from = stdout.indexOf('✗ eq/no-match')
  expect(masked(stdout.slice(from, stdout.indexOf('\n\n○', from)))).toBe(masked(transcript?.text ?? ''))
}, 120_000)

test('its counts hold', () => {
  const [, variants = '', defects = ''] =
    /some (\d+)\s+legal\s+variants of it, and more than ([\d,]+)\s+named\s+defects/.exec(text) ?? []
  const counted = Number(defects.replace(',', ''))
  expect(Math.abs(allVariants.length - Number(variants))).toBeLessThan(15)
  expect(allDefects.length).toBeGreaterThan(counted)
  expect(allDefects.length).toBeLessThan(counted * 1.1)
})
