// How long a run takes and how many requests it sends, measured against the embedded provider in a process of its own.
// Prints a Markdown table; the numbers in bench/README.md come from here.

import { spawn, spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { examine } from '../src/engine/examine.ts'
import type { RunResult } from '../src/result/run-result.ts'
import { allTopics } from '../suites/all.ts'
import { localTarget } from '../test/proof/examine-provider.ts'

const root = resolve(import.meta.dirname, '..')

async function startServer(latencyMs: number): Promise<{ baseUrl: string; stop(): void }> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'serve.ts'), String(latencyMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const baseUrl = await new Promise<string>(done =>
    child.stdout.once('data', (data: Buffer) => done(String(data).trim())),
  )
  return { baseUrl, stop: () => void child.kill() }
}

/** The longest chain of requests that one check sends one after another. */
function longestChain(result: RunResult): { id: string; requests: number } {
  return result.checks
    .map(({ id, exchanges }) => ({ id, requests: exchanges.filter(({ checkId }) => checkId === id).length }))
    .reduce((longest, one) => (one.requests > longest.requests ? one : longest))
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

const rows: [string, string][] = []

const starts = Array.from({ length: 7 }, () => {
  const start = performance.now()
  spawnSync(process.execPath, [resolve(root, 'src/bin.ts'), '--version'])
  return performance.now() - start
})
rows.push([
  'start-up (`--version`), best / median of 7',
  `${Math.round(Math.min(...starts))} / ${Math.round(median(starts))} ms`,
])

for (const latencyMs of [0, 50]) {
  const server = await startServer(latencyMs)
  const target = localTarget(server.baseUrl, 'bench-token')
  if (latencyMs === 0) await examine(target, { topics: allTopics }) // warms up both processes
  const times: number[] = []
  let result: RunResult | undefined
  for (let round = 0; round < (latencyMs === 0 ? 5 : 3); round++) {
    const start = performance.now()
    result = await examine(target, { topics: allTopics })
    times.push(performance.now() - start)
  }
  server.stop()
  if (result === undefined) continue
  const examined = result.checks.filter(({ verdict }) => verdict !== 'unsupported' && verdict !== 'skipped').length
  const chain = longestChain(result)
  rows.push([
    `full run, ${latencyMs} ms latency, best / median`,
    `${Math.round(Math.min(...times))} / ${Math.round(median(times))} ms`,
  ])
  if (latencyMs === 0) {
    rows.push(['checks examined / in all', `${examined} / ${result.checks.length}`])
    rows.push(['requests in all', String(result.requests)])
    rows.push(['requests per check examined', (result.requests / examined).toFixed(1)])
    rows.push(['longest chain of one check', `${chain.requests} (${chain.id})`])
  } else {
    const ideal = Math.max(chain.requests, result.requests / 32) * latencyMs
    rows.push(['time ÷ max(longest chain, requests ÷ 32) × 50 ms', (median(times) / ideal).toFixed(2)])
  }
}

console.log(
  `Measured ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}).\n`,
)
console.log('| what | figure |\n|---|---|')
for (const [what, figure] of rows) console.log(`| ${what} | ${figure} |`)
