// Requests per second while fuzzing, as a ratio to autocannon sending one typical filter request to the same embedded
// provider in its own process at the same concurrency. Prints a Markdown table for bench/README.md.

import { spawn, spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { topic } from '../src/check/check.ts'
import { examine } from '../src/engine/examine.ts'
import { fuzzing } from '../suites/fuzz/fuzz.ts'
import { localTarget } from '../test/proof/examine-provider.ts'

const root = resolve(import.meta.dirname, '..')
const token = 'bench-token'
const concurrency = Number(process.argv[2] ?? 32)
const requests = Number(process.argv[3] ?? 8000)
const rounds = Number(process.argv[4] ?? 3)

async function startServer(): Promise<{ baseUrl: string; stop(): void }> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'serve.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const baseUrl = await new Promise<string>(done =>
    child.stdout.once('data', (data: Buffer) => done(String(data).trim())),
  )
  return { baseUrl, stop: () => void child.kill() }
}

/** As many users as the fuzzer makes, of which the typical filter gives three. */
async function createUsers(baseUrl: string): Promise<void> {
  for (let index = 0; index < 7; index++) {
    await fetch(`${baseUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: `bench-${index}@example.com`,
        displayName: index < 3 ? `Bench alpha ${index}` : `Bench beta ${index}`,
        name: { givenName: 'Bench', familyName: `Number ${index}` },
        active: index % 2 === 0,
        emails: [
          { value: `bench-${index}@example.com`, type: 'work', primary: true },
          { value: `home-${index}@example.com`, type: 'home' },
        ],
      }),
    })
  }
}

/** Requests per second of autocannon in a process of its own. */
function shoot(baseUrl: string): number {
  const filter = encodeURIComponent('userName sw "bench-" and (displayName co "alpha" or emails.type eq "other")')
  const url = `${baseUrl}/Users?filter=${filter}&count=100`
  const { stdout } = spawnSync(
    resolve(root, 'node_modules/.bin/autocannon'),
    ['--json', '-c', String(concurrency), '-a', String(requests), '-H', `Authorization: Bearer ${token}`, url],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const json: unknown = JSON.parse(stdout)
  if (typeof json !== 'object' || json === null) throw new Error('autocannon gave no result')
  const total = '2xx' in json ? Number(json['2xx']) : 0
  const start = 'start' in json ? Date.parse(String(json.start)) : 0
  const finish = 'finish' in json ? Date.parse(String(json.finish)) : 0
  if (total < requests) throw new Error(`autocannon saw ${total} good answers of ${requests}`)
  return total / ((finish - start) / 1000)
}

/** Requests per second of the fuzzer on valid filters, its own data and start included. */
async function fuzz(baseUrl: string, seed: number): Promise<number> {
  const settings = { requests, shrinkRequests: 100, seconds: 600 }
  const target = localTarget(baseUrl, token, { concurrency, checkTimeoutMs: 900_000 })
  const result = await examine(target, {
    topics: [topic('fuzz', [fuzzing({ valid: settings, quoted: settings, invalid: settings })])],
    only: ['fuzz/valid'],
    seed,
  })
  const record = result.checks.find(({ id }) => id === 'fuzz/valid-filters')
  if (record?.verdict !== 'pass') throw new Error(`fuzz/valid-filters is ${record?.verdict}: ${record?.reason}`)
  return result.requests / (result.durationMs / 1000)
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

const server = await startServer()
await createUsers(server.baseUrl)
// Both warm up: the provider, and what the fuzzer runs on.
shoot(server.baseUrl)
await fuzz(server.baseUrl, 99)
const shot: number[] = []
const fuzzed: number[] = []
for (let round = 0; round < rounds; round++) {
  shot.push(shoot(server.baseUrl))
  fuzzed.push(await fuzz(server.baseUrl, round + 1))
}
server.stop()

console.log(
  `Measured ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), concurrency ${concurrency}.\n`,
)
console.log('| what | figure |\n|---|---|')
console.log(`| autocannon, one filter, requests per second, median of ${rounds} | ${Math.round(median(shot))} |`)
console.log(`| fuzzing valid filters, requests per second, median of ${rounds} | ${Math.round(median(fuzzed))} |`)
console.log(`| ratio | ${(median(fuzzed) / median(shot)).toFixed(2)} |`)
