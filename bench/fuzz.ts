// Requests per second while fuzzing, as a ratio to autocannon sending one typical filter request to the same embedded
// provider in its own process at the same concurrency. Prints a Markdown table for bench/README.md.

import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
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

async function startServer(): Promise<{ baseUrl: string; cpuMs(): number; stop(): void }> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'serve.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const baseUrl = await new Promise<string>(done =>
    child.stdout.once('data', (data: Buffer) => done(String(data).trim())),
  )
  /** Processor time of the provider so far, where the system tells it. */
  const cpuMs = (): number => {
    try {
      const [, fields = ''] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')
      const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number)
      return (user + system) * 10
    } catch {
      return Number.NaN
    }
  }
  return { baseUrl, cpuMs, stop: () => void child.kill() }
}

/**
 * As many users as the fuzzer makes, and as large. The typical filter gives three of them, some 3 kB, which is what an
 * answer has on average while the fuzzer runs; with 85 characters it is a little shorter than the fuzzer's usual one.
 */
async function createUsers(baseUrl: string): Promise<void> {
  for (let index = 0; index < 7; index++) {
    await fetch(`${baseUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: [
          'urn:ietf:params:scim:schemas:core:2.0:User',
          'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
        ],
        userName: `bench-${index}@example.com`,
        displayName: index < 3 ? `Bench alpha ${index}` : `Bench beta ${index}`,
        externalId: `bench-external-${index}`,
        name: { givenName: 'Bench', familyName: `Number ${index}`, formatted: `Bench Number ${index}` },
        nickName: `Nick ${index}`,
        title: `Title ${index}`,
        preferredLanguage: 'en-GB',
        timezone: 'Europe/Berlin',
        active: index % 2 === 0,
        emails: [
          { value: `bench-${index}@example.com`, type: 'work', primary: true },
          { value: `home-${index}@example.com`, type: 'home' },
        ],
        phoneNumbers: [{ value: `tel:+49-30-1234${index}`, type: 'work', primary: true }],
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
          department: 'Bench',
          employeeNumber: `${index}`,
        },
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
const costs: { readonly shot: number; readonly fuzzed: number; readonly own: number }[] = []
for (let round = 0; round < rounds; round++) {
  const start = server.cpuMs()
  shot.push(shoot(server.baseUrl))
  const between = server.cpuMs()
  const own = process.cpuUsage()
  fuzzed.push(await fuzz(server.baseUrl, round + 1))
  const { user, system } = process.cpuUsage(own)
  const end = server.cpuMs()
  costs.push({
    shot: (between - start) / requests,
    fuzzed: (end - between) / requests,
    own: (user + system) / 1000 / requests,
  })
}
server.stop()

console.log(
  `Measured ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), concurrency ${concurrency}.\n`,
)
console.log('| what | figure |\n|---|---|')
console.log(`| autocannon, one filter, requests per second, median of ${rounds} | ${Math.round(median(shot))} |`)
console.log(`| fuzzing valid filters, requests per second, median of ${rounds} | ${Math.round(median(fuzzed))} |`)
const cost = (of: keyof (typeof costs)[number]): string => `${median(costs.map(one => one[of])).toFixed(2)} ms`
console.log(`| processor time of the provider for a request of autocannon | ${cost('shot')} |`)
console.log(`| processor time of the provider for a request of the fuzzer | ${cost('fuzzed')} |`)
console.log(`| processor time of the fuzzer for a request | ${cost('own')} |`)
console.log(`| ratio | ${(median(fuzzed) / median(shot)).toFixed(2)} |`)
