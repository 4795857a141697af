// Runs every check many times with the same seed against the embedded provider and prints each verdict that is not the same
// in all runs: `node bench/flakes.ts --runs 100`. Ends with 1 where one differs.
//   --runs N      how many runs in all (20)
//   --workers N   processes that run at the same time (4)
//   --seed N      the seed of every run (1)
//   --only PREFIX checks whose id begins so (all)
// What changes from run to run is what must not matter: how many requests may be under way, how long each answer takes, and how
// busy the machine is.

import { type ChildProcess, fork } from 'node:child_process'
import { parseArgs } from 'node:util'
import { parentPort, Worker } from 'node:worker_threads'
import { startProvider } from '../fixtures/provider/provider.ts'
import { examine } from '../src/engine/examine.ts'
import type { CheckRecord } from '../src/result/run-result.ts'
import { allTopics } from '../suites/all.ts'
import { localTarget } from '../test/proof/examine-provider.ts'

/** How one run differs from another. */
interface Conditions {
  readonly concurrency: number
  /** Answers are held back by up to this many milliseconds, each by another time. */
  readonly jitterMs: number
  /** A thread of the same process that computes without end. */
  readonly busy: boolean
}

interface Job {
  readonly run: number
  readonly seed: number
  readonly only: string
  readonly conditions: Conditions
}

/** One verdict, and what else a report would say of it. */
interface Outcome {
  readonly verdict: string
  readonly words: string
}

interface Done {
  readonly run: number
  readonly conditions: Conditions
  readonly outcomes: Readonly<Record<string, Outcome>>
}

const concurrencies = [32, 1, 8, 64, 3, 16, 128]
const jitters = [0, 0, 3, 25]

function conditionsOf(run: number): Conditions {
  const concurrency = concurrencies[run % concurrencies.length] ?? 32
  // With few requests at a time, waiting for each would take minutes.
  const jitterMs = concurrency < 8 ? 0 : (jitters[run % jitters.length] ?? 0)
  return { concurrency, jitterMs, busy: run % 3 === 1 }
}

/** One run, in a process of its own so that several go on at the same time. */
async function runOnce({ run, seed, only, conditions }: Job): Promise<Done> {
  const token = 'flakes-token'
  const burner = conditions.busy ? new Worker(import.meta.filename, { workerData: 'burn' }) : undefined
  const provider = await startProvider({
    token,
    parts: parts => ({
      onResponse: async (request, response) => {
        const waitMs = Math.random() * conditions.jitterMs
        if (waitMs >= 1) await new Promise(resolve => setTimeout(resolve, waitMs))
        return parts.onResponse(request, response)
      },
    }),
  })
  try {
    const target = localTarget(provider.baseUrl, token, { concurrency: conditions.concurrency })
    const { checks } = await examine(target, { topics: allTopics, seed, only: only === '' ? [] : [only] })
    return { run, conditions, outcomes: Object.fromEntries(checks.map(one => [one.id, outcomeOf(one)])) }
  } finally {
    await provider.close()
    await burner?.terminate()
  }
}

function outcomeOf({ verdict, reason, expected, got }: CheckRecord): Outcome {
  return {
    verdict,
    words: [reason, expected === undefined ? undefined : `expected ${expected}, got ${got}`].filter(Boolean).join(' '),
  }
}

/** Computes without end, in slices that let the thread be stopped. */
function burn(before = 0): void {
  const until = performance.now() + 50
  let sum = before
  while (performance.now() < until) sum = Math.sqrt(sum + 1)
  setImmediate(burn, sum)
}

/** Shares the runs out among the workers and gathers what they give. */
async function runAll(jobs: readonly Job[], workers: number): Promise<readonly Done[]> {
  const queue = [...jobs]
  const results: Done[] = []
  const work = (): Promise<void> =>
    new Promise((done, fail) => {
      const child: ChildProcess = fork(import.meta.filename, { env: { ...process.env, FLAKES_WORKER: '1' } })
      const next = (): void => {
        const job = queue.shift()
        if (job !== undefined) child.send(job)
        else {
          child.kill()
          done()
        }
      }
      child.on('message', (result: Done) => {
        results.push(result)
        if (results.length % 10 === 0) console.error(`${results.length}/${jobs.length}`)
        next()
      })
      child.on('exit', code => {
        if (code !== null && code !== 0) fail(new Error(`a worker ended with ${code}`))
      })
      next()
    })
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, work))
  return results
}

/** Prints the checks whose verdict differs, the usual verdict first, and gives back how many there are. */
function printDifferences(results: readonly Done[]): number {
  let different = 0
  for (const id of Object.keys(results[0]?.outcomes ?? {})) {
    const byVerdict = Map.groupBy(results, ({ outcomes }) => outcomes[id]?.verdict ?? 'no verdict')
    if (byVerdict.size === 1) continue
    different++
    const [[usual = '', most = []] = [], ...others] = [...byVerdict].sort(
      ([, one], [, other]) => other.length - one.length,
    )
    console.log(`✗ ${id}: ${usual} in ${most.length} runs`)
    for (const [verdict, runs] of others) {
      console.log(`  ${verdict} in ${runs.length}:`)
      for (const { run, conditions, outcomes } of runs.slice(0, 3)) {
        console.log(`    run ${run} ${JSON.stringify(conditions)}: ${outcomes[id]?.words.slice(0, 400) ?? ''}`)
      }
    }
  }
  return different
}

if (process.env.FLAKES_WORKER === '1' && parentPort === null) {
  process.on('message', (job: Job) => {
    runOnce(job).then(
      done => process.send?.(done),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
} else if (parentPort !== null) {
  burn()
} else {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '20' },
      workers: { type: 'string', default: '4' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
    },
  })
  const start = performance.now()
  const jobs = Array.from(
    { length: Number(values.runs) },
    (_, run): Job => ({ run, seed: Number(values.seed), only: values.only, conditions: conditionsOf(run) }),
  )
  const results = await runAll(jobs, Number(values.workers))
  const different = printDifferences(results)
  const checks = Object.keys(results[0]?.outcomes ?? {}).length
  console.log(
    `${results.length} runs of ${checks} checks with seed ${values.seed}: ${different} verdicts differ · ${Math.round((performance.now() - start) / 1000)} s`,
  )
  process.exitCode = different === 0 && results.length === jobs.length ? 0 : 1
}
