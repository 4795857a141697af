// A round gives the verdicts of the engine, and leaves nothing; a passive check alone is shown what it has to see.

import { afterAll, afterEach, expect, test } from 'vitest'
import { allDefects } from '../../fixtures/defects/all.ts'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { phaseOf } from '../../src/check/check.ts'
import { beginRound, createMemory, type Round, type RoundMemory } from '../../src/engine/round.ts'
import { selectChecks } from '../../src/engine/select.ts'
import { allTopics } from '../../suites/all.ts'
import { temporaryFolder } from '../cli/run-cli.ts'
import { examineProvider, localTarget, optionsOf } from '../proof/examine-provider.ts'

const token = 'round-token'
const state = temporaryFolder()
const everything = selectChecks(allTopics, { only: [], skip: [], interop: false })
const open: ProviderHandle[] = []
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close()
})

afterAll(() => state.remove())

function optionsNamed(name: string) {
  const found = allDefects.find(defect => defect.name === name)
  if (found === undefined) throw new Error(`the defect ${name} is gone`)
  return optionsOf(found)
}

async function providerWith(name?: string): Promise<ProviderHandle> {
  const provider = await startProvider({ ...(name === undefined ? {} : optionsNamed(name)), token })
  open.push(provider)
  return provider
}

function roundAt({ baseUrl }: { readonly baseUrl: string }, memory: RoundMemory = createMemory()): Round {
  return beginRound(localTarget(baseUrl, token), {
    checks: everything,
    basics: ['create/created', 'read/unknown-id'],
    memory,
    seed: 1,
    journalFolder: state.path,
    signal: new AbortController().signal,
  })
}

const left = ({ store }: ProviderHandle): number =>
  ['User', 'Group', 'Device'].reduce((sum, type) => sum + store.count(type), 0)

test('its verdicts are those of a run', async () => {
  const prefixes = ['create/', 'error-body/', 'location/', 'delete/', 'discovery-lists/']
  const chosen = everything.filter(({ check }) => prefixes.some(prefix => check.id.startsWith(prefix)))
  const provider = await providerWith('create-answers-200')
  const round = roundAt(provider)
  const verdicts = new Map<string, string>()
  const run = async (id: string): Promise<void> => {
    verdicts.set(id, (await round.run(id)).verdict)
  }
  const ids = (passive: boolean) =>
    chosen.filter(({ check }) => (phaseOf(check) === 'passive') === passive).map(({ check }) => check.id)
  await Promise.all(ids(false).map(run))
  for (const id of ids(true)) await run(id)
  await round.end()

  const result = await examineProvider(optionsNamed('create-answers-200'), prefixes)
  const expected = result.checks.filter(({ id }) => verdicts.has(id)).map(({ id, verdict }) => [id, verdict])
  expect(expected.length).toBe(chosen.length)
  expect(expected.filter(([id = '', verdict]) => verdicts.get(id) !== verdict)).toEqual([])
  expect(verdicts.get('create/created')).toBe('fail')
  expect(left(provider)).toBe(0)
}, 240_000)

test('a passive check that found fault is shown it again, and judges what the service provider has become', async () => {
  const memory = createMemory()
  const broken = await providerWith('error-status-number')
  const first = roundAt(broken, memory)
  await first.run('read/unknown-id')
  expect((await first.run('error-body/status')).verdict).toBe('fail')
  await first.end()

  const again = roundAt(broken, memory)
  expect((await again.run('error-body/status')).verdict).toBe('fail')
  await again.end()

  const mended = roundAt(await providerWith(), memory)
  const { verdict } = await mended.run('error-body/status')
  await mended.end()
  expect(verdict).toBe('pass')
}, 240_000)

test('where there is no service provider a check is refused; the next round tries anew', async () => {
  const gone = roundAt({ baseUrl: 'http://127.0.0.1:9' })
  await expect(gone.run('create/created')).rejects.toMatchObject({ code: 'E_UNREACHABLE' })
  await gone.end()
  const there = roundAt(await providerWith())
  expect((await there.run('create/created')).verdict).toBe('pass')
  await there.end()
}, 240_000)

test('what could not be deleted is told', async () => {
  const round = roundAt(await providerWith('users-without-delete'))
  await round.run('create/created')
  expect((await round.end()).join('\n')).toContain('could not be deleted')
  expect(await roundAt(await providerWith()).end()).toEqual([])
}, 240_000)
