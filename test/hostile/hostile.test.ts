// Whatever a service provider does: a finding or a clear stop; nothing breaks, nothing leaks, nothing harms who looks at it.
// The heavy ones, all checks and the measures are in `node test/hostile/all.ts`.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { attack, sample } from './attack.ts'
import { corpus } from './corpus.ts'
import type { Hostile } from './hostile.ts'
import { renderPage } from './page.ts'
import { pinned, saysAs } from './told.ts'

const light = corpus.filter(({ heavy }) => heavy !== true)
const told = pinned()
/** Where the run goes on, one in three, so that this takes no more than a minute; the script tries them all. */
const atOnce = light.filter(({ atOnce, name }, index) => atOnce && (told[name]?.exitCode === 2 || index % 3 === 0))
const later = light.filter((one, index) => one.later !== undefined && index % 6 === 0)
/** Seconds; generous, since a busy machine is no hostile provider. */
const limits = { request: 3, check: 15 }
const limitMs = 120_000

test('each has a name of its own, and what a run says of it is pinned', () => {
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
  const names = light.flatMap(({ name, atOnce }) => (atOnce ? [name] : []))
  expect(names.filter(name => told[name] === undefined)).toEqual([])
})

async function against(hostile: Hostile, calm: number) {
  const running = await hostile.start(calm)
  try {
    return await attack(running, sample, limits)
  } finally {
    await running.close()
  }
}

test.concurrent.each(atOnce.map(hostile => [hostile.name, hostile] as const))(
  '%s',
  async (name, hostile) => {
    const result = await against(hostile, 0)
    expect(result.wrongs).toEqual([])
    const { exitCode, says } = told[name] ?? { exitCode: -1, says: '' }
    const told_ = { exitCode: result.exitCode, stderr: result.stderr, counts: result.report?.counts }
    expect(saysAs(result, { exitCode, says }), `pinned ${exitCode} ${says}; told ${JSON.stringify(told_)}`).toBe(true)
  },
  limitMs,
)

test.concurrent.each(later.map(hostile => [hostile.name, hostile] as const))(
  '%s, in mid-run',
  async (_, hostile) => {
    const result = await against(hostile, 40)
    expect(result.wrongs).toEqual([])
    expect(hostile.later === 'conforms' ? [0] : [0, 1, 2]).toContain(result.exitCode)
  },
  limitMs,
)

// What differs from a run: other pages and words (health), and a file that is written from what was seen (init).
const elsewhere = [
  'status-text-with-escapes',
  'endless-json',
  'quotes',
  'echoes-credentials',
  'nasty-errors',
  'schemas-nasty',
  'maintenance-page',
  'challenge-long',
  'prototype-headers',
  'reset-in-body',
]
const others = elsewhere.flatMap(name =>
  (['health', 'init'] as const).map(command => [command, name, corpus.find(one => one.name === name)] as const),
)

test.concurrent.each(others)(
  '%s: %s',
  async (command, _, hostile) => {
    const running = await hostile?.start(0)
    if (running === undefined) throw new Error('there is no such provider')
    try {
      expect((await attack(running, [], limits, command)).wrongs).toEqual([])
    } finally {
      await running.close()
    }
  },
  limitMs,
)

test('docs/hostile-providers.md has them all', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/hostile-providers.md'), 'utf8')
  expect(page).toBe(renderPage(corpus, told))
})
