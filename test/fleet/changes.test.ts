// What is remembered between looks, and what of it is told: once, and again where telling failed.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { compare, isWorthTelling, untold } from '../../src/fleet/changes.ts'
import { prepareState, type Remembered, recall, remember, stateFile } from '../../src/fleet/state.ts'
import type { FleetVerdict } from '../../src/result/fleet-result.ts'
import { sampleRecord } from './sample-fleet.ts'

/** Looks one after the other, each told: the kinds of change. */
function changesOf(verdicts: readonly FleetVerdict[]): readonly string[] {
  let known: Remembered | undefined
  return verdicts.map((verdict, minute) => {
    const startedAt = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
    const { next, change } = compare({ ...sampleRecord('acme', verdict), startedAt }, known)
    known = next ?? known
    return change?.kind ?? '-'
  })
}

describe('changes', () => {
  test.each<[readonly FleetVerdict[], readonly string[]]>([
    [
      ['healthy', 'healthy'],
      ['new', '-'],
    ],
    [
      ['healthy', 'failing', 'failing', 'healthy'],
      ['new', 'worse', '-', 'better'],
    ],
    [
      ['healthy', 'degraded', 'unreachable', 'degraded'],
      ['new', 'worse', 'worse', 'better'],
    ],
    [
      ['misconfigured', 'unreachable', 'sign-in-needed'],
      ['new', 'different', 'different'],
    ],
    // Nothing was learned: it is as it was.
    [
      ['healthy', 'unfinished', 'error', 'healthy', 'failing'],
      ['new', '-', '-', '-', 'worse'],
    ],
    [
      ['unfinished', 'healthy'],
      ['-', 'new'],
    ],
  ])('%j are %j', (verdicts, kinds) => {
    expect(changesOf(verdicts)).toEqual(kinds)
  })

  test('flapping is told once, and once that it is over', () => {
    const flaps: FleetVerdict[] = [
      'healthy',
      'failing',
      'healthy',
      'failing',
      'healthy',
      'failing',
      'healthy',
      'failing',
    ]
    const steady: FleetVerdict[] = Array.from({ length: 22 }, () => 'healthy' as const)
    const kinds = changesOf([...flaps, ...steady])
    expect(kinds.slice(0, 8)).toEqual(['new', 'worse', 'better', 'worse', 'better', 'began-flapping', '-', '-'])
    expect(kinds.slice(8).filter(kind => kind !== '-')).toEqual(['steady'])
  })

  test('since when it has its verdict is kept', () => {
    const first = compare({ ...sampleRecord('acme', 'failing'), startedAt: '2026-01-01T00:00:00.000Z' }, undefined)
    const second = compare({ ...sampleRecord('acme', 'failing'), startedAt: '2026-01-02T00:00:00.000Z' }, first.next)
    expect(second.history).toEqual({
      since: '2026-01-01T00:00:00.000Z',
      before: 'failing',
      flapping: false,
      recent: ['failing', 'failing'],
    })
  })

  test('what could not be told is told next time', () => {
    const first = compare(sampleRecord('acme', 'healthy'), undefined).next
    const second = compare(sampleRecord('acme', 'failing'), first)
    expect(second.change?.kind).toBe('worse')
    const kept = second.next === undefined ? undefined : untold(second.next, first)
    expect(compare(sampleRecord('acme', 'failing'), kept).change).toMatchObject({ kind: 'worse', from: 'healthy' })
    // It is well again before anyone was told: there is nothing to tell.
    expect(compare(sampleRecord('acme', 'healthy'), kept).change).toBeUndefined()
    expect(second.next === undefined ? 0 : untold(second.next, undefined)).toBeUndefined()
  })

  test('nobody is called for a new target that is well', () => {
    const of = (verdict: FleetVerdict) => compare(sampleRecord('acme', verdict), undefined).change
    expect(
      ['healthy', 'failing']
        .map(verdict => of(verdict === 'healthy' ? 'healthy' : 'failing'))
        .map(change => change !== undefined && isWorthTelling(change)),
    ).toEqual([false, true])
  })
})

describe('the folder of the state', () => {
  let temporary = ''
  let folder = ''
  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'scim-state-'))
    folder = join(temporary, 'deep', 'state')
  })
  afterEach(() => rmSync(temporary, { recursive: true, force: true }))
  const state = (name: string): Remembered => ({
    name,
    verdict: 'failing',
    since: '2026-01-01T00:00:00.000Z',
    recent: ['healthy', 'failing'],
    flapping: false,
    told: 'failing',
    toldFlapping: false,
  })

  test.each(['acme', '../../etc/passwd', 'a/b\\c:d', 'x'.repeat(5000), '', 'Ünï 漢\u0000', 'ACME'])(
    'keeps %j',
    name => {
      prepareState(folder)
      remember(folder, 'health', state(name))
      expect(recall(folder, 'health', name)).toEqual(state(name))
      expect(recall(folder, 'run', name)).toBeUndefined()
      expect(readdirSync(folder)).toHaveLength(1)
    },
  )

  test('tells names apart that look alike in a file name', () => {
    expect(
      new Set(['a b', 'a-b', 'a/b', 'A-b'].map(name => stateFile(folder, 'health', name).toLowerCase())).size,
    ).toBe(4)
  })

  test.each(['', '{', '[]', 'null', '{"name":"acme"}', '{"name":"acme","verdict":"green"}'])(
    'takes a file that holds %j for none',
    text => {
      prepareState(folder)
      writeFileSync(stateFile(folder, 'health', 'acme'), text)
      expect(recall(folder, 'health', 'acme')).toBeUndefined()
      remember(folder, 'health', state('acme'))
      expect(JSON.parse(readFileSync(stateFile(folder, 'health', 'acme'), 'utf8'))).toMatchObject({ name: 'acme' })
    },
  )

  test('is refused where it cannot be', () => {
    expect(() => prepareState('/proc/nowhere')).toThrow('The state cannot be kept in /proc/nowhere')
  })
})
