// Whatever happens to one target becomes that one's record: none delays, hides or takes down the others.

import { expect, test } from 'vitest'
import { AuthenticationError, ConfigurationError, UnreachableError } from '../../src/errors.ts'
import { examineFleet, type FleetOptions } from '../../src/fleet/examine-fleet.ts'
import { gatherFleet } from '../../src/fleet/gather.ts'
import type { FleetRecord } from '../../src/result/fleet-result.ts'
import { readTarget } from '../../src/target/read-target.ts'
import type { TargetSource } from '../../src/target/read-targets.ts'

const target = await readTarget('baseUrl: http://127.0.0.1:1/scim\nauth: { type: none }\n', {
  file: 'a.yaml',
  env: {},
  readFile: async () => '',
})

const source = (name: string, host = name): TargetSource => ({
  name,
  source: `${name}.yaml`,
  host,
  baseUrl: `https://${host}/scim`,
  open: async () => target,
})

const options = (more: Partial<FleetOptions>): FleetOptions => ({
  jobs: 4,
  secondsPerTarget: 60,
  graceSeconds: 0.1,
  signal: new AbortController().signal,
  redactorOf: () => text => text.replaceAll('s3cret', '***'),
  look: async () => ({ verdict: 'healthy', reason: 'well', requests: 3, exitCode: 0 }),
  ...more,
})

const verdicts = (records: readonly FleetRecord[]) =>
  Object.fromEntries(
    [...records].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, verdict }) => [name, verdict]),
  )

test('what a look throws is the verdict of its target alone', async () => {
  const thrown: Readonly<Record<string, unknown>> = {
    config: new ConfigurationError('no such preset'),
    auth: new AuthenticationError('the token s3cret is dead', { hint: 'not s3cret' }),
    gone: new UnreachableError('nobody there'),
    bug: new TypeError('cannot read s3cret of undefined'),
    odd: 'just a string',
  }
  const sources = [...Object.keys(thrown), 'well'].map(name => source(name))
  const records = await examineFleet(
    [...sources, { ...source('broken'), problem: new ConfigurationError('broken.yaml:1:1 is no YAML') }],
    options({
      look: async (_, { name }) => {
        if (name in thrown) throw thrown[name]
        return { verdict: 'healthy', reason: 'well', requests: 3, exitCode: 0 }
      },
    }),
  )
  expect(verdicts(records)).toEqual({
    auth: 'sign-in-needed',
    broken: 'misconfigured',
    bug: 'error',
    config: 'misconfigured',
    gone: 'unreachable',
    odd: 'error',
    well: 'healthy',
  })
  expect(records.find(({ name }) => name === 'bug')?.reason).toBe(
    'scim-conformance broke, which is our fault and says nothing of the service provider: TypeError: cannot read *** of undefined',
  )
  expect(JSON.stringify(records)).not.toContain('s3cret')
  expect(records.map(({ exitCode }) => exitCode).sort()).toEqual([0, 2, 2, 2, 2, 3, 3])
})

test('one that hangs is cut at its time, though it does not listen, and the others are not held up', async () => {
  const order: string[] = []
  const records = await examineFleet(
    [source('hangs'), source('deaf'), source('quick-1'), source('quick-2'), source('quick-3')],
    options({
      jobs: 3,
      secondsPerTarget: 0.4,
      look: async (_, { name, signal }) => {
        if (name === 'deaf') await new Promise(() => undefined)
        if (name === 'hangs')
          await new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)))
        return { verdict: 'healthy', reason: 'well', requests: 1, exitCode: 0 }
      },
      onRecord: ({ name }) => order.push(name),
    }),
  )
  expect(order.slice(0, 3)).toEqual(['quick-1', 'quick-2', 'quick-3'])
  expect(verdicts(records)).toMatchObject({ hangs: 'unfinished', deaf: 'unfinished', 'quick-3': 'healthy' })
  expect(records.find(({ name }) => name === 'deaf')?.reason).toContain('was given up')
})

test('a token command that hangs is cut, too', async () => {
  const records = await examineFleet(
    [{ ...source('slow-command'), open: () => new Promise(() => undefined) }, source('well')],
    options({ secondsPerTarget: 0.2 }),
  )
  expect(verdicts(records)).toEqual({ 'slow-command': 'unfinished', well: 'healthy' })
})

test('once it is stopped, what runs ends and what waits is told as not looked at', async () => {
  const controller = new AbortController()
  const records = await examineFleet(
    ['a', 'b', 'c', 'd'].map(name => source(name)),
    options({
      jobs: 1,
      signal: controller.signal,
      look: async (_, { name, signal }) => {
        if (name === 'b') {
          controller.abort()
          signal.throwIfAborted()
        }
        return { verdict: 'healthy', reason: 'well', requests: 1, exitCode: 0 }
      },
    }),
  )
  expect(verdicts(records)).toEqual({ a: 'healthy', b: 'unfinished', c: 'unfinished', d: 'unfinished' })
})

test('where all are unreachable, the network here is named as a likely reason', () => {
  const records = ['a', 'b', 'c'].map(name => ({ ...record(name), verdict: 'unreachable' as const }))
  const gather = (targets: readonly FleetRecord[]) =>
    gatherFleet({
      tool: { name: 'x', version: '1' },
      kind: 'health',
      startedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 1,
      finished: true,
      notes: [],
      targets,
    })
  expect(gather(records).notes).toHaveLength(1)
  expect(gather([...records, record('d')]).notes).toEqual([])
  expect(gather([]).verdict).toBeUndefined()
  expect(gather([...records, record('d')]).verdict).toBe('unreachable')
})

function record(name: string): FleetRecord {
  return {
    name,
    source: `${name}.yaml`,
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    verdict: 'healthy',
    reason: 'well',
    requests: 1,
    exitCode: 0,
  }
}
