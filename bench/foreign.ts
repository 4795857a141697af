// Whether a tenant with many users of others makes a run send more requests: a full run with 0, 1,000 and 100,000 of them,
// or as many as the arguments say. Prints a Markdown table for bench/README.md.

import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { examine } from '../src/engine/examine.ts'
import type { RunResult } from '../src/result/run-result.ts'
import { allTopics } from '../suites/all.ts'
import { localTarget } from '../test/proof/examine-provider.ts'

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [0, 1000, 100_000]

async function runAmong(foreignUsers: number): Promise<RunResult> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'serve.ts'), '0', String(foreignUsers)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const baseUrl = await new Promise<string>(done =>
      child.stdout.once('data', (data: Buffer) => done(String(data).trim())),
    )
    const limits = { requestTimeoutMs: 120_000, checkTimeoutMs: 1_800_000 }
    return await examine(localTarget(baseUrl, 'bench-token', limits), { topics: allTopics })
  } finally {
    child.kill()
  }
}

/** The requests that a check sent itself. */
function requestsOf(result: RunResult): ReadonlyMap<string, number> {
  return new Map(
    result.checks.map(({ id, exchanges }) => [id, exchanges.filter(({ checkId }) => checkId === id).length] as const),
  )
}

console.log('| users of others | requests | against none | seconds | neither passed nor unsupported |')
console.log('|---|---|---|---|---|')
let none: RunResult | undefined
for (const count of counts) {
  const result = await runAmong(count)
  none ??= result
  const base = none
  const others = result.checks.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'unsupported')
  const ratio = `${(((result.requests - base.requests) / base.requests) * 100).toFixed(1)} %`
  const seconds = (result.durationMs / 1000).toFixed(1)
  console.log(`| ${count} | ${result.requests} | ${ratio} | ${seconds} | ${others.length} |`)
  for (const { id, verdict, reason, got } of others) console.error(`${id}: ${verdict}, ${reason ?? got}`)
  const usual = requestsOf(base)
  const more = [...requestsOf(result)].map(([id, sent]) => ({ id, more: sent - (usual.get(id) ?? 0) }))
  for (const one of more.sort((a, b) => Math.abs(b.more) - Math.abs(a.more)).slice(0, 8)) {
    if (one.more !== 0) console.error(`${one.id}: ${one.more > 0 ? '+' : ''}${one.more} requests`)
  }
}
