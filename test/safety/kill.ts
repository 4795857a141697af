// One cycle: a run is killed, interrupted, cut off or signed out at a random moment, and swept; then nothing of it may be left
// and nothing of others changed.

import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createRandom } from '../../src/check/random.ts'
import { sweep } from '../../src/engine/sweep.ts'
import { allTopics } from '../../suites/all.ts'
import { localTarget } from '../proof/examine-provider.ts'

export type Ending = 'SIGKILL' | 'SIGTERM' | 'SIGINT' | 'cut' | 'expire'

export interface Cycle {
  readonly seed: number
  readonly ending: Ending
  /** Writes of the run after which it came. */
  readonly afterWrites: number
  /** What the run had left before it was swept. */
  readonly orphans: number
  readonly deleted: number
  /** What is left after the sweep: 0 is what it should be. */
  readonly left: number
  readonly journals: number
  readonly requests: number
  /** Whether what is others' is as it was, to the byte. */
  readonly unchanged: boolean
  /** Writes aimed at what is others'. */
  readonly aimed: number
}

interface State {
  readonly digest: string
  readonly own: number
  readonly aimed: readonly string[]
}

const often = ['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGKILL'] as const
const endings: readonly [Ending, ...Ending[]] = [...often, 'SIGTERM', 'SIGINT', 'cut', 'expire']
const here = import.meta.dirname

/** A tenant in a process of its own; call `stop` at the end. */
export async function openTenant(users: number, latencyMs: number) {
  const child = fork(resolve(here, 'serve-tenant.ts'), [String(users), String(latencyMs)], { stdio: 'inherit' })
  const hello = await answerOf(child)
  const baseUrl = typeof hello === 'object' && hello !== null && 'baseUrl' in hello ? String(hello.baseUrl) : ''
  const ask = async (message: 'state' | 'cut' | 'expire' | 'restore' | number): Promise<State> => {
    const answer = answerOf(child)
    child.send(message)
    const state = await answer
    const isState =
      typeof state === 'object' && state !== null && 'digest' in state && 'own' in state && 'aimed' in state
    if (!isState) throw new Error('The tenant gave no answer')
    return {
      digest: String(state.digest),
      own: Number(state.own),
      aimed: Array.isArray(state.aimed) ? state.aimed : [],
    }
  }
  return { baseUrl, ask, stop: () => void child.kill() }
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((done, fail) => {
    const end = (): void => fail(new Error('The tenant has ended'))
    child.once('exit', end)
    child.once('message', message => {
      child.off('exit', end)
      done(message)
    })
  })
}

/** Runs one cycle against a tenant; the same seed chooses the same checks, moment and ending. */
export async function killAndSweep(tenant: Awaited<ReturnType<typeof openTenant>>, seed: number): Promise<Cycle> {
  const random = createRandom(seed, 'kill')
  const journalFolder = mkdtempSync(join(tmpdir(), 'scim-conformance-kill-'))
  const ending = random.pick(endings)
  // Early moments more often: then what shared data and many checks make is half made.
  const afterWrites = 1 + Math.floor(400 ** random.next())
  const before = await tenant.ask('restore')
  try {
    const reached = tenant.ask(afterWrites)
    const run = fork(resolve(here, 'run-child.ts'), [tenant.baseUrl, journalFolder, String(seed), checksFor(seed)], {
      env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'scim-conformance-compile-cache') },
    })
    const ended = new Promise(done => run.once('exit', done))
    await Promise.race([reached, ended])
    if (ending === 'cut' || ending === 'expire') {
      await tenant.ask(ending)
      // Nobody waits for the run to notice that the network is gone for good.
      const impatient = setTimeout(() => run.kill('SIGKILL'), 1000)
      await ended
      clearTimeout(impatient)
    } else {
      run.kill(ending)
      await ended
    }
    // What was under way at the service provider comes to its end.
    await new Promise(done => setTimeout(done, 60))
    const { own } = await tenant.ask('restore')
    const swept = await sweep(localTarget(tenant.baseUrl, 'kill-token'), { journalFolder, watchMs: 300 })
    const after = await tenant.ask('state')
    return {
      seed,
      ending,
      afterWrites,
      orphans: own,
      deleted: swept.deleted.length,
      left: after.own,
      journals: readdirSync(journalFolder).length,
      requests: swept.requests,
      unchanged: after.digest === before.digest,
      aimed: after.aimed.length,
    }
  } finally {
    rmSync(journalFolder, { recursive: true, force: true })
  }
}

/** A third of the checks that send something, others each time. */
function checksFor(seed: number): string {
  const random = createRandom(seed, 'checks')
  const ids = allTopics
    .filter(({ optional, ofGates }) => optional !== true && ofGates !== true)
    .flatMap(({ suites }) => suites.flatMap(suite => suite.checks))
    .flatMap(({ id, kind }) => (kind === 'active' ? [id] : []))
  return ids.filter(() => random.next() < 1 / 3).join(',')
}

/** The cycles as a Markdown table by ending, and the figures that must be 0. */
export function tableOf(cycles: readonly Cycle[]): string {
  const sum = (some: readonly Cycle[], of: (cycle: Cycle) => number): number =>
    some.reduce((all, one) => all + of(one), 0)
  const row = (name: string, some: readonly Cycle[]): string =>
    `| ${[
      name,
      some.length,
      sum(some, one => Number(one.orphans > 0)),
      sum(some, one => one.orphans),
      sum(some, one => one.deleted),
      sum(some, one => one.left),
      sum(some, one => one.journals),
      sum(some, one => Number(!one.unchanged)),
      sum(some, one => one.aimed),
    ].join(' | ')} |`
  const names = [...new Set(cycles.map(({ ending }) => ending))].sort()
  return [
    '| ended by | runs | that left something | resources left | swept | orphans | journals left | others changed | writes at others |',
    '|---|---|---|---|---|---|---|---|---|',
    ...names.map(name =>
      row(
        name,
        cycles.filter(({ ending }) => ending === name),
      ),
    ),
    row('all', cycles),
  ].join('\n')
}
